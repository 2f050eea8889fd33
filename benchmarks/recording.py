"""How many rows a second are recorded durably, against one COMMIT for each row: `python -m benchmarks.recording`."""

import asyncio
import itertools
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from db.connection import Connection

SCHEMA = "CREATE TABLE said (id INTEGER PRIMARY KEY, member INTEGER NOT NULL, text TEXT NOT NULL);"
INSERT = "INSERT INTO said (member, text) VALUES (?, ?)"
ROW = (123_456_789_012_345_678, "문 몇 시에 열어요? what time do doors open on friday")
SECONDS = 1.0
ROUNDS = 5
WRITERS = (1, 10, 200)

Record = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run came to."""

    rows_a_second: float
    median_ms: float


async def measured(record: Record, *, writers: int) -> Measured:
    """Let so many writers record row after row for a while."""
    waits: list[float] = []
    start = time.perf_counter()

    async def write() -> None:
        while (before := time.perf_counter()) < start + SECONDS:
            await record()
            waits.append(time.perf_counter() - before)

    await asyncio.gather(*(write() for _ in range(writers)))
    return Measured(len(waits) / (time.perf_counter() - start), statistics.median(waits) * 1000)


async def one_by_one(folder: Path, *, writers: int) -> Measured:
    """Measure the baseline: the same settings, a lock, and a COMMIT of its own for each row."""
    turn = asyncio.Lock()
    async with aiosqlite.connect(folder / "plain.db", isolation_level=None) as plain:
        await plain.execute("PRAGMA journal_mode = WAL")
        await plain.execute("PRAGMA synchronous = FULL")
        await plain.execute(SCHEMA)

        async def record() -> None:
            async with turn:
                await plain.execute("BEGIN IMMEDIATE")
                await plain.execute(INSERT, ROW)
                await plain.execute("COMMIT")

        return await measured(record, writers=writers)


async def grouped(folder: Path, *, writers: int) -> Measured:
    """Measure our connection, and check that it kept what it acknowledged."""
    connection = await Connection.open(folder / "grouped.db", folder / "migrations")
    acknowledged = itertools.count()

    async def record() -> None:
        async with connection.transaction() as write:
            await write.execute(INSERT, ROW)
        next(acknowledged)

    result = await measured(record, writers=writers)
    await connection.close()
    assert rows_in(folder / "grouped.db") == next(acknowledged)
    return result


def rows_in(path: Path) -> int:
    """Count what a fresh connection finds in the file."""
    connection = sqlite3.connect(path)
    count: int = connection.execute("SELECT count(*) FROM said").fetchone()[0]
    connection.close()
    return count


def prepare(folder: Path) -> None:
    """Lay the table's script where `Connection.open` finds it."""
    (folder / "migrations").mkdir()
    (folder / "migrations" / "0001_said.sql").write_text(SCHEMA, encoding="utf-8")


async def compare(folder: Path, *, writers: int) -> str:
    """Take turns, as a machine's speed drifts, and return the medians and the spread of the ratios."""
    plain, ours = [], []
    for turn in range(ROUNDS):
        place = folder / f"{writers}-{turn}"
        place.mkdir()
        prepare(place)
        plain.append(await one_by_one(place, writers=writers))
        ours.append(await grouped(place, writers=writers))
    ratios = sorted(our.rows_a_second / their.rows_a_second for our, their in zip(ours, plain, strict=True))
    theirs, own = middle(plain), middle(ours)
    return (
        f"{writers:7}   {theirs.rows_a_second:17,.0f}  {theirs.median_ms:9.2f}"
        f"    {own.rows_a_second:14,.0f}  {own.median_ms:9.2f}"
        f"    {statistics.median(ratios):4.1f}x ({ratios[0]:.1f} to {ratios[-1]:.1f})"
    )


def middle(runs: list[Measured]) -> Measured:
    """Return the median of each figure."""
    return Measured(
        statistics.median(run.rows_a_second for run in runs), statistics.median(run.median_ms for run in runs)
    )


async def main() -> None:
    """Print a line for each number of writers."""
    print("writers   one by one rows/s  median ms    grouped rows/s  median ms    ratio (its spread)")
    # In the working folder: what /tmp is made of may know no disk.
    with tempfile.TemporaryDirectory(dir=".", prefix="recording.") as name:
        for writers in WRITERS:
            print(await compare(Path(name), writers=writers))


if __name__ == "__main__":
    asyncio.run(main())
