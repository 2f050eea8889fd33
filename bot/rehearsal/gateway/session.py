"""A bot's session: what it hears, numbered, and kept for a while in case it must be told again."""

import secrets
from collections import deque
from typing import TYPE_CHECKING, Any

from bot.rehearsal.gateway import intents
from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.channels import Channel, ChannelEvent
from bot.rehearsal.model.interactions import InteractionCreate
from bot.rehearsal.model.members import GuildEvent, GuildMemberAdd, GuildPeople, MemberEvent
from bot.rehearsal.model.timeline import Event
from bot.rehearsal.payloads.viewer import Viewer

if TYPE_CHECKING:
    from bot.rehearsal.gateway.connection import GatewayConnection

Json = dict[str, Any]


class GatewaySession:
    """One IDENTIFY and what follows from it, over any number of connections."""

    def __init__(self, application: Application, asked: int, shard: tuple[int, int], kept: int) -> None:
        self.id = secrets.token_hex(16)
        self.application = application
        self.intents = asked
        self.shard = shard
        self.sequence = 0
        self.connection: GatewayConnection | None = None
        self._kept: deque[Json] = deque(maxlen=kept)

    @property
    def viewer(self) -> Viewer:
        """Return who is told."""
        return Viewer(
            application=self.application,
            content=bool(self.intents & intents.CONTENT),
            members=bool(self.intents & intents.MEMBERS and self.intents & intents.PRESENCES),
        )

    def hears(self, event: Event) -> bool:
        """Say whether an event is for this session: its shard, its intents, its guilds, what the bot may view."""
        guild = _guild_of(event)
        if not self.serves(guild):
            return False
        if event.only is None:
            if guild and self.application not in guild.applications:
                return False
            if isinstance(event, GuildEvent) and not self._may(event):
                return False
            needed = intents.needed(event.name, in_guild=guild is not None)
            if needed and not self.intents & needed and not self._is_about_itself(event):
                return False
        elif event.only is not self.application:
            return False
        return not isinstance(event, ChannelEvent) or self._views(event.channel)

    def serves(self, guild: GuildPeople | None) -> bool:
        """Say whether a guild is of this session's shard; direct conversations (None) are of the first."""
        number, count = self.shard
        return number == ((guild.id >> 22) % count if guild else 0)

    def _may(self, event: GuildEvent) -> bool:
        """Say whether the bot has the permissions without which it isn't told."""
        return not event.needs or event.guild.members[self.application.id].may(*event.needs)

    def _is_about_itself(self, event: Event) -> bool:
        """Say whether it is a member event about the bot, which needs no intent."""
        if not isinstance(event, MemberEvent) or isinstance(event, GuildMemberAdd):
            return False
        return event.member.user is self.application.user

    def _views(self, channel: Channel) -> bool:
        if channel.is_direct:
            return self.application.user in channel.recipients
        member = channel.guild.member(self.application.user) if channel.guild else None
        return member is not None and channel.permissions_for(member) != 0

    def number(self, name: str, data: Json) -> Json:
        """Return a dispatch with the next sequence number, and keep it for replay."""
        self.sequence += 1
        frame = {"op": 0, "t": name, "s": self.sequence, "d": data}
        self._kept.append(frame)
        return frame

    def missed_since(self, sequence: int) -> list[Json] | None:
        """Return what came after `sequence`; None when some of it is no longer kept."""
        if sequence > self.sequence:
            return None
        missed = [frame for frame in self._kept if frame["s"] > sequence]
        return missed if len(missed) == self.sequence - sequence else None


def _guild_of(event: Event) -> GuildPeople | None:
    match event:
        case GuildEvent(guild=guild):
            return guild
        case ChannelEvent(channel=channel):
            return channel.guild
        case InteractionCreate(interaction=interaction):
            return interaction.guild
    return None
