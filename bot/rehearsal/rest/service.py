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
    reactions,
    roles,
    scheduled_events,
    threads,
    users,
    webhooks,
)
from bot.rehearsal.rest.call import Call, Response
from bot.rehearsal.rest.rate_limits import Allowance, RateLimits
from bot.rehearsal.rest.routing import MESSAGES, Route

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
    threads,
    commands,
    command_permissions,
    interactions,
    webhooks,
    incoming_webhooks,
    scheduled_events,
)
_PREFIX = re.compile(r"/api(?:/v(\d+))?(/.*)")
_PLACES = ("channel_id", "guild_id", "webhook_id")


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
        message_limit: tuple[int, float],
    ) -> None:
        self.world = world
        self.record = record
        self.faults = faults
        self.any_token = any_token
        self.limits = limits
        self.message_limit = Allowance(*message_limit)
        self.gateway_url = ""
        self.online: Callable[[], bool] = lambda: True
        self.under_way = 0
        self.answered = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        self.under_way += 1
        try:
            return await self._with_faults(request)
        finally:
            self.under_way -= 1
            self.answered += 1
            self.world.notify()

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
            headers = self._count(route, args, application)
            sent, uploads = await bodies.read(request)
            call = Call(
                world=self.world,
                application=application,
                args=args,
                query=request.query,
                body=sent,
                uploads=uploads,
                gateway_url=self.gateway_url,
                reason=unquote(request.headers.get("X-Audit-Log-Reason", "")) or None,
            )
            result = route.handler(call)
            reply = (
                result if isinstance(result, Response) else Response(204 if result is None else 200, result)
            )
        except _Limited as limited:
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

    def _count(self, route: Route, args: Mapping[str, str], application: Application) -> dict[str, str]:
        if self.limits is None or route.allowance is None:
            return {}
        allowance = self.message_limit if route.allowance == MESSAGES else route.allowance
        assert isinstance(allowance, Allowance)  # noqa: S101 - the only name is MESSAGES
        place = next((args[name] for name in _PLACES if name in args), "")
        verdict = self.limits.take(application.id, f"{route.method} {route.path}", place, allowance)
        if not verdict.allowed:
            body = {
                "message": "You are being rate limited.",
                "retry_after": verdict.retry_after,
                "global": verdict.everywhere,
            }
            raise _Limited(verdict.headers, body)
        return verdict.headers

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


class _Limited(Exception):  # noqa: N818 - what happened, not a mistake
    def __init__(self, headers: dict[str, str], body: dict[str, Any]) -> None:
        super().__init__()
        self.headers = headers
        self.body = body
