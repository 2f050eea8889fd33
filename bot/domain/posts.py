"""What the bot is to say on its own: queued with the change that calls for it, sent once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from bot.domain.server import Server


class Priority(IntEnum):
    """What goes first when Discord lets us send only so much; ten minutes of waiting make up for one step."""

    URGENT = -10
    ANSWER = 0
    SESSION = 1
    CARD = 2
    REMINDER = 3
    DIGEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """A post to queue. `key` says what it is: the same key is never sent twice.

    `subject` is the id of what it is about; a post queued with a new question gets that question's.
    """

    key: str
    kind: str
    channel_id: int
    at: datetime
    subject: int | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    priority: Priority = Priority.ANSWER


def unreadable(server: Server, channel_id: int, *, at: datetime) -> list[NewPost]:
    """Return the post that tells the team of a channel that can't be read; once a week at most."""
    if server.staff_channel_id is None or channel_id not in server.listened:
        return []
    return [_about_channel("unreadable", server, server.staff_channel_id, channel_id, at)]


def unwritable(server: Server, channel_id: int, *, at: datetime) -> list[NewPost]:
    """Return the post that tells the team of a channel that refuses us, unless it is theirs; once a week at most."""
    if server.staff_channel_id is None or channel_id == server.staff_channel_id:
        return []
    return [_about_channel("unwritable", server, server.staff_channel_id, channel_id, at)]


def _about_channel(
    kind: str, server: Server, staff_channel_id: int, channel_id: int, at: datetime
) -> NewPost:
    year, week, _ = at.isocalendar()
    return NewPost(
        key=f"{kind}:{channel_id}:{year}-W{week}",
        kind=kind,
        channel_id=staff_channel_id,
        subject=channel_id,
        at=at,
        body={"guild_id": server.guild_id},
        priority=Priority.REMINDER,
    )
