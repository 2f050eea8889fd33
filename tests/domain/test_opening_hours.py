"""When the team is there, minute for minute, in zones whose clocks jump."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.hours.opening_hours_text import (
    END_OF_DAY,
    OpeningHoursError,
    read_holidays,
    read_week,
    write_holidays,
    write_week,
)
from bot.domain.languages.language import language_of
from bot.interface.i18n import texts_for

ZONES = tuple(
    map(
        ZoneInfo,
        [
            "Europe/London",
            "America/New_York",
            "Australia/Lord_Howe",  # half an hour of summer time
            "Asia/Seoul",
            "Africa/Cairo",  # clocks change at midnight
            "Pacific/Apia",  # once left out a whole day
        ],
    )
)
SEOUL, LONDON, NEW_YORK = ZONES[3], ZONES[0], ZONES[1]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OFFICE = OpeningHours.parse("Mon-Fri 10:00-19:00, Sat 12:00-17:00", zone=SEOUL)


def at(text: str, zone: ZoneInfo = SEOUL, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


# --- any week, any zone, any holidays, against a counter of minutes ----------------------------------

#: Around changes of clocks in each of the zones, and one day that was left out.
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 30)),  # noqa: DTZ001  # made aware below
    st.datetimes(datetime(2026, 9, 20), datetime(2026, 11, 10)),  # noqa: DTZ001
    st.datetimes(datetime(2011, 12, 25), datetime(2012, 1, 3)),  # noqa: DTZ001
).map(lambda naive: naive.replace(second=0, microsecond=0, tzinfo=UTC))
LENGTHS = st.integers(0, 3 * 24 * 60).map(lambda minutes: minutes * MINUTE)


@st.composite
def spans(draw: st.DrawFn) -> tuple[tuple[time, time], ...]:
    edges = sorted(draw(st.lists(st.integers(0, 96), max_size=4, unique=True)))
    quarters = [END_OF_DAY if edge == 96 else time(edge // 4, edge % 4 * 15) for edge in edges]
    return tuple(zip(quarters[::2], quarters[1::2], strict=False))


@st.composite
def hours(draw: st.DrawFn) -> OpeningHours:
    day = st.dates(date(2026, 3, 1), date(2026, 11, 10)) | st.dates(date(2011, 12, 25), date(2012, 1, 3))
    return OpeningHours(
        week=tuple(draw(spans()) for _ in range(7)),
        holidays=draw(st.frozensets(day, max_size=30)),
        zone=draw(st.sampled_from(ZONES)),
    )


def open_minutes(week: OpeningHours, start: datetime, end: datetime) -> timedelta:
    """Look at the label's clock every minute."""
    number = 0
    while start < end:
        shown = start.astimezone(week.zone)
        closed = shown.date() in week.holidays
        number += not closed and any(
            opens <= shown.time() and (closes == END_OF_DAY or shown.time() < closes)
            for opens, closes in week.week[shown.weekday()]
        )
        start += MINUTE
    return number * MINUTE


@given(hours(), MOMENTS, LENGTHS)
def test_open_time_is_what_somebody_counts_who_looks_at_the_clock_every_minute(
    week: OpeningHours, start: datetime, length: timedelta
) -> None:
    assert week.open_between(start, start + length) == open_minutes(week, start, start + length)


MICROSECONDS = st.timedeltas(timedelta(days=-100), timedelta(days=800))


@given(hours(), MOMENTS, MICROSECONDS, MICROSECONDS)
def test_open_time_adds_up_over_any_moment_in_between(
    week: OpeningHours, start: datetime, one: timedelta, other: timedelta
) -> None:
    first, second, third = sorted([start, start + one, start + other])
    parts = week.open_between(first, second) + week.open_between(second, third)
    assert parts == week.open_between(first, third)
    assert timedelta(0) <= parts <= third - first


