"""Keeps the team's replies: what answered a question, and who is about to answer it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.posts import NewPost
from bot.domain.questions.question import Question, Reply
from db.codec import clean
from db.connection import Connection, Writer
from db.outbox import queue as queue_posts
from db.question_rows import OPEN_UNLESS_ANSWERED, question_of, reply_of, reply_row


async def record_reply(write: Writer, reply: Reply, posts: Sequence[NewPost] = ()) -> bool:
    """Record a staff reply inside a transaction; an open question is answered by it. False if known already."""
    cursor = await write.execute(_INSERT_REPLY, reply_row(reply))
    if cursor.rowcount == 0:
        return False
    await write.execute(
        """
        UPDATE questions SET outcome = 'answered_by_staff', outcome_at = :at
        WHERE id = :id AND outcome = 'open'
        """,
        {"id": reply.question_id, "at": reply.replied_at},
    )
    await write.execute(_KEEP_AS_SAID, {"message_id": reply.message_id, "id": reply.question_id})
    await queue_posts(write, posts, subject=reply.question_id)
    return True


class ReplyStore:
    """Replies by their message; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def first_of(self, question_id: int) -> Reply | None:
        """Return the first staff reply to a question that was not undone."""
        row = await self._connection.fetch_one(
            "SELECT * FROM replies WHERE question_id = ? AND NOT undone ORDER BY replied_at LIMIT 1",
            (question_id,),
        )
        return None if row is None else reply_of(row)

    async def question_of(self, message_id: int) -> Question | None:
        """Return the question that a staff member's message answers."""
        row = await self._connection.fetch_one(
            """
            SELECT q.* FROM questions q JOIN replies r ON r.question_id = q.id
            WHERE r.message_id = ? AND NOT r.undone ORDER BY q.id
            """,
            (message_id,),
        )
        return None if row is None else question_of(row)

    async def record(self, reply: Reply, posts: Sequence[NewPost] = ()) -> bool:
        """Record a staff reply with its wait; an open question is answered by it. False if known already."""
        async with self._connection.transaction() as write:
            return await record_reply(write, reply, posts)

    async def undo(self, message_id: int, posts: Sequence[NewPost] = ()) -> Question | None:
        """Take back that a message answered its question; returns the question, open unless others answered.

        Of a message that answered several, the oldest question is taken back.
        """
        async with self._connection.transaction() as write:
            row = await write.fetch_one(
                "SELECT question_id FROM replies WHERE message_id = ? AND NOT undone ORDER BY question_id",
                (message_id,),
            )
            if row is None:
                return None
            ids = {"id": row["question_id"], "message_id": message_id}
            await write.execute(
                "UPDATE replies SET undone = 1 WHERE message_id = :message_id AND question_id = :id", ids
            )
            await write.execute(
                f"""
                UPDATE questions SET {OPEN_UNLESS_ANSWERED}
                WHERE id = :id AND outcome = 'answered_by_staff'
                """,  # noqa: S608  # our own words
                ids,
            )
            await queue_posts(write, posts, subject=row["question_id"])
            row = await write.fetch_one("SELECT * FROM questions WHERE id = :id", ids)
            return None if row is None else question_of(row)

    async def queue(self, post: NewPost) -> bool:
        """Queue a staff member's answer; False when the question is closed or somebody's is on its way."""
        async with self._connection.transaction() as write:
            free = await write.fetch_one(
                """
                SELECT 1 FROM questions q WHERE q.id = :id AND q.outcome IN ('open', 'answered_by_bot')
                AND NOT EXISTS (
                    SELECT 1 FROM outbox
                    WHERE kind = :kind AND subject = :id AND state IN ('pending', 'sending')
                )
                """,
                {"id": post.subject, "kind": post.kind},
            )
            if free is not None:
                await queue_posts(write, [post])
        return free is not None

    async def claim(
        self,
        question_id: int,
        *,
        by: int,
        name: str,
        until: datetime,
        now: datetime,
        held_by: int | None = None,
        posts: Sequence[NewPost] = (),
    ) -> bool:
        """Note who is writing an answer, until the claim lapses; False when somebody else holds one.

        `held_by`: who may give it away, if they hold it.
        """
        async with self._connection.transaction() as write:
            cursor = await write.execute(
                """
                UPDATE questions SET claimed_by = :by, claimed_name = :name, claimed_until = :until
                WHERE id = :id AND (
                    claimed_by IS NULL OR claimed_by IN (:by, :held_by)
                    OR claimed_until IS NULL OR claimed_until <= :now
                )
                """,
                {"id": question_id, "by": by, "held_by": held_by, "name": clean(name)}
                | {"until": until, "now": now},
            )
            if cursor.rowcount:
                await queue_posts(write, posts, subject=question_id)
        return cursor.rowcount == 1

    async def release(self, question_id: int, posts: Sequence[NewPost] = ()) -> None:
        """Let a question go again, so that anybody on the team may answer."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE questions SET claimed_by = NULL, claimed_until = NULL WHERE id = ?", (question_id,)
            )
            await queue_posts(write, posts, subject=question_id)


_INSERT_REPLY = """
    INSERT INTO replies (message_id, question_id, staff_id, staff_name, role_id, replied_at, way, channel_id, open_wait,
        wait)
    SELECT :message_id, :question_id, :staff_id, :staff_name, :role_id, :replied_at, :way, :channel_id, :open_wait,
        :replied_at - q.asked_at
    FROM questions q WHERE q.id = :question_id
    ON CONFLICT (message_id, question_id) DO UPDATE SET undone = 0, way = excluded.way WHERE undone
"""

#: What answers a fan is part of what the label says, and a conversation even where it looked like none.
_KEEP_AS_SAID = """
    INSERT INTO label_messages (message_id, guild_id, channel_id, said_at, kind)
    SELECT r.message_id, q.guild_id, coalesce(r.channel_id, q.channel_id), r.replied_at, 'reply'
    FROM replies r JOIN questions q ON q.id = r.question_id
    WHERE r.message_id = :message_id AND r.question_id = :id
    ON CONFLICT (message_id) DO UPDATE SET kind = 'reply'
"""
