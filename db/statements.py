"""A thread of SQLite's own, and the statements that run in it."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import aiosqlite

#: Seconds SQLite waits for another program's lock on the file, such as a shell's.
BUSY_SECONDS = 5.0

Parameters = Sequence[object] | Mapping[str, object]
Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]


@dataclass(frozen=True, slots=True)
class Written:
    """What a statement did."""

    rowcount: int
    lastrowid: int | None


class DatabaseThread(aiosqlite.Connection):
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


def open_savepoint(connection: sqlite3.Connection) -> None:
    """Begin a body: join the open transaction, where the last body's savepoint still stands, or begin one."""
    try:
        connection.execute("RELEASE body" if connection.in_transaction else "BEGIN IMMEDIATE")
        connection.execute("SAVEPOINT body")
    except sqlite3.Error:
        roll_back(connection)
        raise


def roll_back(connection: sqlite3.Connection) -> None:
    """Take everything back that is not committed."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def execute(connection: sqlite3.Connection, *, sql: str, params: Parameters) -> Written:
    """Run one statement."""
    with closing(connection.execute(sql, params)) as cursor:
        cursor.fetchall()  # rows nobody asked for would keep the statement, and so the transaction, open
        return Written(cursor.rowcount, cursor.lastrowid)


def execute_many(connection: sqlite3.Connection, *, sql: str, rows: list[Parameters]) -> Written:
    """Run one statement for each row."""
    with closing(connection.executemany(sql, rows)) as cursor:
        return Written(cursor.rowcount, cursor.lastrowid)


def fetch_all(connection: sqlite3.Connection, *, sql: str, params: Parameters) -> list[sqlite3.Row]:
    """Return all rows."""
    with closing(connection.execute(sql, params)) as cursor:
        return cursor.fetchall()


def fetch_one(connection: sqlite3.Connection, *, sql: str, params: Parameters) -> sqlite3.Row | None:
    """Return the first row."""
    with closing(connection.execute(sql, params)) as cursor:
        row: sqlite3.Row | None = cursor.fetchone()
        return row
