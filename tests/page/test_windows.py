"""The page in any window: narrow or wide, light or dark, in either language, with a line that breaks."""

import asyncio
import contextlib
import re
import signal
import sys
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect
from yarl import URL

from bot.cli.demo.demo import Demo
from tests.page.visitor import PATIENCE, Visitor, open_sample


@pytest.mark.parametrize("width", [pytest.param(390, marks=pytest.mark.slow), 320])
async def test_a_narrow_window_has_drawers_and_no_scrolling_sideways(
    browser: Browser, fresh_demo: Demo, width: int
) -> None:
    window = {"width": width, "height": 700}
    async with Visitor.at(browser, fresh_demo.discord.page_url, viewport=window) as visitor:
        await visitor.say("doors for the Incheon show?")
        await visitor.sees("Doors open")
        assert await visitor.too_wide() <= 0
        channels = visitor.page.get_by_role("navigation", name="Channels")
        await expect(channels).not_to_be_in_viewport()
        await visitor.page.get_by_role("button", name="Channels").click()
        await expect(channels).to_be_in_viewport(ratio=0.9)
        await visitor.go("lounge")
        await expect(channels).not_to_be_in_viewport()
        side = visitor.page.get_by_role("button", name="About the message, and people")
        await side.click()
        await expect(visitor.page.locator("#members")).to_be_in_viewport()
        assert await visitor.too_wide() <= 0
        await visitor.page.keyboard.press("Escape")
        await expect(visitor.page.locator("#members")).not_to_be_in_viewport()
        await expect(side).to_be_focused()


async def test_a_fan_asks_in_korean_and_sees_the_answer(browser: Browser, fresh_demo: Demo) -> None:
    async with Visitor.at(browser, fresh_demo.discord.page_url, language="ko") as fan:
        await fan.be("민지")
        await fan.say("인천 공연 티켓 얼마예요?")
        await fan.sees("₩44,000")


async def test_language_theme_and_who_one_is_are_remembered(browser: Browser, fresh_demo: Demo) -> None:
    async with Visitor.at(browser, fresh_demo.discord.page_url) as visitor:
        page = visitor.page
        await visitor.be("Sera")
        await page.get_by_role("button", name="한국어").click()
        await expect(page.get_by_role("heading", name="사람들")).to_be_visible()
        ground = "getComputedStyle(document.body).backgroundColor"
        light = await page.evaluate(ground)
        await page.locator("#theme").click()
        await page.locator("#theme").click()
        dark = await page.evaluate(ground)
        assert light != dark
        await visitor.open_page()
        assert await page.evaluate(ground) == dark
        await expect(page.locator("html")).to_have_attribute("lang", "ko")
        await expect(page.get_by_role("radio", name="Sera")).to_be_checked()


async def test_the_page_starts_over_in_another_room_and_keeps_what_is_half_written(browser: Browser) -> None:
    async with contextlib.AsyncExitStack() as stack:
        async with open_sample() as first:
            visitor = await stack.enter_async_context(Visitor.at(browser, first.discord.page_url))
            await visitor.be("도현")
            await visitor.go("lounge")
            await visitor.say("hello there")
            await visitor.sees("hello there")
            await visitor.page.get_by_role("button", name="Start over").click()
            await visitor.dialog.get_by_role("button", name="Start over").click()
            await asyncio.wait_for(first.host.restart_wanted.wait(), PATIENCE / 1000)
            await visitor.page.locator("#text").fill("half a sentence")
        await expect(visitor.page.locator("#line")).to_be_visible()
        async with open_sample(port=URL(first.discord.page_url).port or 0):
            await expect(visitor.page.locator("#line")).to_be_hidden()
            await expect(visitor.page.get_by_role("radio", name="도현")).to_be_checked()
            await expect(visitor.page.locator("#place-head h2")).to_contain_text("lounge")
            await expect(visitor.message("hello there")).to_have_count(0)
            await expect(visitor.page.locator("#text")).to_have_value("half a sentence")
        visitor.forgive("WebSocket", "ERR_CONNECTION_REFUSED")


@contextlib.asynccontextmanager
async def rehearsing(port: int) -> AsyncIterator[str]:
    """Open the room with the command a newcomer types; yields the address it tells."""
    command = ("-m", "bot", "rehearse", "--no-browser", "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        while line := (await process.stdout.readline()).decode():
            if found := re.search(r"http://127\.0\.0\.1:\d+/room/", line):
                yield found[0]
                break
        else:
            pytest.fail("no address was told")
    finally:
        process.send_signal(signal.SIGINT)
        await process.communicate()


@pytest.mark.slow
async def test_one_command_opens_the_page_which_begins_anew_and_outlives_a_lost_line(
    browser: Browser,
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        async with rehearsing(0) as address:
            port = int(re.findall(r"\d+", address)[-1])
            visitor = await stack.enter_async_context(Visitor.at(browser, address))
            page = visitor.page
            await visitor.be("도현")
            await visitor.go("lounge")
            await visitor.say("hello there")
            await visitor.sees("hello there")
            await page.get_by_role("button", name="Start over").click()
            await visitor.dialog.get_by_role("button", name="Start over").click()
            await expect(visitor.message("hello there")).to_have_count(0)
            await visitor.go("ask-away")
            await visitor.say("doors for the Incheon show?")
            await visitor.sees("Doors open")
            await page.locator("#text").fill("half a sentence")
        await expect(page.locator("#line")).to_be_visible()
        visitor.forgive("WebSocket", "ERR_CONNECTION_REFUSED")
        async with rehearsing(port):
            await expect(page.locator("#line")).to_be_hidden()
            await expect(page.get_by_role("radio", name="도현")).to_be_checked()
            await expect(page.locator("#text")).to_have_value("half a sentence")
            await visitor.say("and the rest")
            await visitor.sees("and the rest")
        visitor.forgive("WebSocket", "ERR_CONNECTION_REFUSED")
