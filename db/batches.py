"""Small writes that come by the hundreds a second are written together.

A transaction of one's own goes to SQLite's thread and back before the next one may begin, and a busy event loop
makes that slow. What comes in while a batch is being written makes up the next one: one visit, one COMMIT.
"""

import asyncio
import sqlite3
from functools import partial
from typing import Any

from db.connection import Connection
from db.statements import Result, Work

Waiting = tuple[Work[Any], "asyncio.Future[Any]"]


class Batches:
    """Writes in the order in which they came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, work: Work[Result]) -> Result:
        """Have `work` done in SQLite's thread; returns once what it wrote is durable.

        Raises:
            NotKept: the COMMIT failed, nothing was written.
            RuntimeError: the connection is closed.
            sqlite3.Error: a statement of the batch failed, nothing of it was written.
        """
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                async with self._connection.transaction() as writer:
                    results = await writer.run(partial(_all, works=[work for work, _ in batch]))
            except Exception as error:  # noqa: BLE001  # each of them is told
                _tell(batch, [error] * len(batch))
            else:
                _tell(batch, results)


def _all(connection: sqlite3.Connection, *, works: list[Work[Any]]) -> list[Any]:
    return [work(connection) for work in works]


def _tell(batch: list[Waiting], results: list[Any]) -> None:
    for (_, done), result in zip(batch, results, strict=True):
        if done.done():  # nobody waits for it any more
            continue
        if isinstance(result, Exception):
            done.set_exception(result)
        else:
            done.set_result(result)
