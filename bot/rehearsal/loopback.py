"""Only this machine's own programs and this server's own page speak here: no page elsewhere, under no other name.

A page from anywhere can have a name of its own lead to this machine (DNS rebinding), or send requests here with
its own Origin. Both are refused before anything is read.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web
from yarl import URL

OWN_HOSTS = ("127.0.0.1", "localhost", "::1")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def own_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what was meant for another host, or comes from another origin."""
    origin = request.headers.get("Origin")
    if not is_own_host(request) or origin not in (None, f"http://{request.host}"):
        return web.Response(status=403, text="Only this machine and this server's own page are answered.")
    return await handler(request)


def is_own_host(request: web.Request) -> bool:
    """Whether a request was meant for this machine."""
    try:
        return URL(f"http://{request.host}").host in OWN_HOSTS
    except ValueError:
        return False
