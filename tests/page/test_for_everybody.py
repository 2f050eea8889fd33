"""The page for everybody: with a keyboard alone, with a screen reader, in any light."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.cli.demo.demo import Demo
from tests.page.visitor import Visitor

BAD = {"serious", "critical"}


async def barriers(page: Page, state: str, **options: Any) -> list[Any]:
    """Return what axe finds that keeps somebody out, once colours no longer change."""
    await page.wait_for_function("() => document.getAnimations().length === 0")
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
    ("language", "scheme"), [("en", "light"), pytest.param("ko", "dark", marks=pytest.mark.slow)]
)
async def test_nothing_keeps_anybody_out(
    browser: Browser, fresh_demo: Demo, language: str, scheme: Any
) -> None:
    address = fresh_demo.discord.page_url
    async with Visitor.at(
        browser, address, language=language, tour=True, color_scheme=scheme, reduced_motion="reduce"
    ) as visitor:
        page = visitor.page
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
        await visitor.be("Sera")
        await visitor.go("team-desk")
        await page.locator("[data-press^=reply]").first.click()
        await visitor.dialog.wait_for()
        found += await barriers(page, "a form")
        await page.keyboard.press("Escape")
        await visitor.go("help")
        found += await barriers(page, "a forum")
        await page.set_viewport_size({"width": 390, "height": 800})
        await page.locator("[data-drawer=channels]").click()
        found += await barriers(page, "a drawer")
        assert found == []
