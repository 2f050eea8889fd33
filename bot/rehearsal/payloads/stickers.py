"""Stickers on the wire."""

from typing import Any

from bot.rehearsal.model.stickers import PNG, Sticker
from bot.rehearsal.payloads import users

Json = dict[str, Any]


def sticker(what: Sticker, *, with_user: bool = True) -> Json:
    """Return a guild's sticker."""
    body: Json = item(what) | {
        "tags": what.tags,
        "type": 2,
        "description": what.description,
        "available": True,
        "guild_id": str(what.guild_id),
    }
    return body | {"user": users.user(what.creator)} if with_user else body


def item(what: Sticker) -> Json:
    """Return a sticker as a message carries it."""
    return {"id": str(what.id), "name": what.name, "format_type": PNG}
