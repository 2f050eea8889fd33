"""A language as one record: what it is called, how it writes days, and the words that rules ask for.

Its sentences stand in a catalogue (`bot/interface/locales`), what fans say in a lexicon (`understanding`).
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_interval,
    format_skeleton,
    format_time,
    get_datetime_format,
    get_day_names,
)

#: A file a language, named by its code.
RECORDS = Path(__file__).parent
#: The language that stands in the code, and in for every other that is not known.
ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePatterns:
    """Patterns as in the Unicode CLDR, whose own hold where there are none here.

    `moment` and `short` write a moment and a day of the year. `week` writes the first and the last day of a
    week by the greatest part in which they differ: d, M or y.
    """

    moment: str = ""
    short: str = ""
    week: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursWords:
    """How opening hours are typed. `days`: names the CLDR lacks, Monday's first; `am_first`: before the hour."""

    days: Sequence[Sequence[str]] = ()
    weekdays: Sequence[str] = ()
    weekend: Sequence[str] = ()
    daily: Sequence[str] = ()
    closed: Sequence[str] = ()
    to: Sequence[str] = ()
    ignored: Sequence[str] = ()
    am: Sequence[str] = ()
    pm: Sequence[str] = ()
    am_first: bool = False
    hour: Sequence[str] = ()
    minute: Sequence[str] = ()
    half: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthWords:
    """How lengths of time are typed: 1 h 30 min."""

    hours: Sequence[str] = ()
    minutes: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumTagNames:
    """What a label may call the tags of forum posts that wait, and of those that are answered."""

    waiting: Sequence[str] = ()
    answered: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """All about one language but its sentences and its lexicon.

    `code` is as in Discord ("ko", "zh-TW"); `name` is its own; `letters` is the range of those that no other
    language has; `after_names` are particles written right behind a name; `works` has a list for each kind
    of work, and `surely_art` for words that would be mistaken for another.
    """

    code: str
    locale: Locale
    name: str
    letters: str = ""
    after_names: Sequence[str] = ()
    dates: DatePatterns = DatePatterns()
    hours: HoursWords = HoursWords()
    lengths: LengthWords = LengthWords()
    forum_tags: ForumTagNames = ForumTagNames()
    works: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, code: str, text: str) -> "Language":
        """Read a record, as its file has it."""
        data: dict[str, Any] = tomllib.loads(text)
        parts = {
            "dates": DatePatterns,
            "hours": HoursWords,
            "lengths": LengthWords,
            "forum_tags": ForumTagNames,
        }
        made = {name: part(**data.pop(name, {})) for name, part in parts.items()}
        return cls(code=code, locale=Locale.parse(code, sep="-"), **made, **data)

    def days(self, width: Literal["abbreviated", "wide"] = "abbreviated") -> tuple[str, ...]:
        """Return the names of the days of the week, Monday's first."""
        names = get_day_names(width, locale=self.locale)
        return tuple(names[day] for day in range(len(names)))

    def writes(self, text: str) -> bool:
        """Whether a text has letters of this language alone."""
        return bool(self.letters) and re.search(f"[{self.letters}]", text) is not None

    def moment(self, at: datetime, zone: tzinfo) -> str:
        """Write an instant in words, local to `zone`."""
        if self.dates.moment:
            return str(format_datetime(at, self.dates.moment, tzinfo=zone, locale=self.locale))
        local = at.astimezone(zone)
        both = str(get_datetime_format("medium", locale=self.locale))
        day = format_skeleton("yMMMEd", local, tzinfo=zone, locale=self.locale)
        return both.replace("{1}", day).replace("{0}", format_time(local, "HH:mm", locale=self.locale))

    def short_date(self, day: date) -> str:
        """Write a day of the year in few characters."""
        if self.dates.short:
            return str(format_date(day, self.dates.short, locale=self.locale))
        return str(format_skeleton("MMMd", day, locale=self.locale))

    def week(self, first: date, last: date) -> str:
        """Write the days from one to another, such as "16–22 November 2026"."""
        differ = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        if differ not in self.dates.week:
            return str(format_interval(first, last, "yMMMMd", locale=self.locale))
        patterns = self.dates.week[differ]
        return "".join(
            str(format_date(day, pattern, locale=self.locale))
            for day, pattern in zip((first, last), patterns, strict=True)
        )


def languages() -> tuple[Language, ...]:
    """Return every language that has a record: English, then the others by their codes."""
    return _read(RECORDS)


def codes() -> tuple[str, ...]:
    """Return the codes of all languages."""
    return tuple(language.code for language in languages())


def language_of(locale: str) -> Language:
    """Return the language of a Discord or POSIX locale ("ko", "en-GB", "ko_KR.UTF-8"); English if unknown."""
    return _language_of(locale, languages())


def written_in(text: str) -> Language | None:
    """Return the language whose letters a text has; None for those that languages share."""
    return next((language for language in languages() if language.writes(text)), None)


@cache
def _read(folder: Path) -> tuple[Language, ...]:
    read = [
        Language.read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))
    ]
    return tuple(sorted(read, key=lambda language: language.code != ENGLISH))


@cache
def _language_of(locale: str, known: tuple[Language, ...]) -> Language:
    wanted = locale.partition(".")[0].replace("_", "-").lower()
    by_code = {language.code.lower(): language for language in known}
    return by_code.get(wanted) or by_code.get(wanted.partition("-")[0]) or by_code[ENGLISH]
