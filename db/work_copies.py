"""Keeps every message of ours that shows a work, until it is gone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.posts import NewPost
from bot.domain.works.work import Work, WorkCopy
from db.connection import Connection, Writer
from db.outbox import queue
from db.work_rows import copy_of, work_of

#: The one place that says when the work `w` may be shown.
MAY_SHOW = """
    w.state = 'granted' AND EXISTS (
        SELECT 1 FROM work_consents c, json_each(c.scopes) s
        WHERE c.work_id = w.id AND c.purpose = '' AND c.outcome = 'granted' AND s.value = 'server'
    )
"""
#: Has every copy of a work be taken down.
WANT_GONE = """
    UPDATE work_copies SET wanted_gone_at = :at, due_at = :at
    WHERE work_id = :work_id AND wanted_gone_at IS NULL
"""


class WorkCopyStore:
    """Copies by id; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def posted(
        self,
        works: Iterable[int],
        *,
        channel_id: int,
        message_id: int,
        showcase_id: int | None = None,
        at: datetime,
        posts: Sequence[NewPost] = (),
    ) -> bool:
        """Keep that a message shows works; one that may not be shown by now is wanted gone at once.

        The `posts` are queued, and True is returned, if all may be shown.
        """
        async with self._connection.transaction() as write:
            may = [
                await _keep_copy(
                    write,
                    work_id,
                    channel_id=channel_id,
                    message_id=message_id,
                    showcase_id=showcase_id,
                    at=at,
                )
                for work_id in works
            ]
            if all(may):
                await queue(write, posts)
            return all(may)

    async def highlight_of(self, work_id: int) -> WorkCopy | None:
        """Return the highlight of a work that stands."""
        row = await self._connection.fetch_one(
            "SELECT * FROM work_copies WHERE work_id = ? AND place = 'highlight' AND gone_at IS NULL",
            (work_id,),
        )
        return None if row is None else copy_of(row)

    async def unwanted(self, *, now: datetime) -> list[WorkCopy]:
        """Return the copies that must go and are due to be tried."""
        rows = await self._connection.fetch_all(
            "SELECT * FROM work_copies WHERE wanted_gone_at IS NOT NULL AND gone_at IS NULL AND due_at <= ?",
            (now,),
        )
        return [copy_of(row) for row in rows]

    async def is_left(self, work_id: int) -> bool:
        """Whether a copy that must go still stands."""
        row = await self._connection.fetch_one(
            "SELECT 1 FROM work_copies WHERE work_id = ? AND wanted_gone_at IS NOT NULL AND gone_at IS NULL",
            (work_id,),
        )
        return row is not None

    async def get(self, copy_id: int) -> tuple[WorkCopy, Work, bool] | None:
        """Return a copy with its work, and whether it is gone."""
        row = await self._connection.fetch_one("SELECT * FROM work_copies WHERE id = ?", (copy_id,))
        if row is None:
            return None
        work = await self._connection.fetch_one("SELECT * FROM works WHERE id = ?", (row["work_id"],))
        return None if work is None else (copy_of(row), work_of(work), row["gone_at"] is not None)

    async def gone(self, copy_id: int, *, at: datetime, posts: Sequence[NewPost] = ()) -> None:
        """Keep that a copy is gone."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE work_copies SET gone_at = ? WHERE id = ? AND gone_at IS NULL", (at, copy_id)
            )
            await queue(write, posts)

    async def vanished(self, message_id: int, *, at: datetime) -> None:
        """Keep that somebody else deleted a message of ours."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE work_copies SET gone_at = ? WHERE message_id = ? AND gone_at IS NULL",
                (at, message_id),
            )

    async def stays(self, copy_id: int, *, until: datetime, posts: Sequence[NewPost] = ()) -> None:
        """Keep that a copy could not be taken down, and when to try again."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE work_copies SET tries = tries + 1, due_at = ? WHERE id = ?", (until, copy_id)
            )
            await queue(write, posts)


async def _keep_copy(
    write: Writer,
    work_id: int,
    *,
    channel_id: int,
    message_id: int,
    showcase_id: int | None,
    at: datetime,
) -> bool:
    """Keep a copy; returns whether its work may be shown."""
    may = await write.fetch_one(f"SELECT 1 FROM works w WHERE id = ? AND {MAY_SHOW}", (work_id,))  # noqa: S608  # ours
    unwanted = at if may is None else None
    await write.execute(
        """
        INSERT OR IGNORE INTO work_copies
            (work_id, channel_id, message_id, place, showcase_id, posted_at, wanted_gone_at, due_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            work_id,
            channel_id,
            message_id,
            "highlight" if showcase_id is None else "showcase",
            showcase_id,
            at,
            unwanted,
            unwanted,
        ),
    )
    if showcase_id is None:
        await write.execute("UPDATE works SET shown_at = coalesce(shown_at, ?) WHERE id = ?", (at, work_id))
    return may is not None
