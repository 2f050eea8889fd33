"""`digest`: a week's digest as files, from the database and without Discord."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import fail, settings_here
from bot.client import NO_LABEL
from bot.clock import utc_now
from bot.domain.digests.digest import Digest
from bot.domain.hours.server_hours import zone_in
from bot.domain.reply_time import Week
from bot.domain.sentences import sentence
from bot.domain.server import Server
from bot.interface.i18n import texts_for, texts_here
from bot.reports.digest.load import load_digest
from bot.reports.digest.markdown import digest_markdown
from bot.reports.digest.picture import draw_picture
from bot.reports.digest.table import digest_csv
from db.backup import copy
from db.migrate import NewerDatabase
from db.store import Store, open_store


def digest(
    out: Annotated[Path, typer.Option(help="The folder to write into")],
    week: Annotated[str | None, typer.Option(help="Such as 2026-W47; the last full week if left out")] = None,
    guild: Annotated[int | None, typer.Option(help="The server's id, if there is more than one")] = None,
) -> None:
    """Write a week's digest as Markdown, a picture and a table; the bot may be running."""
    database = settings_here().database_path
    if not database.exists():
        raise fail(sentence("There is no database {path}: has the bot run yet?", path=database))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        looked_at = Path(folder) / "copy.db"
        copy(database.absolute(), looked_at)
        try:
            written = asyncio.run(_write(looked_at, out, week, guild))
        except NewerDatabase as error:
            raise fail(error.sentence) from error
    for path in written:
        typer.echo(texts_here().t("{path} written.", path=path))


async def _write(database: Path, out: Path, week: str | None, guild: int | None) -> list[Path]:
    async with open_store(database) as store:
        server = _server(store, guild)
        made = await _digest(store, server, week)
    texts = texts_for(server.language)
    contents = {
        "md": digest_markdown(made, texts).encode(),
        "png": await draw_picture(made, texts),
        "csv": digest_csv(made, texts),
    }
    paths = [out / f"stagedoor-{made.week.name}.{ending}" for ending in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        path.write_bytes(content)
    return paths


def _server(store: Store, guild: int | None) -> Server:
    """Return the server that is meant, or end the command saying which there are."""
    known = {server.guild_id: server for server in store.servers.all()}
    if guild is None and len(known) == 1:
        return next(iter(known.values()))
    if guild not in known or guild is None:
        ids = ", ".join(map(str, sorted(known))) or "–"
        raise fail(sentence("Say which server with --guild. Set up are: {ids}", ids=ids))
    return known[guild]


async def _digest(store: Store, server: Server, name: str | None) -> Digest:
    label = await store.label.get() or NO_LABEL
    zone, now = zone_in(server, label.timezone), utc_now()
    last = Week.containing(now, zone).previous(1, zone)
    try:
        week = last if name is None else Week.parse(name, zone)
    except (ValueError, OverflowError) as error:
        unknown = sentence("{week} is no week. Write it like {example}.", week=name, example=last.name)
        raise fail(unknown) from error
    return await load_digest(store, server, label, week, now=now)
