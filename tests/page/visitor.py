"""A visitor of the page in a real browser, and the room that is visited."""

import io
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Self

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Locator,
    Page,
    Request,
    async_playwright,
    expect,
)
from rich.console import Console
from yarl import URL

from bot.cli.demo.demo import Demo, open_demo
from bot.cli.demo.scene import scene_in
from bot.cli.demo.transcript import Transcript
from bot.cli.sample_label import sample_label
from bot.client import Stagedoor
from bot.interface.i18n import texts_for
from bot.rehearsal.model.clock import WorldClock
from bot.settings import Settings

#: A Sunday in Seoul, 14:00.
START = datetime(2026, 11, 22, 5, tzinfo=UTC)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update")
#: Milliseconds for something to appear: a busy machine takes its time.
PATIENCE = 30_000
MOST_TABS = 60

#: Nothing is written, open, chosen or announced, and no test has changed the page.
NOTHING_BEGUN = """() => Object.keys(window).length === window.begun && !document.querySelector(
  "dialog[open], .popover, .selected, .flash, .notice, #slash:not([hidden]), #suggestions:not([hidden]), #composer-above > * > *"
) && [...document.querySelectorAll("input, textarea")].every((one) => one.type === "file" || one.value === "")"""

expect.set_options(timeout=PATIENCE)


def browser_here() -> str | None:
    """Return where this machine has a browser, if it has one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """Open the browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=browser_here(), chromium_sandbox=False, args=list(QUIET)
        )
        yield browser
        await browser.close()


def fast_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the five seconds for which discord.py waits before it identifies again."""

    async def at_once(self: Stagedoor, shard_id: int | None, *, initial: bool = False) -> None:
        del self, shard_id, initial

    monkeypatch.setattr(Stagedoor, "before_identify_hook", at_once)


@asynccontextmanager
async def open_sample(
    start: datetime = START,
    *,
    label: datetime | None = None,
    language: str = "en",
    ticking: bool = True,
    port: int = 0,
) -> AsyncIterator[Demo]:
    """Open the demo with the sample label, its shows as planned at `label`."""
    clock = WorldClock(start, ticking=ticking)
    async with open_demo(
        Settings(),
        sample_label(label or start, language),
        clock,
        port=port,
        sample=True,
        language=language,
        identify_pacing=False,
    ) as demo:
        quiet = Console(file=io.StringIO())
        transcript = Transcript(quiet, demo.fan_server, demo.label.timezone, texts_for("en"))
        demo.host.begin(demo.bot, demo.discord, play=scene_in(demo, transcript, pace=0))
        yield demo


class Visitor:
    """Uses the page by the names that are read out; whatever goes wrong in it is kept in `wrong`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.wrong: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("console", self._said)
        page.on("dialog", self._asked)
        page.on("request", self._requested)

    @classmethod
    @asynccontextmanager
    async def at(
        cls, browser: Browser, address: str, *, language: str = "en", tour: bool = False, **context: Any
    ) -> AsyncIterator[Self]:
        """Open the page; leaving it, nothing may have gone wrong in it."""
        context = {"viewport": {"width": 1280, "height": 800}, "timezone_id": "Asia/Seoul"} | context
        opened = await browser.new_context(locale="ko-KR" if language == "ko" else "en-US", **context)
        if not tour:
            await opened.add_init_script("localStorage.setItem('stagedoor.tour.off', 'yes')")
        try:
            visitor = cls(await opened.new_page(), address)
            await visitor.open_page()
            yield visitor
            assert visitor.wrong == []
        finally:
            await opened.close()

    async def open_page(self) -> None:
        await self.page.goto(self.address)
        await self.page.locator("#people [aria-checked=true]").wait_for()
        await self.page.evaluate("window.begun = 0; window.begun = Object.keys(window).length")

    async def begin(self) -> None:
        """Open the page, unless it is as if it had just been opened."""
        if not await self.page.evaluate(NOTHING_BEGUN):
            await self.open_page()

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    # --- what a visitor does ----------------------------------------------------------------------

    async def be(self, name: str) -> None:
        """Be somebody else, and wait until the page shows what they see."""
        await self.page.get_by_role("radio", name=name).click()
        await self.settled(name)

    async def settled(self, name: str) -> None:
        await self.page.wait_for_function(
            "async name => (await import('/room/js/connection.js')).get('me')?.name === name", arg=name
        )

    async def go(self, place: str) -> None:
        """Open a channel, forum or thread by its name."""
        await self.page.locator(f'#places [data-place="{place}"]').click()
        await expect(self.page.locator("#place-head h2")).to_contain_text(place)

    async def say(self, text: str) -> None:
        """Write in the open channel."""
        await self.page.locator("#text").fill(text)
        await self.page.locator("#text").press("Enter")

    async def command(self, typed: str) -> None:
        """Choose a slash command from the list."""
        await self.page.locator("#text").fill(f"/{typed}")
        await self.page.locator("#suggestions [role=option]").first.wait_for()
        await self.page.locator("#text").press("Enter")

    async def move(self, to: str) -> None:
        """Move time, and wait until it has arrived."""
        clock = self.page.locator("#clock")
        await clock.click()
        await self.page.get_by_role("menuitem", name=to).click()
        await expect(self.page.locator("#clock.moved")).to_be_visible(timeout=2 * PATIENCE)

    async def tab_to(self, selector: str, *, back: bool = False) -> None:
        """Press Tab until something of that kind has the focus; fails where Tab never gets there."""
        for _ in range(MOST_TABS):
            if await self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        pytest.fail(f"Tab does not lead to {selector}")

    async def menu(self, message: Locator, item: str) -> None:
        """Choose from a message's context menu."""
        await message.click(button="right", position={"x": 200, "y": 10})
        await self.page.get_by_role("menuitem", name=item, exact=True).click()

    # --- what a visitor sees ----------------------------------------------------------------------

    def message(self, text: str) -> Locator:
        """Return the newest message that has this text."""
        return self.page.locator(".message-row").filter(has_text=text).last

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def sees(self, text: str) -> Locator:
        """Wait for a message with this text."""
        message = self.message(text)
        await expect(message).to_be_visible()
        return message

    async def too_wide(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return int(
            await self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    # --- what must not happen ---------------------------------------------------------------------

    def forgive(self, *words: str) -> None:
        """Take back what went wrong with a test's own doing."""
        self.wrong = [one for one in self.wrong if not any(word in one for word in words)]

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"console: {message.text}")

    async def _asked(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    def _requested(self, request: Request) -> None:
        url = URL(request.url)
        if url.scheme not in {"data", "blob"} and url.host != "127.0.0.1":
            self.wrong.append(f"request: {request.url}")
