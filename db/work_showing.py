"""Keeps what makers allowed, and every message of ours that shows a work, until it is gone."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from bot.domain.posts import NewPost
from bot.domain.works.work import Consent, ConsentOutcome, Copy, Scope, Why, Work, WorkState
from db.connection import Connection, Writer
from db.outbox import queue
from db.work_rows import consent_of, consent_row, copy_of, work_of

_FIELDS = [field.name for field in fields(Consent) if field.name != "id"]
_INSERT = (
    f"INSERT INTO work_consents ({', '.join(_FIELDS)}) VALUES ({', '.join(f':{name}' for name in _FIELDS)})"  # noqa: S608  # ours
)
#: The one place that says when a work may be shown.
_MAY_SHOW = """
    w.state = 'granted' AND EXISTS (
        SELECT 1 FROM work_consents c, json_each(c.scopes) s
        WHERE c.work_id = w.id AND c.purpose = '' AND c.outcome = 'granted' AND s.value = 'server'
    )
"""
_MAY_SHOW_ONE = f"SELECT 1 FROM works w WHERE id = ? AND {_MAY_SHOW}"  # noqa: S608  # ours
_UNWANTED = """
    UPDATE work_copies SET wanted_gone_at = :at, due_at = :at
    WHERE work_id = :work_id AND wanted_gone_at IS NULL
