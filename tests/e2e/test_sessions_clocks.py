"""Sessions in nights in which the clocks change: each takes place once, at the hour that was said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from house import House, told, words
from sessions import SONG, again, ask, begin, being_asked, end, fans_of, notices, put_in

from bot.domain.sessions import Session, State

BERLIN = "Europe/Berlin"


@pytest.fixture
async def berlin_house(empty_house: House) -> House:
    """A house in a zone that changes its clocks, on the Friday before it does."""
    await empty_house.open_store()
    server = replace(empty_house.stage.server(), timezone=BERLIN)
    await empty_house.store.servers.save(server)
    return empty_house


async def planned(house: House, now: datetime, day: str, at: str, **options: object) -> Session:
    house.stage.world.clock.set(now)
    await house.start_bot()
    done = await house.sera.slash(
        house.stage.lounge, "qna schedule", artist="Yunseul", date=day, time=at, **options
    )
    assert "Planned" in told(await done.done())
    await house.settled()
    (session,) = await house.store.sessions.open_in(house.stage.guild.id)
    return session


async def test_an_hour_that_comes_twice_has_one_session(berlin_house: House) -> None:
    house = berlin_house
    session = await planned(house, datetime(2026, 10, 23, 12, tzinfo=UTC), "2026-10-25", "02:30")
    assert session.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    house.move(hours=12, minutes=31)
    await house.until(lambda: notices(house, session, "day"))
    house.move(hours=23)
    await house.until(lambda: notices(house, session, "hour"))
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    await house.restart_bot()
    done = await end(house, session)
    house.move(hours=1)  # half past two again was when it ended; now it is half past three
    await house.settled()
    assert (done.state, done.ended_at.hour) == (State.ENDED, 1)
    assert house.stage.lounge.threads == [thread]
    assert len(put_in(house, thread)) == 1
    assert [len(notices(house, session, what)) for what in ("scheduled", "day", "hour")] == [1, 1, 1]
    live = [one for one in house.said_by_bot(house.stage.lounge) if "· live ·" in words(one)]
    assert len(live) == 1


async def test_a_weekly_hour_that_is_skipped_comes_an_hour_later_and_the_next_is_as_ever(
    berlin_house: House,
) -> None:
    house = berlin_house
    now = datetime(2027, 3, 19, 12, tzinfo=UTC)
    session = await planned(house, now, "2027-03-21", "02:30", repeats="weekly", minutes=30)
    starts = []
    for _ in range(3):
        starts.append(session.starts_at)
        thread = await begin(house, session)
        assert thread.parent is house.stage.lounge
        assert (await end(house, session)).state is State.ENDED
        (session,) = await house.store.sessions.open_in(house.stage.guild.id)
    assert starts == [
        datetime(2027, 3, 21, 1, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2027, 4, 4, 0, 30, tzinfo=UTC),
    ]
    assert (await again(house, session)).starts_at - starts[2] == timedelta(weeks=1)
