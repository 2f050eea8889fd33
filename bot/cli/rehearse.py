"""`rehearse`: see it all work on this machine, without a Discord account."""

import asyncio
import contextlib
import signal
import sys
import webbrowser
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.demo.demo import Demo, open_demo, open_discord
from bot.cli.demo.fan_server import build_fan_server
from bot.cli.demo.scene import Scene, scene_in
from bot.cli.demo.transcript import Transcript
from bot.cli.demo.typed_lines import TypedLines, explore
from bot.cli.sample_label import sample_label
from bot.cli.terminal import fail, label_in, set_up_log, settings_here
from bot.clock import utc_now
from bot.domain.languages.language import codes
from bot.domain.sentences import sentence
from bot.domain.shows.label import Label
from bot.interface.i18n import Texts, texts_for, texts_here
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.world import DEFAULT_PRIVILEGED
from bot.rehearsal.server import Rehearsal
from bot.settings import Settings

#: Of the form of Discord's own: an id in base64, a time, a signature.
READABLE_TOKEN = "MTQ3NzYxMTIxODE3Mjg0NjA4.rehearse.rehearse"  # noqa: S105  # it opens nothing
#: On the page, the scene takes so many seconds before each step, for reading.
PACE = 1.0
#: The world begins at this local time of today.
CURTAIN = time(14)


def rehearse(
    label: Annotated[
        Path | None, typer.Option(help="Your own label's folder, in place of the sample")
    ] = None,
    *,
    exit_: Annotated[bool, typer.Option("--exit", help="Play the scene here, and end")] = False,
    no_bot: Annotated[bool, typer.Option("--no-bot", help="Only the server, for any bot")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Don't open the page")] = False,
    port: Annotated[int | None, typer.Option(help="The port on this machine")] = None,
    language: Annotated[str | None, typer.Option(help="The server’s language: en or ko")] = None,
) -> None:
    """Try the bot in your browser: be a fan, the team or the manager on a Discord of this machine's own."""
    settings = settings_here()
    set_up_log("ERROR")
    own = None if label is None else label_in(label)
    browser = sys.stdout.isatty() and not no_browser
    if language is not None and language not in codes():
        raise fail(
            sentence(
                "{language} is not spoken here. Known: {known}", language=language, known=", ".join(codes())
            )
        )
    try:
        went_well = asyncio.run(
            _rehearse(settings, own, end=exit_, no_bot=no_bot, port=port, browser=browser, language=language)
        )
    except OSError as error:
        raise fail(
            sentence("The port can’t be opened: {error}. Try another with --port.", error=error)
        ) from error
    raise typer.Exit(0 if went_well else 1)


async def _rehearse(
    settings: Settings,
    own: Label | None,
    *,
    end: bool,
    no_bot: bool,
    port: int | None,
    browser: bool = False,
    language: str | None = None,
) -> bool:
    stopped, texts = _stop_on_signals(), texts_here() if language is None else texts_for(language)
    if no_bot:
        await _without_bot(settings, own, stopped, texts, end=end, port=port)
        return True
    lines, follows_visitors = TypedLines(), language is None
    language = texts.language
    while True:
        label = own or sample_label(utc_now(), language)
        clock = WorldClock(_curtain(label))
        label = _known_by(label, clock())
        async with open_demo(
            settings, label, clock, port=port, sample=own is None, language=language
        ) as demo:
            transcript = _transcript(demo, label, texts)
            demo.host.follows_visitors = follows_visitors
            if end:
                scene = Scene(demo, transcript, texts)
                if own is None:
                    await scene.play()
                return scene.went_well
            _open_for_visitors(demo, transcript, with_scene=own is None, browser=browser)
            if not await _stay_open(demo, transcript, lines, stopped):
                return True
            port, browser = demo.discord.port, False
            # Once only: two visitors of different languages would start over without end.
            follows_visitors, language = False, demo.host.language


def _transcript(demo: Demo, label: Label, texts: Texts) -> Transcript:
    transcript = Transcript(Console(highlight=False), demo.fan_server, label.timezone, texts)
    _tell_addresses(demo.discord, transcript)
    return transcript


def _open_for_visitors(demo: Demo, transcript: Transcript, *, with_scene: bool, browser: bool) -> None:
    demo.host.begin(
        demo.bot, demo.discord, play=scene_in(demo, transcript, pace=PACE) if with_scene else None
    )
    address = demo.discord.page_url
    transcript.tell(
        texts_here().t("The rehearsal room is open. See it in your browser: {address}", address=address)
    )
    if browser:
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, address)


async def _stay_open(demo: Demo, transcript: Transcript, lines: TypedLines, stopped: asyncio.Event) -> bool:
    """Wait until it ends; True where a visitor wants to start over."""
    restart = asyncio.create_task(demo.host.restart_wanted.wait())
    ends = [
        asyncio.create_task(stopped.wait()),
        asyncio.create_task(explore(demo, transcript, lines)),
        restart,
    ]
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        return restart.done()
    finally:
        for task in ends:
            task.cancel()
        await asyncio.gather(*ends, return_exceptions=True)


async def _without_bot(
    settings: Settings,
    own: Label | None,
    stopped: asyncio.Event,
    texts: Texts,
    *,
    end: bool,
    port: int | None,
) -> None:
    label = own or sample_label(utc_now(), texts.language)
    clock = WorldClock(_curtain(label))
    fan_server = build_fan_server(clock, label, texts.language, privileged_intents=DEFAULT_PRIVILEGED)
    async with open_discord(settings, fan_server, port, any_token=True) as discord:
        transcript = Transcript(Console(highlight=False), fan_server, label.timezone, texts)
        _tell_addresses(discord, transcript)
        transcript.tell(texts.t("See it in your browser: {address}", address=discord.page_url))
        transcript.tell(
            texts.t(
                "Any token is taken; a library that reads it takes {token}. Ctrl-C ends.",
                token=READABLE_TOKEN,
            )
        )
        if not end:
            await stopped.wait()


def _curtain(label: Label) -> datetime:
    """Return when the scene starts: this afternoon, where the label is."""
    today = utc_now().astimezone(label.timezone).date()
    return datetime.combine(today, CURTAIN, label.timezone).astimezone(UTC)


def _known_by(label: Label, now: datetime) -> Label:
    """Return a label whose data are no newer than the world."""
    shows = (replace(show, updated_at=min(show.updated_at, now)) for show in label.shows)
    return replace(label, shows=tuple(shows))


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
