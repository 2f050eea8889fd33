"""Fans ask, in every way there is."""

import discord
import pytest

from bot.domain.questions.question import Outcome, Source
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages
from tests.e2e.harness import (
    CHATTER,
    KNOWN,
    KNOWN_KO,
    UNKNOWN,
    UNKNOWN_KO,
    WHICH,
    Harness,
    components,
    labels,
    pick,
    press,
    told,
    words,
)

# --- channels -----------------------------------------------------------------------------------------


async def test_a_question_in_a_listened_channel_is_answered_from_the_label_s_data(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(asked)
    doors = harness.label.show("gh-incheon").doors
    assert f"<t:{int(doors.timestamp())}:F>" in words(reply)
    assert "Harbor Lights" in words(reply)
    question = await harness.question(asked)
    assert question.outcome is Outcome.ANSWERED_BY_BOT
    assert question.source is Source.CHANNEL
    assert question.asked_at == asked.created_at
    assert harness.cards() == []


async def test_the_answer_is_in_the_fan_s_language(harness: Harness) -> None:
    asked = await harness.minji.say(harness.fan_server.questions, KNOWN_KO)
    assert "티켓 가격: ₩44,000" in words(await harness.reply_to(asked))


async def test_the_language_is_that_of_the_message_not_of_the_fan_s_app(harness: Harness) -> None:
    asked = await harness.minji.say(harness.fan_server.questions, KNOWN)
    assert "Doors open" in words(await harness.reply_to(asked))


async def test_a_question_that_the_data_do_not_answer_goes_to_the_team(harness: Harness) -> None:
    asked = await harness.minji.say(harness.fan_server.questions, UNKNOWN_KO)
    assert "팀에 전했으니" in words(await harness.reply_to(asked))
    card = await harness.card()
    assert "사인회" in words(card)
    link = f"https://discord.com/channels/{harness.fan_server.guild.id}/{asked.channel.id}/{asked.id}"
    assert link in [item.get("url") for item in components(card)]
    question = await harness.question(asked)
    assert question.is_open
    assert question.handed_off_at is not None


async def test_chatter_is_left_alone(harness: Harness) -> None:
    for text in (CHATTER, "lol same", "thanks!", "오늘 날씨 좋다"):
        await harness.no_question(await harness.leo.say(harness.fan_server.questions, text))
    assert harness.said_by_bot(harness.fan_server.questions) == []


async def test_a_question_where_the_bot_does_not_listen_is_left_alone(harness: Harness) -> None:
    await harness.no_question(await harness.leo.say(harness.fan_server.lounge, KNOWN))


async def test_a_mention_asks_where_the_bot_does_not_listen(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.lounge, f"{harness.me.mention} {KNOWN}")
    assert "Doors open" in words(await harness.reply_to(asked))
    question = await harness.question(asked)
    assert question.source is Source.MENTION
    assert "Stagedoor" not in question.text


async def test_a_reply_to_the_bot_s_message_asks_without_a_mention(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.lounge, f"{harness.me.mention} {KNOWN}")
    answer = await harness.reply_to(asked)
    harness.move(minutes=8)
    more = await harness.leo.reply(answer, "and how much is it?", ping=False)
    assert "₩44,000" in words(await harness.reply_to(more))


async def test_a_follow_up_speaks_of_the_same_show(harness: Harness) -> None:
    await harness.reply_to(await harness.leo.say(harness.fan_server.questions, KNOWN))
    more = await harness.leo.say(harness.fan_server.questions, "and how much is it?")
    assert "44,000" in words(await harness.reply_to(more))


async def test_another_fan_s_question_knows_nothing_of_the_first_one_s_show(harness: Harness) -> None:
    await harness.reply_to(await harness.leo.say(harness.fan_server.questions, KNOWN))
    other = await harness.dohyun.say(harness.fan_server.questions, "and how much is it?")
    assert "44,000" not in words(await harness.reply_to(other))


async def test_what_is_said_to_another_fan_is_not_asked_of_the_label(harness: Harness) -> None:
    said = await harness.dohyun.say(harness.fan_server.questions, "anyone here tonight?")
    reply = await harness.leo.reply(said, "are you coming to the show?")
    await harness.no_question(reply)


async def test_a_double_question_that_is_partly_known_is_answered_in_part_and_goes_to_the_team(
    harness: Harness,
) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, "when is the Taipei show and how much is it?")
    reply = words(await harness.reply_to(asked))
    assert f"<t:{int(harness.label.show('gh-taipei').start.timestamp())}:F>" in reply
    assert "I’ve asked the team" in reply
    assert "Taipei" in words(await harness.card())
    assert (await harness.question(asked)).is_open


