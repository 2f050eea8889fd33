"""Discord refuses, hangs, breaks off or forgets; permissions are missing; fans write what they like."""

import asyncio

import pytest

from bot.domain.questions.question import Outcome
from bot.rehearsal.model.channels import Channel, Message
from tests.e2e.harness import (
    CHATTER,
    KNOWN,
    UNKNOWN,
    Harness,
    answer_through_the_bot,
    cards_in,
    components,
    press,
    told,
    words,
)

# --- permissions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["send_messages", "read_message_history"])
async def test_where_the_bot_may_not_reply_the_team_gets_the_question(harness: Harness, lacking: str) -> None:
    harness.fan_server.questions.deny(harness.me, [lacking])
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    assert "Incheon" in words(await harness.card())
    assert (await harness.question(asked)).is_open
    assert harness.said_by_bot(harness.fan_server.questions) == []


async def test_a_channel_that_the_bot_may_not_see_costs_the_others_nothing(harness: Harness) -> None:
    await harness.settled()
    await harness.stop_bot()
    harness.fan_server.questions.deny(harness.me, ["view_channel"])
    thread = await harness.leo.post(harness.fan_server.forum, "Signing?", UNKNOWN)
    await harness.start_bot()
    await harness.card()
    assert (await harness.question(thread.messages[0])).is_open


async def test_what_was_said_where_the_bot_could_not_read_is_read_once_it_may(harness: Harness) -> None:
    await harness.settled()
    harness.fan_server.questions.deny(harness.me, ["view_channel"])
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.restart_bot()
    await harness.settled()
    harness.fan_server.questions.allow(harness.me, ["view_channel"])
    await harness.restart_bot()
    await harness.card()
    assert (await harness.question(asked)).asked_at == asked.created_at


@pytest.mark.parametrize("lacking", ["send_messages", "view_channel"])
async def test_cards_come_once_the_bot_may_write_in_the_team_s_channel(
    harness: Harness, lacking: str
) -> None:
    harness.fan_server.team_desk.deny(harness.me, [lacking])
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    assert "asked the team" in words(await harness.reply_to(asked))
    await harness.eventually(lambda: _state_is(harness, f"card:{asked.id}", "sending"))
    assert harness.cards() == []
    harness.fan_server.team_desk.allow(harness.me, [lacking])
    harness.move(minutes=11)
    await harness.card()
    await harness.settled()
    assert len(harness.cards()) == 1


async def _state_is(harness: Harness, key: str, state: str) -> bool:
    return bool(
        await harness.count(
            "SELECT count(*) FROM outbox WHERE key = ? AND state = ? AND due_at > queued_at", key, state
        )
    )


async def test_the_team_s_channel_was_deleted_and_another_one_is_chosen(harness: Harness) -> None:
    harness.fan_server.guild.delete_channel(harness.fan_server.team_desk)
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    assert "asked the team" in words(await harness.reply_to(asked))
    await harness.eventually(lambda: _state_is(harness, f"card:{asked.id}", "sending"))
    desk = harness.fan_server.guild.text_channel("new-desk")
    await (await harness.hana.slash(harness.fan_server.lounge, "setup", team_channel=desk)).done()
    harness.move(minutes=11)
    await harness.until(lambda: cards_in(desk))
    assert UNKNOWN in words(cards_in(desk)[0])


async def test_an_answer_that_cannot_be_posted_is_given_back_to_who_wrote_it(harness: Harness) -> None:
    await harness.leo.direct(harness.me, UNKNOWN)
    card = await harness.card()
    await harness.settled()
    harness.fan_server.leo.open_to_direct = False
    await answer_through_the_bot(harness.sera, card, "Yes, after the encore")

    def trouble() -> list[Message]:
        return [one for one in harness.fan_server.team_desk.messages if "couldn’t post" in one.content]

    await harness.until(trouble)
    assert "Yes, after the encore" in words(trouble()[0])


# --- the wire -----------------------------------------------------------------------------------------


def messages_of(channel: Channel) -> str:
    return f"/channels/{channel.id}/messages"


async def one_answer_in_the_end(harness: Harness, asked: Message) -> None:
    for _ in range(3):
        harness.move(seconds=5)
        await asyncio.sleep(0)
    await harness.reply_to(asked)
    await harness.question(asked)
    assert len(harness.replies_to(asked)) == 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("trouble", ["503", "200 and HTML", "cut", "silence"])
async def test_one_answer_stands_in_the_channel_whatever_happened_to_the_request(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, trouble: str, *, after: bool
) -> None:
    monkeypatch.setattr("bot.delivery.sending.TRY_FOR", 0.3)
    path = messages_of(harness.fan_server.questions)
    match trouble:
        case "503":
            fault = harness.discord.faults.answer("POST", path, 503, after=after)
        case "200 and HTML":
            fault = harness.discord.faults.answer("POST", path, 200, after=after)
        case "cut":
            fault = harness.discord.faults.cut("POST", path, after=after)
        case _:
            fault = harness.discord.faults.hang("POST", path, 0.5, after=after)
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.until(lambda: fault.times == 0)
    await harness.eventually(lambda: _state_is(harness, f"answer:{asked.id}", "sending"))
    harness.move(seconds=5)
    assert "Doors open" in words(await harness.reply_to(asked))
    await harness.question(asked)
    harness.move(minutes=1)
    await harness.settled()
    assert len(harness.replies_to(asked)) == 1


