"""Texts that break pages: as fans write them, by accident or on purpose."""

import string

from hypothesis import strategies as st
from playwright.async_api import Page

MARKUP = (
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "<svg onload=window.ran=1><style>*{display:none}</style></svg>",
    "</span></div></main><h1>gone</h1>&lt;b&gt;&amp;&#60;",
    "[press](javascript:window.ran=1) javascript:window.ran=1",
    "<javascript:window.ran=1> <https://example.com/\"onmouseover='window.ran=1'>",
    "https://example.com/?a=<script>window.ran=1</script>",
    "${window.ran = 1} {{window.ran=1}} {name} %s",
)
SIGNS = (
    "null \x00 bell \x07 escape \x1b[31m tab \t delete \x7f end",
    "\u202eright to left\u202c שלום مرحبا \u2067isolated\u2069",
    "z\u0335\u0310\u0309a\u0315\u0300l\u0322\u0346g\u0316\u0317o" + "\u0301" * 60,
    "zero\u200bwidth\u200d\ufeffand\u2060joined",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇰🇷 \U000e0067",
    "한글 ㅋㅋㅋ ｆｕｌｌ 漢字",
    "line\u2028separator\u2029paragraph\x85next",
    "constructor __proto__ toString",
)
MARKDOWN = (
    "**bold *both** italic* ~~gone ||spoiler|| __under",
    "```js\nwindow.ran = 1\n``` `code` ``` unclosed",
    "> quote\n>>> all\n# heading\n- list\n  - deeper\n1. one\n-# small",
    "<@123456789012345678> <@&1> <#2> <t:99999999999999:R> <t:-1:F> <a:wave:1> </x:1> @everyone",
    "[" * 300 + "](https://example.com)" + "*" * 300 + "_" * 300 + "|" * 300,
    "\\*not\\* \\<script\\> \\\\",
)
LONG = ("W" * 2000, "가" * 2000, "one word " * 222)
EVERY = (*MARKUP, *SIGNS, *MARKDOWN, *LONG)
#: What fits a name: no line breaks, a hundred characters.
NAMES = tuple(text[:100] for text in (*MARKUP, *SIGNS, "W" * 100))

#: What has no meaning as markdown, so that it is shown as it was written.
_MEANT = "\\`*_~|<>[]()#@:-+.&\r\n" + string.digits
unmarked = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=_MEANT), min_size=1, max_size=200
).map(lambda text: f"a{text}z")
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300).map(
    lambda text: f"a{text}z"
)

#: Nothing may have run, no element may have come out of a text, no link may lead elsewhere than to the web.
HARM = """() => {
  const found = [];
  if (window.ran !== undefined) found.push("a script ran");
  const made = "script:not([src]), iframe, object, embed, base, style, form:not(#composer, dialog form), svg[onload], img[onerror], main h1";
  for (const node of document.querySelectorAll(`body :is(${made})`)) found.push(node.outerHTML.slice(0, 200));
  for (const link of document.querySelectorAll("a[href]")) {
    if (!/^(https?:|#)/.test(link.getAttribute("href")) && !link.hasAttribute("download")) found.push(link.href);
  }
  for (const box of document.querySelectorAll("html, #log, #forum, #channels, #panel, header, dialog")) {
    if (box.scrollWidth > box.clientWidth + 1 && !box.hidden) found.push(`${box.tagName}#${box.id} is too wide`);
  }
  return found;
}"""


async def harm(page: Page) -> list[str]:
    """Return what a text did to the page, in a wide and in a narrow window."""
    found: list[str] = []
    for width in (1280, 390):
        await page.set_viewport_size({"width": width, "height": 800})
        found += await page.evaluate(HARM)
    await page.set_viewport_size({"width": 1280, "height": 800})
    return found
