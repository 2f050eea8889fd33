"""Keeps what the label itself said, and which fans it moved to take part; of both, the ids alone."""

from bot.domain.digests.sources import LabelMessage, LabelMessageKind
from bot.domain.reply_time import Week
from db.connection import Connection, Writer


class LabelMessageStore:
    """Messages of the team by id; every write may be repeated without doing anything twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(self, message: LabelMessage, *, guild_id: int) -> None:
        """Keep what a message of the team is; what was a reply to somebody stays one."""
        async with self._connection.transaction() as write:
            await keep_label_message(write, message, guild_id=guild_id)

    async def is_reply(self, message_id: int) -> bool:
        """Whether a message is kept as a reply to somebody already."""
        row = await self._connection.fetch_one(
            "SELECT 1 FROM label_messages WHERE message_id = ? AND kind = 'reply'", (message_id,)
        )
        return row is not None

    async def took_part(self, message_id: int, fan_id: int) -> None:
        """Note that a fan answered a message of the team, or reacted to it; nothing if it is none of theirs."""
        known = await self._connection.fetch_one(
            "SELECT 1 FROM label_messages WHERE message_id = ?", (message_id,)
        )
        if known is None:
            return
        async with self._connection.transaction() as write:
            await write.execute(
                """
                INSERT OR IGNORE INTO participations (message_id, fan_id)
                SELECT message_id, :fan_id FROM label_messages WHERE message_id = :message_id
                """,
                {"message_id": message_id, "fan_id": fan_id},
            )

    async def draws_fans(self, message_id: int) -> bool:
        """Whether any fan took part in a message of the team."""
        row = await self._connection.fetch_one(
            "SELECT 1 FROM participations WHERE message_id = ? LIMIT 1", (message_id,)
        )
        return row is not None

    async def of_week(self, guild_id: int, week: Week) -> list[LabelMessage]:
        """Return what a server's team said in a week, each message with the number of its fans."""
        rows = await self._connection.fetch_all(
            """
            SELECT m.*, (SELECT count(*) FROM participations WHERE message_id = m.message_id) AS fans
            FROM label_messages m WHERE guild_id = :guild_id AND said_at >= :start AND said_at < :end
            ORDER BY said_at
            """,
            {"guild_id": guild_id, "start": week.start, "end": week.end},
        )
        return [
            LabelMessage(
                message_id=row["message_id"],
                channel_id=row["channel_id"],
                said_at=row["said_at"],
                kind=LabelMessageKind(row["kind"]),
                fans=row["fans"],
            )
            for row in rows
        ]


async def keep_label_message(write: Writer, message: LabelMessage, *, guild_id: int) -> None:
    """Keep a message of the team inside a transaction."""
    await write.execute(
        """
        INSERT INTO label_messages (message_id, guild_id, channel_id, said_at, kind)
        VALUES (:message_id, :guild_id, :channel_id, :said_at, :kind)
        ON CONFLICT (message_id) DO UPDATE SET kind = excluded.kind WHERE excluded.kind = 'reply'
        """,
        {
            "message_id": message.message_id,
            "guild_id": guild_id,
            "channel_id": message.channel_id,
            "said_at": message.said_at,
            "kind": message.kind.value,
        },
    )
