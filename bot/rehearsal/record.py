"""What went over the wire: the last requests and gateway events, for tests to read."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

KEPT = 10_000


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One REST request of a bot and its answer; `path` is without the API's prefix."""

    method: str
    path: str
    query: dict[str, str]
    request: Any
    status: int
    response: Any
    at: datetime


@dataclass(frozen=True)
class DispatchedEvent:
    """One gateway event as a session got it."""

    name: str
    data: Any


@dataclass
class Record:
    """The last 10,000 requests, events, and frames from bots."""

    requests: deque[Exchange] = field(default_factory=lambda: deque(maxlen=KEPT))
    events: deque[DispatchedEvent] = field(default_factory=lambda: deque(maxlen=KEPT))
    frames: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))

    def of(self, method: str, path_part: str = "") -> list[Exchange]:
        """Return the requests of a method whose path holds `path_part`, oldest first."""
        return [one for one in self.requests if one.method == method and path_part in one.path]

    def clear(self) -> None:
        """Forget everything so far."""
        self.requests.clear()
        self.events.clear()
        self.frames.clear()
