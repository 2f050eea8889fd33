"""Kinds of faults of the gateway: what becomes of events, and of the sockets that carry them."""

from bot.rehearsal.faults.kind import EventKind, Fate, Strike

CODES = (1000, 1001, 4000, 4001, 4002, 4005, 4007, 4008, 4009)
"""Close codes after which a bot may connect again; what is final is left to `gateway.drop(code)`."""


def _cut(strike: Strike) -> Fate:
    strike.sockets.drop()
    return Fate.DELIVERED


def _close(strike: Strike) -> Fate:
    strike.sockets.drop(strike.random.choice(CODES))
    return Fate.DELIVERED


def _refuse_resume(strike: Strike) -> Fate:
    strike.sockets.drop()
    strike.sockets.forget_sessions()
    return Fate.DELIVERED


def _reconnect(strike: Strike) -> Fate:
    strike.sockets.reconnect()
    return Fate.DELIVERED


def _invalidate(strike: Strike) -> Fate:
    strike.sockets.invalidate()
    return Fate.DELIVERED


KINDS = (
    EventKind(name="event_dropped", summary="an event is never told", strike=lambda _: Fate.DROPPED),
    EventKind(name="event_doubled", summary="an event is told twice", strike=lambda _: Fate.DOUBLED),
    EventKind(
        name="event_shuffled",
        summary="an event is held back, so that later ones overtake it",
        strike=lambda _: Fate.LATE,
    ),
    EventKind(
        name="event_malformed",
        summary="an event comes without anything in it, and is not told again",
        strike=lambda _: Fate.MALFORMED,
    ),
    EventKind(
        name="socket_cut",
        summary="the line breaks in the midst of events: those are told again after RESUME",
        strike=_cut,
    ),
    EventKind(
        name="socket_closed",
        summary="the socket is closed with a code after which one may come again",
        strike=_close,
    ),
    EventKind(
        name="resume_refused",
        summary="the line breaks and RESUME is refused: what was told meanwhile is lost",
        strike=_refuse_resume,
    ),
    EventKind(name="reconnect_asked", summary="the bot is told to reconnect (op 7)", strike=_reconnect),
    EventKind(
        name="session_invalidated", summary="the bot’s session is declared invalid (op 9)", strike=_invalidate
    ),
)
