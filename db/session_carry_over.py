"""What a session leaves over goes to the next one with the same artist; inside a transaction."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.posts import NewPost
from bot.domain.sessions.session import Session
from db.connection import Writer
from db.outbox import queue
from db.session_rows import INSERT_SESSION, session_of, session_row

PostsOfSession = Callable[[Session], Sequence[NewPost]]

_DEFER = """
    UPDATE session_questions SET state = 'deferred'
    WHERE session_id = :id AND state IN ('held', 'waiting', 'put')
"""

#: What nobody has looked at yet stays held.
_CARRY = """
    INSERT INTO session_questions (session_id, guild_id, fan_id, fan_name, fan_language, sent_id, asked_at, text,
        anonymous, first_time, held, state, votes, carried_from)
    SELECT :id, q.guild_id, q.fan_id, q.fan_name, q.fan_language, q.sent_id, q.asked_at, q.text,
        q.anonymous, 0, q.held, iif(q.held, 'held', 'waiting'), q.votes, q.id
    FROM session_questions q JOIN sessions s ON s.id = q.session_id
    WHERE s.guild_id = :guild_id AND s.artist = :artist AND s.state IN ('ended', 'missed', 'cancelled')
      AND q.state = 'deferred' AND NOT EXISTS (SELECT 1 FROM session_questions WHERE carried_from = q.id)
    ORDER BY q.id
"""

_CARRY_VOTES = """
    INSERT OR IGNORE INTO session_votes (question_id, fan_id)
    SELECT q.id, v.fan_id FROM session_questions q JOIN session_votes v ON v.question_id = q.carried_from
    WHERE q.session_id = :id
"""


async def add_session(write: Writer, session: Session, posts: PostsOfSession) -> Session:
    """Keep a new session, with what the last ones with this artist left over."""
    cursor = await write.execute(INSERT_SESSION, session_row(session))
    added = replace(session, id=cursor.lastrowid or 0)
    await carry_over(write, added)
    await queue(write, posts(added), subject=added.id)
    return added


async def leave_over(write: Writer, session: Session, *, hand_over: Sequence[int]) -> None:
    """Settle what a session that ends leaves over: some for the team, the rest for the next session."""
    await write.executemany(
        """
        UPDATE session_questions SET state = 'handed_over'
        WHERE id = ? AND state IN ('held', 'waiting', 'put')
        """,
        [(question_id,) for question_id in hand_over],
    )
    await write.execute(_DEFER, {"id": session.id})
    await write.execute(
        "DELETE FROM session_questions WHERE session_id = ? AND state = 'draft'", (session.id,)
    )


async def carry_over(write: Writer, session: Session) -> None:
    """Let a session take over what the last ones with its artist left over."""
    await write.execute(_CARRY, {"id": session.id, "guild_id": session.guild_id, "artist": session.artist})
    await write.execute(_CARRY_VOTES, {"id": session.id})


async def next_planned(write: Writer, session: Session) -> Session | None:
    """Return the next session with the same artist that is planned."""
    row = await write.fetch_one(
        """
        SELECT * FROM sessions WHERE guild_id = :guild_id AND artist = :artist AND state = 'planned'
        ORDER BY starts_at LIMIT 1
        """,
        {"guild_id": session.guild_id, "artist": session.artist},
    )
    return None if row is None else session_of(row)
