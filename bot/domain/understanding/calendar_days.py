"""What a way to say a day means on the calendar: "next Friday", "8일", "in two weeks"."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.understanding.holidays import holiday

Span = tuple[date, date]
#: Days from today.
_OFFSETS = {"yesterday": -1, "today": 0, "tomorrow": 1, "day_after_tomorrow": 2, "three_days": 3}
#: Ways to say all the days between two.
RANGES = frozenset({"month_days", "days"})
_FRIDAY = 4
_MONTHS = 12


def readings(name: str, match: re.Match[str], *, today: date) -> Iterable[Span]:
    """Return the days meant, as first and last day, the likeliest reading first."""
    if name in _OFFSETS:
        yield _day(today + timedelta(days=_OFFSETS[name]))
    elif "week" in name or name == "day":
        yield from _by_week(name, match, today)
    elif "month" in name:
        yield from _by_month(name, match, today)
    else:
        yield from _by_number(name, match, today)


def around(holiday_name: str, *, today: date, country: str) -> Iterable[Span]:
    """Return the weekend of a holiday: from the Friday before, to the Sunday of its week or itself."""
    for first, last in holiday(holiday_name, today=today, country=country):
        day = last.weekday()
        yield (
            first - timedelta(days=(first.weekday() - _FRIDAY) % 7),
            last + timedelta(days=(6 - day) * (day >= _FRIDAY)),
        )


def _by_week(name: str, match: re.Match[str], today: date) -> Iterable[Span]:
    monday = today - timedelta(days=today.weekday())
    which = _which(match)
    ahead = timedelta(weeks={"next": 1, "last": -1}.get(which, 0))
    match name:
        case "in_weeks":
            first = monday + timedelta(weeks=int(match.group(1)))
            yield _day(today + timedelta(weeks=int(match.group(1))))
            yield first, first + timedelta(days=6)
        case "week_after_next":
            yield from _in_week(monday + timedelta(weeks=2), _group(match, "d"))
        case "week_day" | "week":
            yield from _in_week(monday + ahead, _group(match, "d"))
        case "weekend":
            saturday = monday + ahead + timedelta(days=5)
            yield saturday, saturday + timedelta(days=1)
            yield saturday - timedelta(days=1), saturday + timedelta(days=1)
        case _:
            yield from _weekday(_group(match, "d") or 0, which, today, monday)


def _by_month(name: str, match: re.Match[str], today: date) -> Iterable[Span]:
    match name:
        case "month":
            yield _month(today.year, today.month + {"next": 1, "last": -1}.get(_which(match), 0))
        case "month_day":
            month = _group(match, "m") or int(match.group(1))
            yield from _near(month, int(match.groupdict().get("n") or match.group(2)), today)
        case "month_days":
            month = _group(match, "m") or int(match.group(1))
            for first, _ in _near(month, int(match.group("n")), today):
                for last, _ in _valid(first.year, month, int(match.group("l"))):
                    yield first, last
        case "of_month":
            month = _group(match, "m") or int(match.group(1))
            if 1 <= month <= _MONTHS:
                yield _month(today.year + (month < today.month), month)
        case _:
            yield from _day_of_month(int(match.group(1)), today)


def _by_number(name: str, match: re.Match[str], today: date) -> Iterable[Span]:
    numbers = [int(text) for text in match.groups()]
    match name:
        case "in_days":
            yield _day(today + timedelta(days=numbers[0]))
        case "iso":
            yield from _valid(*numbers)
        case "days":
            for first, _ in _day_of_month(numbers[0], today):
                for last, _ in _day_of_month(numbers[1], first):
                    yield first, last
                    return
        case _:  # day and month, in either order
            yield from _near(numbers[0], numbers[1], today)
            yield from _near(numbers[1], numbers[0], today)


def _group(match: re.Match[str], letter: str) -> int | None:
    for name, text in match.groupdict().items():
        if text is not None and name[0] == letter and name[1:].isdigit():
            return int(name[1:])
    return None


def _which(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next((name for name in ("this", "next", "last") if groups.get(name)), "")


def _day(day: date) -> Span:
    return day, day


def _in_week(monday: date, weekday: int | None) -> Iterable[Span]:
    if weekday is None:
        yield monday, monday + timedelta(days=6)
    else:
        yield _day(monday + timedelta(days=weekday))


def _weekday(weekday: int, which: str, today: date, monday: date) -> Iterable[Span]:
    coming = today + timedelta(days=(weekday - today.weekday()) % 7)
    if which == "next":
        yield _day(monday + timedelta(weeks=1, days=weekday))
        yield _day(coming)
    elif which == "last":
        yield _day(coming - timedelta(weeks=1))
    else:
        yield _day(coming)


def _month(year: int, month: int) -> Span:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _valid(year: int, month: int, day: int) -> Iterable[Span]:
    try:
        yield _day(date(year, month, day))
    except ValueError:
        return


def _near(month: int, day: int, today: date) -> Iterable[Span]:
    """The day of that name to come, then the one just gone."""
    gone = list(_valid(today.year, month, day))
    if gone and gone[0][0] >= today:
        yield gone[0]
        return
    yield from _valid(today.year + 1, month, day)
    yield from gone


def _day_of_month(day: int, today: date) -> Iterable[Span]:
    for ahead in range(3):
        first, _ = _month(today.year, today.month + ahead)
        for found in _valid(first.year, first.month, day):
            if found[0] >= today:
                yield found
