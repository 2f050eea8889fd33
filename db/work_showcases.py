"""Keeps the weekly showcases, and which works each was gathered from."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.posts import NewPost
from bot.domain.works.work import Work
from db.connection import Connection
from db.outbox import queue
from db.work_copies import MAY_SHOW
from db.work_rows import work_of


class WorkShowcaseStore:
    """Showcases by server and week, each gathered once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open(
        self, guild_id: int, week: str, *, since: datetime, at: datetime, posts: Sequence[NewPost]
    ) -> bool:
        """Gather a week's highlights; False if it was done before, or there are none."""
        async with self._connection.transaction() as write:
            opened = await write.execute(
                "INSERT OR IGNORE INTO work_showcases (guild_id, week, at) VALUES (?, ?, ?)",
                (guild_id, week, at),
            )
            if not opened.rowcount:
                return False
            found = await write.execute(
                f"""
                INSERT INTO showcase_works SELECT :id, w.id FROM works w
                WHERE guild_id = :guild_id AND shown_at >= :since AND {MAY_SHOW}
                    AND w.id NOT IN (SELECT work_id FROM showcase_works)
                """,  # noqa: S608
                {"id": opened.lastrowid, "guild_id": guild_id, "since": since},
            )
            if found.rowcount > 0:
                await queue(write, posts, subject=opened.lastrowid)
            return found.rowcount > 0

    async def get(self, showcase_id: int) -> tuple[int, str, list[Work]]:
        """Return a showcase's server, its week, and those of its works that may be shown at this moment."""
        row = await self._connection.fetch_one("SELECT * FROM work_showcases WHERE id = ?", (showcase_id,))
        rows = await self._connection.fetch_all(
            f"""
            SELECT w.* FROM works w JOIN showcase_works s ON s.work_id = w.id
            WHERE s.showcase_id = ? AND {MAY_SHOW} ORDER BY w.shown_at, w.id
            """,  # noqa: S608
            (showcase_id,),
        )
        return (0, "", []) if row is None else (row["guild_id"], row["week"], [work_of(one) for one in rows])

    async def works_of(self, showcase_id: int) -> list[int]:
        """Return the ids of all works that a showcase was gathered from."""
        rows = await self._connection.fetch_all(
            "SELECT work_id FROM showcase_works WHERE showcase_id = ?", (showcase_id,)
        )
        return [row["work_id"] for row in rows]
