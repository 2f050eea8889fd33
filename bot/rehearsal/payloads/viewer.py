"""Who looks at the world: what they may read decides what they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.rehearsal.model.applications import Application


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who is told: an application, and whether it may read message content."""

    application: Application
    content: bool
