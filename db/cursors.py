"""Keeps how far each channel was read, so that nothing said while we were away is missed."""

from dataclasses import dataclass

from db.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Everything in the channel up to `seen` is dealt with; `staff` is the latest message of staff there."""

    channel_id: int
    guild_id: int | None
    seen: int
    staff: int | None = None


class CursorStore:
    """Cursors by channel. They only ever move forward, and may lag behind: reading twice does no harm."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self) -> dict[int, Cursor]:
        """Return every channel's cursor by channel id."""
        rows = await self._connection.fetch_all("SELECT * FROM cursors")
        return {
            row["channel_id"]: Cursor(
                channel_id=row["channel_id"],
                guild_id=row["guild_id"],
                seen=row["seen_message_id"],
                staff=row["staff_message_id"],
            )
            for row in rows
        }

    async def advance(self, cursors: list[Cursor]) -> None:
        """Move cursors forward; one that lies behind what is kept changes nothing."""
        async with self._connection.transaction() as write:
            await write.executemany(
                """
                INSERT INTO cursors (channel_id, guild_id, seen_message_id, staff_message_id)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (channel_id) DO UPDATE SET
                    seen_message_id = max(seen_message_id, excluded.seen_message_id),
                    staff_message_id = nullif(
                        max(coalesce(staff_message_id, 0), coalesce(excluded.staff_message_id, 0)), 0
                    )
                """,
                [(cursor.channel_id, cursor.guild_id, cursor.seen, cursor.staff) for cursor in cursors],
            )
