"""Keeps what artists answered in sessions."""

from bot.domain.sessions.questions import FanAnswer
from db.codec import clean
from db.connection import Connection, Writer


async def keep_answer(write: Writer, answer: FanAnswer) -> None:
    """Tie a message to the question that it answers, inside a transaction; again, its text is brought up to date."""
    await write.execute(
        """
        INSERT INTO session_answers (message_id, question_id, text, said_at)
        VALUES (:message_id, :question_id, :text, :said_at)
        ON CONFLICT (message_id) DO UPDATE SET text = excluded.text
        """,
        {
            "message_id": answer.message_id,
            "question_id": answer.question_id,
            "text": clean(answer.text),
            "said_at": answer.said_at,
        },
    )
    await write.execute(
        """
        UPDATE session_questions SET state = 'answered'
        WHERE id = ? AND state IN ('put', 'deferred', 'handed_over')
        """,
        (answer.question_id,),
    )


class SessionAnswerStore:
    """Answers by the message that gives them; a question may have several."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, answer: FanAnswer) -> None:
        """Tie a message to the question that it answers; again, its text is brought up to date."""
        async with self._connection.transaction() as write:
            await keep_answer(write, answer)

    async def take_back(self, message_id: int) -> None:
        """Forget an answer that was deleted; a question without any other waits for one again."""
        async with self._connection.transaction() as write:
            row = await write.fetch_one(
                "SELECT question_id FROM session_answers WHERE message_id = ?", (message_id,)
            )
            if row is None:
                return
            await write.execute("DELETE FROM session_answers WHERE message_id = ?", (message_id,))
            await write.execute(
                """
                UPDATE session_questions SET state = 'put' WHERE id = :id AND state = 'answered'
                AND NOT EXISTS (SELECT 1 FROM session_answers WHERE question_id = :id)
                """,
                {"id": row["question_id"]},
            )

    async def of_session(self, session_id: int) -> dict[int, list[FanAnswer]]:
        """Return the answers of a session by question, in the order in which they were given."""
        rows = await self._connection.fetch_all(
            """
            SELECT a.* FROM session_answers a JOIN session_questions q ON q.id = a.question_id
            WHERE q.session_id = ? ORDER BY a.message_id
            """,
            (session_id,),
        )
        found: dict[int, list[FanAnswer]] = {}
        for row in rows:
            found.setdefault(row["question_id"], []).append(FanAnswer(**dict(row)))
        return found

    async def of_message(self, message_id: int) -> FanAnswer | None:
        """Return what a message answers."""
        row = await self._connection.fetch_one(
            "SELECT * FROM session_answers WHERE message_id = ?", (message_id,)
        )
        return None if row is None else FanAnswer(**dict(row))
