"""Copies a database while it is in use."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from db.statements import BUSY_SECONDS


def copy(source: Path, target: Path) -> None:
    """Copy the database under another name first, so that a file called `target` is always whole."""
    if target.exists():
        raise FileExistsError(f"{target} exists already: choose another name for the backup.")
    descriptor, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".partial", dir=target.parent)
    try:
        with closing(open_to_read(source)) as connection:
            connection.execute("VACUUM INTO ?", (name,))
        os.fsync(descriptor)
        Path(name).rename(target)
    finally:
        os.close(descriptor)
        Path(name).unlink(missing_ok=True)
    sync_folder(target.parent)


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a database that is only looked at."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)


def sync_folder(folder: Path) -> None:
    """Make a folder's new entries durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
