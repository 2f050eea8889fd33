"""Rate limits: a bucket's, fifty requests a second in all, and the ban for whoever is refused too often; real time."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.rehearsal.rest.buckets import CHANGE, NAMING, Bucket, bucket_of
from bot.rehearsal.window import Window

IN_ALL = 50
MOST_REFUSED, IN_SECONDS = 10_000, 600.0
_REFUSED = (401, 403, 429)
BANNED = """<!DOCTYPE html>
<html><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head>
<body><h1>Error 1015</h1><h2>You are being rate limited</h2></body></html>
"""


class RateLimited(Exception):  # noqa: N818 - what happened, not a mistake
    """One request too many, with what is answered."""

    def __init__(self, headers: Mapping[str, str], after: float, scope: str) -> None:
        super().__init__()
        after = max(after, 0.001)
        more = {"Retry-After": str(int(after) + 1), "X-RateLimit-Scope": scope, "Via": "1.1 google"}
        self.headers = {**headers, **more}
        what = "The resource is" if scope == "shared" else "You are"
        self.body: dict[str, Any] = {
            "message": f"{what} being rate limited.",
            "retry_after": round(after, 3),
            "global": scope == "global",
        }


class RateLimits:
    """Counts requests; the windows of buckets pass `speed` times as fast, where the world's time is moved on."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self.refused = Window(MOST_REFUSED, IN_SECONDS)
        self._buckets: dict[tuple[object, ...], Window] = {}
        self._in_all: dict[int, Window] = {}

    def count(self, who: int, route: str, args: Mapping[str, str], now: datetime) -> dict[str, str]:
        """Count one request of application `who`, and return the headers that tell of it.

        Those with a token in their address (interactions, webhooks) are none of the fifty a second.
        """
        if "token" not in args:
            self._take_in_all(who)
        bucket = bucket_of(route, args, now)
        return {} if bucket is None else self._take(who, bucket, args.get(bucket.per, ""))

    def count_naming(
        self, who: int, route: str, args: Mapping[str, str], sent: Any, headers: Mapping[str, str]
    ) -> None:
        """Count a change of a name or topic once more; `headers` are those of its bucket, which know nothing of it."""
        if route != CHANGE or not isinstance(sent, dict) or {"name", "topic"}.isdisjoint(sent):
            return
        window = self._window(who, NAMING, args["channel_id"])
        if not window.take():
            raise RateLimited(headers, window.ends_in, "user")

    def _take_in_all(self, who: int) -> None:
        window = self._in_all.setdefault(who, Window(IN_ALL, 1.0))
        if not window.take():
            raise RateLimited({"X-RateLimit-Global": "true"}, window.ends_in, "global")

    def _take(self, who: int, bucket: Bucket, place: str) -> dict[str, str]:
        window = self._window(0 if bucket.shared else who, bucket, place)
        allowed = window.take()
        after = max(window.ends_in, 0.001)
        headers = {
            "X-RateLimit-Limit": str(window.most),
            "X-RateLimit-Remaining": str(window.left),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": bucket.id,
        }
        if not allowed:
            raise RateLimited(headers, after, "shared" if bucket.shared else "user")
        return headers

    def note(self, response: web.StreamResponse) -> None:
        """Count an answer that refused; what others used up (`shared`) is nobody's fault."""
        if response.status in _REFUSED and response.headers.get("X-RateLimit-Scope") != "shared":
            self.refused.take()

    def ban(self) -> web.Response | None:
        """Return what whoever was refused too often is answered, until ten minutes have passed; else None."""
        if self.refused.left:
            return None
        headers = {"Retry-After": str(int(self.refused.ends_in) + 1), "Server": "cloudflare"}
        return web.Response(status=429, text=BANNED, content_type="text/html", headers=headers)

    def _window(self, who: int, bucket: Bucket, place: str) -> Window:
        key = (who, bucket.id, place)
        return self._buckets.setdefault(key, Window(bucket.most, bucket.seconds / self.speed))
