"""The team replies, in every way there is; each wait is recorded as it was."""

from datetime import timedelta

from bot.domain.questions.question import MatchedBy, Outcome, Reply
from bot.rehearsal.model.channels import Message
from tests.e2e.harness import (
    KNOWN,
    UNKNOWN,
    UNKNOWN_KO,
    Harness,
    answer_through_the_bot,
    choose,
    custom_id,
    labels,
    press,
    told,
    words,
)


async def asked(harness: Harness, text: str = UNKNOWN) -> Message:
    """Have Leo ask what only the team can answer."""
    message = await harness.leo.say(harness.fan_server.questions, text)
    await harness.card()
    await harness.question(message)
    return message


def waited(question: Message, answer: Message) -> timedelta:
    return answer.created_at - question.created_at


def is_reply(reply: Reply, question: Message, answer: Message, way: MatchedBy, role: int) -> None:
    """Make sure that a reply is recorded as it was given."""
    assert (reply.message_id, reply.way, reply.role_id) == (answer.id, way, role)
    assert reply.staff_id == answer.author.id
    assert reply.replied_at - question.created_at == waited(question, answer)


async def wait_of(harness: Harness, answer: Message) -> timedelta:
    micro = await harness.count("SELECT wait FROM replies WHERE message_id = ?", answer.id)
    return timedelta(microseconds=micro)


async def nudge_to(harness: Harness, said: Message) -> Message:
    """Return the bot's “Did this answer …?” to what somebody of the team wrote."""
    return await harness.reply_to(said)


# --- what stops the clock -----------------------------------------------------------------------------


async def test_a_discord_reply_answers(harness: Harness) -> None:
    question = await asked(harness)
    harness.move(minutes=42)
    answer = await harness.sera.reply(question, "yes, right after the encore")
    is_reply(await harness.answered(question), question, answer, MatchedBy.REPLY, harness.fan_server.team.id)
    assert await wait_of(harness, answer) == waited(question, answer) > timedelta(minutes=42)
    assert (await harness.question(question)).outcome is Outcome.ANSWERED_BY_STAFF
    await harness.card_says(await harness.card(), "Sera answered after 42 min")
    assert "Reply" not in labels(await harness.card())


async def test_a_reply_to_any_message_of_the_run_answers(harness: Harness) -> None:
    first = await asked(harness)
    second = await harness.leo.say(harness.fan_server.questions, "I would love to meet them")
    await harness.question(second)
    harness.move(minutes=2)
    answer = await harness.sera.reply(second, "yes!")
    is_reply(await harness.answered(first), first, answer, MatchedBy.REPLY, harness.fan_server.team.id)


async def test_a_message_in_the_thread_of_the_question_answers(harness: Harness) -> None:
    question = await asked(harness)
    harness.move(hours=2)
    thread = await harness.sera.start_thread(question, "signing")
    await harness.settled()
    assert await harness.staff_reply(question) is None
    answer = await harness.sera.say(thread, "yes, at the merch table")
    is_reply(await harness.answered(question), question, answer, MatchedBy.THREAD, harness.fan_server.team.id)


async def test_a_message_in_the_forum_post_answers(harness: Harness) -> None:
    thread = await harness.leo.post(harness.fan_server.forum, "Signing?", UNKNOWN)
    await harness.card()
    harness.move(minutes=10)
    answer = await harness.jun.say(thread, "yes, come to the merch table")
    question = thread.messages[0]
    is_reply(await harness.answered(question), question, answer, MatchedBy.THREAD, harness.fan_server.team.id)


async def test_an_answer_through_the_bot_answers_under_the_name_of_who_wrote_it(harness: Harness) -> None:
    question = await asked(harness)
    harness.move(minutes=7)
    used = await answer_through_the_bot(harness.sera, await harness.card(), "Yes, **at the merch table**")
    assert "on its way" in told(used)
    reply = await harness.answered(question)
    answer = harness.replies_to(question)[-1]
    assert (reply.way, reply.staff_id, reply.message_id) == (
        MatchedBy.BOT,
        harness.fan_server.sera.id,
        answer.id,
    )
    assert reply.role_id == harness.fan_server.team.id
    assert await wait_of(harness, answer) == waited(question, answer)
    assert "Sera" in words(answer)
    assert "Yes, **at the merch table**" in words(answer)
    assert answer.mentions.users == [harness.fan_server.leo]
    await harness.card_says(await harness.card(), "Sera answered after 7 min")


