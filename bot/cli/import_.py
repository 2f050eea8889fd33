"""`import`: takes a label's folder into the database."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import fail, label_in, settings_here
from bot.domain.shows.label import Label
from bot.interface.i18n import texts_here
from db.connection import DatabaseInUse
from db.label import Imported
from db.migrate import NewerDatabase
from db.store import open_store


def import_(
    folder: Annotated[Path, typer.Argument(help="The folder with label.toml and shows.csv")],
    prune: Annotated[  # noqa: FBT002
        bool, typer.Option("--prune", help="Forget shows and FAQs that the folder does not name")
    ] = False,
) -> None:
    """Take a label's data into the database: new shows are added, known ones updated."""
    settings, label = settings_here(), label_in(folder)
    try:
        done = asyncio.run(_save(settings.database_path, label, prune=prune))
    except (DatabaseInUse, NewerDatabase) as error:
        raise fail(error.sentence) from error
    texts = texts_here()
    typer.echo(
        texts.t(
            "{label}: shows added {added}, shows updated {updated}, FAQs {faqs}.",
            label=label.name,
            added=len(done.added),
            updated=len(done.updated),
            faqs=len(label.faqs),
        )
    )
    if done.kept:
        typer.echo(
            texts.t(
                "Kept although the folder does not name them: {ids}. To forget them, add --prune.",
                ids=", ".join(done.kept),
            )
        )


async def _save(path: Path, label: Label, *, prune: bool) -> Imported:
    async with open_store(path) as store:
        return await store.label.save(label, prune=prune)
