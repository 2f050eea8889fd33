"""The bot meets every kind of fault that the rehearsal knows, lives, and answers in the end."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest

from bot.cli.demo.fan_server import TICK
from bot.rehearsal.faults.faults import KINDS
from tests.e2e.harness import KNOWN, KNOWN_KO, UNKNOWN, Harness, words
from tests.e2e.test_supervisor import connected, kept_running

if TYPE_CHECKING:
    from bot.rehearsal.model.channels import Channel, Message

STRIKES = 3
"""After so many it has rained enough."""
PATIENCE = 3.0
"""Real seconds for a storm to strike so often: after a while the bot pauses, and it can't."""
WITHIN = 15.0


NOT_YET = {
    "permission_withdrawn": "an answer that Discord refuses is the team's from then on, though the permission comes back",
}
"""Where the bot is not good enough yet."""


def not_yet(kind: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=NOT_YET[kind])] if kind in NOT_YET else []


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the seconds that pass between tries."""
    monkeypatch.setattr("bot.delivery.sending.TRY_FOR", 0.5)
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.1)


async def beside(harness: Harness, kind: str) -> Channel:
    """Return where the trouble is: what it takes away is not what the question is about."""
    lounge = harness.fan_server.lounge
    if kind == "thread_deleted":
        return await harness.dohyun.start_thread(await harness.dohyun.say(lounge, "the show!"), "The show")
    return lounge


def meant(harness: Harness, kind: str, place: Channel) -> str | None:
    """Return which requests it is about: None for all."""
    if kind == "permission_withdrawn":
        return f"POST /channels/{harness.fan_server.questions.id}/messages"
    return f"* /channels/{place.id}*" if KINDS[kind].lasting else None


async def answered_once(harness: Harness, asked: Message, text: str) -> None:
    """Let time pass until a question is answered, and some more."""
    async with asyncio.timeout(WITHIN):
        while not harness.replies_to(asked):
            harness.move(minutes=1)
            await asyncio.sleep(0.1)
    for _ in range(5):
        harness.move(minutes=3)
        await asyncio.sleep(0.1)
    (reply,) = harness.replies_to(asked)
    assert text in words(reply)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [pytest.param(kind, marks=not_yet(kind)) for kind in KINDS])
async def test_the_bot_lives_through_it_and_every_question_is_answered_once(
    empty_harness: Harness, kind: str
) -> None:
    harness, faults = empty_harness, empty_harness.discord.faults
    async with kept_running(harness, tick=TICK) as running:
        await connected(harness)
        await harness.reply_to(await harness.minji.say(harness.fan_server.questions, KNOWN_KO))
        place = await beside(harness, kind)
        where = meant(harness, kind, place)
        with faults.storm(kind, [kind], rate=1.0, where=where, seconds=0.6) as storm:
            asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
            unknown = await harness.dohyun.say(harness.fan_server.questions, UNKNOWN)
            await harness.dohyun.say(place, f"{harness.me.mention} {KNOWN}")
            with contextlib.suppress(TimeoutError):  # the bot pauses, and meets no more
                await harness.discord.wait_for(lambda: storm.struck.total() >= STRIKES, PATIENCE)
        await answered_once(harness, asked, "Doors open")
        await answered_once(harness, unknown, "asked the team")
        assert len([card for card in harness.cards() if UNKNOWN in words(card)]) == 1
        after = await harness.minji.say(harness.fan_server.questions, KNOWN_KO)
        await answered_once(harness, after, "44,000")
        assert not running.done()
