"""Channels, threads and direct conversations, and the messages in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.rehearsal.model import permissions
from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.attachments import Attachment
from bot.rehearsal.model.members import GuildEvent, GuildPeople, Member, Role
from bot.rehearsal.model.permissions import Overwrite
from bot.rehearsal.model.polls import Poll
from bot.rehearsal.model.snowflakes import time_of
from bot.rehearsal.model.stickers import Sticker
from bot.rehearsal.model.timeline import Event, Timeline
from bot.rehearsal.model.users import User

Json = dict[str, Any]

TEXT, DIRECT, VOICE, CATEGORY, NEWS = 0, 1, 2, 4, 5
NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, STAGE, FORUM, MEDIA = 10, 11, 12, 13, 15, 16
THREADS = (NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD)
FORUMS = (FORUM, MEDIA)

PLAIN, PINNED, FOLLOWED, THREAD_CREATED, REPLY = 0, 6, 12, 18, 19
SLASH_REPLY, THREAD_STARTER, MENU_REPLY = 20, 21, 23
ALERT, POLL_RESULT = 24, 46
TALK = (PLAIN, REPLY, SLASH_REPLY, MENU_REPLY)
"""What somebody said; the others are Discord's own messages."""
CROSSPOSTED, IS_CROSSPOST, VOICE_MESSAGE, HAS_SNAPSHOT = 1 << 0, 1 << 1, 1 << 13, 1 << 14
SUPPRESS_EMBEDS, HAS_THREAD, EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 2, 1 << 5, 1 << 6, 1 << 7, 1 << 15


@dataclass(eq=False, kw_only=True)
class Tag:
    """A forum's tag."""

    id: int
    name: str
    emoji: str | None = None
    moderated: bool = False


@dataclass(eq=False, kw_only=True)
class Channel:
    """A guild's channel or a direct conversation; `messages` holds what was not deleted, oldest first."""

    id: int
    timeline: Timeline = field(repr=False)
    kind: int
    name: str
    guild: GuildPeople | None = field(default=None, repr=False)
    parent: "Channel | None" = field(default=None, repr=False)
    threads: "list[Thread]" = field(default_factory=list, repr=False)
    """Archived ones included."""
    topic: str | None = None
    position: int = 0
    nsfw: bool = False
    slowmode: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    flags: int = 0
    recipients: list[User] = field(default_factory=list)
    messages: "list[Message]" = field(default_factory=list, repr=False)
    whispers: "list[Message]" = field(default_factory=list, repr=False)
    """Ephemeral messages, each seen by one person."""
    nonces: "dict[tuple[int, str], Message]" = field(default_factory=dict, repr=False)
    typed: dict[int, datetime] = field(default_factory=dict, repr=False)
    """Who was typing last when, until what they wrote is sent."""
    """Author and nonce → what was sent with it."""
    last_message_id: int | None = None
    followers: "list[tuple[int, Channel]]" = field(default_factory=list, repr=False)
    """An announcement channel's: the webhook and the channel it writes in."""
    deleted: bool = False
    auto_archive_minutes: int = 1440

    @property
    def is_thread(self) -> bool:
        """Say whether this is a thread."""
        return self.kind in THREADS

    @property
    def is_direct(self) -> bool:
        """Say whether this is a direct conversation."""
        return self.kind == DIRECT

    @property
    def mention(self) -> str:
        """Return what names this channel in a message."""
        return f"<#{self.id}>"

    @property
    def created_at(self) -> datetime:
        """Return when it was made, aware UTC."""
        return time_of(self.id)

    def message(self, message_id: int) -> "Message | None":
        """Return a message that was not deleted."""
        for message in reversed(self.messages):
            if message.id == message_id:
                return message
        return None

    def permissions_for(self, member: Member) -> int:
        """Return what a member may do here; a thread follows its parent."""
        number = member.guild_permissions
        if number & permissions.ADMINISTRATOR:
            return permissions.ALL
        ruling = self.parent if self.is_thread and self.parent else self
        roles = [role.id for role in member.roles]
        number = permissions.overwritten(
            number, ruling.overwrites, everyone=member.guild.id, roles=roles, member=member.id
        )
        if member.timed_out:
            number &= permissions.QUIET
        if not number & permissions.VIEW or not self.admits(member, number):
            return 0
        speaking = "send_messages_in_threads" if self.is_thread else "send_messages"
        if not number & permissions.bits([speaking]):
            return number & ~permissions.NEEDS_SENDING
        return number | permissions.bits(["send_messages"]) if self.is_thread else number

    def permits(self, member: Member, *names: str) -> bool:
        """Say whether a member has all the named permissions here."""
        wanted = permissions.bits(names)
        return self.permissions_for(member) & wanted == wanted

    def admits(self, member: Member, held: int) -> bool:  # noqa: ARG002 - private threads look at both
        """Say whether a member who may view the channel gets into it."""
        return True

    def allow(self, target: Role | User | None, names: Iterable[str]) -> None:
        """Let a role, a user or everyone (None) do what is named here."""
        self.overwrite(target, allow=names)
        self.changed()

    def deny(self, target: Role | User | None, names: Iterable[str]) -> None:
        """Keep a role, a user or everyone (None) from doing what is named here."""
        self.overwrite(target, deny=names)
        self.changed()

    def overwrite(
        self, target: Role | User | None, *, allow: Iterable[str] = (), deny: Iterable[str] = ()
    ) -> None:
        """Allow and deny without telling; ValueError in a direct conversation."""
        if self.guild is None:
            raise ValueError("A direct conversation has no permission overwrites.")
        target_id = target.id if target else self.guild.id
        kind = 0 if target_id in self.guild.roles else 1
        known = self.overwrites.setdefault(target_id, Overwrite(target_id=target_id, kind=kind))
        allowed, denied = permissions.bits(allow), permissions.bits(deny)
        known.allow = (known.allow | allowed) & ~denied
        known.deny = (known.deny | denied) & ~allowed

    def changed(self) -> None:
        """Tell of a new name, topic or overwrites."""
        if self.guild:
            self.timeline.tell(ChannelUpdate(channel=self, guild=self.guild))


