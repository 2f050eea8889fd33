"""One try to send a post: made, claimed, sent with a nonce, marked; and what to do where that fails."""

import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import aiohttp
import discord

from bot.clock import Clock
from bot.delivery.earlier_tries import EarlierTries, Undecided, nonce_is_remembered
from bot.delivery.outgoing import OutgoingMessage
from bot.delivery.refusing_channels import LONGEST_PAUSE, WHOLE_CHANNEL, RefusingChannels, may_send
from bot.delivery.time_limit import in_time
from bot.domain.posts import unwritable
from db.connection import Change
from db.outbox import OutboxStore, Post
from db.servers import ServerStore

log = logging.getLogger(__name__)
T = TypeVar("T")

#: One request may take this long (seconds), and all that a feature does to make a post or to follow it up.
TRY_FOR, HANDLE_FOR = 15.0, 60.0
FIRST_PAUSE = timedelta(seconds=2)
#: So often we try again what Discord forbids although our permissions allow it.
MOST_DOUBTED = 5
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE = 10003, 10008
RATE_LIMITED = 429
#: After these, nobody knows whether the request was carried out.
UNCLEAR = (TimeoutError, OSError, aiohttp.ClientError, discord.DiscordServerError, TypeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHandler:
    """How posts of one kind are made, and what follows. `make` returns None when a post has lost its point.

    `insists`: where Discord refuses it, it is tried again slowly, until somebody has put that right.

    `withdraws`: what an unclear try may have left is deleted where the post has lost its point.

    `instead`: where a post goes whose channel was deleted; None, or the same channel again, gives it up.

    `sent` and `refused` may return what is to be kept in the transaction that marks the post as ended. What
    they do themselves must be repeatable: they run again if the process dies right after them.
    """

    make: Callable[[Post], Awaitable[OutgoingMessage | None]]
    sent: Callable[[Post, int], Awaitable[Change | None]] | None = None
    refused: Callable[[Post], Awaitable[Change | None]] | None = None
    instead: Callable[[Post], Awaitable[int | None]] | None = None
    insists: bool = False
    withdraws: bool = False


def nonce_of(key: str) -> str:
    """Return the nonce of a post: always the same for the same key, 25 characters at most."""
    return hashlib.blake2b(key.encode(), digest_size=12).hexdigest()


class Sender:
    """Sends posts, one try at a time, and remembers which channels refuse."""

    def __init__(
        self, store: OutboxStore, servers: ServerStore, clock: Clock, client: discord.Client
    ) -> None:
        self._store = store
        self._servers = servers
        self._clock = clock
        self._client = client
        self._refusing = RefusingChannels(client)

    # --- one try ----------------------------------------------------------------------------------

    async def try_once(self, post: Post, handler: PostHandler) -> None:
        """Make a post and send it, and keep what became of that."""
        outgoing = await self._handled(handler.make(post))
        if outgoing is not None and await self._left_alone(post, handler, outgoing):
            return
        try:
            if outgoing is None:
                await self._withdraw(post, handler)
                return
            message_id = await self._message_of(post, outgoing)
        except Undecided as undecided:
            await self._store.postpone(post.id, until=undecided.until)
            if undecided.unreadable:
                await self._tell_team(post.channel_id)
        except UNCLEAR as error:
            log.warning("The post %s did not get through (%r); trying again", post.key, error)
            await self.later(post)
        except discord.HTTPException as error:
            await self._refused(post, handler, outgoing, error)
        else:
            await self._sent(post, handler, message_id)

    async def _withdraw(self, post: Post, handler: PostHandler) -> None:
        """End a post that has lost its point, with what an earlier try may have left."""
        if handler.withdraws and post.claimed_before:
            found = await self._earlier_tries.find(post, None, now=self._clock())
            if found is not None:
                await in_time(self._client, found.delete(), TRY_FOR)
        await self._finish(post, "dropped")

    async def _message_of(self, post: Post, outgoing: OutgoingMessage) -> int:
        """Return the message that says it: edited, found, or sent now."""
        if outgoing.edits is not None:
            await self._store.claim(post.id, at=self._clock())
            return await self._edit(post, outgoing, outgoing.edits)
        now = self._clock()
        forgotten = post.claimed_before and not nonce_is_remembered(post, now=now)
        if forgotten and (found := await self._earlier_tries.find(post, outgoing, now=now)) is not None:
            return found.id
        fingerprint = "" if outgoing.mark(post.id) else outgoing.fingerprint
        await self._store.claim(post.id, at=self._clock(), fingerprint=fingerprint, anew=forgotten)
        return await self._send(post, outgoing)

    async def _edit(self, post: Post, outgoing: OutgoingMessage, message_id: int) -> int:
        message = self._channel(post).get_partial_message(message_id)
        return (await in_time(self._client, message.edit(**outgoing.as_edit()), TRY_FOR)).id

    async def _send(self, post: Post, outgoing: OutgoingMessage) -> int:
        send = self._channel(post).send(**outgoing.as_sent(post.channel_id), nonce=nonce_of(post.key))
        return (await in_time(self._client, send, TRY_FOR)).id

    async def _sent(self, post: Post, handler: PostHandler, message_id: int) -> None:
        self._refusing.took(post.channel_id)
        also = await self._handled(handler.sent(post, message_id)) if handler.sent is not None else None
        await self._finish(post, "sent", message_id, also=also)

    # --- what does not get through ----------------------------------------------------------------

    async def _refused(
        self,
        post: Post,
        handler: PostHandler,
        outgoing: OutgoingMessage | None,
        error: discord.HTTPException,
    ) -> None:
        is_edit = outgoing is not None and outgoing.edits is not None
        if error.status == RATE_LIMITED:  # discord.py waited as long as it cares to
            await self.later(post)
        elif (is_edit or outgoing is None) and error.code in {UNKNOWN_MESSAGE, UNKNOWN_CHANNEL}:
            await self._finish(post, "dropped")
        else:
            log.warning("Discord refused the post %s in channel %s: %s", post.key, post.channel_id, error)
            if error.code in WHOLE_CHANNEL and not is_edit:
                if post.attempts < MOST_DOUBTED and may_send(self._client, post.channel_id):
                    await self.later(post)  # as far as we know, we may
                    return
                self._refusing.note(post.channel_id, now=self._clock())
                await self._tell_team(post.channel_id)
            if error.code == UNKNOWN_CHANNEL and await self._redirected(post, handler):
                return
            if (handler.insists or outgoing is None) and error.status in {403, 404}:
                await self.later(post, LONGEST_PAUSE)
            else:
                await self._give_up(post, handler)

    async def _left_alone(self, post: Post, handler: PostHandler, outgoing: OutgoingMessage) -> bool:
        """Spare a post the try where its channel has just refused others."""
        until = self._refusing.until(post.channel_id, now=self._clock())
        if until is None or outgoing.edits is not None:
            return False
        if handler.insists:
            await self._store.postpone(post.id, until=until)
        elif not post.claimed_before:
            await self._give_up(post, handler)
        else:
            return False
        return True

    async def _give_up(self, post: Post, handler: PostHandler) -> None:
        also = await self._handled(handler.refused(post)) if handler.refused is not None else None
        await self._finish(post, "refused", also=also)

    async def _redirected(self, post: Post, handler: PostHandler) -> bool:
        """Have a post go elsewhere whose channel was deleted; False where there is no elsewhere."""
        if handler.instead is None:
            return False
        channel_id = await self._handled(handler.instead(post))
        if channel_id is None or channel_id == post.channel_id:
            await self._give_up(post, handler)
        else:
            await self._store.redirect(post.id, channel_id)
        return True

    async def _tell_team(self, channel_id: int) -> None:
        """Tell a server's team of a channel that refuses us, once."""
        guild = getattr(self._client.get_channel(channel_id), "guild", None)
        if guild is not None:
            server = self._servers.get(guild.id)
            await self._store.add(unwritable(server, channel_id, at=self._clock()))

    # --- small things -----------------------------------------------------------------------------

    @property
    def _earlier_tries(self) -> EarlierTries:
        return EarlierTries(self._client, self._store, seconds=TRY_FOR)

    async def _handled(self, work: Awaitable[T]) -> T:
        return await in_time(self._client, work, HANDLE_FOR)

    def _channel(self, post: Post) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(post.channel_id)

    async def later(self, post: Post, pause: timedelta | None = None) -> None:
        """Try a post again after a while, each time a longer one."""
        pause = pause or min(FIRST_PAUSE * 2 ** min(post.attempts, 20), LONGEST_PAUSE)
        await self._store.postpone(post.id, until=self._clock() + pause)

    async def _finish(
        self, post: Post, state: str, message_id: int | None = None, *, also: Change | None = None
    ) -> None:
        await self._store.finish(post.id, state=state, message_id=message_id, at=self._clock(), also=also)
