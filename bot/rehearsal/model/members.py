"""Members of guilds and their roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.rehearsal.model import permissions

if TYPE_CHECKING:
    from datetime import datetime

    from bot.rehearsal.model.applications import Application
    from bot.rehearsal.model.channels import Channel
    from bot.rehearsal.model.guilds import Guild
    from bot.rehearsal.model.users import User


@dataclass(eq=False, kw_only=True)
class Role:
    """A role of a guild; `permissions` is Discord's number."""

    id: int
    guild: Guild
    name: str
    permissions: int = 0
    colour: int = 0
    mentionable: bool = False
    position: int = 0
    application: Application | None = None

    @property
    def mention(self) -> str:
        """Return what names this role in a message."""
        return f"<@&{self.id}>"

    @property
    def managed(self) -> bool:
        """Say whether the role belongs to a bot."""
        return self.application is not None

    def grant(self, *names: str) -> None:
        """Add permissions."""
        self.permissions |= permissions.bits(names)
        self.guild.role_changed(self)

    def revoke(self, *names: str) -> None:
        """Take permissions away."""
        self.permissions &= ~permissions.bits(names)
        self.guild.role_changed(self)


@dataclass(eq=False, kw_only=True)
class Member:
    """A user in a guild; `roles` leaves out @everyone."""

    guild: Guild
    user: User
    joined_at: datetime
    nick: str | None = None
    roles: list[Role] = field(default_factory=list)
    timed_out_until: datetime | None = None

    @property
    def id(self) -> int:
        """Return the user's id."""
        return self.user.id

    @property
    def shown_name(self) -> str:
        """Return the name others see in the guild."""
        return self.nick or self.user.shown_name

    @property
    def top(self) -> int:
        """Return the position of the highest role."""
        return max((role.position for role in self.roles), default=0)

    @property
    def timed_out(self) -> bool:
        """Say whether the member is kept from speaking, by the world's clock."""
        return self.timed_out_until is not None and self.timed_out_until > self.guild.world.clock.now()

    def may(self, *names: str, channel: Channel | None = None) -> bool:
        """Say whether the member has all the named permissions, in `channel` or in the guild."""
        wanted = permissions.bits(names)
        held = permissions.in_channel(self, channel) if channel else permissions.in_guild(self)
        return held & wanted == wanted
