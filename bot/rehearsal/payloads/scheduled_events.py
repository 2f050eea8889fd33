"""Scheduled events on the wire."""

from typing import Any

from bot.rehearsal.model.scheduled_events import EXTERNAL, ScheduledEvent
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads import users
from bot.rehearsal.payloads.times import written

Json = dict[str, Any]


def scheduled_event(what: ScheduledEvent, *, with_count: bool = False) -> Json:
    """Return a scheduled event."""
    body: Json = {
        "id": str(what.id),
        "guild_id": str(what.guild.id),
        "channel_id": str(what.channel_id) if what.channel_id else None,
        "creator_id": str(what.creator.id),
        "creator": users.user(what.creator),
        "name": what.name,
        "description": what.description,
        "image": what.image,
        "scheduled_start_time": written(what.starts_at),
        "scheduled_end_time": written(what.ends_at) if what.ends_at else None,
        "status": what.status,
        "privacy_level": 2,
        "entity_type": what.kind,
        "entity_id": None,
        "entity_metadata": {"location": what.location} if what.kind == EXTERNAL else None,
        "recurrence_rule": what.recurrence,
        "guild_scheduled_event_exceptions": [],
    }
    return body | {"user_count": len(what.interested)} if with_count else body


def interest(what: ScheduledEvent, who: User) -> Json:
    """Return who is interested in which event."""
    return {
        "guild_scheduled_event_id": str(what.id),
        "user_id": str(who.id),
        "guild_id": str(what.guild.id),
    }
