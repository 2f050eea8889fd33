"""A visitor of the page, as the page itself speaks to the server."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.rehearsal.model.channels import Channel
    from bot.rehearsal.model.users import User
    from bot.rehearsal.server import Rehearsal


class Refusal(Exception):  # noqa: N818
    def __init__(self, refused: dict[str, Any]) -> None:
        super().__init__(refused)
        self.code = refused["code"]
        self.message = refused["message"]
        self.errors = refused["errors"]


class Visitor:
    """Keeps the map as the page does, and answers by number."""

    def __init__(self, session: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.session = session
        self.socket = socket
        self.map: dict[str, Any] = {}
        self.changes: list[dict[str, Any]] = []
        self._asked: dict[Any, asyncio.Future[Any]] = {}
        self._changed = asyncio.Event()
        self._ended = asyncio.Event()
        self._where: dict[str, Any] = {"channel": None, "locale": "en-US", "selected": None}

    async def listen(self) -> None:
        async for message in self.socket:
            body = orjson.loads(message.data)
            if "re" in body:
                self._asked.setdefault(body["re"], asyncio.get_running_loop().create_future())
                self._asked[body["re"]].set_result(body)
            else:
                self.changes.append(body)
                self.map |= body["set"]
                for key in body["drop"]:
                    del self.map[key]
            self._changed.set()
        self._ended.set()

    async def do(self, name: str, /, **fields: Any) -> Any:
        """Do something; raises what was refused."""
        number = len(self._asked) + 1
        self._asked[number] = asyncio.get_running_loop().create_future()
        await self.socket.send_str(orjson.dumps({"n": number, "do": name} | fields).decode())
        async with asyncio.timeout(20):
            return _result(await self._asked[number])

    async def send(self, text: str) -> Any:
        """Send any text; what comes back names no frame."""
        self._asked[None] = asyncio.get_running_loop().create_future()
        await self.socket.send_str(text)
        async with asyncio.timeout(20):
            return _result(await self._asked[None])

    async def look(self, user: User | None = None, **where: Any) -> None:
        """Look somewhere, as somebody."""
        if user is not None:
            self._where["as"] = str(user.id)
        channel: Channel | str | None = where.pop("channel", None)
        if channel is not None:
            where["channel"] = channel if isinstance(channel, str) else str(channel.id)
        self._where |= where
        await self.do("look", **self._where)
        await self.until(lambda: self.map.get("me", {}).get("id") == self._where["as"])

    async def gone(self) -> None:
        """Wait until the server closed the socket."""
        async with asyncio.timeout(20):
            await self._ended.wait()

    async def until(self, found: Callable[[], Any], within: float = 20.0) -> Any:
        """Return the first truthy result, looked at whenever the map changes."""
        async with asyncio.timeout(within):
            while not (result := found()):
                self._changed.clear()
                await self._changed.wait()
            return result

    # --- what is to be seen -----------------------------------------------------------------------

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [self.map[f"message:{number}"] for number in self.map.get("messages", [])]

    @property
    def contents(self) -> list[str]:
        return [message["content"] for message in self.messages]

    @property
    def places(self) -> list[str]:
        return [place["name"] for place in self.map["places"]]

    def place(self, name: str) -> dict[str, Any]:
        return next(place for place in self.map["places"] if place["name"] == name)

    @property
    def interactions(self) -> list[dict[str, Any]]:
        return [value for key, value in self.map.items() if key.startswith("interaction:")]


def _result(body: dict[str, Any]) -> Any:
    if "refused" in body:
        raise Refusal(body["refused"])
    return body["ok"]


@contextlib.asynccontextmanager
async def visiting(discord: Rehearsal, user: User | None = None, **where: Any) -> AsyncIterator[Visitor]:
    """Open the page, as somebody."""
    async with visiting_at(discord.page_url) as visitor:
        if user is not None:
            await visitor.look(user, **where)
        yield visitor


@contextlib.asynccontextmanager
async def visiting_at(address: str) -> AsyncIterator[Visitor]:
    """Open the page of an address."""
    origin = address.removesuffix("/room/")
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{origin}/room/socket", origin=origin, max_msg_size=0) as socket,
    ):
        visitor = Visitor(session, socket)
        listening = asyncio.create_task(visitor.listen())
        try:
            yield visitor
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
