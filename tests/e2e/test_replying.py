"""The team replies, in every way there is; each wait is recorded as it was."""

from datetime import timedelta

from house import (
    KNOWN,
    UNKNOWN,
    UNKNOWN_KO,
    House,
    answer_through_the_bot,
    choose,
    custom_id,
    labels,
    press,
    told,
    words,
)

from bot.domain.questions import Outcome, Reply, Way
from bot.rehearsal.messages import Message


async def asked(house: House, text: str = UNKNOWN) -> Message:
    """Have Leo ask what only the team can answer."""
    message = await house.leo.say(house.stage.questions, text)
    await house.card()
    await house.question(message)
    return message


def waited(question: Message, answer: Message) -> timedelta:
    return answer.created_at - question.created_at


def is_reply(reply: Reply, question: Message, answer: Message, way: Way, role: int) -> None:
    """Make sure that a reply is recorded as it was given."""
    assert (reply.message_id, reply.way, reply.role_id) == (answer.id, way, role)
    assert reply.staff_id == answer.author.id
    assert reply.replied_at - question.created_at == waited(question, answer)


async def wait_of(house: House, answer: Message) -> timedelta:
    micro = await house.count("SELECT wait FROM replies WHERE message_id = ?", answer.id)
    return timedelta(microseconds=micro)


async def nudge_to(house: House, said: Message) -> Message:
    """Return the bot's “Did this answer …?” to what somebody of the team wrote."""
    return await house.reply_to(said)


# --- what stops the clock -----------------------------------------------------------------------------


async def test_a_discord_reply_answers(house: House) -> None:
    question = await asked(house)
    house.move(minutes=42)
    answer = await house.sera.reply(question, "yes, right after the encore")
    is_reply(await house.answered(question), question, answer, Way.REPLY, house.stage.team.id)
    assert await wait_of(house, answer) == waited(question, answer) > timedelta(minutes=42)
    assert (await house.question(question)).outcome is Outcome.ANSWERED_BY_STAFF
    await house.card_says(await house.card(), "Sera answered after 42 min")
    assert "Reply" not in labels(await house.card())


async def test_a_reply_to_any_message_of_the_run_answers(house: House) -> None:
    first = await asked(house)
    second = await house.leo.say(house.stage.questions, "I would love to meet them")
    await house.question(second)
    house.move(minutes=2)
    answer = await house.sera.reply(second, "yes!")
    is_reply(await house.answered(first), first, answer, Way.REPLY, house.stage.team.id)


async def test_a_message_in_the_thread_of_the_question_answers(house: House) -> None:
    question = await asked(house)
    house.move(hours=2)
    thread = await house.sera.start_thread(question, "signing")
    await house.settled()
    assert await house.staff_reply(question) is None
    answer = await house.sera.say(thread, "yes, at the merch table")
    is_reply(await house.answered(question), question, answer, Way.THREAD, house.stage.team.id)


async def test_a_message_in_the_forum_post_answers(house: House) -> None:
    thread = await house.leo.post(house.stage.forum, "Signing?", UNKNOWN)
    await house.card()
    house.move(minutes=10)
    answer = await house.jun.say(thread, "yes, come to the merch table")
    question = thread.messages[0]
    is_reply(await house.answered(question), question, answer, Way.THREAD, house.stage.team.id)


async def test_an_answer_through_the_bot_answers_under_the_name_of_who_wrote_it(house: House) -> None:
    question = await asked(house)
    house.move(minutes=7)
    used = await answer_through_the_bot(house.sera, await house.card(), "Yes, **at the merch table**")
    assert "on its way" in told(used)
    reply = await house.answered(question)
    answer = house.replies_to(question)[-1]
    assert (reply.way, reply.staff_id, reply.message_id) == (Way.BOT, house.stage.sera.id, answer.id)
    assert reply.role_id == house.stage.team.id
    assert await wait_of(house, answer) == waited(question, answer)
    assert "Sera" in words(answer)
    assert "Yes, **at the merch table**" in words(answer)
    assert answer.mentions.users == [house.stage.leo]
    await house.card_says(await house.card(), "Sera answered after 7 min")


async def test_a_direct_message_is_answered_through_the_bot(house: House) -> None:
    question = await house.leo.direct(house.me, UNKNOWN)
    await answer_through_the_bot(house.sera, await house.card(), "Yes, after the encore")
    reply = await house.answered(question)
    assert reply.way is Way.BOT
    assert "after the encore" in words(house.replies_to(question)[-1])


async def test_a_question_of_the_command_is_answered_through_the_bot(house: House) -> None:
    used = await (await house.leo.slash(house.stage.lounge, "ask", question=UNKNOWN)).done()
    await answer_through_the_bot(house.sera, await house.card(), "Yes, after the encore")
    assert (await house.answered(used.message)).way is Way.BOT


