"""Finds the days that a message names, in the label's time zone at the moment of asking."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from bot.domain.shows.show import Show
from bot.domain.understanding.calendar_days import RANGES, Span, around, readings
from bot.domain.understanding.holidays import holiday
from bot.domain.understanding.lexicon import Lexicon, day_words, flat, lexicon, spacings
from bot.domain.understanding.ranges import Days, joined, reach
from bot.domain.understanding.tries import either
from bot.domain.understanding.words import Token, has_hangul, plain, tidy, words
from bot.domain.understanding.words import tokens as parse

#: Stands in a language's pattern for its words.
_PART = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to say a day in one language."""

    pattern: re.Pattern[str]
    name: str
    words: Mapping[str, Any]


def find_days(
    tokens: Sequence[Token],
    taken: frozenset[int],
    *,
    today: date,
    country: str,
    words: Lexicon | None = None,
) -> list[Days]:
    """Return the days spoken of; `taken` are words that are names already."""
    known = words or lexicon()
    line, owner = _line(tokens, taken)
    if _hint(known).search(line) is None:
        return []
    found: list[Days] = []
    used: set[int] = set()
    for way in _ways(known):
        for match in way.pattern.finditer(line):
            span = range(owner[match.start()], owner[match.end() - 1] + 1)
            if not used.isdisjoint(span):
                continue
            meant = tuple(_meant(way, match, today, country))
            if meant:
                by_name = way.name.startswith("holiday")
                reaches = "" if way.name in RANGES else reach(tokens, span, known)
                found.append(Days(meant, span.start, span.stop, by_name=by_name, reach=reaches))
                used.update(span)
    return joined(sorted(found, key=lambda days: days.start))


def called_by_day(shows: Iterable[Show], days: Sequence[Days], *, today: date, country: str) -> list[Show]:
    """Return the shows whose titles speak of those days, whenever they are: a Christmas show on the 20th."""
    meant = {day.readings for day in days if day.by_name}
    return [
        show
        for show in shows
        if meant
        and any(
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
def _hint(known: Lexicon) -> re.Pattern[str]:
    """Matches wherever a day might be spoken of; most messages have none, and are done with."""
    hangul: set[str] = set()
    latin: set[str] = set()
    for data in known.languages.values():
        dates = data["dates"]
        for phrase in flat([*data["holidays"].values(), *day_words(data)]):
            (hangul if has_hangul(phrase) else latin).update(_variants(phrase))
        latin.difference_update(*(dates[key] for key in ("this", "next", "last")))
    short = {phrase for phrase in hangul if len(phrase) == 1}
    long = either(sorted(hangul - short))
    return re.compile(
        rf"\d|\b{either(sorted(latin))}\b|{long}|(?<![가-힣]){either(sorted(short - {'주', '달', '월'}))}"
    )


@cache
def _ways(known: Lexicon) -> tuple[_Way, ...]:
    made: list[_Way] = [
        _Way(re.compile(r"(?<!\d)(20\d\d) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})(?!\d)"), "iso", {})
    ]
    for data in known.languages.values():
        made.extend(_holidays(data))
    for data in known.languages.values():
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
    table, dates = data["holidays"], data["dates"]
    named = [(phrase, name) for name, phrases in table.items() for phrase in phrases]
    known = {variant: name for phrase, name in named for variant in _variants(phrase)}
    either = _either(phrase for phrase, _ in named)
    weekend = _either(dates["weekend"])
    yield _Way(
        re.compile(f"{dates['before']}({either}) ?{weekend}{dates['after']}"), "holiday_weekend", known
    )
    yield _Way(re.compile(f"{dates['before']}({either}){dates['after']}"), "holiday", known)


def _variants(phrase: str) -> Iterable[str]:
    return spacings(plain(phrase)) if has_hangul(phrase) else (" ".join(words(phrase)),)


def _ways_of(data: Mapping[str, Any]) -> Iterable[_Way]:
    """The words for single days, then the language's own patterns, with its words put in."""
    table = data["dates"]
    for name in ("day_after_tomorrow", "three_days", "tomorrow", "today", "yesterday"):
        if name in table:
            pattern = table["before"] + _either(table[name]) + table["after"]
            yield _Way(re.compile(pattern), name, table)
    this, following, last = (_either(table[name]) for name in ("this", "next", "last"))
    alone = [[name for name in names if name not in table.get("not_alone", ())] for names in table["months"]]
    parts = {
        "which": f"(?:(?P<this>{this})|(?P<next>{following})|(?P<last>{last}))",
        "weekday": _numbered("d", enumerate(table["weekdays"])),
        "month_name": _numbered("m", enumerate(table["months"], 1)),
        "month_alone": _numbered("m", enumerate(alone, 1)),
        "week": _either(table["week"]),
        "weekend": _either(table["weekend"]),
        "month": _either(table["month"]),
    }
    for name, pattern in table["ways"]:
        yield _Way(re.compile(_PART.sub(lambda part: parts[part.group(1)], pattern)), name, table)


def _numbered(letter: str, names: Iterable[tuple[int, Sequence[str]]]) -> str:
    """Alternatives that tell by the names of their groups which one they are."""
    return "(?:" + "|".join(f"(?P<{letter}{n}>{_either(some)})" for n, some in names if some) + ")"


def _meant(way: _Way, match: re.Match[str], today: date, country: str) -> Iterable[Span]:
    match way.name:
        case "holiday":
            return holiday(way.words[match.group(1)], today=today, country=country)
        case "holiday_weekend":
            return around(way.words[match.group(1)], today=today, country=country)
        case _:
            return readings(way.name, match, today=today)
