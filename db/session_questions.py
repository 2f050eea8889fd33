"""Keeps what fans ask in sessions, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.posts import NewPost
from bot.domain.sessions.questions import FanQuestion, FanQuestionState
from bot.domain.sessions.session import Order
from db.codec import clean
from db.connection import Connection, Writer
from db.outbox import queue
from db.session_rows import INSERT_QUESTION, question_of, question_row

_ORDERS = {
    Order.VOTES: "pinned DESC, votes DESC, id",
    Order.TIME: "pinned DESC, id",
    Order.NEWCOMERS: """
        pinned DESC, EXISTS (
            SELECT 1 FROM session_questions a
            WHERE a.fan_id = q.fan_id AND a.guild_id = q.guild_id AND a.state = 'answered'
        ), votes DESC, id
    """,
}


async def mark_handed_over(write: Writer, question_id: int) -> None:
    """Note, inside a transaction, that the team has a question."""
    await write.execute("UPDATE session_questions SET handed_over = 1 WHERE id = ?", (question_id,))


async def note_message(write: Writer, question_id: int, message_id: int) -> None:
    """Note, inside a transaction, the message that put a question to the artist."""
    await write.execute("UPDATE session_questions SET message_id = ? WHERE id = ?", (message_id, question_id))


class SessionQuestionStore:
    """Fans' questions by id. What an asker and a host do at the same time is settled in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- looking up -------------------------------------------------------------------------------

    async def get(self, question_id: int) -> FanQuestion | None:
        """Return the question of that id."""
        return await self._one("SELECT * FROM session_questions WHERE id = ?", question_id)

    async def of_message(self, message_id: int) -> FanQuestion | None:
        """Return the question that a message of ours put to the artist."""
        return await self._one("SELECT * FROM session_questions WHERE message_id = ?", message_id)

    async def queue(
        self, session_id: int, order: Order, *, offset: int = 0, limit: int = 25
    ) -> list[FanQuestion]:
        """Return the waiting questions of a session, those first that are asked first."""
        return await self._many(
            f"""
            SELECT * FROM session_questions q WHERE session_id = ? AND state = 'waiting'
            ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?
            """,  # noqa: S608  # our own words
            session_id,
            limit,
            offset,
        )

    async def in_state(self, session_id: int, *states: FanQuestionState) -> list[FanQuestion]:
        """Return a session's questions that became one of these, as they were put or asked."""
        places = ", ".join("?" * len(states))
        return await self._many(
            f"""
            SELECT * FROM session_questions WHERE session_id = ? AND state IN ({places})
            ORDER BY put_at IS NULL, put_at, id
            """,  # noqa: S608  # question marks
            session_id,
            *states,
        )

    async def all_of(self, session_id: int) -> list[FanQuestion]:
        """Return all questions of a session that its askers did not take back."""
        return await self._many(
            """
            SELECT * FROM session_questions WHERE session_id = ? AND state NOT IN ('draft', 'withdrawn')
            ORDER BY put_at IS NULL, put_at, id
            """,
            session_id,
        )

    async def of_fan(self, session_id: int, fan_id: int) -> list[FanQuestion]:
        """Return a fan's own questions of a session, latest last."""
        return await self._many(
            """
            SELECT * FROM session_questions
            WHERE session_id = ? AND fan_id = ? AND state NOT IN ('draft', 'withdrawn') ORDER BY id
            """,
            session_id,
            fan_id,
        )

    async def counts(self, session_id: int) -> dict[FanQuestionState, int]:
        """Return how many questions of a session became what."""
        rows = await self._connection.fetch_all(
            "SELECT state, count(*) FROM session_questions WHERE session_id = ? GROUP BY state", (session_id,)
        )
        return {FanQuestionState(state): count for state, count in rows}

    async def others_asked(self, question_id: int) -> int:
        """Return how many other fans asked the same, by what was merged into it."""
        row = await self._connection.fetch_one(
            """
            SELECT count(DISTINCT m.fan_id) FROM session_questions q JOIN session_questions m
            ON m.merged_into = q.id AND m.fan_id != q.fan_id WHERE q.id = ?
            """,
            (question_id,),
        )
        return row[0] if row else 0

    async def to_hand_over(self, session_id: int) -> list[FanQuestion]:
        """Return what the team is to get of a session that is over."""
        return await self._many(
            """
            SELECT * FROM session_questions
            WHERE session_id = ? AND state = 'handed_over' AND NOT handed_over ORDER BY id
            """,
            session_id,
        )

    # --- asking -----------------------------------------------------------------------------------

    async def ask(self, question: FanQuestion, *, most: int) -> FanQuestion | None:
        """Keep a question; None when the fan has asked `most` already. Twice the same form is kept once."""
        async with self._connection.transaction() as write:
            known = await write.fetch_one(
                "SELECT * FROM session_questions WHERE session_id = ? AND sent_id = ?",
                (question.session_id, question.sent_id),
            )
            if known is not None:
                return question_of(known)
            row = await write.fetch_one(_ASKED_BEFORE, question_row(question))
            if row is None or row["here"] >= most:
                return None
            asked = replace(question, first_time=not row["elsewhere"])
            cursor = await write.execute(INSERT_QUESTION, question_row(asked))
        return replace(asked, id=cursor.lastrowid or 0)

    async def asked_lately(self, fan_id: int, *, now: datetime) -> int:
        """Return how many questions a fan sent in the last minute, taken back or not."""
        row = await self._connection.fetch_one(
            "SELECT count(*) FROM session_questions WHERE fan_id = ? AND asked_at > ?",
            (fan_id, now - timedelta(minutes=1)),
        )
        return row[0] if row else 0

    async def change_state(
        self,
        question_id: int,
        before: frozenset[FanQuestionState],
        after: FanQuestionState,
        *,
        reason: str = "",
        text: str | None = None,
        posts: Sequence[NewPost] = (),
    ) -> bool:
        """Change what a question is to become, and its text if given; False when it is not as it was `before`."""
        places = ", ".join(f"'{state}'" for state in sorted(before))
        async with self._connection.transaction() as write:
            cursor = await write.execute(
                f"""
                UPDATE session_questions SET state = :after, reason = :reason, held = (:after = 'held'),
                    text = coalesce(:text, text)
                WHERE id = :id AND state IN ({places})
                """,  # noqa: S608  # our own words
                {
                    "id": question_id,
                    "after": after,
                    "reason": clean(reason),
                    "text": None if text is None else clean(text),
                },
            )
            if cursor.rowcount:
                await queue(write, posts)
        return cursor.rowcount == 1

    async def toggle_pin(self, question_id: int, *, posts: Sequence[NewPost]) -> None:
        """Keep a question at the top, or no longer."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE session_questions SET pinned = NOT pinned WHERE id = ?", (question_id,)
            )
            await queue(write, posts)

    async def _one(self, sql: str, *params: object) -> FanQuestion | None:
        row = await self._connection.fetch_one(sql, params)
        return None if row is None else question_of(row)

    async def _many(self, sql: str, *params: object) -> list[FanQuestion]:
        return [question_of(row) for row in await self._connection.fetch_all(sql, params)]


_ASKED_BEFORE = """
    SELECT
        count(*) FILTER (
            WHERE session_id = :session_id AND carried_from IS NULL AND state NOT IN ('draft', 'withdrawn')
        ) AS here,
        count(*) FILTER (WHERE session_id != :session_id AND state NOT IN ('draft', 'withdrawn')) AS elsewhere
    FROM session_questions WHERE fan_id = :fan_id AND guild_id = :guild_id
"""
