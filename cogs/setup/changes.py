"""Changes how a server is set up, one thing at a time: pure, from what was chosen or typed."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from bot.domain.hours.server_hours import zone_in
from bot.domain.languages.language import codes
from bot.domain.server import Server
from bot.domain.shows.label import Label
from cogs.setup.parsing import read_claim, read_holidays, read_hours, read_target, read_zone
from cogs.setup.steps import Setting

#: Stands in a menu for the label's own time zone, since an option can't be empty.
LABELS_OWN = "-"
ON, OFF = "on", "off"
_MANY = {Setting.TEAM, Setting.MANAGERS, Setting.LISTENED, Setting.ANNOUNCED}


def begun(server: Server, label: Label) -> Server:
    """Return a server as its set-up begins: one that never was set up speaks the label's first language."""
    if server != Server(guild_id=server.guild_id) or label.languages[0] not in codes():
        return server
    return replace(server, language=label.languages[0])


def finished(before: Server, after: Server) -> Server:
    """Return a changed server with what follows: the digest goes to the team's channel when that is new."""
    if before.staff_channel_id is None and after.digest_channel_id is None:
        return replace(after, digest_channel_id=after.staff_channel_id)
    return after


def with_ids(
    server: Server, setting: Setting, ids: Collection[int], *, besides: Collection[int] = ()
) -> Server:
    """Set roles or channels; `besides` are those that the menu had no room for, which stay."""
    value: Any = frozenset(ids) | frozenset(besides) if setting in _MANY else next(iter(ids), None)
    return _with(server, setting, value)


def with_text(server: Server, setting: Setting, text: str, label: Label) -> Server:
    """Set what was typed, or chosen from a menu of values.

    Raises:
        Refusal: it can't be read; the sentence says how to mend it.
    """
    value: Any
    match setting:
        case Setting.ZONE:
            value = read_zone("" if text == LABELS_OWN else text)
        case Setting.HOURS:
            value = read_hours(text, zone_in(server, label.timezone))
        case Setting.HOLIDAYS:
            value = read_holidays(text)
        case Setting.TARGET:
            value = read_target(text)
        case Setting.CLAIM:
            value = read_claim(text)
        case Setting.REMINDS:
            value = text == ON
        case Setting.DIGEST_DAY | Setting.DIGEST_HOUR:
            value = int(text)
        case _:
            value = text
    return _with(server, setting, value)


def _with(server: Server, setting: Setting, value: Any) -> Server:
    return replace(server, **{setting.field: value})
