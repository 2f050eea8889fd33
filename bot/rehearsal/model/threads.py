"""What can be done with threads once it is known that one may: start, change, join, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import (
    HAS_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    THREAD_CREATED,
    THREAD_STARTER,
    Reference,
    Thread,
)
from bot.rehearsal.model.events import Event
from bot.rehearsal.payloads import channels as channels_json
from bot.rehearsal.payloads import users as users_json

if TYPE_CHECKING:
    from bot.rehearsal.model.applications import Application
    from bot.rehearsal.model.channels import Channel, Message
    from bot.rehearsal.model.users import User
    from bot.rehearsal.payloads.viewer import Viewer

Json = dict[str, Any]


def start(
    channel: Channel,
    owner: User,
    name: str,
    *,
    kind: int = PUBLIC_THREAD,
    source: Message | None = None,
    **rest: Any,
) -> Thread:
    """Start a thread, from a message (whose id it gets) or of its own, and tell of it."""
    world = channel.world
    thread = Thread(
        id=source.id if source else world.snowflakes.next(),
        world=world,
        guild=channel.guild,
        parent=channel,
        kind=kind,
        name=name,
        owner=owner,
        archived_at=world.clock.now(),
        **rest,
    )
    assert channel.guild  # noqa: S101 - threads start in guilds
    thread.members[owner.id] = world.clock.now()
    world.channels[thread.id] = thread
    channel.guild.threads.append(thread)
    _tell(thread, "THREAD_CREATE", newly=True)
    if source:
        _hang_on(source, thread)
    return thread


def _hang_on(source: Message, thread: Thread) -> None:
    source.thread = thread
    source.flags |= HAS_THREAD
    messages.changed(source)
    reference = Reference(
        message_id=source.id,
        channel_id=source.channel.id,
        guild_id=thread.guild.id if thread.guild else None,
        message=source,
    )
    messages.post(thread, thread.owner, kind=THREAD_STARTER, reference=reference)


def announce(thread: Thread) -> Message:
    """Write into the parent channel that a thread was started there without a message."""
    assert thread.parent  # noqa: S101 - threads have one
    reference = Reference(
        message_id=thread.id,
        channel_id=thread.id,
        guild_id=thread.guild.id if thread.guild else None,
        message=None,
    )
    return messages.post(
        thread.parent, thread.owner, kind=THREAD_CREATED, content=thread.name, reference=reference
    )


def change(thread: Thread, **parts: Any) -> None:
    """Change fields of a thread and tell of it."""
    if "archived" in parts and parts["archived"] != thread.archived:
        thread.archived_at = thread.world.clock.now()
    for name, value in parts.items():
        setattr(thread, name, value)
    _tell(thread, "THREAD_UPDATE")


def join(thread: Thread, user: User) -> None:
    """Add a user and tell of it; nothing happens to one already there."""
    if user.id in thread.members:
        return
    thread.members[user.id] = thread.world.clock.now()
    application = thread.world.application_of(user)
    if application and thread.kind == PRIVATE_THREAD:
        _tell(thread, "THREAD_CREATE", only=application)
    member = thread.guild.member(user) if thread.guild else None
    joined: Json = channels_json.thread_member(thread, user) | {"presence": None}
    if member:
        joined["member"] = users_json.member(member)
    _members(thread, {"added_members": [joined]})


def leave(thread: Thread, user: User) -> None:
    """Remove a user and tell of it; nothing happens to one who isn't there."""
    if thread.members.pop(user.id, None):
        _members(thread, {"removed_member_ids": [str(user.id)]})


def _members(thread: Thread, change: Json) -> None:
    assert thread.guild  # noqa: S101 - threads live in guilds
    told = {
        "id": str(thread.id),
        "guild_id": str(thread.guild.id),
        "member_count": min(len(thread.members), 50),
    } | change
    thread.world.tell(
        Event(name="THREAD_MEMBERS_UPDATE", data=lambda _: told, guild=thread.guild, channel=thread)
    )


def _tell(thread: Thread, name: str, *, newly: bool = False, only: Application | None = None) -> None:
    def seen(viewer: Viewer) -> Json:
        body = channels_json.thread(thread, reader=viewer.application.user)
        return body | {"newly_created": True} if newly else body

    thread.world.tell(Event(name=name, data=seen, guild=thread.guild, channel=thread, only=only))
