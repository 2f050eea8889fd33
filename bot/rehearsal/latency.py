"""How far away this Discord is: what each request and each event takes, in real seconds."""

import asyncio
import random
import re

_RANGE = re.compile(r"(\d+)-(\d+)")


class Latency:
    """Draws the times of requests, from asking to answer, and of events: from `least` to `most` seconds."""

    def __init__(self, least: float = 0.0, most: float = 0.0, *, seed: int = 0) -> None:
        self.least = least
        self.most = most
        self._random = random.Random(seed)  # noqa: S311 - no secret

    @classmethod
    def in_ms(cls, text: str) -> "Latency":
        """Return what a text like `50-150` says; an empty one: none."""
        if not text:
            return cls()
        found = _RANGE.fullmatch(text)
        if found is None:
            raise ValueError(f"A latency is written as 50-150 (milliseconds), not as {text}.")
        return cls(int(found[1]) / 1000, int(found[2]) / 1000)

    def draw(self) -> float:
        """Return what the next one takes."""
        return self._random.uniform(self.least, self.most) if self.most else 0.0


async def travel(seconds: float) -> None:
    """Take so long, and nothing at all for zero."""
    if seconds > 0:
        await asyncio.sleep(seconds)
