"""Keeps question-and-answer sessions: when they take place, and how far they are."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.domain.posts import NewPost
from bot.domain.sessions.questions import Asker, SessionEnd
from bot.domain.sessions.session import Session
from db.connection import Connection, Writer
from db.outbox import queue, readdress_subject
from db.session_carry_over import PostsOfSession, add_session, carry_over, leave_over, next_planned
from db.session_rows import session_of

PostsOfEnd = Callable[[SessionEnd], Sequence[NewPost]]


async def note_session(write: Writer, session_id: int, **notes: Any) -> None:
    """Note, inside a transaction, what Discord made of a session, such as its console."""
    await write.execute(
        f"UPDATE sessions SET {_settings(notes)} WHERE id = :id",  # noqa: S608  # our own names
        notes | {"id": session_id},
    )


class SessionStore:
    """Sessions by id; a change that somebody else made first is never overwritten."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        #: The threads of all sessions; in memory, because every message asks.
        self.threads: set[int] = set()
        #: Sessions whose console is behind what fans did; brought up to date at the next tick, many at once.
        self.consoles_behind: set[int] = set()
        #: What the team's console of a session shows, if a host's press drew it last.
        self.consoles_shown: dict[int, object] = {}

    async def load(self) -> None:
        """Read the threads into memory; once, when the store is opened."""
        rows = await self._connection.fetch_all("SELECT thread_id FROM sessions WHERE thread_id IS NOT NULL")
        self.threads = {row["thread_id"] for row in rows}

    # --- looking up -------------------------------------------------------------------------------

    async def get(self, session_id: int) -> Session | None:
        """Return the session of that id."""
        return await self._one("SELECT * FROM sessions WHERE id = ?", session_id)

    async def of_thread(self, thread_id: int) -> Session | None:
        """Return the session that takes place in a thread."""
        return await self._one("SELECT * FROM sessions WHERE thread_id = ?", thread_id)

    async def unfinished(self) -> list[Session]:
        """Return all sessions of which something is left to do, soonest first."""
        return await self._many("SELECT * FROM sessions WHERE closed_at IS NULL ORDER BY starts_at")

    async def open_in(self, guild_id: int) -> list[Session]:
        """Return a server's planned and live sessions, soonest first."""
        return await self._many(
            "SELECT * FROM sessions WHERE guild_id = ? AND state IN ('planned', 'live') ORDER BY starts_at",
            guild_id,
        )

    async def over_in(self, guild_id: int) -> list[Session]:
        """Return a server's sessions that took place, latest first."""
        return await self._many(
            "SELECT * FROM sessions WHERE guild_id = ? AND state = 'ended' ORDER BY starts_at DESC LIMIT 25",
            guild_id,
        )

    # --- planning ---------------------------------------------------------------------------------

    async def add(self, session: Session, posts: PostsOfSession) -> Session:
        """Keep a new session with what the last one left over; returns it with its id."""
        async with self._connection.transaction() as write:
            return await add_session(write, session, posts)

    async def change(self, session: Session, posts: Sequence[NewPost] = (), **changes: Any) -> bool:
        """Change fields of a session; False when it is not any more in the state that `session` says."""
        async with self._connection.transaction() as write:
            changed = await _change(write, session, changes)
            if changed:
                await queue(write, posts, subject=session.id)
        return changed

    async def set_thread(
        self, write: Writer, session: Session, thread_id: int, *, posts: Sequence[NewPost]
    ) -> None:
        """Note, inside a transaction, the thread in which a session takes place, and what is said there first.

        Answers that wait to be given in a thread that is gone are given in this one.
        """
        if await _change(write, session, {"thread_id": thread_id}):
            await readdress_subject(write, "session_relay", session.id, thread_id)
            await queue(write, posts, subject=session.id)
        self.threads.add(thread_id)

    async def note(self, session_id: int, **notes: Any) -> None:
        """Note what Discord made of a session: its event, that its thread is closed."""
        async with self._connection.transaction() as write:
            await note_session(write, session_id, **notes)

    # --- running ----------------------------------------------------------------------------------

    async def put(
        self,
        session: Session,
        question_id: int,
        *,
        seen: int | None,
        at: datetime,
        posts: Sequence[NewPost],
    ) -> bool:
        """Ask the artist a question; False if it is not waiting, or another than `seen` was asked meanwhile."""
        async with self._connection.transaction() as write:
            free = await write.fetch_one(
                """
                SELECT 1 FROM sessions s JOIN session_questions q ON q.session_id = s.id
                WHERE s.id = :id AND s.state = 'live' AND s.current_id IS :seen AND q.id = :question_id
                  AND q.state = 'waiting'
                """,
                {"id": session.id, "seen": seen, "question_id": question_id},
            )
            if free is None:
                return False
            await write.execute(
                "UPDATE sessions SET current_id = ?, current_at = ? WHERE id = ?",
                (question_id, at, session.id),
            )
            await write.execute(
                "UPDATE session_questions SET state = 'put', put_at = ? WHERE id = ?", (at, question_id)
            )
            await queue(write, posts, subject=question_id)
        return True

    async def end(
        self,
        session: Session,
        state: str,
        *,
        at: datetime,
        hand_over: Sequence[int],
        following: tuple[Session, PostsOfSession] | None,
        posts: PostsOfEnd,
    ) -> bool:
        """End a session, once: what is left goes to the team or to the next session, and all are told."""
        async with self._connection.transaction() as write:
            if not await _change(write, session, {"state": state, "ended_at": at, "current_id": None}):
                return False
            await leave_over(write, session, hand_over=hand_over)
            next_one = await next_planned(write, session)
            if following is not None:
                next_one = await add_session(write, *following)
            elif next_one is not None:
                await carry_over(write, next_one)
            end = await _end_of(write, session, next_one)
            await queue(write, posts(end), subject=session.id)
        return True

    async def all_is_said(self, session: Session) -> bool:
        """Whether all that is to be said of a session was said."""
        row = await self._connection.fetch_one(
            """
            SELECT 1 FROM outbox WHERE channel_id = ? AND state IN ('pending', 'sending')
            """,
            (session.thread_id,),
        )
        return row is None

    async def _one(self, sql: str, *params: object) -> Session | None:
        row = await self._connection.fetch_one(sql, params)
        return None if row is None else session_of(row)

    async def _many(self, sql: str, *params: object) -> list[Session]:
        return [session_of(row) for row in await self._connection.fetch_all(sql, params)]


