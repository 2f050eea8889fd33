"""A real browser for the tests of this folder; where there is none they are skipped, and the run says so."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.cli.demo.demo import Demo
from tests.page.visitor import Visitor, browser_here, fast_bot, launched, open_sample

HERE = Path(__file__).parent
MISSING = "the page’s tests need Chromium or Chrome, and there is none here (Debian: apt install chromium)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run this folder's tests in one loop, that of the browser."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if browser_here() is None:
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest.fixture(scope="session", autouse=True)
def no_pause_before_identifying() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        fast_bot(patch)
        yield


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def harness() -> AsyncIterator[Demo]:
    """The rehearsal room with the sample label and the real bot, shared by the tests of a file."""
    async with open_sample() as harness:
        yield harness


@pytest_asyncio.fixture(loop_scope="session")
async def fresh_demo() -> AsyncIterator[Demo]:
    """A room of a test's own; there is one at a time, so a file has rooms like this or a shared one."""
    async with open_sample() as harness:
        yield harness


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def window(browser: Browser, harness: Demo) -> AsyncIterator[Visitor]:
    async with Visitor.at(browser, harness.discord.page_url) as visitor:
        yield visitor


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(window: Visitor, harness: Demo) -> AsyncIterator[Visitor]:
    """Somebody who opened the page and is Leo, a fan, in #ask-away, where nobody spoke for a while."""
    harness.fan_server.world.clock.advance(timedelta(minutes=10))
    await window.begin()
    await window.be("Leo")
    await window.go("ask-away")
    yield window
    assert window.wrong == []
