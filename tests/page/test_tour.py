"""The guided tour, from its first card to its last, everything done on the way."""

import contextlib
import json
import re

import pytest
from playwright.async_api import Browser, Locator, expect
from playwright.async_api import TimeoutError as TooLate

from bot.cli.demo.demo import Demo
from bot.interface.i18n import texts_for
from bot.rehearsal.page.site import STATIC
from tests.page.visitor import Visitor

#: What a newcomer sees once a step is done; in braces, what the tour or the bot says in its language.
SEEN = {
    "ask": "Listening Party",
    "unknown": "{say.unknown}",
    "answer": "Sera",
    "clock": "{say.answer}",
    "plan": "Q&A #1 · {announcement}",
    "begin": "Q&A #1 · {live}",
    "end": "{say.reply}",
    "note": "{say.draw}",
    "highlight": "{say.credit}",
    "monday": "Stagedoor · 2026-W47",
}
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

    async def go_on(self) -> None:
        """Press what leads on, and wait for something to change."""
        before = await self.page.evaluate(LOOKS)
        used = self.page.locator("#slash .button-primary")
        leads = self.button("next" if await self.button("next").is_visible() else "act")
        with contextlib.suppress(TooLate):  # the card went on by itself, or another press is needed
            await (used if await used.is_visible() else leads).click(timeout=AGAIN)
            await self.page.wait_for_function(CHANGED, arg=before, timeout=AGAIN)


async def test_the_tour_is_offered_shows_a_step_sees_that_it_is_done_and_goes_on(
    browser: Browser, fresh_demo: Demo
) -> None:
    async with Visitor.at(browser, fresh_demo.discord.page_url, tour=True) as newcomer:
        tour = Tour(newcomer, "en")
        await tour.button("start").click()
        await newcomer.page.locator(".ringed").wait_for()
        for _ in range(MOST_PRESSES):
            if await tour.step() == "ask" and await tour.button("next").is_visible():
                break
            await tour.go_on()
        assert SEEN["ask"] in await newcomer.page.locator("#messages").inner_text()
        await newcomer.page.get_by_role("button", name=tour.words["tour.leave"]).click()
        await expect(tour.card).to_be_hidden()
        await newcomer.open_page()
        await expect(tour.card).to_be_hidden()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ko"])
async def test_the_tour_leads_from_an_answer_to_the_digest_with_its_picture(
    browser: Browser, fresh_demo: Demo, language: str
) -> None:
    async with Visitor.at(browser, fresh_demo.discord.page_url, language=language, tour=True) as newcomer:
        tour, told = Tour(newcomer, language), {}
        await tour.button("start").click()
        for _ in range(MOST_PRESSES):
            if await tour.button("finish").is_visible():
                break
            step = await tour.step()
            if step is not None and await tour.button("next").is_visible():
                told[step] = await newcomer.page.locator("#messages").inner_text()
            await tour.go_on()
        await tour.button("finish").click()
        await expect(tour.card).to_be_hidden()
        assert told.keys() >= SEEN.keys()
        for step, wanted in SEEN.items():
            assert re.sub(r"\{(.+)\}", lambda found: tour.said(found[1]), wanted) in told[step]
        picture = newcomer.message("2026-W47").locator("img").first
        await newcomer.page.wait_for_function(
            "(img) => img.naturalWidth > 400", arg=await picture.element_handle()
        )