"""


class ShowingStore:
    """Consents and copies; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- asking -----------------------------------------------------------------------------------

    async def ask(self, consent: Consent, *, note: str = "", posts: Sequence[NewPost] = ()) -> Consent | None:
        """Keep that a maker is to be asked; None if they were before, or do not want to be."""
        async with self._connection.transaction() as write:
            if consent.purpose:
                row = await write.fetch_one(
                    "SELECT 1 FROM works WHERE id = ? AND state = 'granted'", (consent.work_id,)
                )
                if row is None:
                    return None
            else:
                asked = await write.execute(
                    """
                    UPDATE works SET state = 'asked', note = CASE WHEN :note = '' THEN note ELSE :note END
                    WHERE id = :id AND state IN ('seen', 'nominated', 'dismissed')
                        AND (guild_id, maker_id) NOT IN work_makers
                    """,
                    {"id": consent.work_id, "note": note},
                )
                if not asked.rowcount:
                    return None
            written = await write.execute(_INSERT, consent_row(consent))
            kept = replace(consent, id=written.lastrowid or 0)
            await queue(write, posts, subject=kept.id)
            return kept

    async def asked_in(
        self,
        consent_id: int,
        channel_id: int,
        *,
        message_id: int | None = None,
        posts: Sequence[NewPost] = (),
    ) -> None:
        """Note where a maker was asked."""
        async with self._connection.transaction() as write:
            await write.execute(
                "UPDATE work_consents SET channel_id = ?, message_id = coalesce(?, message_id) WHERE id = ?",
                (channel_id, message_id, consent_id),
            )
            await queue(write, posts)

    async def consent(self, consent_id: int) -> Consent | None:
        """Return the consent of that id."""
        return await self._consent("SELECT * FROM work_consents WHERE id = ?", consent_id)

    async def to_show(self, work_id: int) -> Consent | None:
        """Return what a maker answered when asked to show a work."""
        return await self._consent("SELECT * FROM work_consents WHERE work_id = ? AND purpose = ''", work_id)

    async def record(self, guild_id: int) -> list[tuple[Consent, Work]]:
        """Return every asking of a server with its work, oldest first."""
        consents = await self._connection.fetch_all(
            "SELECT * FROM work_consents WHERE guild_id = ? ORDER BY id", (guild_id,)
        )
        works = await self._connection.fetch_all(
            "SELECT DISTINCT w.* FROM works w JOIN work_consents c ON c.work_id = w.id WHERE w.guild_id = ?",
            (guild_id,),
        )
        by_id = {row["id"]: work_of(row) for row in works}
        return [(consent_of(row), by_id[row["work_id"]]) for row in consents]

    async def unanswered(self, *, asked_before: datetime) -> list[Consent]:
        """Return what makers have left open since before then."""
        rows = await self._connection.fetch_all(
            "SELECT * FROM work_consents WHERE outcome = 'asked' AND asked_at <= ?", (asked_before,)
        )
        return [consent_of(row) for row in rows]

    async def grant(self, consent: Consent, *, at: datetime, posts: Sequence[NewPost] = ()) -> bool:
        """Keep a yes, or how a maker changed it since; False when it is too late for one."""
        row = consent_row(consent) | {"at": at, "id": consent.id}
        async with self._connection.transaction() as write:
            granted = await write.execute(
                """
                UPDATE work_consents SET outcome = 'granted', answered_at = coalesce(answered_at, :at),
                    scopes = :scopes, credit = :credit, credit_link = :credit_link, track = :track, stems = :stems
                WHERE id = :id AND outcome IN ('asked', 'granted')
                """,
                row,
            )
            if not granted.rowcount:
                return False
            if not consent.purpose:
                await write.execute(
                    "UPDATE works SET state = 'granted' WHERE id = :work_id AND state = 'asked'", row
                )
            if not consent.purpose and Scope.SERVER not in consent.scopes:
                await write.execute(_UNWANTED, row)
            await queue(write, posts)
            return True

    async def end(
        self, consent: Consent, outcome: ConsentOutcome, *, at: datetime, posts: Sequence[NewPost] = ()
    ) -> bool:
        """Keep that an asking came to nothing: declined, expired or unreached; False if it was answered."""
        answered = at if outcome is ConsentOutcome.DECLINED else None
        async with self._connection.transaction() as write:
            ended = await write.execute(
                "UPDATE work_consents SET outcome = ?, answered_at = ? WHERE id = ? AND outcome = 'asked'",
                (outcome, answered, consent.id),
            )
            if not ended.rowcount:
                return False
            if not consent.purpose:
                await write.execute(
                    "UPDATE works SET state = ? WHERE id = ? AND state = 'asked'",
                    (WorkState(outcome.value), consent.work_id),
                )
            await queue(write, posts)
            return True

    async def withdraw(self, work_id: int, why: Why, *, at: datetime, posts: Sequence[NewPost] = ()) -> bool:
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
            if why is Why.REVOKED:
                await write.execute(
                    """
                    UPDATE work_consents SET outcome = 'revoked', revoked_at = :at
                    WHERE work_id = :id AND outcome = 'granted'
                    """,
                    values,
                )
            await write.execute(_UNWANTED, {"at": at, "work_id": work_id})
            await queue(write, posts)
            return True

    # --- showing ----------------------------------------------------------------------------------

    async def may_show(self, work_id: int) -> bool:
        """Whether a work may be shown, at this moment."""
        row = await self._connection.fetch_one(_MAY_SHOW_ONE, (work_id,))
        return row is not None

    async def standing(self) -> list[Work]:
        """Return the works that are shown, or are about to be: their originals are looked after."""
        rows = await self._connection.fetch_all("SELECT * FROM works WHERE state = 'granted' ORDER BY id")
        return [work_of(row) for row in rows]

    async def posted(
        self, works: Iterable[int], *, channel_id: int, message_id: int, showcase_id: int | None, at: datetime
    ) -> None:
        """Keep that a message shows works; one that may not be shown by now is wanted gone at once."""
        async with self._connection.transaction() as write:
            for work_id in works:
                await _keep_copy(
                    write,
                    work_id,
                    channel_id=channel_id,
                    message_id=message_id,
                    showcase_id=showcase_id,
                    at=at,
                )

    async def highlight_of(self, work_id: int) -> Copy | None:
        """Return the highlight of a work that stands."""
        row = await self._connection.fetch_one(
            "SELECT * FROM work_copies WHERE work_id = ? AND place = 'highlight' AND gone_at IS NULL",
            (work_id,),
        )
        return None if row is None else copy_of(row)

    async def unwanted(self, *, now: datetime) -> list[Copy]:
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

    async def copy(self, copy_id: int) -> tuple[Copy, Work, bool] | None:
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

    # --- the weekly showcase ----------------------------------------------------------------------

    async def open_showcase(
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
                WHERE guild_id = :guild_id AND shown_at >= :since AND {_MAY_SHOW}
                    AND w.id NOT IN (SELECT work_id FROM showcase_works)
                """,  # noqa: S608
                {"id": opened.lastrowid, "guild_id": guild_id, "since": since},
            )
            if found.rowcount > 0:
                await queue(write, posts, subject=opened.lastrowid)
            return found.rowcount > 0

    async def showcase(self, showcase_id: int) -> tuple[int, str, list[Work]]:
        """Return a showcase's server, its week, and those of its works that may be shown at this moment."""
        row = await self._connection.fetch_one("SELECT * FROM work_showcases WHERE id = ?", (showcase_id,))
        rows = await self._connection.fetch_all(
            f"""
            SELECT w.* FROM works w JOIN showcase_works s ON s.work_id = w.id
            WHERE s.showcase_id = ? AND {_MAY_SHOW} ORDER BY w.shown_at, w.id
            """,  # noqa: S608
            (showcase_id,),
        )
        return (0, "", []) if row is None else (row["guild_id"], row["week"], [work_of(one) for one in rows])

    async def all_of_showcase(self, showcase_id: int) -> list[int]:
        """Return the ids of all works that a showcase was gathered from."""
        rows = await self._connection.fetch_all(
            "SELECT work_id FROM showcase_works WHERE showcase_id = ?", (showcase_id,)
        )
        return [row["work_id"] for row in rows]

    async def _consent(self, sql: str, *values: Any) -> Consent | None:
        row = await self._connection.fetch_one(sql, values)
        return None if row is None else consent_of(row)


async def _keep_copy(
    write: Writer,
    work_id: int,
    *,
    channel_id: int,
    message_id: int,
    showcase_id: int | None,
    at: datetime,
) -> None:
    may = await write.fetch_one(_MAY_SHOW_ONE, (work_id,))
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
