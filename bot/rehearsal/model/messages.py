"""What can be done with messages once it is known that one may: send, edit, delete, react, pin."""

from __future__ import annotations

import mimetypes
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.rehearsal.model.attachments import Attachment
from bot.rehearsal.model.channels import EPHEMERAL, Message, Thread
from bot.rehearsal.model.events import Event
from bot.rehearsal.model.png import size_of
from bot.rehearsal.payloads import messages as messages_json
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.payloads.times import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.rehearsal.model.channels import Channel
    from bot.rehearsal.model.users import User
    from bot.rehearsal.model.world import World

Json = dict[str, Any]

NONCES_LAST = timedelta(minutes=5)


def post(channel: Channel, author: User, **parts: Any) -> Message:
    """Send a message of these fields of `Message` and tell of it; ephemeral ones only its reader sees."""
    parts.setdefault("id", channel.world.snowflakes.next())
    message = Message(channel=channel, author=author, **parts)
    if message.ephemeral_to:
        message.flags |= EPHEMERAL
        channel.whispers.append(message)
        channel.world.stir()
        return message
    channel.messages.append(message)
    channel.last_message_id = message.id
    if isinstance(channel, Thread):
        channel.sent += 1
        _join_by_speaking(channel, author)
    remember_nonce(message)
    tell(message, "MESSAGE_CREATE")
    return message


def _join_by_speaking(thread: Thread, author: User) -> None:
    if author.id not in thread.members:
        thread.members[author.id] = thread.world.clock.now()


def remember_nonce(message: Message) -> None:
    """Keep a message findable by its nonce."""
    if message.nonce is not None:
        key = (message.author.id, message.channel.id, str(message.nonce))
        message.channel.world.nonces[key] = message


def sent_with(channel: Channel, author: User, nonce: str | int) -> Message | None:
    """Return what an author sent here with the same nonce in the last few minutes."""
    message = channel.world.nonces.get((author.id, channel.id, str(nonce)))
    if message and channel.world.clock.now() - message.created_at <= NONCES_LAST:
        return message
    return None


def tell(message: Message, name: str) -> None:
    """Tell of a message to those who may see it."""
    channel = message.channel
    channel.world.tell(
        Event(
            name=name,
            data=lambda viewer: messages_json.in_event(message, viewer),
            guild=channel.guild,
            channel=channel,
        )
    )


def edit(message: Message, **parts: Any) -> None:
    """Change fields of a message, mark it as edited and tell of it."""
    for name, value in parts.items():
        setattr(message, name, value)
    message.edited_at = message.channel.world.clock.now()
    changed(message)


def changed(message: Message) -> None:
    """Tell of a change that is no edit of its author's."""
    if message.ephemeral_to:
        message.channel.world.stir()
    else:
        tell(message, "MESSAGE_UPDATE")


def delete(message: Message) -> None:
    """Delete a message and tell of it; nothing happens to one already deleted."""
    if message.deleted:
        return
    message.deleted = True
    channel = message.channel
    (channel.whispers if message.ephemeral_to else channel.messages).remove(message)
    if message.ephemeral_to:
        channel.world.stir()
        return
    gone = {"id": str(message.id)} | _where(channel)
    _tell(channel, "MESSAGE_DELETE", gone)


def delete_many(channel: Channel, messages: Iterable[Message]) -> None:
    """Delete messages of one channel at once."""
    gone = list(messages)
    for message in gone:
        message.deleted = True
        channel.messages.remove(message)
    _tell(channel, "MESSAGE_DELETE_BULK", {"ids": [str(message.id) for message in gone]} | _where(channel))


def react(message: Message, user: User, emoji: str) -> None:
    """Put a reaction there; nothing happens where it is already."""
    users = message.reactions.setdefault(emoji, [])
    if user in users:
        return
    users.append(user)
    told = _reaction(message, user, emoji)
    told["message_author_id"] = str(message.author.id)
    member = message.channel.guild.member(user) if message.channel.guild else None
    if member:
        told["member"] = users_json.member(member)
    _tell(message.channel, "MESSAGE_REACTION_ADD", told)


def unreact(message: Message, user: User, emoji: str) -> None:
    """Take a reaction away; nothing happens where there is none."""
    users = message.reactions.get(emoji, [])
    if user not in users:
        return
    users.remove(user)
    if not users:
        del message.reactions[emoji]
    _tell(message.channel, "MESSAGE_REACTION_REMOVE", _reaction(message, user, emoji))


def clear_reactions(message: Message, emoji: str | None = None) -> None:
    """Take all reactions away, or all of one emoji."""
    told: Json = {"message_id": str(message.id)} | _where(message.channel)
    if emoji is None:
        message.reactions.clear()
        _tell(message.channel, "MESSAGE_REACTION_REMOVE_ALL", told)
    elif message.reactions.pop(emoji, None):
        told["emoji"] = messages_json.emoji(emoji)
        _tell(message.channel, "MESSAGE_REACTION_REMOVE_EMOJI", told)


def _reaction(message: Message, user: User, emoji: str) -> Json:
    told: Json = {
        "user_id": str(user.id),
        "message_id": str(message.id),
        "emoji": messages_json.emoji(emoji),
        "burst": False,
        "type": 0,
    }
    return told | _where(message.channel)


def pin(message: Message, *, pinned: bool) -> None:
    """Pin or unpin a message and tell of it."""
    message.pinned_at = message.channel.world.clock.now() if pinned else None
    changed(message)
    latest = max((m.pinned_at for m in message.channel.messages if m.pinned_at), default=None)
    told = {"last_pin_timestamp": written(latest) if latest else None} | _where(message.channel)
    _tell(message.channel, "CHANNEL_PINS_UPDATE", told)


def typing(channel: Channel, user: User) -> None:
    """Tell that someone types."""
    told: Json = {"user_id": str(user.id), "timestamp": int(channel.world.clock.now().timestamp())}
    member = channel.guild.member(user) if channel.guild else None
    if member:
        told["member"] = users_json.member(member)
    _tell(channel, "TYPING_START", told | _where(channel))


def upload(
    world: World, channel: Channel, filename: str, content: bytes, description: str | None = None
) -> Attachment:
    """Keep an uploaded file where the CDN finds it."""
    number = world.snowflakes.next()
    size = size_of(content)
    attachment = Attachment(
        id=number,
        filename=filename,
        content=content,
        content_type=mimetypes.guess_type(filename)[0] or "application/octet-stream",
        path=f"attachments/{channel.id}/{number}/{_in_address(filename)}",
        description=description,
        width=size[0] if size else None,
        height=size[1] if size else None,
    )
    world.files[attachment.path] = attachment
    return attachment


def _in_address(filename: str) -> str:
    """Return a file's name as Discord writes it into addresses: without signs that mean something there."""
    return re.sub(r"^\.+|[^\w.-]", "_", filename)


def _where(channel: Channel) -> Json:
    where = {"channel_id": str(channel.id)}
    return where | {"guild_id": str(channel.guild.id)} if channel.guild else where


def _tell(channel: Channel, name: str, data: Json) -> None:
    channel.world.tell(Event(name=name, data=lambda _: data, guild=channel.guild, channel=channel))
