"""The opening hours of a server, as its manager set them up."""

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.opening_hours import OpeningHours

if TYPE_CHECKING:
    from bot.client import Stagedoor
    from bot.domain.members import Server


def zone_of(bot: "Stagedoor", server: "Server") -> ZoneInfo:
    """Return the time zone in which a server's weeks, hours and schedules are meant."""
    return ZoneInfo(server.timezone) if server.timezone else bot.zone()


def hours_of(bot: "Stagedoor", server: "Server") -> OpeningHours:
    """Return a server's opening hours; one that set none is always open."""
    return _hours(server.opening_hours, server.holidays, zone_of(bot, server))


def target_of(server: "Server") -> timedelta:
    """Return the open time within which a fan should hear back."""
    return timedelta(minutes=server.target_minutes)


@lru_cache(maxsize=64)
def _hours(text: str, holidays: str, zone: ZoneInfo) -> OpeningHours:
    return OpeningHours.parse(text, zone=zone, holidays=holidays) if text else OpeningHours.always(zone)
