"""Keeps fans' works: what each is, who put it forward, and how far it has come."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime

from bot.domain.posts import NewPost
from bot.domain.works.work import NominatedBy, WithdrawnFor, Work, WorkKind, WorkState
from db.codec import clean
from db.connection import Connection, Writer
from db.outbox import queue
from db.work_copies import MAY_SHOW, WANT_GONE
from db.work_engagement import ENGAGED
from db.work_rows import work_of, work_row

_FIELDS = [field.name for field in fields(Work) if field.name != "id"]
_INSERT = f"INSERT INTO works ({', '.join(_FIELDS)}) VALUES ({', '.join(f':{name}' for name in _FIELDS)})"  # noqa: S608  # ours


class WorkStore:
    """Works by id; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- noticing --------------------------------------------------------------------------------------

    async def notice(self, work: Work) -> Work:
        """Keep a work; one that is kept already, under this message or another, is returned as it stands."""
        async with self._connection.transaction() as write:
            known = await _known(write, work)
            if known is None:
                written = await write.execute(_INSERT, work_row(work))
                known = replace(work, id=written.lastrowid or 0)
            await write.execute(
                "INSERT OR IGNORE INTO work_messages VALUES (?, ?)", (work.message_id, known.id)
            )
            await _keep_prints(write, known.id, work)
        return known

    async def get(self, work_id: int) -> Work | None:
        """Return the work of that id."""
        return await self._one("SELECT * FROM works WHERE id = ?", work_id)

    async def of_message(self, message_id: int) -> Work | None:
        """Return the work that a message shows, be it the original or posted again."""
        return await self._one(
            "SELECT w.* FROM works w JOIN work_messages m ON m.work_id = w.id WHERE m.message_id = ?",
            message_id,
        )

    async def of_maker(self, maker_id: int) -> list[Work]:
        """Return the works of a maker that anybody was to decide on, latest first."""
        return await self._many(
            "SELECT * FROM works WHERE maker_id = ? AND state <> 'seen' ORDER BY made_at DESC LIMIT 25",
            maker_id,
        )

    async def edited(self, work: Work, posts: Sequence[NewPost] = ()) -> None:
        """Keep what a work looks like after its message was edited; the posts only where that is new."""
        async with self._connection.transaction() as write:
            changed = await write.execute(
                """
                UPDATE works SET caption = :caption, links = :links, prints = :prints, medium = :medium,
                    spoiler = :spoiler
                WHERE message_id = :message_id AND state <> 'withdrawn'
                    AND (caption, links, prints, medium, spoiler)
                        IS NOT (:caption, :links, :prints, :medium, :spoiler)
                """,
                work_row(work),
            )
            if changed.rowcount:
                await queue(write, posts)

    async def correct(
        self,
        work_id: int,
        *,
        kind: WorkKind | None = None,
        artist: str | None = None,
        posts: Sequence[NewPost] = (),
    ) -> None:
        """Set by hand what was guessed."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE works SET kind = coalesce(?, kind), artist = coalesce(?, artist) WHERE id = ?",
                (kind, artist, work_id),
            )
            await queue(write, posts)

    # --- nominating ------------------------------------------------------------------------------------

    async def nominate(
        self, work_id: int, by: NominatedBy, *, at: datetime, note: str = "", posts: Sequence[NewPost] = ()
    ) -> bool:
        """Put a work forward; False if it was before, or its maker does not want to be asked."""
        async with self._connection.transaction() as write:
            return await put_forward(write, work_id, by, at=at, note=note, posts=posts)

    async def dismiss(self, work_id: int, posts: Sequence[NewPost] = ()) -> bool:
        """Put a nominated work aside; False if it is beyond that."""
        async with self._connection.transaction() as write:
            dismissed = await write.execute(
                "UPDATE works SET state = 'dismissed' WHERE id = ? AND state = 'nominated'", (work_id,)
            )
            await queue(write, posts)
            return dismissed.rowcount > 0

    async def never_ask(self, guild_id: int, maker_id: int, *, never: bool) -> None:
        """Note that a maker does not want to be asked, or does again."""
        async with self._connection.transaction() as write:
            if never:
                await leave_alone(write, guild_id, maker_id)
            else:
                await write.execute(
                    "DELETE FROM work_makers WHERE guild_id = ? AND maker_id = ?", (guild_id, maker_id)
                )

    async def may_ask(self, guild_id: int, maker_id: int) -> bool:
        """Whether a maker did not ask to be left alone."""
        row = await self._connection.fetch_one(
            "SELECT 1 FROM work_makers WHERE guild_id = ? AND maker_id = ?", (guild_id, maker_id)
        )
        return row is None

    async def candidates(self, guild_id: int, *, since: datetime) -> list[tuple[Work, int]]:
        """Return works that could be put forward, with the number of fans who engaged."""
        rows = await self._connection.fetch_all(
            f"""
            SELECT w.*, ({ENGAGED}) AS fans FROM works w
            WHERE guild_id = ? AND made_at >= ? AND state = 'seen' AND NOT by_team
                AND (guild_id, maker_id) NOT IN work_makers
            """,  # noqa: S608
            (guild_id, since),
        )
        return [(work_of(row), row["fans"]) for row in rows]

    # --- showing ---------------------------------------------------------------------------------------

    async def may_show(self, work_id: int) -> bool:
        """Whether a work may be shown, at this moment."""
        sql = f"SELECT 1 FROM works w WHERE id = ? AND {MAY_SHOW}"  # noqa: S608  # ours
        row = await self._connection.fetch_one(sql, (work_id,))
        return row is not None

    async def standing(self) -> list[Work]:
        """Return the works that are shown, or are about to be: their originals are looked after."""
        rows = await self._connection.fetch_all("SELECT * FROM works WHERE state = 'granted' ORDER BY id")
        return [work_of(row) for row in rows]

    async def shown(self, guild_id: int, *, since: datetime) -> list[Work]:
        """Return the works shown since then, first ones first, whatever became of them."""
        return await self._many(
            "SELECT * FROM works WHERE guild_id = ? AND shown_at >= ? ORDER BY shown_at", guild_id, since
        )

    async def ever_shown(self, guild_id: int) -> set[int]:
        """Return the makers of whom a work was ever shown."""
        rows = await self._connection.fetch_all(
            "SELECT DISTINCT maker_id FROM works WHERE guild_id = ? AND shown_at IS NOT NULL", (guild_id,)
        )
        return {row["maker_id"] for row in rows}

    async def withdraw(
        self, work_id: int, why: WithdrawnFor, *, at: datetime, posts: Sequence[NewPost] = ()
    ) -> bool:
        """Have a work be shown no more, nowhere, ever; False if that was so before."""
        values = {"id": work_id, "why": why.value, "at": at}
        async with self._connection.transaction() as write:
            withdrawn = await write.execute(
                """
                UPDATE works SET state = 'withdrawn', withdrawn_at = :at, withdrawn_for = :why
                WHERE id = :id AND state <> 'withdrawn'
                """,
                values,
            )
            if not withdrawn.rowcount:
                return False
            await write.execute("DELETE FROM work_prints WHERE work_id = :id", values)
            await write.execute(
                "UPDATE work_consents SET outcome = 'expired' WHERE work_id = :id AND outcome = 'asked'",
                values,
            )
            if why is WithdrawnFor.REVOKED:
                await write.execute(
                    """
                    UPDATE work_consents SET outcome = 'revoked', revoked_at = :at
                    WHERE work_id = :id AND outcome = 'granted'
                    """,
                    values,
                )
            await write.execute(WANT_GONE, {"at": at, "work_id": work_id})
            await queue(write, posts)
            return True

    async def _one(self, sql: str, *values: object) -> Work | None:
        row = await self._connection.fetch_one(sql, values)
        return None if row is None else work_of(row)

    async def _many(self, sql: str, *values: object) -> list[Work]:
        return [work_of(row) for row in await self._connection.fetch_all(sql, values)]


async def put_forward(
    write: Writer, work_id: int, by: NominatedBy, *, at: datetime, note: str, posts: Sequence[NewPost]
) -> bool:
    """Nominate a work inside of a transaction; False if it was before, or its maker does not want to be asked."""
    again = WorkState.DISMISSED if by is NominatedBy.STAFF else WorkState.SEEN
    nominated = await write.execute(
        """
        UPDATE works SET state = 'nominated', nominated_at = ?, nominated_by = ?, note = ?
        WHERE id = ? AND state IN ('seen', ?) AND (guild_id, maker_id) NOT IN work_makers
        """,
        (at, by, clean(note), work_id, again),
    )
    if nominated.rowcount:
        await queue(write, posts, subject=work_id)
    return nominated.rowcount > 0


async def note_card(write: Writer, *, work_id: int, message_id: int, late: Sequence[NewPost]) -> None:
    """Remember which message is a work's card; `late` brings it up to date if the work went on meanwhile."""
    row = await write.fetch_one(
        "UPDATE works SET card_message_id = ? WHERE id = ? RETURNING state", (message_id, work_id)
    )
    if row is not None and row["state"] != WorkState.NOMINATED.value:
        await queue(write, late)


async def leave_alone(write: Writer, guild_id: int, maker_id: int) -> None:
    """Note inside of a transaction that a maker does not want to be asked."""
    await write.execute("INSERT OR IGNORE INTO work_makers VALUES (?, ?)", (guild_id, maker_id))


async def _known(write: Writer, work: Work) -> Work | None:
    row = await write.fetch_one(
        "SELECT w.* FROM works w JOIN work_messages m ON m.work_id = w.id WHERE m.message_id = ?",
        (work.message_id,),
    )
    if row is None:
        row = await write.fetch_one(
            """
            SELECT w.* FROM works w JOIN work_prints p ON p.work_id = w.id
            WHERE p.guild_id = ? AND p.print IN (SELECT value FROM json_each(?)) AND w.state <> 'withdrawn'
            ORDER BY w.id
            """,
            (work.guild_id, json.dumps(work.prints)),
        )
    return None if row is None else work_of(row)


async def _keep_prints(write: Writer, work_id: int, work: Work) -> None:
    prints: Iterable[str] = work.prints
    await write.executemany(
        """
        INSERT INTO work_prints (guild_id, print, work_id) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET work_id = excluded.work_id
        """,
        [(work.guild_id, one, work_id) for one in prints],
    )
