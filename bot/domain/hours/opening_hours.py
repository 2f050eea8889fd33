"""Opening hours: when a label's team is there, so that a wait counts only while somebody could have answered.

A moment is open when the label's own clock shows an open time of a day that is no holiday. Between two
moments real time counts: where clocks go back, the repeated hour counts twice; the skipped one not at all.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo

from bot.domain.hours.opening_hours_text import (
    DAYS_IN_WEEK,
    END_OF_DAY,
    Spans,
    read_holidays,
    read_week,
    write_week,
)

#: So much open time may pass before a fan should have heard back, unless the label says otherwise.
DEFAULT_TARGET = timedelta(hours=4)

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_ZERO = timedelta(0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: A local day begins and ends within so much of the same day in UTC, with room to spare.
_FURTHEST = timedelta(days=2)

#: An offset from UTC, and the instants from and until which it holds.
_Offset = tuple[timedelta, datetime, datetime]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The open spans of one week of UTC (no local week): its parts in order, and how much lies before each."""

    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    before: tuple[timedelta, ...]
    total: timedelta

    def until(self, at: datetime) -> timedelta:
        """Return how much of the open time lies before `at`."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return _ZERO
        end = self.ends[index]
        return self.before[index] + (min(end, at) - self.starts[index])

    def at(self, open_time: timedelta) -> datetime:
        """Return the first moment before which `open_time` (above zero, at most the total) is open."""
        index = bisect_right(self.before, open_time - timedelta.resolution) - 1
        return self.starts[index] + (open_time - self.before[index])


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """A label's opening hours in its own time zone.

    `week` has seven entries, Monday first: the spans of that day, in order, none for a closed day. A span
    ends at 24:00 by ending at `END_OF_DAY` (`time.max`); one that passes midnight is two spans.
    """

    week: tuple[Spans, ...]
    holidays: frozenset[date] = frozenset()
    zone: ZoneInfo
    _known: dict[int, _Stretch] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_IN_WEEK:
            raise ValueError("A week has seven days.")
        for spans in self.week:
            edges = [edge for span in spans for edge in span]
            if any(start >= end for start, end in spans) or edges != sorted(edges):
                raise ValueError("The spans of a day follow one another, each ending after it starts.")

    @classmethod
    def always(cls, zone: ZoneInfo, holidays: frozenset[date] = frozenset()) -> "OpeningHours":
        """Return the hours of a team that is always there: for labels that have not set any."""
        return cls(week=(((time.min, END_OF_DAY),),) * DAYS_IN_WEEK, holidays=holidays, zone=zone)

    @classmethod
    def parse(cls, text: str, *, zone: ZoneInfo, holidays: str = "") -> "OpeningHours":
        """Read a week and holidays as staff type them, e.g. "월-금 10:00-19:00" and "2026-12-25, 2027-01-01".

        Raises:
            OpeningHoursError: with a sentence on what can't be read.
        """
        return cls(week=read_week(text), holidays=read_holidays(holidays), zone=zone)

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time from `start` to before `end` is open; zero if there is none."""
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        if last <= first:
            return _ZERO
        from_week, to_week = (first - _EPOCH) // _WEEK, (last - _EPOCH) // _WEEK
        passed = self._stretch(to_week).until(last) - self._stretch(from_week).until(first)
        for index in range(from_week, to_week):
            passed += self._stretch(index).total
        return passed

    def is_open(self, at: datetime) -> bool:
        """Whether the team is there at a moment."""
        local = at.astimezone(self.zone)
        if local.date() in self.holidays:
            return False
        told = local.time()
        return any(
            start <= told and (told < end or end == END_OF_DAY) for start, end in self.week[local.weekday()]
        )

    def next_opening(self, at: datetime) -> datetime | None:
        """Return when the team comes in next, at `at` or after it (aware UTC); None if never again.

        While they are there it is the opening after that one; a team that never leaves never comes in.
        """
        moment = at.astimezone(UTC)
        for stretch in self._stretches(moment):
            for start in stretch.starts:
                if start >= moment and not self.is_open(start - timedelta.resolution):
                    return start
        return None

    def opening_of(self, day: date) -> datetime | None:
        """Return the first open moment of a day of the label's calendar (aware UTC); None if it is closed."""
        midnight = datetime.combine(day, time.min, UTC)
        offsets = _offsets(midnight - _FURTHEST, midnight + _DAY + _FURTHEST, self.zone)
        return min((start for start, _ in self._day(day, offsets)), default=None)

    def after(self, start: datetime, open_time: timedelta) -> datetime | None:
        """Return the first moment before which, counted from `start`, so much open time has passed.

        That may be the very moment the team leaves. It is aware UTC; `start` for no time at all, and None
        when there will never be that much.
        """
        moment = start.astimezone(UTC)
        if open_time <= _ZERO:
            return moment
        if not self.ever_open:
            return None
        index = (moment - _EPOCH) // _WEEK
        missing = open_time + self._stretch(index).until(moment)
        for later in count(index):
            stretch = self._stretch(later)
            if missing <= stretch.total:
                return stretch.at(missing)
            missing -= stretch.total
        return None  # pragma: no cover  # count() never ends

    def __str__(self) -> str:
        """Write the week as staff would type it, e.g. "Mon-Fri 10:00-19:00, Sat 12:00-17:00"."""
        return write_week(self.week)

    @property
    def ever_open(self) -> bool:
        """Whether there is any opening time at all."""
        return any(self.week)

    def _stretches(self, since: datetime) -> Iterator[_Stretch]:
        """Walk from a moment's week to where every further week is like the one before."""
        last_holiday = max(self.holidays, default=date.min)
        index = (since - _EPOCH) // _WEEK
        quiet = max(index, (last_holiday - _EPOCH.date()) // _WEEK) + 3
        return (self._stretch(later) for later in range(index, quiet + 1))

    def _stretch(self, index: int) -> _Stretch:
        found = self._known.get(index)
        if found is None:
            found = self._known[index] = self._work_out(_EPOCH + index * _WEEK)
        return found

    def _work_out(self, since: datetime) -> _Stretch:
        until = since + _WEEK
        offsets = _offsets(since - _FURTHEST, until + _FURTHEST, self.zone)
        days = (since.date() + ahead * _DAY for ahead in range(-1, 9))
        parts = sorted(
            (max(start, since), min(end, until))
            for day in days
            for start, end in self._day(day, offsets)
            if start < until and end > since
        )
        before = [_ZERO]
        for start, end in parts:
            before.append(before[-1] + (end - start))
        return _Stretch(
            starts=tuple(start for start, _ in parts),
            ends=tuple(end for _, end in parts),
            before=tuple(before[:-1]),
            total=before[-1],
        )

    def _day(self, day: date, offsets: Sequence[_Offset]) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open parts of a local day in UTC, those of a repeated hour apart."""
        if day in self.holidays:
            return
        midnight = datetime.combine(day, time.min, UTC)
        for start, end in self.week[day.weekday()]:
            shown = midnight + _since_midnight(start), midnight + _since_midnight(end)
            for offset, since, until in offsets:
                part = max(shown[0] - offset, since), min(shown[1] - offset, until)
                if part[0] < part[1]:
                    yield part


def _since_midnight(at: time) -> timedelta:
    if at == END_OF_DAY:
        return _DAY
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _offsets(since: datetime, until: datetime, zone: ZoneInfo) -> list[_Offset]:
    """Return a zone's offsets in some days; its clocks change at most once in so few."""
    changes = [since]
    if _offset(since, zone) != _offset(until, zone):
        changes.append(_change(since, until, zone))
    return [(_offset(start, zone), start, end) for start, end in pairwise([*changes, until])]


def _change(since: datetime, until: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, to the second, from which another offset holds than at `since`."""
    low, high = 0, (until - since) // timedelta(seconds=1)
    before = _offset(since, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(since + timedelta(seconds=middle), zone) == before:
            low = middle
        else:
            high = middle
    return since + timedelta(seconds=high)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or _ZERO
