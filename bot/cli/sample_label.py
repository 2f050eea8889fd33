"""The sample label: a label that does not exist, with shows as if it were planned today."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable

from bot.cli.label_folder import read_label_folder
from bot.domain.languages.language import ENGLISH
from bot.domain.shows.label import Label

#: The day on which the sample's files are written to be read; they move on by whole weeks from here.
WRITTEN_FOR = date(2026, 11, 22)


def sample_label(now: datetime, language: str = ENGLISH) -> Label:
    """Return the sample label with its dates moved to `now` (aware UTC) by whole weeks, updated then."""
    with as_file(_folder(language)) as folder:
        label = read_label_folder(folder, updated_at=now.astimezone(UTC))
    weeks = timedelta(weeks=(now.astimezone(label.timezone).date() - WRITTEN_FOR).days // 7)
    return replace(
        label,
        shows=tuple(
            replace(
                show,
                start=show.start + weeks,
                doors=show.doors and show.doors + weeks,
                on_sale=show.on_sale and show.on_sale + weeks,
            )
            for show in label.shows
        ),
    )


def sample_text(name: str, language: str) -> str:
    """Return what stands in a file of the sample."""
    return (_folder(language) / name).read_text("utf-8")


def _folder(language: str) -> Traversable:
    """Return the sample in a language, or in English, where nobody has written one."""
    sample = files("bot") / "sample"
    own = sample / language
    return own if own.is_dir() else sample
