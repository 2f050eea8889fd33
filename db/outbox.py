"""Keeps what is to be sent until it is known to have been sent, exactly once."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.domain.posts import NewPost, Priority
from db.connection import Change, Connection, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A row of the outbox. `claimed_before`: a try may have been carried out, nobody knows.

    `claimed_at` is when the first of those tries began, `tried_at` the last; `fingerprints` say what they sent.
    """

    id: int
    key: str
    kind: str
    channel_id: int
    subject: int | None
    body: Mapping[str, Any] = field(default_factory=dict)
    priority: Priority
    queued_at: datetime
    attempts: int
    claimed_before: bool
    claimed_at: datetime | None = field(default=None, compare=False)
    tried_at: datetime | None = field(default=None, compare=False)
    fingerprints: str = field(default="", compare=False)


async def queue(write: Writer, posts: Iterable[NewPost], *, subject: int | None = None) -> None:
    """Add posts inside a transaction; one whose key is already there is not added again."""
    await write.executemany(
        """
        INSERT INTO outbox (key, kind, channel_id, subject, body, priority, queued_at, due_at)
        VALUES (:key, :kind, :channel_id, :subject, :body, :priority, :at, :at)
        ON CONFLICT (key) DO NOTHING
        """,
        [
            {
                "key": post.key,
                "kind": post.kind,
                "channel_id": post.channel_id,
                "subject": subject if post.subject is None else post.subject,
                "body": json.dumps(dict(post.body), ensure_ascii=False),
                "priority": int(post.priority),
                "at": post.at,
            }
            for post in posts
        ],
    )


async def readdress(write: Writer, kind: str, before: int | None, after: int | None) -> None:
    """Have posts of a kind that wait for one channel go to another, inside a transaction."""
    if before != after and after is not None:
        await write.execute(
            """
            UPDATE outbox SET channel_id = :after
            WHERE kind = :kind AND channel_id = :before AND state IN ('pending', 'sending')
            """,
            {"kind": kind, "before": before, "after": after},
        )


async def readdress_subject(write: Writer, kind: str, subject: int, channel_id: int) -> None:
    """Have posts of a kind that wait, about one thing, go to a channel, inside a transaction."""
    await write.execute(
        """
        UPDATE outbox SET channel_id = :channel_id
        WHERE kind = :kind AND subject = :subject AND state IN ('pending', 'sending')
        """,
        {"kind": kind, "subject": subject, "channel_id": channel_id},
    )


