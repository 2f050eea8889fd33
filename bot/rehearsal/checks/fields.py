"""Small readers of what a request's body holds."""

from datetime import datetime
from typing import Any

from bot.rehearsal.checks.refusals import Problems

Json = dict[str, Any]


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
