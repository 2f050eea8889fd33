"""Small readers of what a request's body holds."""

import re
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.rehearsal.checks.refusals import Problems

Json = dict[str, Any]

_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,([A-Za-z0-9+/]+=*)")
_GIF = "R0lGOD"
"""How a GIF begins in base64; libraries name any kind of picture as they please."""


def number(value: object) -> int | None:
    """Return a snowflake or number sent as text or number; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() else None


def items(body: Json, key: str, problems: Problems, path: str | None = None) -> list[Any]:
    """Return a list field, empty where absent or null; notes a problem for anything else."""
    value = body.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        problems.add(path or key, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    return value


def moment(value: object) -> datetime | None:
    """Return an aware time written in ISO 8601; None for anything else."""
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return read if read.tzinfo else None


def picture(body: Json, key: str, problems: Problems) -> str | None:
    """Return the hash a picture sent as a data address gets; None where absent or null."""
    sent = body.get(key)
    if sent is None:
        return None
    found = _PICTURE.fullmatch(str(sent))
    if found is None:
        problems.add(key, "IMAGE_INVALID", "Invalid image data")
        return None
    name = sha256(str(sent).encode()).hexdigest()[:32]
    return f"a_{name}" if found[1].startswith(_GIF) else name


def without_nulls(value: Any) -> Any:
    """Return a form without what was sent as null: Discord keeps it as if it had been left out."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value
