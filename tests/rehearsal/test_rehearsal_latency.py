"""Latency is part of the protocol: what requests and events take, and what is counted on it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.rehearsal.latency import Latency
from bot.rehearsal.model import interactions
from tests.rehearsal.playground import Api, Bot, Playground, open_playground, running
from tests.rehearsal.test_rehearsal_gateway import heard, line

if TYPE_CHECKING:
    from bot.rehearsal.model.world import World


def test_a_latency_is_drawn_from_its_range_and_the_same_again_from_the_same_seed() -> None:
    drawn = [Latency(0.05, 0.15, seed=7).draw() for _ in range(2)]
    assert drawn[0] == drawn[1]
    some = Latency.in_ms("50-150")
    assert all(0.05 <= some.draw() <= 0.15 for _ in range(100))
    assert Latency.in_ms("").draw() == 0.0
    with pytest.raises(ValueError, match="50-150"):
        Latency.in_ms("slow")


async def test_a_request_takes_its_time_and_an_event_too(world: World) -> None:
    async with (
        open_playground(world, latency=Latency(0.2, 0.2)) as playground,
        aiohttp.ClientSession() as session,
    ):
        begun = time.monotonic()
        await Api(playground, session)("GET", "/users/@me")
        assert time.monotonic() - begun >= 0.2
        async with line(playground) as socket:
            await socket.identify()
            await socket.named("GUILD_CREATE")
            begun = time.monotonic()
            for text in ("one", "two"):
                await playground.discord.person(playground.fan).say(playground.channel, text)
            assert not playground.discord.gateway.idle
            said = [(await socket.named("MESSAGE_CREATE"))["d"]["content"] for _ in range(2)]
            took = time.monotonic() - begun
        assert said == ["one", "two"]
        assert 0.2 <= took < 0.4, "they travel at once, not one after the other"


async def test_the_latency_changes_while_a_client_is_connected(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        playground.discord.latency = Latency(0.15, 0.15)
        await playground.discord.person(playground.fan).say(playground.channel, "late")
        await asyncio.sleep(0.05)
        assert bot.heard == []
        asked = await heard(playground, bot, "late")
        begun = time.monotonic()
        await asked.reply("here")
        assert time.monotonic() - begun >= 0.15
        playground.discord.latency = Latency()


async def test_the_three_seconds_run_from_sending_until_the_answer_has_arrived(
    playground: Playground, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interactions, "PATIENCE", 0.3)
    await api("POST", "/applications/{app}/commands", {"name": "shows", "description": "Upcoming shows"})
    person = playground.discord.person(playground.fan)

    async def code(latency: float) -> int:
        playground.discord.latency = Latency(latency, latency)
        asked = await person.slash(playground.channel, "shows")
        path = f"/interactions/{asked.id}/{asked.token}/callback"
        return (await api("POST", path, {"type": 5}))[0]

    assert await code(0.1) == 204
    assert await code(0.8) == 404, "it was sent in time, but arrived too late"


async def test_a_client_far_away_still_gets_all_done(world: World) -> None:
    bot = Bot()
    async with (
        open_playground(world, rate_limits=True, latency=Latency(0.05, 0.15)) as playground,
        running(bot),
    ):
        await playground.discord.person(playground.fan).say(playground.channel, "hello?")
        asked = await heard(playground, bot, "hello?")
        said = await asked.reply("hello!")
        await said.edit(content="hello again")
        await asked.add_reaction("👋")
        playground.discord.gateway.drop()
        await playground.discord.wait_for(lambda: bot.named("resumed"))
    assert playground.channel.messages[-1].content == "hello again"
