"""One writer whose blocks are whole, one reader that sees what is committed."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

import db.connection
from db.connection import Connection, DatabaseInUse, NotKept, Writer
from db.migrate import NewerDatabase

SCHEMA = """
    CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, at INSTANT);
    CREATE TABLE replies (note INTEGER NOT NULL REFERENCES notes (id));
    CREATE TABLE late (note INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED);
"""
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text(SCHEMA, encoding="utf-8")
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "here" / "stagedoor.db"


@pytest.fixture
async def connection(path: Path, migrations: Path) -> AsyncIterator[Connection]:
    opened = await Connection.open(path, migrations)
    yield opened
    await opened.close()


async def note(write: Writer, text: str) -> None:
    await write.execute("INSERT INTO notes (text) VALUES (?)", (text,))


async def keep(connection: Connection, *texts: str) -> None:
    async with connection.transaction() as write:
        for text in texts:
            await note(write, text)


async def kept(connection: Connection) -> list[str]:
    return [row["text"] for row in await connection.fetch_all("SELECT text FROM notes ORDER BY id")]


async def test_what_a_block_wrote_is_read_after_it(connection: Connection) -> None:
    async with connection.transaction() as write:
        done = await write.execute(
            "INSERT INTO notes (text, at) VALUES (:text, :at)", {"text": "hello", "at": NOON}
        )
    assert (done.rowcount, done.lastrowid) == (1, 1)
    row = await connection.fetch_one("SELECT * FROM notes")
    assert row is not None
    assert (row["text"], row["at"]) == ("hello", NOON)
    assert await connection.fetch_one("SELECT * FROM notes WHERE id = ?", (2,)) is None


async def test_the_reader_sees_only_what_is_committed_the_writer_all(connection: Connection) -> None:
    async with connection.transaction() as write:
        await write.executemany("INSERT INTO notes (text) VALUES (?)", ((text,) for text in "abc"))
        inside = await write.fetch_all("SELECT text FROM notes")
        assert [row["text"] for row in inside] == ["a", "b", "c"]
        assert await write.fetch_one("SELECT 1 FROM notes WHERE text = 'd'") is None
        assert await kept(connection) == []
    assert await kept(connection) == ["a", "b", "c"]


async def test_counts_of_changed_rows(connection: Connection) -> None:
    async with connection.transaction() as write:
        many = await write.executemany("INSERT INTO notes (text) VALUES (?)", [("a",), ("b",)])
        changed = await write.execute("UPDATE notes SET at = ? RETURNING id", (NOON,))
        none = await write.execute("DELETE FROM notes WHERE id = 99")
    assert (many.rowcount, changed.rowcount, none.rowcount) == (2, 2, 0)


async def test_returning_gives_the_row_and_keeps_the_change(connection: Connection) -> None:
    async with connection.transaction() as write:
        first = await write.fetch_one("INSERT INTO notes (text) VALUES ('a'), ('b') RETURNING id")
        assert first is not None
        assert first["id"] == 1
    assert await kept(connection) == ["a", "b"]


async def test_an_exception_takes_back_its_own_block_only(connection: Connection) -> None:
    async def fail() -> None:
        async with connection.transaction() as write:
            await note(write, "taken back")
            raise LookupError

    outcomes = await asyncio.gather(
        keep(connection, "one"), fail(), keep(connection, "two", "three"), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), LookupError, type(None)]
    assert await kept(connection) == ["one", "two", "three"]


async def test_a_failed_statement_can_be_caught_inside_the_block(connection: Connection) -> None:
    await keep(connection, "same")
    async with connection.transaction() as write:
        await note(write, "before")
        with pytest.raises(sqlite3.IntegrityError):
            await note(write, "same")
        await note(write, "after")
    assert await kept(connection) == ["same", "before", "after"]


@pytest.mark.parametrize("text", ["\ud800", 2**63, object()])
async def test_what_sqlite_cannot_hold_is_refused_and_nothing_breaks(
    connection: Connection, text: object
) -> None:
    async def block() -> None:
        async with connection.transaction() as write:
            await note(write, "before")
            await write.execute("INSERT INTO notes (text) VALUES (?)", (text,))

    with pytest.raises((UnicodeEncodeError, OverflowError, sqlite3.Error)):
        await block()
    await keep(connection, "next")
    assert await kept(connection) == ["next"]


async def test_blocks_that_wait_share_a_commit_in_order(connection: Connection) -> None:
    texts = [str(number) for number in range(1500)]
    await asyncio.gather(*(keep(connection, text) for text in texts))
    assert await kept(connection) == texts


async def test_a_waiting_block_sees_what_the_one_before_it_wrote(connection: Connection) -> None:
    seen: list[int] = []

    async def count() -> None:
        async with connection.transaction() as write:
            row = await write.fetch_one("SELECT count(*) AS number FROM notes")
            assert row is not None
            seen.append(row["number"])
            await note(write, f"note {row['number']}")

    await asyncio.gather(*(count() for _ in range(20)))
    assert seen == list(range(20))


async def test_a_block_returns_only_when_the_shared_commit_is_done(connection: Connection) -> None:
    """The first block's row isn't committed while a second, joined one is still at work."""
    go_on = asyncio.Event()

    async def slow() -> None:
        async with connection.transaction() as write:
            await note(write, "slow")
            await go_on.wait()

    first = asyncio.create_task(keep(connection, "first"))
    second = asyncio.create_task(slow())
    await asyncio.sleep(0.05)
    assert not first.done()
    assert await kept(connection) == []
    go_on.set()
    await asyncio.gather(first, second)
    assert await kept(connection) == ["first", "slow"]


async def test_an_empty_block_and_a_reading_one_are_fine(connection: Connection) -> None:
    async with connection.transaction():
        pass
    async with connection.transaction() as write:
        assert await write.fetch_all("SELECT * FROM notes") == []
    with pytest.raises(LookupError):
        async with connection.transaction():
            raise LookupError


async def test_a_transaction_inside_a_transaction_is_refused(connection: Connection) -> None:
    async with connection.transaction() as write:
        await note(write, "outer")
        with pytest.raises(RuntimeError, match="inside another"):
            await keep(connection, "inner")
    with pytest.raises(RuntimeError, match="inside another"):
        async with connection.transaction():
            await keep(connection, "inner")
    await keep(connection, "next")
    assert await kept(connection) == ["outer", "next"]


async def test_closing_inside_a_transaction_is_refused(connection: Connection) -> None:
    async with connection.transaction() as write:
        with pytest.raises(RuntimeError, match="inside its transaction"):
            await connection.close()
        await note(write, "kept")
    assert await kept(connection) == ["kept"]


async def test_a_writer_is_good_only_inside_its_block(connection: Connection) -> None:
    async with connection.transaction() as write:
        pass
    with pytest.raises(RuntimeError, match="over"):
        await note(write, "late")


async def test_references_are_enforced(connection: Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        async with connection.transaction() as write:
            await write.execute("INSERT INTO replies VALUES (1)")


async def test_the_reader_cannot_write(connection: Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await connection.fetch_all("INSERT INTO notes (text) VALUES ('x')")


async def test_the_settings_that_durability_rests_on(connection: Connection) -> None:
    async with connection.transaction() as write:
        found = [
            (await write.fetch_all(f"PRAGMA {name}"))[0][0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 2, 1, 5000]


async def test_a_failing_commit_raises_in_all_that_share_it(connection: Connection) -> None:
    async def promise() -> None:
        async with connection.transaction() as write:
            await write.execute("INSERT INTO late VALUES (404)")

    outcomes = await asyncio.gather(keep(connection, "one"), promise(), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [NotKept, NotKept]
    assert all(isinstance(outcome.__cause__, sqlite3.IntegrityError) for outcome in outcomes)
    await keep(connection, "next")
    assert await kept(connection) == ["next"]


async def test_a_statement_that_ends_the_transaction_fails_all_that_share_it(connection: Connection) -> None:
    await keep(connection, "same")

    async def collide() -> None:
        async with connection.transaction() as write:
            with pytest.raises(sqlite3.IntegrityError):
                await write.execute("INSERT OR ROLLBACK INTO notes (text) VALUES ('same')")
            with pytest.raises(NotKept):
                await note(write, "after")

    outcomes = await asyncio.gather(
        keep(connection, "one"), collide(), keep(connection, "two"), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [NotKept, NotKept, type(None)]
    assert await kept(connection) == ["same", "two"]


async def test_a_block_that_ends_the_transaction_by_itself_fails(connection: Connection) -> None:
    async def end() -> None:
        async with connection.transaction() as write:
            await note(write, "one")
            await write.execute("ROLLBACK")

    with pytest.raises(NotKept) as caught:
        await end()
    assert str(caught.value.__cause__) == "A statement of the block ended the transaction."
    await keep(connection, "next")
    assert await kept(connection) == ["next"]


async def test_a_block_whose_savepoint_is_gone_is_taken_back_with_all_that_share_it(
    connection: Connection,
) -> None:
    async def release() -> None:
        async with connection.transaction() as write:
            await note(write, "one")
            await write.execute("RELEASE body")
            raise LookupError

    outcomes = await asyncio.gather(keep(connection, "shares"), release(), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [NotKept, LookupError]
    await keep(connection, "next")
    assert await kept(connection) == ["next"]


async def test_when_no_savepoint_can_be_opened_the_block_fails_and_the_next_is_fine(
    connection: Connection,
) -> None:
    thread = connection._turns._thread

    def authorize(action: int, *_: object) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_SAVEPOINT else sqlite3.SQLITE_OK

    await thread.set_authorizer(authorize)
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        await keep(connection, "one")
    await thread.set_authorizer(None)
    await keep(connection, "two")
    assert await kept(connection) == ["two"]


async def test_another_program_that_holds_the_file_is_an_error_not_an_end(
    connection: Connection, path: Path
) -> None:
    async with connection.transaction() as write:
        await write.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path, isolation_level=None)) as shell:
        shell.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await keep(connection, "one")
        shell.execute("ROLLBACK")
    await keep(connection, "two")
    assert await kept(connection) == ["two"]


class TestCancelling:
    async def test_inside_the_block_leaves_nothing_of_it(self, connection: Connection) -> None:
        async def half() -> None:
            async with connection.transaction() as write:
                await note(write, "half")
                await asyncio.sleep(60)

        task = asyncio.create_task(half())
        await asyncio.sleep(0.05)
        follower = asyncio.create_task(keep(connection, "whole"))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, follower, return_exceptions=True)
        assert task.cancelled()
        assert await kept(connection) == ["whole"]

    async def test_during_a_statement_leaves_nothing_of_it(self, connection: Connection) -> None:
        task = asyncio.create_task(keep(connection, "half", "more"))
        await asyncio.sleep(0)
        task.cancel()
        await keep(connection, "whole")
        assert task.cancelled()
        assert await kept(connection) == ["whole"]

    async def test_while_waiting_for_the_turn_passes_it_on(self, connection: Connection) -> None:
        tasks = [asyncio.create_task(keep(connection, text)) for text in "abcde"]
        await asyncio.sleep(0)
        for task in tasks[1:4]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert await kept(connection) == ["a", "e"]

    async def test_just_when_the_turn_has_come_passes_it_on(self, connection: Connection) -> None:
        first = connection.transaction()
        await first.__aenter__()
        waiting = [asyncio.create_task(keep(connection, text)) for text in "ab"]
        await asyncio.sleep(0)
        leaving = asyncio.create_task(first.__aexit__(None, None, None))
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.gather(leaving, *waiting, return_exceptions=True)
        assert waiting[0].cancelled()
        assert await kept(connection) == ["b"]

    async def test_all_who_wait_leaves_nobody_without_a_commit(self, connection: Connection) -> None:
        first = asyncio.create_task(keep(connection, "first"))
        waiting = [asyncio.create_task(keep(connection, text)) for text in "abc"]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.wait_for(first, 5)
        assert await kept(connection) == ["first"]

    async def test_while_the_commit_runs_harms_no_commit(self, connection: Connection) -> None:
        first = asyncio.create_task(keep(connection, "first"))
        other = asyncio.create_task(keep(connection, "other"))
        while not (group := connection._turns._group) or not group.joined:  # noqa: ASYNC110
            await asyncio.sleep(0)
        first.cancel()
        await other
        assert first.cancelled()
        assert await kept(connection) == ["first", "other"]


class TestOpening:
    async def test_a_second_time_is_refused(
        self, connection: Connection, path: Path, migrations: Path
    ) -> None:
        with pytest.raises(DatabaseInUse, match=r"stagedoor\.db is in use by another"):
            await Connection.open(path, migrations)
        await keep(connection, "still fine")

    async def test_by_another_name_is_refused(
        self, connection: Connection, path: Path, migrations: Path
    ) -> None:
        await keep(connection, "x")
        link = path.with_name("link.db")
        link.symlink_to(path)
        with pytest.raises(DatabaseInUse):
            await Connection.open(link, migrations)

    async def test_again_after_closing_finds_what_was_kept(self, path: Path, migrations: Path) -> None:
        for text in "ab":
            connection = await Connection.open(path, migrations)
            await keep(connection, text)
            await connection.close()
        connection = await Connection.open(path, migrations)
        assert await kept(connection) == ["a", "b"]
        await connection.close()
        assert {file.name for file in path.parent.iterdir()} == {path.name, f"{path.name}.lock"}

    async def test_a_newer_file_is_refused_untouched_and_let_go(self, path: Path, migrations: Path) -> None:
        path.parent.mkdir(parents=True)
        with closing(sqlite3.connect(path)) as later:
            later.execute("PRAGMA user_version = 99")
        before = path.read_bytes()  # noqa: ASYNC240
        for _ in range(2):
            with pytest.raises(NewerDatabase, match="version 99"):
                await Connection.open(path, migrations)
        assert path.read_bytes() == before  # noqa: ASYNC240

    async def test_what_is_no_database_is_refused(self, path: Path, migrations: Path) -> None:
        path.parent.mkdir(parents=True)
        path.write_text("Dear diary, " * 100, encoding="utf-8")  # noqa: ASYNC240
        with pytest.raises(sqlite3.DatabaseError, match="not a database"):
            await Connection.open(path, migrations)

    async def test_cancelled_lets_go_of_the_file(self, path: Path, migrations: Path) -> None:
        for steps in range(12):
            task = asyncio.create_task(Connection.open(path, migrations))
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        connection = await Connection.open(path, migrations)
        await keep(connection, "x")
        await connection.close()

    async def test_a_file_with_a_strange_name(self, tmp_path: Path, migrations: Path) -> None:
        connection = await Connection.open(tmp_path / "50% off? #1 공연.db", migrations)
        await keep(connection, "x")
        await connection.backup(tmp_path / "copy 'n' ?.db")
        await connection.close()
        assert (tmp_path / "copy 'n' ?.db").exists()


class TestClosing:
    async def test_again_and_at_once_is_harmless(self, connection: Connection) -> None:
        await asyncio.gather(connection.close(), connection.close())
        await connection.close()

    async def test_waits_for_what_is_in_hand(self, path: Path, migrations: Path, tmp_path: Path) -> None:
        connection = await Connection.open(path, migrations)
        async with connection.transaction() as write:
            await write.execute("INSERT INTO notes (text) SELECT hex(zeroblob(20000000))")  # slow to copy
        texts = [str(number) for number in range(50)]
        writing = [asyncio.create_task(keep(connection, text)) for text in texts]
        reading = asyncio.create_task(connection.fetch_all("SELECT * FROM notes"))
        copying = asyncio.create_task(connection.backup(tmp_path / "copy.db"))
        await asyncio.sleep(0)
        await connection.close()
        assert all(task.done() for task in (*writing, reading, copying))
        await asyncio.gather(*writing, reading, copying)
        connection = await Connection.open(path, migrations)
        assert (await kept(connection))[1:] == texts
        await connection.close()

    async def test_refuses_what_comes_later(self, connection: Connection, tmp_path: Path) -> None:
        await connection.close()
        for late in (
            keep(connection, "x"),
            connection.fetch_one("SELECT 1"),
            connection.fetch_all("SELECT 1"),
            connection.backup(tmp_path / "copy.db"),
        ):
            with pytest.raises(RuntimeError, match="closed"):
                await late

    async def test_cancelled_goes_on(self, connection: Connection, path: Path, migrations: Path) -> None:
        writing = asyncio.create_task(keep(connection, "x"))
        await asyncio.sleep(0)
        closing_it = asyncio.create_task(connection.close())
        await asyncio.sleep(0)
        closing_it.cancel()
        await writing
        await connection.close()
        again = await Connection.open(path, migrations)
        assert await kept(again) == ["x"]
        await again.close()

    async def test_does_not_wait_for_ever_for_a_stuck_block(
        self, path: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(db.connection, "CLOSE_SECONDS", 0.1)
        connection = await Connection.open(path, migrations)
        go_on = asyncio.Event()

        async def stuck() -> None:
            async with connection.transaction() as write:
                await note(write, "stuck")
                await go_on.wait()

        finished = asyncio.create_task(keep(connection, "finished"))
        holding = asyncio.create_task(stuck())
        waiting = asyncio.create_task(keep(connection, "waiting"))
        gone = asyncio.create_task(keep(connection, "gone"))
        await asyncio.sleep(0.05)
        gone.cancel()
        await asyncio.wait_for(connection.close(), 5)
        go_on.set()
        outcomes = await asyncio.gather(finished, holding, waiting, gone, return_exceptions=True)
        kinds = [type(outcome) for outcome in outcomes]
        assert kinds == [type(None), NotKept, RuntimeError, asyncio.CancelledError]
        again = await Connection.open(path, migrations)
        assert await kept(again) == ["finished"]
        await again.close()

    async def test_a_stuck_block_that_fails_later_says_its_own_error(
        self, path: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(db.connection, "CLOSE_SECONDS", 0.1)
        connection = await Connection.open(path, migrations)
        go_on = asyncio.Event()

        async def stuck() -> None:
            async with connection.transaction() as write:
                await go_on.wait()
                await note(write, "too late")

        holding = asyncio.create_task(stuck())
        await asyncio.sleep(0.05)
        await asyncio.wait_for(connection.close(), 5)
        go_on.set()
        with pytest.raises(RuntimeError, match="over"):
            await holding


class TestBackup:
    async def test_is_whole_while_writers_go_on(
        self, connection: Connection, tmp_path: Path, migrations: Path
    ) -> None:
        await keep(connection, "before")
        writing = [asyncio.create_task(keep(connection, str(number))) for number in range(200)]
        await connection.backup(tmp_path / "copy.db")
        await asyncio.gather(*writing)
        copy = await Connection.open(tmp_path / "copy.db", migrations)
        found = await kept(copy)
        assert found == (await kept(connection))[: len(found)]
        assert found[0] == "before"
        assert (await copy.fetch_all("PRAGMA integrity_check"))[0][0] == "ok"
        await copy.close()

    async def test_never_overwrites(self, connection: Connection, tmp_path: Path) -> None:
        target = tmp_path / "precious.db"
        target.touch()
        with pytest.raises(FileExistsError, match="exists already"):
            await connection.backup(target)
        assert target.read_bytes() == b""

    async def test_leaves_nothing_half_when_it_fails(
        self, connection: Connection, path: Path, tmp_path: Path
    ) -> None:
        target = tmp_path / "copy.db"
        with closing(sqlite3.connect(path)) as shell:
            shell.execute("PRAGMA writable_schema = ON")
            shell.execute("UPDATE sqlite_master SET sql = 'nonsense' WHERE name = 'notes'")
            shell.commit()
        with pytest.raises(sqlite3.DatabaseError):
            await connection.backup(target)
        assert not any(tmp_path.glob("copy*"))  # noqa: ASYNC240

    async def test_into_a_missing_folder_says_so(self, connection: Connection, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            await connection.backup(tmp_path / "nowhere" / "copy.db")

    @pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
    async def test_is_for_its_owner_only(self, connection: Connection, tmp_path: Path) -> None:
        await connection.backup(tmp_path / "copy.db")
        assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
