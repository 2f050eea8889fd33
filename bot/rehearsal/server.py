"""The rehearsal itself: one address for gateway, REST, CDN and page, and people who use it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

from aiohttp import web

from bot.rehearsal.faults.faults import Faults
from bot.rehearsal.gateway.gateway import Gateway
from bot.rehearsal.latency import Latency, travel
from bot.rehearsal.loopback import own_only
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
_LOOK_AGAIN = 0.02
_CLOCK_LOOK = 0.5
"""Real seconds between looks at what is due."""


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
        rate_limit_speed: float = 1.0,
        identify_pacing: bool = True,
        latency: Latency | None = None,
        kept_events: int = 1000,
        page_host: PageHost | None = None,
        page_fonts: Path | None = None,
    ) -> None:
        self.world = world
        self.record = Record()
        self.faults = Faults(world)
        self.page = Site(world, self.faults, page_host, page_fonts)
        self.gateway = Gateway(
            world,
            self.record,
            self.faults,
            any_token=any_token,
            kept=kept_events,
            identify_pacing=identify_pacing,
        )
        self.faults.sockets = self.gateway
        self.rest = Service(
            world,
            self.record,
            self.faults,
            any_token=any_token,
            limits=RateLimits(rate_limit_speed) if rate_limits else None,
        )
        self.rest.online = lambda: self.gateway.online
        self.rest.session_start_limit = self.gateway.sessions.starts.limit
        self.latency = latency or Latency()
        self._asked = (host, port)
        self._runner: web.AppRunner | None = None
        self._address = f"{host}:{port}"
        self._clock: asyncio.Task[None] | None = None

    @property
    def latency(self) -> Latency:
        """How long requests and events take; may be changed at any time."""
        return self._latency

    @latency.setter
    def latency(self, latency: Latency) -> None:
        self._latency = self.rest.latency = self.gateway.latency = self.page.latency = latency

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
        application = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[own_only])
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
        self._clock = asyncio.create_task(self._follow_the_clock())

    async def stop(self) -> None:
        """Close everything."""
        if self._clock:
            self._clock.cancel()
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

    async def _follow_the_clock(self) -> None:
        """Do what is due as a ticking clock comes to it."""
        while True:
            await asyncio.sleep(_CLOCK_LOOK)
            self.world.catch_up()

    @property
    def traffic(self) -> int:
        """Return how much was asked and sent so far."""
        sequences = sum(session.sequence for session in self.gateway.sessions.by_id.values())
        frames = self.gateway.went_out + len(self.record.frames)
        return sequences + self.rest.answered + frames

    async def _root(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.gateway.handle(request)
        return await index(request)

    async def _cdn(self, request: web.Request) -> web.Response:
        await travel(self.latency.draw())
        return cdn.serve(self.world, request.match_info["path"])
