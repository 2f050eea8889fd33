"""Fans ask, in every way there is."""

import pytest
from house import (
    CHATTER,
    KNOWN,
    KNOWN_KO,
    UNKNOWN,
    UNKNOWN_KO,
    WHICH,
    House,
    components,
    labels,
    pick,
    press,
    told,
    words,
)

from bot.domain.questions import Outcome, Source
from bot.rehearsal import talk
from bot.rehearsal.refusals import Refused

# --- channels -----------------------------------------------------------------------------------------


async def test_a_question_in_a_listened_channel_is_answered_from_the_label_s_data(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(asked)
    doors = house.label.show("gh-incheon").doors
    assert f"<t:{int(doors.timestamp())}:F>" in words(reply)
    assert "Harbor Lights" in words(reply)
    question = await house.question(asked)
    assert question.outcome is Outcome.ANSWERED_BY_BOT
    assert question.source is Source.CHANNEL
    assert question.asked_at == asked.created_at
    assert house.cards() == []


async def test_the_answer_is_in_the_fan_s_language(house: House) -> None:
    asked = await house.minji.say(house.stage.questions, KNOWN_KO)
    assert "티켓 가격: ₩44,000" in words(await house.reply_to(asked))


async def test_the_language_is_that_of_the_message_not_of_the_fan_s_app(house: House) -> None:
    asked = await house.minji.say(house.stage.questions, KNOWN)
    assert "Doors open" in words(await house.reply_to(asked))


async def test_a_question_that_the_data_do_not_answer_goes_to_the_team(house: House) -> None:
    asked = await house.minji.say(house.stage.questions, UNKNOWN_KO)
    assert "팀에 전했으니" in words(await house.reply_to(asked))
    card = await house.card()
    assert "사인회" in words(card)
    link = f"https://discord.com/channels/{house.stage.guild.id}/{asked.channel.id}/{asked.id}"
    assert link in [item.get("url") for item in components(card)]
    question = await house.question(asked)
    assert question.is_open
    assert question.handed_off_at is not None


async def test_chatter_is_left_alone(house: House) -> None:
    for text in (CHATTER, "lol same", "thanks!", "오늘 날씨 좋다"):
        await house.no_question(await house.leo.say(house.stage.questions, text))
    assert house.said_by_bot(house.stage.questions) == []


async def test_a_question_where_the_bot_does_not_listen_is_left_alone(house: House) -> None:
    await house.no_question(await house.leo.say(house.stage.lounge, KNOWN))


async def test_a_mention_asks_where_the_bot_does_not_listen(house: House) -> None:
    asked = await house.leo.say(house.stage.lounge, f"{house.me.mention} {KNOWN}")
    assert "Doors open" in words(await house.reply_to(asked))
    question = await house.question(asked)
    assert question.source is Source.MENTION
    assert "Stagedoor" not in question.text


async def test_a_reply_to_the_bot_s_message_asks_without_a_mention(house: House) -> None:
    asked = await house.leo.say(house.stage.lounge, f"{house.me.mention} {KNOWN}")
    answer = await house.reply_to(asked)
    house.move(minutes=8)
    more = await house.leo.reply(answer, "and how much is it?", ping=False)
    assert "₩44,000" in words(await house.reply_to(more))


async def test_a_follow_up_speaks_of_the_same_show(house: House) -> None:
    await house.reply_to(await house.leo.say(house.stage.questions, KNOWN))
    more = await house.leo.say(house.stage.questions, "and how much is it?")
    assert "44,000" in words(await house.reply_to(more))


async def test_another_fan_s_question_knows_nothing_of_the_first_one_s_show(house: House) -> None:
    await house.reply_to(await house.leo.say(house.stage.questions, KNOWN))
    other = await house.dohyun.say(house.stage.questions, "and how much is it?")
    assert "44,000" not in words(await house.reply_to(other))


async def test_what_is_said_to_another_fan_is_not_asked_of_the_label(house: House) -> None:
    said = await house.dohyun.say(house.stage.questions, "anyone here tonight?")
    reply = await house.leo.reply(said, "are you coming to the show?")
    await house.no_question(reply)


async def test_a_double_question_that_is_partly_known_is_answered_in_part_and_goes_to_the_team(
    house: House,
) -> None:
    asked = await house.leo.say(house.stage.questions, "when is the Taipei show and how much is it?")
    reply = words(await house.reply_to(asked))
    assert f"<t:{int(house.label.show('gh-taipei').start.timestamp())}:F>" in reply
    assert "I’ve asked the team" in reply
    assert "Taipei" in words(await house.card())
    assert (await house.question(asked)).is_open


async def test_a_fan_in_a_forum_post_asks_with_title_and_text(house: House) -> None:
    thread = await house.leo.post(house.stage.forum, "Doors for the Incheon show?", "I come from Daegu")
    asked = thread.messages[0]
    assert "Doors open" in words(await house.reply_to(asked))
    assert (await house.question(asked)).source is Source.FORUM


async def test_a_forum_post_that_the_data_do_not_answer_goes_to_the_team(house: House) -> None:
    thread = await house.leo.post(house.stage.forum, "Signing after the show?", UNKNOWN)
    await house.card()
    assert (await house.question(thread.messages[0])).is_open


# --- direct messages ----------------------------------------------------------------------------------


async def test_a_direct_message_is_answered(house: House) -> None:
    asked = await house.leo.direct(house.me, KNOWN)
    assert "Doors open" in words(await house.reply_to(asked))
    assert (await house.question(asked)).source is Source.DIRECT


async def test_a_direct_message_that_the_data_do_not_answer_goes_to_the_team(house: House) -> None:
    asked = await house.leo.direct(house.me, UNKNOWN)
    card = words(await house.card())
    assert "a direct message" in card
    question = await house.question(asked)
    assert (question.is_open, question.guild_id) == (True, house.stage.guild.id)


async def test_a_direct_message_of_somebody_who_shares_no_server_with_us_is_left_alone(
    house: House,
) -> None:
    stranger = house.person(house.stage.world.user("stranger"))
    await house.no_question(await stranger.direct(house.me, KNOWN))
    assert house.cards() == []


async def test_a_direct_message_of_the_team_is_not_a_question(house: House) -> None:
    await house.no_question(await house.sera.direct(house.me, KNOWN))


# --- /ask ---------------------------------------------------------------------------------------------


async def test_ask_answers_for_all_to_see(house: House) -> None:
    used = await (await house.leo.slash(house.stage.lounge, "ask", question=KNOWN)).done()
    assert used.message.ephemeral_to is None
    assert "Doors open" in words(used.message)
    assert KNOWN in words(used.message)
    question = await house.question(used.message)
    assert (question.source, question.outcome) == (Source.COMMAND, Outcome.ANSWERED_BY_BOT)
    assert abs((question.asked_at - used.asked_at).total_seconds()) < 0.001


async def test_ask_gives_the_team_what_the_data_do_not_answer(house: House) -> None:
    used = await (await house.minji.slash(house.stage.lounge, "ask", question=UNKNOWN_KO)).done()
    assert "팀에 전했으니" in words(used.message)
    assert "사인회" in words(await house.card())
    assert (await house.question(used.message)).is_open


async def test_ask_works_in_a_direct_message(house: House) -> None:
    direct = house.stage.world.direct(house.stage.leo, house.me)
    used = await (await house.leo.slash(direct, "ask", question=UNKNOWN)).done()
    assert "asked the team" in words(used.message)
    await house.card()
    assert (await house.question(used.message)).guild_id == house.stage.guild.id


async def test_ask_in_a_direct_message_invites_strangers_to_the_server(house: House) -> None:
    stranger = house.stage.world.user("stranger")
    direct = house.stage.world.direct(stranger, house.me)
    used = await (await house.person(stranger).slash(direct, "ask", question=KNOWN)).done()
    assert "join our server" in words(used.message)
    assert await house.count("SELECT count(*) FROM questions") == 0


async def test_ask_says_so_when_it_finds_no_question(house: House) -> None:
    used = await (await house.leo.slash(house.stage.lounge, "ask", question="thanks!")).done()
    assert "find a question" in words(used.message)
    assert await house.count("SELECT count(*) FROM questions") == 0


async def test_what_staff_ask_with_the_command_is_answered_to_them_alone_and_not_kept(house: House) -> None:
    used = await (await house.sera.slash(house.stage.lounge, "ask", question=KNOWN)).done()
    assert "Doors open" in told(used)
    assert await house.count("SELECT count(*) FROM questions") == 0


async def test_ask_refuses_a_question_longer_than_a_card_can_show(house: House) -> None:
    with pytest.raises(Refused, match="50035"):
        await house.leo.slash(house.stage.lounge, "ask", question="a" * 1501)


# --- marked by staff ----------------------------------------------------------------------------------


async def test_staff_mark_a_fan_s_message_as_a_question(house: House) -> None:
    said = await house.leo.say(house.stage.lounge, "still no word about the vinyl then")
    house.move(hours=1)
    used = await (await house.sera.menu(said, "This is a question")).done()
    assert "waiting for an answer" in told(used)
    assert "vinyl" in words(await house.card())
    question = await house.question(said)
    assert (question.source, question.is_open) == (Source.MARKED, True)
    assert question.asked_at == said.created_at


async def test_what_is_kept_as_a_question_cannot_be_marked_again(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    used = await (await house.sera.menu(asked, "This is a question")).done()
    assert "already" in told(used)
    assert len(house.cards()) == 1


async def test_a_fan_cannot_mark_questions(house: House) -> None:
    said = await house.dohyun.say(house.stage.lounge, CHATTER)
    used = await (await house.leo.menu(said, "This is a question")).done()
    assert "Only the team" in told(used)
    await house.no_question(said)


async def test_a_message_of_the_team_or_of_a_bot_cannot_be_marked(house: House) -> None:
    said = await house.jun.say(house.stage.lounge, "who brings the cables?")
    used = await (await house.sera.menu(said, "This is a question")).done()
    assert "Only a fan" in told(used)
    await house.no_question(said)


# --- who is no fan ------------------------------------------------------------------------------------


async def test_a_member_of_the_team_who_asks_is_not_asking_the_label(house: House) -> None:
    await house.no_question(await house.sera.say(house.stage.questions, KNOWN))


async def test_a_manager_counts_as_team(house: House) -> None:
    await house.no_question(await house.hana.say(house.stage.questions, KNOWN))


async def test_bots_are_ignored(house: House) -> None:
    other = house.stage.world.application("Other", token="other")
    house.stage.guild.add_bot(other, ["view_channel", "send_messages"])
    await house.no_question(talk.post(house.stage.questions, other.user, content=KNOWN))


# --- runs ---------------------------------------------------------------------------------------------


async def test_messages_within_five_minutes_are_one_question(house: House) -> None:
    first = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    house.move(minutes=4)
    second = await house.leo.say(house.stage.questions, "and can I bring my dog?")
    house.move(minutes=4)
    third = await house.leo.say(house.stage.questions, "it's a small one")
    question = await house.question(first)
    assert await house.question(second) == question
    assert await house.question(third) == question
    assert question.asked_at == first.created_at
    assert "dog" in question.text
    await house.card_says(await house.card(), "dog")
    assert len(house.cards()) == 1


async def test_six_minutes_make_it_another_question(house: House) -> None:
    first = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    house.move(minutes=6)
    second = await house.leo.say(house.stage.questions, "can I bring my dog?")
    assert (await house.question(first)).id != (await house.question(second)).id
    await house.card(2)


async def test_staff_in_between_break_a_run(house: House) -> None:
    first = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    await house.sera.say(house.stage.questions, "morning everybody")
    second = await house.leo.say(house.stage.questions, "can I bring my dog?")
    assert (await house.question(first)).id != (await house.question(second)).id


async def test_another_fan_in_between_does_not_break_a_run(house: House) -> None:
    first = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.dohyun.say(house.stage.questions, CHATTER)
    second = await house.leo.say(house.stage.questions, "can I bring my dog?")
    assert (await house.question(first)).id == (await house.question(second)).id


async def test_a_second_fan_s_question_is_their_own(house: House) -> None:
    first = await house.leo.say(house.stage.questions, UNKNOWN)
    second = await house.dohyun.say(house.stage.questions, UNKNOWN)
    assert (await house.question(first)).id != (await house.question(second)).id


# --- asked back ---------------------------------------------------------------------------------------


async def test_the_fan_says_which_show_and_is_answered_in_place(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, WHICH)
    back = await house.reply_to(asked)
    assert "Which show" in words(back)
    assert (await house.question(asked)).is_open
    await pick(house.leo, back, "Incheon")
    assert "Doors open" in words(back)
    assert len(house.said_by_bot(house.stage.questions)) == 1
    question = await house.question(asked)
    assert (question.outcome, question.shows) == (Outcome.ANSWERED_BY_BOT, ("gh-incheon",))
    assert house.cards() == []


async def test_many_shows_are_offered_in_a_menu(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, "when do doors open?")
    back = await house.reply_to(asked)
    await pick(house.leo, back, "Tokyo")
    assert "Harbor Lights Tokyo" in words(back)


async def test_a_choice_of_which_the_data_say_nothing_goes_to_the_team(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, WHICH)
    back = await house.reply_to(asked)
    await pick(house.leo, back, "Taipei")
    assert "asked the team" in words(back)
    await house.card()
    assert (await house.question(asked)).is_open


async def test_only_who_asked_can_choose(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, WHICH)
    back = await house.reply_to(asked)
    used = await pick(house.dohyun, back, "Incheon")
    assert "Leo 님만" in told(used)
    assert "Which show" in words(back)


async def test_none_of_these_gives_the_question_to_the_team(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, WHICH)
    back = await house.reply_to(asked)
    await press(house.leo, back, "team")
    assert "asked the team" in words(back)
    assert components(back) == []
    await house.card()
    assert (await house.question(asked)).is_open


async def test_the_team_hears_of_it_when_nobody_chooses_for_ten_minutes(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, WHICH)
    await house.reply_to(asked)
    await house.question(asked)
    house.move(minutes=9)
    await house.bot.get_cog("Answers").hand_off_undecided()
    await house.settled()
    assert house.cards() == []
    house.move(minutes=2)
    assert "Glass Harbor" in words(await house.card())


async def test_a_fan_who_chooses_after_the_team_was_told_is_still_answered(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, WHICH)
    back = await house.reply_to(asked)
    await house.question(asked)
    house.move(minutes=11)
    await house.card()
    await pick(house.leo, back, "Incheon")
    assert "Doors open" in words(back)
    assert (await house.question(asked)).is_open


# --- a wrong answer -----------------------------------------------------------------------------------


async def test_a_fan_who_is_not_helped_is_heard_by_the_team(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(asked)
    await house.question(asked)
    house.move(minutes=3)
    await press(house.leo, reply, "team")
    assert "asked the team" in words(reply)
    await house.card()
    question = await house.question(asked)
    assert question.is_open
    assert question.asked_at == asked.created_at
    assert (question.handed_off_at - question.asked_at).total_seconds() == pytest.approx(180, abs=2)


async def test_another_fan_cannot_say_that_an_answer_was_wrong(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(asked)
    assert "Leo 님만" in told(await press(house.dohyun, reply, "team"))
    assert (await house.question(asked)).outcome is Outcome.ANSWERED_BY_BOT


async def test_staff_can_say_that_an_answer_was_wrong(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(asked)
    await press(house.sera, reply, "team")
    await house.card()
    assert (await house.question(asked)).is_open


async def test_pressing_twice_makes_one_card(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, KNOWN)
    reply = await house.reply_to(asked)
    await house.question(asked)
    one = await house.leo.press(reply, labels(reply)[0])
    two = await house.leo.press(reply, labels(reply)[0])
    await one.done()
    await two.done()
    await house.card()
    await house.settled()
    assert len(house.cards()) == 1
