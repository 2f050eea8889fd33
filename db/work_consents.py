"""Keeps what makers were asked, and what they allowed."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from bot.domain.posts import NewPost
from bot.domain.works.consent import Consent, ConsentOutcome, Scope
from bot.domain.works.work import NominatedBy, Work, WorkState
from db.connection import Connection, Writer
from db.outbox import queue
from db.work_copies import WANT_GONE
from db.work_rows import consent_of, consent_row, work_of
from db.works import leave_alone, put_forward

_FIELDS = [field.name for field in fields(Consent) if field.name != "id"]
_INSERT = (
    f"INSERT INTO work_consents ({', '.join(_FIELDS)}) VALUES ({', '.join(f':{name}' for name in _FIELDS)})"  # noqa: S608  # ours
)


class WorkConsentStore:
    """Consents by id; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def ask(
        self,
        consent: Consent,
        *,
        note: str = "",
        nominated_by: NominatedBy | None = None,
        cards: Sequence[NewPost] = (),
        posts: Sequence[NewPost] = (),
    ) -> Consent | None:
        """Keep that a maker is to be asked; None if they were before, or do not want to be.

        With `nominated_by`, a work that nobody put forward yet is, and the `cards` show it to the team.
        """
        async with self._connection.transaction() as write:
            if nominated_by is not None:
                await put_forward(
                    write, consent.work_id, nominated_by, at=consent.asked_at, note=note, posts=cards
                )
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

    async def get(self, consent_id: int) -> Consent | None:
        """Return the consent of that id."""
        return await self._one("SELECT * FROM work_consents WHERE id = ?", consent_id)

    async def of_work(self, work_id: int) -> Consent | None:
        """Return what a maker answered when asked to show a work."""
        return await self._one("SELECT * FROM work_consents WHERE work_id = ? AND purpose = ''", work_id)

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
                await write.execute(WANT_GONE, row)
            await queue(write, posts)
            return True

    async def end(
        self,
        consent: Consent,
        outcome: ConsentOutcome,
        *,
        at: datetime,
        never_again: bool = False,
        posts: Sequence[NewPost] = (),
    ) -> bool:
        """Keep that an asking came to nothing: declined, expired or unreached; False if it was answered.

        `never_again`: its maker does not want to be asked about any work of theirs.
        """
        async with self._connection.transaction() as write:
            if never_again:
                await leave_alone(write, consent.guild_id, consent.maker_id)
            return await note_ended(write, consent, outcome, at=at, posts=posts)

    async def _one(self, sql: str, *values: Any) -> Consent | None:
        row = await self._connection.fetch_one(sql, values)
        return None if row is None else consent_of(row)


async def note_asked(
    write: Writer,
    *,
    consent_id: int,
    channel_id: int,
    message_id: int | None = None,
    posts: Sequence[NewPost] = (),
    late: Sequence[NewPost] = (),
) -> None:
    """Note where a maker was, or is to be, asked; `late` tells what became of it if that is over already."""
    row = await write.fetch_one(
        """
        UPDATE work_consents SET channel_id = ?, message_id = coalesce(?, message_id) WHERE id = ?
        RETURNING outcome
        """,
        (channel_id, message_id, consent_id),
    )
    await queue(write, posts)
    if row is not None and row["outcome"] != ConsentOutcome.ASKED.value:
        await queue(write, late)


async def note_ended(
    write: Writer, consent: Consent, outcome: ConsentOutcome, *, at: datetime, posts: Sequence[NewPost] = ()
) -> bool:
    """Keep that an asking came to nothing: declined, expired or unreached; False if it was answered."""
    answered = at if outcome is ConsentOutcome.DECLINED else None
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
