"""Sends what is due, once: claim, send with a nonce, mark."""

import asyncio
import hashlib
import io
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import discord

from bot.clock import Clock
from bot.interface.errors import log_unexpected
from db.connection import Change
from db.outbox import OutboxStore, Post

log = logging.getLogger(__name__)

#: One try may take this long (seconds).
TRY_FOR = 15.0
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
AT_ONCE = 8
#: Discord remembers nonces for a few minutes; behind these many messages we look for our own.
LOOK_BACK = 50
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE = 10003, 10008


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that goes with a message; a picture has a `description` for those who can't see it."""

    name: str
    content: bytes
    description: str | None = None

    def file(self) -> discord.File:
        """Return it as discord.py sends it: once only."""
        return discord.File(io.BytesIO(self.content), self.name, description=self.description)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """A message to send, or with `edits` the changes to one that was sent.

    An embed shows one of the `files` by `attachment://` and its name.
    """

    content: str | None = None
    embeds: list[discord.Embed] = field(default_factory=list)
    files: Sequence[OutgoingFile] = ()
    view: discord.ui.View | None = None
    reply_to: int | None = None
    edits: int | None = None
    mentions: discord.AllowedMentions = field(default_factory=discord.AllowedMentions.none)

    def is_in(self, message: discord.Message) -> bool:
        """Whether an earlier try already put this into the channel as `message`."""
        if self.reply_to != (message.reference.message_id if message.reference else None):
            return False
        footers = [embed.footer.text for embed in message.embeds]
        return footers == [embed.footer.text for embed in self.embeds] and (
            bool(self.embeds) or message.content == (self.content or "")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHandler:
    """How posts of one kind are made, and what follows. `make` returns None when a post has lost its point.

    `insists`: where Discord refuses it, it is tried again slowly, until somebody has put that right.

    `instead`: where a post goes whose channel was deleted; None, or the same channel again, gives it up.

    `sent` and `refused` may return what is to be kept in the transaction that marks the post as ended. What
    they do themselves must be repeatable: they run again if the process dies right after them.
    """

    make: Callable[[Post], Awaitable[OutgoingMessage | None]]
    sent: Callable[[Post, int], Awaitable[Change | None]] | None = None
    refused: Callable[[Post], Awaitable[Change | None]] | None = None
    instead: Callable[[Post], Awaitable[int | None]] | None = None
    insists: bool = False


def nonce_of(key: str) -> str:
    """Return the nonce of a post: always the same for the same key, 25 characters at most."""
    return hashlib.blake2b(key.encode(), digest_size=12).hexdigest()


class Outbox:
    """Works off the outbox: one post at a time in each channel, several channels at once."""

    def __init__(self, store: OutboxStore, clock: Clock, client: discord.Client) -> None:
        self._store = store
        self._clock = clock
        self._client = client
        self._handlers: dict[str, PostHandler] = {}
        self._busy: set[int] = set()
        self._in_hand: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._flowing = asyncio.Event()

    def on(self, name: str, handler: PostHandler) -> None:
        """Say how posts of a kind are made."""
        self._handlers[name] = handler

    def wake(self) -> None:
        """Look for due posts now: something was queued."""
        self._wake.set()

    async def tick(self) -> None:
        """Look for due posts: the schedule's job, for retries and what a wake-up missed."""
        self.wake()

    def hold(self) -> None:
        """Begin to send nothing: what happened meanwhile is not known yet."""
        self._flowing.clear()

    def flow(self) -> None:
        """Send what waits."""
        self._flowing.set()

    @property
    def is_flowing(self) -> bool:
        """Whether what happened while we were away is known."""
        return self._flowing.is_set()

    async def run(self) -> None:
        """Send for as long as the bot lives."""
        try:
            while True:
                await self._flowing.wait()
                self._wake.clear()
                await self._start_due()
                await self._wake.wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def settle(self, *, within: float) -> None:
        """Let tries that are under way come to their end, for so many seconds at most."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)

    async def _start_due(self) -> None:
        due = await self._store.waiting(now=self._clock())
        for post in due:
            if len(self._tasks) >= AT_ONCE:
                return
            # What is in hand may have been given another channel meanwhile, which isn't busy.
            if post.channel_id not in self._busy and post.id not in self._in_hand:
                self._busy.add(post.channel_id)
                self._in_hand.add(post.id)
                task = asyncio.create_task(self._deliver(post), name=f"post {post.key}")
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _deliver(self, post: Post) -> None:
        try:
            await self._try(post)
        except Exception as error:  # noqa: BLE001  # one bad post must not stop the others
            log_unexpected(log, error, doing=f"the post {post.key}")
            await self._later(post)
        finally:
            self._busy.discard(post.channel_id)
            self._in_hand.discard(post.id)
            self.wake()

    async def _try(self, post: Post) -> None:
        handler = self._handlers[post.kind]
        outgoing = await handler.make(post)
        if outgoing is None:
            await self._finish(post, "dropped")
            return
        try:
            message_id = await self._already_sent(post, outgoing) or await self._send(post, outgoing)
        except (TimeoutError, OSError, aiohttp.ClientError, discord.DiscordServerError, TypeError) as error:
            log.warning("The post %s did not get through (%r); trying again", post.key, error)
            await self._later(post)
        except discord.HTTPException as error:
            await self._refused(post, handler, outgoing, error)
        else:
            also = await handler.sent(post, message_id) if handler.sent is not None else None
            await self._finish(post, "sent", message_id, also=also)

    async def _refused(
        self, post: Post, handler: PostHandler, outgoing: OutgoingMessage, error: discord.HTTPException
    ) -> None:
        if error.status == 429:  # noqa: PLR2004  # discord.py waited as long as it cares to
            await self._later(post)
        elif outgoing.edits is not None and error.code in {UNKNOWN_MESSAGE, UNKNOWN_CHANNEL}:
            await self._finish(post, "dropped")
        else:
            log.warning("Discord refused the post %s in channel %s: %s", post.key, post.channel_id, error)
            if error.code == UNKNOWN_CHANNEL and handler.instead is not None:
                await self._redirect(post, await handler.instead(post))
                return
            if handler.insists and error.status in {403, 404}:
                await self._later(post, LONGEST_PAUSE)
                return
            also = await handler.refused(post) if handler.refused is not None else None
            await self._finish(post, "refused", also=also)

    async def _already_sent(self, post: Post, outgoing: OutgoingMessage) -> int | None:
        if not post.claimed_before or outgoing.edits is not None:
            return None
        channel = self._channel(post)
        async with asyncio.timeout(TRY_FOR):
            since = discord.Object(discord.utils.time_snowflake(post.queued_at - timedelta(minutes=1)))
            async for message in channel.history(after=since, oldest_first=False, limit=LOOK_BACK):
                if message.author == self._client.user and outgoing.is_in(message):
                    return message.id
        return None

    async def _send(self, post: Post, outgoing: OutgoingMessage) -> int:
        await self._store.claim(post.id, at=self._clock())
        channel = self._channel(post)
        async with asyncio.timeout(TRY_FOR):
            if outgoing.edits is not None:
                message = channel.get_partial_message(outgoing.edits)
                await message.edit(
                    content=outgoing.content,
                    embeds=outgoing.embeds,
                    attachments=[attached.file() for attached in outgoing.files],
                    view=outgoing.view,
                    allowed_mentions=outgoing.mentions,
                )
                return message.id
            sent = await channel.send(**_arguments(channel, outgoing), nonce=nonce_of(post.key))
            return sent.id

    def _channel(self, post: Post) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(post.channel_id)

    async def _later(self, post: Post, pause: timedelta | None = None) -> None:
        pause = pause or min(FIRST_PAUSE * 2 ** min(post.attempts, 20), LONGEST_PAUSE)
        await self._store.postpone(post.id, until=self._clock() + pause)

    async def _redirect(self, post: Post, channel_id: int | None) -> None:
        if channel_id is None or channel_id == post.channel_id:
            await self._finish(post, "refused")
        else:
            await self._store.redirect(post.id, channel_id)

    async def _finish(
        self, post: Post, state: str, message_id: int | None = None, *, also: Change | None = None
    ) -> None:
        await self._store.finish(post.id, state=state, message_id=message_id, at=self._clock(), also=also)


def _arguments(channel: discord.PartialMessageable, outgoing: OutgoingMessage) -> dict[str, Any]:
    arguments: dict[str, Any] = {"content": outgoing.content, "embeds": outgoing.embeds}
    arguments["allowed_mentions"] = outgoing.mentions
    if outgoing.files:
        arguments["files"] = [attached.file() for attached in outgoing.files]
    if outgoing.view is not None:
        arguments["view"] = outgoing.view
    if outgoing.reply_to is not None:
        arguments["reference"] = discord.MessageReference(
            message_id=outgoing.reply_to, channel_id=channel.id, fail_if_not_exists=False
        )
    return arguments
