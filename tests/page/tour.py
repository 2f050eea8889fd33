"""The guided tour's card, as a newcomer uses it."""

import contextlib
import json
import re

from playwright.async_api import Locator
from playwright.async_api import TimeoutError as TooLate

from bot.interface.i18n import texts_for
from bot.rehearsal.page.site import STATIC
from tests.page.visitor import Visitor

#: After so many milliseconds without a change a step is asked for again.
AGAIN = 4000
LOOKS = """() => ({ card: document.getElementById("tour")?.innerText, place: document.getElementById("place-head").innerText,
  forms: document.querySelectorAll("dialog[open]").length, command: !document.getElementById("slash").hidden })"""
#: The card changed, or a place, a form or a command was opened.
CHANGED = f"""(before) => {{
  const now = ({LOOKS})();
  return now.card !== before.card || now.place !== before.place || now.forms > before.forms || now.command > before.command;
}}"""
MOST_PRESSES = 90
LEADS, USE = "#tour .button-primary", "#slash .button-primary"


class Tour:
    """The card, in the language of its words."""

    def __init__(self, visitor: Visitor, language: str) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.card = visitor.page.locator("#tour")
        words = json.loads((STATIC / "words" / f"{language}.json").read_text("utf-8"))
        self.words: dict[str, str] = words
        self.texts = texts_for(language)
        kinds = re.compile(r"tour\.([\w-]+)\.(say|done)")
        self._steps = [
            (found[1], re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)))
            for key, text in words.items()
            if (found := kinds.fullmatch(key))
        ]

    def said(self, name: str) -> str:
        """Return what the tour says by this name, or else the bot."""
        return self.words.get(f"tour.{name}") or self.texts.t(name)

    def button(self, name: str) -> Locator:
        return self.card.get_by_role("button", name=self.words[f"tour.{name}"], exact=True)

    async def step(self) -> str | None:
        """Return the name of the step that the card tells of."""
        told = await self.card.text_content() or ""
        return next((name for name, pattern in self._steps if re.search(pattern, told)), None)

    async def go_on(self, *, keyboard: bool = False) -> None:
        """Press what leads on, and wait for something to change."""
        before = await self.page.evaluate(LOOKS)
        used = await self.page.locator(USE).is_visible()
        with contextlib.suppress(TooLate):  # the card went on by itself, or another press is needed
            if keyboard:
                await self.visitor.tab_to(USE if used else LEADS)
                await self.page.keyboard.press("Enter")
            else:
                await self.page.locator(USE if used else LEADS).click(timeout=AGAIN)
            await self.page.wait_for_function(CHANGED, arg=before, timeout=AGAIN)
