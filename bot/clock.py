"""The only place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

#: Tells the present instant, aware and in UTC.
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present instant of this machine's clock, aware UTC."""
    return datetime.now(UTC)
