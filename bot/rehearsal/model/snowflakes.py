"""Ids as Discord makes them: the time in milliseconds, then a counter."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_COUNTER_BITS = 22


def first_of(moment: datetime) -> int:
    """Return the smallest id of the millisecond of `moment` (aware)."""
    return ((moment - EPOCH) // _MILLISECOND) << _COUNTER_BITS


def time_of(snowflake: int) -> datetime:
    """Return when an id was made, aware UTC, to the millisecond."""
    return EPOCH + (snowflake >> _COUNTER_BITS) * _MILLISECOND


class Snowflakes:
    """Makes unique, increasing ids from a clock, even while that clock stands still or is set back."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """Return a new id."""
        self._last = max(self._last + 1, first_of(self._clock()))
        return self._last
