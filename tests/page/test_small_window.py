"""The page in the hand: at 390 px, with a finger."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.cli.demo.demo import Demo
from tests.page.tour import MOST_PRESSES, Tour
from tests.page.visitor import Visitor

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FINGER = 44
#: The head and the tour leave so much of the height to the conversation.
MOST_OF_THE_HEIGHT = 0.3
TALL = """() => ["header.top", "#tour"].reduce((sum, one) => sum + document.querySelector(one).offsetHeight, 0) / innerHeight"""
#: What can be pressed and is lower than a finger; links within a text may be.
LOW = f"""() => [...document.querySelectorAll("button, [role=option], [role=menuitem]")]
  .filter((one) => one.checkVisibility({{ visibilityProperty: true }}) && !one.matches(".link-button, .name-button, .quote, .avatar-button"))
  .filter((one) => one.getBoundingClientRect().height < {FINGER})
  .map((one) => `${{one.className}} ${{one.textContent}} ${{one.getBoundingClientRect().height}}`)"""
#: What is ringed and can't be pressed where it is: it is out of the window, or something lies on it.
HIDDEN = """() => [...document.querySelectorAll(".ringed")].filter((one) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  const there = document.elementFromPoint(Math.min(left + width / 2, innerWidth - 8), top + Math.min(height / 2, 20));
  return !there || !(one.contains(there) || there.contains(one));
}).map((one) => one.outerHTML.slice(0, 200))"""
STILL = 900


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, fresh_demo: Demo) -> AsyncIterator[Visitor]:
    async with Visitor.at(browser, fresh_demo.discord.page_url, tour=True, **PHONE) as visitor:
        yield visitor


async def low(page: Page) -> list[str]:
    found: list[str] = await page.evaluate(LOW)
    return found


async def test_head_and_tour_leave_the_height_to_the_conversation(phone: Visitor) -> None:
    assert await phone.page.evaluate(TALL) < MOST_OF_THE_HEIGHT
    await Tour(phone, "en").button("start").click()
    assert await phone.page.evaluate(TALL) < MOST_OF_THE_HEIGHT
    assert await phone.too_wide() == 0


async def test_all_that_is_pressed_is_as_large_as_a_finger(phone: Visitor) -> None:
    page, tour = phone.page, Tour(phone, "en")
    found = await low(page)
    await tour.button("start").click()
    found += await low(page)
    await page.locator("#tour .tour-close").click()
    await phone.say("doors for the Incheon show?")
    await phone.sees("Doors open")
    found += await low(page)
    await page.locator("#text").fill("/")
    await page.locator("#suggestions [role=option]").first.wait_for()
    found += await low(page)
    await phone.command("shows")
    await page.locator("#slash .chip").first.wait_for()
    found += await low(page)
    await page.keyboard.press("Escape")
    for drawer in ("tools", "channels", "panel"):
        await page.locator(f"[data-drawer={drawer}]").click()
        await page.locator(f"#{drawer}.open").wait_for()
        found += await low(page)
        await page.keyboard.press("Escape")
    assert found == []


async def test_the_tools_fold_away_and_come_when_they_are_called(phone: Visitor) -> None:
    page = phone.page
    await expect(page.locator("#play")).to_be_hidden()
    await page.locator("[data-drawer=tools]").click()
    await expect(page.get_by_role("button", name="Play the scene")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#play")).to_be_hidden()
    await expect(page.locator("[data-drawer=tools]")).to_be_focused()


@pytest.mark.slow
async def test_what_the_tour_says_to_press_can_be_seen_and_pressed(phone: Visitor) -> None:
    tour, hidden = Tour(phone, "en"), []
    await tour.button("start").click()
    for _ in range(MOST_PRESSES):
        if await tour.button("finish").is_visible():
            break
        await phone.page.wait_for_timeout(STILL)
        hidden += [(await tour.step(), one) for one in await phone.page.evaluate(HIDDEN)]
        await tour.go_on()
    assert await tour.button("finish").is_visible()
    assert hidden == []