async def _end_of(write: Writer, session: Session, following: Session | None) -> SessionEnd:
    rows = await write.fetch_all(_ASKERS, {"id": session.id})
    answered = await write.fetch_one(_ANSWERED, {"id": session.id})
    askers = [
        Asker(fan_id=row["fan_id"], direct=row["direct"], anonymous=bool(row["anonymous"])) for row in rows
    ]
    return SessionEnd(askers=askers, answered=answered[0] if answered else 0, following=following)


async def _change(write: Writer, session: Session, changes: dict[str, Any]) -> bool:
    cursor = await write.execute(
        f"UPDATE sessions SET {_settings(changes)} WHERE id = :id_now AND state = :state_now",  # noqa: S608  # our own names
        changes | {"id_now": session.id, "state_now": session.state},
    )
    return cursor.rowcount == 1


def _settings(changes: dict[str, Any]) -> str:
    return ", ".join(f"{name} = :{name}" for name in changes)


_ASKERS = """
    SELECT q.fan_id, f.direct_channel_id AS direct, max(q.anonymous) AS anonymous
    FROM session_questions q LEFT JOIN session_fans f ON f.fan_id = q.fan_id
    WHERE q.session_id = :id AND q.state != 'withdrawn' GROUP BY q.fan_id ORDER BY min(q.id)
"""

_ANSWERED = "SELECT count(*) FROM session_questions WHERE session_id = :id AND state = 'answered'"
