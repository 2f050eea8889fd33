"""A demo: the label's server, the real bot in it, and its page; opened whole, closed whole."""

import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.cli.demo.extras import Extras, add_extras, store_with_extras
from bot.cli.demo.fan_server import FanServer, build_fan_server, running_bot
from bot.cli.demo.page_host import DemoHost
from bot.cli.demo.time_travel import TimeTravel
from bot.client import Stagedoor
from bot.domain.languages.language import ENGLISH
from bot.domain.shows.label import Label
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.page.host import PageHost
from bot.rehearsal.server import Rehearsal
from bot.settings import Settings
from db.store import Store

#: For visitors of the page who have no Korean font of their own.
FONTS = Path(str(files("bot.reports") / "fonts"))
#: Days pass here in a moment, and Discord's limits with them: they would only slow the scene down.
FAST = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """All the parts of it."""

    fan_server: FanServer
    extras: Extras
    label: Label
    discord: Rehearsal
    host: DemoHost
    store: Store
    bot: Stagedoor

    def time_travel(self) -> TimeTravel:
        """Return what moves its time."""
        return TimeTravel(self.bot, self.fan_server, self.discord)


@contextlib.asynccontextmanager
async def open_demo(
    settings: Settings,
    label: Label,
    clock: WorldClock,
    *,
    port: int | None,
    sample: bool,
    language: str = ENGLISH,
    identify_pacing: bool = True,
) -> AsyncIterator[Demo]:
    """Open a demo in which all is set up."""
    fan_server = build_fan_server(clock, label, language)
    extras = add_extras(fan_server, label, language, sample=sample)
    host = DemoHost(extras, label)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_discord(
                settings,
                fan_server,
                port,
                rate_limit_speed=FAST,
                identify_pacing=identify_pacing,
                page_host=host,
            ) as discord,
            store_with_extras(Path(folder) / "rehearsal.db", label, extras) as store,
            running_bot(discord, store, settings) as bot,
        ):
            try:
                yield Demo(
                    fan_server=fan_server,
                    extras=extras,
                    label=label,
                    discord=discord,
                    host=host,
                    store=store,
                    bot=bot,
                )
            finally:
                await discord.page.close()
                await host.close()


@contextlib.asynccontextmanager
async def open_discord(
    settings: Settings,
    fan_server: FanServer,
    port: int | None,
    *,
    any_token: bool = False,
    rate_limit_speed: float = 1.0,
    identify_pacing: bool = True,
    page_host: PageHost | None = None,
) -> AsyncIterator[Rehearsal]:
    """Open the server on the port asked for, or on the usual one, or on any free one if that is taken."""
    wanted = [settings.rehearsal_port, 0] if port is None else [port]
    for number in wanted:
        discord = Rehearsal(
            fan_server.world,
            settings.rehearsal_host,
            number,
            any_token=any_token,
            rate_limit_speed=rate_limit_speed,
            identify_pacing=identify_pacing,
            page_host=page_host,
            page_fonts=FONTS,
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
