"""What happens while the bot is away, or while Discord forgets, repeats or loses something."""

from datetime import timedelta

import pytest
from house import CHATTER, KNOWN, UNKNOWN, House, press, words

from bot.domain.questions import Outcome, Way
from bot.rehearsal import talk
from bot.rehearsal.messages import Message

# --- the bot is away ----------------------------------------------------------------------------------


async def test_a_question_asked_while_we_were_away_counts_from_when_it_was_asked(house: House) -> None:
    await house.stop_bot()
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    house.move(hours=3)
    await house.start_bot()
    await house.card()
    question = await house.question(asked)
    assert question.asked_at == asked.created_at
    assert question.is_open
    await house.reply_to(asked)


async def test_what_the_data_know_is_answered_when_we_are_back(house: House) -> None:
    await house.stop_bot()
    asked = await house.leo.say(house.stage.questions, KNOWN)
    house.move(hours=3)
    await house.start_bot()
    assert "Doors open" in words(await house.reply_to(asked))


async def test_a_question_that_staff_answered_while_we_were_away_is_recorded_and_not_answered_again(
    house: House,
) -> None:
    await house.stop_bot()
    asked = await house.leo.say(house.stage.questions, KNOWN)
    house.move(minutes=20)
    answer = await house.sera.reply(asked, "six, as always")
    house.move(hours=3)
    await house.start_bot()
    reply = await house.answered(asked)
    assert (reply.message_id, reply.way) == (answer.id, Way.REPLY)
    assert timedelta(minutes=20) <= reply.replied_at - asked.created_at < timedelta(minutes=21)
    assert house.replies_to(asked) == []
    assert house.cards() == []
    assert (await house.question(asked)).outcome is Outcome.ANSWERED_BY_STAFF


