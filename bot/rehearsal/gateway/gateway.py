"""The gateway: takes connections, and fails on order."""

import asyncio

from aiohttp import web

from bot.rehearsal.faults.faults import Faults
from bot.rehearsal.gateway import client_frames
from bot.rehearsal.gateway.compression import compressor
from bot.rehearsal.gateway.connection import GatewayConnection
from bot.rehearsal.gateway.session_starts import SessionStarts
from bot.rehearsal.gateway.sessions import GatewaySessions
from bot.rehearsal.latency import Latency, travel
from bot.rehearsal.model.world import World
from bot.rehearsal.record import Record

HEARTBEAT_MS = 41_250
LATE = 1.5
"""So many intervals without a heartbeat, and the line is taken for dead."""


class Gateway:
    """The websocket side of this Discord, with what tests need to make it misbehave."""

    def __init__(
        self,
        world: World,
        record: Record,
        faults: Faults,
        *,
        any_token: bool,
        kept: int = 1000,
        identify_pacing: bool = True,
    ) -> None:
        self.record = record
        starts = SessionStarts(pacing=identify_pacing)
        self.sessions = GatewaySessions(world, record, faults, starts, any_token=any_token, kept=kept)
        self.heartbeat_ms = HEARTBEAT_MS
        self.online = True
        self.latency = Latency()
        self.connections: list[GatewayConnection] = []
        self._slowed = 0.0

    # what tests steer

    def drop(self, code: int | None = None) -> None:
        """Drop all connections: with a close code, or (None) as if the cable had been pulled."""
        for connection in list(self.connections):
            if code is None:
                connection.abort()
            else:
                connection.close(code)

    def reconnect(self) -> None:
        """Ask all bots to reconnect and resume (op 7)."""
        for connection in self.connections:
            connection.send({"op": 7, "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell all bots that their session is invalid (op 9); not `resumable`: it is forgotten."""
        for connection in self.connections:
            connection.send({"op": 9, "d": resumable})
        if not resumable:
            self.forget_sessions()

    def forget_sessions(self) -> None:
        """Forget what was kept for replay: the next RESUME is answered with INVALID_SESSION."""
        self.sessions.by_id.clear()

    def go_offline(self) -> None:
        """Be gone for bots (gateway and REST answer 503), while people go on talking."""
        self.online = False
        self.drop()

    def come_back(self, *, resumable: bool = True) -> None:
        """Be there again; not `resumable`: sessions were lost meanwhile."""
        self.online = True
        if not resumable:
            self.forget_sessions()

    def slow(self, seconds: float) -> None:
        """Send every frame so many real seconds later; 0: at once again."""
        self._slowed = seconds

    def send_malformed(self, text: str = '{"op": 0, "t": "MESSAGE_CREATE", "s": 1, "d": {}}') -> None:
        """Send a frame of any text to all bots."""
        for connection in self.connections:
            connection.send_text(text)

    @property
    def idle(self) -> bool:
        """Say whether all frames went out."""
        return not self.sessions.held and all(connection.idle for connection in self.connections)

    @property
    def went_out(self) -> int:
        """Return how many frames went out on the lines that are open."""
        return sum(connection.went_out for connection in self.connections)

    # what the server calls

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket for as long as it lasts."""
        if not self.online:
            return web.Response(status=503, text="upstream connect error")
        await travel(self.latency.draw())
        socket = web.WebSocketResponse(max_msg_size=1 << 20, autoping=True)
        await socket.prepare(request)
        connection = GatewayConnection(socket, compressor(request.query.get("compress")), self._delay)
        self.connections.append(connection)
        connection.send({"op": 10, "d": {"heartbeat_interval": self.heartbeat_ms, "_trace": ["[]"]}})
        watch = asyncio.create_task(self._watch(connection))
        try:
            await self._listen(connection)
        finally:
            watch.cancel()
            self.connections.remove(connection)
            self.sessions.detach(connection)
            await connection.end()
        return socket

    async def close(self) -> None:
        """Close all connections."""
        for connection in list(self.connections):
            connection.close(1001)
        for _ in range(50):
            if not self.connections:
                return
            await asyncio.sleep(0.01)
        self.drop()

    def _delay(self) -> float:
        return self._slowed + self.latency.draw()

    async def _listen(self, connection: GatewayConnection) -> None:
        while True:
            try:
                frame = await connection.receive()
            except ValueError:
                connection.close(4002, "Error while decoding payload.")
                continue
            if frame is None:
                return
            self.record.frames.append(frame)
            if not connection.sends.take():
                connection.close(4008, "Rate limited.")
                continue
            client_frames.take(self.sessions, connection, frame)

    async def _watch(self, connection: GatewayConnection) -> None:
        """Close a line from which no heartbeat came in time; its session is over."""
        patience = self.heartbeat_ms / 1000 * LATE
        try:
            while True:
                async with asyncio.timeout(patience):
                    await connection.heartbeat.wait()
                connection.heartbeat.clear()
        except TimeoutError:
            connection.ends_session = True
            connection.close(4009, "Session timed out.")
