"""Each channel has its own turn: one that is slow, full or refuses holds up nobody else."""

import time
from datetime import timedelta

import pytest

from bot.domain.posts import NewPost, Priority
from bot.rehearsal.model.channels import Channel, Message
from tests.e2e.harness import KNOWN, UNKNOWN, Harness, answer_through_the_bot, words


def messages_of(channel: Channel) -> str:
    return f"/channels/{channel.id}/messages"


def posts(harness: Harness, channel: Channel, many: int, **rest: object) -> list[NewPost]:
    """Make posts of the simplest kind; each names a channel by its number."""
    at = harness.fan_server.world.clock.now()
    guild = {"guild_id": harness.fan_server.guild.id}
    made = NewPost(key="", kind="unreadable", channel_id=channel.id, at=at, body=guild)
    values = {name: getattr(made, name) for name in ("kind", "channel_id", "at", "body", "priority")} | rest
    numbers = range(1, many + 1)
    return [NewPost(**values | {"key": f"{channel.id}:{rest}:{n}", "subject": n}) for n in numbers]


async def queued(harness: Harness, *made: NewPost) -> None:
    await harness.store.outbox.add(made)
    harness.bot.outbox.wake()


async def waited(harness: Harness, asked: Message) -> float:
    begun = time.monotonic()
    await harness.reply_to(asked)
    return time.monotonic() - begun


# --- slow channels ------------------------------------------------------------------------------------


async def test_180_answers_for_one_channel_hold_up_no_fan_elsewhere(harness: Harness) -> None:
    await harness.settled()
    lounge = harness.fan_server.lounge
    slow = harness.discord.faults.hang("POST", messages_of(lounge), 0.1, times=180)
    await queued(harness, *posts(harness, lounge, 180))
    await harness.until(lambda: harness.said_by_bot(lounge))
    await waited(harness, await harness.leo.say(harness.fan_server.questions, KNOWN))
    assert len(harness.said_by_bot(lounge)) < 60
    slow.times = 0
    await harness.settled()
    assert len(harness.said_by_bot(lounge)) == 180


