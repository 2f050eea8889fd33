"""Sessions in nights in which the clocks change: each takes place once, at the hour that was said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.sessions.session import Session, SessionState
from tests.e2e.harness import Harness, told, words
from tests.e2e.sessions import SONG, again, ask, begin, being_asked, end, fans_of, notices, put_in

BERLIN = "Europe/Berlin"


@pytest.fixture
async def berlin_house(empty_harness: Harness) -> Harness:
    """A harness in a zone that changes its clocks, on the Friday before it does."""
    await empty_harness.open_store()
    server = replace(empty_harness.fan_server.server(), timezone=BERLIN)
    await empty_harness.store.servers.save(server)
    return empty_harness


async def planned(harness: Harness, now: datetime, day: str, at: str, **options: object) -> Session:
    harness.fan_server.world.clock.set(now)
    await harness.start_bot()
    done = await harness.sera.slash(
        harness.fan_server.lounge, "qna schedule", artist="Yunseul", date=day, time=at, **options
    )
    assert "Planned" in told(await done.done())
    await harness.settled()
    (session,) = await harness.store.sessions.open_in(harness.fan_server.guild.id)
    return session


async def test_an_hour_that_comes_twice_has_one_session(berlin_house: Harness) -> None:
    harness = berlin_house
    session = await planned(harness, datetime(2026, 10, 23, 12, tzinfo=UTC), "2026-10-25", "02:30")
    assert session.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    harness.move(hours=12, minutes=31)
    await harness.until(lambda: notices(harness, session, "day"))
    harness.move(hours=23)
    await harness.until(lambda: notices(harness, session, "hour"))
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    await harness.restart_bot()
    done = await end(harness, session)
    harness.move(hours=1)  # half past two again was when it ended; now it is half past three
    await harness.settled()
    assert (done.state, done.ended_at.hour) == (SessionState.ENDED, 1)
    assert harness.fan_server.lounge.threads == [thread]
    assert len(put_in(harness, thread)) == 1
    assert [len(notices(harness, session, what)) for what in ("scheduled", "day", "hour")] == [1, 1, 1]
    live = [one for one in harness.said_by_bot(harness.fan_server.lounge) if "· live" in words(one)]
    assert len(live) == 1


async def test_a_weekly_hour_that_is_skipped_comes_an_hour_later_and_the_next_is_as_ever(
    berlin_house: Harness,
) -> None:
    harness = berlin_house
    now = datetime(2027, 3, 19, 12, tzinfo=UTC)
    session = await planned(harness, now, "2027-03-21", "02:30", repeats="weekly", minutes=30)
    starts = []
    for _ in range(3):
        starts.append(session.starts_at)
        thread = await begin(harness, session)
        assert thread.parent is harness.fan_server.lounge
        assert (await end(harness, session)).state is SessionState.ENDED
        (session,) = await harness.store.sessions.open_in(harness.fan_server.guild.id)
    assert starts == [
        datetime(2027, 3, 21, 1, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2027, 4, 4, 0, 30, tzinfo=UTC),
    ]
    assert (await again(harness, session)).starts_at - starts[2] == timedelta(weeks=1)