async def test_a_reply_to_the_bot_s_answer_to_the_command_answers(house: House) -> None:
    used = await (await house.leo.slash(house.stage.lounge, "ask", question=UNKNOWN)).done()
    await house.card()
    answer = await house.sera.reply(used.message, "yes, after the encore")
    assert (await house.answered(used.message)).message_id == answer.id


async def test_a_message_that_mentions_the_asker_answers(house: House) -> None:
    question = await asked(house)
    house.move(minutes=20)
    answer = await house.sera.say(house.stage.questions, f"{house.stage.leo.mention} yes, after the encore")
    is_reply(await house.answered(question), question, answer, Way.MENTION, house.stage.team.id)


async def test_a_message_that_says_the_asker_s_name_answers(house: House) -> None:
    question = await house.minji.say(house.stage.questions, UNKNOWN_KO)
    await house.card()
    house.move(minutes=20)
    answer = await house.jun.say(house.stage.questions, "민지님 네, 앙코르 끝나고 해요")
    is_reply(await house.answered(question), question, answer, Way.MENTION, house.stage.team.id)


async def test_a_mention_answers_that_fan_s_newest_question(house: House) -> None:
    older = await asked(house)
    house.move(minutes=30)
    newer = await house.leo.say(house.stage.questions, "can I bring my dog?")
    await house.card(2)
    await house.sera.say(house.stage.questions, f"{house.stage.leo.mention} please leave it at home")
    await house.answered(newer)
    assert (await house.question(older)).is_open


async def test_a_manager_s_reply_counts_as_the_team_s(house: House) -> None:
    question = await asked(house)
    answer = await house.hana.reply(question, "yes")
    is_reply(await house.answered(question), question, answer, Way.REPLY, house.stage.managers.id)


async def test_only_the_first_reply_counts_and_all_are_kept(house: House) -> None:
    question = await asked(house)
    first = await house.sera.reply(question, "yes")
    await house.answered(question)
    await house.jun.reply(question, "at the merch table")
    await house.settled()
    assert (await house.staff_reply(question)).message_id == first.id
    assert await house.count("SELECT count(*) FROM replies") == 2


async def test_a_staff_reply_after_the_bot_s_answer_is_recorded_beside_its_outcome(house: House) -> None:
    question = await house.leo.say(house.stage.questions, KNOWN)
    await house.reply_to(question)
    await house.question(question)
    house.move(minutes=5)
    answer = await house.sera.reply(question, "and come early!")
    assert (await house.answered(question)).message_id == answer.id
    assert (await house.question(question)).outcome is Outcome.ANSWERED_BY_BOT


async def test_a_reply_is_counted_although_the_bot_s_answer_was_wrong(house: House) -> None:
    question = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(question)
    await house.question(question)
    house.move(minutes=5)
    await press(house.leo, reply, "team")
    await house.card()
    house.move(minutes=5)
    answer = await house.sera.reply(question, "the doors of the car park open at five")
    await house.answered(question)
    assert await wait_of(house, answer) == waited(question, answer) > timedelta(minutes=10)
    assert (await house.question(question)).outcome is Outcome.ANSWERED_BY_STAFF


# --- “Did this answer …?” -----------------------------------------------------------------------------


async def test_a_staff_message_to_nobody_is_asked_about_and_confirmed(house: House) -> None:
    question = await asked(house)
    house.move(minutes=3)
    answer = await house.sera.say(house.stage.questions, "yes, after the encore")
    nudge = await nudge_to(house, answer)
    assert "Did this answer Leo?" in words(nudge)
    assert (await house.question(question)).is_open
    house.move(minutes=1)
    await press(house.sera, nudge, "confirm_yes")
    is_reply(await house.answered(question), question, answer, Way.CONFIRMED, house.stage.team.id)
    assert await wait_of(house, answer) == waited(question, answer) < timedelta(minutes=4)
    await house.until(lambda: nudge.deleted)


async def test_a_nudge_that_is_denied_leaves_the_question_open(house: House) -> None:
    question = await asked(house)
    said = await house.sera.say(house.stage.questions, "good morning!")
    nudge = await nudge_to(house, said)
    await press(house.sera, nudge, "confirm_no")
    await house.until(lambda: nudge.deleted)
    assert (await house.question(question)).is_open
    assert await house.staff_reply(question) is None


async def test_a_fan_cannot_press_a_nudge(house: House) -> None:
    question = await asked(house)
    nudge = await nudge_to(house, await house.sera.say(house.stage.questions, "good morning!"))
    assert "Only the team" in told(await press(house.leo, nudge, "confirm_yes"))
    assert (await house.question(question)).is_open


