"""Reads the history that the inbox has not dealt with yet: after every gap, and now and then the last minutes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from functools import partial

import aiohttp
import discord

from bot.clock import Clock
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.domain.posts import unreadable
from db.store import Store

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(minutes=5)
#: The sweep reads again what was said this long ago and later.
SWEEP_BACK = timedelta(minutes=15)
#: A thread that was archived longer ago than this before our cursor holds nothing new.
MOST_ARCHIVED_THREADS = 50

#: Seconds between tries to read the history: five minutes of a Discord in trouble.
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0, 60.0)
UNREADABLE = (OSError, TimeoutError, TypeError, aiohttp.ClientError, discord.DiscordServerError)

Readable = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel


class CatchUp:
    """Has the past be heard before what is said now, and what staff did meanwhile be known before we speak."""

    def __init__(
        self, client: discord.Client, store: Store, clock: Clock, *, inbox: Inbox, outbox: Outbox
    ) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._inbox = inbox
        self._outbox = outbox
        self._behind: set[int | None] = set()
        self._swept_at = clock()

    # --- after a gap ------------------------------------------------------------------------------

    def hold(self) -> None:
        """Deal with nothing and send nothing until the gap was read."""
        self._inbox.hold()
        self._outbox.hold()

    def start(self) -> None:
        """Read the past of every server, then go on; send once all of it is known."""
        guilds = self._client.guilds
        self._behind = {None, *(guild.id for guild in guilds)}
        for guild in guilds:
            self._put_first(guild.id, partial(self._read_guild, guild))
        self._put_first(None, self._read_direct)
        self._inbox.flow()

    def _put_first(self, place: int | None, read: Callable[[], Awaitable[None]]) -> None:
        behind = self._behind

        async def then_send() -> None:
            try:
                await _with_retries(read)
            finally:
                behind.discard(place)
                if not self._behind:
                    self._outbox.flow()

        self._inbox.put(place, then_send, first=True)

    async def _read_guild(self, guild: discord.Guild) -> None:
        """Hear everything said behind the cursors of the channels that concern us, oldest first."""
        seen = self._inbox.all_seen()
        async for channel in self._readable(guild, archived=True):
            after = seen.get(channel.id)
            if after is None and channel.id in self._store.sessions.threads:
                after = channel.id
            if after is None and isinstance(channel, discord.Thread):
                after = seen.get(channel.parent_id)
                after = max(after, channel.id - 1) if after else None
            if after is not None:
                await self._hear_after(channel, after)

    async def _read_direct(self) -> None:
        """Hear what was said in the direct message channels that we know."""
        for channel_id in self._inbox.direct_channels():
            seen = self._inbox.seen(channel_id)
            channel = self._client.get_partial_messageable(channel_id, type=discord.ChannelType.private)
            if seen is not None:
                await self._hear_after(channel, seen)

    # --- now and then -----------------------------------------------------------------------------

    async def sweep_if_due(self) -> None:
        """Hear the last minutes again every so often, for what was never delivered: the schedule's job."""
        due = self._clock() - self._swept_at >= SWEEP_EVERY or self._inbox.overflowed
        if self._client.is_ready() and due:
            self._swept_at = self._clock()
            self._inbox.overflowed = False
            for guild in self._client.guilds:
                self._inbox.put(guild.id, partial(self._sweep, guild))

    async def _sweep(self, guild: discord.Guild) -> None:
        since = discord.utils.time_snowflake(self._clock() - SWEEP_BACK)
        async for channel in self._readable(guild, archived=False):
            seen = self._inbox.seen(channel.id)
            if seen is not None:
                place = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
                await self._hear_after(channel, max(min(since, seen), self._inbox.begun(place)))

    # --- reading ----------------------------------------------------------------------------------

    async def _hear_after(self, channel: Readable | discord.PartialMessageable, message_id: int) -> None:
        try:
            async for message in channel.history(
                after=discord.Object(message_id), oldest_first=True, limit=None
            ):
                await self._inbox.hear(message)
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("Cannot read what was said in channel %s: %s", channel.id, error)

    async def _readable(self, guild: discord.Guild, *, archived: bool) -> AsyncIterator[Readable]:
        server, questions, works = (
            self._store.servers.get(guild.id),
            self._store.questions.channels,
            self._store.work_settings.channels.keys(),
        )
        for channel_id in sorted(server.listened | server.announced | questions | works):
            channel = guild.get_channel(channel_id)
            if channel is None:
                continue
            permissions = channel.permissions_for(guild.me)
            if not (permissions.view_channel and permissions.read_message_history):
                log.warning("Cannot read #%s: View Channel and Read Message History are needed", channel.name)
                await self._store.outbox.add(unreadable(server, channel.id, at=self._clock()))
                self._outbox.wake()
                continue
            if isinstance(channel, Readable):
                yield channel
            if archived and isinstance(channel, discord.TextChannel | discord.ForumChannel):
                async for thread in channel.archived_threads(limit=MOST_ARCHIVED_THREADS):
                    yield thread
        for thread in guild.threads:
            places = (thread.id, thread.parent_id)
            asked_here = thread.id in questions | self._store.sessions.threads
            shown_here = not works.isdisjoint(places)
            if asked_here or shown_here or server.listens(places) or server.announces(places):
                yield thread


async def _with_retries(read: Callable[[], Awaitable[None]]) -> None:
    """Read until nothing stands in the way; an hour that was never read would be forgotten for good."""
    for pause in PAUSES:
        try:
            await read()
        except UNREADABLE as error:
            log.warning("Could not read what was missed (%r); trying again", error)
            await asyncio.sleep(pause)
        else:
            return
    await read()
