"""When fans ask against when the team replies: hour by hour, and where a shift is missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.hours.opening_hours_text import DAYS_IN_WEEK

HOURS = 24
#: A missing shift is looked for in blocks of so many hours, with at least so many questions too many.
SHIFT_HOURS = 3
SHIFT_QUESTIONS = 3

#: For each weekday, Monday first, a number for each local hour.
Grid = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Some hours of a weekday (0 is Monday) in which more was asked than answered."""

    weekday: int
    from_hour: int
    to_hour: int
    questions: int
    replies: int


def grid(instants: Iterable[datetime], zone: ZoneInfo) -> Grid:
    """Count instants by the weekday and hour that a clock in `zone` shows."""
    counted = Counter((local.weekday(), local.hour) for local in (at.astimezone(zone) for at in instants))
    return tuple(tuple(counted[day, hour] for hour in range(HOURS)) for day in range(DAYS_IN_WEEK))


def missing_shift(asked: Grid, replied: Grid) -> Shift | None:
    """Return the hours of a weekday in which most was asked beyond what was answered; None if all is well."""
    blocks = [
        Shift(
            weekday=day,
            from_hour=start,
            to_hour=start + SHIFT_HOURS,
            questions=sum(asked[day][start : start + SHIFT_HOURS]),
            replies=sum(replied[day][start : start + SHIFT_HOURS]),
        )
        for day in range(DAYS_IN_WEEK)
        for start in range(HOURS - SHIFT_HOURS + 1)
    ]
    worst = max(blocks, key=lambda block: (block.questions - block.replies, block.questions))
    return worst if worst.questions - worst.replies >= SHIFT_QUESTIONS else None
