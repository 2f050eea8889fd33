"""Faults of some kinds, switched on for a while at a rate, with a seeded random."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from random import Random
from typing import Self, TypeVar

from bot.rehearsal.faults.kind import EventKind, Fate, FaultKind, RequestKind, Sockets, StandingKind, Strike
from bot.rehearsal.faults.request_faults import Fault
from bot.rehearsal.model.world import World

K = TypeVar("K", bound=FaultKind)

HANDSHAKE = ("READY", "RESUMED", "GUILD_CREATE")
"""Events that are struck only where named: without them no bot ever gets anywhere."""


class Storm:
    """Strikes a share (`rate`) of requests and events, `times` at most, until it is stopped."""

    def __init__(
        self,
        world: World,
        sockets: Sockets,
        kinds: Sequence[FaultKind],
        *,
        seed: int | str,
        rate: float,
        where: str | None,
        times: int | None,
        seconds: float,
        stopped: Callable[["Storm"], None],
    ) -> None:
        self.kinds = kinds
        self.struck: Counter[str] = Counter()
        """How often each kind struck, by name."""
        self._world, self._sockets, self._seconds = world, sockets, seconds
        self._random = Random(seed)  # noqa: S311 - no secret
        self._rate, self._where, self._times = rate, where, times
        self._undo: list[Callable[[], None]] = []
        self._stopped = stopped
        self._timer: asyncio.TimerHandle | None = None
        for kind in kinds:
            if isinstance(kind, StandingKind):
                kind.begin(self._strike(), rate)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def last(self, seconds: float) -> None:
        """Stop after so many real seconds."""
        self._timer = asyncio.get_running_loop().call_later(seconds, self.stop)

    def stop(self) -> None:
        """Switch off and give back what can be given back; nothing happens to one already stopped."""
        if self._timer:
            self._timer.cancel()
        self._times = 0
        while self._undo:
            self._undo.pop()()
        self._stopped(self)

    def request(self, method: str, path: str) -> Fault | None:
        """Return what happens to a request; None: nothing."""
        if not fnmatchcase(f"{method} {path}", self._where or "*"):
            return None
        kind = self._roll(RequestKind)
        fault = kind.strike(self._strike(path)) if kind else None
        if kind and fault:
            self._count(kind)
        return fault

    def event(self, name: str) -> Fate:
        """Return what becomes of an event."""
        meant = fnmatchcase(name, self._where) if self._where else name not in HANDSHAKE
        kind = self._roll(EventKind) if meant else None
        if kind is None:
            return Fate.DELIVERED
        self._count(kind)
        return kind.strike(self._strike())

    def _roll(self, group: type[K]) -> K | None:
        """Return the kind that strikes on this occasion."""
        kinds = [kind for kind in self.kinds if isinstance(kind, group)]
        if not kinds or self._times == 0 or self._random.random() >= self._rate:
            return None
        return self._random.choice(kinds)

    def _count(self, kind: FaultKind) -> None:
        self.struck[kind.name] += 1
        if self._times is not None:
            self._times -= 1
        if self._times == 0 and not self._undo:
            self.stop()

    def _strike(self, path: str = "") -> Strike:
        return Strike(
            world=self._world,
            sockets=self._sockets,
            random=self._random,
            seconds=self._seconds,
            path=path,
            undo=self._undo,
        )
