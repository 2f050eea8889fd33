"""Opening hours as staff type them, in any language: "Mon-Fri 10:00-19:00, Sat 12:00-17:00"."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, auto
from itertools import groupby, islice, pairwise, product

from bot.domain.hours.words import Words, words_of
from bot.domain.languages.language import ENGLISH, language_of, languages
from bot.domain.sentences import Sentence, sentence

#: A day's open times, each from the first to before the second.
Spans = tuple[tuple[time, time], ...]

#: As the end of a span: 24:00, the very end of the day.
END_OF_DAY = time.max

DAYS_IN_WEEK = 7
_NOON = 12
_HOUR = 60
_MIDNIGHT = 24 * _HOUR


class OpeningHoursError(Exception):
    """What was typed can't be read as opening hours or holidays; `sentence` says why and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


class _Kind(Enum):
    DAY = auto()
    TIME = auto()
    TO = auto()
    CLOSED = auto()


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of what was typed: the days it names, or the minutes since midnight."""

    kind: _Kind
    said: str
    days: tuple[int, ...] = ()
    minutes: int = 0


def read_week(text: str) -> tuple[Spans, ...]:
    """Read a week of opening hours; a span that passes midnight goes on with the next day.

    Raises:
        OpeningHoursError: with what can't be read.
    """
    words = deque(_words(unicodedata.normalize("NFKC", text).lower()))
    week: list[list[tuple[int, int]]] = [[] for _ in range(DAYS_IN_WEEK)]
    if not words:
        raise OpeningHoursError(
            sentence("Write when the team is there, such as Mon-Fri 10:00-19:00, Sat 12:00-17:00.")
        )
    if [word.kind for word in words] == [_Kind.CLOSED]:
        words.clear()
    while words:
        days, spans = _take_days(words), _take_spans(words)
        for day, (start, end) in product(days, spans):
            week[day].append((start, min(end, _MIDNIGHT)))
            if end > _MIDNIGHT:
                week[(day + 1) % DAYS_IN_WEEK].append((0, end - _MIDNIGHT))
    return tuple(_in_order(day, spans) for day, spans in enumerate(week))


def write_week(week: Sequence[Spans], names: Sequence[str] | None = None) -> str:
    """Write a week as `read_week` reads it, with the given names of its days, Monday's first; else in English."""
    names = names or language_of(ENGLISH).days()
    parts: list[str] = []
    for spans, group in groupby(range(DAYS_IN_WEEK), key=lambda day: week[day]):
        first, *others = (names[day] for day in group)
        days = f"{first}-{others[-1]}" if others else first
        if spans:
            parts.append(" ".join([days, *(f"{start:%H:%M}-{_end(end)}" for start, end in spans)]))
    return ", ".join(parts) or "closed"


def read_holidays(text: str) -> frozenset[date]:
    """Read dates such as "2026-12-25, 2027-01-01".

    Raises:
        OpeningHoursError: with what is not a date.
    """
    return frozenset(
        _date(part) for part in re.split(r"[\s,;]+", unicodedata.normalize("NFKC", text)) if part
    )


def write_holidays(holidays: frozenset[date]) -> str:
    """Write holidays as `read_holidays` reads them, the earliest first."""
    return ", ".join(day.isoformat() for day in sorted(holidays))