async def test_a_message_that_was_carried_out_long_ago_is_recognised_in_the_channel(harness: Harness) -> None:
    path = messages_of(harness.fan_server.questions)
    harness.discord.faults.answer("POST", path, 503, after=True)
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.eventually(lambda: _state_is(harness, f"answer:{asked.id}", "sending"))
    await harness.stop_bot()
    for _ in range(20):
        await harness.dohyun.say(harness.fan_server.questions, CHATTER)
    harness.move(minutes=30)  # by now Discord has forgotten the nonce
    await harness.start_bot()
    assert (await harness.question(asked)).outcome is Outcome.ANSWERED_BY_BOT
    assert len(harness.replies_to(asked)) == 1


async def test_a_card_that_was_carried_out_long_ago_is_recognised_too(harness: Harness) -> None:
    harness.discord.faults.cut("POST", messages_of(harness.fan_server.team_desk), after=True)
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    await harness.eventually(lambda: _state_is(harness, f"card:{asked.id}", "sending"))
    harness.move(minutes=30)
    question = await harness.question(asked)
    assert question.card_message_id == harness.cards()[0].id
    assert len(harness.cards()) == 1


async def test_being_slowed_down_by_discord_loses_nothing(harness: Harness) -> None:
    limited = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
    harness.discord.faults.answer(
        "POST",
        messages_of(harness.fan_server.questions),
        429,
        limited,
        times=2,
        headers={"Via": "1.1 google", "Retry-After": "0.05", "X-RateLimit-Scope": "user"},
    )
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.reply_to(asked)
    await harness.question(asked)
    assert len(harness.replies_to(asked)) == 1


async def test_a_ban_of_the_address_is_waited_out(harness: Harness) -> None:
    harness.discord.faults.answer("POST", messages_of(harness.fan_server.questions), 429, "banned")
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.eventually(lambda: _state_is(harness, f"answer:{asked.id}", "sending"))
    assert harness.replies_to(asked) == []
    await one_answer_in_the_end(harness, asked)


async def test_a_question_deleted_before_the_answer_went_out_is_not_answered(harness: Harness) -> None:
    harness.discord.faults.answer("POST", messages_of(harness.fan_server.questions), 503)
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.eventually(lambda: _state_is(harness, f"answer:{asked.id}", "sending"))
    await harness.leo.delete(asked)
    await harness.eventually(lambda: _withdrawn(harness, asked))
    harness.move(minutes=1)
    await harness.settled()
    assert harness.said_by_bot(harness.fan_server.questions) == []


async def _withdrawn(harness: Harness, asked: Message) -> bool:
    question = await harness.store.questions.of_message(asked.id)
    return question is not None and question.outcome is Outcome.WITHDRAWN


async def test_an_outage_of_discord_loses_nothing(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.1)
    await harness.settled()
    harness.discord.gateway.go_offline()
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await asyncio.sleep(0.1)
    harness.discord.gateway.come_back(resumable=False)
    await harness.card()
    assert (await harness.question(asked)).asked_at == asked.created_at


# --- without the Message Content intent ---------------------------------------------------------------


async def test_without_the_message_content_intent_those_who_speak_to_us_are_answered(
    harness_without_content: Harness,
) -> None:
    harness = harness_without_content
    await harness.no_question(await harness.leo.say(harness.fan_server.questions, KNOWN))
    mention = await harness.leo.say(harness.fan_server.questions, f"{harness.me.mention} {KNOWN}")
    answer = await harness.reply_to(mention)
    direct = await harness.minji.direct(harness.me, KNOWN)
    assert "Doors open" in words(await harness.reply_to(direct))
    harness.move(minutes=7)
    more = await harness.leo.reply(answer, "and how much is it?")
    assert "44,000" in words(await harness.reply_to(more))
    used = await (await harness.leo.slash(harness.fan_server.lounge, "ask", question=KNOWN)).done()
    assert "Doors open" in words(used.message)


async def test_without_the_message_content_intent_replies_are_timed_all_the_same(
    harness_without_content: Harness,
) -> None:
    harness = harness_without_content
    asked = await harness.leo.say(harness.fan_server.questions, f"{harness.me.mention} {UNKNOWN}")
    await harness.card()
    answer = await harness.sera.reply(asked, "yes")
    assert (await harness.answered(asked)).message_id == answer.id


# --- who presses what ---------------------------------------------------------------------------------


