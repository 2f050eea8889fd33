"""The sessions of all bots: who is signed in over which connection, and what each session is told."""

import asyncio
import logging
import secrets
from typing import Any

from bot.rehearsal.faults.faults import Faults
from bot.rehearsal.faults.kind import Fate
from bot.rehearsal.gateway.connection import GatewayConnection
from bot.rehearsal.gateway.session import GatewaySession
from bot.rehearsal.gateway.session_starts import SessionStarts
from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.timeline import Event
from bot.rehearsal.model.world import World
from bot.rehearsal.payloads.events import told
from bot.rehearsal.record import DispatchedEvent, Record

_log = logging.getLogger(__name__)

Json = dict[str, Any]

LATE_BY = 0.1
"""Real seconds for which a shuffled event is held back."""


class GatewaySessions:
    """Keeps sessions for as long as they can be resumed, and dispatches events to them."""

    def __init__(
        self,
        world: World,
        record: Record,
        faults: Faults,
        starts: SessionStarts,
        *,
        any_token: bool,
        kept: int,
    ) -> None:
        self.world = world
        self.record = record
        self.faults = faults
        self.starts = starts
        self.kept = kept
        self.url = ""
        self.refuse_resume = False
        self.identifies = 0
        self.by_id: dict[str, GatewaySession] = {}
        self._any_token = any_token
        self._signed_in: dict[GatewayConnection, GatewaySession] = {}
        self.held = 0
        """How many events are held back, to come late."""

    def application(self, token: object) -> Application | None:
        """Return whose token it is."""
        applications = list(self.world.applications.values())
        for application in applications:
            if application.token == str(token).removeprefix("Bot "):
                return application
        return applications[0] if self._any_token and applications else None

    @property
    def connected(self) -> bool:
        """Say whether any bot is signed in."""
        return bool(self._signed_in)

    def of(self, connection: GatewayConnection) -> GatewaySession | None:
        """Return the session that is signed in over a connection."""
        return self._signed_in.get(connection)

    def attach(self, connection: GatewayConnection, session: GatewaySession) -> None:
        """Sign a session in over a connection; the one it had before is closed."""
        if session.connection:
            self._signed_in.pop(session.connection, None)
            session.connection.close(4000, "Resumed elsewhere.")
        self.by_id[session.id] = session
        self._signed_in[connection] = session
        session.connection = connection

    def detach(self, connection: GatewayConnection) -> None:
        """Note that a connection is gone; its session can be resumed unless the bot ended it."""
        session = self._signed_in.pop(connection, None)
        if session:
            session.connection = None
            if connection.ends_session:
                self.by_id.pop(session.id, None)
        self.world.notify()

    def reset_token(self, application: Application) -> None:
        """Give an application another token and end its sessions, as Discord does when its starts are used up."""
        application.token = secrets.token_urlsafe(32)
        for session in [one for one in self.by_id.values() if one.application is application]:
            self.by_id.pop(session.id)
            if session.connection:
                session.connection.close(4004, "Authentication failed.")
        _log.error("%s began too many sessions today: its token was reset.", application.name)

    def hear(self, event: Event) -> None:
        """Tell an event to all sessions it is for."""
        for session in list(self.by_id.values()):
            if session.hears(event):
                self.dispatch(session, event.name, told(event, session.viewer))

    def dispatch(self, session: GatewaySession, name: str, data: Json) -> None:
        """Tell a session an event, or whatever a fault makes of it."""
        match self.faults.meet_event(name):
            case Fate.DROPPED:
                return
            case Fate.LATE:
                self._hold(session, name, data)
            case Fate.MALFORMED:
                self._send(session, name, {})
            case Fate.DOUBLED:
                self._send(session, name, data, times=2)
            case Fate.DELIVERED:
                self._send(session, name, data)

    def _send(self, session: GatewaySession, name: str, data: Json, times: int = 1) -> None:
        """Number an event, keep it, and send it where the session is connected."""
        frame = session.number(name, data)
        self.record.events.append(DispatchedEvent(name, data))
        for _ in range(times):
            if session.connection:
                session.connection.send(frame)

    def _hold(self, session: GatewaySession, name: str, data: Json) -> None:
        """Send an event a little later, behind what is told meanwhile."""
        self.held += 1

        def release() -> None:
            self.held -= 1
            self._send(session, name, data)

        asyncio.get_running_loop().call_later(LATE_BY, release)
