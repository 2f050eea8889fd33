"""Rate limits: a bucket a route and place, and fifty requests a second in all; real time."""

import hashlib
import time
from dataclasses import dataclass, field

GLOBAL_LIMIT, GLOBAL_SECONDS = 50, 1.0


@dataclass(frozen=True)
class Allowance:
    """So many requests in so many seconds."""

    requests: int
    seconds: float


@dataclass
class _Window:
    allowance: Allowance
    ends: float = 0.0
    used: int = 0

    def take(self, now: float) -> bool:
        """Count one request; False when the window is used up."""
        if now >= self.ends:
            self.ends = now + self.allowance.seconds
            self.used = 0
        if self.used >= self.allowance.requests:
            return False
        self.used += 1
        return True


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a request goes through, the headers that say so, and else how long to wait (seconds)."""

    allowed: bool
    headers: dict[str, str] = field(default_factory=dict)
    retry_after: float = 0.0
    everywhere: bool = False


class RateLimits:
    """Counts requests by bot, route and place."""

    def __init__(self) -> None:
        self._windows: dict[tuple[int, str, str], _Window] = {}
        self._global: dict[int, _Window] = {}

    def take(self, who: int, route: str, place: str, allowance: Allowance) -> Verdict:
        """Count one request of application `who` on `route` in `place` (a channel's or guild's id)."""
        now = time.monotonic()
        everywhere = self._global.setdefault(who, _Window(Allowance(GLOBAL_LIMIT, GLOBAL_SECONDS)))
        if not everywhere.take(now):
            return self._refusal(everywhere.ends - now, {"X-RateLimit-Global": "true"}, "global")
        window = self._windows.setdefault((who, route, place), _Window(allowance))
        allowed = window.take(now)
        after = max(window.ends - now, 0.001)
        headers = {
            "X-RateLimit-Limit": str(window.allowance.requests),
            "X-RateLimit-Remaining": str(window.allowance.requests - window.used),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(route.encode(), usedforsecurity=False).hexdigest(),
        }
        return Verdict(allowed=True, headers=headers) if allowed else self._refusal(after, headers, "user")

    def _refusal(self, after: float, headers: dict[str, str], scope: str) -> Verdict:
        after = max(after, 0.001)
        told = headers | {"Retry-After": str(int(after) + 1), "X-RateLimit-Scope": scope, "Via": "1.1 google"}
        return Verdict(allowed=False, headers=told, retry_after=round(after, 3), everywhere=scope == "global")
