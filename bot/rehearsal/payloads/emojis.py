"""Emojis on the wire."""

import re
from typing import Any

Json = dict[str, Any]

_CUSTOM = re.compile(r"(?:<?(a)?:)?(\w+):(\d+)>?")


def emoji(text: str) -> Json:
    """Return an emoji: a character of its own, or `name:id` of a guild's."""
    custom = _CUSTOM.fullmatch(text)
    if custom:
        return {"id": custom[3], "name": custom[2], "animated": bool(custom[1])}
    return {"id": None, "name": text}
