"""Keeps how each Discord server is set up."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields

from bot.domain.server import Server
from db.connection import Connection
from db.outbox import readdress

#: Fields that are sets of ids: the table and the column that tells them apart, and what it says.
_SETS = {
    "staff_roles": ("server_roles", "role_id", "rank", "staff"),
    "manager_roles": ("server_roles", "role_id", "rank", "manager"),
    "listened": ("server_channels", "channel_id", "use", "listened"),
    "announced": ("server_channels", "channel_id", "use", "announced"),
}
_COLUMNS = [field.name for field in fields(Server) if field.name not in _SETS]
_FLAGS = [field.name for field in fields(Server) if field.type is bool]


class ServerStore:
    """Servers by guild id; kept in memory too, because every message asks for its server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, Server] = {}
        self._changing = asyncio.Lock()

    async def load(self) -> None:
        """Read all servers into memory; once, when the store is opened."""
        sets: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        for name, (table, id_column, column, word) in _SETS.items():
            rows = await self._connection.fetch_all(
                f"SELECT guild_id, {id_column} AS id FROM {table} WHERE {column} = ?",  # noqa: S608  # ours
                (word,),
            )
            for row in rows:
                sets[row["guild_id"], name].add(row["id"])
        for row in await self._connection.fetch_all("SELECT * FROM servers"):
            guild_id = row["guild_id"]
            ids = {name: frozenset(sets[guild_id, name]) for name in _SETS}
            flags = {name: bool(row[name]) for name in _FLAGS}
            self._known[guild_id] = Server(**{**dict(row), **ids, **flags})

    def get(self, guild_id: int) -> Server:
        """Return how a server is set up; one that never was listens to nothing and has no staff."""
        return self._known.get(guild_id, Server(guild_id=guild_id))

    def all(self) -> list[Server]:
        """Return every server that was set up."""
        return list(self._known.values())

    async def change(self, guild_id: int, change: Callable[[Server], Server]) -> Server:
        """Change how a server is set up; changes made at once build on each other. Returns the result."""
        async with self._changing:
            server = self.get(guild_id)
            changed = change(server)
            if changed != server:
                await self.save(changed)
            return changed

    async def save(self, server: Server) -> None:
        """Keep how a server is set up, in place of what was kept before."""
        values = {name: getattr(server, name) for name in _COLUMNS}
        names, places = ", ".join(_COLUMNS), ", ".join(f":{name}" for name in _COLUMNS)
        changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)
        before = self.get(server.guild_id)
        async with self._connection.transaction() as write:
            await readdress(write, "card", before.staff_channel_id, server.staff_channel_id)
            await write.execute(
                f"INSERT INTO servers ({names}) VALUES ({places}) "  # noqa: S608  # names of our own columns
                f"ON CONFLICT (guild_id) DO UPDATE SET {changes}",
                values,
            )
            for name, (table, id_column, column, word) in _SETS.items():
                await write.execute(
                    f"DELETE FROM {table} WHERE guild_id = ? AND {column} = ?",  # noqa: S608  # ours
                    (server.guild_id, word),
                )
                await write.executemany(
                    f"INSERT INTO {table} (guild_id, {id_column}, {column}) VALUES (?, ?, ?)",  # noqa: S608
                    [(server.guild_id, one, word) for one in getattr(server, name)],
                )
        self._known[server.guild_id] = server