@given(hours(), MOMENTS, MICROSECONDS)
def test_whether_it_is_open_agrees_with_the_time_that_passes(
    week: OpeningHours, start: datetime, further: timedelta
) -> None:
    moment = start + further
    tick = timedelta(microseconds=1)
    assert week.open_between(moment, moment + tick) == (tick if week.is_open(moment) else timedelta(0))


@given(hours(), MOMENTS, st.timedeltas(timedelta(microseconds=1), timedelta(days=30)))
def test_the_moment_after_so_much_open_time_is_the_first_at_which_it_has_passed(
    week: OpeningHours, start: datetime, open_time: timedelta
) -> None:
    moment = week.after(start, open_time)
    if moment is None:
        assert not week.ever_open
    else:
        assert week.open_between(start, moment) == open_time
        assert week.is_open(moment - timedelta(microseconds=1))


@given(hours(), MOMENTS)
def test_the_next_opening_is_the_first_moment_at_which_closed_turns_to_open(
    week: OpeningHours, start: datetime
) -> None:
    opening = week.next_opening(start)
    until = start + timedelta(days=9) if opening is None else min(opening, start + timedelta(days=9))
    turns = [
        moment
        for quarters in range(int((until - start) / (MINUTE * 15)) + 2)
        if week.is_open(moment := _quarter(start) + quarters * 15 * MINUTE)
        and not week.is_open(moment - MINUTE)
        and start <= moment < until
    ]
    assert turns == []
    if opening is not None:
        assert opening >= start
        assert week.is_open(opening)
        assert not week.is_open(opening - timedelta(microseconds=1))


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15)


@given(hours(), st.dates(date(2026, 3, 1), date(2026, 11, 10)))
def test_a_days_opening_is_its_first_open_minute(week: OpeningHours, day: date) -> None:
    midnight = datetime.combine(day, time.min, UTC)
    around = (midnight + minutes * MINUTE for minutes in range(-16 * 60, 40 * 60))
    that_day = (moment for moment in around if moment.astimezone(week.zone).date() == day)
    assert week.opening_of(day) == next((moment for moment in that_day if week.is_open(moment)), None)


@given(hours())
def test_what_is_written_reads_the_same_in_both_languages(week: OpeningHours) -> None:
    assert read_week(str(week)) == week.week
    assert read_week(write_week(week.week, language_of("ko").days())) == week.week
    assert read_holidays(write_holidays(week.holidays)) == week.holidays


# --- by example --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answered", "waited"),
    [
        ("2026-11-20T18:30", "2026-11-20T18:45", 15 * MINUTE),
        ("2026-11-20T18:30", "2026-11-21T12:10", 40 * MINUTE),  # Friday evening to Saturday noon
        ("2026-11-21T16:30", "2026-11-23T10:05", 35 * MINUTE),  # over a Sunday
        ("2026-11-20T22:00", "2026-11-21T09:00", timedelta(0)),  # asked and answered while closed
        ("2026-11-20T12:00", "2026-11-20T11:00", timedelta(0)),  # nothing passes backwards
        ("2026-11-16T00:00", "2026-11-23T00:00", 50 * HOUR),
    ],
)
def test_only_the_part_of_a_wait_inside_opening_hours_counts(
    asked: str, answered: str, waited: timedelta
) -> None:
    assert OFFICE.open_between(at(asked), at(answered)) == waited


def test_a_holiday_does_not_count() -> None:
    hours = OpeningHours.parse("daily 10-18", zone=SEOUL, holidays="2026-12-25")
    assert hours.open_between(at("2026-12-24T17:00"), at("2026-12-26T11:00")) == 2 * HOUR
    assert not hours.is_open(at("2026-12-25T12:00"))
    assert hours.opening_of(date(2026, 12, 25)) is None
    assert hours.next_opening(at("2026-12-24T12:00")) == at("2026-12-26T10:00")