async def test_a_reply_given_while_we_were_away_is_found_for_a_question_of_before(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    card = await house.card()
    await house.question(asked)
    await house.stop_bot()
    house.move(minutes=30)
    answer = await house.sera.say(house.stage.questions, f"{house.stage.leo.mention} yes!")
    house.move(hours=1)
    await house.start_bot()
    reply = await house.answered(asked)
    assert (reply.message_id, reply.way) == (answer.id, Way.MENTION)
    await house.card_says(card, "Sera answered after 30 min")


async def test_a_message_of_before_our_time_is_not_dug_up(house: House) -> None:
    before = house.stage.world.clock.now()
    await house.leo.say(house.stage.lounge, f"{house.me.mention} {KNOWN}")
    await house.settled()
    await house.restart_bot()
    await house.settled()
    assert house.stage.world.clock.now() - before < timedelta(minutes=1)
    assert len(house.said_by_bot(house.stage.lounge)) == 1


async def test_a_direct_message_of_somebody_we_know_is_found_when_we_are_back(house: House) -> None:
    await house.reply_to(await house.leo.direct(house.me, KNOWN))
    await house.settled()
    await house.stop_bot()
    house.move(hours=1)
    asked = await house.leo.direct(house.me, UNKNOWN)
    house.move(hours=1)
    await house.start_bot()
    await house.card()
    assert (await house.question(asked)).asked_at == asked.created_at


async def test_a_forum_post_made_while_we_were_away_is_found(house: House) -> None:
    await house.stop_bot()
    thread = await house.leo.post(house.stage.forum, "Signing?", UNKNOWN)
    house.move(hours=1)
    await house.start_bot()
    await house.card()
    assert (await house.question(thread.messages[0])).asked_at == thread.messages[0].created_at


async def test_a_forum_post_that_was_archived_meanwhile_is_found(house: House) -> None:
    await house.stop_bot()
    thread = await house.leo.post(house.stage.forum, "Signing?", UNKNOWN)
    await house.leo.archive(thread)
    house.move(hours=1)
    await house.start_bot()
    await house.card()
    assert (await house.question(thread.messages[0])).is_open


async def test_a_reply_in_a_thread_while_we_were_away_is_found(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    await house.question(asked)
    await house.stop_bot()
    house.move(minutes=30)
    thread = await house.sera.start_thread(asked, "signing")
    answer = await house.sera.say(thread, "yes, at the merch table")
    await house.start_bot()
    reply = await house.answered(asked)
    assert (reply.message_id, reply.way) == (answer.id, Way.THREAD)


async def test_a_reply_in_an_old_thread_while_we_were_away_is_found(house: House) -> None:
    thread = await house.leo.post(house.stage.forum, "Signing?", UNKNOWN)
    asked = thread.messages[0]
    await house.card()
    await house.question(asked)
    house.move(days=1)
    await house.stop_bot()
    answer = await house.sera.say(thread, "yes, at the merch table")
    await house.sera.say(house.stage.team_desk, "I answered that one")
    await house.start_bot()
    assert (await house.answered(asked)).message_id == answer.id


async def test_a_reply_where_the_bot_was_only_mentioned_is_found_too(house: House) -> None:
    asked = await house.leo.say(house.stage.lounge, f"{house.me.mention} {UNKNOWN}")
    await house.card()
    await house.question(asked)
    await house.stop_bot()
    house.move(minutes=30)
    answer = await house.sera.reply(asked, "yes!")
    await house.start_bot()
    assert (await house.answered(asked)).message_id == answer.id


async def test_a_run_goes_on_over_a_restart(house: House) -> None:
    first = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    await house.question(first)
    await house.stop_bot()
    house.move(minutes=3)
    second = await house.leo.say(house.stage.questions, "and can I bring my dog?")
    await house.start_bot()
    assert (await house.question(second)).id == (await house.question(first)).id


async def test_a_hundred_and_fifty_messages_missed_are_all_read(house: House) -> None:
    await house.stop_bot()
    for number in range(150):
        await house.dohyun.say(house.stage.questions, f"{CHATTER} {number}")
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.start_bot()
    await house.card()
    assert (await house.question(asked)).is_open


async def test_nothing_is_said_twice_however_often_we_start(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    known = await house.dohyun.say(house.stage.questions, KNOWN)
    await house.card()
    await house.question(known)
    for _ in range(2):
        await house.restart_bot()
        await house.settled()
    assert len(house.replies_to(asked)) == len(house.replies_to(known)) == len(house.cards()) == 1


# --- the connection breaks ----------------------------------------------------------------------------


async def test_what_was_missed_is_replayed_when_a_session_is_resumed(house: House) -> None:
    house.discord.gateway.drop()
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    house.move(minutes=1)
    await house.card()
    assert (await house.question(asked)).asked_at == asked.created_at
    assert house.discord.gateway.identifies == 1


async def test_what_was_missed_is_read_when_the_session_was_lost(house: House) -> None:
    house.discord.gateway.drop()
    house.discord.gateway.forget_sessions()
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    house.move(minutes=1)
    await house.card()
    assert (await house.question(asked)).asked_at == asked.created_at
    assert house.discord.gateway.identifies == 2


async def test_an_invalid_session_misses_nothing(house: House) -> None:
    house.discord.gateway.invalidate()
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.until(lambda: house.discord.gateway.identifies == 2)
    await house.card()
    assert (await house.question(asked)).is_open


@pytest.mark.parametrize("forgotten", [False, True])
async def test_no_late_answer_where_staff_replied_while_the_connection_was_broken(
    house: House, *, forgotten: bool
) -> None:
    await house.settled()
    house.discord.gateway.drop()
    if forgotten:
        house.discord.gateway.forget_sessions()
    asked = await house.leo.say(house.stage.questions, KNOWN)
    house.move(minutes=10)
    answer = await house.sera.reply(asked, "six, as always")
    house.move(minutes=10)
    assert (await house.answered(asked)).message_id == answer.id
    assert house.replies_to(asked) == []


async def test_discord_asks_us_to_reconnect(house: House) -> None:
    house.discord.gateway.reconnect()
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    assert (await house.question(asked)).is_open


# --- events come twice, or never ----------------------------------------------------------------------


async def test_a_message_delivered_twice_is_one_question(house: House) -> None:
    house.discord.gateway.deliver_twice("MESSAGE_CREATE")
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    await house.question(asked)
    assert len(house.replies_to(asked)) == len(house.cards()) == 1
    assert await house.count("SELECT count(*) FROM questions") == 1


async def test_a_reply_delivered_twice_is_one_reply(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    house.discord.gateway.deliver_twice("MESSAGE_CREATE")
    await house.sera.reply(asked, "yes")
    await house.answered(asked)
    assert await house.count("SELECT count(*) FROM replies") == 1


async def unheard(house: House, text: str) -> Message:
    """Have Leo say something of which Discord tells nobody."""
    await house.settled()
    sessions = dict(house.discord.gateway.sessions)
    house.discord.gateway.sessions.clear()
    said = await house.leo.say(house.stage.questions, text)
    house.discord.gateway.sessions.update(sessions)
    return said


async def test_a_message_that_was_never_delivered_is_found_by_the_sweep(house: House) -> None:
    asked = await unheard(house, UNKNOWN)
    await house.settled()
    assert await house.store.questions.of_message(asked.id) is None
    house.move(minutes=6)
    await house.card()
    assert (await house.question(asked)).asked_at == asked.created_at


async def test_a_message_that_was_never_delivered_is_found_behind_later_ones(house: House) -> None:
    asked = await unheard(house, UNKNOWN)
    await house.dohyun.say(house.stage.questions, CHATTER)
    later = await house.dohyun.say(house.stage.questions, KNOWN)
    await house.reply_to(later)
    house.move(minutes=6)
    await house.card()
    assert (await house.question(asked)).asked_at == asked.created_at


# --- edits and deletes --------------------------------------------------------------------------------


async def test_chatter_that_becomes_a_question_is_answered(house: House) -> None:
    said = await house.leo.say(house.stage.questions, CHATTER)
    await house.no_question(said)
    house.move(minutes=2)
    await house.leo.edit(said, KNOWN)
    assert "Doors open" in words(await house.reply_to(said))
    assert (await house.question(said)).asked_at == said.created_at


async def test_a_question_that_becomes_another_one_has_its_answer_edited(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(asked)
    await house.question(asked)
    await house.leo.edit(asked, "how much is the Busan show?")
    await house.until(lambda: "33,000" in words(reply))
    question = await house.question(asked)
    assert (question.text, question.shows) == ("how much is the Busan show?", ("radio-busan",))
    assert question.outcome is Outcome.ANSWERED_BY_BOT
    assert len(house.replies_to(asked)) == 1


async def test_a_known_question_that_becomes_an_unknown_one_goes_to_the_team(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(asked)
    await house.question(asked)
    await house.leo.edit(asked, UNKNOWN)
    await house.card()
    await house.until(lambda: "asked the team" in words(reply))
    assert (await house.question(asked)).is_open


async def test_the_card_shows_what_the_fan_asks_now(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    card = await house.card()
    await house.question(asked)
    await house.leo.edit(asked, "can I bring my dog?")
    await house.card_says(card, "dog")
    assert "signing" not in words(card)
    assert len(house.replies_to(asked)) == 1


async def test_an_edit_that_changes_no_word_changes_nothing(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    await house.question(asked)
    requests = len(house.discord.record.requests)
    await house.leo.edit(asked, KNOWN)
    await house.settled()
    assert len(house.discord.record.requests) == requests


async def test_a_question_that_was_answered_by_staff_stays_so_when_edited(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    await house.sera.reply(asked, "yes")
    await house.answered(asked)
    await house.leo.edit(asked, KNOWN)
    await house.settled()
    assert (await house.question(asked)).outcome is Outcome.ANSWERED_BY_STAFF
    assert len(house.replies_to(asked)) == 1


async def test_a_question_deleted_before_anybody_answered_is_withdrawn(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    card = await house.card()
    await house.question(asked)
    await house.leo.delete(asked)
    await house.card_says(card, "Taken back by Leo")
    question = await house.question(asked)
    assert question.outcome is Outcome.WITHDRAWN


async def test_one_of_two_asking_messages_deleted_is_no_withdrawal(house: House) -> None:
    first = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    second = await house.leo.say(house.stage.questions, "and can I bring my dog?")
    await house.question(second)
    await house.leo.delete(first)
    await house.settled()
    assert (await house.question(second)).is_open
    await house.leo.delete(second)
    await house.card_says(await house.card(), "Taken back")


async def test_a_question_deleted_after_its_answer_keeps_its_outcome(house: House) -> None:
    known = await house.leo.say(house.stage.questions, KNOWN)
    await house.reply_to(known)
    await house.question(known)
    asked = await house.dohyun.say(house.stage.questions, UNKNOWN)
    await house.card()
    await house.sera.reply(asked, "yes")
    await house.answered(asked)
    await house.leo.delete(known)
    await house.dohyun.delete(asked)
    await house.settled()
    assert (await house.question(known)).outcome is Outcome.ANSWERED_BY_BOT
    assert (await house.question(asked)).outcome is Outcome.ANSWERED_BY_STAFF


async def test_a_moderator_who_clears_a_channel_withdraws_what_stood_there(house: House) -> None:
    one = await house.leo.say(house.stage.questions, UNKNOWN)
    two = await house.dohyun.say(house.stage.questions, UNKNOWN)
    await house.card(2)
    await house.question(two)
    talk.delete_many(house.stage.questions, [one, two])
    for message in (one, two):
        await house.eventually(
            lambda message=message: _has_outcome(house, message, Outcome.WITHDRAWN)  # type: ignore[misc]
        )


async def _has_outcome(house: House, message: Message, outcome: Outcome) -> bool:
    question = await house.store.questions.of_message(message.id)
    return question is not None and question.outcome is outcome


async def test_an_answer_that_somebody_deleted_can_still_be_followed_up(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(asked)
    await house.question(asked)
    talk.delete(reply)
    await house.leo.edit(asked, "how much is the Busan show?")
    await house.settled()
    assert (await house.question(asked)).text == "how much is the Busan show?"


async def test_buttons_work_after_a_restart(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(asked)
    await house.question(asked)
    await house.restart_bot()
    await press(house.leo, reply, "team")
    await house.card()
    assert (await house.question(asked)).is_open


async def test_a_question_in_a_thread_that_was_started_while_we_were_away_is_found(house: House) -> None:
    await house.stop_bot()
    said = await house.dohyun.say(house.stage.questions, CHATTER)
    thread = await house.leo.start_thread(said, "the song")
    asked = await house.leo.say(thread, UNKNOWN)
    house.move(minutes=5)
    await house.dohyun.say(house.stage.questions, CHATTER)
    await house.start_bot()
    await house.card()
    assert (await house.question(asked)).asked_at == asked.created_at


async def test_history_that_cannot_be_read_at_first_is_read_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.catch_up.PAUSES", (0.1, 0.1, 0.1))
    await house.stop_bot()
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    house.move(hours=3)
    history = f"/channels/{house.stage.questions.id}/messages"
    house.discord.faults.answer("GET", history, 503)
    house.discord.faults.cut("GET", history)
    house.discord.faults.answer("GET", history, 200)
    await house.start_bot()
    later = await house.dohyun.say(house.stage.questions, UNKNOWN)
    await house.card(2)
    assert (await house.question(asked)).asked_at == asked.created_at
    assert (await house.question(later)).is_open
