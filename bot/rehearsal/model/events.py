"""What happens in the world, as the gateway tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.rehearsal.model.applications import Application
    from bot.rehearsal.model.channels import Channel
    from bot.rehearsal.model.guilds import Guild
    from bot.rehearsal.model.users import User
    from bot.rehearsal.payloads.viewer import Viewer

Json = dict[str, Any]

GUILDS, MEMBERS, PRESENCES, MESSAGES, REACTIONS, TYPING = 1 << 0, 1 << 1, 1 << 8, 1 << 9, 1 << 10, 1 << 11
DIRECT_MESSAGES, DIRECT_REACTIONS, DIRECT_TYPING, CONTENT, EVENTS = (
    1 << 12,
    1 << 13,
    1 << 14,
    1 << 15,
    1 << 16,
)

_BY_PREFIX = (
    ("INTERACTION_", 0, 0),
    ("GUILD_SCHEDULED_EVENT_", EVENTS, EVENTS),
    ("GUILD_MEMBER_", MEMBERS, MEMBERS),
    ("MESSAGE_REACTION_", REACTIONS, DIRECT_REACTIONS),
    ("MESSAGE_", MESSAGES, DIRECT_MESSAGES),
    ("TYPING_", TYPING, DIRECT_TYPING),
)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened, with what each viewer is told of it.

    Only those are told who are in `guild`, may view `channel`, and, where given, are `only`.
    """

    name: str
    data: Callable[[Viewer], Json]
    guild: Guild | None = None
    channel: Channel | None = None
    only: Application | None = None
    about: User | None = None
    """A member event about the bot itself needs no intent."""

    def intent(self) -> int:
        """Return the intent bit a session needs to hear of it; 0: none."""
        for prefix, of_guild, of_direct in _BY_PREFIX:
            if self.name.startswith(prefix):
                return of_guild if self.guild else of_direct
        return GUILDS if self.guild else 0
