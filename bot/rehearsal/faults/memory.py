"""Kinds of faults of what Discord remembers, and of its clock."""

from datetime import timedelta
from random import Random

from bot.rehearsal.faults.kind import RequestKind, StandingKind, Strike
from bot.rehearsal.faults.request_faults import Fault

NONCES_AT_LEAST = timedelta(minutes=3)
HISTORY_AT_MOST = timedelta(minutes=1)
JUMP_AT_MOST = timedelta(minutes=10)


def _forget_nonces(strike: Strike, _: float) -> None:
    timeline, usual = strike.world, strike.world.nonces_last

    def remember() -> None:
        timeline.nonces_last = usual

    strike.undo.append(remember)
    timeline.nonces_last = NONCES_AT_LEAST


def _lag(strike: Strike, rate: float) -> None:
    timeline, seed = strike.world, strike.random.random()

    def lag(message_id: int) -> timedelta:
        """Return by how much one message comes late: the same whenever it is asked for."""
        own = Random(f"{seed} {message_id}")  # noqa: S311 - no secret
        return HISTORY_AT_MOST * own.random() if own.random() < rate else timedelta(0)

    def catch_up() -> None:
        timeline.history_lag = None

    strike.undo.append(catch_up)
    timeline.history_lag = lag


def _jump(strike: Strike) -> Fault:
    strike.world.clock.advance(JUMP_AT_MOST * strike.random.uniform(-1, 1))
    return Fault(method="*", path="*", times=1, after=False, hang=0.0)


KINDS = (
    StandingKind(
        name="nonces_forgotten",
        summary="nonces are remembered for three minutes and no longer",
        begin=_forget_nonces,
    ),
    StandingKind(
        name="history_lags",
        summary="messages appear in a channel’s history up to a minute after they were sent",
        begin=_lag,
    ),
    RequestKind(
        name="clock_jumps",
        summary="the world’s clock jumps by up to ten minutes, on or back",
        strike=_jump,
    ),
)
