"""All faults in one object: ordered one by one, or switched on and off by kind."""

from collections.abc import Iterable

from bot.rehearsal.faults import events, memory, requests, things
from bot.rehearsal.faults.kind import Fate, FaultKind, Sockets
from bot.rehearsal.faults.request_faults import Fault, OrderedFaults
from bot.rehearsal.faults.storm import Storm
from bot.rehearsal.model.world import World

GROUPS: dict[str, tuple[FaultKind, ...]] = {
    "requests": requests.KINDS,
    "events": events.KINDS,
    "things": things.KINDS,
    "memory": memory.KINDS,
}
KINDS = {kind.name: kind for kinds in GROUPS.values() for kind in kinds}
PASSING = tuple(name for name, kind in KINDS.items() if not kind.lasting)
"""The kinds after which everything is as it was, once they are switched off."""
SECONDS = 0.5


class Faults(OrderedFaults):
    """What goes wrong on this Discord: what was ordered for single requests first, then the storms."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.sockets: Sockets
        self.storms: list[Storm] = []
        self._world = world

    @staticmethod
    def describe() -> dict[str, tuple[FaultKind, ...]]:
        """Return all kinds there are, with their names and what they do, by what they strike."""
        return GROUPS

    def storm(
        self,
        seed: int | str,
        kinds: Iterable[str] = PASSING,
        *,
        rate: float = 0.1,
        where: str | None = None,
        times: int | None = None,
        seconds: float = SECONDS,
        lasts: float | None = None,
    ) -> Storm:
        """Have a share (`rate`) of requests and events meet faults of some kinds; KeyError for an unknown one.

        It ends with `stop()`, with its `with` block, or after `lasts` real seconds. `where` is a pattern for
        requests (`POST /channels/*/messages`) or for events' names; `times` is how often it strikes at most;
        `seconds` is how long something hangs, comes late, or is to be waited for.
        """
        storm = Storm(
            self._world,
            self.sockets,
            [KINDS[name] for name in kinds],
            seed=seed,
            rate=rate,
            where=where,
            times=times,
            seconds=seconds,
            stopped=self._stopped,
        )
        self.storms.append(storm)
        if lasts is not None:
            storm.last(lasts)
        self._world.notify()
        return storm

    def once(self, kind: str, where: str | None = None, *, times: int = 1, seconds: float = SECONDS) -> Storm:
        """Have the next request or event (or the next `times`) meet a fault of one kind."""
        return self.storm(0, [kind], rate=1.0, where=where, times=times, seconds=seconds)

    def stop(self, kind: str | None = None) -> None:
        """Switch off the storms that have a kind (None: all)."""
        for storm in list(self.storms):
            if kind is None or kind in self.names(storm):
                storm.stop()

    def on(self) -> set[str]:
        """Return the names of the kinds that are switched on."""
        return {name for storm in self.storms for name in self.names(storm)}

    @staticmethod
    def names(storm: Storm) -> list[str]:
        """Return the names of a storm's kinds."""
        return [kind.name for kind in storm.kinds]

    def clear(self) -> None:
        """Forget what was ordered, and switch everything off."""
        super().clear()
        self.stop()

    def _stopped(self, storm: Storm) -> None:
        if storm in self.storms:
            self.storms.remove(storm)
            self._world.notify()

    # --- what the server asks ---------------------------------------------------------------------

    def meet(self, method: str, path: str) -> Fault | None:
        """Return what happens to a request; None: nothing."""
        ordered = super().meet(method, path)
        struck = (storm.request(method, path) for storm in list(self.storms))
        return ordered or next((fault for fault in struck if fault), None)

    def meet_event(self, name: str) -> Fate:
        """Return what becomes of an event."""
        fates = (storm.event(name) for storm in list(self.storms))
        return next((fate for fate in fates if fate is not Fate.DELIVERED), Fate.DELIVERED)
