"""The world's clock: set it, move it, let it tick or hold it still."""

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class WorldClock:
    """Tells the world's time as aware UTC.

    A ticking clock runs on with real time from the point it was set to; a still one moves only when told.
    """

    def __init__(self, start: datetime | None = None, *, ticking: bool = True) -> None:
        self.ticking = ticking
        self.moved: list[Callable[[], None]] = []
        """Called when it was set: what was due meanwhile is due now."""
        self._set_to = _aware(start) if start else datetime.now(UTC)
        self._set_at = time.monotonic()

    def now(self) -> datetime:
        """Return the world's time, aware UTC."""
        if not self.ticking:
            return self._set_to
        return self._set_to + timedelta(seconds=time.monotonic() - self._set_at)

    __call__ = now

    def advance(self, by: timedelta) -> datetime:
        """Move the clock by `by` and return the new time."""
        self.set(self.now() + by)
        return self.now()

    def set(self, moment: datetime) -> None:
        """Set the clock to an aware moment."""
        self._set_to = _aware(moment)
        self._set_at = time.monotonic()
        for react in self.moved:
            react()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("The world's clock takes aware times only.")
    return moment.astimezone(UTC)
