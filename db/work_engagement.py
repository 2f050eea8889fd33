"""Keeps which fans reacted to a work or replied to it."""

from datetime import datetime

from bot.domain.works.work import Work
from db.connection import Connection

#: How many fans engaged with the work `w`, each counted once.
ENGAGED = """
    SELECT count(*) FROM (
        SELECT fan_id FROM work_reactions WHERE work_id = w.id
        UNION SELECT fan_id FROM work_replies WHERE work_id = w.id
    )
"""


class WorkEngagementStore:
    """Reactions and replies by message; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def reacted(self, work: Work, message_id: int, fan_id: int, emoji: str, *, at: datetime) -> int:
        """Note a fan's reaction; returns how many fans gave this one to the work."""
        async with self._connection.transaction() as write:
            await write.execute(
                "INSERT OR IGNORE INTO work_reactions VALUES (?, ?, ?, ?, ?)",
                (message_id, fan_id, emoji, work.id, at),
            )
        row = await self._connection.fetch_one(
            "SELECT count(DISTINCT fan_id) FROM work_reactions WHERE work_id = ? AND emoji = ?",
            (work.id, emoji),
        )
        return int(row[0]) if row else 0

    async def unreacted(self, message_id: int, fan_id: int | None = None, emoji: str | None = None) -> None:
        """Forget a reaction, or all of one emoji, or all of a message."""
        async with self._connection.transaction() as write:
            await write.execute(
                """
                DELETE FROM work_reactions WHERE message_id = :message_id
                    AND fan_id = coalesce(:fan_id, fan_id) AND emoji = coalesce(:emoji, emoji)
                """,
                {"message_id": message_id, "fan_id": fan_id, "emoji": emoji},
            )

    async def replied(self, work: Work, message_id: int, fan_id: int, *, at: datetime) -> None:
        """Note a fan's reply to a work."""
        async with self._connection.transaction() as write:
            await write.execute(
                "INSERT OR IGNORE INTO work_replies VALUES (?, ?, ?, ?)", (message_id, fan_id, work.id, at)
            )

    async def message_gone(self, message_id: int) -> None:
        """Forget what a deleted message stood for: a reply, or a work posted again."""
        async with self._connection.transaction() as write:
            await write.execute("DELETE FROM work_replies WHERE message_id = ?", (message_id,))
            await write.execute("DELETE FROM work_reactions WHERE message_id = ?", (message_id,))
            await write.execute("DELETE FROM work_messages WHERE message_id = ?", (message_id,))

    async def engaged(self, work_id: int) -> int:
        """Return how many fans reacted to a work or replied to it, each once."""
        row = await self._connection.fetch_one(f"SELECT ({ENGAGED}) FROM works w WHERE id = ?", (work_id,))  # noqa: S608
        return int(row[0]) if row else 0
