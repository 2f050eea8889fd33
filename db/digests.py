"""What a weekly digest is made from, in a few queries that a file of a million questions does not slow down."""

from datetime import datetime, timedelta
from statistics import median

from bot.domain.digests.sources import AskedQuestion, LateReply
from bot.domain.questions.question import MatchedBy, Outcome
from bot.domain.reply_time import Waited, Week
from bot.domain.works.work_figures import WorkFigures
from db.codec import from_microseconds
from db.connection import Connection
from db.question_rows import question_of, reply_of

_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
#: Replies that somebody had to set by hand.
_BY_HAND = frozenset({MatchedBy.CONFIRMED.value, MatchedBy.MARKED.value})


class DigestStore:
    """Weeks, looked back on."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def waited(self, guild_id: int, first: Week, last: Week | None = None) -> list[Waited]:
        """Return how long fans waited for the first staff reply, of a week or of all from `first` to `last`."""
        rows = await self._connection.fetch_all(
            """
            SELECT q.id, q.outcome, +q.asked_at AS asked, r.wait, r.open_wait, r.way FROM questions q
            LEFT JOIN replies r ON r.question_id = q.id AND r.rowid = (
                SELECT rowid FROM replies WHERE question_id = q.id AND NOT undone ORDER BY replied_at LIMIT 1
            )
            WHERE q.guild_id = :guild_id AND q.asked_at >= :since AND q.asked_at < :until
            """,
            {"guild_id": guild_id, "since": first.start, "until": (last or first).end},
        )
        return [
            Waited(
                question_id=question_id,
                outcome=_OUTCOMES[outcome],
                wait=None if wait is None else timedelta(microseconds=wait),
                open_wait=None if open_wait is None else timedelta(microseconds=open_wait),
                asked_at=from_microseconds(asked),
                by_hand=way in _BY_HAND,
            )
            for question_id, outcome, asked, wait, open_wait, way in rows
        ]

    async def asked(self, guild_id: int, week: Week) -> list[AskedQuestion]:
        """Return the questions of a week, whole, each with its first staff reply."""
        bounds = {"guild_id": guild_id, "start": week.start, "end": week.end}
        questions = await self._connection.fetch_all(
            """
            SELECT * FROM questions WHERE guild_id = :guild_id AND asked_at >= :start AND asked_at < :end
            ORDER BY asked_at
            """,
            bounds,
        )
        replies = await self._connection.fetch_all(
            """
            SELECT r.* FROM questions q JOIN replies r ON r.question_id = q.id AND NOT r.undone
            WHERE q.guild_id = :guild_id AND q.asked_at >= :start AND q.asked_at < :end
            ORDER BY r.replied_at DESC, r.rowid DESC
            """,
            bounds,
        )
        first = {row["question_id"]: reply_of(row) for row in replies}
        asked = []
        for question in map(question_of, questions):
            reply = first.get(question.id)
            asked.append(
                AskedQuestion(
                    question=question,
                    reply=reply,
                    open_wait=reply.open_wait if reply else None,
                    helper_id=question.helper_id,
                    helper_name=question.helper_name,
                )
            )
        return asked

    async def late(self, guild_id: int, week: Week) -> list[LateReply]:
        """Return the first staff replies given in a week to questions asked before it."""
        # CROSS JOIN has SQLite start from the week's replies, not from all older questions.
        rows = await self._connection.fetch_all(
            """
            SELECT q.id, q.asked_at, r.replied_at, r.open_wait
            FROM replies r CROSS JOIN questions q ON q.id = r.question_id
            WHERE r.replied_at >= :start AND r.replied_at < :end AND NOT r.undone
              AND q.guild_id = :guild_id AND q.asked_at < :start
              AND r.rowid = (
                SELECT rowid FROM replies WHERE question_id = q.id AND NOT undone ORDER BY replied_at LIMIT 1
              )
            """,
            {"guild_id": guild_id, "start": week.start, "end": week.end},
        )
        return [
            LateReply(
                question_id=row["id"],
                asked_at=row["asked_at"],
                replied_at=row["replied_at"],
                open_wait=None if row["open_wait"] is None else timedelta(microseconds=row["open_wait"]),
            )
            for row in rows
        ]

    async def works(self, guild_id: int, week: Week) -> WorkFigures:
        """Return a week's figures of fans' works."""
        row = await self._connection.fetch_one(
            _WORK_FIGURES, {"guild": guild_id, "start": week.start, "end": week.end}
        )
        takedowns = await self._connection.fetch_all(
            """
            SELECT max(c.gone_at) - w.withdrawn_at AS took FROM works w JOIN work_copies c ON c.work_id = w.id
            WHERE w.guild_id = ? AND w.withdrawn_at >= ? AND w.withdrawn_at < ?
            GROUP BY w.id HAVING count(*) = count(c.gone_at)
            """,
            (guild_id, week.start, week.end),
        )
        took = [int(one["took"]) for one in takedowns]
        figures = dict(row) if row else {}
        return WorkFigures(
            **figures,
            takedowns=len(took),
            takedown=timedelta(microseconds=median(took)) if took else None,
        )

    async def since(self, guild_id: int, *, now: datetime) -> datetime:
        """Return when a server's weeks began to be looked back on: the first moment at which this was asked."""
        known = await self._since(guild_id)
        if known is None:
            async with self._connection.transaction() as write:
                await write.execute(
                    "INSERT OR IGNORE INTO digest_starts (guild_id, since) VALUES (?, ?)", (guild_id, now)
                )
            known = await self._since(guild_id)
        return known or now

    async def _since(self, guild_id: int) -> datetime | None:
        row = await self._connection.fetch_one(
            "SELECT since FROM digest_starts WHERE guild_id = ?", (guild_id,)
        )
        return None if row is None else row["since"]


_WORK_FIGURES = """
    WITH made AS (
        SELECT * FROM works
        WHERE guild_id = :guild AND made_at >= :start AND made_at < :end AND NOT by_team
    ),
    asking AS (
        SELECT * FROM work_consents
        WHERE guild_id = :guild AND purpose = '' AND asked_at >= :start AND asked_at < :end
    )
    SELECT (SELECT count(*) FROM made) AS seen,
        (SELECT count(DISTINCT maker_id) FROM made) AS makers,
        (SELECT count(DISTINCT maker_id) FROM made WHERE maker_id NOT IN (
            SELECT maker_id FROM works WHERE guild_id = :guild AND made_at < :start AND NOT by_team
        )) AS first_time_makers,
        (SELECT count(*) FROM works
            WHERE guild_id = :guild AND nominated_at >= :start AND nominated_at < :end) AS nominations,
        (SELECT count(*) FROM asking) AS asked,
        (SELECT count(*) FROM asking WHERE outcome IN ('granted', 'revoked') AND answered_at IS NOT NULL) AS granted,
        (SELECT count(*) FROM works
            WHERE guild_id = :guild AND shown_at >= :start AND shown_at < :end) AS highlights,
        (SELECT count(DISTINCT fan_id) FROM (
            SELECT fan_id FROM work_reactions r JOIN works w ON w.id = r.work_id
            WHERE w.guild_id = :guild AND r.at >= :start AND r.at < :end
            UNION
            SELECT fan_id FROM work_replies r JOIN works w ON w.id = r.work_id
            WHERE w.guild_id = :guild AND r.at >= :start AND r.at < :end
        )) AS fans
"""