async def test_a_nudge_that_nobody_presses_goes_away_after_ten_minutes(house: House) -> None:
    await asked(house)
    nudge = await nudge_to(house, await house.sera.say(house.stage.questions, "good morning!"))
    await house.settled()
    house.move(minutes=11)
    await house.until(lambda: nudge.deleted)


async def test_after_five_minutes_nobody_is_asked(house: House) -> None:
    question = await asked(house)
    house.move(minutes=6)
    said = await house.sera.say(house.stage.questions, "good morning!")
    await house.settled()
    assert house.replies_to(said) == []
    assert (await house.question(question)).is_open


async def test_with_two_fans_waiting_nobody_is_asked(house: House) -> None:
    await asked(house)
    await house.dohyun.say(house.stage.questions, UNKNOWN)
    await house.card(2)
    said = await house.sera.say(house.stage.questions, "yes, after the encore")
    await house.settled()
    assert house.replies_to(said) == []


async def test_a_nudge_is_confirmed_when_somebody_else_was_quicker(house: House) -> None:
    question = await asked(house)
    house.move(minutes=1)
    said = await house.sera.say(house.stage.questions, "yes, after the encore")
    nudge = await nudge_to(house, said)
    await house.jun.reply(question, "yes")
    await house.answered(question)
    await press(house.sera, nudge, "confirm_yes")
    await house.until(lambda: nudge.deleted)
    assert (await house.staff_reply(question)).message_id == said.id


# --- set and undone by hand ---------------------------------------------------------------------------


async def test_staff_set_by_hand_what_answers(house: House) -> None:
    question = await asked(house)
    house.move(minutes=6)
    answer = await house.sera.say(house.stage.questions, "yes, after the encore")
    house.move(hours=1)
    used = await (await house.jun.menu(answer, "This answers…")).done()
    assert "기록했어요" in told(used)
    is_reply(await house.answered(question), question, answer, Way.MARKED, house.stage.team.id)


async def test_staff_say_which_of_two_questions_is_answered(house: House) -> None:
    question = await asked(house)
    other = await house.dohyun.say(house.stage.questions, "can I bring my dog?")
    await house.card(2)
    answer = await house.sera.say(house.stage.questions, "yes, after the encore")
    used = await (await house.sera.menu(answer, "This answers…")).done()
    number = (await house.question(question)).id
    await choose(house.sera, used.message, str(number), "answers_which")
    is_reply(await house.answered(question), question, answer, Way.MARKED, house.stage.team.id)
    assert (await house.question(other)).is_open


async def test_staff_undo_what_does_not_answer(house: House) -> None:
    question = await asked(house)
    answer = await house.sera.reply(question, "let me ask")
    await house.answered(question)
    used = await (await house.sera.menu(answer, "Not an answer")).done()
    assert "Leo is waiting" in told(used)
    assert (await house.question(question)).is_open
    await house.card_says(await house.card(), "Waiting for an answer")
    house.move(minutes=5)
    second = await house.sera.reply(question, "yes!")
    assert (await house.answered(question)).message_id == second.id


async def test_what_was_undone_can_be_set_again(house: House) -> None:
    question = await asked(house)
    answer = await house.sera.reply(question, "yes, it is")
    await house.answered(question)
    await (await house.sera.menu(answer, "Not an answer")).done()
    await (await house.sera.menu(answer, "This answers…")).done()
    is_reply(await house.answered(question), question, answer, Way.MARKED, house.stage.team.id)


async def test_staff_undo_the_bot_s_answer(house: House) -> None:
    question = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(question)
    await house.question(question)
    used = await (await house.sera.menu(reply, "Not an answer")).done()
    assert "Leo is waiting" in told(used)
    await house.card()
    assert (await house.question(question)).is_open


async def test_what_is_no_answer_cannot_be_undone(house: House) -> None:
    question = await asked(house)
    used = await (await house.sera.menu(question, "Not an answer")).done()
    assert "isn’t kept as anybody’s answer" in told(used)


async def test_fans_cannot_undo_answers(house: House) -> None:
    question = await asked(house)
    answer = await house.sera.reply(question, "yes")
    await house.answered(question)
    assert "Only the team" in told(await (await house.leo.menu(answer, "Not an answer")).done())
    assert (await house.question(question)).outcome is Outcome.ANSWERED_BY_STAFF


# --- fans help fans -----------------------------------------------------------------------------------


async def test_the_asker_accepts_a_fan_s_answer(house: House) -> None:
    question = await asked(house)
    answer = await house.minji.reply(question, "yes, they always do")
    await house.settled()
    assert (await house.question(question)).is_open
    assert "Noted" in told(await (await house.leo.menu(answer, "This answers…")).done())
    assert (await house.question(question)).outcome is Outcome.ANSWERED_BY_FAN
    assert await house.staff_reply(question) is None
    await house.card_says(await house.card(), "another fan")


