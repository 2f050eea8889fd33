"""When a server's team is there, in the zone of the label that the bot serves."""

from zoneinfo import ZoneInfo

from bot.client import Stagedoor
from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.hours.server_hours import hours_in, zone_in
from bot.domain.server import Server


def zone_of(bot: Stagedoor, server: Server) -> ZoneInfo:
    """Return the time zone in which a server's weeks, hours and schedules are meant."""
    return zone_in(server, bot.zone())


def hours_of(bot: Stagedoor, server: Server) -> OpeningHours:
    """Return a server's opening hours; one that set none is always open, but for its holidays."""
    return hours_in(server, bot.zone())
