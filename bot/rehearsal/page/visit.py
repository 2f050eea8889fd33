"""One visitor: what their page sends is done, and what they see is told, as often as it changes."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.faults.faults import Faults
from bot.rehearsal.latency import Latency
from bot.rehearsal.model.world import World
from bot.rehearsal.page import frames, trouble
from bot.rehearsal.page.actions import Actions
from bot.rehearsal.page.client_state import ClientState
from bot.rehearsal.page.host import PageHost
from bot.rehearsal.page.snapshot import view

_log = logging.getLogger(__name__)

Json = dict[str, Any]

AT_MOST_EVERY = 0.05
"""Real seconds between two changes told."""
AT_LEAST_EVERY = 1.0
"""Real seconds after which is looked again, for what changes without being told."""
JUMP = timedelta(milliseconds=250)
"""By less than this, the world's clock is not taken to have jumped."""
MOST_AT_ONCE = 50


class Visit:
    """A visitor's socket, from its opening to its end."""

    def __init__(
        self,
        world: World,
        faults: Faults,
        host: PageHost,
        socket: web.WebSocketResponse,
        latency: Callable[[], Latency],
    ) -> None:
        self._world = world
        self._faults = faults
        self._host = host
        self._socket = socket
        self._state = ClientState()
        self._latency = latency
        self._actions = Actions(world, faults, host, self._state, latency)
        self._told: dict[str, bytes] = {}
        self._offset: timedelta | None = None
        self._telling = asyncio.Lock()
        self._acted = asyncio.Event()
        self._at_work: set[asyncio.Task[None]] = set()

    async def stay(self) -> None:
        """Serve the visitor for as long as they stay."""
        telling = asyncio.create_task(self._keep_telling())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(message.data)
        finally:
            for task in (telling, *self._at_work):
                task.cancel()
            await asyncio.gather(telling, *self._at_work, return_exceptions=True)

    async def leave(self) -> None:
        """End the visit: the page will come back by itself."""
        await self._socket.close(code=1001)

    # --- doing ------------------------------------------------------------------------------------

    async def _take(self, text: str) -> None:
        """Begin what a frame says; who does too much at once waits."""
        while len(self._at_work) >= MOST_AT_ONCE:
            await asyncio.wait(self._at_work, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(self._answer(text))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _answer(self, text: str) -> None:
        try:
            frame = frames.read(text)
        except Refused as refused:
            await self._send({"re": None, "refused": _refusal(refused)})
            return
        try:
            done = await self._actions.do(frame)
            if done and "channel" in done:
                self._state.opened.add(int(done["channel"]))
                await self._tell()  # what was opened is there before it is named
            answer = {"ok": done}
        except Refused as refused:
            answer = {"refused": _refusal(refused)}
        except Exception:  # noqa: BLE001 - the visit goes on
            _log.exception("Could not do what a visitor asked for.")
            answer = {"refused": _refusal(Refused(0, "Something went wrong"))}
        await self._send({"re": frame.n} | answer)
        self._acted.set()

    # --- telling ----------------------------------------------------------------------------------

    async def _keep_telling(self) -> None:
        while not self._socket.closed:
            self._acted.clear()
            news = {
                asyncio.create_task(self._world.changed(AT_LEAST_EVERY)),
                asyncio.create_task(self._acted.wait()),
            }
            try:
                await asyncio.sleep(0)  # from here on, nothing that changes goes unnoticed
                await self._tell()
                await asyncio.sleep(AT_MOST_EVERY)
                await asyncio.wait(news, return_when=asyncio.FIRST_COMPLETED)
            except Exception:  # noqa: BLE001 - the next change is told again
                _log.exception("Could not tell a visitor what they see.")
                await asyncio.sleep(AT_LEAST_EVERY)
            finally:
                for one in news:
                    one.cancel()

    async def _tell(self) -> None:
        async with self._telling:
            seen = await view(self._world, self._host, self._state) | self._clock() | self._distance()
            seen["trouble"] = trouble.entry(self._faults)
            now = {key: orjson.dumps(value) for key, value in seen.items()}
            changed = {key: orjson.Fragment(new) for key, new in now.items() if self._told.get(key) != new}
            dropped = [key for key in self._told if key not in now]
            self._told = now
            if changed or dropped:
                await self._send({"set": changed, "drop": dropped})

    def _clock(self) -> Json:
        """Return how far the world's clock is from this machine's, the same until it jumps."""
        offset = self._world.clock.now() - datetime.now(UTC)
        if self._offset is None or abs(offset - self._offset) > JUMP:
            self._offset = offset
        return {"clock": {"offset": self._offset // timedelta(milliseconds=1)}}

    def _distance(self) -> Json:
        """Return how far away this Discord is, in milliseconds."""
        latency = self._latency()
        return {"latency": [round(latency.least * 1000), round(latency.most * 1000)]}

    async def _send(self, body: Json) -> None:
        with contextlib.suppress(ConnectionError):  # the visitor is gone
            await self._socket.send_str(orjson.dumps(body).decode())


def _refusal(refused: Refused) -> Json:
    return {"code": refused.code, "message": refused.message, "errors": refused.errors}
