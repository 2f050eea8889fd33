"""A bot's session: what it hears, numbered, and kept for a while in case it must be told again."""

from __future__ import annotations

import secrets
from collections import deque
from typing import TYPE_CHECKING, Any

from bot.rehearsal.model import permissions
from bot.rehearsal.model.events import CONTENT
from bot.rehearsal.payloads.viewer import Viewer

if TYPE_CHECKING:
    from bot.rehearsal.gateway.connection import GatewayConnection
    from bot.rehearsal.model.applications import Application
    from bot.rehearsal.model.channels import Channel
    from bot.rehearsal.model.events import Event

Json = dict[str, Any]


class GatewaySession:
    """One IDENTIFY and what follows from it, over any number of connections."""

    def __init__(self, application: Application, intents: int, shard: tuple[int, int], kept: int) -> None:
        self.id = secrets.token_hex(16)
        self.application = application
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.connection: GatewayConnection | None = None
        self._kept: deque[Json] = deque(maxlen=kept)

    @property
    def viewer(self) -> Viewer:
        """Return who is told."""
        return Viewer(application=self.application, content=bool(self.intents & CONTENT))

    def hears(self, event: Event) -> bool:
        """Say whether an event is for this session: its intents, its guilds, what the bot may view."""
        application = self.application
        if event.only is not None and event.only is not application:
            return False
        if event.guild and (event.guild.id >> 22) % self.shard[1] != self.shard[0]:
            return False
        if not event.guild and self.shard[0] != 0:
            return False
        own = event.about is application.user and event.name != "GUILD_MEMBER_ADD"
        needed = event.intent()
        if event.only is None and not own and needed and not self.intents & needed:
            return False
        if event.guild and event.only is None and application not in event.guild.applications:
            return False
        return event.channel is None or self._views(event.channel)

    def _views(self, channel: Channel) -> bool:
        if channel.is_direct:
            return self.application.user in channel.recipients
        member = channel.guild.member(self.application.user) if channel.guild else None
        return member is not None and permissions.in_channel(member, channel) != 0

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
