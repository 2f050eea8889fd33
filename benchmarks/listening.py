"""How fast the bot hears: messages a second, against a bare client whose listener does nothing.

Both run in this process, one after the other, on the same frames over the same kind of socket.
"""

import asyncio
import contextlib
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import discord

from bot.cli.demo.fan_server import TOKEN, build_fan_server, running_bot, settings_for, store_with
from bot.cli.sample_label import sample_label
from bot.client import point_discord_at
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.server import Rehearsal
from bot.settings import Settings

MESSAGES = 3000
CHATTER = "that bassline though, I had it in my head all day"


class Bare(discord.Client):
    """A client that counts."""

    heard = 0

    async def on_message(self, _message: discord.Message) -> None:
        self.heard += 1


async def _bare(now: datetime) -> float:
    label = sample_label(now)
    fan_server = build_fan_server(WorldClock(now), label)
    async with Rehearsal(fan_server.world, rate_limits=False, kept_events=MESSAGES * 2) as server:
        point_discord_at(settings_for(server, Settings()))
        intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
        client = Bare(intents=intents, max_messages=None, guild_ready_timeout=0.05)
        await client.login(TOKEN)
        task = asyncio.create_task(client.connect())
        await client.wait_until_ready()
        person = server.person(fan_server.leo)
        started = time.perf_counter()
        for _ in range(MESSAGES):
            await person.say(fan_server.questions, CHATTER)
        while client.heard < MESSAGES:  # noqa: ASYNC110  # nobody tells when it is done
            await asyncio.sleep(0.001)
        spent = time.perf_counter() - started
        await client.close()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return spent


async def _ours(now: datetime) -> float:
    label = sample_label(now)
    fan_server = build_fan_server(WorldClock(now), label)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Rehearsal(fan_server.world, rate_limits=False, kept_events=MESSAGES * 2) as server,
            store_with(Path(folder) / "bench.db", label, fan_server.server()) as store,
            running_bot(server, store, Settings()) as bot,
        ):
            person = server.person(fan_server.leo)
            started = time.perf_counter()
            last = None
            for _ in range(MESSAGES):
                last = await person.say(fan_server.questions, CHATTER)
            while last is not None and (bot.inbox.seen(fan_server.questions.id) or 0) < last.id:  # noqa: ASYNC110  # nobody tells
                await asyncio.sleep(0.001)
            return time.perf_counter() - started


def main() -> None:
    now = datetime.now(UTC)
    for _ in range(3):
        bare, ours = asyncio.run(_bare(now)), asyncio.run(_ours(now))
        print(
            f"listening: bare client {MESSAGES / bare:,.0f}/s, Stagedoor {MESSAGES / ours:,.0f}/s, "
            f"ratio {ours / bare:.2f}"
        )


if __name__ == "__main__":
    main()
