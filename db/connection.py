"""The one connection that writes, and the one that reads."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path

from filelock import FileLock, Timeout

import db.codec  # noqa: F401  # teaches sqlite3 our instants
from bot.domain.sentences import sentence
from db.backup import copy
from db.group_commit import NotKept, Turns, Writer
from db.migrate import MIGRATIONS, migrate
from db.statements import DatabaseThread, Parameters, fetch_all, fetch_one

#: Something to write inside of a transaction that others opened.
Change = Callable[[Writer], Awaitable[object]]

#: Seconds `Connection.close` waits for the blocks in hand; then it takes back what the stuck one wrote.
CLOSE_SECONDS = 10.0


class DatabaseInUse(Exception):  # noqa: N818  # a state the operator has to know, not a fault of ours
    """Another process has this database open."""

    def __init__(self, path: Path) -> None:
        self.sentence = sentence(
            "The database {path} is in use by another running Stagedoor: stop that one first.", path=path
        )
        super().__init__(self.sentence.message.format(**self.sentence.values))


class Connection:
    """An open database file; made by `Connection.open`."""

    def __init__(
        self, path: Path, writer: DatabaseThread, reader: DatabaseThread, resources: AsyncExitStack
    ) -> None:
        self._path = path
        self._reader = reader
        self._turns = Turns(writer)
        self._backups: set[asyncio.Task[None]] = set()
        self._resources = resources
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, path: Path, migrations: Traversable = MIGRATIONS) -> "Connection":
        """Open or make the database, and bring it to the newest version.

        Raises:
            DatabaseInUse: another process, or this one, has it open.
            NewerDatabase: a later version of the program wrote it; it was not touched.
            OSError: the file or its folder can't be made.
            sqlite3.Error: the file is no database, or a migration failed.
        """
        path = _make_room(path)
        async with AsyncExitStack() as resources:
            resources.callback(_lock(path).release)
            writer = DatabaseThread(path)
            await resources.enter_async_context(writer)
            await writer.run(partial(_prepare_writer, migrations=migrations))
            reader = DatabaseThread(path)
            await resources.enter_async_context(reader)
            await reader.run(_prepare_reader)
            return cls(path, writer, reader, resources.pop_all())

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Writer]:
        """Write all or nothing: the block is left only after a durable COMMIT.

        An exception inside takes back what this block wrote, and nothing else. Cancelled inside, the block
        leaves nothing behind; cancelled while it waits for the COMMIT, it is kept whole. Others may share
        that COMMIT, so don't dawdle inside. Deferred foreign keys fail everybody who shares: use immediate ones.

        Raises:
            NotKept: the COMMIT failed, nothing was written.
            RuntimeError: this task is inside a transaction already, or the connection is closed.
        """
        self._check_open()
        self._check_outside("A transaction can't be opened inside another: pass the writer on instead.")
        writer = await self._turns.take()
        try:
            yield writer
        except BaseException:
            self._turns.give_up(writer)
            raise
        await self._turns.keep(writer)

    async def fetch_all(self, sql: str, params: Parameters = ()) -> list[sqlite3.Row]:
        """Return all rows of what is committed.

        Raises:
            RuntimeError: the connection is closed.
            sqlite3.Error: the query failed, or tried to write.
        """
        self._check_open()
        return await self._reader.run(partial(fetch_all, sql=sql, params=params))

    async def fetch_one(self, sql: str, params: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row of what is committed, None when there is none; raises as `fetch_all`."""
        self._check_open()
        return await self._reader.run(partial(fetch_one, sql=sql, params=params))

    async def backup(self, path: Path) -> None:
        """Write a whole, durable copy of what is committed to a new file, while writers go on.

        Raises:
            FileExistsError: `path` is there already.
            OSError: `path` can't be written.
            RuntimeError: the connection is closed.
            sqlite3.Error: the copy failed, as on a full disk.
        """
        self._check_open()
        copying = asyncio.create_task(asyncio.to_thread(copy, self._path, path))
        self._backups.add(copying)
        copying.add_done_callback(self._backups.discard)
        await asyncio.shield(copying)

    async def close(self) -> None:
        """Finish what is in hand and let go of the file; again is harmless.

        Raises:
            RuntimeError: called inside a transaction.
        """
        self._check_outside("The connection can't be closed inside its transaction.")
        if self._closing is None:
            self._closing = asyncio.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        async with self._resources:
            while not await self._finished():
                self._turns.evict()
            await asyncio.gather(*self._backups, return_exceptions=True)

    async def _finished(self) -> bool:
        try:
            await asyncio.wait_for(self._turns.idle.wait(), CLOSE_SECONDS)
        except TimeoutError:
            return False
        return True

    def _check_open(self) -> None:
        if self._closing is not None:
            raise RuntimeError("The database is closed.")

    def _check_outside(self, complaint: str) -> None:
        if self._turns.is_mine:
            raise RuntimeError(complaint)


def _make_room(path: Path) -> Path:
    """Make the folder, and return the file's true name: one file has one lock, whatever links lead to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.resolve()


def _lock(path: Path) -> FileLock:
    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise DatabaseInUse(path) from error
    return lock


def _prepare_writer(connection: sqlite3.Connection, *, migrations: Traversable) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    migrate(connection, migrations)  # before WAL, which would touch a newer file
    connection.execute("PRAGMA journal_mode = WAL").close()


def _prepare_reader(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only = ON")


__all__ = ["Change", "Connection", "DatabaseInUse", "NotKept", "Writer"]
