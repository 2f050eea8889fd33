"""Discord refuses, hangs, breaks off or forgets; permissions are missing; fans write what they like."""

import asyncio

import pytest
from house import (
    CHATTER,
    KNOWN,
    UNKNOWN,
    House,
    answer_through_the_bot,
    cards_in,
    components,
    press,
    told,
    words,
)

from bot.domain.questions import Outcome
from bot.rehearsal.messages import Message
from bot.rehearsal.places import Channel

# --- permissions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["send_messages", "read_message_history"])
async def test_where_the_bot_may_not_reply_the_team_gets_the_question(house: House, lacking: str) -> None:
    house.stage.questions.deny(house.me, [lacking])
    asked = await house.leo.say(house.stage.questions, KNOWN)
    assert "Incheon" in words(await house.card())
    assert (await house.question(asked)).is_open
    assert house.said_by_bot(house.stage.questions) == []


async def test_a_channel_that_the_bot_may_not_see_costs_the_others_nothing(house: House) -> None:
    await house.settled()
    await house.stop_bot()
    house.stage.questions.deny(house.me, ["view_channel"])
    thread = await house.leo.post(house.stage.forum, "Signing?", UNKNOWN)
    await house.start_bot()
    await house.card()
    assert (await house.question(thread.messages[0])).is_open


async def test_what_was_said_where_the_bot_could_not_read_is_read_once_it_may(house: House) -> None:
    await house.settled()
    house.stage.questions.deny(house.me, ["view_channel"])
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.restart_bot()
    await house.settled()
    house.stage.questions.allow(house.me, ["view_channel"])
    await house.restart_bot()
    await house.card()
    assert (await house.question(asked)).asked_at == asked.created_at


@pytest.mark.parametrize("lacking", ["send_messages", "view_channel"])
async def test_cards_come_once_the_bot_may_write_in_the_team_s_channel(house: House, lacking: str) -> None:
    house.stage.team_desk.deny(house.me, [lacking])
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    assert "asked the team" in words(await house.reply_to(asked))
    await house.eventually(lambda: _state_is(house, f"card:{asked.id}", "sending"))
    assert house.cards() == []
    house.stage.team_desk.allow(house.me, [lacking])
    house.move(minutes=11)
    await house.card()
    await house.settled()
    assert len(house.cards()) == 1


async def _state_is(house: House, key: str, state: str) -> bool:
    return bool(
        await house.count(
            "SELECT count(*) FROM outbox WHERE key = ? AND state = ? AND due_at > queued_at", key, state
        )
    )


async def test_the_team_s_channel_was_deleted_and_another_one_is_chosen(house: House) -> None:
    house.stage.guild.delete_channel(house.stage.team_desk)
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    assert "asked the team" in words(await house.reply_to(asked))
    await house.eventually(lambda: _state_is(house, f"card:{asked.id}", "sending"))
    desk = house.stage.guild.text_channel("new-desk")
    await (await house.hana.slash(house.stage.lounge, "setup", team_channel=desk)).done()
    house.move(minutes=11)
    await house.until(lambda: cards_in(desk))
    assert UNKNOWN in words(cards_in(desk)[0])


async def test_an_answer_that_cannot_be_posted_is_given_back_to_who_wrote_it(house: House) -> None:
    await house.leo.direct(house.me, UNKNOWN)
    card = await house.card()
    await house.settled()
    house.stage.leo.open_to_direct = False
    await answer_through_the_bot(house.sera, card, "Yes, after the encore")

    def trouble() -> list[Message]:
        return [one for one in house.stage.team_desk.messages if "couldn’t post" in one.content]

    await house.until(trouble)
    assert "Yes, after the encore" in words(trouble()[0])


# --- the wire -----------------------------------------------------------------------------------------


def messages_of(channel: Channel) -> str:
    return f"/channels/{channel.id}/messages"


async def one_answer_in_the_end(house: House, asked: Message) -> None:
    for _ in range(3):
        house.move(seconds=5)
        await asyncio.sleep(0)
    await house.reply_to(asked)
    await house.question(asked)
    assert len(house.replies_to(asked)) == 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("trouble", ["503", "200 and HTML", "cut", "silence"])
async def test_one_answer_stands_in_the_channel_whatever_happened_to_the_request(
    house: House, monkeypatch: pytest.MonkeyPatch, trouble: str, *, after: bool
) -> None:
    monkeypatch.setattr("bot.outbox.TRY_FOR", 0.3)
    path = messages_of(house.stage.questions)
    match trouble:
        case "503":
            fault = house.discord.faults.answer("POST", path, 503, after=after)
        case "200 and HTML":
            fault = house.discord.faults.answer("POST", path, 200, after=after)
        case "cut":
            fault = house.discord.faults.cut("POST", path, after=after)
        case _:
            fault = house.discord.faults.hang("POST", path, 0.5, after=after)
    asked = await house.leo.say(house.stage.questions, KNOWN)
    await house.until(lambda: fault.times == 0)
    await house.eventually(lambda: _state_is(house, f"answer:{asked.id}", "sending"))
    house.move(seconds=5)
    assert "Doors open" in words(await house.reply_to(asked))
    await house.question(asked)
    house.move(minutes=1)
    await house.settled()
    assert len(house.replies_to(asked)) == 1


