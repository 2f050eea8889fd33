"""The page's own addresses, below /room/: its files, and the socket over which all else goes."""

import asyncio
import contextlib
from importlib.resources import files
from pathlib import Path

from aiohttp import web

from bot.rehearsal.faults.faults import Faults
from bot.rehearsal.latency import Latency
from bot.rehearsal.model.world import World
from bot.rehearsal.page.host import PageHost, PlainHost
from bot.rehearsal.page.visit import Visit

STATIC = Path(str(files("bot.rehearsal.page") / "static"))
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ttf": "font/ttf",
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
LARGEST_FRAME = 160 * 1024 * 1024
"""Ten files of the largest size fit, as base64."""
HEARTBEAT = 30.0
PATIENCE = 0.5
"""Real seconds for a page to take leave when the server stops."""


class Site:
    """Serves the page, and everybody who visits; `host` may be set until the first of them comes.

    `fonts` is a folder of fonts for whoever has none of their own; without one, the page does with what it finds.
    """

    def __init__(
        self, world: World, faults: Faults, host: PageHost | None = None, fonts: Path | None = None
    ) -> None:
        self.world = world
        self.faults = faults
        self.host: PageHost = host or PlainHost(world)
        self.latency = Latency()
        self._fonts = fonts
        self.visits: set[Visit] = set()
        self._closed = False
        self._empty = asyncio.Event()
        self._empty.set()

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the page's addresses."""
        router.add_get("/room", index)
        router.add_get("/room/socket", self._socket)
        router.add_get("/room/fonts/{path:.*}", self._font)
        router.add_get("/room/{path:.*}", _page)

    async def _font(self, request: web.Request) -> web.StreamResponse:
        return _file(request, self._fonts)

    async def close(self) -> None:
        """Send everybody away, and let nobody in any more."""
        self._closed = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(visit.leave() for visit in self.visits))
                await self._empty.wait()

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Origin") is None:  # no page asks without one
            return _refused()
        if self._closed:
            return web.Response(status=503, headers=_HEADERS)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST_FRAME, compress=False)
        socket.headers.update(_HEADERS)
        await socket.prepare(request)
        visit = Visit(self.world, self.faults, self.host, socket, lambda: self.latency)
        self.visits.add(visit)
        self._empty.clear()
        try:
            await visit.stay()
        finally:
            self.visits.discard(visit)
            if not self.visits:
                self._empty.set()
        return socket


async def index(_: web.Request) -> web.StreamResponse:
    """Lead to the page."""
    raise web.HTTPFound("/room/")


async def _page(request: web.Request) -> web.StreamResponse:
    return _file(request, STATIC)


def _file(request: web.Request, folder: Path | None) -> web.StreamResponse:
    """Answer with a file of the page's own."""
    path = folder and _found(folder, request.match_info["path"] or "index.html")
    if path is None:
        return web.Response(status=404, headers=_HEADERS)
    return web.FileResponse(path, headers=_HEADERS | {"Content-Type": _KINDS[path.suffix]})


def _found(folder: Path, name: str) -> Path | None:
    """Return a file of a kind that pages are made of, within a folder."""
    try:
        path = (folder / name).resolve()
        ours = path.suffix in _KINDS and path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):  # no name of a file
        return None
    return path if ours else None


def _refused() -> web.Response:
    return web.Response(status=403, headers=_HEADERS)
