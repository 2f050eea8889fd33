"""Keeps fans' works, who engaged with them, and how each server deals with them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from bot.domain.posts import NewPost
from bot.domain.reply_time import Week
from bot.domain.works.work import Kit, NominatedBy, Work, WorkFigures, WorkKind, WorkSettings, WorkState
from db.codec import clean
from db.connection import Connection, Writer
from db.outbox import queue
from db.work_rows import work_of, work_row

_FIELDS = [field.name for field in fields(Work) if field.name != "id"]
_INSERT = f"INSERT INTO works ({', '.join(_FIELDS)}) VALUES ({', '.join(f':{name}' for name in _FIELDS)})"  # noqa: S608  # ours
_SETTINGS = [field.name for field in fields(WorkSettings)]
_ENGAGED = """
    SELECT count(*) FROM (
        SELECT fan_id FROM work_reactions WHERE work_id = w.id
        UNION SELECT fan_id FROM work_replies WHERE work_id = w.id
    )
"""


class WorkStore:
    """Works by id; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        #: In memory, because every message asks: where works are looked for, with the kind usual there.
        self.channels: dict[int, WorkKind | None] = {}
        self._settings: dict[int, WorkSettings] = {}

    async def load(self) -> None:
        """Read the settings into memory; once, when the store is opened."""
        rows = await self._connection.fetch_all("SELECT * FROM work_channels")
        self.channels = {row["channel_id"]: WorkKind(row["kind"]) if row["kind"] else None for row in rows}
        for row in await self._connection.fetch_all("SELECT * FROM work_settings"):
            self._settings[row["guild_id"]] = WorkSettings(**dict(row))

    # --- settings ---------------------------------------------------------------------------------

    def settings(self, guild_id: int) -> WorkSettings:
        """Return how a server deals with works."""
        return self._settings.get(guild_id, WorkSettings(guild_id=guild_id))

    def all_settings(self) -> list[WorkSettings]:
        """Return the settings of every server that has any."""
        return list(self._settings.values())

    async def save_settings(self, settings: WorkSettings) -> None:
        """Keep how a server deals with works."""
        values: dict[str, Any] = {name: getattr(settings, name) for name in _SETTINGS}
        values["remix_policy"] = clean(settings.remix_policy)
        names, places = ", ".join(_SETTINGS), ", ".join(f":{name}" for name in _SETTINGS)
        async with self._connection.transaction() as write:
            await write.execute(f"REPLACE INTO work_settings ({names}) VALUES ({places})", values)  # noqa: S608  # ours
        self._settings[settings.guild_id] = settings

    async def look_in(self, guild_id: int, channel_id: int, kind: WorkKind | None) -> None:
        """Look for works in a channel from now on."""
        async with self._connection.transaction() as write:
            await write.execute("REPLACE INTO work_channels VALUES (?, ?, ?)", (channel_id, guild_id, kind))
        self.channels[channel_id] = kind

    async def look_away(self, channel_id: int) -> None:
        """Look for works in a channel no more."""
        async with self._connection.transaction() as write:
            await write.execute("DELETE FROM work_channels WHERE channel_id = ?", (channel_id,))
        self.channels.pop(channel_id, None)

    async def add_kit(self, kit: Kit) -> None:
        """Offer a share kit, in place of one of the same title."""
        async with self._connection.transaction() as write:
            await write.execute(
                "DELETE FROM remix_kits WHERE guild_id = ? AND title = ?", (kit.guild_id, clean(kit.title))
            )
            await write.execute(
                """
                INSERT INTO remix_kits (guild_id, title, link, filename, content, terms)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                (
                    kit.guild_id,
                    clean(kit.title),
                    kit.link,
                    clean(kit.filename),
                    kit.content,
                    clean(kit.terms),
                ),
            )

    async def remove_kit(self, guild_id: int, title: str) -> bool:
        """Offer a share kit no more; False when there is none of that title."""
        async with self._connection.transaction() as write:
            gone = await write.execute(
                "DELETE FROM remix_kits WHERE guild_id = ? AND title = ?", (guild_id, clean(title))
            )
            return gone.rowcount > 0

    async def kits(self, guild_id: int) -> list[Kit]:
        """Return the share kits of a server."""
        rows = await self._connection.fetch_all(
            "SELECT * FROM remix_kits WHERE guild_id = ? ORDER BY title", (guild_id,)
        )
        return [Kit(**dict(row)) for row in rows]

    # --- noticing ---------------------------------------------------------------------------------

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

    async def edited(self, work: Work, posts: Sequence[NewPost] = ()) -> bool:
        """Keep what a work looks like after its message was edited; False when that is as before."""
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
            return changed.rowcount > 0

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

    # --- who engaged ------------------------------------------------------------------------------

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
        row = await self._connection.fetch_one(f"SELECT ({_ENGAGED}) FROM works w WHERE id = ?", (work_id,))  # noqa: S608
        return int(row[0]) if row else 0

    # --- nominating -------------------------------------------------------------------------------

    async def nominate(
        self, work_id: int, way: NominatedBy, *, at: datetime, note: str = "", posts: Sequence[NewPost] = ()
    ) -> bool:
        """Put a work forward; False if it was before, or its maker does not want to be asked."""
        again = (
            (WorkState.SEEN, WorkState.DISMISSED)
            if way is NominatedBy.STAFF
            else (WorkState.SEEN, WorkState.SEEN)
        )
        async with self._connection.transaction() as write:
            nominated = await write.execute(
                """
                UPDATE works SET state = 'nominated', nominated_at = ?, nominated_by = ?, note = ?
                WHERE id = ? AND state IN (?, ?) AND (guild_id, maker_id) NOT IN work_makers
                """,
                (at, way, clean(note), work_id, *again),
            )
            if nominated.rowcount:
                await queue(write, posts, subject=work_id)
            return nominated.rowcount > 0

    async def dismiss(self, work_id: int, posts: Sequence[NewPost] = ()) -> bool:
        """Put a nominated work aside; False if it is beyond that."""
        async with self._connection.transaction() as write:
            dismissed = await write.execute(
                "UPDATE works SET state = 'dismissed' WHERE id = ? AND state = 'nominated'", (work_id,)
            )
            await queue(write, posts)
            return dismissed.rowcount > 0

    async def set_card(self, work_id: int, message_id: int) -> None:
        """Remember which message at the team's desk speaks of a work."""
        async with self._connection.transaction() as write:
            await write.execute("UPDATE works SET card_message_id = ? WHERE id = ?", (message_id, work_id))

    async def never_ask(self, guild_id: int, maker_id: int, *, never: bool) -> None:
        """Note that a maker does not want to be asked, or does again."""
        async with self._connection.transaction() as write:
            if never:
                await write.execute("INSERT OR IGNORE INTO work_makers VALUES (?, ?)", (guild_id, maker_id))
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
            SELECT w.*, ({_ENGAGED}) AS fans FROM works w
            WHERE guild_id = ? AND made_at >= ? AND state = 'seen' AND NOT by_team
                AND (guild_id, maker_id) NOT IN work_makers
            """,  # noqa: S608
            (guild_id, since),
        )
        return [(work_of(row), row["fans"]) for row in rows]

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

    # --- figures ----------------------------------------------------------------------------------

    async def figures(self, guild_id: int, week: Week) -> WorkFigures:
        """Return a week's figures for the digest."""
        row = await self._connection.fetch_one(
            _FIGURES, {"guild": guild_id, "start": week.start, "end": week.end}
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

    async def _one(self, sql: str, *values: object) -> Work | None:
        row = await self._connection.fetch_one(sql, values)
        return None if row is None else work_of(row)

    async def _many(self, sql: str, *values: object) -> list[Work]:
        return [work_of(row) for row in await self._connection.fetch_all(sql, values)]


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


_FIGURES = """
    WITH mine AS (
        SELECT * FROM works
        WHERE guild_id = :guild AND made_at >= :start AND made_at < :end AND NOT by_team
    ),
    asking AS (
        SELECT * FROM work_consents
        WHERE guild_id = :guild AND purpose = '' AND asked_at >= :start AND asked_at < :end
    )
    SELECT (SELECT count(*) FROM mine) AS seen,
        (SELECT count(DISTINCT maker_id) FROM mine) AS makers,
        (SELECT count(DISTINCT maker_id) FROM mine WHERE maker_id NOT IN (
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