@dataclass(eq=False, kw_only=True)
class Thread(Channel):
    """A thread or a forum post."""

    owner: User
    guild: GuildPeople = field(repr=False)
    parent: Channel = field(repr=False)
    members: dict[int, datetime] = field(default_factory=dict)
    """Who joined, and when."""
    archived: bool = False
    archived_at: datetime
    active_at: datetime
    """When it was last written in or opened: it is archived when that is too long ago."""
    locked: bool = False
    invitable: bool = True
    applied_tags: list[int] = field(default_factory=list)
    sent: int = 0

    def admits(self, member: Member, held: int) -> bool:
        """Say whether a member gets in: into a private thread only who was added or manages threads."""
        if self.kind != PRIVATE_THREAD or member.id in self.members:
            return True
        return bool(held & permissions.bits(["manage_threads"]))


@dataclass(kw_only=True)
class Reference:
    """What a message replies to, or forwards; `message` is None where that was deleted."""

    message_id: int
    """0 where it refers to a channel alone."""
    channel_id: int
    guild_id: int | None
    message: "Message | None"
    forward: bool = False

    @classmethod
    def to(cls, message: "Message", *, forward: bool = False) -> "Reference":
        """Return a reference to a message that is there."""
        guild = message.channel.guild
        return cls(
            message_id=message.id,
            channel_id=message.channel.id,
            guild_id=guild.id if guild else None,
            message=message,
            forward=forward,
        )


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
    snapshots: "list[Message]" = field(default_factory=list)
    """What it forwards, as that was at the time."""
    poll: Poll | None = None
    stickers: list[Sticker] = field(default_factory=list)
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
    webhook_id: int | None = None
    """The webhook that sent it, under a name that is no account's."""
    interaction_metadata: Json | None = None
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


# --- what happens to them -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class GuildChannelEvent(GuildEvent):
    """About a channel of a guild: all bots there are told, whether or not they may view it."""

    channel: Channel


class ChannelUpdate(GuildChannelEvent):
    """A channel has another name, topic or overwrites."""


@dataclass(frozen=True, kw_only=True)
class ChannelEvent(Event):
    """About what is in a channel: told to those who may view it."""

    channel: Channel
