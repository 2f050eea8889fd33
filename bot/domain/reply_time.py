"""How soon fans heard back: first replies, their percentiles, and weeks in the label's time zone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

from bot.domain.questions import Outcome

#: With fewer replies than this a percentile says little, and is shown with its number.
FEW_REPLIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """A question's wait: `wait` is from asking to the first staff reply, None without one."""

    question_id: int
    outcome: Outcome
    wait: timedelta | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The team's figures over some questions; never of one person."""

    questions: int
    outcomes: Counter[Outcome]
    replies: int
    by_hand: int
    median: timedelta | None
    ninetieth: timedelta | None

    @property
    def few(self) -> bool:
        """Whether there are too few replies for the percentiles to mean much."""
        return self.replies < FEW_REPLIES


def percentile(waits: Sequence[timedelta], percent: int) -> timedelta | None:
    """Return a percentile (1 to 99) by linear interpolation between order statistics; None of nothing.

    Source: `statistics.quantiles(..., method="inclusive")`.
    """
    if len(waits) < 2:  # noqa: PLR2004  # quantiles() needs two
        return waits[0] if waits else None
    microseconds = [wait // timedelta(microseconds=1) for wait in waits]
    return timedelta(microseconds=quantiles(microseconds, n=100, method="inclusive")[percent - 1])


def figures(waited: Iterable[Waited]) -> Figures:
    """Count outcomes and take the median and 90th percentile of the first replies."""
    asked = list(waited)
    replied = [question for question in asked if question.wait is not None]
    waits = [question.wait for question in replied if question.wait is not None]
    return Figures(
        questions=len(asked),
        outcomes=Counter(question.outcome for question in asked),
        replies=len(waits),
        by_hand=sum(question.by_hand for question in replied),
        median=percentile(waits, 50),
        ninetieth=percentile(waits, 90),
    )


@dataclass(frozen=True, slots=True)
class Week:
    """Monday 00:00 to Monday 00:00 in the label's time zone; both ends are aware UTC."""

    start: datetime
    end: datetime

    @classmethod
    def containing(cls, at: datetime, zone: ZoneInfo) -> "Week":
        """Return the week that the instant `at` lies in."""
        day = at.astimezone(zone).date()
        monday = day - timedelta(days=day.weekday())

        def midnight(days: int) -> datetime:
            local = datetime.combine(monday + timedelta(days=days), time.min, zone)
            return local.astimezone(UTC)

        return cls(midnight(0), midnight(7))

    def before(self, zone: ZoneInfo) -> "Week":
        """Return the week before this one."""
        return Week.containing(self.start - timedelta(hours=1), zone)
