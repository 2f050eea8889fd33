"""Sessions are planned, moved, cancelled, and kept in step with Discord's own events."""

from datetime import UTC, datetime, timedelta

import pytest
from house import House, told, words
from sessions import (
    RAIN,
    SONG,
    again,
    ask,
    begin,
    being_asked,
    desk_says,
    end,
    fans_of,
    host_presses,
    kept,
    notices,
    over,
    plan,
    put_in,
)

from bot.domain.session_questions import OWN, Fate
from bot.domain.sessions import Session
from bot.rehearsal.scheduled import ACTIVE, COMPLETED


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


async def test_what_is_planned_is_listed_and_offered_by_name(house: House) -> None:
    once = await plan(house)
    await plan(house, after=timedelta(days=3), repeats="weekly")
    await plan(house, after=timedelta(days=4), repeats="monthly")
    listed = await house.leo.slash(house.stage.lounge, "qna list")
    text = told(await listed.done())
    assert all(f"**#{number}** 윤슬" in text for number in (1, 2, 3))
    assert all(often in text for often in ("Once", "Every week", "Every month"))
    offered = await house.leo.autocomplete(house.stage.lounge, "qna questions", focused="session", session=0)
    assert offered[0]["name"] == f"#{once.id} 윤슬 · 2026-11-24 14:00"
    assert len(offered) == 3
    await begin(house, once)
    await end(house, once)
    over_ones = await house.sera.autocomplete(
        house.stage.lounge, "qna transcript", focused="session", session=0
    )
    assert [choice["value"] for choice in over_ones] == [once.id]


async def test_who_plans_where_something_is_missing_is_told_at_once(house: House) -> None:
    await house.settled()
    house.stage.lounge.deny(house.me, ["create_public_threads"])
    done = await house.sera.slash(
        house.stage.lounge, "qna schedule", artist="Me", date="2026-12-01", time="10:00", minutes=30
    )
    assert "I lack: create public threads" in told(await done.done())


async def test_a_session_made_longer_says_when_it_ends(house: House) -> None:
    session = await plan(house)
    done = await house.sera.slash(house.stage.lounge, "qna change", session=session.id, minutes=90)
    assert "Changed" in told(await done.done())
    moved = await again(house, session)
    assert (moved.starts_at, moved.ends_at) == (session.starts_at, session.starts_at + timedelta(minutes=90))


async def test_discord_s_event_goes_with_the_session_to_its_end(house: House) -> None:
    session = await plan(house)
    events = house.stage.guild.events
    (event,) = await house.until(lambda: list(events.values()))
    await begin(house, session)
    await house.until(lambda: event.status == ACTIVE)
    await host_presses(house, session, "qna_extend")
    await house.until(lambda: event.ends_at == session.ends_at + timedelta(minutes=10))
    await end(house, session)
    await house.until(lambda: event.status == COMPLETED)


async def test_an_event_whose_making_was_not_answered_is_not_made_twice(house: House) -> None:
    await house.settled()
    house.discord.faults.answer("POST", "/guilds/*/scheduled-events", 503, after=True)
    session = await plan(house)
    await house.eventually(lambda: has_event(house, session))
    assert list(house.stage.guild.events) == [(await again(house, session)).event_id]


async def has_event(house: House, session: Session) -> bool:
    return (await again(house, session)).event_id is not None


async def test_an_event_that_somebody_deleted_stays_deleted(house: House) -> None:
    session = await plan(house)
    await house.eventually(lambda: has_event(house, session))
    house.stage.guild.events.clear()
    await begin(house, session)
    done = await end(house, session)
    assert (done.event_id, house.stage.guild.events) == (None, {})


async def test_each_of_a_fan_s_questions_is_shown_as_it_stands(house: House) -> None:
    await (await house.sera.slash(house.stage.lounge, "qna words", words="secret")).done()
    session = await plan(house, per_fan=20, after=timedelta(hours=2))
    (fan,) = fans_of(house, 1)
    texts = [SONG, RAIN, "Will you tour Peru?", "Are you married?", "Tea or coffee?", "What is your secret?"]
    for text in texts:
        await ask(house, fan, session, text)
        house.move(minutes=1)
    await ask(house, fan, session, "Snow?")
    questions = [await kept(house, text) for text in [*texts, "Snow?"]]
    for question, after in zip(questions[2:5], (Fate.DEFERRED, Fate.DECLINED, Fate.WITHDRAWN), strict=True):
        assert await house.store.session_questions.move(question.id, OWN, after)
    assert await house.store.session_votes.merge(questions[-1].id, questions[0].id)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    mine = told(await (await house.person(fan).slash(house.stage.lounge, "qna mine")).done())
    assert [line.split(" · ")[1] for line in mine.splitlines() if " · " in line] == [
        "being asked",
        "waiting",
        "kept for the next session",
        "not this time",
        "the team is looking at it",
        "joined with a question like it",
    ]


async def test_of_two_changes_only_the_one_that_holds_is_told(house: House) -> None:
    session = await plan(house)
    lost = house.discord.faults.answer("POST", f"/channels/{house.stage.lounge.id}/messages", 503)
    for time in ("20:00", "21:00"):
        done = await house.sera.slash(house.stage.lounge, "qna change", session=session.id, time=time)
        assert "Changed" in told(await done.done())
        await house.until(lambda: lost.times == 0)
    house.move(seconds=10)
    await house.until(lambda: notices(house, session, "moved"))
    await house.settled()
    (told_of,) = notices(house, session, "moved")
    assert str(int((await again(house, session)).starts_at.timestamp())) in words(told_of)
