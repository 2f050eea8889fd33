"""The guided tour, from its first card to its last, everything done on the way."""

import re

import pytest
from playwright.async_api import Browser, expect

from bot.cli.demo.demo import Demo
from tests.page.tour import MOST_PRESSES, Tour
from tests.page.visitor import Visitor, open_sample

#: What a newcomer sees once a step is done; in braces, a name, or what the tour or the bot says in its language.
SEEN = {
    "ask": "{show}",
    "unknown": "{say.unknown}",
    "answer": "{staff}",
    "clock": "{say.answer}",
    "plan": "Q&A #1 · {announcement}",
    "begin": "Q&A #1 · {live}",
    "end": "{say.reply}",
    "note": "{say.draw}",
    "highlight": "{say.credit}",
    "monday": "Stagedoor · 2026-W47",
}


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
        assert fresh_demo.label.shows[0].title in await newcomer.page.locator("#messages").inner_text()
        await newcomer.page.get_by_role("button", name=tour.words["tour.leave"]).click()
        await expect(tour.card).to_be_hidden()
        await newcomer.open_page()
        await expect(tour.card).to_be_hidden()


@pytest.mark.slow
@pytest.mark.parametrize(("language", "keyboard"), [("en", True), ("ko", False)])
async def test_the_tour_leads_from_an_answer_to_the_digest_with_its_picture(
    browser: Browser, language: str, *, keyboard: bool
) -> None:
    async with (
        open_sample(language=language) as demo,
        Visitor.at(browser, demo.discord.page_url, language=language, tour=True) as newcomer,
    ):
        tour, told = Tour(newcomer, language), {}
        names = {"show": demo.label.shows[0].title, "staff": demo.fan_server.sera.shown_name}
        await tour.go_on(keyboard=keyboard)
        for _ in range(MOST_PRESSES):
            if await tour.button("finish").is_visible():
                break
            step = await tour.step()
            if step is not None and await tour.button("next").is_visible():
                told[step] = await newcomer.page.locator("#messages").inner_text()
            await tour.go_on(keyboard=keyboard)
        await tour.go_on(keyboard=keyboard)
        await expect(tour.card).to_be_hidden()
        assert told.keys() >= SEEN.keys()
        for step, wanted in SEEN.items():
            assert (
                re.sub(r"\{(.+)\}", lambda found: names.get(found[1]) or tour.said(found[1]), wanted)
                in told[step]
            )
        picture = newcomer.message("2026-W47").locator("img").first
        await newcomer.page.wait_for_function(
            "(img) => img.naturalWidth > 400", arg=await picture.element_handle()
        )
