"""The opening hours of a server, as its manager set them up."""

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.opening_hours import OpeningHours
from bot.domain.opening_hours_texts import read_holidays

if TYPE_CHECKING:
    from bot.client import Stagedoor
    from bot.domain.members import Server


def zone_of(bot: "Stagedoor", server: "Server") -> ZoneInfo:
    """Return the time zone in which a server's weeks, hours and schedules are meant."""
    return zone_in(server, bot.zone())


def hours_of(bot: "Stagedoor", server: "Server") -> OpeningHours:
    """Return a server's opening hours; one that set none is always open, but for its holidays."""
    return hours_in(server, bot.zone())


def zone_in(server: "Server", label_zone: ZoneInfo) -> ZoneInfo:
    """Return a server's time zone: the label's, where it has none of its own."""
    return ZoneInfo(server.timezone) if server.timezone else label_zone


def hours_in(server: "Server", label_zone: ZoneInfo) -> OpeningHours:
    """Return the opening hours of a server of a label in that zone."""
    return _hours(server.opening_hours, server.holidays, zone_in(server, label_zone))


def target_of(server: "Server") -> timedelta:
    """Return the open time within which a fan should hear back."""
    return timedelta(minutes=server.target_minutes)


@lru_cache(maxsize=64)
def _hours(text: str, holidays: str, zone: ZoneInfo) -> OpeningHours:
    if text:
        return OpeningHours.parse(text, zone=zone, holidays=holidays)
    return OpeningHours.always(zone, read_holidays(holidays))
