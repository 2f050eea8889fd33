"""Brings a database to the form this program knows; the version lives inside the database."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.domain.sentences import sentence

#: The numbered scripts that ship with the program.
MIGRATIONS: Traversable = files("db") / "migrations"

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


class NewerDatabase(Exception):  # noqa: N818  # a state the operator has to know, not a fault of ours
    """The file was written by a later version of the program; nothing in it was touched."""

    def __init__(self, *, found: int, known: int) -> None:
        self.sentence = sentence(
            "The database has version {found}, but this program knows versions up to {known} only: "
            "update Stagedoor or use another database file.",
            found=found,
            known=known,
        )
        super().__init__(self.sentence.message.format(**self.sentence.values))


def migrate(connection: sqlite3.Connection, folder: Traversable = MIGRATIONS) -> int:
    """Apply the scripts of `folder` that are still missing, all or none, and return the version.

    Scripts run with foreign keys off, so that a table can be rebuilt without taking its children along;
    all references are checked before the commit.

    Raises:
        NewerDatabase: the database knows more scripts than the folder holds.
        ValueError: the folder's scripts are misnamed or not numbered 1, 2, 3 and so on.
        sqlite3.Error: a script failed or left a dangling reference; a note names the script.
    """
    scripts = _numbered(folder)
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(scripts):
        raise NewerDatabase(found=version, known=len(scripts))
    if version < len(scripts):
        _apply(connection, scripts[version:], version=len(scripts))
    return len(scripts)


def _numbered(folder: Traversable) -> list[Traversable]:
    scripts = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name
    )
    for expected, script in enumerate(scripts, start=1):
        name = _NAME.fullmatch(script.name)
        if name is None or int(name[1]) != expected:
            raise ValueError(
                f"Migration {expected} should be named {expected:04}_what_it_does.sql, found {script.name}."
            )
    return scripts


def _apply(connection: sqlite3.Connection, scripts: Sequence[Traversable], *, version: int) -> None:
    enforced = connection.execute("PRAGMA foreign_keys").fetchone()[0]
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            for script in scripts:
                _run(connection, script)
            _check_references(connection)
            connection.execute(f"PRAGMA user_version = {version}")
    finally:
        connection.execute(f"PRAGMA foreign_keys = {enforced}")


def _run(connection: sqlite3.Connection, script: Traversable) -> None:
    try:
        for statement in _statements(script.read_text(encoding="utf-8")):
            connection.execute(statement)
    except sqlite3.Error as error:
        error.add_note(f"in migration {script.name}")
        raise


def _statements(script: str) -> Iterator[str]:
    """Yield each statement; a semicolon inside a trigger, a string or a comment ends none."""
    statement = ""
    for piece in re.findall(r"[^;]*;|[^;]+", script):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    yield statement


def _check_references(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        table, _, parent, _ = broken
        raise sqlite3.IntegrityError(
            f"After migrating, a row of {table} refers to a row that {parent} hasn't."
        )
