"""What people say: messages with what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.rehearsal.snowflakes import time_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.rehearsal.people import Application, Role, User
    from bot.rehearsal.places import Channel, Thread

Json = dict[str, Any]

PLAIN, PINNED, THREAD_CREATED, REPLY, SLASH_REPLY, THREAD_STARTER, MENU_REPLY = 0, 6, 18, 19, 20, 21, 23
SUPPRESS_EMBEDS, HAS_THREAD, EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 2, 1 << 5, 1 << 6, 1 << 7, 1 << 15


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """An uploaded file; `path` is its address under the server's CDN."""

    id: int
    filename: str
    content: bytes = field(repr=False)
    content_type: str
    path: str
    description: str | None = None
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return len(self.content)


@dataclass(kw_only=True)
class Reference:
    """What a message replies to; `message` is None where that was deleted."""

    message_id: int
    channel_id: int
    guild_id: int | None
    message: Message | None


@dataclass(kw_only=True)
class Mentions:
    """Whom a message notifies."""

    users: list[User] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    everyone: bool = False


@dataclass(eq=False, kw_only=True)
class Message:
    """One message; it stays what tests hold on to when edited or deleted."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    kind: int = PLAIN
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reference: Reference | None = None
    mentions: Mentions = field(default_factory=Mentions)
    reactions: dict[str, list[User]] = field(default_factory=dict)
    """Emoji → who put it there."""
    nonce: str | int | None = None
    flags: int = 0
    tts: bool = False
    pinned_at: datetime | None = None
    edited_at: datetime | None = None
    filled_at: datetime | None = None
    """When an awaited answer took this place: people see no edit in that."""
    deleted: bool = False
    ephemeral_to: User | None = None
    thread: Thread | None = None
    application: Application | None = None
    """The application whose interaction made it."""
    interaction: Json | None = None
    """Discord's `interaction_metadata`."""

    @property
    def created_at(self) -> datetime:
        """Return when it was sent, aware UTC, to the millisecond."""
        return time_of(self.id)

    @property
    def jump_url(self) -> str:
        """Return the address people share."""
        guild = self.channel.guild.id if self.channel.guild else "@me"
        return f"https://discord.com/channels/{guild}/{self.channel.id}/{self.id}"

    @property
    def pinned(self) -> bool:
        """Say whether it is pinned."""
        return self.pinned_at is not None

    @property
    def loading(self) -> bool:
        """Say whether it stands for an answer that is still awaited ("… is thinking")."""
        return bool(self.flags & LOADING)

    def mentions_user(self, user: User) -> bool:
        """Say whether the message notifies this user by name."""
        return user in self.mentions.users
