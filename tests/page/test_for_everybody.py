"""The page for everybody: with a keyboard alone, with a screen reader, in any light."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect
from visitor import Visitor

from bot.cli.rehearsing.house import House

BAD = {"serious", "critical"}


async def barriers(page: Page, state: str, **options: Any) -> list[Any]:
    """Return what axe finds that keeps somebody out."""
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


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ko", "dark")])
async def test_nothing_keeps_anybody_out(
    browser: Browser, fresh_house: House, language: str, scheme: Any
) -> None:
    address = fresh_house.discord.page_url
    async with Visitor.at(
        browser, address, language=language, tour=True, color_scheme=scheme, reduced_motion="reduce"
    ) as visitor:
        page = visitor.page
        found = await barriers(page, "the tour’s offer")
        await page.locator("[data-focus='tour:tour.start']").click()
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


async def test_new_messages_are_read_out_and_old_ones_are_not(visitor: Visitor, house: House) -> None:
    spoken = visitor.page.locator("#spoken")
    await visitor.say("doors for the Incheon show?")
    await expect(spoken).to_contain_text("Stagedoor: ")
    await expect(spoken).to_contain_text("Doors open")
    await house.discord.person(house.stage.dohyun).say(house.stage.lounge, "old news")
    await visitor.go("lounge")
    await visitor.sees("old news")
    await expect(spoken).not_to_contain_text("old news")


async def test_the_whole_way_is_gone_by_keyboard_alone(visitor: Visitor) -> None:
    page, press = visitor.page, visitor.page.keyboard.press
    await page.locator("body").press("Tab")
    await expect(page.get_by_role("link", name="Skip to writing")).to_be_focused()
    await press("Enter")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("can I park my van anywhere near the Busan venue?\n")
    await visitor.sees("asked the team")
    await tab_to(page, "#people [role=radio]", back=True)
    for _ in range(3):
        await press("ArrowRight")
    await visitor.settled("Sera")
    await tab_to(page, "#places .place")
    while "team-desk" not in await focused(page):
        await press("ArrowDown")
    await press("Enter")
    await visitor.sees("park my van")
    await tab_to(page, "[data-press^=reply]")
    await press("Enter")
    await expect(visitor.dialog.get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("Two streets away.")
    await press("Tab")
    await tab_to(page, "dialog [type=submit]")
    await press("Enter")
    await expect(visitor.dialog).to_have_count(0)
    await expect(visitor.message("park my van")).to_contain_text("Sera answered")
    await expect(visitor.message("park my van")).to_be_focused()


async def focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.textContent"))


async def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    """Press Tab until something of that kind has the focus; fails where Tab never gets there."""
    for _ in range(60):
        if await page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"Tab does not lead to {selector}")
