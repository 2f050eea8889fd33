"""Which channels refuse what we send: each is tried again slowly, or once what we may do there changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=10)
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
#: These refuse the channel, not the post. (Whoever takes no direct messages may write to us the next moment.)
WHOLE_CHANNEL = {MISSING_ACCESS, MISSING_PERMISSIONS}


@dataclass(frozen=True, slots=True)
class _Refusal:
    until: datetime
    pause: timedelta
    may: int | None


class RefusingChannels:
    """What refuses is remembered until it takes something, not over a restart."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._refusals: dict[int, _Refusal] = {}

    def note(self, channel_id: int, *, now: datetime) -> None:
        """Note that a channel refused a try."""
        before = self._refusals.get(channel_id)
        pause = FIRST_PAUSE if before is None else min(before.pause * 2, LONGEST_PAUSE)
        self._refusals[channel_id] = _Refusal(now + pause, pause, self._permissions(channel_id))

    def took(self, channel_id: int) -> None:
        """Note that a channel takes what we send."""
        self._refusals.pop(channel_id, None)

    def until(self, channel_id: int, *, now: datetime) -> datetime | None:
        """Return until when a channel is left alone; None if it may be tried."""
        refusal = self._refusals.get(channel_id)
        if refusal is None or refusal.until <= now or refusal.until - now > LONGEST_PAUSE:
            return None
        return refusal.until if refusal.may == self._permissions(channel_id) else None

    def _permissions(self, channel_id: int) -> int | None:
        permissions = permissions_in(self._client, channel_id)
        return None if permissions is None else permissions.value


def permissions_in(client: discord.Client, channel_id: int) -> discord.Permissions | None:
    """Return what we may do in a server's channel; None where we don't know it, or it is a direct one."""
    channel = client.get_channel(channel_id)
    if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        try:
            return channel.permissions_for(channel.guild.me)
        except discord.ClientException:  # a thread whose channel we can't see
            return None
    return None


def may_send(client: discord.Client, channel_id: int) -> bool:
    """Whether our permissions in a server's channel, as far as we know them, let us write there."""
    permissions = permissions_in(client, channel_id)
    if permissions is None or not permissions.view_channel:
        return False
    if isinstance(client.get_channel(channel_id), discord.Thread):
        return permissions.send_messages_in_threads
    return permissions.send_messages
