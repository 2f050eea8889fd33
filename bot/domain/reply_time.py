"""How soon fans heard back: first replies, their percentiles, and weeks in the label's time zone."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.hours.opening_hours import DEFAULT_TARGET
from bot.domain.questions.question import Outcome

#: With fewer replies than this a percentile says little, and is shown with its number.
FEW_REPLIES = 5


class Trend(StrEnum):
    """How a week's median first reply compares with that of the week before, to the minute."""

    FASTER = "faster"
    SLOWER = "slower"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """A question's wait: from asking to the first staff reply; None without one. Instants are aware UTC.

    `open_wait` is the part of it inside opening hours. Of a question that is still open it is what has
    passed so far, so that one past its target counts as missed; None where nobody counted it.
    """

    question_id: int
    outcome: Outcome
    wait: timedelta | None = None
    open_wait: timedelta | None = None
    asked_at: datetime | None = None
    replied_at: datetime | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The team's figures over some questions; never of one person.

    `median` and `ninetieth` are wall-clock, `open_median` and `open_ninetieth` opening hours. `due` counts the
    questions of which it is known whether they were answered within the target: replied to, or open for longer.
    """

    questions: int
    outcomes: Counter[Outcome]
    replies: int
    by_hand: int
    median: timedelta | None
    ninetieth: timedelta | None
    open_median: timedelta | None = None
    open_ninetieth: timedelta | None = None
    within_target: int = 0
    due: int = 0

    @property
    def few(self) -> bool:
        """Whether there are too few replies for the percentiles to mean much."""
        return self.replies < FEW_REPLIES

    @property
    def share_within_target(self) -> float | None:
        """The share (0 to 1) that heard back within the target; None while that is known of no question."""
        return self.within_target / self.due if self.due else None


def percentile(waits: Sequence[timedelta], percent: int) -> timedelta | None:
    """Return a percentile (1 to 99) by linear interpolation between order statistics; None of nothing.

    Source: `statistics.quantiles(..., method="inclusive")`.
    """
    if not waits:
        return None
    ordered = sorted(waits)
    index, part = divmod((len(ordered) - 1) * percent, 100)
    below, above = ordered[index], ordered[min(index + 1, len(ordered) - 1)]
    return (below * (100 - part) + above * part) / 100


def figures(waited: Iterable[Waited], *, target: timedelta = DEFAULT_TARGET) -> Figures:
    """Count outcomes and take the median and 90th percentile of the first replies.

    `target` is in opening hours; exactly as long still is within it.
    """
    asked = list(waited)
    replied = [question for question in asked if question.wait is not None]
    waits = sorted(question.wait for question in replied if question.wait is not None)
    open_waits = sorted(question.open_wait for question in replied if question.open_wait is not None)
    missed = sum(question.wait is None and _open_past(question, target) for question in asked)
    return Figures(
        questions=len(asked),
        outcomes=Counter(question.outcome for question in asked),
        replies=len(waits),
        by_hand=sum(question.by_hand for question in replied),
        median=percentile(waits, 50),
        ninetieth=percentile(waits, 90),
        open_median=percentile(open_waits, 50),
        open_ninetieth=percentile(open_waits, 90),
        within_target=sum(wait <= target for wait in open_waits),
        due=len(open_waits) + missed,
    )


def trend(this: Figures, before: Figures) -> Trend | None:
    """Compare the median first reply of two weeks; None where either has too few replies to tell."""
    if this.few or before.few or this.median is None or before.median is None:
        return None
    now, then = (round(median / timedelta(minutes=1)) for median in (this.median, before.median))
    if now == then:
        return Trend.SAME
    return Trend.FASTER if now < then else Trend.SLOWER


def _open_past(question: Waited, target: timedelta) -> bool:
    waited = question.open_wait
    return question.outcome is Outcome.OPEN and waited is not None and waited > target


@dataclass(frozen=True, slots=True)
class Week:
    """Monday 00:00 to Monday 00:00 in the label's time zone; both ends are aware UTC."""

    start: datetime
    end: datetime

    @classmethod
    def containing(cls, at: datetime, zone: ZoneInfo) -> "Week":
        """Return the week that the instant `at` lies in."""
        day = at.astimezone(zone).date()
        return cls._from(day - timedelta(days=day.weekday()), zone)

    @classmethod
    def parse(cls, name: str, zone: ZoneInfo) -> "Week":
        """Read the name of a week, such as "2026-W47" (ISO 8601).

        Raises:
            ValueError: when there is no such week.
        """
        found = re.fullmatch(r"(\d{4})-?W(\d{2})", name.strip().upper(), re.ASCII)
        if found is None:
            raise ValueError(f"{name!r} is not a week like 2026-W47")
        return cls._from(date.fromisocalendar(int(found[1]), int(found[2]), 1), zone)

    @property
    def name(self) -> str:
        """The week's name by ISO 8601, such as "2026-W47"."""
        # Monday 00:00 anywhere is within a day of Monday 00:00 UTC, so a day later it is Monday or Tuesday.
        year, number, _ = (self.start + timedelta(days=1)).isocalendar()
        return f"{year}-W{number:02}"

    def before(self, zone: ZoneInfo) -> "Week":
        """Return the week before this one."""
        return Week.containing(self.start - timedelta(hours=1), zone)

    def previous(self, number: int, zone: ZoneInfo) -> "Week":
        """Return the week so many weeks before this one; itself for 0, a later one below that."""
        monday = self.start.astimezone(zone).date()
        return Week._from(monday - timedelta(weeks=number), zone)

    def __contains__(self, at: datetime) -> bool:
        """Whether an instant lies in this week."""
        return self.start <= at < self.end

    @classmethod
    def _from(cls, monday: date, zone: ZoneInfo) -> "Week":
        start, end = (
            datetime.combine(day, time.min, zone).astimezone(UTC)
            for day in (monday, monday + timedelta(weeks=1))
        )
        return cls(start, end)
