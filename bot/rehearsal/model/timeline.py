"""What all things of a world share: its clock, the ids made from it, and the telling of what happens."""

import asyncio
import heapq
import itertools
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.snowflakes import Snowflakes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

NONCES_LAST = timedelta(minutes=5)
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, with the things themselves: its kinds are called as Discord calls them."""

    only: Application | None = None
    """Where given, nobody else is told."""

    @property
    def name(self) -> str:
        """Return Discord's name, such as MESSAGE_CREATE for a `MessageCreate`."""
        return _CAPITAL.sub("_", type(self).__name__).upper()


class Timeline:
    """Gives times and ids, and tells whoever listens what happens."""

    def __init__(self, clock: WorldClock) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock.now)
        self.listeners: list[Callable[[Event], None]] = []
        self.nonces_last = NONCES_LAST
        self.history_lag: Callable[[int], timedelta] | None = None
        """By how much a message, by its id, comes into the history late; None: not at all."""
        self._waiting: set[asyncio.Future[None]] = set()
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []
        self._counter = itertools.count()
        clock.moved.append(self.catch_up)

    def at(self, moment: "datetime", then: "Callable[[], None]") -> None:
        """Do something once the world's clock has come to `moment`."""
        heapq.heappush(self._due, (moment, next(self._counter), then))

    def catch_up(self) -> None:
        """Do what the clock has come to, in order."""
        while self._due and self._due[0][0] <= self.clock.now():
            heapq.heappop(self._due)[2]()

    def tell(self, event: Event) -> None:
        """Tell everyone who listens what happened."""
        for listen in self.listeners:
            listen(event)
        self.notify()

    def notify(self) -> None:
        """Wake whoever waits for a change."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def changed(self, within: float) -> None:
        """Wait for the next change, `within` real seconds at most."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        await asyncio.wait([future], timeout=within)
        self._waiting.discard(future)
