"""How much Discord lets us say in one place, and what is said of the rest."""

from collections.abc import Iterable

MOST_DESCRIPTION = 4096
MOST_FIELD = 1024
#: Of all of an embed's texts together.
MOST_EMBED = 6000


def fit(parts: Iterable[str], most: int, between: str = "\n") -> str:
    """Join as many whole parts as fit into `most` characters, leaving empty ones out; "…" stands for the rest."""
    kept = [part for part in parts if part]
    whole = between.join(kept)
    while kept and len(whole) > most:
        kept.pop()
        whole = between.join([*kept, "…"])
    return whole
