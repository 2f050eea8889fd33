"""The rehearsal itself: one address for gateway, REST, CDN and page, and people who use it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

from aiohttp import web

from bot.rehearsal.faults.faults import Faults
from bot.rehearsal.gateway.gateway import Gateway
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World
from bot.rehearsal.page.host import PageHost
from bot.rehearsal.page.site import Site, index
from bot.rehearsal.people.person import Person
from bot.rehearsal.record import Record
from bot.rehearsal.rest import cdn
from bot.rehearsal.rest.rate_limits import RateLimits
from bot.rehearsal.rest.service import Service

T = TypeVar("T")

LARGEST_REQUEST = 64 * 1024 * 1024
MESSAGE_LIMIT = (5, 5.0)
"""Discord's: five messages in five seconds a channel."""
_LOOK_AGAIN = 0.02


class Rehearsal:
    """A Discord on loopback, from entering the context to leaving it."""

    def __init__(
        self,
        world: World,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        any_token: bool = False,
        rate_limits: bool = True,
        message_limit: tuple[int, float] = MESSAGE_LIMIT,
        kept_events: int = 1000,
        page_host: PageHost | None = None,
        page_fonts: Path | None = None,
    ) -> None:
        self.world = world
        self.record = Record()
        self.faults = Faults(world)
        self.page = Site(world, self.faults, page_host, page_fonts)
        self.gateway = Gateway(world, self.record, self.faults, any_token=any_token, kept=kept_events)
        self.faults.sockets = self.gateway
        self.rest = Service(
            world,
            self.record,
            self.faults,
            any_token=any_token,
            limits=RateLimits() if rate_limits else None,
            message_limit=message_limit,
        )
        self.rest.online = lambda: self.gateway.online
        self._asked = (host, port)
        self._runner: web.AppRunner | None = None
        self._address = f"{host}:{port}"

    @property
    def api_url(self) -> str:
        """Return what takes the place of https://discord.com/api/v10."""
        return f"http://{self._address}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Return what takes the place of wss://gateway.discord.gg."""
        return f"ws://{self._address}"

    @property
    def cdn_url(self) -> str:
        """Return what takes the place of https://cdn.discordapp.com."""
        return f"http://{self._address}/cdn"

    @property
    def page_url(self) -> str:
        """Return where the page is."""
        return f"http://{self._address}/room/"

    @property
    def port(self) -> int:
        """Return the port, once it is open."""
        return int(self._address.rpartition(":")[2])

    async def start(self) -> None:
        """Open the port; OSError where it is taken."""
        application = web.Application(client_max_size=LARGEST_REQUEST)
        application.router.add_get("/", self._root)
        application.router.add_get("/cdn/{path:.*}", self._cdn)
        self.page.add_to(application.router)
        application.router.add_route("*", "/{path:.*}", self.rest.handle)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, *self._asked)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._address = f"{host}:{port}"
        self.gateway.sessions.url = self.rest.gateway_url = self.gateway_url
        self.world.cdn_url = self.cdn_url
        self.world.listeners.append(self.gateway.sessions.hear)

    async def stop(self) -> None:
        """Close everything."""
        self.world.listeners.remove(self.gateway.sessions.hear)
        await self.page.close()
        await self.gateway.close()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def person(self, user: User) -> Person:
        """Return someone with the Discord app in hand."""
        return Person(self.world, user)

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float = 15.0) -> T:  # noqa: ASYNC109
        """Return the first truthy result of `predicate`, looked at whenever the world changes.

        Raises TimeoutError after `timeout` real seconds.
        """
        async with asyncio.timeout(timeout):
            while not (found := predicate()):
                await self.world.changed(_LOOK_AGAIN)
            return found

    async def idle(self, quiet: float = 0.02, timeout: float = 15.0) -> None:  # noqa: ASYNC109
        """Wait until nothing was asked or sent for `quiet` real seconds."""
        async with asyncio.timeout(timeout):
            before = -1
            while before != self.traffic or self.rest.under_way or not self.gateway.idle:
                before = self.traffic
                await asyncio.sleep(quiet)

    @property
    def traffic(self) -> int:
        """Return how much was asked and sent so far."""
        sequences = sum(session.sequence for session in self.gateway.sessions.by_id.values())
        return sequences + self.rest.answered + len(self.record.frames)

    async def _root(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.gateway.handle(request)
        return await index(request)

    async def _cdn(self, request: web.Request) -> web.Response:
        return cdn.serve(self.world, request.match_info["path"])
