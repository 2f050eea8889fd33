"""Finds the days that a message names, in the label's time zone at the moment of asking."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from bot.domain.understanding.holidays import holiday
from bot.domain.understanding.lexicon import flat, lexicon, spacings
from bot.domain.understanding.tries import either
from bot.domain.understanding.words import Token, has_hangul, plain, words


@dataclass(frozen=True, slots=True)
class Days:
    """Days that are meant, as first and last day; `readings` from the likeliest on."""

    readings: tuple[tuple[date, date], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to say a day in one language."""

    pattern: re.Pattern[str]
    name: str
    words: Mapping[str, Any]


def find_days(tokens: Sequence[Token], taken: frozenset[int], *, today: date, country: str) -> list[Days]:
    """Return the days spoken of; `taken` are words that are names already."""
    line, owner = _line(tokens, taken)
    if _hint().search(line) is None:
        return []
    found: list[Days] = []
    used: set[int] = set()
    for way in _ways():
        for match in way.pattern.finditer(line):
            span = range(owner[match.start()], owner[match.end() - 1] + 1)
            if not used.isdisjoint(span):
                continue
            readings = tuple(_readings(way, match, today, country))
            if readings:
                found.append(Days(readings, span.start, span.stop))
                used.update(span)
    return sorted(found, key=lambda days: days.start)


def _line(tokens: Sequence[Token], taken: frozenset[int]) -> tuple[str, list[int]]:
    parts: list[str] = []
    owner: list[int] = []
    for index, token in enumerate(tokens):
        text = "■" if index in taken else token.text.strip() or token.text[0].replace("\n", ";")
        parts.append(text + " ")
        owner.extend([index] * (len(text) + 1))
    return "".join(parts).rstrip(), owner


@cache
def _hint() -> re.Pattern[str]:
    """Matches wherever a day might be spoken of; most messages have none, and are done with."""
    hangul: set[str] = set()
    latin: set[str] = set()
    for data in lexicon().languages.values():
        dates = data["dates"]
        for phrase in flat([*data["holidays"].values(), *dates.values()]):
            (hangul if has_hangul(phrase) else latin).update(_variants(phrase))
        latin.difference_update(*(dates[key] for key in ("this", "next", "last")))
    short = {phrase for phrase in hangul if len(phrase) == 1}
    long = either(sorted(hangul - short))
    return re.compile(
        rf"\d|\b{either(sorted(latin))}\b|{long}|(?<![가-힣]){either(sorted(short - {'주', '달', '월'}))}"
    )


@cache
def _ways() -> tuple[_Way, ...]:
    made: list[_Way] = [
        _Way(re.compile(r"(?<!\d)(20\d\d) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})(?!\d)"), "iso", {})
    ]
    for data in lexicon().languages.values():
        made.extend(_holidays(data))
    for data in lexicon().languages.values():
        made.extend(_ways_of(data))
    made.append(
        _Way(re.compile(r"(?<![\d:])(\d{1,2}) ?[/.] ?(\d{1,2})(?![\d:])(?! ?(?:pm|am|k\b|%))"), "slashed", {})
    )
    return tuple(made)


def _either(phrases: Iterable[str]) -> str:
    alternatives = []
    for phrase in phrases:
        if has_hangul(phrase):
            alternatives += [re.escape(variant) for variant in spacings(plain(phrase))]
        else:
            alternatives.append(" ".join(map(re.escape, words(phrase))))
    return "(?:" + "|".join(sorted(alternatives, key=len, reverse=True)) + ")"


def _holidays(data: Mapping[str, Any]) -> Iterable[_Way]:
    table = data["holidays"]
    named = [(phrase, name) for name, phrases in table.items() for phrase in phrases]
    known = {variant: name for phrase, name in named for variant in _variants(phrase)}
    edge = r"(?<![가-힣])" if data["language"] == "ko" else r"\b"
    end = "" if data["language"] == "ko" else r"\b"
    either = _either(phrase for phrase, _ in named)
    weekend = _either(data["dates"]["weekend"])
    yield _Way(re.compile(edge + f"({either}) ?{weekend}" + end), "holiday_weekend", known)
    yield _Way(re.compile(edge + f"({either})" + end), "holiday", known)


def _variants(phrase: str) -> Iterable[str]:
    return spacings(plain(phrase)) if has_hangul(phrase) else (" ".join(words(phrase)),)


