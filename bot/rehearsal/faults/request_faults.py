"""One request that fails, and failures on order: the next requests fail, before or after they are carried out."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import orjson
from aiohttp import web

HTML = "<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>"


@dataclass(kw_only=True)
class Fault:
    """What happens to the next `times` requests of a method (`*`: any) whose path fits a pattern."""

    method: str
    path: str
    times: int
    after: bool
    """True: the request is carried out first, only its answer is lost."""
    status: int | None = None
    body: str | Mapping[str, Any] = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: float | None = None
    """Real seconds of silence; then the request goes on (or its answer goes out)."""
    cut: bool = False

    def fits(self, method: str, path: str) -> bool:
        """Say whether a request is meant."""
        return self.times > 0 and self.method in ("*", method) and fnmatchcase(path, self.path)

    async def strike(self, request: web.Request) -> web.Response | None:
        """Fail a request, and return what is answered; None: go on."""
        if self.hang is not None:
            await asyncio.sleep(self.hang)
            return None
        if self.cut:
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
        if isinstance(self.body, str):
            return web.Response(
                status=self.status or 500, text=self.body, content_type="text/html", headers=self.headers
            )
        headers = {"Content-Type": "application/json", **self.headers}
        return web.Response(status=self.status or 500, body=orjson.dumps(dict(self.body)), headers=headers)


class OrderedFaults:
    """The failures ordered; `path` patterns are like `/channels/*/messages`, without the API's prefix."""

    def __init__(self) -> None:
        self.ordered: list[Fault] = []

    def answer(
        self,
        method: str,
        path: str,
        status: int,
        body: str | Mapping[str, Any] = HTML,
        *,
        times: int = 1,
        after: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Fault:
        """Answer with a status and a body: text is sent as HTML, a mapping as JSON."""
        return self._order(
            Fault(
                method=method,
                path=path,
                times=times,
                after=after,
                status=status,
                body=body,
                headers=headers or {},
            )
        )

    def hang(self, method: str, path: str, seconds: float, *, times: int = 1, after: bool = False) -> Fault:
        """Keep silent for so many real seconds, then go on."""
        return self._order(Fault(method=method, path=path, times=times, after=after, hang=seconds))

    def cut(self, method: str, path: str, *, times: int = 1, after: bool = False) -> Fault:
        """Close the connection instead of answering."""
        return self._order(Fault(method=method, path=path, times=times, after=after, cut=True))

    def clear(self) -> None:
        """Forget what was ordered."""
        self.ordered.clear()

    def meet(self, method: str, path: str) -> Fault | None:
        """Return the failure meant for a request, using it up once."""
        for fault in self.ordered:
            if fault.fits(method, path):
                fault.times -= 1
                return fault
        return None

    def _order(self, fault: Fault) -> Fault:
        self.ordered.append(fault)
        return fault