def test_the_hour_that_comes_twice_counts_twice_and_the_one_left_out_not_at_all() -> None:
    night = OpeningHours.parse("daily 00:00-03:00", zone=NEW_YORK)
    back, forward = "2026-11-01", "2026-03-08"
    assert night.open_between(at(f"{back}T00:00", NEW_YORK), at(f"{back}T12:00", NEW_YORK)) == 4 * HOUR
    assert night.open_between(at(f"{forward}T00:00", NEW_YORK), at(f"{forward}T12:00", NEW_YORK)) == 2 * HOUR


def test_half_an_hour_that_comes_twice_opens_twice() -> None:
    hours = OpeningHours.parse("Sun 01:00-01:30", zone=LONDON)
    first, second = at("2026-10-25T01:00", LONDON), at("2026-10-25T01:00", LONDON, fold=1)
    assert hours.open_between(first, second + HOUR) == HOUR
    assert hours.next_opening(first) == first
    assert hours.next_opening(first + MINUTE) == second
    assert hours.after(first, 45 * MINUTE) == second + 15 * MINUTE


def test_moments_may_be_given_in_any_zone() -> None:
    start, end = at("2026-11-20T10:00"), at("2026-11-20T12:00")
    assert OFFICE.open_between(start.astimezone(NEW_YORK), end.astimezone(LONDON)) == 2 * HOUR


def test_closing_time_is_closed_and_opening_time_open() -> None:
    assert OFFICE.is_open(at("2026-11-20T10:00"))
    assert not OFFICE.is_open(at("2026-11-20T19:00"))


def test_a_reminder_falls_due_when_its_open_time_has_passed() -> None:
    asked = at("2026-11-20T17:00")
    assert OFFICE.after(asked, 2 * HOUR) == at("2026-11-20T19:00")
    assert OFFICE.after(asked, 4 * HOUR) == at("2026-11-21T14:00")
    assert OFFICE.after(asked, timedelta(0)) == asked


def test_a_team_that_is_always_there_never_comes_in_and_never_makes_wait_longer() -> None:
    always = OpeningHours.always(SEOUL)
    start = at("2026-11-20T17:00")
    assert always.next_opening(start) is None
    assert always.open_between(start, start + timedelta(days=1000)) == timedelta(days=1000)
    assert always.is_open(at("2026-11-20T23:59:59.999999"))
    assert str(always) == "Mon-Sun 00:00-24:00"


def test_a_team_that_is_never_there_never_comes_in() -> None:
    never = OpeningHours.parse("closed", zone=SEOUL)
    assert never.next_opening(at("2026-11-20T17:00")) is None
    assert never.after(at("2026-11-20T17:00"), MINUTE) is None
    assert str(never) == "closed"


def test_a_long_holiday_ends() -> None:
    first = date(2026, 12, 1)
    holidays = frozenset(first + timedelta(days=ahead) for ahead in range(100))
    hours = OpeningHours(week=OFFICE.week, holidays=holidays, zone=SEOUL)
    assert hours.next_opening(at("2026-12-01T00:00")) == at("2027-03-11T10:00")
    assert hours.after(at("2026-12-01T00:00"), HOUR) == at("2027-03-11T11:00")


@pytest.mark.parametrize(
    "week",
    [
        ((),) * 6,
        (((time(10), time(10)),), *((),) * 6),
        (((time(12), time(13)), (time(10), time(11))), *((),) * 6),
        (((time(10), time(12)), (time(11), time(13))), *((),) * 6),
    ],
)
def test_a_week_that_makes_no_sense_is_no_week(week: tuple[tuple[tuple[time, time], ...], ...]) -> None:
    with pytest.raises(ValueError, match="day"):
        OpeningHours(week=week, zone=SEOUL)


# --- as staff type it --------------------------------------------------------------------------------

OFFICE_TEXT = "Mon-Fri 10:00-19:00, Sat 12:00-17:00"


