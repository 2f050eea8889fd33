"""A message said on Discord, as much of it as our rules need."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file that hangs on a message, as Discord describes it; nobody has looked into it yet."""

    filename: str
    content_type: str
    size: int
    spoiler: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """A message; `guild_id` is None in a direct message, `said_at` is aware UTC, from its id.

    `home_id`: the server whose team answers; for a direct message, one that its author belongs to.
    `thread_of`: in a thread or forum post, the channel or forum that it belongs to.
    `reply_to`: the message that it replies to; `reply_to_author`: who wrote that, as far as known.
    `asks_directly`: mentions the bot, replies to it, opens a forum post, or was said to it alone.
    `mentions_staff`: names or replies to somebody of the team.
    `tags`: of the forum post that it opens; `age_restricted`: said where only adults may read.
    """

    id: int
    guild_id: int | None
    home_id: int | None
    channel_id: int
    author_id: int
    author_name: str
    text: str
    said_at: datetime
    thread_of: int | None = None
    reply_to: int | None = None
    reply_to_author: int | None = None
    mentions: frozenset[int] = frozenset()
    author_roles: frozenset[int] = frozenset()
    asks_directly: bool = False
    mentions_staff: bool = False
    attachments: tuple[IncomingFile, ...] = ()
    tags: tuple[str, ...] = ()
    age_restricted: bool = False

    @property
    def place_ids(self) -> tuple[int, ...]:
        """The channel it was said in, then the one that this belongs to."""
        return (self.channel_id,) if self.thread_of is None else (self.channel_id, self.thread_of)
