"""Marks on messages: reactions and pins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.payloads.times import written
from bot.rehearsal.rest.routing import Routes

if TYPE_CHECKING:
    from bot.rehearsal.model.channels import Message
    from bot.rehearsal.rest.call import Call

Json = dict[str, Any]

MOST_REACTIONS, MOST_PINS = 20, 50
_AT = "/channels/{channel_id}/messages/{message_id}/reactions"

routes = Routes()


@routes.put(_AT + "/{=emoji}/@me")
def react(call: Call) -> None:
    """Put a reaction on a message."""
    channel = call.channel("read_message_history")
    message, emoji = call.message(channel), call.args["emoji"]
    if emoji.isascii() and ":" not in emoji:
        raise Refused(10014)
    if emoji not in message.reactions:
        if not call.may(channel, "add_reactions"):
            raise Refused(50013)
        if len(message.reactions) >= MOST_REACTIONS:
            raise Refused(30010)
    messages.react(message, call.me, emoji)


@routes.delete(_AT + "/{=emoji}/@me")
def unreact(call: Call) -> None:
    """Take the bot's own reaction away."""
    messages.unreact(call.message(call.channel()), call.me, call.args["emoji"])


@routes.delete(_AT + "/{=emoji}/{user_id}")
def unreact_other(call: Call) -> None:
    """Take someone's reaction away."""
    message = call.message(call.channel("manage_messages"))
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise Refused(10013)
    messages.unreact(message, user, call.args["emoji"])


@routes.delete(_AT)
def clear(call: Call) -> None:
    """Take all reactions away."""
    messages.clear_reactions(call.message(call.channel("manage_messages")))


@routes.delete(_AT + "/{=emoji}")
def clear_emoji(call: Call) -> None:
    """Take all reactions of one emoji away."""
    messages.clear_reactions(call.message(call.channel("manage_messages")), call.args["emoji"])


@routes.get(_AT + "/{=emoji}")
def reacted(call: Call) -> list[Json]:
    """Return who put a reaction there."""
    message = call.message(call.channel("read_message_history"))
    after = call.limit(default=0, most=2**63, key="after", least=0)
    users = [user for user in message.reactions.get(call.args["emoji"], []) if user.id > after]
    return [users_json.user(user) for user in users[: call.limit(default=25, most=100)]]


@routes.get("/channels/{channel_id}/messages/pins")
def pins(call: Call) -> Json:
    """Return pinned messages with when they were pinned, latest first."""
    found = _pinned(call)
    limit = call.limit(default=50, most=50)
    items = [
        {"pinned_at": written(one.pinned_at), "message": call.show(one)} for one in found if one.pinned_at
    ]
    return {"items": items[:limit], "has_more": len(items) > limit}


@routes.get("/channels/{channel_id}/pins")
def old_pins(call: Call) -> list[Json]:
    """Return pinned messages, latest first."""
    return [call.show(message) for message in _pinned(call)]


def _pinned(call: Call) -> list[Message]:
    channel = call.channel()
    if not call.may(channel, "read_message_history"):
        return []
    when = {one: one.pinned_at for one in channel.messages if one.pinned_at}
    return sorted(when, key=lambda message: when[message], reverse=True)


@routes.put("/channels/{channel_id}/pins/{message_id}")
@routes.put("/channels/{channel_id}/messages/pins/{message_id}")
def pin(call: Call) -> None:
    """Pin a message."""
    message = _to_pin(call)
    if len(_pinned(call)) >= MOST_PINS and not message.pinned:
        raise Refused(30003)
    messages.pin(message, pinned=True)


@routes.delete("/channels/{channel_id}/pins/{message_id}")
@routes.delete("/channels/{channel_id}/messages/pins/{message_id}")
def unpin(call: Call) -> None:
    """Unpin a message."""
    messages.pin(_to_pin(call), pinned=False)


def _to_pin(call: Call) -> Message:
    channel = call.channel()
    if not (call.may(channel, "manage_messages") or call.may(channel, "pin_messages")):
        raise Refused(50013)
    return call.message(channel)