@cache
def read(text: str) -> str:
    return write_week(read_week(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (OFFICE_TEXT, OFFICE_TEXT),
        ("월-금 10:00-19:00, 토 12:00-17:00", OFFICE_TEXT),
        ("월요일부터 금요일 10시~19시, 토요일 12시 ~ 17시", OFFICE_TEXT),
        ("평일 오전 10시부터 오후 7시까지\n토 오후 12시~오후 5시", OFFICE_TEXT),
        ("월화수목금 10-19 토 12-17", OFFICE_TEXT),
        ("Monday to Friday 10am-7pm; Saturdays noon", None),
        ("Monday to Friday 10am – 7 p.m.; Saturdays 12pm-5pm; Sunday closed", OFFICE_TEXT),
        ("weekdays 10 till 19 and sat 12 until 17", OFFICE_TEXT),
        ("월－금　10：00～19：00、", None),
        ("월－금　10：00～19：00, 토 12：00～17：00", OFFICE_TEXT),
        ("Mon, Wed, Fri 9:30-12:00 13:00-18:00", "Mon 09:30-12:00 13:00-18:00, Wed 09:30-12:00 13:00-18:00, Fri 09:30-12:00 13:00-18:00"),
        ("Fri-Mon 14-15", "Mon 14:00-15:00, Fri-Sun 14:00-15:00"),
        ("every day 0:00-24:00", "Mon-Sun 00:00-24:00"),
        ("매일 10시 30분-19시 반", "Mon-Sun 10:30-19:30"),
        ("Sun 20:00-02:00", "Mon 00:00-02:00, Sun 20:00-24:00"),
        ("Fri 22-0", "Fri 22:00-24:00"),
        ("Fri 24:00-02:00", "Sat 00:00-02:00"),
        ("12am-1am Mon", None),
        ("Mon 12am-1am", "Mon 00:00-01:00"),
        ("휴무", "closed"),
        ("Mon 10-19 closed", None),
        ("", None),
        ("soon", None),
        ("Mon", None),
        ("Mon 10", None),
        ("Mon 10-", None),
        ("Mon - Sat", None),
        ("10:00-19:00", None),
        ("Mon 25:00-26:00", None),
        ("Mon 10:75-12:00", None),
        ("Mon 13pm-14pm", None),
        ("Mon 10-10", None),
        ("Mon 10-14, Mon 12-18", None),
        ("Mon 100-190", None),
        ("m 10-12", None),
        ("Mon 10-12 @", None),
    ],
)  # fmt: skip
def test_opening_hours_are_read_as_people_write_them(typed: str, meant: str | None) -> None:
    if meant is not None:
        assert read(typed) == meant
        return
    with pytest.raises(OpeningHoursError) as refused:
        read_week(typed)
    assert texts_for("ko").say(refused.value.sentence) != texts_for("en").say(refused.value.sentence)


@given(st.text(alphabet="Mon-Fri, 0123456789:월금~요일apm시\n", max_size=40))
@example("Mon-")
@example("-Mon 1-2")
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    try:
        week = read_week(typed)
    except OpeningHoursError as error:
        sentence = texts_for("en").say(error.sentence)
    else:
        sentence = ""
        assert read_week(write_week(week)) == week
    assert "{" not in sentence


def test_holidays_are_dates_in_any_order() -> None:
    assert read_holidays("2027-01-01, 2026-12-25\n2026-12-25") == {date(2026, 12, 25), date(2027, 1, 1)}
    assert write_holidays(frozenset({date(2027, 1, 1), date(2026, 12, 25)})) == "2026-12-25, 2027-01-01"
    assert read_holidays("") == frozenset()


@pytest.mark.parametrize("typed", ["Christmas", "2026-02-30", "25.12.2026"])
def test_what_is_no_date_is_no_holiday(typed: str) -> None:
    with pytest.raises(OpeningHoursError) as refused:
        read_holidays(typed)
    assert typed in texts_for("ko").say(refused.value.sentence)
