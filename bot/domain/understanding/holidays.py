"""The days that people call by a name: Christmas Eve, 추석, Easter."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays

#: Month and day of those that don't move.
FIXED = {
    "christmas_eve": (12, 24),
    "christmas": (12, 25),
    "boxing_day": (12, 26),
    "new_years_eve": (12, 31),
    "new_year": (1, 1),
    "halloween": (10, 31),
    "valentine": (2, 14),
    "white_day": (3, 14),
    "childrens_day": (5, 5),
    "liberation_day": (8, 15),
    "independence_movement": (3, 1),
    "hangul_day": (10, 9),
    "foundation_day": (10, 3),
    "memorial_day": (6, 6),
    "labour_day": (5, 1),
    "independence_day": (7, 4),
    "st_patricks": (3, 17),
    "pepero_day": (11, 11),
    "australia_day": (1, 26),
    "anzac_day": (4, 25),
    "waitangi_day": (2, 6),
    "canada_day": (7, 1),
    "veterans_day": (11, 11),
    "juneteenth": (6, 19),
    "st_stephens": (12, 26),
    "burns_night": (1, 25),
    "st_davids": (3, 1),
    "st_andrews": (11, 30),
    "bonfire_night": (11, 5),
    "cinco_de_mayo": (5, 5),
    "unification_day": (10, 3),
    "bastille_day": (7, 14),
}
#: Country and name, in the words of the holidays library (en_US), of those that follow the moon.
_MOVING = {
    "seollal": ("KR", "Korean New Year"),
    "chuseok": ("KR", "Chuseok"),
    "buddhas_birthday": ("KR", "Buddha's Birthday"),
    "good_friday": ("GB", "Good Friday"),
    "easter_monday": ("DE", "Easter Monday"),
    "thanksgiving": ("US", "Thanksgiving"),
}


def holiday(name: str, *, today: date, country: str) -> Iterable[tuple[date, date]]:
    """Return the next such days from `today`, then the ones just gone, as first and last day."""
    spans = [span for year in (today.year, today.year + 1) for span in _in_year(name, year, country)]
    yield from (span for span in spans if span[1] >= today)
    yield from (span for span in reversed(spans) if span[1] < today)


@lru_cache(maxsize=256)
def _in_year(name: str, year: int, country: str) -> tuple[tuple[date, date], ...]:
    if name == "new_year":
        return ((date(year, 1, 1),) * 2, (date(year - 1, 12, 31),) * 2)
    if name in FIXED:
        day = date(year, *FIXED[name])
        return ((day, day),)
    if name == "easter":
        return tuple(
            (first - timedelta(days=1),) * 2 for first, _ in _in_year("easter_monday", year, country)
        )
    if name in ("bank_holiday", "public_holiday"):
        return tuple((day, day) for day in sorted(_named(country.upper(), "", year)))
    if name == "thanksgiving" and country.upper() == "CA":
        second_monday = date(year, 10, 14) - timedelta(days=date(year, 10, 14).weekday())
        return ((second_monday, second_monday),)
    land, words = _MOVING[name]
    days = sorted(_named(land, words, year))
    if not days:
        return ()
    if name in ("seollal", "chuseok"):  # the day itself first, then the three days around it
        middle = days[len(days) // 2]
        return ((middle, middle), (days[0], days[-1]))
    return ((days[0], days[0]),)


def _named(country: str, words: str, year: int) -> list[date]:
    try:
        known = country_holidays(country, years=year, language="en_US")
    except NotImplementedError:
        return []
    return [
        day
        for day, called in known.items()
        if words.casefold() in called.casefold() and "alternative" not in called.casefold()
    ]
