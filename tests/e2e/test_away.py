"""What happens while the bot is away, or while Discord forgets, repeats or loses something."""

from datetime import timedelta

import pytest

from bot.domain.questions.question import MatchedBy, Outcome
from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import Message
from tests.e2e.harness import CHATTER, KNOWN, UNKNOWN, Harness, press, words

# --- the bot is away ----------------------------------------------------------------------------------


async def test_a_question_asked_while_we_were_away_counts_from_when_it_was_asked(harness: Harness) -> None:
    await harness.stop_bot()
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    harness.move(hours=3)
    await harness.start_bot()
    await harness.card()
    question = await harness.question(asked)
    assert question.asked_at == asked.created_at
    assert question.is_open
    await harness.reply_to(asked)


async def test_what_the_data_know_is_answered_when_we_are_back(harness: Harness) -> None:
    await harness.stop_bot()
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    harness.move(hours=3)
    await harness.start_bot()
    assert "Doors open" in words(await harness.reply_to(asked))


async def test_a_question_that_staff_answered_while_we_were_away_is_recorded_and_not_answered_again(
    harness: Harness,
) -> None:
    await harness.stop_bot()
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    harness.move(minutes=20)
    answer = await harness.sera.reply(asked, "six, as always")
    harness.move(hours=3)
    await harness.start_bot()
    reply = await harness.answered(asked)
    assert (reply.message_id, reply.way) == (answer.id, MatchedBy.REPLY)
    assert timedelta(minutes=20) <= reply.replied_at - asked.created_at < timedelta(minutes=21)
    assert harness.replies_to(asked) == []
    assert harness.cards() == []
    assert (await harness.question(asked)).outcome is Outcome.ANSWERED_BY_STAFF


