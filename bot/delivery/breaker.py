"""Counts what Discord refuses: it bans an address after 10,000 refusals in ten minutes."""

import logging
from collections import deque
from datetime import datetime, timedelta
from types import SimpleNamespace

import aiohttp

from bot.clock import Clock

log = logging.getLogger(__name__)

#: So many refusals within `WITHIN`, and nothing is sent until they are fewer: well below Discord's ban.
MOST = 2_000
WITHIN = timedelta(minutes=10)
REFUSED = {401, 403, 429}


class Breaker:
    """Open while Discord refuses too much of what we ask, whoever of us asks it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._refusals: deque[datetime] = deque()

    def trace(self) -> aiohttp.TraceConfig:
        """Return what has discord.py tell of every answer."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._ended)
        return config

    @property
    def is_open(self) -> bool:
        """Whether to send nothing for now."""
        since = self._clock() - WITHIN
        while self._refusals and self._refusals[0] <= since:
            self._refusals.popleft()
        return len(self._refusals) >= MOST

    async def _ended(
        self, _: aiohttp.ClientSession, context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        del context
        answer = ended.response
        # What others used up is nobody's fault, and not counted by Discord.
        if answer.status in REFUSED and answer.headers.get("X-RateLimit-Scope") != "shared":
            self._refusals.append(self._clock())
            if len(self._refusals) == MOST and self.is_open:
                log.error("Discord refused too many requests: nothing is sent until they are fewer")