async def test_a_channel_in_which_requests_hang_holds_up_itself_alone(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.sending.TRY_FOR", 3.0)
    await harness.settled()
    lounge = harness.fan_server.lounge
    hung = harness.discord.faults.hang("POST", messages_of(lounge), 4.0, times=3)
    await queued(harness, *posts(harness, lounge, 1))
    await harness.until(lambda: hung.times == 2)
    assert await waited(harness, await harness.leo.say(harness.fan_server.questions, KNOWN)) < 2.5


async def test_in_one_channel_the_most_urgent_goes_first(harness: Harness) -> None:
    await harness.settled()
    harness.bot.outbox.hold()
    harness.bot.outbox.wake()
    lounge = harness.fan_server.lounge
    for number, priority in enumerate(reversed(Priority), 1):  # as they are queued, the least urgent first
        await queued(harness, *posts(harness, lounge, number, priority=priority)[-1:])
    harness.bot.outbox.flow()
    harness.bot.outbox.wake()
    await harness.settled()
    numbers = [one.content.split("<#")[1].split(">")[0] for one in harness.said_by_bot(lounge)]
    assert numbers == ["6", "5", "4", "3", "2", "1"]


# --- channels that refuse -----------------------------------------------------------------------------


def told(harness: Harness) -> list[Message]:
    return [one for one in harness.fan_server.team_desk.messages if "can’t write" in one.content]


async def test_a_channel_that_refuses_is_told_of_once_and_not_tried_for_each_post(harness: Harness) -> None:
    await harness.settled()
    lounge = harness.fan_server.lounge
    lounge.deny(harness.me, ["send_messages"])
    await harness.settled()
    harness.discord.record.clear()
    await queued(harness, *posts(harness, lounge, 150))
    await harness.settled()
    assert len(harness.discord.record.of("POST", messages_of(lounge))) == 1
    assert [f"<#{lounge.id}>" in one.content for one in told(harness)] == [True]
    harness.move(minutes=5)
    await queued(harness, *posts(harness, lounge, 50, priority=Priority.CARD))
    await harness.settled()
    assert len(harness.discord.record.of("POST", messages_of(lounge))) == 2
    assert len(told(harness)) == 1


async def test_every_fan_of_a_channel_that_refuses_gets_to_the_team(harness: Harness) -> None:
    await harness.settled()
    questions = harness.fan_server.questions
    questions.deny(harness.me, ["send_messages"])
    await harness.settled()
    harness.discord.record.clear()
    for fan in (harness.leo, harness.minji, harness.dohyun):
        await fan.say(questions, KNOWN)
        await harness.settled()
    await harness.card(3)
    assert len(harness.discord.record.of("POST", messages_of(questions))) == 1


async def test_a_channel_takes_answers_again_as_soon_as_it_is_put_right(harness: Harness) -> None:
    await harness.settled()
    questions = harness.fan_server.questions
    questions.deny(harness.me, ["send_messages"])
    await harness.leo.say(questions, KNOWN)
    await harness.card()
    await harness.settled()
    questions.allow(harness.me, ["send_messages"])
    await harness.settled()
    asked = await harness.dohyun.say(questions, KNOWN)
    assert "Doors open" in words(await harness.reply_to(asked))


async def test_when_discord_refuses_too_much_nothing_is_sent_for_a_while(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.breaker.MOST", 5)
    await harness.settled()
    lounge = harness.fan_server.lounge
    refusal = {"message": "Blocked", "code": 200000}
    refused = harness.discord.faults.answer("POST", messages_of(lounge), 403, refusal, times=5)
    await queued(harness, *posts(harness, lounge, 12))
    await harness.until(lambda: refused.times == 0)
    await harness.discord.idle(0.3)
    assert harness.said_by_bot(lounge) == []
    harness.move(minutes=11)
    await harness.settled()
    assert len(harness.said_by_bot(lounge)) == 7


# --- another way --------------------------------------------------------------------------------------


async def test_an_answer_that_may_not_stand_where_the_fan_asked_reaches_them_directly(
    harness: Harness,
) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.question(asked)
    harness.fan_server.questions.deny(harness.me, ["send_messages"])
    await answer_through_the_bot(harness.sera, card, "Yes, after the encore")
    reply = await harness.answered(asked)
    direct = harness.fan_server.world.direct(harness.fan_server.leo, harness.me)
    assert [one.id for one in direct.messages] == [reply.message_id]
    assert reply.channel_id == direct.id
    assert "Yes, after the encore" in words(direct.messages[0])
    assert str(asked.id) in direct.messages[0].content
    await harness.card_says(card, "Sera answered")


async def test_who_wrote_an_answer_that_reaches_nobody_gets_it_back(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.question(asked)
    harness.fan_server.questions.deny(harness.me, ["send_messages"])
    harness.fan_server.leo.open_to_direct = False
    await answer_through_the_bot(harness.sera, card, "Yes, after the encore")
    desk = harness.fan_server.team_desk
    found = await harness.until(lambda: [one for one in desk.messages if "couldn’t post" in one.content])
    assert "Yes, after the encore" in words(found[0])
    assert "Sera" in words(found[0])
    assert (await harness.question(asked)).is_open


async def test_who_wrote_an_answer_hears_of_it_even_where_the_team_s_channel_refuses(
    harness: Harness,
) -> None:
    await harness.leo.direct(harness.me, UNKNOWN)
    card = await harness.card()
    await harness.settled()
    harness.fan_server.leo.open_to_direct = False
    desk = harness.fan_server.team_desk
    desk.deny(harness.me, ["send_messages"])
    await answer_through_the_bot(harness.sera, card, "Yes, after the encore")
    await harness.settled()
    desk.allow(harness.me, ["send_messages"])
    harness.move(minutes=11)
    await harness.until(lambda: [one for one in desk.messages if "couldn’t post" in one.content])


async def test_a_digest_that_has_waited_an_hour_goes_before_a_new_answer(harness: Harness) -> None:
    clock = harness.fan_server.world.clock
    lounge = harness.fan_server.lounge
    old = posts(harness, lounge, 1, priority=Priority.DIGEST, at=clock.now() - timedelta(hours=1))
    await harness.settled()
    harness.bot.outbox.hold()
    harness.bot.outbox.wake()
    new = [
        NewPost(
            key=f"new:{n}", kind="unreadable", channel_id=lounge.id, at=clock.now(), subject=100 + n,
            body={"guild_id": harness.fan_server.guild.id},
        )
        for n in range(5)
    ]  # fmt: skip
    await queued(harness, *new, *old)
    harness.bot.outbox.flow()
    harness.bot.outbox.wake()
    await harness.settled()
    assert ["<#1>" in one.content for one in harness.said_by_bot(lounge)] == [True] + [False] * 5
