"""Writers don't wait for a COMMIT each.

Whoever is queued when one body ends joins its SQLite transaction, and a single COMMIT, run as soon as nobody
is queued, makes them all durable. Every body has a savepoint of its own.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Iterable
from functools import partial

from db.statements import (
    DatabaseThread,
    Parameters,
    Result,
    Work,
    Written,
    execute,
    execute_many,
    fetch_all,
    fetch_one,
    open_savepoint,
    roll_back,
)

#: The most bodies that share a COMMIT; bounds how long the first of them waits.
LARGEST_GROUP = 512


class NotKept(sqlite3.OperationalError):
    """The transaction failed as a whole, so nothing this block wrote was kept; the cause says why."""


class Writer:
    """What one transaction may do; good only inside its block."""

    def __init__(self, thread: "DatabaseThread", group: "Group") -> None:
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
        return await self.run(partial(execute, sql=sql, params=params))

    async def executemany(self, sql: str, rows: Iterable[Parameters]) -> Written:
        """Run one statement for each row; raises as `execute`."""
        return await self.run(partial(execute_many, sql=sql, rows=list(rows)))

    async def fetch_one(self, sql: str, params: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row, seeing what this transaction wrote; raises as `execute`."""
        return await self.run(partial(fetch_one, sql=sql, params=params))

    async def fetch_all(self, sql: str, params: Parameters = ()) -> list[sqlite3.Row]:
        """Return all rows, seeing what this transaction wrote; raises as `execute`."""
        return await self.run(partial(fetch_all, sql=sql, params=params))

    async def run(self, work: Work[Result]) -> Result:
        """Do several statements in one visit to the thread, where each visit takes its time; raises as `execute`."""
        if self.over:
            raise RuntimeError("This transaction is over: write inside its block only.")
        return await self._thread.run(partial(self._in_savepoint, work=work))

    def _in_savepoint(self, connection: sqlite3.Connection, *, work: Work[Result]) -> Result:
        self.group.check()
        try:
            if not self._begun:
                open_savepoint(connection)
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
            roll_back(connection)
            self.group.notice(connection, error)


class Group:
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
        """Whether another body may join."""
        return self.lost is None and len(self.joined) < LARGEST_GROUP

    def notice(self, connection: sqlite3.Connection, cause: BaseException) -> None:
        """Remember the cause if the transaction is gone: SQLite ends it by itself on a full disk, for one."""
        if not connection.in_transaction:
            self.lost = cause

    def check(self) -> None:
        """Refuse to go on with a transaction that is gone."""
        if self.lost is not None:
            raise NotKept("The transaction has failed as a whole.") from self.lost

    def commit(self, connection: sqlite3.Connection) -> None:
        """Make all bodies durable, or none; runs in the thread."""
        if not connection.in_transaction:  # nothing was written, or it is lost
            return
        try:
            connection.execute("COMMIT")
        except BaseException:
            roll_back(connection)
            raise

    def settle(self, error: BaseException | None) -> None:
        """Tell every body how the COMMIT went."""
        for kept in self.joined:
            if not kept.done():
                kept.set_result(error)


class Turns:
    """Whose turn it is to write; hands it on, and commits when nobody waits.

    Nothing here awaits between taking a turn and passing it, so no cancellation can lose one.
    """

    def __init__(self, thread: "DatabaseThread") -> None:
        self.idle = asyncio.Event()
        self.idle.set()
        self._thread = thread
        self._writer: Writer | None = None
        self._group: Group | None = None
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> Writer:
        """Wait for the turn."""
        if self.idle.is_set():
            self.idle.clear()
        else:
            await self._wait()
        if self._group is None:
            self._group = Group()
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

    def _committed(self, group: Group, committed: asyncio.Future[None]) -> None:
        group.settle(group.lost or committed.exception())
        self._pass_on()