async def test_a_reply_given_while_we_were_away_is_found_for_a_question_of_before(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.question(asked)
    await harness.stop_bot()
    harness.move(minutes=30)
    answer = await harness.sera.say(harness.fan_server.questions, f"{harness.fan_server.leo.mention} yes!")
    harness.move(hours=1)
    await harness.start_bot()
    reply = await harness.answered(asked)
    assert (reply.message_id, reply.way) == (answer.id, MatchedBy.MENTION)
    await harness.card_says(card, "Sera answered after 30 min")


async def test_a_message_of_before_our_time_is_not_dug_up(harness: Harness) -> None:
    before = harness.fan_server.world.clock.now()
    await harness.leo.say(harness.fan_server.lounge, f"{harness.me.mention} {KNOWN}")
    await harness.settled()
    await harness.restart_bot()
    await harness.settled()
    assert harness.fan_server.world.clock.now() - before < timedelta(minutes=1)
    assert len(harness.said_by_bot(harness.fan_server.lounge)) == 1


async def test_a_direct_message_of_somebody_we_know_is_found_when_we_are_back(harness: Harness) -> None:
    await harness.reply_to(await harness.leo.direct(harness.me, KNOWN))
    await harness.settled()
    await harness.stop_bot()
    harness.move(hours=1)
    asked = await harness.leo.direct(harness.me, UNKNOWN)
    harness.move(hours=1)
    await harness.start_bot()
    await harness.card()
    assert (await harness.question(asked)).asked_at == asked.created_at


async def test_a_forum_post_made_while_we_were_away_is_found(harness: Harness) -> None:
    await harness.stop_bot()
    thread = await harness.leo.post(harness.fan_server.forum, "Signing?", UNKNOWN)
    harness.move(hours=1)
    await harness.start_bot()
    await harness.card()
    assert (await harness.question(thread.messages[0])).asked_at == thread.messages[0].created_at


async def test_a_forum_post_that_was_archived_meanwhile_is_found(harness: Harness) -> None:
    await harness.stop_bot()
    thread = await harness.leo.post(harness.fan_server.forum, "Signing?", UNKNOWN)
    await harness.leo.archive(thread)
    harness.move(hours=1)
    await harness.start_bot()
    await harness.card()
    assert (await harness.question(thread.messages[0])).is_open


async def test_a_reply_in_a_thread_while_we_were_away_is_found(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    await harness.question(asked)
    await harness.stop_bot()
    harness.move(minutes=30)
    thread = await harness.sera.start_thread(asked, "signing")
    answer = await harness.sera.say(thread, "yes, at the merch table")
    await harness.start_bot()
    reply = await harness.answered(asked)
    assert (reply.message_id, reply.way) == (answer.id, MatchedBy.THREAD)


async def test_a_reply_in_an_old_thread_while_we_were_away_is_found(harness: Harness) -> None:
    thread = await harness.leo.post(harness.fan_server.forum, "Signing?", UNKNOWN)
    asked = thread.messages[0]
    await harness.card()
    await harness.question(asked)
    harness.move(days=1)
    await harness.stop_bot()
    answer = await harness.sera.say(thread, "yes, at the merch table")
    await harness.sera.say(harness.fan_server.team_desk, "I answered that one")
    await harness.start_bot()
    assert (await harness.answered(asked)).message_id == answer.id


async def test_a_reply_where_the_bot_was_only_mentioned_is_found_too(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.lounge, f"{harness.me.mention} {UNKNOWN}")
    await harness.card()
    await harness.question(asked)
    await harness.stop_bot()
    harness.move(minutes=30)
    answer = await harness.sera.reply(asked, "yes!")
    await harness.start_bot()
    assert (await harness.answered(asked)).message_id == answer.id


async def test_a_run_goes_on_over_a_restart(harness: Harness) -> None:
    first = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    await harness.question(first)
    await harness.stop_bot()
    harness.move(minutes=3)
    second = await harness.leo.say(harness.fan_server.questions, "and can I bring my dog?")
    await harness.start_bot()
    assert (await harness.question(second)).id == (await harness.question(first)).id


async def test_a_hundred_and_fifty_messages_missed_are_all_read(harness: Harness) -> None:
    await harness.stop_bot()
    for number in range(150):
        await harness.dohyun.say(harness.fan_server.questions, f"{CHATTER} {number}")
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.start_bot()
    await harness.card()
    assert (await harness.question(asked)).is_open


async def test_nothing_is_said_twice_however_often_we_start(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    known = await harness.dohyun.say(harness.fan_server.questions, KNOWN)
    await harness.card()
    await harness.question(known)
    for _ in range(2):
        await harness.restart_bot()
        await harness.settled()
    assert len(harness.replies_to(asked)) == len(harness.replies_to(known)) == len(harness.cards()) == 1


# --- the connection breaks ----------------------------------------------------------------------------


async def test_what_was_missed_is_replayed_when_a_session_is_resumed(harness: Harness) -> None:
    harness.discord.gateway.drop()
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    harness.move(minutes=1)
    await harness.card()
    assert (await harness.question(asked)).asked_at == asked.created_at
    assert harness.discord.gateway.sessions.identifies == 1


async def test_what_was_missed_is_read_when_the_session_was_lost(harness: Harness) -> None:
    harness.discord.gateway.drop()
    harness.discord.gateway.forget_sessions()
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    harness.move(minutes=1)
    await harness.card()
    assert (await harness.question(asked)).asked_at == asked.created_at
    assert harness.discord.gateway.sessions.identifies == 2


async def test_an_invalid_session_misses_nothing(harness: Harness) -> None:
    harness.discord.gateway.invalidate()
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.until(lambda: harness.discord.gateway.sessions.identifies == 2)
    await harness.card()
    assert (await harness.question(asked)).is_open


@pytest.mark.parametrize("forgotten", [False, True])
async def test_no_late_answer_where_staff_replied_while_the_connection_was_broken(
    harness: Harness, *, forgotten: bool
) -> None:
    await harness.settled()
    harness.discord.gateway.drop()
    if forgotten:
        harness.discord.gateway.forget_sessions()
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    harness.move(minutes=10)
    answer = await harness.sera.reply(asked, "six, as always")
    harness.move(minutes=10)
    assert (await harness.answered(asked)).message_id == answer.id
    assert harness.replies_to(asked) == []


async def test_discord_asks_us_to_reconnect(harness: Harness) -> None:
    harness.discord.gateway.reconnect()
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    assert (await harness.question(asked)).is_open


# --- events come twice, or never ----------------------------------------------------------------------


async def test_a_message_delivered_twice_is_one_question(harness: Harness) -> None:
    harness.discord.faults.once("event_doubled", "MESSAGE_CREATE")
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    await harness.question(asked)
    assert len(harness.replies_to(asked)) == len(harness.cards()) == 1
    assert await harness.count("SELECT count(*) FROM questions") == 1


async def test_a_reply_delivered_twice_is_one_reply(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    harness.discord.faults.once("event_doubled", "MESSAGE_CREATE")
    await harness.sera.reply(asked, "yes")
    await harness.answered(asked)
    assert await harness.count("SELECT count(*) FROM replies") == 1


async def unheard(harness: Harness, text: str) -> Message:
    """Have Leo say something of which Discord tells nobody."""
    await harness.settled()
    sessions = dict(harness.discord.gateway.sessions.by_id)
    harness.discord.gateway.sessions.by_id.clear()
    said = await harness.leo.say(harness.fan_server.questions, text)
    harness.discord.gateway.sessions.by_id.update(sessions)
    return said


async def test_a_message_that_was_never_delivered_is_found_by_the_sweep(harness: Harness) -> None:
    asked = await unheard(harness, UNKNOWN)
    await harness.settled()
    assert await harness.store.questions.of_message(asked.id) is None
    harness.move(minutes=6)
    await harness.card()
    assert (await harness.question(asked)).asked_at == asked.created_at


async def test_a_message_that_was_never_delivered_is_found_behind_later_ones(harness: Harness) -> None:
    asked = await unheard(harness, UNKNOWN)
    await harness.dohyun.say(harness.fan_server.questions, CHATTER)
    later = await harness.dohyun.say(harness.fan_server.questions, KNOWN)
    await harness.reply_to(later)
    harness.move(minutes=6)
    await harness.card()
    assert (await harness.question(asked)).asked_at == asked.created_at


# --- edits and deletes --------------------------------------------------------------------------------


async def test_chatter_that_becomes_a_question_is_answered(harness: Harness) -> None:
    said = await harness.leo.say(harness.fan_server.questions, CHATTER)
    await harness.no_question(said)
    harness.move(minutes=2)
    await harness.leo.edit(said, KNOWN)
    assert "Doors open" in words(await harness.reply_to(said))
    assert (await harness.question(said)).asked_at == said.created_at


async def test_a_question_that_becomes_another_one_has_its_answer_edited(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(asked)
    await harness.question(asked)
    await harness.leo.edit(asked, "how much is the Busan show?")
    await harness.until(lambda: "33,000" in words(reply))
    question = await harness.question(asked)
    assert (question.text, question.shows) == ("how much is the Busan show?", ("radio-busan",))
    assert question.outcome is Outcome.ANSWERED_BY_BOT
    assert len(harness.replies_to(asked)) == 1


async def test_a_known_question_that_becomes_an_unknown_one_goes_to_the_team(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(asked)
    await harness.question(asked)
    await harness.leo.edit(asked, UNKNOWN)
    await harness.card()
    await harness.until(lambda: "asked the team" in words(reply))
    assert (await harness.question(asked)).is_open


async def test_the_card_shows_what_the_fan_asks_now(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.question(asked)
    await harness.leo.edit(asked, "can I bring my dog?")
    await harness.card_says(card, "dog")
    assert "signing" not in words(card)
    assert len(harness.replies_to(asked)) == 1


async def test_an_edit_that_changes_no_word_changes_nothing(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.question(asked)
    requests = len(harness.discord.record.requests)
    await harness.leo.edit(asked, KNOWN)
    await harness.settled()
    assert len(harness.discord.record.requests) == requests


async def test_a_question_that_was_answered_by_staff_stays_so_when_edited(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    await harness.sera.reply(asked, "yes")
    await harness.answered(asked)
    await harness.leo.edit(asked, KNOWN)
    await harness.settled()
    assert (await harness.question(asked)).outcome is Outcome.ANSWERED_BY_STAFF
    assert len(harness.replies_to(asked)) == 1


async def test_a_question_deleted_before_anybody_answered_is_withdrawn(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.question(asked)
    await harness.leo.delete(asked)
    await harness.card_says(card, "Taken back by Leo")
    question = await harness.question(asked)
    assert question.outcome is Outcome.WITHDRAWN


async def test_one_of_two_asking_messages_deleted_is_no_withdrawal(harness: Harness) -> None:
    first = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    second = await harness.leo.say(harness.fan_server.questions, "and can I bring my dog?")
    await harness.question(second)
    await harness.leo.delete(first)
    await harness.settled()
    assert (await harness.question(second)).is_open
    await harness.leo.delete(second)
    await harness.card_says(await harness.card(), "Taken back")


async def test_a_question_deleted_after_its_answer_keeps_its_outcome(harness: Harness) -> None:
    known = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.reply_to(known)
    await harness.question(known)
    asked = await harness.dohyun.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    await harness.sera.reply(asked, "yes")
    await harness.answered(asked)
    await harness.leo.delete(known)
    await harness.dohyun.delete(asked)
    await harness.settled()
    assert (await harness.question(known)).outcome is Outcome.ANSWERED_BY_BOT
    assert (await harness.question(asked)).outcome is Outcome.ANSWERED_BY_STAFF


async def test_a_moderator_who_clears_a_channel_withdraws_what_stood_there(harness: Harness) -> None:
    one = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    two = await harness.dohyun.say(harness.fan_server.questions, UNKNOWN)
    await harness.card(2)
    await harness.question(two)
    messages.delete_many(harness.fan_server.questions, [one, two])
    for message in (one, two):
        await harness.eventually(
            lambda message=message: _has_outcome(harness, message, Outcome.WITHDRAWN)  # type: ignore[misc]
        )


async def _has_outcome(harness: Harness, message: Message, outcome: Outcome) -> bool:
    question = await harness.store.questions.of_message(message.id)
    return question is not None and question.outcome is outcome


async def test_an_answer_that_somebody_deleted_can_still_be_followed_up(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(asked)
    await harness.question(asked)
    messages.delete(reply)
    await harness.leo.edit(asked, "how much is the Busan show?")
    await harness.settled()
    assert (await harness.question(asked)).text == "how much is the Busan show?"


async def test_buttons_work_after_a_restart(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(asked)
    await harness.question(asked)
    await harness.restart_bot()
    await press(harness.leo, reply, "team")
    await harness.card()
    assert (await harness.question(asked)).is_open


async def test_a_question_in_a_thread_that_was_started_while_we_were_away_is_found(harness: Harness) -> None:
    await harness.stop_bot()
    said = await harness.dohyun.say(harness.fan_server.questions, CHATTER)
    thread = await harness.leo.start_thread(said, "the song")
    asked = await harness.leo.say(thread, UNKNOWN)
    harness.move(minutes=5)
    await harness.dohyun.say(harness.fan_server.questions, CHATTER)
    await harness.start_bot()
    await harness.card()
    assert (await harness.question(asked)).asked_at == asked.created_at


async def test_history_that_cannot_be_read_at_first_is_read_later(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.catch_up.PAUSES", (0.1, 0.1, 0.1))
    await harness.stop_bot()
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    harness.move(hours=3)
    history = f"/channels/{harness.fan_server.questions.id}/messages"
    harness.discord.faults.answer("GET", history, 503)
    harness.discord.faults.cut("GET", history)
    harness.discord.faults.answer("GET", history, 200)
    await harness.start_bot()
    later = await harness.dohyun.say(harness.fan_server.questions, UNKNOWN)
    await harness.card(2)
    assert (await harness.question(asked)).asked_at == asked.created_at
    assert (await harness.question(later)).is_open
