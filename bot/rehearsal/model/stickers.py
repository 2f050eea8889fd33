"""A guild's stickers."""

from dataclasses import dataclass

from bot.rehearsal.model.members import GuildEvent
from bot.rehearsal.model.users import User

PNG = 1


@dataclass(eq=False, kw_only=True)
class Sticker:
    """A guild's sticker; `tags` is the emoji the app suggests it for."""

    id: int
    name: str
    tags: str
    guild_id: int
    creator: User
    description: str | None = None


@dataclass(frozen=True, kw_only=True)
class GuildStickersUpdate(GuildEvent):
    """The guild's stickers are others."""

    stickers: list[Sticker]
