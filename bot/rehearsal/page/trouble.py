"""The page's trouble: kinds of faults, switched on once or for a while, and off again."""

from typing import Any

from bot.rehearsal.faults.faults import Faults
from bot.rehearsal.faults.kind import FaultKind, StandingKind
from bot.rehearsal.model.world import World
from bot.rehearsal.page.frames import Frame, malformed

Json = dict[str, Any]

ONCE, WHILE, OFF = "once", "while", "off"
A_WHILE = 60.0
"""Real seconds."""
SHARE = 0.5
"""Of requests and events, while it lasts."""
SECONDS = 5.0
"""Real seconds for which something hangs."""


def entry(faults: Faults) -> Json:
    """Return what can go wrong, by group, and what of it is switched on."""
    groups = {group: [_kind(kind) for kind in kinds] for group, kinds in faults.describe().items()}
    return {"groups": groups, "on": sorted(faults.on())}


def switch(faults: Faults, world: World, frame: Frame) -> None:
    """Switch a kind on, once or for a while, or off."""
    named, how = frame.text("kind"), frame.text("how")
    kinds = [kind for kinds in faults.describe().values() for kind in kinds]
    kind = next((one for one in kinds if one.name == named), None)
    if kind is None or how not in (*_ways(kind), OFF):
        raise malformed("there is no such trouble")
    faults.stop(kind.name)
    seed = str(world.clock.now())
    if how == ONCE:
        faults.storm(seed, [kind.name], rate=1.0, times=1, seconds=SECONDS)
    elif how == WHILE:
        faults.storm(seed, [kind.name], rate=SHARE, seconds=SECONDS, lasts=A_WHILE)


def _kind(kind: FaultKind) -> Json:
    return {"name": kind.name, "ways": _ways(kind)}


def _ways(kind: FaultKind) -> list[str]:
    """Return how a kind can be switched on: what it breaks for good, it breaks only once."""
    if isinstance(kind, StandingKind):
        return [WHILE]
    return [ONCE] if kind.lasting else [ONCE, WHILE]
