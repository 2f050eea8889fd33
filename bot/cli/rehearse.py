"""`rehearse`: see it all work on this machine, without a Discord account."""

import asyncio
import contextlib
import signal
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.rehearsing.scene import Scene
from bot.cli.rehearsing.stage import Stage, build_stage, running_bot, store_with
from bot.cli.rehearsing.transcript import Transcript
from bot.cli.terminal import fail, label_in, set_up_log, settings_here
from bot.clock import utc_now
from bot.domain.label import Label
from bot.domain.sentences import sentence
from bot.i18n import texts_here
from bot.rehearsal.clock import WorldClock
from bot.rehearsal.server import Rehearsal
from bot.sample_label import sample_label
from bot.settings import Settings

#: Of the form of Discord's own: an id in base64, a time, a signature.
READABLE_TOKEN = "MTQ3NzYxMTIxODE3Mjg0NjA4.rehearse.rehearse"  # noqa: S105  # it opens nothing
#: The scene starts at this local time of today.
CURTAIN = time(14)
#: The cast talks faster than people do, so that Discord's own limit would only slow the scene down.
FAST = (100, 1.0)


def rehearse(
    label: Annotated[
        Path | None, typer.Option(help="Your own label's folder, in place of the sample")
    ] = None,
    exit_: Annotated[bool, typer.Option("--exit", help="End after the scene")] = False,  # noqa: FBT002
    no_bot: Annotated[bool, typer.Option("--no-bot", help="Only the server, for any bot")] = False,  # noqa: FBT002
    port: Annotated[int | None, typer.Option(help="The port on this machine")] = None,
) -> None:
    """Play a scene with fans and staff on a Discord of this machine's own, then leave it open to try."""
    settings = settings_here()
    set_up_log("ERROR")
    own = None if label is None else label_in(label)
    try:
        went_well = asyncio.run(_rehearse(settings, own, end=exit_, no_bot=no_bot, port=port))
    except OSError as error:
        raise fail(
            sentence("The port can’t be opened: {error}. Try another with --port.", error=error)
        ) from error
    raise typer.Exit(0 if went_well else 1)


async def _rehearse(
    settings: Settings, own: Label | None, *, end: bool, no_bot: bool, port: int | None
) -> bool:
    stopped = _stop_on_signals()
    known = own or sample_label(utc_now())
    stage = build_stage(WorldClock(_curtain(known)), known)
    transcript = Transcript(Console(highlight=False), stage, known.timezone, texts_here())
    async with _open(settings, stage, port, any_token=no_bot) as discord:
        _tell_addresses(discord, transcript)
        if no_bot:
            transcript.tell(
                texts_here().t(
                    "Any token is taken; a library that reads it takes {token}. Ctrl-C ends.",
                    token=READABLE_TOKEN,
                )
            )
            if not end:
                await stopped.wait()
            return True
        with tempfile.TemporaryDirectory() as folder:
            return await _with_bot(settings, stage, discord, transcript, own, stopped, Path(folder), end=end)


async def _with_bot(  # noqa: PLR0917  # the whole of what was opened before
    settings: Settings,
    stage: Stage,
    discord: Rehearsal,
    transcript: Transcript,
    own: Label | None,
    stopped: asyncio.Event,
    folder: Path,
    *,
    end: bool,
) -> bool:
    known = own or sample_label(stage.world.clock())
    ready_made = None if own is None else stage.server()
    async with (
        store_with(folder / "rehearsal.db", known, ready_made) as store,
        running_bot(discord, store, settings) as bot,
    ):
        scene = Scene(stage, discord, bot, transcript, texts_here())
        if own is None:
            await scene.play()
        if not end:
            await _explore(stage, discord, transcript, stopped)
        return scene.went_well


def _curtain(label: Label) -> datetime:
    """Return when the scene starts: this afternoon, where the label is."""
    today = utc_now().astimezone(label.timezone).date()
    return datetime.combine(today, CURTAIN, label.timezone).astimezone(UTC)


@contextlib.asynccontextmanager
async def _open(
    settings: Settings, stage: Stage, port: int | None, *, any_token: bool
) -> AsyncIterator[Rehearsal]:
    """Open the server on the port asked for, or on the usual one, or on any free one if that is taken."""
    wanted = [settings.rehearsal_port, 0] if port is None else [port]
    for number in wanted:
        discord = Rehearsal(
            stage.world, settings.rehearsal_host, number, any_token=any_token, message_limit=FAST
        )
        try:
            await discord.start()
        except OSError:
            if number == wanted[-1]:
                raise
            continue
        break
    try:
        yield discord
    finally:
        await discord.stop()


def _tell_addresses(discord: Rehearsal, transcript: Transcript) -> None:
    transcript.tell(f"DISCORD_API_URL={discord.api_url}")
    transcript.tell(f"DISCORD_GATEWAY_URL={discord.gateway_url}")
    transcript.tell(f"DISCORD_CDN_URL={discord.cdn_url}")


def _stop_on_signals() -> asyncio.Event:
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
            asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    return stopped


async def _explore(stage: Stage, discord: Rehearsal, transcript: Transcript, stopped: asyncio.Event) -> None:
    """Have a fan say each line that is typed, and print what comes of it, until Ctrl-C or the input's end."""
    t = texts_here().t
    transcript.heading(t("The house stays open. Type a question as Leo, a fan; Ctrl-C ends."))
    transcript.tell(t("To speak as somebody else: “minji: …”, “sera: …” (she is on the team)."))
    cast = {user.username: user for user in (stage.leo, stage.minji, stage.dohyun, stage.sera, stage.jun)}
    printing = asyncio.create_task(_print_news(stage, transcript))
    lines = _lines()
    stopping = asyncio.create_task(stopped.wait())
    try:
        while not stopped.is_set():
            line = asyncio.create_task(lines.get())
            await asyncio.wait({line, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not line.done():
                line.cancel()
            elif (typed := line.result()) is not None:
                name, _, rest = typed.partition(":")
                speaker, words = (cast[name], rest) if name in cast and rest.strip() else (stage.leo, typed)
                if words.strip():
                    await discord.person(speaker).say(stage.questions, words.strip()[:2000])
            elif sys.stdin.isatty():
                return
            else:
                await stopped.wait()
    finally:
        printing.cancel()
        stopping.cancel()
        await asyncio.gather(printing, stopping, return_exceptions=True)


def _lines() -> asyncio.Queue[str | None]:
    """Return a queue of the lines typed, None at the end, filled by a thread that ends with the process."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed in the meantime
            for line in sys.stdin:
                loop.call_soon_threadsafe(lines.put_nowait, line.rstrip("\n"))
            loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True, name="typed lines").start()
    return lines


async def _print_news(stage: Stage, transcript: Transcript) -> None:
    while True:
        transcript.catch_up()
        await stage.world.changed(1.0)