async def test_a_direct_message_is_answered_through_the_bot(harness: Harness) -> None:
    question = await harness.leo.direct(harness.me, UNKNOWN)
    await answer_through_the_bot(harness.sera, await harness.card(), "Yes, after the encore")
    reply = await harness.answered(question)
    assert reply.way is MatchedBy.BOT
    assert "after the encore" in words(harness.replies_to(question)[-1])


async def test_a_question_of_the_command_is_answered_through_the_bot(harness: Harness) -> None:
    used = await (await harness.leo.slash(harness.fan_server.lounge, "ask", question=UNKNOWN)).done()
    await answer_through_the_bot(harness.sera, await harness.card(), "Yes, after the encore")
    assert (await harness.answered(used.message)).way is MatchedBy.BOT


async def test_a_reply_to_the_bot_s_answer_to_the_command_answers(harness: Harness) -> None:
    used = await (await harness.leo.slash(harness.fan_server.lounge, "ask", question=UNKNOWN)).done()
    await harness.card()
    answer = await harness.sera.reply(used.message, "yes, after the encore")
    assert (await harness.answered(used.message)).message_id == answer.id


async def test_a_message_that_mentions_the_asker_answers(harness: Harness) -> None:
    question = await asked(harness)
    harness.move(minutes=20)
    answer = await harness.sera.say(
        harness.fan_server.questions, f"{harness.fan_server.leo.mention} yes, after the encore"
    )
    is_reply(
        await harness.answered(question), question, answer, MatchedBy.MENTION, harness.fan_server.team.id
    )


async def test_a_message_that_says_the_asker_s_name_answers(harness: Harness) -> None:
    question = await harness.minji.say(harness.fan_server.questions, UNKNOWN_KO)
    await harness.card()
    harness.move(minutes=20)
    answer = await harness.jun.say(harness.fan_server.questions, "민지님 네, 앙코르 끝나고 해요")
    is_reply(
        await harness.answered(question), question, answer, MatchedBy.MENTION, harness.fan_server.team.id
    )


async def test_a_mention_answers_that_fan_s_newest_question(harness: Harness) -> None:
    older = await asked(harness)
    harness.move(minutes=30)
    newer = await harness.leo.say(harness.fan_server.questions, "can I bring my dog?")
    await harness.card(2)
    await harness.sera.say(
        harness.fan_server.questions, f"{harness.fan_server.leo.mention} please leave it at home"
    )
    await harness.answered(newer)
    assert (await harness.question(older)).is_open


async def test_a_manager_s_reply_counts_as_the_team_s(harness: Harness) -> None:
    question = await asked(harness)
    answer = await harness.hana.reply(question, "yes")
    is_reply(
        await harness.answered(question), question, answer, MatchedBy.REPLY, harness.fan_server.managers.id
    )


async def test_only_the_first_reply_counts_and_all_are_kept(harness: Harness) -> None:
    question = await asked(harness)
    first = await harness.sera.reply(question, "yes")
    await harness.answered(question)
    await harness.jun.reply(question, "at the merch table")
    await harness.settled()
    assert (await harness.staff_reply(question)).message_id == first.id
    assert await harness.count("SELECT count(*) FROM replies") == 2


async def test_a_staff_reply_after_the_bot_s_answer_is_recorded_beside_its_outcome(harness: Harness) -> None:
    question = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.reply_to(question)
    await harness.question(question)
    harness.move(minutes=5)
    answer = await harness.sera.reply(question, "and come early!")
    assert (await harness.answered(question)).message_id == answer.id
    assert (await harness.question(question)).outcome is Outcome.ANSWERED_BY_BOT


