"""What can be done with messages once it is known that one may: send, edit, delete, react, pin."""

import mimetypes
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.rehearsal.model.attachments import Attachment
from bot.rehearsal.model.channels import (
    CROSSPOSTED,
    EPHEMERAL,
    HAS_SNAPSHOT,
    IS_CROSSPOST,
    PINNED,
    Channel,
    ChannelEvent,
    Message,
    Reference,
    Thread,
)
from bot.rehearsal.model.png import size_of
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World


def post(channel: Channel, author: User, **parts: Any) -> Message:
    """Send a message of these fields of `Message` and tell of it; ephemeral ones only its reader sees."""
    parts.setdefault("id", channel.timeline.snowflakes.next())
    message = Message(channel=channel, author=author, **parts)
    if message.ephemeral_to:
        message.flags |= EPHEMERAL
        channel.whispers.append(message)
        channel.timeline.notify()
        return message
    channel.messages.append(message)
    channel.typed.pop(author.id, None)
    channel.last_message_id = message.id
    if isinstance(channel, Thread):
        channel.sent += 1
        channel.active_at = channel.timeline.clock.now()
        if message.webhook_id is None:
            channel.members.setdefault(author.id, channel.timeline.clock.now())
    if message.nonce is not None:
        channel.nonces[author.id, str(message.nonce)] = message
    channel.timeline.tell(MessageCreate(channel=channel, message=message))
    return message


def sent_with(channel: Channel, author: User, nonce: str | int) -> Message | None:
    """Return what an author sent here with the same nonce in the last few minutes."""
    message = channel.nonces.get((author.id, str(nonce)))
    if message and channel.timeline.clock.now() - message.created_at <= channel.timeline.nonces_last:
        return message
    return None


def history(channel: Channel) -> list[Message]:
    """Return what a channel's history holds by now, oldest first: where it lags, not yet all that was sent."""
    lag, now = channel.timeline.history_lag, channel.timeline.clock.now()
    if lag is None:
        return channel.messages
    return [message for message in channel.messages if now - message.created_at >= lag(message.id)]


def edit(message: Message, **parts: Any) -> None:
    """Change fields of a message, mark it as edited and tell of it."""
    for name, value in parts.items():
        setattr(message, name, value)
    message.edited_at = message.channel.timeline.clock.now()
    changed(message)


def changed(message: Message) -> None:
    """Tell of a change that is no edit of its author's."""
    channel = message.channel
    if message.ephemeral_to:
        channel.timeline.notify()
    else:
        channel.timeline.tell(MessageUpdate(channel=channel, message=message))


def delete(message: Message) -> None:
    """Delete a message and tell of it; nothing happens to one already deleted."""
    if message.deleted:
        return
    message.deleted = True
    channel = message.channel
    if message.ephemeral_to:
        channel.whispers.remove(message)
        channel.timeline.notify()
    else:
        channel.messages.remove(message)
        channel.timeline.tell(MessageDelete(channel=channel, message=message))


def delete_many(channel: Channel, messages: Iterable[Message]) -> None:
    """Delete messages of one channel at once."""
    gone = list(messages)
    for message in gone:
        message.deleted = True
        channel.messages.remove(message)
    channel.timeline.tell(MessageDeleteBulk(channel=channel, messages=gone))


def react(message: Message, user: User, emoji: str) -> None:
    """Put a reaction there; nothing happens where it is already."""
    users = message.reactions.setdefault(emoji, [])
    if user not in users:
        users.append(user)
        _tell_of(MessageReactionAdd, message, user=user, emoji=emoji)


def unreact(message: Message, user: User, emoji: str) -> None:
    """Take a reaction away; nothing happens where there is none."""
    users = message.reactions.get(emoji, [])
    if user not in users:
        return
    users.remove(user)
    if not users:
        del message.reactions[emoji]
    _tell_of(MessageReactionRemove, message, user=user, emoji=emoji)


def clear_reactions(message: Message, emoji: str | None = None) -> None:
    """Take all reactions away, or all of one emoji."""
    if emoji is None:
        message.reactions.clear()
        _tell_of(MessageReactionRemoveAll, message)
    elif message.reactions.pop(emoji, None):
        _tell_of(MessageReactionRemoveEmoji, message, emoji=emoji)


def _tell_of(kind: "type[MessageEvent]", message: Message, **parts: Any) -> None:
    message.channel.timeline.tell(kind(channel=message.channel, message=message, **parts))


