"""The bot in a process of its own, as `run` starts it, but for looking more often at what is due."""

import asyncio
import os

from bot.cli.demo.fan_server import TICK
from bot.client import Stagedoor, point_discord_at
from bot.clock import utc_now
from bot.settings import Settings
from db.store import open_store


async def main() -> None:
    settings = Settings.from_env(os.environ)
    point_discord_at(settings)
    async with (
        open_store(settings.database_path) as store,
        Stagedoor(settings=settings, store=store, clock=utc_now, tick=TICK, guild_ready_timeout=0.05) as bot,
    ):
        await bot.start(settings.token())


if __name__ == "__main__":
    asyncio.run(main())
