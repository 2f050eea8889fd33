"""What the gateway takes of a bot, and for how long it waits."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.rehearsal.gateway import session_starts
from tests.rehearsal.playground import TOKEN, Api, Bot, Playground, open_playground, running
from tests.rehearsal.test_rehearsal_gateway import line

if TYPE_CHECKING:
    import pytest

    from bot.rehearsal.model.world import World


async def test_a_line_takes_120_frames_a_minute(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify()
        for _ in range(119):
            await socket.say(1, None)
        for _ in range(119):
            while (await socket.next())["op"] != 11:
                pass
        await socket.say(1, None)
        assert await socket.closed() == 4008


async def test_a_frame_has_4096_bytes_at_most(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.socket.send_str('{"op": 1, "d": null}'.ljust(4096))
        assert (await socket.next())["op"] == 11
        await socket.say(1, "ê" * 2100)
        assert await socket.closed() == 4002


async def test_a_silent_line_is_closed_and_its_session_over(playground: Playground) -> None:
    playground.discord.gateway.heartbeat_ms = 200
    async with line(playground) as socket:
        await socket.identify()
        session = (await socket.named("READY"))["d"]["session_id"]
        assert await socket.closed() == 4009
    playground.discord.gateway.heartbeat_ms = 41_250
    await playground.discord.wait_for(lambda: not playground.discord.gateway.connections)
    async with line(playground) as socket:
        await socket.resume(session, 1)
        assert await socket.next() == {"op": 9, "d": False}


async def test_a_line_that_beats_stays(playground: Playground) -> None:
    playground.discord.gateway.heartbeat_ms = 300
    bot = Bot()
    async with running(bot):
        beats = playground.discord.record.frames
        await playground.discord.wait_for(lambda: sum(frame["op"] == 1 for frame in beats) >= 4)
        assert playground.discord.gateway.sessions.identifies == 1
        assert not bot.named("disconnect")


async def test_a_bot_identifies_once_in_five_seconds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_starts, "EVERY", 0.3)
    async with open_playground(world, identify_pacing=True) as playground, line(playground) as one:
        await one.identify()
        await one.named("READY")
        async with line(playground) as other:
            await other.identify()
            assert await other.next() == {"op": 9, "d": False}
            await asyncio.sleep(0.3)
            await other.identify()
            assert await other.named("READY")
        assert playground.discord.gateway.sessions.identifies == 3


async def test_a_client_that_was_invalidated_waits_its_turn(world: World) -> None:
    bot = discord.Client(intents=discord.Intents.default(), guild_ready_timeout=0.01)
    async with open_playground(world, identify_pacing=True) as playground, running(bot):
        playground.discord.gateway.invalidate()
        await playground.discord.wait_for(lambda: playground.discord.gateway.sessions.by_id, timeout=20)
        assert playground.discord.gateway.sessions.identifies == 2, "not one too early"


async def test_a_bot_begins_so_many_sessions_a_day_and_then_loses_its_token(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_playground(world) as playground, aiohttp.ClientSession() as session:
        api = Api(playground, session)
        playground.discord.gateway.sessions.starts.total = 2

        async def limit() -> dict[str, int]:
            told: dict[str, int] = (await api("GET", "/gateway/bot"))[1]["session_start_limit"]
            return told

        assert await limit() == {
            "total": 2,
            "remaining": 2,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        }
        async with line(playground) as one, line(playground) as two, line(playground) as three:
            for socket in (one, two):
                await socket.identify()
                await socket.named("READY")
            left = await limit()
            assert left["remaining"] == 0
            assert left["reset_after"] <= 86_400_000
            await three.identify()
            assert [await socket.closed() for socket in (one, two, three)] == [4004, 4004, 4004]
        assert (await api("GET", "/users/@me"))[0] == 401
        assert playground.app.token != TOKEN
        assert [one.message for one in caplog.records if one.levelno == logging.ERROR]
