"""Keeps fans' questions and what became of them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.posts import NewPost
from bot.domain.questions.question import Dismissal, Outcome, Question
from bot.domain.understanding.reading import Reading
from db.codec import clean
from db.connection import Connection, Writer
from db.outbox import queue
from db.question_rows import OPEN_UNLESS_ANSWERED, question_of, question_row


class QuestionStore:
    """Questions by id; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        #: In memory, because every message asks: who ever asked where.
        self.askers: set[tuple[int, int]] = set()
        self.channels: set[int] = set()

    async def load(self) -> None:
        """Read who ever asked where into memory; once, when the store is opened."""
        rows = await self._connection.fetch_all("SELECT DISTINCT channel_id, asker_id FROM questions")
        self.askers = {(row["channel_id"], row["asker_id"]) for row in rows}
        self.channels = {channel_id for channel_id, _ in self.askers}

    # --- looking up -------------------------------------------------------------------------------

    async def get(self, question_id: int) -> Question | None:
        """Return the question of that id."""
        return await self._one("SELECT * FROM questions WHERE id = ?", question_id)

    async def of_message(self, message_id: int) -> Question | None:
        """Return the question whose run a message belongs to (a thread has its first message's id)."""
        return await self._one(
            """
            SELECT q.* FROM questions q JOIN question_messages m ON m.question_id = q.id
            WHERE m.message_id = ?
            """,
            message_id,
        )

    async def of_answer(self, message_id: int) -> Question | None:
        """Return the question that one of the bot's own messages answers or speaks of."""
        return await self._one(
            """
            SELECT q.* FROM questions q JOIN outbox o ON o.subject = q.id
            WHERE o.message_id = ? AND o.kind IN ('answer', 'staff_answer')
            """,
            message_id,
        )

    async def of_card(self, message_id: int) -> Question | None:
        """Return the question that a card at the team's desk shows."""
        return await self._one("SELECT * FROM questions WHERE card_message_id = ?", message_id)

    async def latest_of(self, channel_id: int, asker_id: int) -> Question | None:
        """Return a fan's latest question in a place."""
        return await self._one(
            """
            SELECT * FROM questions WHERE channel_id = ? AND asker_id = ?
            ORDER BY last_message_id DESC LIMIT 1
            """,
            channel_id,
            asker_id,
        )

    async def open_in(self, channel_id: int) -> list[Question]:
        """Return the open questions of a channel, oldest first."""
        return await self._many(
            "SELECT * FROM questions WHERE outcome = 'open' AND channel_id = ? ORDER BY asked_at", channel_id
        )

    async def waiting(self, guild_id: int) -> list[Question]:
        """Return a server's open questions, longest wait first."""
        return await self._many(
            "SELECT * FROM questions WHERE outcome = 'open' AND guild_id = ? ORDER BY asked_at", guild_id
        )

    async def to_review(self, guild_id: int) -> list[Question]:
        """Return the questions whose answer by the bot was taken back, latest first, until reviewed."""
        return await self._many(
            """
            SELECT * FROM questions
            WHERE guild_id = ? AND taken_back_at IS NOT NULL AND reviewed_at IS NULL
            ORDER BY taken_back_at DESC
            """,
            guild_id,
        )

    async def reviewed(self, question_id: int, *, at: datetime) -> None:
        """Note that staff looked at why an answer was wrong."""
        async with self._connection.transaction() as write:
            await write.execute("UPDATE questions SET reviewed_at = ? WHERE id = ?", (at, question_id))

    async def undecided(self, *, asked_before: datetime) -> list[Question]:
        """Return open questions that the team was not told of: the fan was asked back, or we were cut short."""
        return await self._many(
            """
            SELECT * FROM questions q
            WHERE outcome = 'open' AND handed_off_at IS NULL AND asked_at <= ?
              AND NOT EXISTS (
                SELECT 1 FROM outbox
                WHERE kind = 'answer' AND subject = q.id AND state IN ('pending', 'sending')
              )
            ORDER BY asked_at
            """,
            asked_before,
        )

    # --- asking -----------------------------------------------------------------------------------

    async def ask(self, question: Question, posts: Sequence[NewPost] = ()) -> Question:
        """Keep a new question and queue what it calls for; returns it with its id.

        One that is already kept (the same message delivered twice) is returned as it stands.
        """
        async with self._connection.transaction() as write:
            known = await write.fetch_one(
                "SELECT * FROM questions WHERE message_id = ?", (question.message_id,)
            )
            if known is not None:
                return question_of(known)
            cursor = await write.execute(_INSERT, question_row(question))
            asked = replace(question, id=cursor.lastrowid or 0)
            await _add_message(write, asked.id, asked.message_id, asks=True)
            await queue(write, posts, subject=asked.id)
        self.askers.add((asked.channel_id, asked.asker_id))
        self.channels.add(asked.channel_id)
        return asked

    async def join(
        self,
        question: Question,
        message_id: int,
        *,
        text: str = "",
        reading: Reading | None = None,
        posts: Sequence[NewPost] = (),
    ) -> None:
        """Add a fan's further message to a run; with a `reading` it asks something itself."""
        async with self._connection.transaction() as write:
            if not await _add_message(write, question.id, message_id, asks=reading is not None):
                return
            await write.execute(
                "UPDATE questions SET last_message_id = max(last_message_id, ?) WHERE id = ?",
                (message_id, question.id),
            )
            if reading is not None:
                await write.execute(
                    "UPDATE questions SET text = text || char(10) || ? WHERE id = ?",
                    (clean(text), question.id),
                )
                await _set_reading(write, question.id, reading)
            await queue(write, posts, subject=question.id)

    async def reread(
        self, question_id: int, *, text: str, reading: Reading, posts: Sequence[NewPost] = ()
    ) -> None:
        """Replace a question's text and reading, because its message was edited or a choice was made."""
        async with self._connection.transaction() as write:
            await write.execute("UPDATE questions SET text = ? WHERE id = ?", (clean(text), question_id))
            await _set_reading(write, question_id, reading)
            await queue(write, posts, subject=question_id)

    # --- outcomes ---------------------------------------------------------------------------------

    async def hand_off(
        self, question_id: int, *, at: datetime, by: int | None = None, posts: Sequence[NewPost] = ()
    ) -> bool:
        """Give a question to the team; one that the bot had answered is open again, and is to be reviewed.

        `by`: who found the bot's answer wrong.

        False when it is no longer the team's to answer, or already theirs.
        """
        async with self._connection.transaction() as write:
            if by is not None:
                await write.execute(
                    """
                    UPDATE questions SET taken_back_at = :at, taken_back_by = :by, reviewed_at = NULL
                    WHERE id = :id AND outcome = 'answered_by_bot'
                    """,
                    {"id": question_id, "at": at, "by": by},
                )
            cursor = await write.execute(
                f"""
                UPDATE questions SET {OPEN_UNLESS_ANSWERED}, handed_off_at = :at
                WHERE id = :id AND (outcome = 'answered_by_bot' OR (outcome = 'open' AND handed_off_at IS NULL))
                """,  # noqa: S608  # our own words
                {"id": question_id, "at": at},
            )
            if cursor.rowcount == 0:
                return False
            await queue(write, posts, subject=question_id)
            return True

    async def bot_replied(self, question_id: int, *, message_id: int, at: datetime, answers: bool) -> None:
        """Note the bot's reply; one that `answers` closes the question, unless the team has it by now."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE questions SET answer_message_id = ? WHERE id = ?", (message_id, question_id)
            )
            if answers:
                await write.execute(
                    """
                    UPDATE questions SET outcome = 'answered_by_bot', outcome_at = :at
                    WHERE id = :id AND outcome = 'open' AND handed_off_at IS NULL
                    """,
                    {"id": question_id, "at": at},
                )

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
            cursor = await write.execute(
                """
                UPDATE questions SET outcome = 'answered_by_fan', outcome_at = :at, helper_id = :helper_id,
                    helper_name = :helper_name
                WHERE id = :id AND outcome = 'open'
                """,
                {"id": question_id, "at": at, "helper_id": helper_id, "helper_name": clean(helper_name)},
            )
            if cursor.rowcount:
                await queue(write, posts, subject=question_id)
            return cursor.rowcount == 1

    async def delete_message(self, message_id: int) -> Question | None:
        """Note that a message is gone; returns its question if no asking message of it is left."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE question_messages SET deleted = 1 WHERE message_id = ?", (message_id,)
            )
            row = await write.fetch_one(
                """
                SELECT q.* FROM questions q JOIN question_messages m ON m.question_id = q.id
                WHERE m.message_id = :message_id AND NOT EXISTS (
                    SELECT 1 FROM question_messages WHERE question_id = q.id AND asks AND NOT deleted
                )
                """,
                {"message_id": message_id},
            )
        return None if row is None else question_of(row)

    async def acknowledge(self, message_id: int, *, at: datetime, posts: Sequence[NewPost] = ()) -> None:
        """Note the first reaction of staff; it is a sign, not an answer."""
        question = await self.of_message(message_id)
        if question is None or question.acknowledged_at is not None:
            return
        async with self._connection.transaction() as write:
            await write.execute(
                """
                UPDATE questions SET acknowledged_at = :at WHERE id = :id AND acknowledged_at IS NULL
                """,
                {"id": question.id, "at": at},
            )
            await queue(write, posts, subject=question.id)

    async def set_card(self, question_id: int, message_id: int, *, channel_id: int) -> None:
        """Note the message in the staff's channel that shows a question."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE questions SET card_message_id = ?, card_channel_id = ? WHERE id = ?",
                (message_id, channel_id, question_id),
            )

    async def _one(self, sql: str, *params: object) -> Question | None:
        row = await self._connection.fetch_one(sql, params)
        return None if row is None else question_of(row)

    async def _many(self, sql: str, *params: object) -> list[Question]:
        return [question_of(row) for row in await self._connection.fetch_all(sql, params)]


_INSERT = """
    INSERT INTO questions (guild_id, channel_id, message_id, asker_id, asker_name, asked_at, text, language,
        source, kinds, shows, faq, choices, handed_off_at, last_message_id)
    VALUES (:guild_id, :channel_id, :message_id, :asker_id, :asker_name, :asked_at, :text, :language,
        :source, :kinds, :shows, :faq, :choices, :handed_off_at, :last_message_id)
"""


async def _add_message(write: Writer, question_id: int, message_id: int, *, asks: bool) -> bool:
    cursor = await write.execute(
        "INSERT OR IGNORE INTO question_messages (message_id, question_id, asks) VALUES (?, ?, ?)",
        (message_id, question_id, asks),
    )
    return cursor.rowcount == 1


async def _set_reading(write: Writer, question_id: int, reading: Reading) -> None:
    await write.execute(
        """
        UPDATE questions SET language = :language, kinds = :kinds, shows = :shows, faq = :faq,
            choices = :choices WHERE id = :id
        """,
        {"id": question_id, "language": reading.language, "faq": reading.faq}
        | {name: json.dumps(getattr(reading, name)) for name in ("kinds", "shows", "choices")},
    )
