"""What the walks in Python share: how a bot tells of its steps. Runs without the project's own environment."""

from __future__ import annotations

import base64
import json
import sys
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable

ARTISTS = ("Moonwave", "Paper Boats")
FLOOD = 7
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


def tell(step: str, wrong: str | None = None) -> None:
    """Tell of a step: that it went well, or what went wrong."""
    sys.stdout.write(json.dumps({"step": step, "wrong": wrong and wrong[-1500:]}) + "\n")
    sys.stdout.flush()


async def attempt(step: str, taking: Awaitable[Any]) -> None:
    """Take a step and tell how it went."""
    try:
        await taking
    except Exception:  # noqa: BLE001 - whatever it is, it is told
        tell(step, traceback.format_exc())
    else:
        tell(step)


def check(right: object, what: str) -> None:
    """Raise unless something is as it should be."""
    if not right:
        raise AssertionError(what)
