"""Keeps fans' questions and what became of them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.posts import NewPost
from bot.domain.questions.posts import HandOff
from bot.domain.questions.question import Conversation, Question
from bot.domain.understanding.reading import Reading
from db.codec import clean
from db.connection import Change, Connection, Writer
from db.outbox import queue
from db.question_outcomes import close_as_answered, give_to_team
from db.question_rows import named_question_of, question_of, question_row


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
        return await self._one(_OF_MESSAGE, message_id)

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

    async def conversation(
        self,
        *,
        channel_id: int,
        asker_id: int | None = None,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> Conversation:
        """Return the questions around a message: what each argument leads to, where it is given."""
        rows = await self._connection.fetch_all(
            _AROUND,
            {"channel": channel_id, "thread": thread_id, "asker": asker_id, "reply_to": reply_to},
        )
        return Conversation(**dict(map(named_question_of, rows)))

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

    async def undecided(self, *, asked_before: datetime) -> list[Question]:
        """Return open questions that the team was not told of: the fan was asked back, or never saw our answer."""
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

    async def ask(
        self,
        question: Question,
        posts: Sequence[NewPost] = (),
        *,
        hand_off: HandOff | None = None,
        also: Change | None = None,
    ) -> Question:
        """Keep a new question and queue what it calls for; returns it with its id.

        One whose message is kept already (delivered twice) is returned as it stands. `also` is kept with it.
        """
        if hand_off is not None:
            question = replace(question, handed_off_at=hand_off.at)
            posts = [*posts, *hand_off.posts]
        async with self._connection.transaction() as write:
            if also is not None:
                await also(write)
            known = await write.fetch_one(_OF_MESSAGE, (question.message_id,))
            if known is not None:
                return question_of(known)
            cursor = await write.execute(_INSERT, question_row(question))
            asked = replace(question, id=cursor.lastrowid or 0)
            await _add_message(write, asked.id, asked.message_id, asks=True)
            await queue(write, posts, subject=asked.id)
        self.askers.add((asked.channel_id, asked.asker_id))
        self.channels.add(asked.channel_id)
        return asked

    async def join(self, question: Question, message_id: int) -> None:
        """Add a fan's further message, which asks nothing itself, to a run."""
        async with self._connection.transaction() as write:
            await _join(write, question.id, message_id, asks=False)

    async def ask_more(
        self,
        question: Question,
        message_id: int,
        *,
        text: str,
        reading: Reading,
        posts: Sequence[NewPost] = (),
        hand_off: HandOff | None = None,
    ) -> None:
        """Add a fan's further message, which asks something too, to a run; nothing if it is part of one."""
        async with self._connection.transaction() as write:
            if not await _join(write, question.id, message_id, asks=True):
                return
            await write.execute(
                "UPDATE questions SET text = text || char(10) || ? WHERE id = ?", (clean(text), question.id)
            )
            await _set_reading(write, question.id, reading)
            await queue(write, posts, subject=question.id)
            if hand_off is not None:
                await give_to_team(write, question.id, hand_off)

    async def reread(
        self,
        question_id: int,
        *,
        text: str,
        reading: Reading,
        posts: Sequence[NewPost] = (),
        hand_off: HandOff | None = None,
    ) -> None:
        """Replace a question's text and reading, because its message was edited."""
        async with self._connection.transaction() as write:
            await write.execute("UPDATE questions SET text = ? WHERE id = ?", (clean(text), question_id))
            await _set_reading(write, question_id, reading)
            await queue(write, posts, subject=question_id)
            if hand_off is not None:
                await give_to_team(write, question_id, hand_off)

    async def choose(
        self, question_id: int, reading: Reading, *, at: datetime, hand_off: HandOff | None = None
    ) -> None:
        """Keep what a fan chose of what they were asked back: it is the team's, or the bot answered it `at`."""
        async with self._connection.transaction() as write:
            await _set_reading(write, question_id, reading)
            if hand_off is None:
                await close_as_answered(write, question_id, at=at)
            else:
                await give_to_team(write, question_id, hand_off)

    async def _one(self, sql: str, *params: object) -> Question | None:
        row = await self._connection.fetch_one(sql, params)
        return None if row is None else question_of(row)

    async def _many(self, sql: str, *params: object) -> list[Question]:
        return [question_of(row) for row in await self._connection.fetch_all(sql, params)]


_OF_MESSAGE = """
    SELECT q.* FROM questions q JOIN question_messages m ON m.question_id = q.id WHERE m.message_id = ?
"""

#: A thread has the id of the message that it was started from; a NULL leads nowhere.
_AROUND = """
    WITH around (name, id) AS (
        SELECT * FROM (
            SELECT 'latest', id FROM questions WHERE channel_id = :channel AND asker_id = :asker
            ORDER BY last_message_id DESC LIMIT 1
        )
        UNION ALL SELECT 'of_thread', question_id FROM question_messages WHERE message_id = :thread
        UNION ALL SELECT 'replied_to', question_id FROM question_messages WHERE message_id = :reply_to
        UNION ALL
        SELECT 'of_answer', subject FROM outbox
        WHERE message_id = :reply_to AND kind IN ('answer', 'staff_answer')
    )
    SELECT q.*, a.name FROM around a JOIN questions q ON q.id = a.id
"""

_INSERT = """
    INSERT INTO questions (guild_id, channel_id, message_id, asker_id, asker_name, asked_at, text, language,
        source, kinds, shows, faq, choices, handed_off_at, answer_message_id, last_message_id)
    VALUES (:guild_id, :channel_id, :message_id, :asker_id, :asker_name, :asked_at, :text, :language,
        :source, :kinds, :shows, :faq, :choices, :handed_off_at, :answer_message_id,
        :last_message_id)
"""


async def _add_message(write: Writer, question_id: int, message_id: int, *, asks: bool) -> bool:
    cursor = await write.execute(
        "INSERT OR IGNORE INTO question_messages (message_id, question_id, asks) VALUES (?, ?, ?)",
        (message_id, question_id, asks),
    )
    return cursor.rowcount == 1


async def _join(write: Writer, question_id: int, message_id: int, *, asks: bool) -> bool:
    added = await _add_message(write, question_id, message_id, asks=asks)
    if added:
        await write.execute(
            "UPDATE questions SET last_message_id = max(last_message_id, ?) WHERE id = ?",
            (message_id, question_id),
        )
    return added


async def _set_reading(write: Writer, question_id: int, reading: Reading) -> None:
    await write.execute(
        """
        UPDATE questions SET language = :language, kinds = :kinds, shows = :shows, faq = :faq,
            choices = :choices WHERE id = :id
        """,
        {"id": question_id, "language": reading.language, "faq": reading.faq}
        | {name: json.dumps(getattr(reading, name)) for name in ("kinds", "shows", "choices")},
    )