async def test_a_message_that_was_carried_out_long_ago_is_recognised_in_the_channel(house: House) -> None:
    path = messages_of(house.stage.questions)
    house.discord.faults.answer("POST", path, 503, after=True)
    asked = await house.leo.say(house.stage.questions, KNOWN)
    await house.eventually(lambda: _state_is(house, f"answer:{asked.id}", "sending"))
    await house.stop_bot()
    for _ in range(20):
        await house.dohyun.say(house.stage.questions, CHATTER)
    house.move(minutes=30)  # by now Discord has forgotten the nonce
    await house.start_bot()
    assert (await house.question(asked)).outcome is Outcome.ANSWERED_BY_BOT
    assert len(house.replies_to(asked)) == 1


async def test_a_card_that_was_carried_out_long_ago_is_recognised_too(house: House) -> None:
    house.discord.faults.cut("POST", messages_of(house.stage.team_desk), after=True)
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.card()
    await house.eventually(lambda: _state_is(house, f"card:{asked.id}", "sending"))
    house.move(minutes=30)
    question = await house.question(asked)
    assert question.card_message_id == house.cards()[0].id
    assert len(house.cards()) == 1


async def test_being_slowed_down_by_discord_loses_nothing(house: House) -> None:
    limited = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
    house.discord.faults.answer(
        "POST",
        messages_of(house.stage.questions),
        429,
        limited,
        times=2,
        headers={"Via": "1.1 google", "Retry-After": "0.05", "X-RateLimit-Scope": "user"},
    )
    asked = await house.leo.say(house.stage.questions, KNOWN)
    await house.reply_to(asked)
    await house.question(asked)
    assert len(house.replies_to(asked)) == 1


async def test_a_ban_of_the_address_is_waited_out(house: House) -> None:
    house.discord.faults.answer("POST", messages_of(house.stage.questions), 429, "banned")
    asked = await house.leo.say(house.stage.questions, KNOWN)
    await house.eventually(lambda: _state_is(house, f"answer:{asked.id}", "sending"))
    assert house.replies_to(asked) == []
    await one_answer_in_the_end(house, asked)


async def test_a_question_deleted_before_the_answer_went_out_is_not_answered(house: House) -> None:
    house.discord.faults.answer("POST", messages_of(house.stage.questions), 503)
    asked = await house.leo.say(house.stage.questions, KNOWN)
    await house.eventually(lambda: _state_is(house, f"answer:{asked.id}", "sending"))
    await house.leo.delete(asked)
    await house.eventually(lambda: _withdrawn(house, asked))
    house.move(minutes=1)
    await house.settled()
    assert house.said_by_bot(house.stage.questions) == []


async def _withdrawn(house: House, asked: Message) -> bool:
    question = await house.store.questions.of_message(asked.id)
    return question is not None and question.outcome is Outcome.WITHDRAWN


async def test_an_outage_of_discord_loses_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.1)
    await house.settled()
    house.discord.gateway.go_offline()
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await asyncio.sleep(0.1)
    house.discord.gateway.come_back(resumable=False)
    await house.card()
    assert (await house.question(asked)).asked_at == asked.created_at


# --- without the Message Content intent ---------------------------------------------------------------


async def test_without_the_message_content_intent_those_who_speak_to_us_are_answered(
    unheard_house: House,
) -> None:
    house = unheard_house
    await house.no_question(await house.leo.say(house.stage.questions, KNOWN))
    mention = await house.leo.say(house.stage.questions, f"{house.me.mention} {KNOWN}")
    answer = await house.reply_to(mention)
    direct = await house.minji.direct(house.me, KNOWN)
    assert "Doors open" in words(await house.reply_to(direct))
    house.move(minutes=7)
    more = await house.leo.reply(answer, "and how much is it?")
    assert "44,000" in words(await house.reply_to(more))
    used = await (await house.leo.slash(house.stage.lounge, "ask", question=KNOWN)).done()
    assert "Doors open" in words(used.message)


async def test_without_the_message_content_intent_replies_are_timed_all_the_same(
    unheard_house: House,
) -> None:
    house = unheard_house
    asked = await house.leo.say(house.stage.questions, f"{house.me.mention} {UNKNOWN}")
    await house.card()
    answer = await house.sera.reply(asked, "yes")
    assert (await house.answered(asked)).message_id == answer.id


# --- who presses what ---------------------------------------------------------------------------------


