"""Pins: put, taken away, listed."""

from typing import Any

from bot.rehearsal.checks.fields import moment
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import TALK, Message
from bot.rehearsal.payloads.times import written
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

MOST_PINS = 250

routes = Routes()


@routes.get("/channels/{channel_id}/messages/pins")
def pins(call: Call) -> Json:
    """Return pinned messages with when they were pinned, latest first."""
    limit = call.limit(default=50, most=50)
    before = moment(call.query.get("before", "").replace(" ", "+"))
    found = [one for one in _pinned(call) if before is None or (one.pinned_at and one.pinned_at < before)]
    items = [
        {"pinned_at": written(one.pinned_at), "message": call.show(one)} for one in found if one.pinned_at
    ]
    return {"items": items[:limit], "has_more": len(items) > limit}


@routes.get("/channels/{channel_id}/pins")
def old_pins(call: Call) -> list[Json]:
    """Return the latest pinned messages, without a way to those before."""
    return [call.show(message) for message in _pinned(call)][:50]


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
    messages.pin(message, call.me)


@routes.delete("/channels/{channel_id}/pins/{message_id}")
@routes.delete("/channels/{channel_id}/messages/pins/{message_id}")
def unpin(call: Call) -> None:
    """Unpin a message."""
    messages.unpin(_to_pin(call))


def _to_pin(call: Call) -> Message:
    message = call.message(call.open(call.channel("pin_messages")))
    if message.kind not in TALK:
        raise Refused(50021)
    return message