async def test_a_fan_in_a_forum_post_asks_with_title_and_text(harness: Harness) -> None:
    thread = await harness.leo.post(
        harness.fan_server.forum, "Doors for the Incheon show?", "I come from Daegu"
    )
    asked = thread.messages[0]
    assert "Doors open" in words(await harness.reply_to(asked))
    assert (await harness.question(asked)).source is Source.FORUM


async def test_a_forum_post_that_the_data_do_not_answer_goes_to_the_team(harness: Harness) -> None:
    thread = await harness.leo.post(harness.fan_server.forum, "Signing after the show?", UNKNOWN)
    await harness.card()
    assert (await harness.question(thread.messages[0])).is_open


# --- direct messages ----------------------------------------------------------------------------------


async def test_a_direct_message_is_answered(harness: Harness) -> None:
    asked = await harness.leo.direct(harness.me, KNOWN)
    assert "Doors open" in words(await harness.reply_to(asked))
    assert (await harness.question(asked)).source is Source.DIRECT


async def test_a_direct_message_that_the_data_do_not_answer_goes_to_the_team(harness: Harness) -> None:
    asked = await harness.leo.direct(harness.me, UNKNOWN)
    card = words(await harness.card())
    assert "a direct message" in card
    question = await harness.question(asked)
    assert (question.is_open, question.guild_id) == (True, harness.fan_server.guild.id)


async def test_a_direct_message_of_somebody_who_shares_no_server_with_us_is_left_alone(
    harness: Harness,
) -> None:
    stranger = harness.person(harness.fan_server.world.user("stranger"))
    await harness.no_question(await stranger.direct(harness.me, KNOWN))
    assert harness.cards() == []


async def test_a_direct_message_of_the_team_is_not_a_question(harness: Harness) -> None:
    await harness.no_question(await harness.sera.direct(harness.me, KNOWN))


# --- /ask ---------------------------------------------------------------------------------------------


async def test_ask_answers_for_all_to_see(harness: Harness) -> None:
    used = await (await harness.leo.slash(harness.fan_server.lounge, "ask", question=KNOWN)).done()
    assert used.message.ephemeral_to is None
    assert "Doors open" in words(used.message)
    assert KNOWN in words(used.message)
    question = await harness.question(used.message)
    assert (question.source, question.outcome) == (Source.COMMAND, Outcome.ANSWERED_BY_BOT)
    assert question.asked_at == discord.utils.snowflake_time(used.id)


async def test_ask_gives_the_team_what_the_data_do_not_answer(harness: Harness) -> None:
    used = await (await harness.minji.slash(harness.fan_server.lounge, "ask", question=UNKNOWN_KO)).done()
    assert "팀에 전했으니" in words(used.message)
    assert "사인회" in words(await harness.card())
    assert (await harness.question(used.message)).is_open


async def test_ask_works_in_a_direct_message(harness: Harness) -> None:
    direct = harness.fan_server.world.direct(harness.fan_server.leo, harness.me)
    used = await (await harness.leo.slash(direct, "ask", question=UNKNOWN)).done()
    assert "asked the team" in words(used.message)
    await harness.card()
    assert (await harness.question(used.message)).guild_id == harness.fan_server.guild.id


async def test_ask_in_a_direct_message_invites_strangers_to_the_server(harness: Harness) -> None:
    stranger = harness.fan_server.world.user("stranger")
    direct = harness.fan_server.world.direct(stranger, harness.me)
    used = await (await harness.person(stranger).slash(direct, "ask", question=KNOWN)).done()
    assert "join our server" in words(used.message)
    assert await harness.count("SELECT count(*) FROM questions") == 0


