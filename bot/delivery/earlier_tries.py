"""Whether a try to send whose answer we never saw was carried out: looked up until it is known.

Discord remembers a nonce for three minutes, and its history lags behind by a minute at most. So an unclear try
is repeated with the same nonce at first, and looked up in the channel once Discord may have forgotten that.
"""

from datetime import datetime, timedelta

import discord

from bot.delivery.outgoing import OutgoingMessage, fingerprint_of, has_mark
from bot.delivery.refusing_channels import LONGEST_PAUSE, permissions_in
from bot.delivery.time_limit import in_time
from db.outbox import OutboxStore, Post

NONCE_LASTS = timedelta(minutes=2.5)
HISTORY_LAGS = timedelta(seconds=70)
#: Between Discord's clock and ours.
CLOCKS_DIFFER = timedelta(minutes=1)
PAGE = 100


class Undecided(Exception):  # noqa: N818  # a state, not an error
    """Nobody can know yet whether an earlier try was carried out; `unreadable`: we may not look."""

    def __init__(self, until: datetime, *, unreadable: bool = False) -> None:
        super().__init__(until)
        self.until = until
        self.unreadable = unreadable


def nonce_is_remembered(post: Post, *, now: datetime) -> bool:
    """Whether Discord surely knows the nonce of the first of the unclear tries."""
    return post.claimed_at is not None and timedelta() <= now - post.claimed_at < NONCE_LASTS


class EarlierTries:
    """Finds in a channel what earlier tries left there."""

    def __init__(self, client: discord.Client, store: OutboxStore, *, seconds: float) -> None:
        self._client = client
        self._store = store
        self._seconds = seconds

    async def find(
        self, post: Post, outgoing: OutgoingMessage | None, *, now: datetime
    ) -> discord.Message | None:
        """Return the message that an earlier try put into the channel; None if none did.

        Raises:
            Undecided: the history does not show yet, or not to us, what may have been carried out.
        """
        permissions = permissions_in(self._client, post.channel_id)
        if permissions and not (permissions.view_channel and permissions.read_message_history):
            raise Undecided(now + LONGEST_PAUSE, unreadable=True)  # the history would be empty, not refused
        found = await self._search(post, self._fingerprints(post, outgoing), now)
        tried_at = post.tried_at or post.claimed_at or now
        if found is None and timedelta() <= now - tried_at < HISTORY_LAGS:
            raise Undecided(tried_at + HISTORY_LAGS)
        return found

    def _fingerprints(self, post: Post, outgoing: OutgoingMessage | None) -> set[str]:
        known = set(post.fingerprints.split())
        if post.tried_at is None and outgoing is not None:  # version 0.1.0 kept none
            known.add(outgoing.fingerprint)
        return known

    async def _search(self, post: Post, fingerprints: set[str], now: datetime) -> discord.Message | None:
        channel = self._client.get_partial_messageable(post.channel_id)
        since = min(post.claimed_at or post.queued_at, now) - CLOCKS_DIFFER
        after: discord.abc.Snowflake = discord.Object(discord.utils.time_snowflake(since))
        while True:
            page = await in_time(self._client, _page(channel, after), self._seconds)
            for said in page:
                if said.author == self._client.user and await self._is(said, post, fingerprints):
                    return said
            if len(page) < PAGE:
                return None
            after = page[-1]

    async def _is(self, said: discord.Message, post: Post, fingerprints: set[str]) -> bool:
        if has_mark(said, post.id):
            return True
        return fingerprint_of(said) in fingerprints and not await self._store.is_recorded(said.id)


async def _page(channel: discord.PartialMessageable, after: discord.abc.Snowflake) -> list[discord.Message]:
    return [said async for said in channel.history(limit=PAGE, after=after, oldest_first=True)]