async def test_two_of_the_team_reply_at_once_and_one_is_told(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    card = await house.card()
    await house.question(asked)
    first, second = await press(house.sera, card, "reply"), await press(house.jun, card, "reply")
    one = await house.sera.submit(first, answer="Yes, after the encore")
    two = await house.jun.submit(second, answer="Yes, at the merch table")
    await one.done()
    await two.done()
    await house.answered(asked)
    answers = [said for said in house.replies_to(asked) if "Yes" in words(said)]
    assert len(answers) == 1
    assert "on its way" in told(one)
    assert "on its way" not in told(two)


async def test_a_fan_who_gets_at_the_team_s_buttons_is_refused(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    card = await house.card()
    await house.question(asked)
    house.stage.team_desk.allow(house.stage.leo, ["view_channel"])
    for item in components(card):
        if "custom_id" in item:
            used = await (await house.leo.press(card, item["custom_id"])).done()
            assert "Only the team" in told(used)
    question = await house.question(asked)
    assert (question.outcome, question.acknowledged_at) == (Outcome.OPEN, None)


async def test_who_left_the_team_with_the_form_open_is_refused(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    form = await press(house.sera, await house.card(), "reply")
    house.stage.guild.set_roles(house.stage.sera, [])
    used = await (await house.sera.submit(form, answer="Yes")).done()
    assert "Only the team" in told(used)
    assert await house.staff_reply(asked) is None


async def test_a_button_of_a_question_that_is_not_kept_any_more_says_so(house: House) -> None:
    await house.leo.say(house.stage.questions, UNKNOWN)
    card = await house.card()
    for item in components(card):
        if "custom_id" in item:
            item["custom_id"] = item["custom_id"].replace(":1", ":999", 1)
    used = await press(house.sera, card, "reply")
    assert "isn’t kept any more" in told(used)


async def test_a_component_that_nobody_knows_any_more_says_so(house: House) -> None:
    await house.leo.say(house.stage.questions, UNKNOWN)
    card = await house.card()
    components(card)[0]["custom_id"] = "from-an-older-version:1"
    used = await (await house.sera.press(card, "from-an-older-version:1")).done()
    assert "expired" in told(used)


async def test_a_form_that_was_open_over_a_restart_is_sent_all_the_same(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    form = await press(house.sera, await house.card(), "reply")
    await house.settled()
    await house.restart_bot()
    used = await (await house.sera.submit(form, answer="Yes, after the encore")).done()
    assert "on its way" in told(used)
    reply = await house.answered(asked)
    assert reply.staff_id == house.stage.sera.id


# --- what fans write ----------------------------------------------------------------------------------

NASTY = "@everyone @here <@&{team}> <@{hana}> **bold** [x](<https://e.example>) `code` ||spoiler|| will there be a signing after the Incheon show?"


async def test_no_text_of_a_fan_pings_anybody(house: House) -> None:
    house.stage.team.mentionable = True
    text = NASTY.format(team=house.stage.team.id, hana=house.stage.hana.id)
    asked = await house.leo.say(house.stage.questions, f"{house.me.mention} {text}")
    card = await house.card()
    await house.question(asked)
    await answer_through_the_bot(house.sera, card, "@everyone <@&1> yes <@" + str(house.stage.hana.id) + ">")
    await house.answered(asked)
    for said in [*house.said_by_bot(house.stage.questions), *house.said_by_bot(house.stage.team_desk)]:
        assert not said.mentions.everyone
        assert said.mentions.roles == []
        assert set(said.mentions.users) <= {house.stage.leo}
    assert "\\*\\*bold" in words(card)


async def test_names_as_long_as_discord_allows_fit_everywhere(house: House) -> None:
    house.stage.guild.members[house.stage.leo.id].nick = "*" * 32
    house.stage.guild.members[house.stage.sera.id].nick = "_" * 32
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    card = await house.card()
    await answer_through_the_bot(house.sera, card, "a" * 1800)
    await house.answered(asked)
    await house.card_says(card, "answered after")


async def test_texts_as_long_as_discord_allows_fit_everywhere(house: House) -> None:
    filler = "*" * (1990 - len(UNKNOWN))
    asked = await house.leo.say(house.stage.questions, f"{UNKNOWN} {filler}")
    await house.card()
    assert (await house.question(asked)).is_open
    await house.leo.edit(asked, f"will there be a signing after the Tokyo show? {'[' * 1900}")
    await house.card_says(await house.card(), "Tokyo")


@pytest.mark.parametrize("text", ["?", "\u202e\u200b?", "[x](<" * 390, "🦊" * 500, "a" * 2000, "```", "\\"])
async def test_odd_texts_do_no_harm(house: House, text: str) -> None:
    said = await house.leo.say(house.stage.questions, text)
    after = await house.dohyun.say(house.stage.questions, KNOWN)
    await house.reply_to(after)
    await house.settled()
    direct = await house.leo.direct(house.me, text)
    await house.settled()
    assert len(house.replies_to(said)) <= 1
    assert len(house.replies_to(direct)) <= 1


async def test_a_card_works_after_a_restart(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    card = await house.card()
    await house.question(asked)
    await house.restart_bot()
    await answer_through_the_bot(house.sera, card, "Yes, after the encore")
    assert (await house.answered(asked)).staff_id == house.stage.sera.id
    await house.card_says(card, "Sera answered")
