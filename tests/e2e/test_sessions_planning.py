"""Sessions are planned, moved, cancelled, and kept in step with Discord's own events."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.sessions.questions import CHANGEABLE, FanQuestionState
from bot.domain.sessions.session import Session
from bot.rehearsal.model.scheduled_events import ACTIVE, COMPLETED
from tests.e2e.harness import Harness, told, words
from tests.e2e.sessions import (
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


async def test_a_cancelled_session_tells_those_who_asked_and_keeps_their_questions(harness: Harness) -> None:
    session = await plan(harness)
    one, other = fans_of(harness, 2)
    await ask(harness, one, session, SONG)
    await ask(harness, other, session, RAIN, where="direct")
    done = await (
        await harness.sera.slash(harness.fan_server.lounge, "qna cancel", session=session.id)
    ).done()
    assert "Cancelled" in told(done)
    await over(harness, session)
    assert len(notices(harness, session, "cancelled")) == 1
    assert any(f"<@{one.id}>" in said.content for said in harness.said_by_bot(harness.fan_server.lounge))
    direct = harness.fan_server.world.direct(harness.me, other).messages
    assert ["kept for the next session" in words(said) for said in direct] == [True]
    assert harness.fan_server.guild.scheduled_events == {}
    later = await plan(harness, after=timedelta(days=9))
    assert (await kept(harness, SONG)).session_id == later.id


async def test_a_moved_session_is_told_of_and_reminded_of_anew(harness: Harness) -> None:
    session = await plan(harness, after=timedelta(days=3), repeats="monthly")
    done = await harness.sera.slash(
        harness.fan_server.lounge,
        "qna change",
        session=session.id,
        date="2026-11-30",
        time="20:00",
        onwards=True,
    )
    assert "Changed" in told(await done.done())
    await harness.settled()
    moved = await again(harness, session)
    assert moved.starts_at == datetime(2026, 11, 30, 11, tzinfo=UTC)
    assert len(notices(harness, session, "moved")) == 1
    events = harness.fan_server.guild.scheduled_events
    await harness.until(lambda: [event.starts_at for event in events.values()] == [moved.starts_at])
    harness.move(days=2, minutes=1)
    await harness.settled()
    assert notices(harness, session, "day") == []
    harness.move(days=5, hours=6)
    await harness.until(lambda: notices(harness, session, "day"))


async def test_sessions_at_the_same_time_go_on_beside_each_other(harness: Harness) -> None:
    session = await plan(harness)
    done = await harness.sera.slash(
        harness.fan_server.lounge, "qna schedule", artist="Nobody Known", date="2026-11-24", time="14:30"
    )
    assert f"At the same time: Q&A #{session.id}" in told(await done.done())
    await harness.settled()
    other = (await harness.store.sessions.open_in(harness.fan_server.guild.id))[1]
    one, two = fans_of(harness, 2)
    await ask(harness, one, session, SONG)
    await ask(harness, two, other, RAIN)
    thread = await begin(harness, session)
    second = await begin(harness, other)
    await being_asked(harness, thread, SONG)
    await being_asked(harness, second, RAIN)
    assert [len(put_in(harness, one)) for one in (thread, second)] == [1, 1]


@pytest.mark.parametrize(
    ("date", "time", "told_so"),
    [("2026-13-01", "10:00", "Please write the date"), ("2020-01-01", "10:00", "past already")],
)
async def test_what_can_t_be_planned_is_said(harness: Harness, date: str, time: str, told_so: str) -> None:
    done = await harness.sera.slash(
        harness.fan_server.lounge, "qna schedule", artist="Me", date=date, time=time
    )
    assert told_so in told(await done.done())


async def test_without_the_right_to_make_events_the_session_takes_place_all_the_same(
    harness: Harness,
) -> None:
    harness.discord.faults.answer(
        "POST", "/guilds/*/scheduled-events", 403, {"code": 50013, "message": "Missing Permissions"}
    )
    session = await plan(harness)
    await harness.until(lambda: desk_says(harness, "I may not make Discord events"))
    await begin(harness, session)


async def test_what_is_planned_is_listed_and_offered_by_name(harness: Harness) -> None:
    once = await plan(harness)
    await plan(harness, after=timedelta(days=3), repeats="weekly")
    await plan(harness, after=timedelta(days=4), repeats="monthly")
    listed = await harness.leo.slash(harness.fan_server.lounge, "qna list")
    text = told(await listed.done())
    assert all(f"**#{number}** 윤슬" in text for number in (1, 2, 3))
    assert all(often in text for often in ("Once", "Every week", "Every month"))
    offered = await harness.leo.autocomplete(
        harness.fan_server.lounge, "qna questions", focused="session", session=0
    )
    assert offered[0]["name"] == f"#{once.id} 윤슬 · 2026-11-24 14:00"
    assert len(offered) == 3
    await begin(harness, once)
    await end(harness, once)
    over_ones = await harness.sera.autocomplete(
        harness.fan_server.lounge, "qna transcript", focused="session", session=0
    )
    assert [choice["value"] for choice in over_ones] == [once.id]


async def test_who_plans_where_something_is_missing_is_told_at_once(harness: Harness) -> None:
    await harness.settled()
    harness.fan_server.lounge.deny(harness.me, ["create_public_threads"])
    done = await harness.sera.slash(
        harness.fan_server.lounge, "qna schedule", artist="Me", date="2026-12-01", time="10:00", minutes=30
    )
    assert "I lack: create public threads" in told(await done.done())


async def test_a_session_made_longer_says_when_it_ends(harness: Harness) -> None:
    session = await plan(harness)
    done = await harness.sera.slash(harness.fan_server.lounge, "qna change", session=session.id, minutes=90)
    assert "Changed" in told(await done.done())
    moved = await again(harness, session)
    assert (moved.starts_at, moved.ends_at) == (session.starts_at, session.starts_at + timedelta(minutes=90))


async def test_discord_s_event_goes_with_the_session_to_its_end(harness: Harness) -> None:
    session = await plan(harness)
    events = harness.fan_server.guild.scheduled_events
    (event,) = await harness.until(lambda: list(events.values()))
    await begin(harness, session)
    await harness.until(lambda: event.status == ACTIVE)
    await host_presses(harness, session, "qna_extend")
    await harness.until(lambda: event.ends_at == session.ends_at + timedelta(minutes=10))
    await end(harness, session)
    await harness.until(lambda: event.status == COMPLETED)


async def test_an_event_whose_making_was_not_answered_is_not_made_twice(harness: Harness) -> None:
    await harness.settled()
    harness.discord.faults.answer("POST", "/guilds/*/scheduled-events", 503, after=True)
    session = await plan(harness)
    await harness.eventually(lambda: has_event(harness, session))
    assert list(harness.fan_server.guild.scheduled_events) == [(await again(harness, session)).event_id]


async def has_event(harness: Harness, session: Session) -> bool:
    return (await again(harness, session)).event_id is not None


async def test_an_event_that_somebody_deleted_stays_deleted(harness: Harness) -> None:
    session = await plan(harness)
    await harness.eventually(lambda: has_event(harness, session))
    harness.fan_server.guild.scheduled_events.clear()
    await begin(harness, session)
    done = await end(harness, session)
    assert (done.event_id, harness.fan_server.guild.scheduled_events) == (None, {})


async def test_each_of_a_fan_s_questions_is_shown_as_it_stands(harness: Harness) -> None:
    await (await harness.sera.slash(harness.fan_server.lounge, "qna words", words="secret")).done()
    session = await plan(harness, per_fan=20, after=timedelta(hours=2))
    (fan,) = fans_of(harness, 1)
    texts = [SONG, RAIN, "Will you tour Peru?", "Are you married?", "Tea or coffee?", "What is your secret?"]
    for text in texts:
        await ask(harness, fan, session, text)
        harness.move(minutes=1)
    await ask(harness, fan, session, "Snow?")
    questions = [await kept(harness, text) for text in [*texts, "Snow?"]]
    for question, after in zip(
        questions[2:5],
        (FanQuestionState.DEFERRED, FanQuestionState.DECLINED, FanQuestionState.WITHDRAWN),
        strict=True,
    ):
        assert await harness.store.session_questions.change_state(question.id, CHANGEABLE, after)
    assert await harness.store.session_votes.merge(questions[-1].id, questions[0].id)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    mine = told(await (await harness.person(fan).slash(harness.fan_server.lounge, "qna mine")).done())
    assert [line.split(" · ")[1] for line in mine.splitlines() if " · " in line] == [
        "being asked",
        "waiting",
        "kept for the next session",
        "not this time",
        "the team is looking at it",
        "joined with a question like it",
    ]


async def test_of_two_changes_only_the_one_that_holds_is_told(harness: Harness) -> None:
    session = await plan(harness)
    lost = harness.discord.faults.answer("POST", f"/channels/{harness.fan_server.lounge.id}/messages", 503)
    for time in ("20:00", "21:00"):
        done = await harness.sera.slash(
            harness.fan_server.lounge, "qna change", session=session.id, time=time
        )
        assert "Changed" in told(await done.done())
        await harness.until(lambda: lost.times == 0)
    harness.move(seconds=10)
    await harness.until(lambda: notices(harness, session, "moved"))
    await harness.settled()
    (told_of,) = notices(harness, session, "moved")
    assert str(int((await again(harness, session)).starts_at.timestamp())) in words(told_of)
