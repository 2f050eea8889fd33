"""Reads what a manager types or chooses: time zones, lengths of time, opening hours, holidays."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.core import get_global
from rapidfuzz import fuzz, process

from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.hours.opening_hours_text import OpeningHoursError
from bot.domain.hours.opening_hours_text import read_holidays as days
from bot.domain.languages.language import Language, languages
from bot.domain.sentences import sentence
from bot.interface.errors import Refusal
from bot.reports.show_texts import plain

MOST_TARGET = 200 * 60
MOST_CLAIM = 24 * 60
_SUGGESTIONS = 3
_EXAMPLES = ("Asia/Seoul", "Europe/London", "America/New_York")
#: How alike, of 100, a city's name must be to what was typed.
_ALIKE = 65
_SHOWN = 40
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")


def read_zone(typed: str) -> str:
    """Return the IANA name of a time zone, by that name or its city's; empty for the label's own.

    Raises:
        Refusal: there is no such zone; it suggests some.
    """
    text = _cleaned(typed).replace(" ", "_")
    if not text:
        return ""
    key = _zones().get(text) or _cities(languages()).get(text)
    if key is None:
        raise Refusal(
            sentence(
                "{typed} is not a time zone I know. Write it like {suggestions}, or leave it empty for the label’s own.",
                typed=_quoted(typed),
                suggestions=", ".join(_similar(text)),
            )
        )
    return key


def read_hours(typed: str, zone: ZoneInfo) -> str:
    """Return opening hours as they were typed; empty for a team that is always there.

    Raises:
        Refusal: they can't be read, or are never.
    """
    text = typed.strip()
    if not text:
        return ""
    try:
        hours = OpeningHours.parse(text, zone=zone)
    except OpeningHoursError as error:
        raise Refusal(error.sentence) from error
    if not hours.ever_open:
        raise Refusal(
            sentence(
                "The team has to be there at some time. Write when, such as Mon-Fri 10:00-19:00, "
                "or leave it empty for always."
            )
        )
    return text


def read_holidays(typed: str) -> str:
    """Return holidays as they were typed.

    Raises:
        Refusal: something is not a date.
    """
    try:
        days(typed)
    except OpeningHoursError as error:
        raise Refusal(error.sentence) from error
    return typed.strip()


def read_target(typed: str) -> int:
    """Return a target in minutes; a number alone is hours.

    Raises:
        Refusal: it can't be read, or is out of bounds.
    """
    minutes = _minutes(typed, bare=60)
    if minutes is None or not 1 <= minutes <= MOST_TARGET:
        raise Refusal(
            sentence(
                "{typed} can’t be the target. Write more than 0 and at most {most} hours, such as 4 or 1 h 30 min.",
                typed=_quoted(typed),
                most=MOST_TARGET // 60,
            )
        )
    return minutes


def read_claim(typed: str) -> int:
    """Return how long a claim holds in minutes; a number alone is minutes.

    Raises:
        Refusal: it can't be read, or is out of bounds.
    """
    minutes = _minutes(typed, bare=1)
    if minutes is None or not 1 <= minutes <= MOST_CLAIM:
        raise Refusal(
            sentence(
                "A claim can’t hold for {typed}. Write from 1 to {most} minutes, such as 30.",
                typed=_quoted(typed),
                most=MOST_CLAIM,
            )
        )
    return minutes


def _minutes(typed: str, *, bare: int) -> int | None:
    """Return how many minutes are meant; a number without a unit stands for so many minutes each."""
    text = _cleaned(typed)
    if _NUMBER.fullmatch(text):
        return round(float(text.replace(",", ".")) * bare)
    found = _length(languages()).fullmatch(text)
    if not text or found is None:
        return None
    return round(float((found["hours"] or "0").replace(",", ".")) * 60) + int(found["minutes"] or 0)


@cache
def _length(known: tuple[Language, ...]) -> re.Pattern[str]:
    """Return what a length of time looks like, in any language."""
    hours = "|".join(re.escape(word) for language in known for word in language.lengths.hours)
    minutes = "|".join(re.escape(word) for language in known for word in language.lengths.minutes)
    return re.compile(
        rf"(?:(?P<hours>\d{{1,5}}(?:[.,]\d{{1,2}})?)\s*(?:{hours}))?\s*"
        rf"(?:(?P<minutes>\d{{1,5}})\s*(?:{minutes}))?"
    )


def _cleaned(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed).split()).casefold()


def _quoted(typed: str) -> str:
    return f"“{plain(' '.join(typed.split()), _SHOWN)}”"


@cache
def _zones() -> dict[str, str]:
    """Return all time zones by their names in small letters."""
    names = (files("tzdata") / "zones").read_text(encoding="ascii").split()
    return {name.casefold(): name for name in names}


@cache
def _cities(known: tuple[Language, ...]) -> dict[str, str]:
    """Return the time zones that are named after places, by those places' names in every language."""
    zones = set(_zones().values())
    places = sorted(name for name in get_global("zone_territories") if "/" in name and name in zones)
    found = {name.rpartition("/")[2].casefold(): name for name in places}
    for language in known:
        named = language.locale.time_zones
        for name in places:
            city = named[name].get("city") if name in named else None
            if city:
                found[_cleaned(str(city)).replace(" ", "_")] = name
    return found


def _similar(text: str) -> Sequence[str]:
    """Return some time zones that may have been meant."""
    cities = _cities(languages())
    found = process.extract(
        text.rpartition("/")[2], list(cities), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2 * _SUGGESTIONS
    )
    return list(dict.fromkeys(cities[city] for city, _, _ in found))[:_SUGGESTIONS] or _EXAMPLES