async def test_a_reply_is_counted_although_the_bot_s_answer_was_wrong(harness: Harness) -> None:
    question = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(question)
    await harness.question(question)
    harness.move(minutes=5)
    await press(harness.leo, reply, "team")
    await harness.card()
    harness.move(minutes=5)
    answer = await harness.sera.reply(question, "the doors of the car park open at five")
    await harness.answered(question)
    assert await wait_of(harness, answer) == waited(question, answer) > timedelta(minutes=10)
    assert (await harness.question(question)).outcome is Outcome.ANSWERED_BY_STAFF


# --- “Did this answer …?” -----------------------------------------------------------------------------


async def test_a_staff_message_to_nobody_is_asked_about_and_confirmed(harness: Harness) -> None:
    question = await asked(harness)
    harness.move(minutes=3)
    answer = await harness.sera.say(harness.fan_server.questions, "yes, after the encore")
    nudge = await nudge_to(harness, answer)
    assert "Did this answer Leo?" in words(nudge)
    assert (await harness.question(question)).is_open
    harness.move(minutes=1)
    await press(harness.sera, nudge, "confirm_yes")
    is_reply(
        await harness.answered(question), question, answer, MatchedBy.CONFIRMED, harness.fan_server.team.id
    )
    assert await wait_of(harness, answer) == waited(question, answer) < timedelta(minutes=4)
    await harness.until(lambda: nudge.deleted)


async def test_a_nudge_that_is_denied_leaves_the_question_open(harness: Harness) -> None:
    question = await asked(harness)
    said = await harness.sera.say(harness.fan_server.questions, "good morning!")
    nudge = await nudge_to(harness, said)
    await press(harness.sera, nudge, "confirm_no")
    await harness.until(lambda: nudge.deleted)
    assert (await harness.question(question)).is_open
    assert await harness.staff_reply(question) is None


async def test_a_fan_cannot_press_a_nudge(harness: Harness) -> None:
    question = await asked(harness)
    nudge = await nudge_to(harness, await harness.sera.say(harness.fan_server.questions, "good morning!"))
    assert "Only the team" in told(await press(harness.leo, nudge, "confirm_yes"))
    assert (await harness.question(question)).is_open


async def test_a_nudge_that_nobody_presses_goes_away_after_ten_minutes(harness: Harness) -> None:
    await asked(harness)
    nudge = await nudge_to(harness, await harness.sera.say(harness.fan_server.questions, "good morning!"))
    await harness.settled()
    harness.move(minutes=11)
    await harness.until(lambda: nudge.deleted)


async def test_after_five_minutes_nobody_is_asked(harness: Harness) -> None:
    question = await asked(harness)
    harness.move(minutes=6)
    said = await harness.sera.say(harness.fan_server.questions, "good morning!")
    await harness.settled()
    assert harness.replies_to(said) == []
    assert (await harness.question(question)).is_open


async def test_with_two_fans_waiting_nobody_is_asked(harness: Harness) -> None:
    await asked(harness)
    await harness.dohyun.say(harness.fan_server.questions, UNKNOWN)
    await harness.card(2)
    said = await harness.sera.say(harness.fan_server.questions, "yes, after the encore")
    await harness.settled()
    assert harness.replies_to(said) == []


async def test_a_nudge_is_confirmed_when_somebody_else_was_quicker(harness: Harness) -> None:
    question = await asked(harness)
    harness.move(minutes=1)
    said = await harness.sera.say(harness.fan_server.questions, "yes, after the encore")
    nudge = await nudge_to(harness, said)
    await harness.jun.reply(question, "yes")
    await harness.answered(question)
    await press(harness.sera, nudge, "confirm_yes")
    await harness.until(lambda: nudge.deleted)
    assert (await harness.staff_reply(question)).message_id == said.id


# --- set and undone by hand ---------------------------------------------------------------------------


async def test_staff_set_by_hand_what_answers(harness: Harness) -> None:
    question = await asked(harness)
    harness.move(minutes=6)
    answer = await harness.sera.say(harness.fan_server.questions, "yes, after the encore")
    harness.move(hours=1)
    used = await (await harness.jun.menu(answer, "This answers…")).done()
    assert "기록했어요" in told(used)
    is_reply(await harness.answered(question), question, answer, MatchedBy.MARKED, harness.fan_server.team.id)


