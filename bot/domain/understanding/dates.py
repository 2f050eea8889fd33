"""Finds the days that a message names, in the label's time zone at the moment of asking."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from bot.domain.shows import Show
from bot.domain.understanding.calendar_days import Span, around, readings
from bot.domain.understanding.holidays import holiday
from bot.domain.understanding.lexicon import flat, lexicon, spacings
from bot.domain.understanding.tries import either
from bot.domain.understanding.words import Token, has_hangul, plain, tidy, words
from bot.domain.understanding.words import tokens as parse

#: Shorter names of months are everyday words too.
_CLEAR = 3


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
            meant = tuple(_meant(way, match, today, country))
            if meant:
                found.append(Days(meant, span.start, span.stop))
                used.update(span)
    return sorted(found, key=lambda days: days.start)


def called_by_day(shows: Iterable[Show], days: Sequence[Days], *, today: date, country: str) -> list[Show]:
    """Return the shows whose titles speak of those days, whenever they are: a Christmas show on the 20th."""
    meant = {day.readings for day in days}
    return [
        show
        for show in shows
        if any(
            day.readings in meant
            for day in find_days(parse(tidy(show.title)), frozenset(), today=today, country=country)
        )
    ]


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
        yield _Way(re.compile(r"(?<!\d)(\d{1,2}) ?월 ?(\d{1,2}) ?일"), "month_day", table)
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
        yield _Way(
            re.compile(r"(?<!\d)(?<!월 )(\d{1,2}) ?일(?! ?[뒤후]|요일|간|째|권|차|정|당)"),
            "day_of_month",
            table,
        )
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
            (n, [name for name in names if len(name) > _CLEAR and name != "march"])
            for n, names in enumerate(table["months"], 1)
        ]
        long_months = "(?:" + "|".join(f"(?P<m{n}>{_either(names)})" for n, names in clear if names) + ")"
        yield _Way(re.compile(rf"\b{long_months}\b"), "of_month", table)
    yield _Way(re.compile(left + f"(?:the )?{_either(table['weekend'])}" + right), "weekend", table)
    yield _Way(re.compile(left + weekdays + right), "day", table)


def _meant(way: _Way, match: re.Match[str], today: date, country: str) -> Iterable[Span]:
    match way.name:
        case "holiday":
            return holiday(way.words[match.group(1)], today=today, country=country)
        case "holiday_weekend":
            return around(way.words[match.group(1)], today=today, country=country)
        case _:
            return readings(way.name, match, today=today)
