"""The opening hours of a server, as its manager set them up."""

from datetime import timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.hours.opening_hours_text import read_holidays
from bot.domain.server import Server


def zone_in(server: Server, label_zone: ZoneInfo) -> ZoneInfo:
    """Return a server's time zone: the label's, where it has none of its own."""
    return ZoneInfo(server.timezone) if server.timezone else label_zone


def hours_in(server: Server, label_zone: ZoneInfo) -> OpeningHours:
    """Return the opening hours of a server of a label in that zone."""
    return _hours(server.opening_hours, server.holidays, zone_in(server, label_zone))


def target_of(server: Server) -> timedelta:
    """Return the open time within which a fan should hear back."""
    return timedelta(minutes=server.target_minutes)


@lru_cache(maxsize=64)
def _hours(text: str, holidays: str, zone: ZoneInfo) -> OpeningHours:
    if text:
        return OpeningHours.parse(text, zone=zone, holidays=holidays)
    return OpeningHours.always(zone, read_holidays(holidays))
