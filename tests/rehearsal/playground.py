"""A playground for the tests of the rehearsal, and real clients for it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord
import pytest
import yarl
from discord.ext import commands

from bot.rehearsal.server import Rehearsal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    import aiohttp

    from bot.rehearsal.model.applications import Application
    from bot.rehearsal.model.channels import Channel
    from bot.rehearsal.model.guilds import Guild
    from bot.rehearsal.model.users import User
    from bot.rehearsal.model.world import World

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOKEN = "made-up.token.of-the-bot"
GRANTS = (
    "view_channel",
    "send_messages",
    "read_message_history",
    "embed_links",
    "attach_files",
    "add_reactions",
)


@dataclass
class Playground:
    """What most tests need."""

    world: World
    discord: Rehearsal
    guild: Guild
    app: Application
    fan: User
    owner: User
    channel: Channel


@contextlib.asynccontextmanager
async def open_playground(world: World, **settings: object) -> AsyncIterator[Playground]:
    owner = world.user("mina")
    guild = world.guild("Moonwave", owner)
    app = world.application("stagedoor", token=TOKEN)
    fan = world.user("fan", display_name="A Fan")
    guild.join(fan)
    guild.add_bot(app, GRANTS)
    channel = guild.text_channel("general")
    settings.setdefault("rate_limits", False)
    settings.setdefault("identify_pacing", False)
    async with Rehearsal(world, **settings) as rehearsal:  # type: ignore[arg-type]
        with pointed_at(rehearsal):
            yield Playground(world, rehearsal, guild, app, fan, owner, channel)


@contextlib.contextmanager
def pointed_at(rehearsal: Rehearsal) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discord.http.Route, "BASE", rehearsal.api_url)
        patch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(rehearsal.gateway_url))
        patch.setattr(discord.asset.Asset, "BASE", rehearsal.cdn_url)
        yield


class Api:
    """Requests as any library would send them."""

    def __init__(self, playground: Playground, session: aiohttp.ClientSession, token: str = TOKEN) -> None:
        self.playground = playground
        self.session = session
        self.headers = {"Authorization": f"Bot {token}"}
        self.last: Any = None

    async def __call__(self, method: str, path: str, body: object = None, **more: Any) -> tuple[int, Any]:
        """Return status and body; `{channel}`, `{guild}`, `{fan}`, `{app}`, `{bot}` stand for ids."""
        playground = self.playground
        path = path.format(
            channel=playground.channel.id,
            guild=playground.guild.id,
            fan=playground.fan.id,
            app=playground.app.id,
            bot=playground.app.id,
        )
        if body is not None:
            more["json"] = body
        address = yarl.URL(self.playground.discord.api_url + path, encoded=True)
        async with self.session.request(method, address, headers=self.headers, **more) as response:
            self.last = response
            text = await response.text()
            kind = response.headers.get("Content-Type")
            return response.status, json.loads(text) if kind == "application/json" else text

    async def code(self, method: str, path: str, body: object = None) -> int:
        """Return the error code of what must be refused."""
        status, answer = await self(method, path, body)
        assert status >= 400, answer
        return int(answer["code"])


class Bot(commands.Bot):
    """A real client that notes what it hears."""

    def __init__(self, **options: object) -> None:
        intents = options.pop("intents", None) or discord.Intents.all()
        super().__init__("!", intents=intents, guild_ready_timeout=0.01, **options)  # type: ignore[arg-type]
        self.heard: list[discord.Message] = []
        self.raw: list[tuple[str, object]] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify anew at once: the library would wait five seconds."""

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    def dispatch(self, event: str, /, *args: object, **more: object) -> None:
        self.raw.append((event, args[0] if args else None))
        super().dispatch(event, *args, **more)

    def named(self, event: str) -> list[object]:
        return [what for name, what in self.raw if name == event]


@contextlib.asynccontextmanager
async def running(bot: discord.Client, token: str = TOKEN) -> AsyncIterator[None]:
    task = asyncio.create_task(bot.start(token))
    try:
        while not bot.is_ready():
            if task.done():
                task.result()
            await asyncio.sleep(0.002)
        yield
    finally:
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)
