"""What ends a connection is survived; what cannot be mended from here is said."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from house import KNOWN, UNKNOWN, House, words

from bot.cli.rehearsing.stage import settings_for
from bot.schedule import Schedule
from bot.settings import Settings
from bot.supervisor import TokenRefused, keep_running


@asynccontextmanager
async def kept_running(
    house: House, *, token: str | None = None, tell: Callable[[str], object] = print
) -> AsyncIterator[asyncio.Task[None]]:
    """Run as `run` does, against the house's Discord."""
    await house.open_store()
    settings = settings_for(house.discord, Settings())
    if token is not None:
        object.__setattr__(settings, "discord_token", token)
    running = asyncio.create_task(
        keep_running(
            settings=settings,
            store=house.store,
            clock=house.stage.world.clock,
            tell=tell,
            first_pause=0.05,
            guild_ready_timeout=0.05,
        )
    )
    try:
        yield running
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError, TokenRefused):
            await running


async def connected(house: House, times: int = 1) -> None:
    await house.until(
        lambda: (
            house.discord.gateway.identifies >= times
            and any(one.session for one in house.discord.gateway.connections)
        )
    )


async def test_a_malformed_frame_is_survived_and_nothing_is_missed(empty_house: House) -> None:
    house = empty_house
    async with kept_running(house):
        await connected(house)
        await house.reply_to(await house.leo.say(house.stage.questions, KNOWN))
        house.discord.gateway.send_malformed()
        missed = await house.dohyun.say(house.stage.questions, UNKNOWN)
        await connected(house, 2)
        await house.card()
        await house.reply_to(missed)
        assert len(house.cards()) == 1


async def test_a_frame_that_is_no_json_is_survived(empty_house: House) -> None:
    house = empty_house
    async with kept_running(house):
        await connected(house)
        house.discord.gateway.send_malformed("{nonsense")
        await connected(house, 2)
        asked = await house.leo.say(house.stage.questions, KNOWN)
        assert "Doors open" in words(await house.reply_to(asked))


async def test_discord_is_away_when_we_start_and_comes_later(empty_house: House) -> None:
    house = empty_house
    house.discord.gateway.go_offline()
    async with kept_running(house):
        asked = await house.leo.say(house.stage.questions, KNOWN)
        await asyncio.sleep(0.2)
        house.discord.gateway.come_back()
        assert "Doors open" in words(await house.reply_to(asked))


async def test_a_token_taken_back_while_we_run_ends_it_plainly(empty_house: House) -> None:
    house = empty_house
    async with kept_running(house) as running:
        await connected(house)
        house.discord.gateway.drop(4004)
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


async def test_a_wrong_token_is_tried_once(empty_house: House) -> None:
    house = empty_house
    async with kept_running(house, token="wrong") as running:
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(running, 5)
        assert len(house.discord.record.of("GET", "/users/@me")) == 1


async def test_without_the_message_content_intent_it_says_so_and_goes_on(empty_house: House) -> None:
    house = empty_house
    said: list[str] = []
    object.__setattr__(house.stage.application, "privileged_intents", frozenset())
    async with kept_running(house, tell=said.append):
        asked = await house.leo.say(house.stage.questions, f"{house.me.mention} {KNOWN}")
        assert "Doors open" in words(await house.reply_to(asked))
    assert any("Message Content intent is not granted" in one for one in said)
    assert any(f"client_id={house.stage.application.id}" in one for one in said)
