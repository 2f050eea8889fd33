"""What ends a connection is survived; what cannot be mended from here is said."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.cli.demo.fan_server import settings_for
from bot.client import Stagedoor, point_discord_at
from bot.delivery.schedule import Schedule
from bot.delivery.supervisor import TokenRefused, keep_running
from bot.settings import Settings
from tests.e2e.harness import KNOWN, UNKNOWN, Harness, words


@asynccontextmanager
async def kept_running(
    harness: Harness, *, token: str | None = None, tell: Callable[[str], object] = print, **bot: Any
) -> AsyncIterator[asyncio.Task[None]]:
    """Run as `run` does, against the harness's Discord."""
    await harness.open_store()
    settings = settings_for(harness.discord, Settings())
    if token is not None:
        object.__setattr__(settings, "discord_token", token)
    point_discord_at(settings)

    def make_bot(message_content: bool) -> Stagedoor:
        return Stagedoor(
            settings=settings,
            store=harness.store,
            clock=harness.fan_server.world.clock,
            message_content=message_content,
            guild_ready_timeout=0.05,
            **bot,
        )

    running = asyncio.create_task(keep_running(make_bot, settings.token(), tell=tell, first_pause=0.05))
    try:
        yield running
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError, TokenRefused):
            await running


async def connected(harness: Harness, times: int = 1) -> None:
    await harness.until(
        lambda: (
            harness.discord.gateway.sessions.identifies >= times
            and harness.discord.gateway.sessions.connected
        )
    )


async def test_a_malformed_frame_is_survived_and_nothing_is_missed(empty_harness: Harness) -> None:
    harness = empty_harness
    async with kept_running(harness):
        await connected(harness)
        await harness.reply_to(await harness.leo.say(harness.fan_server.questions, KNOWN))
        harness.discord.gateway.send_malformed()
        missed = await harness.dohyun.say(harness.fan_server.questions, UNKNOWN)
        await connected(harness, 2)
        await harness.card()
        await harness.reply_to(missed)
        assert len(harness.cards()) == 1


async def test_a_frame_that_is_no_json_is_survived(empty_harness: Harness) -> None:
    harness = empty_harness
    async with kept_running(harness):
        await connected(harness)
        harness.discord.gateway.send_malformed("{nonsense")
        await connected(harness, 2)
        asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
        assert "Doors open" in words(await harness.reply_to(asked))


async def test_discord_is_away_when_we_start_and_comes_later(empty_harness: Harness) -> None:
    harness = empty_harness
    harness.discord.gateway.go_offline()
    async with kept_running(harness):
        asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
        await asyncio.sleep(0.2)
        harness.discord.gateway.come_back()
        assert "Doors open" in words(await harness.reply_to(asked))


async def test_a_token_taken_back_while_we_run_ends_it_plainly(empty_harness: Harness) -> None:
    harness = empty_harness
    async with kept_running(harness) as running:
        await connected(harness)
        harness.discord.gateway.drop(4004)
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(running, 5)


async def test_a_job_that_is_cut_short_when_we_leave_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    under_way, schedule = asyncio.Event(), Schedule()

    async def job() -> None:
        under_way.set()
        await asyncio.sleep(60)

    schedule.every(60, job, name="a long job")
    schedule.start()
    await asyncio.wait_for(under_way.wait(), 5)
    schedule.stop()
    await asyncio.sleep(0.01)
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_a_wrong_token_is_tried_once(empty_harness: Harness) -> None:
    harness = empty_harness
    async with kept_running(harness, token="wrong") as running:
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(running, 5)
        assert len(harness.discord.record.of("GET", "/users/@me")) == 1


async def test_without_the_message_content_intent_it_says_so_and_goes_on(empty_harness: Harness) -> None:
    harness = empty_harness
    said: list[str] = []
    object.__setattr__(harness.fan_server.application, "privileged_intents", frozenset())
    async with kept_running(harness, tell=said.append):
        asked = await harness.leo.say(harness.fan_server.questions, f"{harness.me.mention} {KNOWN}")
        assert "Doors open" in words(await harness.reply_to(asked))
    assert any("Message Content intent is not granted" in one for one in said)
    assert any(f"client_id={harness.fan_server.application.id}" in one for one in said)
