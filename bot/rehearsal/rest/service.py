"""Answers every REST request: finds its route, counts it, carries it out, records it, fails on order."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import web

from bot.rehearsal.checks.refusals import Refused, unauthorized
from bot.rehearsal.faults.faults import Faults
from bot.rehearsal.latency import Latency, travel
from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.world import World
from bot.rehearsal.record import Exchange, Record
from bot.rehearsal.rest import (
    audit_log,
    auto_moderation,
    bans,
    bodies,
    channels,
    command_permissions,
    commands,
    emojis,
    guilds,
    incoming_webhooks,
    interactions,
    invites,
    messages,
    pins,
    polls,
    reactions,
    roles,
    scheduled_events,
    stickers,
    threads,
    users,
    webhooks,
)
from bot.rehearsal.rest.call import Call, Response
from bot.rehearsal.rest.rate_limits import RateLimited, RateLimits
from bot.rehearsal.rest.routing import Route

_log = logging.getLogger(__name__)

_MODULES = (
    users,
    guilds,
    roles,
    bans,
    audit_log,
    auto_moderation,
    emojis,
    invites,
    channels,
    messages,
    reactions,
    pins,
    polls,
    stickers,
    threads,
    commands,
    command_permissions,
    interactions,
    webhooks,
    incoming_webhooks,
    scheduled_events,
)
_PREFIX = re.compile(r"/api(?:/v(\d+))?(/.*)")


def _pattern(path: str) -> re.Pattern[str]:
    found = re.sub(r"\{=(\w+)\}", r"(?P<\1>[^/]+)", path)
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>\\d{1,20})", found))


def _decoded(path: str) -> str:
    """Decode each segment of its own: some libraries send `%40original`, and an emoji stays one segment."""
    return "/".join(unquote(segment).replace("/", "%2F") for segment in path.split("/"))


def _literal_first(route: Route) -> int:
    return route.path.count("{")


ROUTES = [
    (route, _pattern(route.path))
    for route in sorted((route for module in _MODULES for route in module.routes.all), key=_literal_first)
]


class Service:
    """The REST side of this Discord."""

    def __init__(
        self,
        world: World,
        record: Record,
        faults: Faults,
        *,
        any_token: bool,
        limits: RateLimits | None,
    ) -> None:
        self.world = world
        self.record = record
        self.faults = faults
        self.any_token = any_token
        self.limits = limits
        self.gateway_url = ""
        self.latency = Latency()
        self.online: Callable[[], bool] = lambda: True
        self.session_start_limit: Callable[[int], dict[str, int]] = lambda _: {}
        self.under_way = 0
        self.answered = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, which is half of its time on the way here and half on the way back."""
        self.under_way += 1
        takes = self.latency.draw()
        try:
            await travel(takes / 2)
            self.world.catch_up()
            response = await self._unless_banned(request)
            await travel(takes / 2)
            return response
        finally:
            self.under_way -= 1
            self.answered += 1
            self.world.notify()

    async def _unless_banned(self, request: web.Request) -> web.StreamResponse:
        if self.limits is None:
            return await self._with_faults(request)
        if banned := self.limits.ban():
            return banned
        response = await self._with_faults(request)
        self.limits.note(response)
        return response

    async def _with_faults(self, request: web.Request) -> web.StreamResponse:
        prefixed = _PREFIX.fullmatch(request.path)
        path = prefixed[2] if prefixed else request.path
        if not self.online():
            return web.Response(status=503, text="upstream connect error", content_type="text/plain")
        fault = self.faults.meet(request.method, path)
        if fault and not fault.after:
            failed = await fault.strike(request)
            if failed is not None:
                return failed
        response = await self._answer(request, path)
        if fault and fault.after:
            return await fault.strike(request) or response
        return response

    async def _answer(self, request: web.Request, path: str) -> web.Response:
        found = self._route(request.method, request.rel_url.raw_path, path)
        if found is None:
            _log.error("No route for %s %s: answered 501.", request.method, path)
            body = {"message": f"501: No route for {request.method} {path}", "code": 0}
            return self._reply(request, path, None, Response(501, body), {})
        route, args = found
        headers: dict[str, str] = {}
        sent: Any = None
        try:
            application = self._signed_in(request, route, args)
            if self.limits:
                headers = self.limits.count(application.id, route.name, args, self.world.clock.now())
            sent, uploads = await bodies.read(request)
            if self.limits:
                self.limits.count_naming(application.id, route.name, args, sent, headers)
            call = Call(
                world=self.world,
                application=application,
                args=args,
                query=request.query,
                body=sent,
                uploads=uploads,
                gateway_url=self.gateway_url,
                session_start_limit=self.session_start_limit(application.id),
                reason=unquote(request.headers.get("X-Audit-Log-Reason", "")) or None,
            )
            result = route.handler(call)
            reply = (
                result if isinstance(result, Response) else Response(204 if result is None else 200, result)
            )
        except RateLimited as limited:
            headers, reply = limited.headers, Response(429, limited.body)
        except Refused as refused:
            reply = Response(refused.status, refused.body())
        except Exception:  # noqa: BLE001 - a form no library sends: as loud as an unknown route
            _log.exception("Could not carry out %s %s: answered 500.", request.method, path)
            reply = Response(500, {"message": "500: Internal Server Error", "code": 0})
        return self._reply(request, path, sent, reply, headers)

    def _route(self, method: str, raw: str, path: str) -> tuple[Route, dict[str, str]] | None:
        prefixed = _PREFIX.fullmatch(raw)
        decoded = _decoded(prefixed[2] if prefixed else path)
        for route, pattern in ROUTES:
            if route.method == method and (match := pattern.fullmatch(decoded)):
                return route, match.groupdict()
        return None

    def _signed_in(self, request: web.Request, route: Route, args: Mapping[str, str]) -> Application:
        token = request.headers.get("Authorization", "").removeprefix("Bot ")
        applications = list(self.world.applications.values())
        for application in applications:
            if token and application.token == token:
                return application
        interaction = self.world.interactions.get(args.get("token", ""))
        if not route.signed and interaction:
            return interaction.application
        if applications and (self.any_token or not route.signed):
            return applications[0]
        raise unauthorized()

    def _reply(
        self, request: web.Request, path: str, sent: Any, reply: Response, headers: Mapping[str, str]
    ) -> web.Response:
        self.record.requests.append(
            Exchange(
                method=request.method,
                path=path,
                query=dict(request.query),
                request=sent,
                status=reply.status,
                response=reply.body,
                at=self.world.clock.now(),
            )
        )
        if reply.status == web.HTTPNoContent.status_code:
            return web.Response(status=204, headers=headers)
        return web.Response(
            status=reply.status,
            body=orjson.dumps(reply.body),
            headers={**headers, "Content-Type": "application/json"},
        )
