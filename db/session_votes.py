"""Keeps who stands behind which question of a session: votes, and questions that were joined."""

import sqlite3
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial

from bot.domain.posts import NewPost
from bot.domain.sessions.questions import FanQuestion
from bot.domain.sessions.session import Session
from db.connection import Connection, Writer
from db.outbox import queue
from db.session_rows import question_of, session_of
from db.statements import execute, fetch_all, fetch_one

#: So many of the latest presses are known; Discord tells of one again within minutes, if at all.
MOST_PRESSES = 10_000
#: What a vote changed: its session, and the questions that its fan sees, as they stand now.
Vote = tuple[Session, list[FanQuestion]]


class SessionVoteStore:
    """Votes by question and fan; what a voter, an asker or a host does at the same time is settled in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._presses: OrderedDict[int, None] = OrderedDict()

    async def toggle(self, question_id: int, fan_id: int, *, press: int, seen: Sequence[int]) -> Vote | None:
        """Give a fan's vote, or take it back; None for their own question, or one nobody votes for.

        `press` is Discord's id of what the fan did, which may be told of more than once, and counts once.
        Returns the session, and the questions that the fan sees (`seen`), in that order, without those that were
        held or taken back meanwhile. Thousands may vote at once, so all of this is done in one visit to the
        database.
        """
        ids = {"id": question_id, "fan_id": fan_id}
        async with self._connection.transaction() as write:
            vote = await write.run(partial(_vote, ids=ids, seen=seen, known=press in self._presses))
            self._presses[press] = None
        if len(self._presses) > MOST_PRESSES:
            self._presses.popitem(last=False)
        return vote

    async def give_instead(self, question_id: int, fan_id: int, *, draft_id: int) -> bool:
        """Give a fan's vote in place of a question that they were about to ask; one given already stays.

        False where nobody votes for it any more.
        """
        ids = {"id": question_id, "fan_id": fan_id, "draft_id": draft_id}
        async with self._connection.transaction() as write:
            if await write.fetch_one(_MAY_VOTE, ids) is None:
                return False
            await write.execute(_GIVE, ids)
            await _count(write, question_id)
            await write.execute(
                """
                UPDATE session_questions SET state = 'withdrawn'
                WHERE id = :draft_id AND fan_id = :fan_id AND state = 'draft'
                """,
                ids,
            )
        return True

    async def merge(self, question_id: int, into: int, *, posts: Sequence[NewPost] = ()) -> bool:
        """Make a question part of another: its askers and voters stand behind that one from now on."""
        ids = {"id": question_id, "target": into}
        async with self._connection.transaction() as write:
            cursor = await write.execute(_MERGE, ids)
            if not cursor.rowcount:
                return False
            await write.execute(
                "UPDATE session_questions SET merged_into = :target WHERE merged_into = :id", ids
            )
            await write.execute(_MERGE_VOTES, ids)
            await _count(write, into)
            await queue(write, posts)
        return True


def _vote(
    connection: sqlite3.Connection, *, ids: Mapping[str, int], seen: Sequence[int], known: bool
) -> Vote | None:
    """Vote in the database's thread, and read what the voter is shown."""
    session = fetch_one(connection, sql=_MAY_VOTE, params=ids)
    if session is None:
        return None
    if not known:
        given = execute(connection, sql=_GIVE, params=ids).rowcount
        if not given:
            execute(connection, sql=_TAKE_BACK, params=ids)
        execute(connection, sql=_CHANGE, params={**ids, "change": 1 if given else -1})
    places = ", ".join("?" * len(seen))
    rows = fetch_all(
        connection,
        sql=f"{_SHOWN} AND id IN ({places})",
        params=seen,
    )
    questions = [question_of(row) for row in rows]
    return session_of(session), sorted(questions, key=lambda question: seen.index(question.id))


async def _count(write: Writer, question_id: int) -> None:
    await write.execute(
        """
        UPDATE session_questions SET votes = (SELECT count(*) FROM session_votes WHERE question_id = :id)
        WHERE id = :id
        """,
        {"id": question_id},
    )


#: Nobody votes for their own question, nor for one that their own was merged into.
_MAY_VOTE = """
    SELECT s.* FROM session_questions q JOIN sessions s ON s.id = q.session_id
    WHERE q.id = :id AND q.fan_id != :fan_id AND q.state IN ('waiting', 'put') AND s.state IN ('planned', 'live')
      AND NOT EXISTS (SELECT 1 FROM session_questions WHERE merged_into = q.id AND fan_id = :fan_id)
"""
_SHOWN = "SELECT * FROM session_questions WHERE state NOT IN ('draft', 'held', 'withdrawn', 'declined')"
_GIVE = "INSERT OR IGNORE INTO session_votes (question_id, fan_id) VALUES (:id, :fan_id)"
_TAKE_BACK = "DELETE FROM session_votes WHERE question_id = :id AND fan_id = :fan_id"
_CHANGE = "UPDATE session_questions SET votes = votes + :change WHERE id = :id"

_MERGE = """
    UPDATE session_questions SET state = 'merged', merged_into = :target
    WHERE id = :id AND id != :target AND state IN ('waiting', 'put', 'held') AND EXISTS (
        SELECT 1 FROM session_questions t WHERE t.id = :target AND t.session_id = session_questions.session_id
          AND t.state IN ('waiting', 'put', 'answered')
    )
"""

#: Who asked the same stands behind the question as one who voted for it.
_MERGE_VOTES = """
    INSERT OR IGNORE INTO session_votes (question_id, fan_id)
    SELECT :target, fan_id FROM (
        SELECT fan_id FROM session_votes WHERE question_id = :id
        UNION SELECT fan_id FROM session_questions WHERE merged_into = :target
    ) WHERE fan_id != (SELECT fan_id FROM session_questions WHERE id = :target)
"""