async def test_two_of_the_team_reply_at_once_and_one_is_told(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.question(asked)
    first, second = await press(harness.sera, card, "reply"), await press(harness.jun, card, "reply")
    one = await harness.sera.submit(first, answer="Yes, after the encore")
    two = await harness.jun.submit(second, answer="Yes, at the merch table")
    await one.done()
    await two.done()
    await harness.answered(asked)
    answers = [said for said in harness.replies_to(asked) if "Yes" in words(said)]
    assert len(answers) == 1
    assert "on its way" in told(one)
    assert "on its way" not in told(two)


async def test_a_fan_who_gets_at_the_team_s_buttons_is_refused(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.question(asked)
    harness.fan_server.team_desk.allow(harness.fan_server.leo, ["view_channel"])
    for item in components(card):
        if "custom_id" in item:
            used = await (await harness.leo.press(card, item["custom_id"])).done()
            assert "Only the team" in told(used)
    question = await harness.question(asked)
    assert (question.outcome, question.acknowledged_at) == (Outcome.OPEN, None)


async def test_who_left_the_team_with_the_form_open_is_refused(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    form = await press(harness.sera, await harness.card(), "reply")
    harness.fan_server.guild.set_roles(harness.fan_server.sera, [])
    used = await (await harness.sera.submit(form, answer="Yes")).done()
    assert "Only the team" in told(used)
    assert await harness.staff_reply(asked) is None


async def test_a_button_of_a_question_that_is_not_kept_any_more_says_so(harness: Harness) -> None:
    await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    for item in components(card):
        if "custom_id" in item:
            item["custom_id"] = item["custom_id"].replace(":1", ":999", 1)
    used = await press(harness.sera, card, "reply")
    assert "isn’t kept any more" in told(used)


async def test_a_component_that_nobody_knows_any_more_says_so(harness: Harness) -> None:
    await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    components(card)[0]["custom_id"] = "from-an-older-version:1"
    used = await (await harness.sera.press(card, "from-an-older-version:1")).done()
    assert "expired" in told(used)


async def test_a_form_that_was_open_over_a_restart_is_sent_all_the_same(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    form = await press(harness.sera, await harness.card(), "reply")
    await harness.settled()
    await harness.restart_bot()
    used = await (await harness.sera.submit(form, answer="Yes, after the encore")).done()
    assert "on its way" in told(used)
    reply = await harness.answered(asked)
    assert reply.staff_id == harness.fan_server.sera.id


# --- what fans write ----------------------------------------------------------------------------------

NASTY = "@everyone @here <@&{team}> <@{hana}> **bold** [x](<https://e.example>) `code` ||spoiler|| will there be a signing after the Incheon show?"


async def test_no_text_of_a_fan_pings_anybody(harness: Harness) -> None:
    harness.fan_server.team.mentionable = True
    text = NASTY.format(team=harness.fan_server.team.id, hana=harness.fan_server.hana.id)
    asked = await harness.leo.say(harness.fan_server.questions, f"{harness.me.mention} {text}")
    card = await harness.card()
    await harness.question(asked)
    await answer_through_the_bot(
        harness.sera, card, "@everyone <@&1> yes <@" + str(harness.fan_server.hana.id) + ">"
    )
    await harness.answered(asked)
    for said in [
        *harness.said_by_bot(harness.fan_server.questions),
        *harness.said_by_bot(harness.fan_server.team_desk),
    ]:
        assert not said.mentions.everyone
        assert said.mentions.roles == []
        assert set(said.mentions.users) <= {harness.fan_server.leo}
    assert "\\*\\*bold" in words(card)


async def test_names_as_long_as_discord_allows_fit_everywhere(harness: Harness) -> None:
    harness.fan_server.guild.members[harness.fan_server.leo.id].nick = "*" * 32
    harness.fan_server.guild.members[harness.fan_server.sera.id].nick = "_" * 32
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await answer_through_the_bot(harness.sera, card, "a" * 1800)
    await harness.answered(asked)
    await harness.card_says(card, "answered after")


async def test_texts_as_long_as_discord_allows_fit_everywhere(harness: Harness) -> None:
    filler = "*" * (1990 - len(UNKNOWN))
    asked = await harness.leo.say(harness.fan_server.questions, f"{UNKNOWN} {filler}")
    await harness.card()
    assert (await harness.question(asked)).is_open
    await harness.leo.edit(asked, f"will there be a signing after the Tokyo show? {'[' * 1900}")
    await harness.card_says(await harness.card(), "Tokyo")


@pytest.mark.parametrize("text", ["?", "\u202e\u200b?", "[x](<" * 390, "🦊" * 500, "a" * 2000, "```", "\\"])
async def test_odd_texts_do_no_harm(harness: Harness, text: str) -> None:
    said = await harness.leo.say(harness.fan_server.questions, text)
    after = await harness.dohyun.say(harness.fan_server.questions, KNOWN)
    await harness.reply_to(after)
    await harness.settled()
    direct = await harness.leo.direct(harness.me, text)
    await harness.settled()
    assert len(harness.replies_to(said)) <= 1
    assert len(harness.replies_to(direct)) <= 1


async def test_a_card_works_after_a_restart(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.question(asked)
    await harness.restart_bot()
    await answer_through_the_bot(harness.sera, card, "Yes, after the encore")
    assert (await harness.answered(asked)).staff_id == harness.fan_server.sera.id
    await harness.card_says(card, "Sera answered")
