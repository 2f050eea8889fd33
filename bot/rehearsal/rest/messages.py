"""Messages: read the history, send, edit, delete."""

from datetime import timedelta
from typing import Any

from bot.rehearsal.checks import messages as checks
from bot.rehearsal.checks.fields import items, number
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import (
    CROSSPOSTED,
    FOLLOWED,
    FORUMS,
    NEWS,
    SUPPRESS_EMBEDS,
    TALK,
    Channel,
    Message,
    Reference,
    Thread,
)
from bot.rehearsal.rest import sending
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

BULK_LEAST, BULK_MOST = 2, 100
BULK_AGE = timedelta(days=14)
_DELETABLE = (0, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 22, 23)

routes = Routes()


@routes.get("/channels/{channel_id}/messages")
def history(call: Call) -> list[Json]:
    """Return messages, newest first; none at all without Read Message History."""
    channel = call.channel()
    if channel.kind in FORUMS:
        raise Refused(50008)
    found = _page(call, channel)
    return [call.show(message) for message in found] if call.may(channel, "read_message_history") else []


def _page(call: Call, channel: Channel) -> list[Message]:
    limit = call.limit(default=50, most=100)
    listed = messages.history(channel)
    newest_first = listed[::-1]
    marks = {
        key: call.limit(default=0, most=2**63, key=key, least=0)
        for key in ("before", "after", "around")
        if key in call.query
    }
    if "around" in marks:
        mark, half = marks["around"], limit // 2
        newer = [message for message in listed if message.id > mark][:half]
        older = [message for message in newest_first if message.id <= mark][: limit - half]
        return newer[::-1] + older
    if "before" in marks:
        return [message for message in newest_first if message.id < marks["before"]][:limit]
    if "after" in marks:
        return [message for message in listed if message.id > marks["after"]][:limit][::-1]
    return newest_first[:limit]


@routes.get("/channels/{channel_id}/messages/{message_id}")
def message(call: Call) -> Json:
    """Return one message."""
    return call.show(call.message(call.channel("read_message_history")))


@routes.post("/channels/{channel_id}/messages")
def create(call: Call) -> Json:
    """Send a message."""
    sent = sending.send(call, call.channel())
    body = call.show(sent)
    return body if sent.nonce is None else body | {"nonce": sent.nonce}


@routes.patch("/channels/{channel_id}/messages/{message_id}")
def edit(call: Call) -> Json:
    """Edit one of the bot's messages."""
    channel = call.channel()
    found = call.message(channel)
    if found.author is not call.me:
        return _suppress(call, channel, found)
    draft = checks.read(call.form, call.uploads, editing=found)
    sending.too_large(draft.uploads)
    call.open(channel)
    if isinstance(channel, Thread) and channel.locked and not call.may(channel, "manage_threads"):
        raise Refused(160005)
    messages.edit(found, **sending.edits(call, found, draft))
    return call.show(found)


def _suppress(call: Call, channel: Channel, found: Message) -> Json:
    """Hide or show the embeds of someone else's message: all that a moderator may change of it."""
    if set(call.form) - {"flags"} or not call.may(channel, "manage_messages"):
        raise Refused(50005)
    call.open(channel)
    found.flags = found.flags & ~SUPPRESS_EMBEDS | int(call.form["flags"]) & SUPPRESS_EMBEDS
    messages.changed(found)
    return call.show(found)


@routes.delete("/channels/{channel_id}/messages/{message_id}")
def delete(call: Call) -> None:
    """Delete a message, one's own or, with Manage Messages, anyone's."""
    channel = call.channel()
    found = call.message(channel)
    if found.kind not in _DELETABLE:
        raise Refused(50021)
    if isinstance(channel, Thread) and channel.locked:
        call.open(channel)
    if found.author is not call.me and (channel.is_direct or not call.may(channel, "manage_messages")):
        raise Refused(50003 if channel.is_direct else 50013)
    messages.delete(found)


@routes.post("/channels/{channel_id}/messages/bulk-delete")
def bulk_delete(call: Call) -> None:
    """Delete 2 to 100 messages under fourteen days old."""
    channel = call.channel("manage_messages")
    if channel.is_direct:
        raise Refused(50003)
    problems = Problems()
    ids = {number(one) for one in items(call.form, "messages", problems)}
    problems.refuse()
    if not BULK_LEAST <= len(ids) <= BULK_MOST:
        raise Refused(50016)
    found = [message for message in channel.messages if message.id in ids]
    if any(call.world.clock.now() - message.created_at > BULK_AGE for message in found):
        raise Refused(50034)
    messages.delete_many(channel, found)


@routes.post("/channels/{channel_id}/messages/{message_id}/crosspost")
def crosspost(call: Call) -> Json:
    """Publish a message of an announcement channel to the channels that follow it."""
    channel = call.channel("send_messages")
    if channel.kind != NEWS:
        raise Refused(50024)
    found = call.message(channel)
    if found.author is not call.me and not call.may(channel, "manage_messages"):
        raise Refused(50013)
    if found.flags & CROSSPOSTED:
        raise Refused(40033)
    if found.kind not in TALK:
        raise Refused(50021)
    messages.crosspost(found)
    return call.show(found)


@routes.post("/channels/{channel_id}/followers")
def follow(call: Call) -> Json:
    """Have another channel get what this announcement channel publishes."""
    channel = call.channel()
    if channel.kind != NEWS or channel.guild is None:
        raise Refused(50024)
    problems = Problems()
    wanted = number(call.form.get("webhook_channel_id"))
    if wanted is None:
        problems.required("webhook_channel_id")
    problems.refuse()
    target = call.channel("manage_webhooks", channel_id=wanted or 0)
    webhook_id = call.world.snowflakes.next()
    channel.followers.append((webhook_id, target))
    where = Reference(message_id=0, channel_id=channel.id, guild_id=channel.guild.id, message=None)
    messages.post(target, call.me, kind=FOLLOWED, content=channel.name, reference=where)
    return {"channel_id": str(channel.id), "webhook_id": str(webhook_id)}