def _ways_of(data: Mapping[str, Any]) -> Iterable[_Way]:
    table = data["dates"]
    korean = data["language"] == "ko"
    left, right = (r"(?<![가-힣])", "") if korean else (r"\b", r"\b")
    this, following, last = (_either(table[name]) for name in ("this", "next", "last"))
    which = f"(?:(?P<this>{this})|(?P<next>{following})|(?P<last>{last}))"
    weekdays = (
        "(?:" + "|".join(f"(?P<d{n}>{_either(names)})" for n, names in enumerate(table["weekdays"])) + ")"
    )
    week = _either(table["week"])
    for name in ("day_after_tomorrow", "three_days", "tomorrow", "today", "yesterday"):
        if name in table:
            yield _Way(re.compile(left + _either(table[name]) + right), name, table)
    if korean:
        yield _Way(re.compile(rf"(?<!\d)(\d{{1,2}}) ?월 ?(\d{{1,2}}) ?일"), "month_day", table)
        yield _Way(re.compile(r"(?<!\d)(\d{1,2}) ?일 ?(?:뒤|후)"), "in_days", table)
        yield _Way(re.compile(r"(?<!\d)(\d{1,2}) ?주 ?(?:뒤|후)"), "in_weeks", table)
        yield _Way(
            re.compile(left + r"(?:다다음|다담) ?주(?: ?말)?(?:에)? ?" + weekdays + "?"),
            "week_after_next",
            table,
        )
        yield _Way(re.compile(left + rf"{which} ?{week} ?{weekdays}"), "week_day", table)
        yield _Way(re.compile(left + rf"{which} ?{_either(table['weekend'])}"), "weekend", table)
        yield _Way(re.compile(left + rf"{which} ?{week}(?![가-힣]*세요|[가-힣]*실)"), "week", table)
        yield _Way(re.compile(left + rf"{which} ?달"), "month", table)
        yield _Way(re.compile(left + rf"{which} ?{weekdays}"), "day", table)
        yield _Way(re.compile(r"(?<!\d)(\d{1,2}) ?월(?! ?[요욜])"), "of_month", table)
        yield _Way(re.compile(r"(?<!\d)(?<!월 )(\d{1,2}) ?일(?! ?[뒤후]|요일|간|째)"), "day_of_month", table)
    else:
        months = (
            "(?:"
            + "|".join(f"(?P<m{n}>{_either(names)})" for n, names in enumerate(table["months"], 1))
            + ")"
        )
        number = r"(?P<n>\d{1,2})(?: ?(?:st|nd|rd|th))?(?! ?(?:pm|am|:|\d|%|eur|usd|k\b))"
        yield _Way(re.compile(rf"\b{months} (?:the )?{number}\b"), "month_day", table)
        yield _Way(re.compile(rf"\b(?:the )?{number} (?:of )?{months}\b"), "month_day", table)
        yield _Way(re.compile(r"\b(?:in|after) (\d{1,2}) days?\b"), "in_days", table)
        yield _Way(re.compile(r"\b(?:in|after) (\d{1,2}) weeks?\b"), "in_weeks", table)
        yield _Way(re.compile(rf"\b{weekdays} (?:of )?{which} {week}\b"), "week_day", table)
        yield _Way(re.compile(rf"\b{which} {week} (?:on )?{weekdays}\b"), "week_day", table)
        yield _Way(re.compile(rf"\b{which} {_either(table['weekend'])}\b"), "weekend", table)
        yield _Way(re.compile(rf"\b{which} {week}\b"), "week", table)
        yield _Way(re.compile(rf"\b{which} {_either(table['month'])}\b"), "month", table)
        yield _Way(re.compile(rf"\b{which} {weekdays}\b"), "day", table)
        yield _Way(re.compile(r"\b(?P<n>\d{1,2}) ?(?:st|nd|rd|th)\b(?! one)"), "day_of_month", table)
        yield _Way(
            re.compile(rf"\b(?:in|this|next|of|for|early|late|mid|until|till) {months}\b"), "of_month", table
        )
        clear = [
            (n, [name for name in names if len(name) > 3 and name != "march"])
            for n, names in enumerate(table["months"], 1)
        ]
        long_months = "(?:" + "|".join(f"(?P<m{n}>{_either(names)})" for n, names in clear if names) + ")"
        yield _Way(re.compile(rf"\b{long_months}\b"), "of_month", table)
    yield _Way(re.compile(left + f"(?:the )?{_either(table['weekend'])}" + right), "weekend", table)
    yield _Way(re.compile(left + weekdays + right), "day", table)