async def test_ask_says_so_when_it_finds_no_question(harness: Harness) -> None:
    used = await (await harness.leo.slash(harness.fan_server.lounge, "ask", question="thanks!")).done()
    assert "find a question" in words(used.message)
    assert await harness.count("SELECT count(*) FROM questions") == 0


async def test_what_staff_ask_with_the_command_is_answered_to_them_alone_and_not_kept(
    harness: Harness,
) -> None:
    used = await (await harness.sera.slash(harness.fan_server.lounge, "ask", question=KNOWN)).done()
    assert "Doors open" in told(used)
    assert await harness.count("SELECT count(*) FROM questions") == 0


async def test_ask_refuses_a_question_longer_than_a_card_can_show(harness: Harness) -> None:
    with pytest.raises(Refused, match="50035"):
        await harness.leo.slash(harness.fan_server.lounge, "ask", question="a" * 1501)


# --- marked by staff ----------------------------------------------------------------------------------


async def test_staff_mark_a_fan_s_message_as_a_question(harness: Harness) -> None:
    said = await harness.leo.say(harness.fan_server.lounge, "still no word about the vinyl then")
    harness.move(hours=1)
    used = await (await harness.sera.menu(said, "This is a question")).done()
    assert "waiting for an answer" in told(used)
    assert "vinyl" in words(await harness.card())
    question = await harness.question(said)
    assert (question.source, question.is_open) == (Source.MARKED, True)
    assert question.asked_at == said.created_at


