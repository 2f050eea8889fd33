"""Keeps how fans want to hear of their questions, and for which words a team looks at a question first."""

from db.codec import clean
from db.connection import Connection


class SessionPreferenceStore:
    """Wishes that hold for all sessions, by fan and by server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep_direct_channel(self, fan_id: int, channel_id: int | None) -> None:
        """Keep where a fan wants to hear alone; None for where all read it."""
        async with self._connection.transaction() as write:
            await write.execute(
                "INSERT OR REPLACE INTO session_fans (fan_id, direct_channel_id) VALUES (?, ?)",
                (fan_id, channel_id),
            )

    async def held_words(self, guild_id: int) -> str:
        """Return the words for which a server's team wants to look at a question first."""
        row = await self._connection.fetch_one(
            "SELECT held_words FROM session_words WHERE guild_id = ?", (guild_id,)
        )
        return row["held_words"] if row else ""

    async def keep_held_words(self, guild_id: int, words: str) -> None:
        """Keep them."""
        async with self._connection.transaction() as write:
            await write.execute(
                "INSERT OR REPLACE INTO session_words (guild_id, held_words) VALUES (?, ?)",
                (guild_id, clean(words)),
            )
