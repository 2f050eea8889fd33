"""Percentiles, figures and weeks, as the definitions of reply time have them."""

from datetime import UTC, date, datetime, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.questions.question import Outcome
from bot.domain.reply_time import Waited, Week, figures, percentile

WAITS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
]


@given(waits=st.lists(WAITS, min_size=2), percent=st.integers(1, 99))
def test_a_percentile_is_that_of_the_standard_library_s_inclusive_quantiles(
    waits: list[timedelta], percent: int
) -> None:
    expected = quantiles([wait.total_seconds() for wait in waits], n=100, method="inclusive")[percent - 1]
    found = percentile(waits, percent)
    assert found is not None
    assert found.total_seconds() == pytest.approx(expected, abs=1e-5)
    assert min(waits) <= found <= max(waits)


def test_a_percentile_of_one_wait_is_that_wait_and_of_none_is_none() -> None:
    assert percentile([timedelta(minutes=7)], 90) == timedelta(minutes=7)
    assert percentile([], 50) is None


def test_the_ninetieth_percentile_lies_between_the_last_two_of_ten() -> None:
    waits = [timedelta(minutes=minutes) for minutes in range(1, 11)]
    assert percentile(waits, 50) == timedelta(minutes=5, seconds=30)
    assert percentile(waits, 90) == timedelta(minutes=9, seconds=6)


def test_figures_count_every_outcome_and_time_only_replies() -> None:
    waited = [
        Waited(question_id=1, outcome=Outcome.ANSWERED_BY_STAFF, wait=timedelta(minutes=4)),
        Waited(question_id=2, outcome=Outcome.ANSWERED_BY_STAFF, wait=timedelta(minutes=8), by_hand=True),
        Waited(question_id=3, outcome=Outcome.ANSWERED_BY_BOT),
        Waited(question_id=4, outcome=Outcome.OPEN),
    ]
    found = figures(waited)
    assert (found.questions, found.replies, found.by_hand) == (4, 2, 1)
    assert found.outcomes == {
        Outcome.ANSWERED_BY_STAFF: 2,
        Outcome.ANSWERED_BY_BOT: 1,
        Outcome.OPEN: 1,
    }
    assert (found.median, found.ninetieth) == (timedelta(minutes=6), timedelta(minutes=7, seconds=36))


def test_a_staff_reply_after_the_bot_s_answer_still_counts_as_a_reply() -> None:
    found = figures([Waited(question_id=1, outcome=Outcome.ANSWERED_BY_BOT, wait=timedelta(hours=1))])
    assert (found.replies, found.median) == (1, timedelta(hours=1))


def test_figures_of_nothing_claim_nothing() -> None:
    found = figures([])
    assert (found.questions, found.replies, found.median, found.ninetieth) == (0, 0, None, None)


@pytest.mark.parametrize(("replies", "few"), [(0, True), (4, True), (5, False)])
def test_fewer_than_five_replies_are_few(replies: int, few: bool) -> None:
    waited = [
        Waited(question_id=n, outcome=Outcome.ANSWERED_BY_STAFF, wait=timedelta(n)) for n in range(replies)
    ]
    assert figures(waited).few is few


@given(
    at=st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=st.sampled_from(ZONES),
)
def test_a_week_holds_its_instant_and_runs_from_monday_to_monday(at: datetime, zone: ZoneInfo) -> None:
    week = Week.containing(at, zone)
    assert week.start <= at < week.end
    start, end = week.start.astimezone(zone), week.end.astimezone(zone)
    assert (start.weekday(), end.weekday()) == (0, 0)
    assert end.date() - start.date() == timedelta(days=7)
    assert (start.hour, start.minute, end.hour, end.minute) == (0, 0, 0, 0)
    assert week.before(zone).end == week.start
    assert week.before(zone) == Week.containing(week.start - timedelta(microseconds=1), zone)


@pytest.mark.parametrize(
    ("zone", "monday", "hours"),
    [
        ("Asia/Seoul", date(2026, 3, 23), 168),
        ("Europe/Berlin", date(2026, 3, 23), 167),
        ("Europe/Berlin", date(2026, 10, 19), 169),
        ("America/New_York", date(2026, 3, 2), 167),
        ("America/New_York", date(2026, 10, 26), 169),
        ("Australia/Lord_Howe", date(2026, 9, 28), 167.5),
    ],
)
def test_a_week_in_which_the_clocks_change_is_shorter_or_longer(
    zone: str, monday: date, hours: float
) -> None:
    noon = datetime(monday.year, monday.month, monday.day, 12, tzinfo=ZoneInfo(zone)) + timedelta(days=2)
    week = Week.containing(noon, ZoneInfo(zone))
    assert week.start.astimezone(ZoneInfo(zone)).date() == monday
    assert week.end - week.start == timedelta(hours=hours)


def test_the_week_at_the_turn_of_the_year_is_one_week() -> None:
    seoul = ZoneInfo("Asia/Seoul")
    old = Week.containing(datetime(2026, 12, 31, 23, tzinfo=seoul), seoul)
    new = Week.containing(datetime(2027, 1, 3, 23, tzinfo=seoul), seoul)
    assert old == new == Week(datetime(2026, 12, 27, 15, tzinfo=UTC), datetime(2027, 1, 3, 15, tzinfo=UTC))


def test_the_same_instant_lies_in_another_week_elsewhere() -> None:
    at = datetime(2026, 11, 22, 16, tzinfo=UTC)  # Monday 01:00 in Seoul, Sunday 11:00 in New York
    seoul, york = (Week.containing(at, ZoneInfo(name)) for name in ("Asia/Seoul", "America/New_York"))
    assert york.end > seoul.start > york.start
