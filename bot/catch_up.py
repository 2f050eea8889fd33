"""Reads the history that the inbox has not dealt with yet."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.domain.posts import unreadable

if TYPE_CHECKING:
    from bot.client import Stagedoor

log = logging.getLogger(__name__)

#: The sweep reads again what was said this long ago and later.
SWEEP_BACK = timedelta(minutes=15)
#: A thread that was archived longer ago than this before our mark holds nothing new.
MOST_ARCHIVED_THREADS = 50

#: Seconds between tries to read the history: five minutes of a Discord in trouble.
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0, 60.0)
UNREADABLE = (OSError, TimeoutError, TypeError, aiohttp.ClientError, discord.DiscordServerError)

Readable = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel


async def to_its_end(read: Callable[[], Awaitable[None]]) -> None:
    """Read on until nothing stands in the way; an hour that was never read would be forgotten for good."""
    for pause in PAUSES:
        try:
            await read()
        except UNREADABLE as error:
            log.warning("Could not read what was missed (%r); trying again", error)
            await asyncio.sleep(pause)
        else:
            return
    await read()


async def catch_up(bot: "Stagedoor", guild: discord.Guild) -> None:
    """Hear everything said behind the marks of the channels that concern us, oldest first."""
    seen = bot.inbox.all_seen()
    async for channel in _readable(bot, guild, archived=True):
        after = seen.get(channel.id)
        if after is None and channel.id in bot.store.sessions.threads:
            after = channel.id
        if after is None and isinstance(channel, discord.Thread):
            after = seen.get(channel.parent_id)
            after = max(after, channel.id - 1) if after else None
        if after is not None:
            await _hear_after(bot, channel, after)


async def sweep(bot: "Stagedoor", guild: discord.Guild) -> None:
    """Hear the last minutes again, for what was never delivered; what is known is passed over."""
    since = discord.utils.time_snowflake(bot.clock() - SWEEP_BACK)
    async for channel in _readable(bot, guild, archived=False):
        seen = bot.inbox.seen(channel.id)
        if seen is not None:
            place = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
            await _hear_after(bot, channel, max(min(since, seen), bot.inbox.begun(place)))


async def catch_up_direct(bot: "Stagedoor") -> None:
    """Hear what was said in the direct message channels that we know."""
    for channel_id in bot.inbox.direct_channels():
        seen = bot.inbox.seen(channel_id)
        channel = bot.get_partial_messageable(channel_id, type=discord.ChannelType.private)
        if seen is not None:
            await _hear_after(bot, channel, seen)


async def _hear_after(
    bot: "Stagedoor", channel: Readable | discord.PartialMessageable, message_id: int
) -> None:
    try:
        async for message in channel.history(after=discord.Object(message_id), oldest_first=True, limit=None):
            await bot.inbox.hear(message)
    except (discord.Forbidden, discord.NotFound) as error:
        log.warning("Cannot read what was said in channel %s: %s", channel.id, error)


async def _readable(bot: "Stagedoor", guild: discord.Guild, *, archived: bool) -> AsyncIterator[Readable]:
    server = bot.store.servers.get(guild.id)
    for channel_id in sorted(
        server.listened | server.announced | bot.store.questions.channels | bot.store.works.channels.keys()
    ):
        channel = guild.get_channel(channel_id)
        if channel is None:
            continue
        permissions = channel.permissions_for(guild.me)
        if not (permissions.view_channel and permissions.read_message_history):
            log.warning("Cannot read #%s: View Channel and Read Message History are needed", channel.name)
            await bot.store.outbox.add(unreadable(server, channel.id, at=bot.clock()))
            bot.outbox.wake()
            continue
        if isinstance(channel, Readable):
            yield channel
        if archived and isinstance(channel, discord.TextChannel | discord.ForumChannel):
            async for thread in channel.archived_threads(limit=MOST_ARCHIVED_THREADS):
                yield thread
    for thread in guild.threads:
        places = (thread.id, thread.parent_id)
        asked_here = thread.id in bot.store.questions.channels | bot.store.sessions.threads
        shown_here = not bot.store.works.channels.keys().isdisjoint(places)
        if asked_here or shown_here or server.listens(places) or server.announces(places):
            yield thread
