"""What was acknowledged is there: after a kill, a full disk, a storm of cancellations."""

import asyncio
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from db.connection import Connection, NotKept

pytestmark = pytest.mark.slow
SCHEMA = "CREATE TABLE halves (block INTEGER, half INTEGER, filling BLOB, PRIMARY KEY (block, half));"
INSERT = "INSERT INTO halves (block, half, filling) VALUES (?, ?, zeroblob(?))"

#: Writes blocks of two rows, thirty tasks at a time, and says each block's number once it is committed.
WRITE_FOR_EVER = """
import asyncio, itertools, os, sys
from pathlib import Path
from db.connection import Connection

async def write_for_ever(connection, blocks):
    for block in blocks:
        async with connection.transaction() as write:
            for half in (1, 2):
                await write.execute(
                    "INSERT INTO halves (block, half, filling) VALUES (?, ?, zeroblob(300))", (block, half)
                )
        os.write(1, b"%d\\n" % block)

async def main(path, migrations):
    connection = await Connection.open(Path(path), Path(migrations))
    row = await connection.fetch_one("SELECT coalesce(max(block), 0) FROM halves")
    blocks = itertools.count(row[0] + 1)
    await asyncio.gather(*(write_for_ever(connection, blocks) for _ in range(30)))

asyncio.run(main(*sys.argv[1:]))
"""
OPEN_ONCE = """
import asyncio, sys
from pathlib import Path
from db.connection import Connection, DatabaseInUse

try:
    connection = asyncio.run(Connection.open(Path(sys.argv[1]), Path(sys.argv[2])))
except DatabaseInUse as error:
    sys.exit(str(error))
print("opened, and forgot to close")
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text(SCHEMA, encoding="utf-8")
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "stagedoor.db"


async def whole_blocks(connection: Connection) -> set[int]:
    """Return the blocks that are there, having checked that none is there by half."""
    rows = await connection.fetch_all("SELECT block, count(*) AS halves FROM halves GROUP BY block")
    assert {row["halves"] for row in rows} <= {2}
    return {row["block"] for row in rows}


async def write_block(connection: Connection, block: int, *, size: int = 10) -> None:
    async with connection.transaction() as write:
        await write.execute(INSERT, (block, 1, size))
        await write.execute(INSERT, (block, 2, size))


def killed_while_writing(path: Path, migrations: Path, *, after: float) -> set[int]:
    """Return the blocks that the child acknowledged before it was killed."""
    child = subprocess.Popen(  # noqa: S603  # our own script, in our own interpreter
        [sys.executable, "-c", WRITE_FOR_EVER, path, migrations], stdout=subprocess.PIPE
    )
    with child, child.stdout as said:
        first = said.readline()
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        lines = [first, *said.readlines()]
    assert child.returncode == -signal.SIGKILL
    return {int(line) for line in lines if line.endswith(b"\n")}


async def test_a_killed_process_loses_nothing_it_acknowledged(path: Path, migrations: Path) -> None:
    chance = random.Random(20261122)  # noqa: S311
    acknowledged: set[int] = set()
    for _ in range(6):
        acknowledged |= await asyncio.to_thread(
            killed_while_writing, path, migrations, after=chance.uniform(0, 0.25)
        )
        connection = await Connection.open(path, migrations)
        assert (await connection.fetch_all("PRAGMA integrity_check"))[0][0] == "ok"
        assert acknowledged <= await whole_blocks(connection)
        await connection.close()
    assert len(acknowledged) > 100


async def test_a_second_process_is_refused_and_the_exit_never_hangs(path: Path, migrations: Path) -> None:
    def open_elsewhere() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", OPEN_ONCE, str(path), str(migrations)]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603

    connection = await Connection.open(path, migrations)
    refused = await asyncio.to_thread(open_elsewhere)
    assert refused.returncode == 1
    assert refused.stderr == (
        f"The database {path} is in use by another running Stagedoor: stop that one first.\n"
    )
    await connection.close()
    opened = await asyncio.to_thread(open_elsewhere)
    assert (opened.returncode, opened.stdout) == (0, "opened, and forgot to close\n")


@dataclass
class Storm:
    """Blocks that are cancelled or fail at random moments; remembers what became of each."""

    connection: Connection
    chance: random.Random
    ended: set[int] = field(default_factory=set)
    acknowledged: set[int] = field(default_factory=set)

    async def write(self, block: int) -> None:
        async with self.connection.transaction() as write:
            for half in (1, 2):
                await write.execute(INSERT, (block, half, 10))
                for _ in range(self.chance.choice((0, 0, 0, 1, 3))):
                    await asyncio.sleep(0)
            if self.chance.random() < 0.1:
                raise LookupError
            self.ended.add(block)
        self.acknowledged.add(block)

    async def rage(self, blocks: int) -> None:
        tasks = []
        for block in range(blocks):
            tasks.append(asyncio.create_task(self.write(block)))
            if self.chance.random() < 0.3:
                await asyncio.sleep(self.chance.choice((0, 0, 0.0005, 0.002)))
            if self.chance.random() < 0.4:
                self.chance.choice(tasks).cancel()
            if self.chance.random() < 0.03:
                for task in tasks[-10:]:
                    task.cancel()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 30)


@pytest.mark.parametrize("seed", range(12))
async def test_a_storm_of_cancellations_leaves_exactly_the_blocks_that_ended(
    path: Path, migrations: Path, seed: int
) -> None:
    """A block cancelled while it waits for the COMMIT had ended, and is kept; no other one is."""
    connection = await Connection.open(path, migrations)
    storm = Storm(connection, random.Random(seed))  # noqa: S311
    await storm.rage(150)
    await asyncio.wait_for(write_block(connection, 1000), 5)
    there = await whole_blocks(connection)
    assert storm.acknowledged <= there
    assert there == storm.ended | {1000}
    assert len(storm.acknowledged) > 20
    assert len(storm.ended) < 140
    await connection.close()


async def test_a_full_database_fails_its_block_and_the_connection_lives(path: Path, migrations: Path) -> None:
    connection = await Connection.open(path, migrations)
    async with connection.transaction() as write:
        pages = await write.fetch_one("PRAGMA max_page_count = 40")
    assert pages is not None
    assert pages[0] == 40
    outcomes = await asyncio.gather(
        write_block(connection, 1),
        write_block(connection, 2, size=1_000_000),
        write_block(connection, 3),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], sqlite3.OperationalError)
    kept = {block for block, outcome in zip((1, 2, 3), outcomes, strict=True) if outcome is None}
    assert 3 in kept
    assert await whole_blocks(connection) == kept
    async with connection.transaction() as write:
        await write.execute("PRAGMA max_page_count = 100000")
    await write_block(connection, 4, size=1_000_000)
    assert await whole_blocks(connection) == kept | {4}
    assert (await connection.fetch_all("PRAGMA integrity_check"))[0][0] == "ok"
    await connection.close()


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let the system refuse to make any file of this process larger, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_disk_full_at_the_commit_fails_all_that_share_it_and_the_connection_lives(
    path: Path, migrations: Path
) -> None:
    connection = await Connection.open(path, migrations)
    await write_block(connection, 1)
    log = path.with_name(f"{path.name}-wal")
    with files_no_larger_than(log.stat().st_size + 5000):
        outcomes = await asyncio.gather(
            *(write_block(connection, block, size=20_000) for block in (2, 3)), return_exceptions=True
        )
        assert [type(outcome) for outcome in outcomes] == [NotKept, NotKept]
        assert await whole_blocks(connection) == {1}
    await write_block(connection, 4)
    assert await whole_blocks(connection) == {1, 4}
    await connection.close()
    connection = await Connection.open(path, migrations)
    assert await whole_blocks(connection) == {1, 4}
    assert (await connection.fetch_all("PRAGMA integrity_check"))[0][0] == "ok"
    await connection.close()


async def test_a_backup_onto_a_full_disk_leaves_no_file(path: Path, migrations: Path) -> None:
    connection = await Connection.open(path, migrations)
    await write_block(connection, 1, size=200_000)
    with files_no_larger_than(100_000), pytest.raises(sqlite3.OperationalError):
        await connection.backup(path.with_name("copy.db"))
    assert not any(path.parent.glob("copy*"))
    await connection.close()
