"""The one connection that writes, and the one that reads.

Writers don't wait for a COMMIT each: whoever is queued when one body ends joins its SQLite transaction, and
a single COMMIT, run as soon as nobody is queued, makes them all durable. Every body has a savepoint of its own.
"""

import asyncio
import os
import sqlite3
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import aiosqlite
from filelock import FileLock, Timeout

import db.codec  # noqa: F401  # teaches sqlite3 our instants
from db.migrate import MIGRATIONS, migrate

#: The most bodies that share a COMMIT; bounds how long the first of them waits.
LARGEST_GROUP = 512
#: Seconds SQLite waits for another program's lock on the file, such as a shell's.
BUSY_SECONDS = 5.0
#: Seconds `Connection.close` waits for the blocks in hand; then it takes back what the stuck one wrote.
CLOSE_SECONDS = 10.0

Parameters = Sequence[object] | Mapping[str, object]
Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]


class DatabaseInUse(Exception):  # noqa: N818  # a state the operator has to know, not a fault of ours
    """Another process has this database open."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The database {path} is in use by another running Stagedoor: stop that one first.")


class NotKept(sqlite3.OperationalError):
    """The transaction failed as a whole, so nothing this block wrote was kept; the cause says why."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a statement did."""

    rowcount: int
    lastrowid: int | None


