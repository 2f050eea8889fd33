"""Keeps how each Discord server is set up."""

from bot.domain.members import Server
from db.connection import Connection

_RANKS = {"staff": "staff_roles", "manager": "manager_roles"}


class ServerStore:
    """Servers by guild id; kept in memory too, because every message asks for its server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, Server] = {}

    async def load(self) -> None:
        """Read all servers into memory; once, when the store is opened."""
        servers: dict[int, dict[str, set[int]]] = {}
        rows = await self._connection.fetch_all("SELECT * FROM servers")
        for row in rows:
            servers[row["guild_id"]] = {"staff": set(), "manager": set(), "listened": set()}
        for row in await self._connection.fetch_all("SELECT * FROM server_roles"):
            servers[row["guild_id"]][row["rank"]].add(row["role_id"])
        for row in await self._connection.fetch_all("SELECT * FROM listened_channels"):
            servers[row["guild_id"]]["listened"].add(row["channel_id"])
        self._known = {
            row["guild_id"]: Server(
                guild_id=row["guild_id"],
                language=row["language"],
                staff_channel_id=row["staff_channel_id"],
                staff_roles=frozenset(servers[row["guild_id"]]["staff"]),
                manager_roles=frozenset(servers[row["guild_id"]]["manager"]),
                listened=frozenset(servers[row["guild_id"]]["listened"]),
            )
            for row in rows
        }

    def get(self, guild_id: int) -> Server:
        """Return how a server is set up; one that never was listens to nothing and has no staff."""
        return self._known.get(guild_id, Server(guild_id=guild_id))

    def all(self) -> list[Server]:
        """Return every server that was set up."""
        return list(self._known.values())

    async def save(self, server: Server) -> None:
        """Keep how a server is set up, in place of what was kept before."""
        async with self._connection.transaction() as write:
            await write.execute(
                """
                INSERT INTO servers (guild_id, language, staff_channel_id)
                VALUES (:guild_id, :language, :staff_channel_id)
                ON CONFLICT (guild_id) DO UPDATE
                SET language = excluded.language, staff_channel_id = excluded.staff_channel_id
                """,
                {
                    "guild_id": server.guild_id,
                    "language": server.language,
                    "staff_channel_id": server.staff_channel_id,
                },
            )
            await write.execute("DELETE FROM server_roles WHERE guild_id = ?", (server.guild_id,))
            await write.execute("DELETE FROM listened_channels WHERE guild_id = ?", (server.guild_id,))
            await write.executemany(
                "INSERT INTO server_roles (guild_id, role_id, rank) VALUES (?, ?, ?)",
                [
                    (server.guild_id, role_id, rank)
                    for rank, field in _RANKS.items()
                    for role_id in getattr(server, field)
                ],
            )
            await write.executemany(
                "INSERT INTO listened_channels (guild_id, channel_id) VALUES (?, ?)",
                [(server.guild_id, channel_id) for channel_id in server.listened],
            )
        self._known[server.guild_id] = server
