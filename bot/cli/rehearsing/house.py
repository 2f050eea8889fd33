"""A house: the label's server, the real bot in it, and its page; opened whole, closed whole."""

import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.cli.rehearsing.furniture import Furniture, furnish, furnished_store
from bot.cli.rehearsing.room import LabelRoom
from bot.cli.rehearsing.stage import Stage, build_stage, running_bot
from bot.client import Stagedoor
from bot.domain.label import Label
from bot.rehearsal.clock import WorldClock
from bot.rehearsal.page.room import Room
from bot.rehearsal.server import Rehearsal
from bot.settings import Settings
from db.store import Store

#: The cast talks faster than people do, so that Discord's own limit would only slow the scene down.
FAST = (100, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """All there is."""

    stage: Stage
    furniture: Furniture
    label: Label
    discord: Rehearsal
    room: LabelRoom
    store: Store
    bot: Stagedoor


@contextlib.asynccontextmanager
async def open_house(
    settings: Settings, label: Label, clock: WorldClock, *, port: int | None, sample: bool
) -> AsyncIterator[House]:
    """Open a house in which all is set up."""
    stage = build_stage(clock, label)
    furniture = furnish(stage, label, sample=sample)
    room = LabelRoom(furniture, label)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_discord(settings, stage, port, room=room) as discord,
            furnished_store(Path(folder) / "rehearsal.db", label, furniture) as store,
            running_bot(discord, store, settings) as bot,
        ):
            try:
                yield House(
                    stage=stage,
                    furniture=furniture,
                    label=label,
                    discord=discord,
                    room=room,
                    store=store,
                    bot=bot,
                )
            finally:
                await discord.page.close()
                await room.close()


@contextlib.asynccontextmanager
async def open_discord(
    settings: Settings,
    stage: Stage,
    port: int | None,
    *,
    any_token: bool = False,
    room: Room | None = None,
) -> AsyncIterator[Rehearsal]:
    """Open the server on the port asked for, or on the usual one, or on any free one if that is taken."""
    wanted = [settings.rehearsal_port, 0] if port is None else [port]
    for number in wanted:
        discord = Rehearsal(
            stage.world,
            settings.rehearsal_host,
            number,
            any_token=any_token,
            message_limit=FAST,
            room=room,
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
