"""One websocket: frames in, frames out, in order."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from bot.rehearsal.gateway.compression import Compressor
from bot.rehearsal.latency import travel
from bot.rehearsal.window import Window

Json = dict[str, Any]

MOST_SENDS, IN_SECONDS = 120, 60.0
LARGEST_FRAME = 4096
"""Bytes."""


class GatewayConnection:
    """Sends frames in order, each so many real seconds after it was put in line as `delay` says of it."""

    def __init__(
        self, socket: web.WebSocketResponse, compressor: Compressor | None, delay: Callable[[], float]
    ) -> None:
        self.socket = socket
        self.sends = Window(MOST_SENDS, IN_SECONDS)
        self.heartbeat = asyncio.Event()
        self.ends_session = False
        """Closed by the bot with 1000 or 1001, or for its silence: the session can't be resumed."""
        self._compressor = compressor
        self._delay = delay
        self._arrival = 0.0
        self.went_out = 0
        self._under_way = 0
        self._out: asyncio.Queue[tuple[float, Any]] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    @property
    def idle(self) -> bool:
        """Say whether all frames went out."""
        return self._under_way == 0

    def send(self, frame: Json) -> None:
        """Put a frame in line."""
        self._put(orjson.dumps(frame))

    def send_text(self, text: str) -> None:
        """Put any text in line, malformed or not."""
        self._put(text.encode())

    def close(self, code: int, reason: str = "") -> None:
        """Close after what is in line went out."""
        self._put((code, reason))

    def _put(self, item: Any) -> None:
        self._arrival = max(self._arrival, time.monotonic() + self._delay())
        self._under_way += 1
        self._out.put_nowait((self._arrival, item))

    def abort(self) -> None:
        """Break the line at once, without a close frame."""
        transport = self.socket._req.transport if self.socket._req else None  # noqa: SLF001
        if transport:
            transport.abort()

    async def receive(self) -> Json | None:
        """Return the next frame of the bot's; None when it is gone; ValueError when it can't be taken."""
        message = await self.socket.receive()
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            self.ends_session |= message.type is WSMsgType.CLOSE and message.data in (1000, 1001)
            return None
        text = message.data if isinstance(message.data, bytes) else message.data.encode()
        if len(text) > LARGEST_FRAME:
            raise ValueError("A frame has 4,096 bytes at most.")
        frame = json.loads(text)
        if not isinstance(frame, dict):
            raise ValueError("A frame is a JSON object.")  # noqa: TRY004 - as any other malformed frame
        return frame

    async def end(self) -> None:
        """Stop writing and wait for the writer."""
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)

    async def _write(self) -> None:
        try:
            while True:
                arrival, item = await self._out.get()
                await travel(arrival - time.monotonic())
                if isinstance(item, tuple):
                    await self.socket.close(code=item[0], message=item[1].encode())
                    return
                await self._send(item)
                self._under_way -= 1
                self.went_out += 1
        except (ConnectionError, RuntimeError):
            await self.socket.close(code=WSCloseCode.GOING_AWAY)

    async def _send(self, text: bytes) -> None:
        if self._compressor:
            await self.socket.send_bytes(self._compressor.pack(text))
        else:
            await self.socket.send_str(text.decode())
