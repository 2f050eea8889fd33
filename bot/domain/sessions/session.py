"""Question-and-answer sessions with an artist: when they take place, and what is due of them."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: A reminder that comes so late says the same as the next one, and is left out.
DAY_REMINDER_LASTS = timedelta(hours=20)
#: With nobody hosting, a question that the artist passes over stands so many times the pace.
PATIENCE_IN_PACES = 4


class SessionState(StrEnum):
    """How far a session is."""

    PLANNED = "planned"
    LIVE = "live"
    ENDED = "ended"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Repeats(StrEnum):
    """How often a session takes place."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class SessionReminders(StrEnum):
    """Which reminders there are."""

    BOTH = "both"
    DAY = "day"
    HOUR = "hour"
    NONE = "none"


class Closing(StrEnum):
    """What becomes of a session's thread."""

    LOCK_AND_ARCHIVE = "lock_and_archive"
    ARCHIVE = "archive"
    OPEN = "open"


class Order(StrEnum):
    """In which order questions are asked."""

    VOTES = "votes"
    TIME = "time"
    NEWCOMERS = "newcomers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session. Instants are aware UTC; `first_date` and `local_time` are local to `zone`, in ISO form.

    `artist_id`: their Discord account; None if the team relays the answers. `pace`: minutes after an answer until
    the next question comes by itself, 0 for a host who says when. `number`: which of its series, from 0.
    `event_shown`: what Discord's own event was told last. `closed_at`: when nothing was left to do.
    """

    id: int = 0
    guild_id: int
    channel_id: int
    artist: str
    artist_id: int | None = None
    host_id: int | None = None
    language: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    zone: str
    first_date: str
    local_time: str
    repeats: Repeats = Repeats.ONCE
    number: int = 0
    reminders: SessionReminders = SessionReminders.BOTH
    per_fan: int = 3
    pace: int = 0
    slow_mode: int = 0
    closing: Closing = Closing.LOCK_AND_ARCHIVE
    queue_order: Order = Order.VOTES
    state: SessionState = SessionState.PLANNED
    opening: int = 0
    thread_id: int | None = None
    current_id: int | None = None
    current_at: datetime | None = None
    console_id: int | None = None
    event_id: int | None = None
    event_shown: str = ""
    ended_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether fans may ask and vote."""
        return self.state in {SessionState.PLANNED, SessionState.LIVE}

    @property
    def marker(self) -> str:
        """The words by which its posts are known from all others."""
        return f"Q&A #{self.id}"


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant of a local date and time.

    A time that the clocks skip that night is as long after midnight as it says; of one that comes twice
    the first is meant.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def date_of(first: date, number: int, repeats: Repeats) -> date:
    """Return the local date of the so-manieth session of a series; a short month has it on its last day."""
    match repeats:
        case Repeats.ONCE:
            return first
        case Repeats.WEEKLY:
            return first + timedelta(weeks=number)
        case Repeats.MONTHLY:
            months = first.year * 12 + first.month - 1 + number
            year, month = divmod(months, 12)
            last = calendar.monthrange(year, month + 1)[1]
            return date(year, month + 1, min(first.day, last))


def occurrence(session: Session, number: int) -> datetime:
    """Return when the so-manieth session of a series starts."""
    day = date_of(date.fromisoformat(session.first_date), number, session.repeats)
    return instant_of(day, time.fromisoformat(session.local_time), ZoneInfo(session.zone))


def next_in_series(session: Session, *, now: datetime) -> tuple[int, datetime] | None:
    """Return which session of its series comes next, and when; None for a one-off.

    Those that would be over already, because nobody was there, are passed over.
    """
    if session.repeats is Repeats.ONCE:
        return None
    number = session.number + 1
    while occurrence(session, number) <= now:
        number += 1
    return number, occurrence(session, number)


def reminders_of(session: Session, *, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield the reminders that are still to come, each with its moment."""
    wanted = session.reminders
    if wanted in {SessionReminders.BOTH, SessionReminders.DAY} and session.starts_at - DAY > now:
        yield "day", session.starts_at - DAY
    if wanted in {SessionReminders.BOTH, SessionReminders.HOUR} and session.starts_at - HOUR > now:
        yield "hour", session.starts_at - HOUR


def is_worth_reminding(session: Session, which: str, *, starts_at: datetime, now: datetime) -> bool:
    """Whether a reminder still says something true and new: it may come late, after the bot was away."""
    if session.state is not SessionState.PLANNED or session.starts_at != starts_at or now >= starts_at:
        return False
    return which == "hour" or now <= starts_at - DAY + DAY_REMINDER_LASTS


def next_is_due(session: Session, *, answered_at: datetime | None, now: datetime) -> bool:
    """Whether the next question comes by itself: the first one always does."""
    if session.state is not SessionState.LIVE or session.thread_id is None:
        return False
    if session.current_id is None or session.current_at is None:
        return True
    if session.pace == 0:
        return False
    pace = timedelta(minutes=session.pace)
    patience = session.current_at + pace * PATIENCE_IN_PACES
    return now >= (patience if answered_at is None else answered_at + pace)


def overlap(one: Session, other: Session) -> bool:
    """Whether two sessions take place at the same time."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
