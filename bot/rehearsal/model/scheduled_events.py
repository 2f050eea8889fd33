"""A guild's scheduled events."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.rehearsal.model.members import GuildEvent, GuildPeople
from bot.rehearsal.model.users import User

Json = dict[str, Any]

STAGE_EVENT, VOICE_EVENT, EXTERNAL = 1, 2, 3
SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
FINISHED = (COMPLETED, CANCELLED)


@dataclass(eq=False, kw_only=True)
class ScheduledEvent:
    """Something that will happen in or around a guild; times are aware UTC."""

    id: int
    guild: GuildPeople = field(repr=False)
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
    recurrence: Json | None = None
    """Discord's `recurrence_rule`, complete."""
    interested: list[User] = field(default_factory=list)

    def interest(self, who: User, *, interested: bool) -> None:
        """Note that a user is interested, or no longer, and tell of it."""
        if interested == (who in self.interested):
            return
        (self.interested.append if interested else self.interested.remove)(who)
        kind = GuildScheduledEventUserAdd if interested else GuildScheduledEventUserRemove
        self.guild.timeline.tell(kind(guild=self.guild, scheduled_event=self, user=who))


# --- what happens to them -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ScheduledEventEvent(GuildEvent):
    """About a scheduled event."""

    scheduled_event: ScheduledEvent


class GuildScheduledEventCreate(ScheduledEventEvent):
    """An event was made."""


class GuildScheduledEventUpdate(ScheduledEventEvent):
    """An event was changed, began or ended."""


class GuildScheduledEventDelete(ScheduledEventEvent):
    """An event is gone."""


@dataclass(frozen=True, kw_only=True)
class ScheduledEventInterest(ScheduledEventEvent):
    """About who is interested in an event."""

    user: User


class GuildScheduledEventUserAdd(ScheduledEventInterest):
    """Somebody is interested."""


class GuildScheduledEventUserRemove(ScheduledEventInterest):
    """Somebody is interested no longer."""
