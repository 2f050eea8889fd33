"""One REST request, read and signed in, and what its handler needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.checks.messages import Upload
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.channels import Channel, Message, Thread
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import GuildPeople, Member
from bot.rehearsal.model.moderation import AuditLogEntry, GuildAuditLogEntryCreate
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World
from bot.rehearsal.payloads import messages as messages_json
from bot.rehearsal.payloads.viewer import Viewer

Json = dict[str, Any]


@dataclass(frozen=True)
class Response:
    """An answer with a status of its own."""

    status: int
    body: Any = None


@dataclass(kw_only=True)
class Call:
    """A request of `application`; helpers raise Refused as Discord would."""

    world: World
    application: Application
    args: dict[str, str]
    query: Mapping[str, str]
    body: Any = None
    uploads: dict[int, Upload] = field(default_factory=dict)
    gateway_url: str = ""
    session_start_limit: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None
    """What the audit log is to say of it."""

    @property
    def me(self) -> User:
        """Return the bot's account."""
        return self.application.user

    @property
    def viewer(self) -> Viewer:
        """Return how the bot sees messages."""
        allowed = "message_content" in self.application.privileged_intents
        return Viewer(application=self.application, content=allowed)

    @property
    def form(self) -> Json:
        """Return the body, which must be an object."""
        if not isinstance(self.body, dict):
            raise Refused(50109)
        return self.body

    @property
    def forms(self) -> list[Json]:
        """Return the body, which must be a list of objects."""
        if not isinstance(self.body, list):
            raise Refused(50109)
        return self.body

    def id(self, name: str) -> int:
        """Return a number from the address."""
        return int(self.args[name])

    def limit(self, *, default: int, most: int, key: str = "limit", least: int = 1) -> int:
        """Return a number from the query; Refused 50035 outside its range."""
        text = self.query.get(key)
        if text is None:
            return default
        if not text.isdecimal() or not least <= int(text) <= most:
            problems = Problems()
            problems.add(key, "NUMBER_TYPE_MAX", f"int value should be between {least} and {most}.")
            problems.refuse()
        return int(text)

    def guild(self) -> Guild:
        """Return the guild addressed: 10004 when the bot isn't in it."""
        guild = self.world.guilds.get(self.id("guild_id"))
        if guild is None or self.application not in guild.applications:
            raise Refused(10004)
        return guild

    def member(self, guild: Guild) -> Member:
        """Return the member addressed: 10013 for nobody's id, 10007 for one who isn't there."""
        if self.id("user_id") not in self.world.users:
            raise Refused(10013)
        who = guild.members.get(self.id("user_id"))
        if who is None:
            raise Refused(10007)
        return who

    def own_member(self, guild: GuildPeople) -> Member:
        """Return the bot's membership."""
        return guild.members[self.me.id]

    def need(self, guild: GuildPeople, *names: str) -> None:
        """Refuse 50013 unless the bot has these permissions in the guild."""
        if not self.own_member(guild).may(*names):
            raise Refused(50013)

    def channel(self, *names: str, channel_id: int | None = None) -> Channel:
        """Return the channel addressed: 10003, 50001 when not viewable, 50013 without `names`."""
        number = channel_id if channel_id is not None else self.id("channel_id")
        channel = self.world.channels.get(number)
        if channel is None:
            raise Refused(10003)
        if channel.is_direct:
            if self.me not in channel.recipients:
                raise Refused(50001)
            return channel
        if channel.guild is None or self.application not in channel.guild.applications:
            raise Refused(50001)
        member = self.own_member(channel.guild)
        if not channel.permits(member, "view_channel"):
            raise Refused(50001)
        if not channel.permits(member, *names):
            raise Refused(50013)
        return channel

    def may(self, channel: Channel, *names: str) -> bool:
        """Say whether the bot has permissions in a channel; in direct conversations it may do all."""
        return channel.guild is None or channel.permits(self.own_member(channel.guild), *names)

    def thread(self, *names: str) -> Thread:
        """Return the thread addressed: 50024 for a channel of another kind."""
        channel = self.channel(*names)
        if not isinstance(channel, Thread):
            raise Refused(50024)
        return channel

    def open(self, channel: Channel) -> Channel:
        """Return a channel that is no archived thread: 50083."""
        if isinstance(channel, Thread) and channel.archived:
            raise Refused(50083)
        return channel

    def message(self, channel: Channel, name: str = "message_id") -> Message:
        """Return the message addressed: 10008 when there is none."""
        message = channel.message(self.id(name))
        if message is None:
            raise Refused(10008)
        return message

    def show(self, message: Message) -> Json:
        """Return a message as the bot sees it."""
        return messages_json.message(message, self.viewer)

    def log(self, guild: Guild, action: int, target_id: int | None, changes: Json | None = None) -> None:
        """Write into the guild's audit log what the bot did; `changes` are new values by their keys."""
        entry = AuditLogEntry(
            id=self.world.snowflakes.next(),
            user=self.me,
            action=action,
            target_id=target_id,
            changes=[{"key": key, "new_value": value} for key, value in (changes or {}).items()],
            reason=self.reason,
        )
        guild.audit_log.append(entry)
        self.world.tell(GuildAuditLogEntryCreate(guild=guild, entry=entry))
