"""The page with a keyboard alone, and as it is read out."""

from playwright.async_api import Page, expect

from bot.cli.demo.demo import Demo
from tests.page.visitor import Visitor


async def test_new_messages_are_read_out_and_old_ones_are_not(visitor: Visitor, harness: Demo) -> None:
    spoken = visitor.page.locator("#spoken")
    await visitor.say("doors for the Incheon show?")
    await expect(spoken).to_contain_text("Stagedoor: ")
    await expect(spoken).to_contain_text("Doors open")
    await harness.discord.person(harness.fan_server.dohyun).say(harness.fan_server.lounge, "old news")
    await visitor.go("lounge")
    await visitor.sees("old news")
    await expect(spoken).not_to_contain_text("old news")


async def test_the_whole_way_is_gone_by_keyboard_alone(visitor: Visitor) -> None:
    page, press = visitor.page, visitor.page.keyboard.press
    await visitor.open_page()
    await page.locator("body").press("Tab")
    await expect(page.get_by_role("link", name="Skip to writing")).to_be_focused()
    await press("Enter")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("can I park my van anywhere near the Busan venue?\n")
    await visitor.sees("asked the team")
    await visitor.tab_to("#people [role=radio]", back=True)
    for _ in range(3):
        await press("ArrowRight")
    await visitor.settled("Sera")
    await visitor.tab_to("#places .place")
    while "team-desk" not in await focused(page):
        await press("ArrowDown")
    await press("Enter")
    await visitor.sees("park my van")
    await visitor.tab_to("[data-press^=reply]")
    await press("Enter")
    await expect(visitor.dialog.get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("Two streets away.")
    await press("Tab")
    await visitor.tab_to("dialog [type=submit]")
    await press("Enter")
    await expect(visitor.dialog).to_have_count(0)
    await expect(visitor.message("park my van")).to_contain_text("Sera answered")
    await expect(visitor.message("park my van")).to_be_focused()


async def focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.textContent"))
