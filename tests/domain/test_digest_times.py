"""When a digest is due, whatever clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests.times import due_week, posting_moment
from bot.domain.reply_time import Week

SEOUL = ZoneInfo("Asia/Seoul")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "week", "weekday", "hour", "local"),
    [
        ("Asia/Seoul", "2026-W47", 0, 9, "2026-11-23T09:00+09:00"),
        ("Asia/Seoul", "2026-W47", 6, 23, "2026-11-29T23:00+09:00"),
        ("Europe/Berlin", "2026-W53", 0, 0, "2027-01-04T00:00+01:00"),
        # Clocks go forward on Sunday, 29 March: 02:00 is followed by 03:00 there, at one o'clock in London.
        ("Europe/Berlin", "2026-W12", 6, 2, "2026-03-29T03:00+02:00"),
        ("Europe/London", "2026-W12", 6, 1, "2026-03-29T02:00+01:00"),
        ("Australia/Lord_Howe", "2026-W39", 6, 2, "2026-10-04T02:30+11:00"),
        # Clocks go back on Sunday, 25 October: the first of the two.
        ("Europe/Berlin", "2026-W42", 6, 2, "2026-10-25T02:00+02:00"),
    ],
)
def test_a_digest_is_due_at_its_hour_or_where_clocks_skip_that_right_after(
    zone: str, week: str, weekday: int, hour: int, local: str
) -> None:
    here = ZoneInfo(zone)
    moment = posting_moment(Week.parse(week, here), weekday=weekday, hour=hour, zone=here)
    assert moment == datetime.fromisoformat(local)


def due(at: str, *, since: datetime = LONG_AGO, weekday: int = 0) -> str | None:
    week = due_week(datetime.fromisoformat(at), weekday=weekday, hour=9, zone=SEOUL, since=since)
    return week.name if week else None


def test_only_the_last_full_week_is_ever_due_and_not_before_its_time() -> None:
    assert due("2026-11-23T08:59+09:00") is None
    assert due("2026-11-23T09:00+09:00") == "2026-W47"
    assert due("2026-11-29T23:59+09:00") == "2026-W47"
    assert due("2026-11-30T08:59+09:00") is None
    assert due("2026-11-26T09:00+09:00", weekday=4) is None
    assert due("2026-11-27T09:00+09:00", weekday=4) == "2026-W47"


def test_nothing_is_due_of_weeks_that_were_over_before_the_server_was_set_up() -> None:
    monday = datetime.fromisoformat("2026-11-23T00:00+09:00")
    assert due("2026-11-23T09:00+09:00", since=monday) is None
    assert due("2026-11-23T09:00+09:00", since=monday - timedelta(minutes=1)) == "2026-W47"
    assert due("2026-11-30T09:00+09:00", since=monday) == "2026-W48"
