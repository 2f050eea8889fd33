"""What happens by the clock: sessions begin, go on, end and are closed; the tables say how far each is."""

import logging
from datetime import datetime

from bot.client import Stagedoor
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.session import HOUR, Session, SessionState, next_is_due
from bot.interface.errors import log_unexpected
from cogs.sessions.actions import console, console_update, put_to_artist, tell_trouble
from cogs.sessions.ending import close_when_all_is_said, end_session
from cogs.sessions.scheduled_event import update_event
from cogs.sessions.threads import check_channel

log = logging.getLogger(__name__)


class Lifecycle:
    """Takes every session a step further, over and over."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.schedule.every(bot.tick, self.tick, name="sessions")

    async def tick(self) -> None:
        """Do what is due of every session, once all that was missed is known."""
        if not self.bot.outbox.is_flowing or not self.bot.inbox.is_idle():
            return
        for session in await self.bot.store.sessions.unfinished():
            try:
                await self._do_what_is_due(session)
                await self._bring_up_to_date(session)
            except Exception as error:  # noqa: BLE001  # the other sessions must go on
                log_unexpected(log, error, doing=f"the session {session.id}")
        self.bot.outbox.wake()

    async def _do_what_is_due(self, session: Session) -> None:
        now = self.bot.clock()
        match session.state:
            case SessionState.PLANNED if now >= session.ends_at:
                await end_session(self.bot, session, SessionState.MISSED)
            case SessionState.PLANNED if now >= session.starts_at:
                await self._begin(session)
            case SessionState.PLANNED if now >= session.starts_at - HOUR:
                await self._prepare(session)
            case SessionState.LIVE if now >= session.ends_at:
                await end_session(self.bot, session, SessionState.ENDED)
            case SessionState.LIVE:
                await self._ask_next_if_due(session)
            case SessionState.ENDED | SessionState.MISSED | SessionState.CANCELLED:
                await close_when_all_is_said(self.bot, session)
            case _:
                pass

    async def _begin(self, session: Session) -> None:
        """Begin, if there is a place for it; until then its team may still change where it takes place."""
        if await check_channel(self.bot, session):
            opener = session_posts.opener(session, session.opening, at=self.bot.clock())
            posts = [opener, *console(self.bot, session)]
            await self.bot.store.sessions.change(session, posts, state=SessionState.LIVE)

    async def _prepare(self, session: Session) -> None:
        """Show the console an hour before, and tell what would be in the way."""
        if session.console_id is None:
            await self.bot.store.outbox.add(console(self.bot, session))
        await check_channel(self.bot, session)

    async def _ask_next_if_due(self, session: Session) -> None:
        if session.thread_id is None:
            return
        answered_at = await self._answered_at(session) if session.pace else None
        if next_is_due(session, answered_at=answered_at, now=self.bot.clock()):
            queue = await self.bot.store.session_questions.queue(session.id, session.queue_order, limit=1)
            if queue:
                await put_to_artist(self.bot, session, queue[0], seen=session.current_id)
                self.bot.outbox.wake()

    async def _answered_at(self, session: Session) -> datetime | None:
        answers = await self.bot.store.session_answers.of_session(session.id)
        given = answers.get(session.current_id or 0, [])
        return given[-1].said_at if given else None

    async def _bring_up_to_date(self, before: Session) -> None:
        """Bring what shows a session up to date: Discord's event, who the artist is, the console."""
        session = await self.bot.store.sessions.get(before.id) or before
        await update_event(self.bot, session)
        if session.is_open and self.bot.clock() >= session.starts_at - HOUR:
            await self._notice_that_the_artist_left(session)
        behind, update = self.bot.store.sessions.consoles_behind, console_update(self.bot, session)
        if session.id in behind and update:
            behind.discard(session.id)
            await self.bot.store.outbox.add(update)
            self.bot.outbox.wake()

    async def _notice_that_the_artist_left(self, session: Session) -> None:
        if session.artist_id is None:
            return
        if await self.bot.reader.roles_of(session.guild_id, session.artist_id) is None:
            await self.bot.store.sessions.note(session.id, artist_id=None)
            await tell_trouble(self.bot, session, "artist_gone")
