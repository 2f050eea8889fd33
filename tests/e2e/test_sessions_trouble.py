"""What goes wrong with sessions: late, deleted, forbidden, gone, pressed twice, held, overlapping."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from house import House, custom_id, labels, press, told, words
from sessions import (
    SONG,
    again,
    answer,
    artist_of,
    ask,
    begin,
    being_asked,
    end,
    fans_of,
    fate,
    host_picks,
    host_presses,
    kept,
    kill_and_restart,
    notices,
    over,
    plan,
    put_in,
    the_console,
    thread_of,
    vote,
)

from bot.domain.session_questions import Fate
from bot.domain.sessions import State

RAIN = "Do you like rain?"


def desk_says(house: House, text: str) -> bool:
    return any(text in words(said) for said in house.said_by_bot(house.stage.team_desk))


async def test_the_bot_was_away_for_the_whole_session_and_says_sorry(house: House) -> None:
    session = await plan(house, repeats="weekly")
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    await house.stop_bot()
    house.move(days=2, hours=2)
    await house.start_bot()
    missed = await over(house, session)
    assert missed.state is State.MISSED
    assert "We are sorry" in words(notices(house, session, "missed")[0])
    (after,) = await house.store.sessions.open_in(house.stage.guild.id)
    assert (await kept(house, SONG)).session_id == after.id


async def test_two_hosts_press_at_once_and_one_question_is_asked(house: House) -> None:
    session = await plan(house)
    fans = fans_of(house, 3)
    for fan, text in zip(fans, (SONG, RAIN, "Tea or coffee?"), strict=True):
        await ask(house, fan, session, text)
    thread = await begin(house, session)
    message = await the_console(house, session)
    await house.until(lambda: custom_id(message, "qna_next") != f"qna_next:{session.id}:0")
    button = custom_id(message, "qna_next")
    pressed = await asyncio.gather(house.sera.press(message, button), house.jun.press(message, button))
    done = [await one.done() for one in pressed]
    await house.settled()
    assert len(put_in(house, thread)) == 2
    refused = [words(one.message) for one in done if one.message and one.message.ephemeral_to]
    assert len(refused) == 1
    assert "quicker" in refused[0] or "더 빨랐어요" in refused[0]


async def test_a_console_drawn_before_a_question_is_put_doesn_t_refuse_its_host(house: House) -> None:
    session = await plan(house)
    for fan, text in zip(fans_of(house, 3), (SONG, RAIN, "Tea or coffee?"), strict=True):
        await ask(house, fan, session, text)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    late = house.discord.faults.hang("PATCH", f"/channels/{house.stage.team_desk.id}/messages/*", 0.3)
    await answer(house, thread, SONG, "In May")
    await house.until(lambda: late.times == 0)
    house.bot.schedule.stop()  # the bot dies before it looks again
    await press(house.sera, await the_console(house, session), "qna_next")
    await house.settled()
    await kill_and_restart(house)
    await host_presses(house, session, "qna_next")
    await house.until(lambda: len(put_in(house, thread)) == 3)


async def test_the_artist_is_late_before_and_after_the_start(house: House) -> None:
    session = await plan(house)
    house.move(days=1, hours=23, minutes=30)
    await the_console(house, session)
    await host_presses(house, session, "qna_late")
    await house.settled()
    moved = await again(house, session)
    assert moved.starts_at == session.starts_at + timedelta(minutes=10)
    assert notices(house, session, "moved")
    thread = await begin(house, session)
    await host_presses(house, session, "qna_late")
    await host_presses(house, session, "qna_extend")
    await house.settled()
    assert (await again(house, session)).ends_at == moved.ends_at + timedelta(minutes=20)
    said = [one.content for one in house.said_by_bot(thread)]
    assert any("a little late" in one for one in said)
    assert any("stay longer" in one for one in said)


async def test_a_deleted_thread_is_opened_again_with_what_stood_in_it(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    house.stage.guild.delete_thread(thread)
    await house.eventually(lambda: is_elsewhere(house, session, thread.id))
    other = await thread_of(house, session)
    await answer(house, other, SONG, "The last one")
    assert await fate(house, SONG) is Fate.ANSWERED
    assert desk_says(house, "its thread was deleted")


async def is_elsewhere(house: House, session, thread_id: int) -> bool:  # noqa: ANN001
    return (await again(house, session)).thread_id not in {None, thread_id}


async def test_a_thread_deleted_while_the_bot_was_away_is_opened_again(house: House) -> None:
    session = await plan(house)
    one, other = fans_of(house, 2)
    await ask(house, one, session, SONG)
    await ask(house, other, session, RAIN)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    await house.stop_bot()
    house.stage.guild.delete_thread(thread)
    await house.start_bot()
    await host_presses(house, session, "qna_next")
    await house.eventually(lambda: is_elsewhere(house, session, thread.id))
    again_there = await thread_of(house, session)
    await house.until(lambda: len(put_in(house, again_there)) == 2)


async def test_without_permissions_the_team_is_told_and_it_begins_once_they_are_back(house: House) -> None:
    session = await plan(house)
    await house.settled()
    house.stage.lounge.deny(house.me, ["create_public_threads"])
    house.move(days=2, seconds=1)
    await house.until(lambda: desk_says(house, "I may not write, or open threads"))
    house.stage.lounge.allow(house.me, ["create_public_threads"])
    house.move(minutes=11)
    await begin(house, session)
    told_of = [one for one in house.said_by_bot(house.stage.team_desk) if "I may not" in words(one)]
    assert len(told_of) == 1


async def test_the_artist_left_the_server_and_the_team_relays(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    house.stage.guild.leave(artist_of(house))
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    await house.until(lambda: desk_says(house, "is not on this server any more"))
    form = await host_presses(house, session, "qna_relay")
    await (await house.sera.submit(form, answer="The last one")).done()
    await house.eventually(lambda: is_answered(house))


async def is_answered(house: House) -> bool:
    return await fate(house, SONG) is Fate.ANSWERED


async def test_held_words_wait_for_the_team(house: House) -> None:
    done = await (await house.sera.slash(house.stage.lounge, "qna words", words="stupid*, *spoiler*")).done()
    assert "`stupid*`" in told(done)
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    sent = await ask(house, fan, session, "Why are your STUPIDLY long songs so long?")
    assert "takes a look" in told(sent)
    await ask(house, fan, session, "See https://example.com, do you like it?")
    listed = await (await house.leo.slash(house.stage.lounge, "qna questions")).done()
    assert "STUPIDLY" not in words(listed.message)
    await begin(house, session)
    held = await host_presses(house, session, "qna_held")
    for text, button, after in (
        ("STUPIDLY", "qna_decline", Fate.DECLINED),
        ("example", "qna_let_in", Fate.PUT),
    ):
        row = await house.store.connection.fetch_one(
            "SELECT id, text FROM session_questions WHERE text LIKE ?", (f"%{text}%",)
        )
        menu = custom_id(held.message, "qna_queue")
        panel = await (await house.sera.choose(held.message, menu, [str(row["id"])])).done()
        pressed = await press(house.sera, panel.message, button)
        if button == "qna_decline":
            await (await house.sera.submit(pressed, {})).done()
        await house.eventually(lambda text=row["text"], after=after: became(house, text, after))


async def became(house: House, text: str, after: Fate) -> bool:
    return await fate(house, text) is after


async def test_one_fan_s_flood_is_held(house: House) -> None:
    session = await plan(house, per_fan=20)
    (fan,) = fans_of(house, 1)
    subjects = ("rain", "bread", "Jeju in spring", "vinyl", "your cat", "early mornings")
    for subject in subjects:
        await ask(house, fan, session, subject)
    assert [await fate(house, subject) for subject in subjects] == [Fate.WAITING] * 5 + [Fate.HELD]
    same = await ask(house, fan, session, "Rain!")
    assert "already" in told(same)


async def test_a_cancelled_session_tells_those_who_asked_and_keeps_their_questions(house: House) -> None:
    session = await plan(house)
    one, other = fans_of(house, 2)
    await ask(house, one, session, SONG)
    await ask(house, other, session, RAIN, where="direct")
    done = await (await house.sera.slash(house.stage.lounge, "qna cancel", session=session.id)).done()
    assert "Cancelled" in told(done)
    await over(house, session)
    assert len(notices(house, session, "cancelled")) == 1
    assert any(f"<@{one.id}>" in said.content for said in house.said_by_bot(house.stage.lounge))
    direct = house.stage.world.direct(house.me, other).messages
    assert ["kept for the next session" in words(said) for said in direct] == [True]
    assert house.stage.guild.events == {}
    later = await plan(house, after=timedelta(days=9))
    assert (await kept(house, SONG)).session_id == later.id


async def test_who_takes_no_direct_messages_is_told_in_the_channel_unless_anonymous(house: House) -> None:
    session = await plan(house)
    one, other = fans_of(house, 2)
    await ask(house, one, session, SONG, where="direct")
    await ask(house, other, session, RAIN, who="anonymous")
    one.open_to_direct = other.open_to_direct = False
    await begin(house, session)
    await end(house, session)
    await house.settled()
    public = " ".join(said.content for said in house.said_by_bot(house.stage.lounge))
    assert f"<@{one.id}>" in public
    assert f"<@{other.id}>" not in public


async def test_a_moved_session_is_told_of_and_reminded_of_anew(house: House) -> None:
    session = await plan(house, after=timedelta(days=3), repeats="monthly")
    done = await house.sera.slash(
        house.stage.lounge, "qna change", session=session.id, date="2026-11-30", time="20:00", onwards=True
    )
    assert "Changed" in told(await done.done())
    await house.settled()
    moved = await again(house, session)
    assert moved.starts_at == datetime(2026, 11, 30, 11, tzinfo=UTC)
    assert len(notices(house, session, "moved")) == 1
    events = house.stage.guild.events
    await house.until(lambda: [event.starts_at for event in events.values()] == [moved.starts_at])
    house.move(days=2, minutes=1)
    await house.settled()
    assert notices(house, session, "day") == []
    house.move(days=5, hours=6)
    await house.until(lambda: notices(house, session, "day"))


async def test_sessions_at_the_same_time_go_on_beside_each_other(house: House) -> None:
    session = await plan(house)
    done = await house.sera.slash(
        house.stage.lounge, "qna schedule", artist="Nobody Known", date="2026-11-24", time="14:30"
    )
    assert f"At the same time: Q&A #{session.id}" in told(await done.done())
    await house.settled()
    other = (await house.store.sessions.open_in(house.stage.guild.id))[1]
    one, two = fans_of(house, 2)
    await ask(house, one, session, SONG)
    await ask(house, two, other, RAIN)
    thread = await begin(house, session)
    second = await begin(house, other)
    await being_asked(house, thread, SONG)
    await being_asked(house, second, RAIN)
    assert [len(put_in(house, one)) for one in (thread, second)] == [1, 1]


async def test_an_answer_edited_or_deleted_is_kept_as_it_stands(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    said = await answer(house, thread, SONG, "The lastt one")
    artist = house.person(artist_of(house))
    await artist.edit(said, "The last one")

    async def corrected() -> bool:
        kept_answer = await house.store.session_answers.of_message(said.id)
        return kept_answer is not None and kept_answer.text == "The last one"

    await house.eventually(corrected)
    more = await artist.reply(said, "And the first")
    await house.eventually(lambda: house.store.session_answers.of_message(more.id))
    await artist.delete(said)
    await artist.delete(more)
    await house.eventually(lambda: became(house, SONG, Fate.PUT))


async def test_fans_chatter_and_replies_in_the_thread_are_left_alone(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    asked = await being_asked(house, thread, SONG)
    before = len(house.said_by_bot(thread))
    said = await house.leo.reply(asked, "what time do doors open in Busan?")
    await house.person(artist_of(house)).say(thread, "Hello all!")
    await house.settled()
    assert len(house.said_by_bot(thread)) == before
    assert await house.store.questions.of_message(said.id) is None
    assert await fate(house, SONG) is Fate.PUT


async def test_only_the_team_and_the_host_may_do_what_hosts_do(house: House) -> None:
    await house.settled()
    refused = await house.leo.slash(
        house.stage.lounge, "qna schedule", artist="Me", date="2026-12-01", time="10:00"
    )
    assert "Only the team" in told(await refused.done())
    session = await plan(house, host=house.stage.leo)
    shown = await (await house.leo.slash(house.stage.lounge, "qna host")).done()
    assert labels(shown.message) == ["Artist is late: +10 min"]
    refused = await house.minji.slash(house.stage.lounge, "qna host", session=session.id)
    assert "진행자와 팀만" in told(await refused.done())


@pytest.mark.parametrize(
    ("date", "time", "told_so"),
    [("2026-13-01", "10:00", "Please write the date"), ("2020-01-01", "10:00", "past already")],
)
async def test_what_can_t_be_planned_is_said(house: House, date: str, time: str, told_so: str) -> None:
    done = await house.sera.slash(house.stage.lounge, "qna schedule", artist="Me", date=date, time=time)
    assert told_so in told(await done.done())


async def test_without_the_right_to_make_events_the_session_takes_place_all_the_same(house: House) -> None:
    house.discord.faults.answer(
        "POST", "/guilds/*/scheduled-events", 403, {"code": 50013, "message": "Missing Permissions"}
    )
    session = await plan(house)
    await house.until(lambda: desk_says(house, "I may not make Discord events"))
    await begin(house, session)


async def test_a_long_queue_has_more_pages(house: House) -> None:
    session = await plan(house)
    fans = fans_of(house, 28)
    for number, fan in enumerate(fans):
        await house.store.session_questions.ask(question(session, fan, number), most=3)
    thread = await begin(house, session)
    await being_asked(house, thread, "Question number 0?")
    shown = await host_presses(house, session, "qna_more")
    assert "26–27" in shown.message.content
    last = await press(house.sera, shown.message, "qna_more")
    assert "last one" in told(last)
    await vote(house, house.stage.leo, session, "Question number 27?")
    panel = await host_picks(house, session, "Question number 3?")
    assert "From" in words(panel.message)
    message = await the_console(house, session)
    for order in ("time", "newcomers", "votes"):
        menu = custom_id(message, "qna_order")
        await (await house.sera.choose(message, menu, [order])).done()
        assert (await again(house, session)).queue_order == order


def question(session, fan, number):  # noqa: ANN001, ANN201
    from bot.domain.session_questions import FanQuestion  # noqa: PLC0415

    return FanQuestion(
        session_id=session.id,
        guild_id=session.guild_id,
        fan_id=fan.id,
        fan_name="Fan",
        fan_language="en",
        sent_id=number + 1,
        asked_at=session.starts_at - timedelta(days=1),
        text=f"Question number {number}?",
    )
