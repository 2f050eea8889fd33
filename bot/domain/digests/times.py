"""When a week's digest is due: at a local hour of a weekday of the week after it, whatever clocks do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.reply_time import Week


def posting_moment(week: Week, *, weekday: int, hour: int, zone: ZoneInfo) -> datetime:
    """Return when the digest of a week is due (aware UTC); `weekday` 0 is the Monday right after it.

    Where clocks skip that hour it is the first moment after; where they show it twice, the first time.
    """
    day = week.end.astimezone(zone).date() + timedelta(days=weekday)
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def due_week(now: datetime, *, weekday: int, hour: int, zone: ZoneInfo, since: datetime) -> Week | None:
    """Return the week whose digest is due, or was already posted; None if it is too early for that.

    Only the last full week ever is: what was missed longer ago is not made up for. Nothing is said of weeks
    that had ended by `since`, the moment at which a server was set up.
    """
    week = Week.containing(now, zone).previous(1, zone)
    if week.end <= since or now < posting_moment(week, weekday=weekday, hour=hour, zone=zone):
        return None
    return week
