"""Counts what became of sessions, for their recaps and the weekly digest."""

from bot.domain.reply_time import Week
from bot.domain.sessions.questions import SessionFigures
from db.connection import Connection


class SessionFigureStore:
    """Sessions in figures."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of_session(self, session_id: int) -> SessionFigures:
        """Return a session in figures."""
        (figures,) = await self._figures("s.id = ?", session_id)
        return figures

    async def of_week(self, guild_id: int, week: Week) -> list[SessionFigures]:
        """Return the sessions that took place in a week, in figures."""
        condition = "s.guild_id = ? AND s.starts_at >= ? AND s.starts_at < ? AND s.state = 'ended'"
        return await self._figures(condition, guild_id, week.start, week.end)

    async def _figures(self, condition: str, *values: object) -> list[SessionFigures]:
        rows = await self._connection.fetch_all(
            f"{_FIGURES} WHERE {condition} GROUP BY s.id ORDER BY s.starts_at", values
        )
        return [SessionFigures(**dict(row)) for row in rows]


#: A question that was merged into an answered one is answered.
_FIGURES = """
    SELECT s.id AS session_id, s.artist,
        count(q.id) AS asked,
        count(DISTINCT q.fan_id) AS askers,
        count(DISTINCT q.fan_id) FILTER (WHERE q.first_time) AS first_timers,
        count(q.id) FILTER (WHERE 'answered' IN (q.state, target.state)) AS answered,
        coalesce(sum(q.votes) FILTER (WHERE q.state != 'merged'), 0) AS votes,
        count(q.id) FILTER (WHERE q.state = 'deferred') AS carried
    FROM sessions s
    LEFT JOIN session_questions q ON q.session_id = s.id AND q.state NOT IN ('draft', 'withdrawn')
    LEFT JOIN session_questions target ON target.id = q.merged_into
"""
