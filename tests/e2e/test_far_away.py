"""What is felt of it that Discord is far away and takes only so much: each request takes its time."""

import time
from collections.abc import Awaitable, Callable

import pytest

from bot.rehearsal.latency import Latency
from bot.rehearsal.model.channels import Message
from bot.rehearsal.rest.rate_limits import RateLimits
from tests.e2e.harness import CHATTER, KNOWN, Harness

pytestmark = pytest.mark.latency

HERE, FAR = Latency(), Latency(0.15, 0.15)
POSTS = 60
#: Seconds; a fan looks elsewhere after that.
SOON = 5.0


@pytest.fixture
async def busy(empty_harness: Harness) -> Harness:
    """A server with many quiet forum posts, all of which the bot has read."""
    empty_harness.discord.latency = HERE
    await empty_harness.open()
    for number in range(POSTS):
        await empty_harness.leo.post(empty_harness.fan_server.forum, f"Song {number}", CHATTER)
    await empty_harness.settled()
    return empty_harness


async def waited(harness: Harness, ask: Callable[[], Awaitable[Message]]) -> float:
    """Return the seconds until a fan's question is answered."""
    asked = await ask()
    begun = time.monotonic()
    await harness.discord.wait_for(lambda: harness.replies_to(asked), timeout=30)
    return time.monotonic() - begun


async def asked_in(harness: Harness) -> Message:
    return await harness.leo.say(harness.fan_server.questions, KNOWN)


async def test_a_question_is_answered_soon(busy: Harness) -> None:
    busy.discord.latency = FAR
    assert await waited(busy, lambda: asked_in(busy)) < SOON


@pytest.mark.slow
@pytest.mark.fails_with_latency(
    "what was missed is read post by post, a request each, before anything new is heard"
)
async def test_a_question_is_answered_soon_after_a_lost_session(busy: Harness) -> None:
    busy.discord.latency = FAR
    busy.discord.gateway.forget_sessions()
    busy.discord.gateway.drop()
    await busy.discord.wait_for(lambda: busy.discord.gateway.sessions.identifies == 2)
    assert await waited(busy, lambda: asked_in(busy)) < SOON


@pytest.mark.slow
@pytest.mark.fails_with_latency(
    "the last minutes are read again post by post, and nothing new is heard meanwhile"
)
async def test_a_question_is_answered_soon_during_a_sweep(busy: Harness) -> None:
    busy.discord.latency = FAR
    busy.discord.record.clear()
    busy.move(minutes=6)
    await busy.discord.wait_for(lambda: len(busy.discord.record.of("GET", "/messages")) >= 1)
    assert await waited(busy, lambda: asked_in(busy)) < SOON


@pytest.mark.slow
@pytest.mark.fails_with_latency(
    "each start publishes the commands, changed or not, and waits until Discord takes more of that: twice a minute"
)
async def test_a_bot_that_is_started_again_is_there_soon(empty_harness: Harness) -> None:
    empty_harness.discord.rest.limits = RateLimits(speed=4)  # a minute takes fifteen seconds
    await empty_harness.open()
    begun = time.monotonic()
    await empty_harness.restart_bot()
    assert time.monotonic() - begun < SOON
