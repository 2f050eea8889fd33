"""Recurrence rules of scheduled events, as far as Discord takes them."""

from typing import Any

from bot.rehearsal.checks.fields import items, moment
from bot.rehearsal.checks.refusals import Problems
from bot.rehearsal.payloads.times import written

Json = dict[str, Any]

YEARLY, MONTHLY, WEEKLY, DAILY = range(4)
_SETS = ("by_weekday", "by_n_weekday", "by_month", "by_month_day")
_TAKES = {YEARLY: ("by_month", "by_month_day"), MONTHLY: ("by_n_weekday",), WEEKLY: ("by_weekday",)}
_DAILY_SETS = ([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], [6, 0, 1, 2, 3], [4, 5], [5, 6], [6, 0])
"""A daily event may leave out days in these ways only: on working days, on two at a week's end."""


def read(form: Json, problems: Problems, path: str = "recurrence_rule") -> Json:
    """Return a rule as Discord keeps it; notes what it would refuse."""
    start, frequency = moment(form.get("start")), form.get("frequency")
    interval = form.get("interval") or 1
    if start is None:
        problems.required(f"{path}.start")
    if frequency not in (YEARLY, MONTHLY, WEEKLY, DAILY):
        problems.choice(f"{path}.frequency", (YEARLY, MONTHLY, WEEKLY, DAILY))
    elif interval != 1 and not (interval == 2 and frequency == WEEKLY):  # noqa: PLR2004 - every other week
        problems.add(f"{path}.interval", "BASE_TYPE_CHOICES", "Only weekly events may leave out a week.")
    for key in ("end", "count", "by_year_day"):
        if form.get(key) is not None:
            problems.add(f"{path}.{key}", "RECURRENCE_RULE_FIELD_NOT_SETTABLE", "This field cannot be set.")
    given = {key: items(form, key, problems, f"{path}.{key}") for key in _SETS if form.get(key)}
    if isinstance(frequency, int):
        _sets(given, frequency, problems, path)
    empty: Json = dict.fromkeys((*_SETS, "by_year_day", "end", "count"))
    kept = {"start": written(start) if start else None, "frequency": frequency, "interval": interval}
    return empty | kept | given


def _sets(given: Json, frequency: int, problems: Problems, path: str) -> None:
    """Note sets of days that don't belong to a frequency."""
    taken = ("by_weekday",) if frequency == DAILY else _TAKES.get(frequency, ())
    for key in given.keys() - set(taken):
        problems.add(f"{path}.{key}", "RECURRENCE_RULE_INVALID", "Not with this frequency.")
    if frequency == DAILY and given.get("by_weekday") not in (None, *_DAILY_SETS):
        problems.choice(f"{path}.by_weekday", _DAILY_SETS)
    if frequency == YEARLY and len(given) == 1:
        problems.add(path, "RECURRENCE_RULE_INVALID", "A month needs a day, and a day a month.")
    for key, listed in given.items():
        if key != "by_n_weekday" or frequency == MONTHLY:
            most = 1 if frequency != DAILY else len(listed)
            problems.count(f"{path}.{key}", listed, most=most, least=1)
    for one in given.get("by_n_weekday", ()):
        if not (isinstance(one, dict) and one.get("n") in range(1, 6) and one.get("day") in range(7)):
            problems.add(f"{path}.by_n_weekday", "RECURRENCE_RULE_INVALID", "A week of the month and a day.")
