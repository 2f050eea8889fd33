"""Small writes together: each gets its own result, all share what goes wrong."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

from db.batches import Batches
from db.connection import Connection

TABLE = "CREATE TABLE IF NOT EXISTS words (word TEXT)"


def keep(connection: sqlite3.Connection, *, word: str) -> int:
    connection.execute(TABLE)
    connection.execute("INSERT INTO words VALUES (?)", (word,))
    return len(word)


def fail(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO nowhere VALUES (1)")


async def test_writes_of_one_moment_get_their_own_results(tmp_path: Path) -> None:
    connection = await Connection.open(tmp_path / "some.db")
    batches = Batches(connection)
    works = [batches.write(partial(keep, word="a" * length)) for length in range(50)]
    assert await asyncio.gather(*works) == list(range(50))
    row = await connection.fetch_one("SELECT count(*) FROM words")
    assert row is not None
    assert row[0] == 50
    await connection.close()


async def test_a_batch_that_fails_writes_nothing_and_the_next_one_goes_on(tmp_path: Path) -> None:
    connection = await Connection.open(tmp_path / "some.db")
    batches = Batches(connection)
    first = await batches.write(partial(keep, word="one"))
    works = (batches.write(partial(keep, word="two")), batches.write(fail))
    lost = await asyncio.gather(*works, return_exceptions=True)
    assert first == 3
    assert [type(error) for error in lost] == [sqlite3.OperationalError] * 2
    gone = asyncio.ensure_future(batches.write(partial(keep, word="three")))
    await asyncio.sleep(0)
    gone.cancel()
    assert await batches.write(partial(keep, word="four")) == 4
    rows = await connection.fetch_all("SELECT word FROM words ORDER BY rowid")
    assert [row["word"] for row in rows] == ["one", "three", "four"]
    await connection.close()