async def test_staff_say_which_of_two_questions_is_answered(harness: Harness) -> None:
    question = await asked(harness)
    other = await harness.dohyun.say(harness.fan_server.questions, "can I bring my dog?")
    await harness.card(2)
    answer = await harness.sera.say(harness.fan_server.questions, "yes, after the encore")
    used = await (await harness.sera.menu(answer, "This answers…")).done()
    number = (await harness.question(question)).id
    await choose(harness.sera, used.message, str(number), "answers_which")
    is_reply(await harness.answered(question), question, answer, MatchedBy.MARKED, harness.fan_server.team.id)
    assert (await harness.question(other)).is_open


async def test_staff_undo_what_does_not_answer(harness: Harness) -> None:
    question = await asked(harness)
    answer = await harness.sera.reply(question, "let me ask")
    await harness.answered(question)
    used = await (await harness.sera.menu(answer, "Not an answer")).done()
    assert "Leo is waiting" in told(used)
    assert (await harness.question(question)).is_open
    await harness.card_says(await harness.card(), "Waiting for an answer")
    harness.move(minutes=5)
    second = await harness.sera.reply(question, "yes!")
    assert (await harness.answered(question)).message_id == second.id


async def test_what_was_undone_can_be_set_again(harness: Harness) -> None:
    question = await asked(harness)
    answer = await harness.sera.reply(question, "yes, it is")
    await harness.answered(question)
    await (await harness.sera.menu(answer, "Not an answer")).done()
    await (await harness.sera.menu(answer, "This answers…")).done()
    is_reply(await harness.answered(question), question, answer, MatchedBy.MARKED, harness.fan_server.team.id)


async def test_staff_undo_the_bot_s_answer(harness: Harness) -> None:
    question = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(question)
    await harness.question(question)
    used = await (await harness.sera.menu(reply, "Not an answer")).done()
    assert "Leo is waiting" in told(used)
    await harness.card()
    assert (await harness.question(question)).is_open


async def test_what_is_no_answer_cannot_be_undone(harness: Harness) -> None:
    question = await asked(harness)
    used = await (await harness.sera.menu(question, "Not an answer")).done()
    assert "isn’t kept as anybody’s answer" in told(used)


async def test_fans_cannot_undo_answers(harness: Harness) -> None:
    question = await asked(harness)
    answer = await harness.sera.reply(question, "yes")
    await harness.answered(question)
    assert "Only the team" in told(await (await harness.leo.menu(answer, "Not an answer")).done())
    assert (await harness.question(question)).outcome is Outcome.ANSWERED_BY_STAFF


# --- fans help fans -----------------------------------------------------------------------------------


async def test_the_asker_accepts_a_fan_s_answer(harness: Harness) -> None:
    question = await asked(harness)
    answer = await harness.minji.reply(question, "yes, they always do")
    await harness.settled()
    assert (await harness.question(question)).is_open
    assert "Noted" in told(await (await harness.leo.menu(answer, "This answers…")).done())
    assert (await harness.question(question)).outcome is Outcome.ANSWERED_BY_FAN
    assert await harness.staff_reply(question) is None
    await harness.card_says(await harness.card(), "another fan")


async def test_staff_accept_a_fan_s_answer(harness: Harness) -> None:
    question = await asked(harness)
    answer = await harness.minji.reply(question, "yes, they always do")
    await (await harness.sera.menu(answer, "This answers…")).done()
    assert (await harness.question(question)).outcome is Outcome.ANSWERED_BY_FAN


async def test_another_fan_cannot_accept_an_answer(harness: Harness) -> None:
    question = await asked(harness)
    answer = await harness.minji.reply(question, "yes, they always do")
    told(await (await harness.minji.menu(answer, "This answers…")).done())
    told(await (await harness.dohyun.menu(answer, "This answers…")).done())
    assert (await harness.question(question)).is_open


async def test_an_asker_cannot_answer_themselves(harness: Harness) -> None:
    question = await asked(harness)
    said = await harness.leo.say(harness.fan_server.questions, "found it myself, yes")
    told(await (await harness.leo.menu(said, "This answers…")).done())
    assert (await harness.question(question)).is_open