class Writer:
    """What one transaction may do; good only inside its block."""

    def __init__(self, thread: "_Thread", group: "_Group") -> None:
        self.group = group
        self.task = asyncio.current_task()
        self.over = False
        self._thread = thread
        self._begun = False  # read and set in the thread only

    async def execute(self, sql: str, params: Parameters = ()) -> Written:
        """Run one statement.

        Raises:
            NotKept: an earlier error, such as a full disk, ended the whole transaction.
            RuntimeError: the block is over.
            sqlite3.Error: the statement failed.
        """
        return await self._run(partial(_execute, sql=sql, params=params))

    async def executemany(self, sql: str, rows: Iterable[Parameters]) -> Written:
        """Run one statement for each row; raises as `execute`."""
        return await self._run(partial(_execute_many, sql=sql, rows=list(rows)))

    async def fetch_one(self, sql: str, params: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row, seeing what this transaction wrote; raises as `execute`."""
        return await self._run(partial(_fetch_one, sql=sql, params=params))

    async def fetch_all(self, sql: str, params: Parameters = ()) -> list[sqlite3.Row]:
        """Return all rows, seeing what this transaction wrote; raises as `execute`."""
        return await self._run(partial(_fetch_all, sql=sql, params=params))

    async def _run(self, work: Work[Result]) -> Result:
        if self.over:
            raise RuntimeError("This transaction is over: write inside its block only.")
        return await self._thread.run(partial(self._in_savepoint, work=work))

    def _in_savepoint(self, connection: sqlite3.Connection, *, work: Work[Result]) -> Result:
        self.group.check()
        try:
            if not self._begun:
                _open_savepoint(connection)
                self._begun = True
            result = work(connection)
        except BaseException as error:
            self.group.notice(connection, error)
            raise
        self.group.notice(connection, RuntimeError("A statement of the block ended the transaction."))
        self.group.check()
        return result

    def undo(self, connection: sqlite3.Connection) -> None:
        """Take back what this body wrote, and only that; runs in the thread."""
        if not self._begun or self.group.lost is not None:
            return
        try:
            connection.execute("ROLLBACK TO body")
        except sqlite3.Error as error:
            _roll_back(connection)
            self.group.notice(connection, error)


class _Group:
    """The bodies that share one COMMIT."""

    def __init__(self) -> None:
        self.joined: list[asyncio.Future[BaseException | None]] = []
        self.lost: BaseException | None = None

    def join(self) -> asyncio.Future[BaseException | None]:
        """Count a finished body in; the future tells when it is durable, or why it is not."""
        kept: asyncio.Future[BaseException | None] = asyncio.get_running_loop().create_future()
        self.joined.append(kept)
        return kept

    @property
    def takes_more(self) -> bool:
        return self.lost is None and len(self.joined) < LARGEST_GROUP

    def notice(self, connection: sqlite3.Connection, cause: BaseException) -> None:
        """Remember the cause if the transaction is gone: SQLite ends it by itself on a full disk, for one."""
        if not connection.in_transaction:
            self.lost = cause

    def check(self) -> None:
        if self.lost is not None:
            raise NotKept("The transaction has failed as a whole.") from self.lost

    def commit(self, connection: sqlite3.Connection) -> None:
        """Make all bodies durable, or none; runs in the thread."""
        if not connection.in_transaction:  # nothing was written, or it is lost
            return
        try:
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise

    def settle(self, error: BaseException | None) -> None:
        for kept in self.joined:
            if not kept.done():
                kept.set_result(error)


class _Turns:
    """Whose turn it is to write; hands it on, and commits when nobody waits.

    Nothing here awaits between taking a turn and passing it, so no cancellation can lose one.
    """

    def __init__(self, thread: "_Thread") -> None:
        self.idle = asyncio.Event()
        self.idle.set()
        self._thread = thread
        self._writer: Writer | None = None
        self._group: _Group | None = None
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> Writer:
        """Wait for the turn."""
        if self.idle.is_set():
            self.idle.clear()
        else:
            await self._wait()
        if self._group is None:
            self._group = _Group()
        self._writer = Writer(self._thread, self._group)
        return self._writer

    @property
    def is_mine(self) -> bool:
        """Whether the running task has the turn."""
        return self._writer is not None and self._writer.task is asyncio.current_task()

    async def _wait(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self._pass_on()
            raise

    def give_up(self, writer: Writer) -> None:
        """End a failed body: what it wrote is taken back before the next one starts."""
        if writer.over:  # evicted before
            return
        self._end(writer)
        undone = self._thread.run(writer.undo)
        undone.add_done_callback(lambda _: self._pass_on())

    async def keep(self, writer: Writer) -> None:
        """End a finished body and wait until it is durable.

        Raises:
            NotKept: the COMMIT failed, or the connection was closed before the body ended.
        """
        if writer.over:
            raise NotKept("The database was closed before the block ended.")
        self._end(writer)
        kept = writer.group.join()
        self._pass_on()
        error = await kept
        if error is not None:
            raise NotKept("The database could not keep what was written.") from error

    def evict(self) -> None:
        """Take the turn from a body that doesn't end, and let nobody have it who still waits."""
        for turn in self._waiting:
            if not turn.done():
                turn.set_exception(RuntimeError("The database was closed before it was this block's turn."))
        if self._writer is not None:
            self.give_up(self._writer)

    def _end(self, writer: Writer) -> None:
        writer.over = True
        self._writer = None

    def _pass_on(self) -> None:
        if self._group is None or self._group.takes_more:
            while self._waiting:
                turn = self._waiting.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._commit()

    def _commit(self) -> None:
        group, self._group = self._group, None
        if group is None:
            self.idle.set()
            return
        committed = self._thread.run(group.commit)
        committed.add_done_callback(partial(self._committed, group))

    def _committed(self, group: _Group, committed: asyncio.Future[None]) -> None:
        group.settle(group.lost or committed.exception())
        self._pass_on()


class _Thread(aiosqlite.Connection):
    """aiosqlite's connection, able to do several things in one visit to its thread."""

    def __init__(self, path: Path) -> None:
        connect = partial(
            sqlite3.connect,
            path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            detect_types=sqlite3.PARSE_DECLTYPES,
        )
        super().__init__(connect, iter_chunk_size=64)
        self._thread.daemon = True  # a connection that somebody forgot to close must not hang the exit

    def run(self, work: Work[Result]) -> "asyncio.Future[Result]":
        """Queue `work` at once, in order; it runs even if the future is cancelled."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((future, partial(work, self._conn)))
        return future


class Connection:
    """An open database file; made by `Connection.open`."""

    def __init__(self, path: Path, writer: _Thread, reader: _Thread, resources: AsyncExitStack) -> None:
        self._path = path
        self._reader = reader
        self._turns = _Turns(writer)
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
            writer = _Thread(path)
            await resources.enter_async_context(writer)
            await writer.run(partial(_prepare_writer, migrations=migrations))
            reader = _Thread(path)
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
        return await self._reader.run(partial(_fetch_all, sql=sql, params=params))

    async def fetch_one(self, sql: str, params: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row of what is committed, None when there is none; raises as `fetch_all`."""
        self._check_open()
        return await self._reader.run(partial(_fetch_one, sql=sql, params=params))

    async def backup(self, path: Path) -> None:
        """Write a whole, durable copy of what is committed to a new file, while writers go on.

        Raises:
            FileExistsError: `path` is there already.
            OSError: `path` can't be written.
            RuntimeError: the connection is closed.
            sqlite3.Error: the copy failed, as on a full disk.
        """
        self._check_open()
        copying = asyncio.create_task(asyncio.to_thread(_copy, self._path, path))
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


def _open_savepoint(connection: sqlite3.Connection) -> None:
    """Begin a body: join the open transaction, where the last body's savepoint still stands, or begin one."""
    try:
        connection.execute("RELEASE body" if connection.in_transaction else "BEGIN IMMEDIATE")
        connection.execute("SAVEPOINT body")
    except sqlite3.Error:
        _roll_back(connection)
        raise


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _execute(connection: sqlite3.Connection, *, sql: str, params: Parameters) -> Written:
    with closing(connection.execute(sql, params)) as cursor:
        cursor.fetchall()  # rows nobody asked for would keep the statement, and so the transaction, open
        return Written(cursor.rowcount, cursor.lastrowid)


def _execute_many(connection: sqlite3.Connection, *, sql: str, rows: list[Parameters]) -> Written:
    with closing(connection.executemany(sql, rows)) as cursor:
        return Written(cursor.rowcount, cursor.lastrowid)


def _fetch_all(connection: sqlite3.Connection, *, sql: str, params: Parameters) -> list[sqlite3.Row]:
    with closing(connection.execute(sql, params)) as cursor:
        return cursor.fetchall()


def _fetch_one(connection: sqlite3.Connection, *, sql: str, params: Parameters) -> sqlite3.Row | None:
    with closing(connection.execute(sql, params)) as cursor:
        row: sqlite3.Row | None = cursor.fetchone()
        return row


def _copy(source: Path, target: Path) -> None:
    """Copy the database under another name first, so that a file called `target` is always whole."""
    if target.exists():
        raise FileExistsError(f"{target} exists already: choose another name for the backup.")
    descriptor, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".partial", dir=target.parent)
    try:
        with closing(_open_to_read(source)) as connection:
            connection.execute("VACUUM INTO ?", (name,))
        os.fsync(descriptor)
        Path(name).rename(target)
    finally:
        os.close(descriptor)
        Path(name).unlink(missing_ok=True)
    _sync_folder(target.parent)


def _open_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