class OutboxStore:
    """Posts go from pending to sending (claimed) to sent, or are dropped because they lost their point."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, posts: Iterable[NewPost]) -> None:
        """Queue posts of their own, outside of any other change."""
        async with self._connection.transaction() as write:
            await queue(write, posts)

    async def waiting(self, *, now: datetime, limit: int = 100) -> list[Post]:
        """Return what is due, the most urgent first; what was claimed and never finished comes too."""
        rows = await self._connection.fetch_all(
            """
            SELECT * FROM outbox WHERE state IN ('pending', 'sending') AND due_at <= :now
            ORDER BY queued_at + priority * 600000000, id LIMIT :limit
            """,
            {"now": now, "limit": limit},
        )
        return [_post(row) for row in rows]

    async def next_of_each_channel(self, *, now: datetime) -> list[Post]:
        """Return what is to be sent next in each channel where anything is due, the most urgent first."""
        return [_post(row) for row in await self._connection.fetch_all(_NEXT_OF_EACH_CHANNEL, {"now": now})]

    async def next_due(self, *, after: datetime) -> datetime | None:
        """Return when the next post is due of those that are not due yet; None if there are none."""
        row = await self._connection.fetch_one(
            """
            SELECT due_at FROM outbox WHERE state IN ('pending', 'sending') AND due_at > ?
            ORDER BY due_at LIMIT 1
            """,
            (after,),
        )
        return None if row is None else row["due_at"]

    async def claim(self, post_id: int, *, at: datetime, fingerprint: str = "", anew: bool = False) -> None:
        """Note that a post is about to be sent, and what it says if it carries no mark.

        `anew`: no earlier try was carried out, as is known by now.
        """
        async with self._connection.transaction() as write:
            await write.execute(
                """
                UPDATE outbox SET
                    claimed_at = iif(state = 'sending' AND NOT :anew, coalesce(claimed_at, :at), :at),
                    fingerprints = iif(
                        instr(fingerprints, :fingerprint), fingerprints, fingerprints || ' ' || :fingerprint
                    ),
                    state = 'sending', tried_at = :at, attempts = attempts + 1
                WHERE id = :id
                """,
                {"id": post_id, "at": at, "fingerprint": fingerprint, "anew": anew},
            )

    async def finish(
        self,
        post_id: int,
        *,
        state: str,
        message_id: int | None,
        at: datetime,
        also: Change | None = None,
    ) -> None:
        """Note how a post ended: `sent`, `dropped` (pointless by now) or `refused` (Discord said no).

        `also`: what follows from that, kept together with it.
        """
        async with self._connection.transaction() as write:
            if also is not None:
                await also(write)
            await write.execute(
                "UPDATE outbox SET state = :state, message_id = :message_id, done_at = :at WHERE id = :id",
                {"id": post_id, "state": state, "message_id": message_id, "at": at},
            )

    async def postpone(self, post_id: int, *, until: datetime) -> None:
        """Try a post again later; it stays claimed, because the last try may have been carried out."""
        async with self._connection.transaction() as write:
            await write.execute("UPDATE outbox SET due_at = ? WHERE id = ?", (until, post_id))

    async def redirect(self, post_id: int, channel_id: int) -> None:
        """Have a post go to another channel, in which no try was made yet."""
        async with self._connection.transaction() as write:
            await write.execute(
                """
                UPDATE outbox SET channel_id = ?, state = 'pending', claimed_at = NULL, tried_at = NULL,
                    fingerprints = '' WHERE id = ?
                """,
                (channel_id, post_id),
            )

    async def is_recorded(self, message_id: int) -> bool:
        """Whether a message is known to be what became of a post."""
        return (
            await self._connection.fetch_one("SELECT 1 FROM outbox WHERE message_id = ?", (message_id,))
            is not None
        )

    async def get(self, key: str) -> Post | None:
        """Return the post of that key, whatever became of it."""
        row = await self._connection.fetch_one("SELECT * FROM outbox WHERE key = ?", (key,))
        return None if row is None else _post(row)

    async def sent_before(self, kind: str, *, now: datetime, age: timedelta) -> list[tuple[int, int, int]]:
        """Return (id, channel, message) of posts of a kind that were sent longer than `age` ago."""
        rows = await self._connection.fetch_all(
            "SELECT id, channel_id, message_id FROM outbox WHERE kind = ? AND state = 'sent' AND done_at <= ?",
            (kind, now - age),
        )
        return [(row["id"], row["channel_id"], row["message_id"]) for row in rows]


#: Channel by channel, from index to index: what waits elsewhere costs nothing. Ten minutes (in microseconds) of
#: waiting make up for one step of priority, so that nothing starves.
_NEXT_OF_EACH_CHANNEL = """
    WITH RECURSIVE places (channel_id) AS (
        SELECT min(channel_id) FROM outbox WHERE state IN ('pending', 'sending')
        UNION ALL
        SELECT (
            SELECT min(channel_id) FROM outbox
            WHERE state IN ('pending', 'sending') AND channel_id > places.channel_id
        ) FROM places WHERE channel_id IS NOT NULL
    )
    SELECT o.* FROM places JOIN outbox o ON o.id = (
        SELECT id FROM outbox
        WHERE state IN ('pending', 'sending') AND channel_id = places.channel_id AND due_at <= :now
        ORDER BY queued_at + priority * 600000000, id LIMIT 1
    )
    ORDER BY o.queued_at + o.priority * 600000000, o.id
"""


def _post(row: sqlite3.Row) -> Post:
    return Post(
        id=row["id"],
        key=row["key"],
        kind=row["kind"],
        channel_id=row["channel_id"],
        subject=row["subject"],
        body=json.loads(row["body"]),
        priority=Priority(row["priority"]),
        queued_at=row["queued_at"],
        attempts=row["attempts"],
        claimed_before=row["state"] == "sending",
        claimed_at=row["claimed_at"],
        tried_at=row["tried_at"],
        fingerprints=row["fingerprints"],
    )
