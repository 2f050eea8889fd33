"""Who looks at the world: what they may read decides what they are shown."""

from dataclasses import dataclass

from bot.rehearsal.model.applications import Application


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who is told: an application, and whether it may read message content and is told of all members."""

    application: Application
    content: bool
    members: bool = False
