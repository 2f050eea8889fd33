"""A database comes to the newest version whole, or stays as it was."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.migrate import NewerDatabase, migrate


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "some.db", isolation_level=None)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")
        yield opened


def scripts(tmp_path: Path, **texts: str) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name.removeprefix('m')}.sql").write_text(text, encoding="utf-8")
    return folder


def version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_an_empty_folder_changes_nothing(connection: sqlite3.Connection, tmp_path: Path) -> None:
    assert migrate(connection, scripts(tmp_path)) == 0
    assert version(connection) == 0


def test_scripts_are_applied_in_order_and_once(connection: sqlite3.Connection, tmp_path: Path) -> None:
    folder = scripts(
        tmp_path,
        m0002_second="INSERT INTO fans VALUES (1);",
        m0001_first="CREATE TABLE fans (id INTEGER PRIMARY KEY);",
    )
    assert migrate(connection, folder) == 2
    assert migrate(connection, folder) == 2
    assert version(connection) == 2
    assert connection.execute("SELECT count(*) FROM fans").fetchone() == (1,)


def test_a_later_script_is_applied_to_what_is_there(connection: sqlite3.Connection, tmp_path: Path) -> None:
    migrate(connection, scripts(tmp_path, m0001_first="CREATE TABLE fans (id INTEGER PRIMARY KEY);"))
    connection.execute("INSERT INTO fans VALUES (7)")
    migrate(connection, scripts(tmp_path, m0002_names="ALTER TABLE fans ADD COLUMN name TEXT DEFAULT '팬';"))
    assert connection.execute("SELECT * FROM fans").fetchall() == [(7, "팬")]


def test_other_files_in_the_folder_are_left_alone(connection: sqlite3.Connection, tmp_path: Path) -> None:
    folder = scripts(tmp_path, m0001_first="CREATE TABLE fans (id INTEGER);")
    (folder / "__init__.py").touch()
    assert migrate(connection, folder) == 1


def test_semicolons_end_a_statement_only_where_sql_says_so(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    text = """
        -- what a fan says; what is said
        CREATE TABLE said (text TEXT DEFAULT 'a;b'); /* one; two */
        CREATE TABLE log (text TEXT);
        CREATE TRIGGER note AFTER INSERT ON said BEGIN
            INSERT INTO log VALUES (new.text);
            INSERT INTO log VALUES ('end;');
        END;
        INSERT INTO said DEFAULT VALUES;
        INSERT INTO log VALUES ('no semicolon at the end')
        -- the end;
    """
    migrate(connection, scripts(tmp_path, m0001_first=text))
    said = [line for (line,) in connection.execute("SELECT text FROM log")]
    assert said == ["a;b", "end;", "no semicolon at the end"]


def test_a_failing_script_leaves_nothing_of_any(connection: sqlite3.Connection, tmp_path: Path) -> None:
    folder = scripts(
        tmp_path,
        m0001_first="CREATE TABLE fans (id INTEGER PRIMARY KEY);",
        m0002_wrong="CREATE TABLE more (id INTEGER); INSERT INTO nowhere VALUES (1);",
    )
    with pytest.raises(sqlite3.OperationalError, match="nowhere") as caught:
        migrate(connection, folder)
    assert caught.value.__notes__ == ["in migration 0002_wrong.sql"]
    assert (version(connection), tables(connection)) == (0, set())
    assert not connection.in_transaction
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_script_cut_short_is_refused(connection: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="incomplete"):
        migrate(connection, scripts(tmp_path, m0001_first="CREATE TABLE fans (id INTEGER"))
    assert version(connection) == 0


@pytest.mark.parametrize("name", ["0002_gap", "0000_early", "1_short", "first", "0001-dash", "0001_Big"])
def test_misnumbered_scripts_are_refused(connection: sqlite3.Connection, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"0001_what_it_does\.sql, found " + name):
        migrate(connection, scripts(tmp_path, **{name: "SELECT 1;"}))


def test_one_number_used_twice_is_refused(connection: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Migration 2 should be named"):
        migrate(connection, scripts(tmp_path, m0001_a="SELECT 1;", m0001_b="SELECT 1;"))


def test_a_newer_database_is_refused_and_not_touched(connection: sqlite3.Connection, tmp_path: Path) -> None:
    connection.execute("PRAGMA user_version = 9")
    before = (tmp_path / "some.db").read_bytes()
    with pytest.raises(NewerDatabase) as caught:
        migrate(connection, scripts(tmp_path, m0001_first="CREATE TABLE fans (id INTEGER);"))
    assert str(caught.value) == (
        "The database has version 9, but this program knows versions up to 1 only: "
        "update Stagedoor or use another database file."
    )
    assert (tmp_path / "some.db").read_bytes() == before


FAMILY = """
    CREATE TABLE shows (id INTEGER PRIMARY KEY);
    CREATE TABLE questions (show INTEGER REFERENCES shows ON DELETE CASCADE);
    INSERT INTO shows VALUES (1);
    INSERT INTO questions VALUES (1);
"""


def test_a_table_is_rebuilt_without_losing_its_children(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    migrate(connection, scripts(tmp_path, m0001_first=FAMILY))
    rebuild = """
        CREATE TABLE new_shows (id INTEGER PRIMARY KEY, title TEXT);
        INSERT INTO new_shows SELECT id, 'x' FROM shows;
        DROP TABLE shows;
        ALTER TABLE new_shows RENAME TO shows;
    """
    migrate(connection, scripts(tmp_path, m0002_title=rebuild))
    assert connection.execute("SELECT show FROM questions").fetchall() == [(1,)]
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO questions VALUES (2)")


def test_a_script_that_leaves_a_dangling_reference_is_refused(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    migrate(connection, scripts(tmp_path, m0001_first=FAMILY))
    with pytest.raises(sqlite3.IntegrityError, match="questions refers to a row that shows"):
        migrate(connection, scripts(tmp_path, m0002_careless="DELETE FROM shows;"))
    assert version(connection) == 1
    assert connection.execute("SELECT count(*) FROM shows").fetchone() == (1,)
