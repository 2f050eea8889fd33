"""Keeps what becomes of questions: answered by the bot, the team's, closed, open again."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.posts import NewPost
from bot.domain.questions.posts import HandOff
from bot.domain.questions.question import Dismissal, Outcome
from db.codec import clean
from db.connection import Connection, Writer
from db.outbox import queue
from db.question_rows import OPEN_UNLESS_ANSWERED


async def give_to_team(write: Writer, question_id: int, hand_off: HandOff) -> bool:
    """Give a question to the team inside a transaction, and queue what is to be said of it.

    One that the bot had answered is open again, and is to be reviewed if somebody found the answer wrong.
    False when it is no longer the team's to answer, or already theirs.
    """
    if hand_off.by is not None:
        await write.execute(
            """
            UPDATE questions SET taken_back_at = :at, taken_back_by = :by, reviewed_at = NULL
            WHERE id = :id AND outcome = 'answered_by_bot'
            """,
            {"id": question_id, "at": hand_off.at, "by": hand_off.by},
        )
    cursor = await write.execute(
        f"""
        UPDATE questions SET {OPEN_UNLESS_ANSWERED}, handed_off_at = :at
        WHERE id = :id AND (outcome = 'answered_by_bot' OR (outcome = 'open' AND handed_off_at IS NULL))
        """,  # noqa: S608  # our own words
        {"id": question_id, "at": hand_off.at},
    )
    given = cursor.rowcount == 1
    await queue(write, hand_off.posts if given else hand_off.updates, subject=question_id)
    return given


async def close_as_answered(write: Writer, question_id: int, *, at: datetime) -> None:
    """End a question by the bot's answer, inside a transaction; one that the team has by now stays open."""
    await write.execute(
        """
        UPDATE questions SET outcome = 'answered_by_bot', outcome_at = :at
        WHERE id = :id AND outcome = 'open' AND handed_off_at IS NULL
        """,
        {"id": question_id, "at": at},
    )


async def note_bot_reply(
    write: Writer, question_id: int, *, message_id: int, at: datetime, answers: bool
) -> None:
    """Note, inside a transaction, which message is the bot's reply; one that `answers` closes the question."""
    await write.execute("UPDATE questions SET answer_message_id = ? WHERE id = ?", (message_id, question_id))
    if answers:
        await close_as_answered(write, question_id, at=at)


async def note_card(
    write: Writer, question_id: int, message_id: int, *, channel_id: int, updates: Sequence[NewPost] = ()
) -> None:
    """Note, inside a transaction, which message in the staff's channel shows a question."""
    await write.execute(
        "UPDATE questions SET card_message_id = ?, card_channel_id = ? WHERE id = ?",
        (message_id, channel_id, question_id),
    )
    await queue(write, updates, subject=question_id)


class OutcomeStore:
    """Outcomes by question; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def hand_off(self, question_id: int, hand_off: HandOff) -> bool:
        """Give a question to the team; False when it is no longer theirs to answer, or already theirs."""
        async with self._connection.transaction() as write:
            return await give_to_team(write, question_id, hand_off)

    async def bot_answered(self, question_id: int, *, at: datetime) -> None:
        """End a question by the bot's answer, unless the team has it by now."""
        async with self._connection.transaction() as write:
            await close_as_answered(write, question_id, at=at)

    async def close(
        self,
        question_id: int,
        outcome: Outcome,
        *,
        at: datetime,
        dismissed_as: Dismissal | None = None,
        posts: Sequence[NewPost] = (),
    ) -> bool:
        """End an open question otherwise than by a staff reply; False when it was not open any more."""
        async with self._connection.transaction() as write:
            return await _close(write, question_id, outcome, at=at, dismissed_as=dismissed_as, posts=posts)

    async def accept_fan(
        self,
        question_id: int,
        *,
        helper_id: int,
        helper_name: str,
        at: datetime,
        posts: Sequence[NewPost] = (),
    ) -> bool:
        """End an open question by another fan's answer; False when it was not open any more."""
        async with self._connection.transaction() as write:
            closed = await _close(write, question_id, Outcome.ANSWERED_BY_FAN, at=at, posts=posts)
            if closed:
                await write.execute(
                    "UPDATE questions SET helper_id = ?, helper_name = ? WHERE id = ?",
                    (helper_id, clean(helper_name), question_id),
                )
            return closed

    async def delete_message(
        self, question_id: int, message_id: int, *, at: datetime, posts: Sequence[NewPost] = ()
    ) -> bool:
        """Note that a message is gone; an open question of which no asking message is left is withdrawn."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE question_messages SET deleted = 1 WHERE message_id = ?", (message_id,)
            )
            left = await write.fetch_one(
                "SELECT 1 FROM question_messages WHERE question_id = ? AND asks AND NOT deleted",
                (question_id,),
            )
            return left is None and await _close(write, question_id, Outcome.WITHDRAWN, at=at, posts=posts)

    async def reopen(self, question_id: int, *, at: datetime, posts: Sequence[NewPost] = ()) -> None:
        """Open a question that was dismissed."""
        async with self._connection.transaction() as write:
            await write.execute(
                f"""
                UPDATE questions SET {OPEN_UNLESS_ANSWERED}, dismissed_as = NULL,
                    handed_off_at = coalesce(handed_off_at, :at)
                WHERE id = :id AND outcome = 'dismissed'
                """,  # noqa: S608  # our own words
                {"id": question_id, "at": at},
            )
            await queue(write, posts, subject=question_id)

    async def acknowledge(self, question_id: int, *, at: datetime, posts: Sequence[NewPost] = ()) -> None:
        """Note the first reaction of staff; it is a sign, not an answer."""
        async with self._connection.transaction() as write:
            cursor = await write.execute(
                "UPDATE questions SET acknowledged_at = :at WHERE id = :id AND acknowledged_at IS NULL",
                {"id": question_id, "at": at},
            )
            if cursor.rowcount:
                await queue(write, posts, subject=question_id)

    async def reviewed(self, question_id: int, *, at: datetime) -> None:
        """Note that staff looked at why an answer was wrong."""
        async with self._connection.transaction() as write:
            await write.execute("UPDATE questions SET reviewed_at = ? WHERE id = ?", (at, question_id))


async def _close(
    write: Writer,
    question_id: int,
    outcome: Outcome,
    *,
    at: datetime,
    dismissed_as: Dismissal | None = None,
    posts: Sequence[NewPost] = (),
) -> bool:
    cursor = await write.execute(
        """
        UPDATE questions SET outcome = :outcome, outcome_at = :at, dismissed_as = :dismissed_as
        WHERE id = :id AND outcome = 'open'
        """,
        {"id": question_id, "outcome": outcome.value, "at": at, "dismissed_as": dismissed_as},
    )
    if cursor.rowcount:
        await queue(write, posts, subject=question_id)
    return cursor.rowcount == 1
