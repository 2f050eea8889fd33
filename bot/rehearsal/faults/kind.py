"""What a kind of fault is: its name, on what occasion it strikes, and what it does then."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Protocol

from bot.rehearsal.faults.request_faults import Fault
from bot.rehearsal.model.world import World


class Sockets(Protocol):
    """What faults do to the gateway's connections."""

    def drop(self, code: int | None = None) -> None:
        """Drop all connections: with a close code, or (None) as if the cable had been pulled."""

    def reconnect(self) -> None:
        """Ask all bots to reconnect and resume."""

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell all bots that their session is invalid."""

    def forget_sessions(self) -> None:
        """Forget what was kept for replay, so that RESUME is refused."""


class Fate(Enum):
    """What becomes of an event."""

    DELIVERED = "delivered"
    DROPPED = "dropped"
    DOUBLED = "doubled"
    LATE = "late"
    MALFORMED = "malformed"


@dataclass(frozen=True, kw_only=True)
class Strike:
    """One occasion on which a fault strikes."""

    world: World
    sockets: Sockets
    random: Random
    seconds: float
    """How long (real seconds) something hangs or is to be waited for."""
    path: str = ""
    """The request's."""
    undo: list[Callable[[], None]] = field(default_factory=list)
    """Called when the fault is switched off."""


@dataclass(frozen=True, kw_only=True)
class FaultKind:
    """A kind of fault; `lasting`: what it breaks stays so when it is switched off."""

    name: str
    summary: str
    lasting: bool = False


@dataclass(frozen=True, kw_only=True)
class RequestKind(FaultKind):
    """Strikes when a request comes in; None: this request has nothing to strike."""

    strike: Callable[[Strike], Fault | None]


@dataclass(frozen=True, kw_only=True)
class EventKind(FaultKind):
    """Strikes when a session is to be told an event."""

    strike: Callable[[Strike], Fate]


@dataclass(frozen=True, kw_only=True)
class StandingKind(FaultKind):
    """Holds from being switched on to being switched off; its `begin` gets the rate."""

    begin: Callable[[Strike, float], None]
