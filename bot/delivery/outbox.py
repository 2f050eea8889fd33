"""Works off what is due: channel by channel, the most urgent first."""

import asyncio
import logging
from collections import deque

import discord

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.outgoing import OutgoingFile, OutgoingMessage
from bot.delivery.sending import PostHandler, Sender
from bot.interface.errors import log_unexpected
from db.outbox import OutboxStore, Post
from db.servers import ServerStore

__all__ = ["Outbox", "OutgoingFile", "OutgoingMessage", "PostHandler"]

log = logging.getLogger(__name__)

#: Of channels at once, and of posts begun in a second: Discord takes 50 requests a second in all.
AT_ONCE, A_SECOND = 40, 40


class Outbox:
    """Works off the outbox: one post at a time in each channel, many channels at once."""

    def __init__(
        self, store: OutboxStore, servers: ServerStore, clock: Clock, client: discord.Client, breaker: Breaker
    ) -> None:
        self._store = store
        self._clock = clock
        self._breaker = breaker
        self._sender = Sender(store, servers, clock, client)
        self._handlers: dict[str, PostHandler] = {}
        self._busy: set[int] = set()
        self._in_hand: set[int] = set()
        self._begun: deque[float] = deque(maxlen=A_SECOND)
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
                try:
                    await self._start_due()
                except Exception as error:  # noqa: BLE001  # the next tick looks again
                    log_unexpected(log, error, doing="looking for due posts")
                await self._wake.wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def settle(self, *, within: float) -> None:
        """Let tries that are under way come to their end, for so many seconds at most."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)

    # --- taking turns -----------------------------------------------------------------------------

    async def _start_due(self) -> None:
        if self._breaker.is_open:
            return
        for post in await self._store.next_of_each_channel(now=self._clock()):
            # What is in hand may have been given another channel meanwhile, which isn't busy.
            if post.channel_id in self._busy or post.id in self._in_hand:
                continue
            if not self._has_room():
                return
            self._start(post)

    def _has_room(self) -> bool:
        """Say whether another post may be begun now; if only the second is full, look again in the next."""
        loop = asyncio.get_running_loop()
        if len(self._begun) == A_SECOND and (full_until := self._begun[0] + 1) > loop.time():
            loop.call_at(full_until, self.wake)
            return False
        return len(self._tasks) < AT_ONCE

    def _start(self, post: Post) -> None:
        self._begun.append(asyncio.get_running_loop().time())
        self._busy.add(post.channel_id)
        self._in_hand.add(post.id)
        task = asyncio.create_task(self._deliver(post), name=f"post {post.key}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, post: Post) -> None:
        try:
            await self._try_or_later(post)
        except Exception as error:  # noqa: BLE001  # nothing can be kept, as on a full disk: the next tick looks again
            log_unexpected(log, error, doing=f"keeping what became of the post {post.key}")
        else:
            asyncio.get_running_loop().call_soon(self.wake)
        finally:
            self._busy.discard(post.channel_id)
            self._in_hand.discard(post.id)

    async def _try_or_later(self, post: Post) -> None:
        try:
            await self._sender.try_once(post, self._handlers[post.kind])
        except Exception as error:  # noqa: BLE001  # one bad post must not stop the others
            log_unexpected(log, error, doing=f"the post {post.key}")
            await self._sender.later(post)
