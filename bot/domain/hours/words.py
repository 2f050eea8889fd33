"""The words of opening hours, of all languages that there are: how each is recognised, and which days it names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.domain.languages.language import HoursWords, Language

_WEEKDAYS, _WEEKEND, _DAILY = (0, 1, 2, 3, 4), (5, 6), (0, 1, 2, 3, 4, 5, 6)
#: A day's name may be cut to so many letters: Mon, Thurs.
_SHORTEST_NAME = 3

Days = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """What a word looks like (`token`), the days of those that name any, those that say afternoon or nothing."""

    token: re.Pattern[str]
    groups: dict[str, Days]
    names: dict[str, int]
    afternoon: frozenset[str]
    ignored: frozenset[str]

    def days(self, said: str) -> Days:
        """Return the days that a word names, in its order; none for a word that names none."""
        if said in self.groups:
            return self.groups[said]
        if said in self.names:
            return (self.names[said],)
        parts = re.findall(_either(self.names), said)
        return tuple(self.names[part] for part in parts) if "".join(parts) == said and _is_wide(said) else ()


@cache
def words_of(known: tuple[Language, ...]) -> Words:
    """Gather the words of some languages; where two languages differ, the first is right."""
    groups: dict[str, Days] = {}
    names: dict[str, int] = {}
    for language in known:
        words = language.hours
        for many, days in ((words.weekdays, _WEEKDAYS), (words.weekend, _WEEKEND), (words.daily, _DAILY)):
            groups = {**dict.fromkeys(many, days), **groups}
        names = {**_names(language), **names}
    hours = [language.hours for language in known]
    return Words(
        token=_token(hours, groups, names),
        groups=groups,
        names=names,
        afternoon=frozenset(word for words in hours for word in words.pm),
        ignored=frozenset(word for words in hours for word in words.ignored),
    )


def _names(language: Language) -> dict[str, int]:
    """Return what one language calls the days: whole, or cut as long as it is clear which is meant."""
    called: dict[str, set[int]] = defaultdict(set)
    for day, own in enumerate(language.hours.days or [()] * len(_DAILY)):
        for name in (language.days("wide")[day], language.days()[day], *own):
            plain = unicodedata.normalize("NFKC", name).lower().removesuffix(".")
            called[plain].add(day)
            if not _is_wide(plain):
                for length in range(_SHORTEST_NAME, len(plain)):
                    called[plain[:length]].add(day)
    return {name: days.pop() for name, days in called.items() if len(days) == 1}


def _token(hours: list[HoursWords], groups: Iterable[str], names: Iterable[str]) -> re.Pattern[str]:
    wide, spaced = [name for name in names if _is_wide(name)], [name for name in names if not _is_wide(name)]
    first = [word for one in hours if one.am_first for word in (*one.am, *one.pm)]
    last = [word for one in hours if not one.am_first for word in (*one.am, *one.pm)]
    return re.compile(
        rf"""
        (?P<before>{_either(first)})?\s* (?P<hour>\d{{1,2}})
            (?: :(?P<minute>\d{{2}})
              | \s*{_each(hours, "hour")} (?:\s*(?P<past>\d{{1,2}})\s*{_each(hours, "minute")})?
                (?P<thirty>\s*{_each(hours, "half")})?
            )? (?!\d)
            (?: \s*(?P<after>{_either(last)})\b\.? )?
        | (?P<to>[-~\u2010-\u2015\u2212\u301c]|{_each(hours, "to")})
        | (?P<closed>{_each(hours, "closed")})
        | (?P<between>[\s,;/&·+:.|]+)
        | (?P<day>{_each(hours, "ignored")}|{_whole(groups)}|(?:{_either(wide)})+|{_whole(spaced)}|[a-z]+)
        """,
        re.VERBOSE,
    )


def _each(hours: Iterable[HoursWords], kind: str) -> str:
    return _whole(word for words in hours for word in getattr(words, kind))


def _whole(words: Iterable[str]) -> str:
    """Match one of some words: a whole one, but in scripts that write words together."""
    known = list(words)
    spaced = [word for word in known if not _is_wide(word)]
    wide = [word for word in known if _is_wide(word)]
    return rf"(?:\b{_either(spaced)}\b|{_either(wide)})"


def _either(words: Iterable[str]) -> str:
    """Match one of some words, the longest that fits; nothing where there are none."""
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})" if longest_first else "(?!)"


def _is_wide(word: str) -> bool:
    """Whether a word is of a script such as Hangul or Han, which does not need spaces between words."""
    return unicodedata.east_asian_width(word[0]) == "W"