async def test_staff_accept_a_fan_s_answer(house: House) -> None:
    question = await asked(house)
    answer = await house.minji.reply(question, "yes, they always do")
    await (await house.sera.menu(answer, "This answers…")).done()
    assert (await house.question(question)).outcome is Outcome.ANSWERED_BY_FAN


async def test_another_fan_cannot_accept_an_answer(house: House) -> None:
    question = await asked(house)
    answer = await house.minji.reply(question, "yes, they always do")
    told(await (await house.minji.menu(answer, "This answers…")).done())
    told(await (await house.dohyun.menu(answer, "This answers…")).done())
    assert (await house.question(question)).is_open


async def test_an_asker_cannot_answer_themselves(house: House) -> None:
    question = await asked(house)
    said = await house.leo.say(house.stage.questions, "found it myself, yes")
    told(await (await house.leo.menu(said, "This answers…")).done())
    assert (await house.question(question)).is_open


async def test_a_staff_reply_after_a_fan_s_answer_is_recorded_beside_its_outcome(house: House) -> None:
    question = await asked(house)
    answer = await house.minji.reply(question, "yes, they always do")
    await (await house.leo.menu(answer, "This answers…")).done()
    await house.sera.reply(question, "exactly")
    await house.answered(question)
    assert (await house.question(question)).outcome is Outcome.ANSWERED_BY_FAN


# --- what does not stop the clock ---------------------------------------------------------------------


async def test_a_reaction_of_staff_is_seen_but_answers_nothing(house: House) -> None:
    question = await asked(house)
    house.move(minutes=2)
    await house.sera.react(question, "👀")
    await house.card_says(await house.card(), "seen")
    kept = await house.question(question)
    assert kept.is_open
    assert kept.acknowledged_at - kept.asked_at > timedelta(minutes=2)


async def test_a_fan_s_reaction_is_no_sign_of_the_team(house: House) -> None:
    question = await asked(house)
    await house.dohyun.react(question, "👀")
    await house.settled()
    assert (await house.question(question)).acknowledged_at is None


async def test_another_fan_s_reply_is_no_answer_of_the_team(house: House) -> None:
    question = await asked(house)
    await house.dohyun.reply(question, "no idea, sorry")
    await house.settled()
    assert (await house.question(question)).is_open


async def test_notes_in_the_team_s_channel_answer_nothing(house: House) -> None:
    question = await asked(house)
    await house.sera.reply(await house.card(), "Leo again! who knows this?")
    await house.sera.say(house.stage.team_desk, f"{house.stage.leo.mention} asks about the signing")
    await house.settled()
    assert (await house.question(question)).is_open


async def test_who_belongs_to_the_team_by_now_does_not_answer_their_own_question(house: House) -> None:
    question = await asked(house)
    house.stage.guild.set_roles(house.stage.leo, [house.stage.team])
    await house.leo.reply(question, "never mind, found it")
    await house.settled()
    assert (await house.question(question)).is_open
    assert await house.staff_reply(question) is None


async def test_who_leaves_the_team_later_has_answered_all_the_same(house: House) -> None:
    question = await asked(house)
    answer = await house.sera.reply(question, "yes")
    await house.answered(question)
    house.stage.guild.set_roles(house.stage.sera, [])
    house.move(days=1)
    await house.restart_bot()
    is_reply(await house.answered(question), question, answer, Way.REPLY, house.stage.team.id)
    assert (await house.question(question)).outcome is Outcome.ANSWERED_BY_STAFF


async def test_who_left_the_team_before_answers_as_a_fan(house: House) -> None:
    question = await asked(house)
    house.stage.guild.set_roles(house.stage.sera, [])
    await house.sera.reply(question, "yes")
    await house.settled()
    assert (await house.question(question)).is_open


# --- dismissed ----------------------------------------------------------------------------------------


async def test_staff_dismiss_what_is_no_question(house: House) -> None:
    question = await asked(house)
    card = await house.card()
    menu = await press(house.sera, card, "dismiss")
    assert "Why" in told(menu)
    await choose(house.sera, menu.message, "spam", "dismiss_as")
    kept = await house.question(question)
    assert (kept.outcome, kept.dismissed_as) == (Outcome.DISMISSED, "spam")
    await house.card_says(card, "Dismissed: spam")


async def test_a_dismissed_question_can_be_taken_up_again(house: House) -> None:
    question = await asked(house)
    card = await house.card()
    menu = await press(house.sera, card, "dismiss")
    await choose(house.sera, menu.message, "not_a_question", "dismiss_as")
    await (await house.sera.menu(question, "This is a question")).done()
    await house.card_says(card, "Waiting for an answer")
    assert (await house.question(question)).is_open
    assert custom_id(card, "reply")
