"""From Discord's message to ours: who said it, with which roles, to whom."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import discord

from bot.clock import Clock
from bot.domain.questions.incoming import IncomingFile, IncomingMessage
from db.codec import clean
from db.store import Store

#: How long somebody's roles are taken as known, where a message does not carry them.
ROLES_KNOWN_FOR = timedelta(minutes=1)
MOST_KNOWN = 5_000
#: What people write; all else Discord writes in their name, such as that they started a thread.
SAID = frozenset({discord.MessageType.default, discord.MessageType.reply})


class _Known(NamedTuple):
    roles: frozenset[int] | None
    at: datetime


class MessageReader:
    """Decides which messages concern us, and reads them."""

    def __init__(self, client: discord.Client, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._known: dict[tuple[int, int], _Known] = {}

    def concerns(self, message: discord.Message) -> bool:
        """Whether a message may be a question, a reply to one or an announcement; cheap: all messages pass here."""
        if message.author.bot or message.webhook_id is not None or message.type not in SAID:
            return False
        if message.guild is None or self.speaks_to_us(message):
            return True
        places = _places(message.channel)
        server = self._store.servers.get(message.guild.id)
        asked_here = not self._store.questions.channels.isdisjoint(places)
        in_session = message.channel.id in self._store.sessions.threads
        shown_here = not self._store.work_settings.channels.keys().isdisjoint(places)
        ours = asked_here or in_session or shown_here
        return ours or server.listens(places) or server.announces(places)

    def speaks_to_us(self, message: discord.Message) -> bool:
        """Whether a message mentions the bot, replies to it, or is said to it alone."""
        me = self._client.user
        if me is None or message.guild is None:
            return message.guild is None
        replied = message.reference.resolved if message.reference else None
        to_us = isinstance(replied, discord.Message) and replied.author.id == me.id
        ours = message.guild.self_role
        return (
            to_us
            or me.id in message.raw_mentions
            or (ours is not None and ours.id in message.raw_role_mentions)
        )

    async def read(self, message: discord.Message) -> IncomingMessage:
        """Read a message, asking Discord for its author's roles where it does not carry them."""
        guild = message.guild
        author, channel = message.author, message.channel
        home, roles = await self._home(message)
        replied = message.reference.resolved if message.reference else None
        opens_post = (
            isinstance(channel, discord.Thread)
            and isinstance(channel.parent, discord.ForumChannel)
            and channel.id == message.id
        )
        return IncomingMessage(
            id=message.id,
            guild_id=guild.id if guild else None,
            home_id=home,
            channel_id=channel.id,
            author_id=author.id,
            author_name=clean(author.display_name),
            text=clean(self._words(message)),
            said_at=message.created_at.astimezone(UTC),
            thread_of=channel.parent_id if isinstance(channel, discord.Thread) else None,
            reply_to=message.reference.message_id if message.reference else None,
            reply_to_author=replied.author.id if isinstance(replied, discord.Message) else None,
            mentions=frozenset(message.raw_mentions),
            author_roles=roles,
            asks_directly=self.speaks_to_us(message) or opens_post,
            mentions_staff=self._mentions_staff(message),
            attachments=tuple(map(_attachment, message.attachments)),
            tags=_tags(channel) if opens_post else (),
            age_restricted=_age_restricted(channel),
        )

    def _mentions_staff(self, message: discord.Message) -> bool:
        if message.guild is None:
            return False
        server = self._store.servers.get(message.guild.id)
        return server.is_staff(message.raw_role_mentions) or any(
            server.is_staff([role.id for role in member.roles])
            for member in message.mentions
            if isinstance(member, discord.Member)
        )

    async def roles_of(self, guild_id: int, user_id: int) -> frozenset[int] | None:
        """Return somebody's role ids in a server, a minute old at most; None if they are not a member."""
        known = self._known.get((guild_id, user_id))
        now = self._clock()
        if known is None or not timedelta(0) <= now - known.at <= ROLES_KNOWN_FOR:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            known = _Known(await self._fetch_roles(guild_id, user_id), now)
            self._known[guild_id, user_id] = known
        return known.roles

    async def _fetch_roles(self, guild_id: int, user_id: int) -> frozenset[int] | None:
        guild = self._client.get_guild(guild_id)
        if guild is None:
            return None
        try:
            member = await guild.fetch_member(user_id)
        except discord.NotFound:
            return None
        return frozenset(role.id for role in member.roles)

    async def _home(self, message: discord.Message) -> tuple[int | None, frozenset[int]]:
        """Return the server whose team answers a message, and its author's roles there."""
        author = message.author
        if message.guild is not None:
            if isinstance(author, discord.Member):
                return message.guild.id, frozenset(role.id for role in author.roles)
            return message.guild.id, await self.roles_of(message.guild.id, author.id) or frozenset()
        return await self.home_of(author.id)

    async def home_of(self, user_id: int) -> tuple[int | None, frozenset[int]]:
        """Return the first server of ours that somebody belongs to, and their roles there."""
        for server in self._store.servers.all():
            roles = await self.roles_of(server.guild_id, user_id)
            if roles is not None:
                return server.guild_id, roles
        return None, frozenset()

    def _words(self, message: discord.Message) -> str:
        """Return what was said, with names in place of ids and without the mention of ourselves."""
        me = self._client.user
        if me is None or not message.content:
            return message.content
        ours = [f"@{me.name}", f"@{me.display_name}"]
        if message.guild is not None:
            ours.append(f"@{message.guild.me.display_name}")
        words = message.clean_content.replace("\u200b", "")
        for name in sorted(ours, key=len, reverse=True):
            words = words.replace(name, " ")
        title = message.channel.name if isinstance(message.channel, discord.Thread) else ""
        if message.id == message.channel.id and title not in words:
            words = f"{title}\n{words}"
        return words.strip()


def _places(channel: object) -> tuple[int, ...]:
    if isinstance(channel, discord.Thread):
        return (channel.id, channel.parent_id)
    return (getattr(channel, "id", 0),)


def _attachment(attached: discord.Attachment) -> IncomingFile:
    return IncomingFile(
        filename=clean(attached.filename),
        content_type=attached.content_type or "",
        size=attached.size,
        spoiler=attached.is_spoiler(),
    )


def _tags(channel: object) -> tuple[str, ...]:
    return tuple(tag.name for tag in channel.applied_tags) if isinstance(channel, discord.Thread) else ()


def _age_restricted(channel: object) -> bool:
    return bool(getattr(channel, "is_nsfw", bool)())
