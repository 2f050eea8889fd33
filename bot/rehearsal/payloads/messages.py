"""Messages on the wire, blanked for those who may not read their content."""

from typing import Any

from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.attachments import Attachment
from bot.rehearsal.model.channels import REPLY, THREAD_STARTER, Message, Reference
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads import channels, polls, stickers, users
from bot.rehearsal.payloads.emojis import emoji
from bot.rehearsal.payloads.times import written
from bot.rehearsal.payloads.viewer import Viewer

Json = dict[str, Any]

_REFERENCED = (REPLY, THREAD_STARTER)
"""Only these bring the message they refer to."""


def message(what: Message, viewer: Viewer, *, nested: bool = False) -> Json:
    """Return a message as REST gives it to an application."""
    body: Json = {
        "id": str(what.id),
        "type": what.kind,
        "channel_id": str(what.channel.id),
        "author": users.user(what.author),
        "timestamp": written(what.created_at),
        "edited_timestamp": written(what.edited_at) if what.edited_at else None,
        "tts": what.tts,
        "mention_everyone": what.mentions.everyone,
        "mentions": [_mentioned(what, user) for user in what.mentions.users],
        "mention_roles": [str(role.id) for role in what.mentions.roles],
        "pinned": what.pinned,
        "flags": what.flags,
    }
    body |= _content(what, viewer)
    if what.reactions:
        body["reactions"] = [_reaction(sign, users, viewer) for sign, users in what.reactions.items()]
    if what.application:
        body |= {"application_id": str(what.application.id), "webhook_id": str(what.application.id)}
    if what.webhook_id:
        body["webhook_id"] = str(what.webhook_id)
    if what.interaction_metadata:
        body["interaction_metadata"] = what.interaction_metadata
    if what.thread and not what.thread.deleted:
        body["thread"] = channels.thread(what.thread, reader=viewer.application.user)
    if what.reference:
        body["message_reference"] = _reference(what.reference)
        if what.kind in _REFERENCED and not nested:
            body["referenced_message"] = _referenced(what.reference, viewer)
    if what.snapshots:
        body["message_snapshots"] = [{"message": _snapshot(one, viewer)} for one in what.snapshots]
    return body


def in_event(what: Message, viewer: Viewer) -> Json:
    """Return a message as MESSAGE_CREATE and MESSAGE_UPDATE bring it."""
    body = message(what, viewer)
    body["channel_type"] = what.channel.kind
    if what.nonce is not None:
        body["nonce"] = what.nonce
    if what.channel.guild:
        body["guild_id"] = str(what.channel.guild.id)
        member = what.channel.guild.member(what.author)
        if member:
            body["member"] = users.member(member, with_user=False)
    return body


def readable(what: Message, application: Application) -> bool:
    """Say whether an application reads this message even without the Message Content intent."""
    ours = what.author is application.user or what.application is application
    return ours or what.channel.is_direct or what.mentions_user(application.user)


def _content(what: Message, viewer: Viewer) -> Json:
    if not (viewer.content or readable(what, viewer.application)):
        return {"content": "", "embeds": [], "attachments": [], "components": []}
    body: Json = {
        "content": what.content,
        "embeds": what.embeds,
        "attachments": [attachment(one, what) for one in what.attachments],
        "components": what.components,
    }
    if what.stickers:
        body["sticker_items"] = [stickers.item(one) for one in what.stickers]
    if what.poll:
        body["poll"] = polls.poll(what.poll, viewer.application.user)
    return body


def _snapshot(what: Message, viewer: Viewer) -> Json:
    """Return what a forward shows of a message: its content, and not who wrote it."""
    return {
        "type": what.kind,
        "timestamp": written(what.created_at),
        "edited_timestamp": written(what.edited_at) if what.edited_at else None,
        "mentions": [users.user(user) for user in what.mentions.users],
        "mention_roles": [str(role.id) for role in what.mentions.roles],
        "flags": what.flags,
        "stickers": [stickers.sticker(one, with_user=False) for one in what.stickers],
        "sticker_items": [],
    } | _content(what, viewer)


def attachment(what: Attachment, of: Message) -> Json:
    """Return an uploaded file with its addresses."""
    body: Json = {
        "id": str(what.id),
        "filename": what.filename,
        "size": what.size,
        "url": what.url,
        "proxy_url": what.url,
        "content_type": what.content_type,
    }
    if what.description is not None:
        body["description"] = what.description
    if what.width is not None:
        body |= {"width": what.width, "height": what.height}
    if what.seconds is not None:
        body |= {"duration_secs": what.seconds, "waveform": what.waveform}
    if of.ephemeral_to:
        body["ephemeral"] = True
    return body


def _mentioned(what: Message, user: User) -> Json:
    body = users.user(user)
    member = what.channel.guild.member(user) if what.channel.guild else None
    if member:
        body["member"] = users.member(member, with_user=False)
    return body


def _reaction(sign: str, users: list[User], viewer: Viewer) -> Json:
    return {
        "emoji": emoji(sign),
        "count": len(users),
        "count_details": {"burst": 0, "normal": len(users)},
        "burst_colors": [],
        "me_burst": False,
        "burst_me": False,
        "burst_count": 0,
        "me": viewer.application.user in users,
    }


def _reference(what: Reference) -> Json:
    body: Json = {"type": int(what.forward), "channel_id": str(what.channel_id)}
    if what.message_id:
        body["message_id"] = str(what.message_id)
    if what.guild_id:
        body["guild_id"] = str(what.guild_id)
    return body


def _referenced(what: Reference, viewer: Viewer) -> Json | None:
    if what.message is None or what.message.deleted:
        return None
    return message(what.message, viewer, nested=True)
