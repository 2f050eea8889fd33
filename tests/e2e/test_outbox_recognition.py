"""What may have been sent already is recognised by a mark of its own, or by all that it says: never lost, never twice."""

import pytest

from bot.domain.questions.question import Outcome
from bot.rehearsal.model.channels import Channel, Message
from tests.e2e.harness import CHATTER, KNOWN, UNKNOWN, Harness, answer_through_the_bot, words

ANSWER = "Yes, after the encore"


def messages_of(channel: Channel) -> str:
    return f"/channels/{channel.id}/messages"


async def unclear(harness: Harness, kind: str) -> None:
    """Wait until a post of a kind was tried, and nobody knows with what success."""

    async def is_unclear() -> bool:
        sql = "SELECT count(*) FROM outbox WHERE kind = ? AND state = 'sending' AND due_at > claimed_at"
        return bool(await harness.count(sql, kind))

    await harness.eventually(is_unclear)


def answers(harness: Harness, asked: Message) -> list[Message]:
    return [said for said in harness.replies_to(asked) if ANSWER in words(said)]


async def with_a_card(harness: Harness) -> tuple[Message, Message]:
    """Have a fan ask what only the team knows: the bot says so in reply, which looks like an answer of theirs."""
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.reply_to(asked)
    card = await harness.card()
    await harness.question(asked)
    return asked, card


async def is_answered_once(harness: Harness, asked: Message) -> None:
    reply = await harness.answered(asked)
    assert [one.id for one in answers(harness, asked)] == [reply.message_id]
    assert (await harness.question(asked)).outcome is Outcome.ANSWERED_BY_STAFF


@pytest.mark.parametrize("trouble", ["cut", "503"])
async def test_a_staff_answer_that_never_reached_discord_is_sent_again(
    harness: Harness, trouble: str
) -> None:
    asked, card = await with_a_card(harness)
    path = messages_of(harness.fan_server.questions)
    if trouble == "cut":
        harness.discord.faults.cut("POST", path)
    else:
        harness.discord.faults.answer("POST", path, 503, times=5)
    await answer_through_the_bot(harness.sera, card, ANSWER)
    await unclear(harness, "staff_answer")
    for _ in range(7):
        harness.move(seconds=70)
        await harness.settled()
    await is_answered_once(harness, asked)


@pytest.mark.parametrize("carried_out", [False, True])
async def test_a_staff_answer_is_looked_up_once_discord_has_forgotten_it(
    harness: Harness, *, carried_out: bool
) -> None:
    asked, card = await with_a_card(harness)
    harness.discord.faults.cut("POST", messages_of(harness.fan_server.questions), after=carried_out)
    await answer_through_the_bot(harness.sera, card, ANSWER)
    await unclear(harness, "staff_answer")
    await harness.stop_bot()
    harness.move(minutes=30)
    await harness.start_bot()
    await is_answered_once(harness, asked)


@pytest.mark.parametrize("kind", ["answer", "staff_answer"])
async def test_a_lost_response_then_many_messages_then_a_restart_says_nothing_twice(
    harness: Harness, kind: str
) -> None:
    path = messages_of(harness.fan_server.questions)
    if kind == "answer":
        harness.discord.faults.cut("POST", path, after=True)
        asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    else:
        asked, card = await with_a_card(harness)
        harness.discord.faults.cut("POST", path, after=True)
        await answer_through_the_bot(harness.sera, card, ANSWER)
    await unclear(harness, kind)
    await harness.stop_bot()
    for _ in range(130):
        await harness.dohyun.say(harness.fan_server.questions, CHATTER)
    before = harness.replies_to(asked)
    harness.move(minutes=30)
    await harness.start_bot()
    await harness.question(asked)
    assert harness.replies_to(asked) == before


async def test_what_the_label_changed_meanwhile_does_not_make_a_post_twice(harness: Harness) -> None:
    asked, card = await with_a_card(harness)
    harness.discord.faults.cut("POST", messages_of(harness.fan_server.questions), after=True)
    await answer_through_the_bot(harness.sera, card, ANSWER)
    await unclear(harness, "staff_answer")
    await harness.stop_bot()
    body = "SELECT body FROM outbox WHERE kind = 'staff_answer'"
    kept = await harness.store.connection.fetch_one(body)
    assert kept is not None
    async with harness.store.connection.transaction() as write:
        renamed = kept["body"].replace('"staff_name": "Sera"', '"staff_name": "Sera (label)"')
        await write.execute("UPDATE outbox SET body = ? WHERE kind = 'staff_answer'", (renamed,))
    harness.move(minutes=30)
    await harness.start_bot()
    await is_answered_once(harness, asked)


async def test_nothing_is_decided_while_the_history_may_lag_behind(harness: Harness) -> None:
    await harness.settled()
    path = messages_of(harness.fan_server.questions)
    cut = harness.discord.faults.cut("POST", path, times=2)
    harness.discord.record.clear()
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await unclear(harness, "answer")
    harness.move(seconds=120)
    await harness.until(lambda: cut.times == 0)
    await harness.settled()
    harness.move(seconds=40)  # the nonce may be forgotten, and the last try be hidden still
    await harness.until(lambda: harness.discord.record.of("GET", path))
    await harness.settled()
    assert harness.discord.record.of("POST", path) == []
    harness.move(seconds=40)
    await harness.reply_to(asked)
    await harness.question(asked)
    assert len(harness.replies_to(asked)) == 1


async def test_where_the_history_may_not_be_read_nothing_is_sent_twice_and_the_team_is_told(
    harness: Harness,
) -> None:
    asked, card = await with_a_card(harness)
    questions = harness.fan_server.questions
    harness.discord.faults.cut("POST", messages_of(questions), after=True)
    await answer_through_the_bot(harness.sera, card, ANSWER)
    await unclear(harness, "staff_answer")
    await harness.stop_bot()
    questions.deny(harness.me, ["read_message_history"])
    harness.move(minutes=30)
    await harness.start_bot()
    desk = harness.fan_server.team_desk
    await harness.until(lambda: [one for one in desk.messages if "can’t write" in one.content])
    assert len(answers(harness, asked)) == 1
    questions.allow(harness.me, ["read_message_history"])
    harness.move(minutes=11)
    await is_answered_once(harness, asked)


async def test_a_button_works_although_a_mark_stands_behind_its_name(harness: Harness) -> None:
    _, card = await with_a_card(harness)
    ids = [item.get("custom_id", "") for row in card.components for item in row["components"]]
    assert [":post" in one for one in ids].count(True) == 1
