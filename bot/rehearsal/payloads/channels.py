"""Channels and threads on the wire."""

from typing import Any

from bot.rehearsal.model import permissions
from bot.rehearsal.model.channels import (
    CATEGORY,
    FORUMS,
    NEWS,
    PRIVATE_THREAD,
    STAGE,
    TEXT,
    VOICE,
    Channel,
    Tag,
    Thread,
)
from bot.rehearsal.model.members import Member
from bot.rehearsal.model.permissions import Overwrite
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads import users
from bot.rehearsal.payloads.times import written

Json = dict[str, Any]

MOST_COUNTED = 50
"""Discord counts no more members of a thread."""


def channel(what: Channel, *, reader: User | None = None) -> Json:
    """Return any channel, thread or direct conversation (which leaves its `reader` out)."""
    if isinstance(what, Thread):
        return thread(what, reader=reader)
    if what.is_direct:
        return direct(what, reader=reader)
    return _guild_channel(what)


def _guild_channel(what: Channel) -> Json:
    assert what.guild  # noqa: S101 - only direct conversations have none
    body: Json = {
        "id": str(what.id),
        "type": what.kind,
        "guild_id": str(what.guild.id),
        "name": what.name,
        "position": what.position,
        "parent_id": str(what.parent.id) if what.parent else None,
        "permission_overwrites": [_overwrite(o) for o in what.overwrites.values()],
        "flags": what.flags,
    }
    if what.kind == CATEGORY:
        return body
    body |= {"nsfw": what.nsfw, "rate_limit_per_user": what.slowmode, "last_message_id": _last(what)}
    if what.kind in (VOICE, STAGE):
        return body | {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    body |= {"topic": what.topic, "default_auto_archive_duration": what.auto_archive_minutes}
    if what.kind in (TEXT, NEWS):
        body["last_pin_timestamp"] = _last_pin(what)
    if what.kind in FORUMS:
        body |= {
            "available_tags": [tag(one) for one in what.tags],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "default_thread_rate_limit_per_user": 0,
        }
    return body


def _last(what: Channel) -> str | None:
    return str(what.last_message_id) if what.last_message_id else None


def _last_pin(what: Channel) -> str | None:
    latest = max((one.pinned_at for one in what.messages if one.pinned_at), default=None)
    return written(latest) if latest else None


def _overwrite(what: Overwrite) -> Json:
    return {
        "id": str(what.target_id),
        "type": what.kind,
        "allow": str(what.allow),
        "deny": str(what.deny),
    }


def tag(what: Tag) -> Json:
    """Return a forum's tag."""
    return {
        "id": str(what.id),
        "name": what.name,
        "moderated": what.moderated,
        "emoji_id": None,
        "emoji_name": what.emoji,
    }


def direct(what: Channel, *, reader: User | None) -> Json:
    """Return a direct conversation."""
    return {
        "id": str(what.id),
        "type": what.kind,
        "flags": what.flags,
        "last_message_id": _last(what),
        "recipients": [users.user(one) for one in what.recipients if one is not reader],
    }


def thread(what: Thread, *, reader: User | None = None) -> Json:
    """Return a thread, with the reader's own membership where there is one."""
    metadata: Json = {
        "archived": what.archived,
        "archive_timestamp": written(what.archived_at),
        "auto_archive_duration": what.auto_archive_minutes,
        "locked": what.locked,
        "create_timestamp": written(what.created_at),
    }
    if what.kind == PRIVATE_THREAD:
        metadata["invitable"] = what.invitable
    body: Json = {
        "id": str(what.id),
        "type": what.kind,
        "guild_id": str(what.guild.id),
        "parent_id": str(what.parent.id),
        "owner_id": str(what.owner.id),
        "name": what.name,
        "flags": what.flags,
        "last_message_id": _last(what),
        "rate_limit_per_user": what.slowmode,
        "message_count": len(what.messages),
        "total_message_sent": what.sent,
        "member_count": min(len(what.members), MOST_COUNTED),
        "thread_metadata": metadata,
        "applied_tags": [str(one) for one in what.applied_tags],
    }
    if reader and reader.id in what.members:
        body["member"] = thread_member(what, reader)
    return body


def deleted_thread(what: Thread) -> Json:
    """Return what is left of a thread that is gone."""
    return {
        "id": str(what.id),
        "guild_id": str(what.guild.id),
        "parent_id": str(what.parent.id),
        "type": what.kind,
    }


def thread_member(what: Thread, who: User) -> Json:
    """Return a user's membership of a thread; KeyError where there is none."""
    return {
        "id": str(what.id),
        "user_id": str(who.id),
        "join_timestamp": written(what.members[who.id]),
        "flags": 0,
        "muted": False,
        "mute_config": None,
    }


def in_interaction(what: Channel, member: Member | None, *, reader: User) -> Json:
    """Return a channel as interactions carry it, with the member's permissions there."""
    held = what.permissions_for(member) if member else permissions.ALL
    body = channel(what, reader=reader)
    body.pop("permission_overwrites", None)
    return body | {"permissions": str(held)} if what.guild else body