async def test_a_staff_reply_after_a_fan_s_answer_is_recorded_beside_its_outcome(harness: Harness) -> None:
    question = await asked(harness)
    answer = await harness.minji.reply(question, "yes, they always do")
    await (await harness.leo.menu(answer, "This answers…")).done()
    await harness.sera.reply(question, "exactly")
    await harness.answered(question)
    assert (await harness.question(question)).outcome is Outcome.ANSWERED_BY_FAN


# --- what does not stop the clock ---------------------------------------------------------------------


async def test_a_reaction_of_staff_is_seen_but_answers_nothing(harness: Harness) -> None:
    question = await asked(harness)
    harness.move(minutes=2)
    await harness.sera.react(question, "👀")
    await harness.card_says(await harness.card(), "seen")
    kept = await harness.question(question)
    assert kept.is_open
    assert kept.acknowledged_at - kept.asked_at > timedelta(minutes=2)


async def test_a_fan_s_reaction_is_no_sign_of_the_team(harness: Harness) -> None:
    question = await asked(harness)
    await harness.dohyun.react(question, "👀")
    await harness.settled()
    assert (await harness.question(question)).acknowledged_at is None


async def test_another_fan_s_reply_is_no_answer_of_the_team(harness: Harness) -> None:
    question = await asked(harness)
    await harness.dohyun.reply(question, "no idea, sorry")
    await harness.settled()
    assert (await harness.question(question)).is_open


async def test_notes_in_the_team_s_channel_answer_nothing(harness: Harness) -> None:
    question = await asked(harness)
    await harness.sera.reply(await harness.card(), "Leo again! who knows this?")
    await harness.sera.say(
        harness.fan_server.team_desk, f"{harness.fan_server.leo.mention} asks about the signing"
    )
    await harness.settled()
    assert (await harness.question(question)).is_open


async def test_who_belongs_to_the_team_by_now_does_not_answer_their_own_question(harness: Harness) -> None:
    question = await asked(harness)
    harness.fan_server.guild.set_roles(harness.fan_server.leo, [harness.fan_server.team])
    await harness.leo.reply(question, "never mind, found it")
    await harness.settled()
    assert (await harness.question(question)).is_open
    assert await harness.staff_reply(question) is None


async def test_who_leaves_the_team_later_has_answered_all_the_same(harness: Harness) -> None:
    question = await asked(harness)
    answer = await harness.sera.reply(question, "yes")
    await harness.answered(question)
    harness.fan_server.guild.set_roles(harness.fan_server.sera, [])
    harness.move(days=1)
    await harness.restart_bot()
    is_reply(await harness.answered(question), question, answer, MatchedBy.REPLY, harness.fan_server.team.id)
    assert (await harness.question(question)).outcome is Outcome.ANSWERED_BY_STAFF


async def test_who_left_the_team_before_answers_as_a_fan(harness: Harness) -> None:
    question = await asked(harness)
    harness.fan_server.guild.set_roles(harness.fan_server.sera, [])
    await harness.sera.reply(question, "yes")
    await harness.settled()
    assert (await harness.question(question)).is_open


# --- dismissed ----------------------------------------------------------------------------------------


async def test_staff_dismiss_what_is_no_question(harness: Harness) -> None:
    question = await asked(harness)
    card = await harness.card()
    menu = await press(harness.sera, card, "dismiss")
    assert "Why" in told(menu)
    await choose(harness.sera, menu.message, "spam", "dismiss_as")
    kept = await harness.question(question)
    assert (kept.outcome, kept.dismissed_as) == (Outcome.DISMISSED, "spam")
    await harness.card_says(card, "Dismissed: spam")


async def test_a_dismissed_question_can_be_taken_up_again(harness: Harness) -> None:
    question = await asked(harness)
    card = await harness.card()
    menu = await press(harness.sera, card, "dismiss")
    await choose(harness.sera, menu.message, "not_a_question", "dismiss_as")
    await (await harness.sera.menu(question, "This is a question")).done()
    await harness.card_says(card, "Waiting for an answer")
    assert (await harness.question(question)).is_open
    assert custom_id(card, "reply")
