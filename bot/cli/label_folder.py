"""Opens a label folder on disk; what its texts mean is `bot.domain.shows.label_folder`'s."""

from datetime import UTC, datetime
from pathlib import Path

from bot.domain.sentences import sentence
from bot.domain.shows.label import Label
from bot.domain.shows.label_folder import LABEL_FILE, SHOWS_FILE, LabelFolderError, Problem, read_label
from db.codec import clean


def read_label_folder(folder: Path, *, updated_at: datetime | None = None) -> Label:
    """Read the label in `folder`; its shows are as fresh as `updated_at`, or as shows.csv's last change.

    Raises:
        LabelFolderError: with every problem found.
    """
    texts = {name: _text(folder / name) for name in (LABEL_FILE, SHOWS_FILE)}
    problems = [found for found in texts.values() if isinstance(found, Problem)]
    if problems:
        raise LabelFolderError(problems)
    if updated_at is None:
        updated_at = datetime.fromtimestamp((folder / SHOWS_FILE).stat().st_mtime, UTC)
    return read_label(str(texts[LABEL_FILE]), str(texts[SHOWS_FILE]), updated_at=updated_at)


def _text(path: Path) -> str | Problem:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return Problem(file=path.name, reason=sentence("This file cannot be read. Is the folder right?"))
    except UnicodeDecodeError:
        return Problem(file=path.name, reason=sentence("Save this file as UTF-8."))
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))
