"""What can be done with threads once it is known that one may: start, change, join, leave."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import (
    FORUMS,
    HAS_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    THREAD_CREATED,
    THREAD_STARTER,
    Channel,
    ChannelEvent,
    Message,
    Reference,
    Thread,
)
from bot.rehearsal.model.users import User


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
    assert channel.guild  # noqa: S101 - threads start in guilds
    timeline = channel.timeline
    thread = Thread(
        id=source.id if source else timeline.snowflakes.next(),
        timeline=timeline,
        guild=channel.guild,
        parent=channel,
        kind=kind,
        name=name,
        owner=owner,
        archived_at=timeline.clock.now(),
        active_at=timeline.clock.now(),
        **({"auto_archive_minutes": channel.auto_archive_minutes} | rest),
    )
    thread.members[owner.id] = timeline.clock.now()
    channel.threads.append(thread)
    if channel.kind in FORUMS:
        channel.last_message_id = thread.id
    _expect_quiet(thread)
    timeline.tell(ThreadCreate(channel=thread, newly=True))
    if source:
        source.thread = thread
        source.flags |= HAS_THREAD
        messages.changed(source)
        messages.post(thread, owner, kind=THREAD_STARTER, reference=Reference.to(source))
    return thread


def announce(thread: Thread) -> Message:
    """Write into the parent channel that a thread was started there without a message."""
    reference = Reference(message_id=thread.id, channel_id=thread.id, guild_id=thread.guild.id, message=None)
    return messages.post(
        thread.parent, thread.owner, kind=THREAD_CREATED, content=thread.name, reference=reference
    )


def change(thread: Thread, **parts: Any) -> None:
    """Change fields of a thread and tell of it."""
    if "archived" in parts and parts["archived"] != thread.archived:
        thread.archived_at = thread.timeline.clock.now()
    for name, value in parts.items():
        setattr(thread, name, value)
    if parts.get("archived") is False or "auto_archive_minutes" in parts:
        thread.active_at = thread.timeline.clock.now()
        _expect_quiet(thread)
    thread.timeline.tell(ThreadUpdate(channel=thread))


def _expect_quiet(thread: Thread) -> None:
    """Look again at a thread when it may have been quiet for so long that it is archived."""
    thread.timeline.at(_quiet_at(thread), partial(_archive_quiet, thread))


def _quiet_at(thread: Thread) -> datetime:
    return thread.active_at + timedelta(minutes=thread.auto_archive_minutes)


def _archive_quiet(thread: Thread) -> None:
    if thread.archived or thread.deleted:
        return
    quiet_at = _quiet_at(thread)
    if quiet_at > thread.timeline.clock.now():
        _expect_quiet(thread)
    else:
        thread.archived, thread.archived_at = True, quiet_at
        thread.timeline.tell(ThreadUpdate(channel=thread))


def unarchive(channel: Channel) -> None:
    """Open an archived thread again: who writes in it, opens it."""
    if isinstance(channel, Thread) and channel.archived:
        change(channel, archived=False)


def join(thread: Thread, user: User) -> None:
    """Add a user and tell of it; nothing happens to one already there."""
    if user.id in thread.members:
        return
    thread.members[user.id] = thread.timeline.clock.now()
    application = next((one for one in thread.guild.applications if one.user is user), None)
    if application and thread.kind == PRIVATE_THREAD:
        thread.timeline.tell(ThreadCreate(channel=thread, only=application))
    thread.timeline.tell(ThreadMembersUpdate(channel=thread, joined=user))


def leave(thread: Thread, user: User) -> None:
    """Remove a user and tell of it; nothing happens to one who isn't there."""
    if thread.members.pop(user.id, None):
        thread.timeline.tell(ThreadMembersUpdate(channel=thread, left=user))


# --- what happens to them -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ThreadEvent(ChannelEvent):
    """About a thread, which is the channel that one has to view."""

    channel: Thread


@dataclass(frozen=True, kw_only=True)
class ThreadCreate(ThreadEvent):
    """A thread was started, or somebody was let into it; `newly`: started."""

    newly: bool = False


class ThreadUpdate(ThreadEvent):
    """A thread was changed, archived or opened again."""


@dataclass(frozen=True, kw_only=True)
class ThreadMembersUpdate(ThreadEvent):
    """Somebody joined or left a thread."""

    joined: User | None = None
    left: User | None = None
