"""What the bot is to say on its own: queued with the change that calls for it, sent once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from bot.domain.questions.question import Question, Source
from bot.domain.server import Server


class Priority(IntEnum):
    """What goes first when Discord lets us send only so much."""

    ANSWER = 0
    SESSION = 1
    REMINDER = 2
    DIGEST = 3


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


def card(staff_channel_id: int | None, *, message_id: int, at: datetime) -> list[NewPost]:
    """Return the post that shows a question to the team; none where they have no channel for it."""
    if staff_channel_id is None:
        return []
    return [NewPost(key=f"card:{message_id}", kind="card", channel_id=staff_channel_id, at=at)]


def card_update(
    staff_channel_id: int | None, question_id: int, *, message_id: int, at: datetime
) -> list[NewPost]:
    """Return the post that brings a question's card up to date."""
    if staff_channel_id is None:
        return []
    key = f"card_update:{message_id}:{int(at.timestamp() * 1000)}"
    return [NewPost(key=key, kind="card_update", channel_id=staff_channel_id, subject=question_id, at=at)]


def unreadable(server: Server, channel_id: int, *, at: datetime) -> list[NewPost]:
    """Return the post that tells the team of a channel that can't be read; once a week at most."""
    if server.staff_channel_id is None or channel_id not in server.listened:
        return []
    year, week, _ = at.isocalendar()
    return [
        NewPost(
            key=f"unreadable:{channel_id}:{year}-W{week}",
            kind="unreadable",
            channel_id=server.staff_channel_id,
            subject=channel_id,
            at=at,
            body={"guild_id": server.guild_id},
            priority=Priority.REMINDER,
        )
    ]


def forum_tag(question: Question, *, at: datetime) -> list[NewPost]:
    """Return the post that brings a forum post's tags up to date; none for other questions."""
    if question.source is not Source.FORUM:
        return []
    key = f"forum_tag:{question.message_id}:{int(at.timestamp() * 1000)}"
    return [NewPost(key=key, kind="forum_tag", channel_id=question.channel_id, subject=question.id, at=at)]
