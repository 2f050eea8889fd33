"""Times as Discord writes them."""

from datetime import datetime


def written(moment: datetime) -> str:
    """Return an aware time in ISO 8601 with microseconds and offset."""
    return moment.isoformat(timespec="microseconds")