def _date(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day of the calendar has no zone
    except ValueError as error:
        wrong = sentence("{part} is not a date. Write holidays like 2026-12-25, 2027-01-01.", part=text[:40])
        raise OpeningHoursError(wrong) from error


def _words(text: str) -> Iterator[_Word]:
    at, known = 0, words_of(languages())
    while at < len(text):
        found = known.token.match(text, at)
        if found is None:
            raise _unreadable(text[at:])
        at, said = found.end(), found.group().strip()
        if found["hour"]:
            yield _Word(_Kind.TIME, said, minutes=_minutes(found, known))
        elif found["to"]:
            yield _Word(_Kind.TO, said)
        elif found["closed"]:
            yield _Word(_Kind.CLOSED, said)
        elif found["day"] and said not in known.ignored:
            days = known.days(said)
            if not days:
                raise _unreadable(said)
            yield _Word(_Kind.DAY, said, days=days)


def _unreadable(text: str) -> OpeningHoursError:
    return OpeningHoursError(
        sentence(
            "I can’t read “{part}”. Write it like Mon-Fri 10:00-19:00, Sat 12:00-17:00.",
            part=text.strip()[:40],
        )
    )


def _minutes(found: re.Match[str], known: Words) -> int:
    """Return the minutes since midnight of a time as it was written."""
    hour = int(found["hour"])
    minute = int(found["minute"] or found["past"] or (30 if found["thirty"] else 0))
    half = found["before"] or found["after"]
    if minute >= _HOUR or hour * _HOUR + minute > _MIDNIGHT or (half and not 1 <= hour <= _NOON):
        said = found.group().strip()
        raise OpeningHoursError(sentence("{time} is not a time of day. Write it like 19:00.", time=said))
    if half:
        hour = hour % _NOON + (_NOON if half in known.afternoon else 0)
    return hour * _HOUR + minute


def _take_days(words: deque[_Word]) -> list[int]:
    """Take the days that an entry starts with: "Mon", "Mon-Fri", "Mon, Wed"."""
    days: list[int] = []
    while words and words[0].kind is _Kind.DAY:
        here = words.popleft().days
        if _next(words, 2) == [_Kind.TO, _Kind.DAY]:
            words.popleft()
            last = words.popleft().days[-1]
            here = tuple((here[0] + day) % DAYS_IN_WEEK for day in range((last - here[0]) % DAYS_IN_WEEK + 1))
        days += here
    if not days:
        raise _unreadable(" ".join(word.said for word in words))
    return days


def _take_spans(words: deque[_Word]) -> list[tuple[int, int]]:
    """Take the times that follow: "10:00-12:00 13:00-19:00", or "closed"; minutes since midnight."""
    if words and words[0].kind is _Kind.CLOSED:
        words.popleft()
        return []
    spans: list[tuple[int, int]] = []
    while words and words[0].kind is _Kind.TIME:
        if _next(words, 3) != [_Kind.TIME, _Kind.TO, _Kind.TIME]:
            raise _unreadable(" ".join(word.said for word in words))
        opening, _, closing = (words.popleft() for _ in range(3))
        start, end = opening.minutes, closing.minutes
        if start == end:
            raise OpeningHoursError(
                sentence("{time} can’t be both the start and the end.", time=opening.said)
            )
        spans.append((start, end if end > start else end + _MIDNIGHT))
    if not spans:
        raise _no_times(words)
    return spans


def _next(words: deque[_Word], number: int) -> list[_Kind]:
    return [word.kind for word in islice(words, number)]


def _no_times(words: deque[_Word]) -> OpeningHoursError:
    if words:
        return _unreadable(" ".join(word.said for word in words))
    return OpeningHoursError(sentence("Write the times behind the days, such as Mon-Fri 10:00-19:00."))


def _in_order(day: int, spans: list[tuple[int, int]]) -> Spans:
    ordered = sorted(span for span in spans if span[0] < span[1])
    if any(end > start for (_, end), (start, _) in pairwise(ordered)):
        names = " / ".join(language.days()[day] for language in languages())
        raise OpeningHoursError(sentence("The times of one day overlap: {day}.", day=names))
    return tuple((_time(start), _time(end)) for start, end in ordered)


def _time(minutes: int) -> time:
    return END_OF_DAY if minutes == _MIDNIGHT else time(*divmod(minutes, _HOUR))


def _end(at: time) -> str:
    return "24:00" if at == END_OF_DAY else f"{at:%H:%M}"


def hours_of_day(at: time) -> float:
    """Return how many hours a clock shows since midnight; 24 at the end of the day."""
    return 24.0 if at == END_OF_DAY else at.hour + at.minute / _HOUR
