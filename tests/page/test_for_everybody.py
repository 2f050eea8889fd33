"""The page for everybody: with a keyboard alone, with a screen reader, in any light."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.cli.demo.demo import Demo
from tests.page.visitor import Visitor, open_sample

BAD = {"serious", "critical"}
#: A transition that waits for frames of a busy machine is ended; what moves for ever is put away.
AT_ITS_END = """() => document.getAnimations().forEach((one) => {
  try { one.finish(); } catch { one.cancel(); }
})"""


async def barriers(page: Page, state: str, **options: Any) -> list[Any]:
    """Return what axe finds that keeps somebody out, with every change of colours at its end."""
    await page.evaluate(AT_ITS_END)
    found = await Axe().run(page, options={"resultTypes": ["violations"]} | options)
    return [
        (
            state,
            one["id"],
            [node["html"][:150] + node.get("failureSummary", "")[:300] for node in one["nodes"]][:3],
        )
        for one in found.response["violations"]
        if one["impact"] in BAD
    ]


@pytest.mark.parametrize(
    ("language", "scheme"),
    [
        ("en", "light"),
        *(
            pytest.param(*more, marks=pytest.mark.slow)
            for more in (("ko", "dark"), ("en", "dark"), ("ko", "light"))
        ),
    ],
)
async def test_nothing_keeps_anybody_out(browser: Browser, language: str, scheme: Any) -> None:
    async with (
        open_sample(language=language) as demo,
        Visitor.at(
            browser,
            demo.discord.page_url,
            language=language,
            tour=True,
            color_scheme=scheme,
            reduced_motion="reduce",
        ) as visitor,
    ):
        page, fan_server = visitor.page, demo.fan_server
        found = await barriers(page, "the tour’s offer")
        await page.locator("[data-press='tour.start']").click()
        found += await barriers(page, "a step of the tour")
        await page.locator("[data-focus='tour:leave']").click()
        await visitor.say("doors for the Incheon show?" if language == "en" else "인천 공연 티켓 얼마예요?")
        await visitor.page.locator(".message-row .embed").wait_for()
        await page.locator(".message-row .content").first.click()
        await page.locator("#explained dl").wait_for()
        await visitor.say("can I park my van anywhere near the Busan venue?")
        await expect(page.locator(".message-row .badge")).to_have_count(2)
        found += await barriers(page, "a channel, a message explained")
        await page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
        found += await barriers(page, "a channel in the other light", runOnly=["color-contrast"])
        await page.emulate_media(color_scheme=scheme)
        await page.locator("#text").fill("/")
        await page.locator("#suggestions [role=option]").first.wait_for()
        found += await barriers(page, "the commands")
        await visitor.command("shows")
        await page.locator("#slash input").or_(page.locator("#slash .chip")).first.wait_for()
        found += await barriers(page, "a command’s options")
        await page.keyboard.press("Escape")
        await page.locator(".message-row").last.click(button="right", position={"x": 200, "y": 10})
        await page.get_by_role("menu").wait_for()
        found += await barriers(page, "a menu")
        await page.keyboard.press("Escape")
        found += await as_on_discord(visitor, demo)
        await visitor.go(fan_server.team_desk.name)
        await page.locator("[data-press^=reply]").first.click()
        await visitor.dialog.wait_for()
        found += await barriers(page, "a form")
        await page.keyboard.press("Escape")
        await visitor.go(fan_server.forum.name)
        found += await barriers(page, "a forum")
        found += await in_the_hand(page)
        assert found == []


async def as_on_discord(visitor: Visitor, demo: Demo) -> list[Any]:
    """Look at what a newcomer knows from Discord."""
    page, fan_server = visitor.page, demo.fan_server
    found: list[Any] = []
    await page.locator("#latency").click()
    await page.get_by_role("menuitemradio").first.wait_for()
    found += await barriers(page, "the latencies")
    await page.keyboard.press("Escape")
    await page.locator("#clock").click()
    await page.locator("[data-move=minutes]").click()
    await page.locator("#clock.moved").wait_for()
    found += await barriers(page, "a clock that was moved")
    await visitor.be(fan_server.sera.shown_name)
    await demo.discord.person(fan_server.leo).typing(fan_server.questions)
    await demo.discord.person(fan_server.sera).pin(fan_server.questions.messages[0])
    await page.locator("[data-focus=pins]").click()
    await visitor.dialog.locator(".pin").wait_for()
    found += await barriers(page, "what is pinned, somebody typing")
    await page.keyboard.press("Escape")
    await visitor.say("W" * 2001)
    await page.locator(".notice").wait_for()
    found += await barriers(page, "a notice")
    await page.locator("#text").fill("")
    return found


async def in_the_hand(page: Page) -> list[Any]:
    """Look at a small window."""
    found: list[Any] = []
    await page.set_viewport_size({"width": 390, "height": 800})
    for drawer in ("channels", "tools", "panel"):
        await page.locator(f"[data-drawer={drawer}]").click()
        found += await barriers(page, f"a drawer: {drawer}")
        await page.keyboard.press("Escape")
    await page.locator("[data-drawer=tools]").click()
    await page.locator("#tour-button").click()
    await page.locator("#tour").wait_for()
    found += await barriers(page, "a step of the tour, in a small window")
    return found
