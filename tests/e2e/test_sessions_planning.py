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
    fans_of,
    kept,
    notices,
    over,
    plan,
    put_in,
)


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