def _group(match: re.Match[str], letter: str) -> int | None:
    for name, text in match.groupdict().items():
        if text is not None and name[0] == letter and name[1:].isdigit():
            return int(name[1:])
    return None


def _which(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next((name for name in ("this", "next", "last") if groups.get(name)), "")


def _readings(way: _Way, match: re.Match[str], today: date, country: str) -> Iterable[tuple[date, date]]:
    if way.name == "holiday":
        yield from holiday(way.words[match.group(1)], today=today, country=country)
        return
    if way.name == "holiday_weekend":
        for first, last in holiday(way.words[match.group(1)], today=today, country=country):
            yield (
                first - timedelta(days=max(0, first.weekday() - 4) or 2),
                last + timedelta(days=6 - last.weekday()),
            )
        return
    for first, last in _spans(way.name, match, today):
        yield (first, last)


def _spans(name: str, match: re.Match[str], today: date) -> Iterable[tuple[date, date]]:
    monday = today - timedelta(days=today.weekday())
    which = _which(match)
    weeks = {"next": 1, "last": -1}.get(which, 0)
    match name:
        case "today" | "tomorrow" | "day_after_tomorrow" | "three_days" | "yesterday":
            offset = {"today": 0, "tomorrow": 1, "day_after_tomorrow": 2, "three_days": 3, "yesterday": -1}[
                name
            ]
            yield _day(today + timedelta(days=offset))
        case "in_days":
            yield _day(today + timedelta(days=int(match.group(1))))
        case "in_weeks":
            first = monday + timedelta(weeks=int(match.group(1)))
            yield _day(today + timedelta(weeks=int(match.group(1))))
            yield first, first + timedelta(days=6)
        case "week_after_next":
            yield from _in_week(monday + timedelta(weeks=2), _group(match, "d"))
        case "week_day":
            yield from _in_week(monday + timedelta(weeks=weeks), _group(match, "d"))
        case "week":
            yield from _in_week(monday + timedelta(weeks=weeks), None)
        case "weekend":
            saturday = monday + timedelta(weeks=weeks, days=5)
            yield saturday, saturday + timedelta(days=1)
            yield saturday - timedelta(days=1), saturday + timedelta(days=1)
        case "month":
            yield _month(today.year, today.month + weeks)
        case "day":
            yield from _weekday(_group(match, "d") or 0, which, today, monday)
        case "iso":
            yield from _valid(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        case "month_day":
            month = _group(match, "m") or int(match.group(1))
            day = int(match.groupdict().get("n") or match.group(2))
            yield from _near(month, day, today)
        case "slashed":
            first_number, second_number = int(match.group(1)), int(match.group(2))
            yield from _near(first_number, second_number, today)
            yield from _near(second_number, first_number, today)
        case "of_month":
            month = _group(match, "m") or int(match.group(1))
            if 1 <= month <= 12:
                yield _month(today.year + (month < today.month), month)
        case "day_of_month":
            yield from _day_of_month(int(match.group(1)), today)


def _day(day: date) -> tuple[date, date]:
    return day, day


def _in_week(monday: date, weekday: int | None) -> Iterable[tuple[date, date]]:
    if weekday is None:
        yield monday, monday + timedelta(days=6)
    else:
        yield _day(monday + timedelta(days=weekday))


def _weekday(weekday: int, which: str, today: date, monday: date) -> Iterable[tuple[date, date]]:
    coming = today + timedelta(days=(weekday - today.weekday()) % 7)
    if which == "next":
        yield _day(monday + timedelta(weeks=1, days=weekday))
        yield _day(coming)
    elif which == "last":
        yield _day(coming - timedelta(weeks=1))
    else:
        yield _day(coming)


def _month(year: int, month: int) -> tuple[date, date]:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _valid(year: int, month: int, day: int) -> Iterable[tuple[date, date]]:
    try:
        yield _day(date(year, month, day))
    except ValueError:
        return


def _near(month: int, day: int, today: date) -> Iterable[tuple[date, date]]:
    """The day of that name to come, then the one just gone."""
    gone = list(_valid(today.year, month, day))
    if gone and gone[0][0] >= today:
        yield gone[0]
        return
    yield from _valid(today.year + 1, month, day)
    yield from gone


def _day_of_month(day: int, today: date) -> Iterable[tuple[date, date]]:
    for ahead in range(3):
        first, _ = _month(today.year, today.month + ahead)
        for found in _valid(first.year, first.month, day):
            if found[0] >= today:
                yield found
