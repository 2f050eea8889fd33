"""Keeps how each server deals with works, where they are looked for, and what is offered to who remixes."""

from dataclasses import fields
from typing import Any

from bot.domain.works.work import WorkKind
from bot.domain.works.work_settings import RemixKit, WorkSettings
from db.codec import clean
from db.connection import Connection

_FIELDS = [field.name for field in fields(WorkSettings)]


class WorkSettingsStore:
    """Settings by server, channels by id, share kits by title."""

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

    def get(self, guild_id: int) -> WorkSettings:
        """Return how a server deals with works."""
        return self._settings.get(guild_id, WorkSettings(guild_id=guild_id))

    def all(self) -> list[WorkSettings]:
        """Return the settings of every server that has any."""
        return list(self._settings.values())

    async def save(self, settings: WorkSettings) -> None:
        """Keep how a server deals with works."""
        values: dict[str, Any] = {name: getattr(settings, name) for name in _FIELDS}
        values["remix_policy"] = clean(settings.remix_policy)
        names, places = ", ".join(_FIELDS), ", ".join(f":{name}" for name in _FIELDS)
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

    # --- share kits ------------------------------------------------------------------------------------

    async def add_kit(self, kit: RemixKit) -> None:
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

    async def kits(self, guild_id: int) -> list[RemixKit]:
        """Return the share kits of a server."""
        rows = await self._connection.fetch_all(
            "SELECT * FROM remix_kits WHERE guild_id = ? ORDER BY title", (guild_id,)
        )
        return [RemixKit(**dict(row)) for row in rows]
