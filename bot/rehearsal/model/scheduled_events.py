"""A guild's scheduled events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.rehearsal.model.events import Event
from bot.rehearsal.payloads.times import written
from bot.rehearsal.payloads.users import user

if TYPE_CHECKING:
    from datetime import datetime

    from bot.rehearsal.model.guilds import Guild
    from bot.rehearsal.model.users import User

Json = dict[str, Any]

STAGE_EVENT, VOICE_EVENT, EXTERNAL = 1, 2, 3
SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4


@dataclass(eq=False, kw_only=True)
class ScheduledEvent:
    """Something that will happen in or around a guild; times are aware UTC."""

    id: int
    guild: Guild = field(repr=False)
    name: str
    creator: User
    kind: int
    starts_at: datetime
    ends_at: datetime | None = None
    description: str | None = None
    location: str | None = None
    channel_id: int | None = None
    status: int = SCHEDULED
    image: str | None = None
    interested: list[User] = field(default_factory=list)

    def body(self, *, with_count: bool = False) -> Json:
        """Return the event on the wire."""
        body: Json = {
            "id": str(self.id),
            "guild_id": str(self.guild.id),
            "channel_id": str(self.channel_id) if self.channel_id else None,
            "creator_id": str(self.creator.id),
            "creator": user(self.creator),
            "name": self.name,
            "description": self.description,
            "image": self.image,
            "scheduled_start_time": written(self.starts_at),
            "scheduled_end_time": written(self.ends_at) if self.ends_at else None,
            "status": self.status,
            "privacy_level": 2,
            "entity_type": self.kind,
            "entity_id": None,
            "entity_metadata": {"location": self.location} if self.kind == EXTERNAL else None,
            "recurrence_rule": None,
            "guild_scheduled_event_exceptions": [],
        }
        return body | {"user_count": len(self.interested)} if with_count else body

    def tell(self, name: str) -> None:
        """Tell of a change, such as GUILD_SCHEDULED_EVENT_UPDATE."""
        told = self.body()
        self.guild.world.tell(Event(name=name, data=lambda _: told, guild=self.guild))

    def interest(self, who: User, *, interested: bool) -> None:
        """Note that a user is interested, or no longer, and tell of it."""
        if interested == (who in self.interested):
            return
        (self.interested.append if interested else self.interested.remove)(who)
        told = {
            "guild_scheduled_event_id": str(self.id),
            "user_id": str(who.id),
            "guild_id": str(self.guild.id),
        }
        name = f"GUILD_SCHEDULED_EVENT_USER_{'ADD' if interested else 'REMOVE'}"
        self.guild.world.tell(Event(name=name, data=lambda _: told, guild=self.guild))
