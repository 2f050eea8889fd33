"""What the bot is to say about a question: its answer, its card at the team's desk, the tags of its forum post."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.domain.posts import NewPost, Priority
from bot.domain.questions.question import Question, Source
from bot.domain.understanding.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """That a question is the team's from now on, and what is to be said about it.

    `by`: who found the bot's answer wrong, if it had given one.
    `posts` are for a question that the team gets now, `updates` for one that was theirs already, or is over.
    """

    at: datetime
    by: int | None = None
    posts: Sequence[NewPost] = ()
    updates: Sequence[NewPost] = ()


def answer(
    message_id: int, channel_id: int, reading: Reading, *, at: datetime, again: bool = False
) -> NewPost:
    """Return the post that replies to a fan's message; `again`: in place of the reply that stands there."""
    body = {"reply_to": message_id, "reading": asdict(reading)}
    return NewPost(
        key=f"answer:{message_id}:{_milliseconds(at)}" if again else f"answer:{message_id}",
        kind="answer",
        channel_id=channel_id,
        at=at,
        body=body | {"again": True} if again else body,
    )


def card(staff_channel_id: int | None, *, message_id: int, at: datetime) -> list[NewPost]:
    """Return the post that shows a question to the team; none where they have no channel for it."""
    if staff_channel_id is None:
        return []
    key, card = f"card:{message_id}", Priority.CARD
    return [NewPost(key=key, kind="card", channel_id=staff_channel_id, at=at, priority=card)]


def card_update(
    staff_channel_id: int | None, question_id: int, *, message_id: int, at: datetime
) -> list[NewPost]:
    """Return the post that brings a question's card up to date."""
    if staff_channel_id is None:
        return []
    key = f"card_update:{message_id}:{_milliseconds(at)}"
    return [
        NewPost(
            key=key,
            kind="card_update",
            channel_id=staff_channel_id,
            subject=question_id,
            at=at,
            priority=Priority.CARD,
        )
    ]


def forum_tag(question: Question, *, at: datetime) -> list[NewPost]:
    """Return the post that brings a forum post's tags up to date; none for other questions."""
    if question.source is not Source.FORUM:
        return []
    key = f"forum_tag:{question.message_id}:{_milliseconds(at)}"
    subject = question.id or None  # a new question has no id yet
    return [NewPost(key=key, kind="forum_tag", channel_id=question.channel_id, subject=subject, at=at)]


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
