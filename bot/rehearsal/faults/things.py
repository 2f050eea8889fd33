"""Kinds of faults that take away what a request is about, just before it is carried out."""

import copy
import re

from bot.rehearsal.faults.kind import RequestKind, Strike
from bot.rehearsal.faults.request_faults import Fault
from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import Channel, Thread
from bot.rehearsal.model.guilds import Guild

_ADDRESSED = re.compile(r"/channels/(?P<channel>\d+)(?:/messages/(?P<message>\d+))?(?:/.*)?")
WITHDRAWN = (
    ("view_channel",),
    ("send_messages", "send_messages_in_threads"),
    ("read_message_history",),
    ("embed_links",),
    ("add_reactions",),
)


def _done() -> Fault:
    """Return a fault that lets the request go on: the world has changed under it."""
    return Fault(method="*", path="*", times=1, after=False, hang=0.0)


def _place(strike: Strike) -> tuple[Guild, Channel] | None:
    """Return the channel that a request addresses, where it is in a guild."""
    found = _ADDRESSED.fullmatch(strike.path)
    channel = strike.world.channels.get(int(found["channel"])) if found else None
    guild = strike.world.guilds.get(channel.guild.id) if channel and channel.guild else None
    return (guild, channel) if guild and channel else None


def _withdraw(strike: Strike) -> Fault | None:
    place = _place(strike)
    if place is None or not place[0].applications:
        return None
    guild, channel = place
    ruling = channel.parent if channel.is_thread and channel.parent else channel
    before = copy.deepcopy(ruling.overwrites)

    def give_back() -> None:
        ruling.overwrites.clear()
        ruling.overwrites.update(before)
        if not ruling.deleted:
            ruling.changed()

    strike.undo.append(give_back)
    ruling.deny(guild.applications[0].user, strike.random.choice(WITHDRAWN))
    return _done()


def _delete_channel(strike: Strike) -> Fault | None:
    place = _place(strike)
    if place is None or place[1].is_thread:
        return None
    place[0].delete_channel(place[1])
    return _done()


def _delete_thread(strike: Strike) -> Fault | None:
    place = _place(strike)
    if place is None or not isinstance(place[1], Thread):
        return None
    place[0].delete_thread(place[1])
    return _done()


def _delete_message(strike: Strike) -> Fault | None:
    """Delete the message addressed, or the last one a person wrote there: what is probably replied to."""
    found = _ADDRESSED.fullmatch(strike.path)
    channel = strike.world.channels.get(int(found["channel"])) if found else None
    if not found or channel is None:
        return None
    said = (one for one in reversed(channel.messages) if not one.author.bot)
    message = channel.message(int(found["message"])) if found["message"] else next(said, None)
    if message is None:
        return None
    messages.delete(message)
    return _done()


def _delete_role(strike: Strike) -> Fault | None:
    place = _place(strike)
    roles = [role for role in place[0].roles.values() if not role.managed] if place else []
    roles = [role for role in roles if role is not role.guild.everyone]
    if not place or not roles:
        return None
    place[0].delete_role(strike.random.choice(roles))
    return _done()


KINDS = (
    RequestKind(
        name="permission_withdrawn",
        summary="the bot may suddenly not see, write, read back, embed or react in the channel it addresses",
        strike=_withdraw,
    ),
    RequestKind(
        name="channel_deleted",
        summary="the channel that a request addresses is deleted",
        strike=_delete_channel,
        lasting=True,
    ),
    RequestKind(
        name="thread_deleted",
        summary="the thread that a request addresses is deleted",
        strike=_delete_thread,
        lasting=True,
    ),
    RequestKind(
        name="message_deleted",
        summary="the message that a request addresses, or replies to, is deleted",
        strike=_delete_message,
        lasting=True,
    ),
    RequestKind(
        name="role_deleted",
        summary="a role of the server is deleted while the bot addresses a channel there",
        strike=_delete_role,
        lasting=True,
    ),
)