def forward(channel: Channel, author: User, message: Message) -> Message:
    """Send a message on, as it is now; what was itself sent on goes on as it once was."""
    snapshots = message.snapshots or [replace(message, reactions={}, reference=None)]
    reference = Reference.to(message, forward=True)
    return post(channel, author, reference=reference, snapshots=snapshots, flags=HAS_SNAPSHOT)


def crosspost(message: Message) -> None:
    """Publish a message to the channels that follow its own."""
    message.flags |= CROSSPOSTED
    changed(message)
    for webhook_id, channel in message.channel.followers:
        post(
            channel,
            User(id=webhook_id, username=f"{_guild_name(message.channel)} #{message.channel.name}", bot=True),
            content=message.content,
            embeds=message.embeds,
            attachments=message.attachments,
            flags=IS_CROSSPOST,
            reference=Reference.to(message),
            webhook_id=webhook_id,
        )


def _guild_name(channel: Channel) -> str:
    return channel.guild.name if channel.guild else ""


def pin(message: Message, user: User) -> None:
    """Pin a message and tell of it, in the channel too; nothing happens to one that is pinned."""
    if message.pinned:
        return
    message.pinned_at = message.channel.timeline.clock.now()
    _pins_changed(message)
    post(message.channel, user, kind=PINNED, reference=Reference.to(message))


def unpin(message: Message) -> None:
    """Unpin a message and tell of it; nothing happens to one that isn't pinned."""
    if message.pinned:
        message.pinned_at = None
        _pins_changed(message)


def _pins_changed(message: Message) -> None:
    channel = message.channel
    changed(message)
    latest = max((one.pinned_at for one in channel.messages if one.pinned_at), default=None)
    channel.timeline.tell(ChannelPinsUpdate(channel=channel, latest=latest))


def typing(channel: Channel, user: User) -> None:
    """Tell that someone types."""
    channel.typed[user.id] = channel.timeline.clock.now()
    channel.timeline.tell(TypingStart(channel=channel, user=user, at=channel.typed[user.id]))


def upload(
    world: World,
    channel: Channel,
    filename: str,
    content: bytes,
    description: str | None = None,
    **voice: Any,
) -> Attachment:
    """Keep an uploaded file where the CDN finds it."""
    number = world.snowflakes.next()
    size = size_of(content)
    path = f"attachments/{channel.id}/{number}/{_in_address(filename)}"
    attachment = Attachment(
        id=number,
        filename=filename,
        content=content,
        content_type=mimetypes.guess_type(filename)[0] or "application/octet-stream",
        path=path,
        url=f"{world.cdn_url}/{path}",
        description=description,
        width=size[0] if size else None,
        height=size[1] if size else None,
        **voice,
    )
    world.files[path] = attachment
    return attachment


def _in_address(filename: str) -> str:
    """Return a file's name as Discord writes it into addresses: without signs that mean something there."""
    return re.sub(r"^\.+|[^\w.-]", "_", filename)


# --- what happens to them -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MessageEvent(ChannelEvent):
    """About a message."""

    message: Message


class MessageCreate(MessageEvent):
    """A message was sent."""


class MessageUpdate(MessageEvent):
    """A message was edited, pinned, or got a thread."""


class MessageDelete(MessageEvent):
    """A message is gone."""


@dataclass(frozen=True, kw_only=True)
class MessageDeleteBulk(ChannelEvent):
    """Messages are gone, at once."""

    messages: Sequence[Message]


@dataclass(frozen=True, kw_only=True)
class MessageReaction(MessageEvent):
    """About somebody's reaction."""

    user: User
    emoji: str


class MessageReactionAdd(MessageReaction):
    """Somebody reacted."""


class MessageReactionRemove(MessageReaction):
    """Somebody's reaction is gone."""


class MessageReactionRemoveAll(MessageEvent):
    """All reactions are gone."""


@dataclass(frozen=True, kw_only=True)
class MessageReactionRemoveEmoji(MessageEvent):
    """All reactions of one emoji are gone."""

    emoji: str


@dataclass(frozen=True, kw_only=True)
class ChannelPinsUpdate(ChannelEvent):
    """Something was pinned or unpinned; `latest`: when the latest pin that is left was put there."""

    latest: datetime | None


@dataclass(frozen=True, kw_only=True)
class TypingStart(ChannelEvent):
    """Somebody types."""

    user: User
    at: datetime