async def test_what_is_kept_as_a_question_cannot_be_marked_again(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    used = await (await harness.sera.menu(asked, "This is a question")).done()
    assert "already" in told(used)
    assert len(harness.cards()) == 1


async def test_a_fan_cannot_mark_questions(harness: Harness) -> None:
    said = await harness.dohyun.say(harness.fan_server.lounge, CHATTER)
    used = await (await harness.leo.menu(said, "This is a question")).done()
    assert "Only the team" in told(used)
    await harness.no_question(said)


async def test_a_message_of_the_team_or_of_a_bot_cannot_be_marked(harness: Harness) -> None:
    said = await harness.jun.say(harness.fan_server.lounge, "who brings the cables?")
    used = await (await harness.sera.menu(said, "This is a question")).done()
    assert "Only a fan" in told(used)
    await harness.no_question(said)


# --- who is no fan ------------------------------------------------------------------------------------


async def test_a_member_of_the_team_who_asks_is_not_asking_the_label(harness: Harness) -> None:
    await harness.no_question(await harness.sera.say(harness.fan_server.questions, KNOWN))


async def test_a_manager_counts_as_team(harness: Harness) -> None:
    await harness.no_question(await harness.hana.say(harness.fan_server.questions, KNOWN))


async def test_bots_are_ignored(harness: Harness) -> None:
    other = harness.fan_server.world.application("Other", token="other")
    harness.fan_server.guild.add_bot(other, ["view_channel", "send_messages"])
    await harness.no_question(messages.post(harness.fan_server.questions, other.user, content=KNOWN))


# --- runs ---------------------------------------------------------------------------------------------


async def test_messages_within_five_minutes_are_one_question(harness: Harness) -> None:
    first = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    harness.move(minutes=4)
    second = await harness.leo.say(harness.fan_server.questions, "and can I bring my dog?")
    harness.move(minutes=4)
    third = await harness.leo.say(harness.fan_server.questions, "it's a small one")
    question = await harness.question(first)
    assert await harness.question(second) == question
    assert await harness.question(third) == question
    assert question.asked_at == first.created_at
    assert "dog" in question.text
    await harness.card_says(await harness.card(), "dog")
    assert len(harness.cards()) == 1


async def test_six_minutes_make_it_another_question(harness: Harness) -> None:
    first = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    harness.move(minutes=6)
    second = await harness.leo.say(harness.fan_server.questions, "can I bring my dog?")
    assert (await harness.question(first)).id != (await harness.question(second)).id
    await harness.card(2)


async def test_staff_in_between_break_a_run(harness: Harness) -> None:
    first = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    await harness.sera.say(harness.fan_server.questions, "morning everybody")
    second = await harness.leo.say(harness.fan_server.questions, "can I bring my dog?")
    assert (await harness.question(first)).id != (await harness.question(second)).id


async def test_another_fan_in_between_does_not_break_a_run(harness: Harness) -> None:
    first = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.dohyun.say(harness.fan_server.questions, CHATTER)
    second = await harness.leo.say(harness.fan_server.questions, "can I bring my dog?")
    assert (await harness.question(first)).id == (await harness.question(second)).id


async def test_a_second_fan_s_question_is_their_own(harness: Harness) -> None:
    first = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    second = await harness.dohyun.say(harness.fan_server.questions, UNKNOWN)
    assert (await harness.question(first)).id != (await harness.question(second)).id


# --- asked back ---------------------------------------------------------------------------------------


async def test_the_fan_says_which_show_and_is_answered_in_place(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, WHICH)
    back = await harness.reply_to(asked)
    assert "Which show" in words(back)
    assert (await harness.question(asked)).is_open
    await pick(harness.leo, back, "Incheon")
    assert "Doors open" in words(back)
    assert len(harness.said_by_bot(harness.fan_server.questions)) == 1
    question = await harness.question(asked)
    assert (question.outcome, question.shows) == (Outcome.ANSWERED_BY_BOT, ("gh-incheon",))
    assert harness.cards() == []


async def test_many_shows_are_offered_in_a_menu(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, "when do doors open?")
    back = await harness.reply_to(asked)
    await pick(harness.leo, back, "Tokyo")
    assert "Harbor Lights Tokyo" in words(back)


async def test_a_choice_of_which_the_data_say_nothing_goes_to_the_team(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, WHICH)
    back = await harness.reply_to(asked)
    await pick(harness.leo, back, "Taipei")
    assert "asked the team" in words(back)
    await harness.card()
    assert (await harness.question(asked)).is_open


async def test_only_who_asked_can_choose(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, WHICH)
    back = await harness.reply_to(asked)
    used = await pick(harness.dohyun, back, "Incheon")
    assert "Leo 님만" in told(used)
    assert "Which show" in words(back)


async def test_none_of_these_gives_the_question_to_the_team(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, WHICH)
    back = await harness.reply_to(asked)
    await press(harness.leo, back, "team")
    assert "asked the team" in words(back)
    assert components(back) == []
    await harness.card()
    assert (await harness.question(asked)).is_open


async def test_the_team_hears_of_it_when_nobody_chooses_for_ten_minutes(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, WHICH)
    await harness.reply_to(asked)
    await harness.question(asked)
    harness.move(minutes=9)
    await harness.bot.schedule.run_all()
    await harness.settled()
    assert harness.cards() == []
    harness.move(minutes=2)
    assert "Glass Harbor" in words(await harness.card())


async def test_a_fan_who_chooses_after_the_team_was_told_is_still_answered(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, WHICH)
    back = await harness.reply_to(asked)
    await harness.question(asked)
    harness.move(minutes=11)
    await harness.card()
    await pick(harness.leo, back, "Incheon")
    assert "Doors open" in words(back)
    assert (await harness.question(asked)).is_open


# --- a wrong answer -----------------------------------------------------------------------------------


async def test_a_fan_who_is_not_helped_is_heard_by_the_team(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(asked)
    await harness.question(asked)
    harness.move(minutes=3)
    await press(harness.leo, reply, "team")
    assert "asked the team" in words(reply)
    await harness.card()
    question = await harness.question(asked)
    assert question.is_open
    assert question.asked_at == asked.created_at
    assert (question.handed_off_at - question.asked_at).total_seconds() == pytest.approx(180, abs=2)


async def test_another_fan_cannot_say_that_an_answer_was_wrong(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(asked)
    assert "Leo 님만" in told(await press(harness.dohyun, reply, "team"))
    assert (await harness.question(asked)).outcome is Outcome.ANSWERED_BY_BOT


async def test_staff_can_say_that_an_answer_was_wrong(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(asked)
    await press(harness.sera, reply, "team")
    await harness.card()
    assert (await harness.question(asked)).is_open


async def test_pressing_twice_makes_one_card(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = await harness.reply_to(asked)
    await harness.question(asked)
    one = await harness.leo.press(reply, labels(reply)[0])
    two = await harness.leo.press(reply, labels(reply)[0])
    await one.done()
    await two.done()
    await harness.card()
    await harness.settled()
    assert len(harness.cards()) == 1
