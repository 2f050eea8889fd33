"""What happens by the clock: sessions begin, go on, end and are put away; the tables say how far each is."""

import logging
from typing import TYPE_CHECKING

from bot.domain.posts import NewPost
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.questions import FanQuestion
from bot.domain.sessions.session import HOUR, Session, SessionState, next_is_due
from bot.interface.errors import log_unexpected

if TYPE_CHECKING:
    from datetime import datetime

    from bot.client import Stagedoor
    from cogs.sessions.ending import Ending
    from cogs.sessions.events import Events
    from cogs.sessions.threads import Threads

log = logging.getLogger(__name__)


class Running:
    """The tick of all sessions."""

    def __init__(self, bot: "Stagedoor", threads: "Threads", ending: "Ending", events: "Events") -> None:
        self.bot = bot
        self.threads = threads
        self.ending = ending
        self.events = events
        bot.schedule.every(bot.tick, self.tick, name="sessions")

    async def tick(self) -> None:
        """See to every session of which something is left to do, once all that was missed is known."""
        if not self.bot.outbox.is_flowing or not self.bot.inbox.is_idle():
            return
        for session in await self.bot.store.sessions.under_way():
            try:
                await self._see_to(session)
            except Exception as error:  # noqa: BLE001  # the other sessions must go on
                log_unexpected(log, error, doing=f"the session {session.id}")
        self.bot.outbox.wake()

    async def _see_to(self, session: Session) -> None:
        now = self.bot.clock()
        match session.state:
            case SessionState.PLANNED if now >= session.ends_at:
                await self.ending.finish(session, SessionState.MISSED)
            case SessionState.PLANNED if now >= session.starts_at:
                await self._begin(session)
            case SessionState.PLANNED if now >= session.starts_at - HOUR:
                await self._prepare(session)
            case SessionState.LIVE if now >= session.ends_at:
                await self.ending.finish(session, SessionState.ENDED)
            case SessionState.LIVE:
                await self._go_on(session)
            case SessionState.ENDED | SessionState.MISSED | SessionState.CANCELLED:
                await self.ending.put_away(session)
            case _:
                pass
        await self._follow(session)

    async def _begin(self, session: Session) -> None:
        """Begin, if there is a place for it; until then its team may still change where it takes place."""
        if not await self.threads.may_open(session):
            return
        now = self.bot.clock()
        posts = [session_posts.opener(session, session.opening, at=now), *self._console(session)]
        await self.bot.store.sessions.change(session, posts, state=SessionState.LIVE)

    async def _prepare(self, session: Session) -> None:
        """Show the console an hour before, and tell what would be in the way."""
        if session.console_id is None:
            await self.bot.store.outbox.add(self._console(session))
        await self.threads.may_open(session)

    async def _go_on(self, session: Session) -> None:
        if session.thread_id is None:
            return
        answered_at = await self._answered_at(session) if session.pace else None
        if next_is_due(session, answered_at=answered_at, now=self.bot.clock()):
            queue = await self.bot.store.session_questions.queue(session.id, session.queue_order, limit=1)
            if queue:
                await self.put(session, queue[0], seen=session.current_id)

    async def _answered_at(self, session: Session) -> "datetime | None":
        answers = await self.bot.store.session_answers.of_session(session.id)
        given = answers.get(session.current_id or 0, [])
        return given[-1].said_at if given else None

    async def put(self, session: Session, question: FanQuestion, *, seen: int | None) -> bool:
        """Ask the artist a question; False if another one than `seen` is being asked meanwhile.

        The console follows with it: one that shows another question refuses its host, who saw what was not so.
        """
        now = self.bot.clock()
        post = session_posts.put(session, session.thread_id or 0, question.id, at=now)
        posts = [post, *self._console_update(session)]
        done = await self.bot.store.sessions.put(session, question.id, seen=seen, at=now, posts=posts)
        self.bot.outbox.wake()
        return done

    async def _follow(self, before: Session) -> None:
        """Bring what shows a session up to date: Discord's event, the console, who the artist is."""
        session = await self.bot.store.sessions.get(before.id) or before
        await self.events.follow(session)
        if session.is_open and self.bot.clock() >= session.starts_at - HOUR:
            await self._notice_that_the_artist_left(session)
        if session.id in self.threads.stirred:
            await self.refresh(session.id)

    async def refresh(self, session_id: int) -> None:
        """Bring a session's console up to date."""
        self.threads.stirred.discard(session_id)
        session = await self.bot.store.sessions.get(session_id)
        if session is not None:
            await self.bot.store.outbox.add(self._console_update(session))
            self.bot.outbox.wake()

    async def _notice_that_the_artist_left(self, session: Session) -> None:
        if session.artist_id is None:
            return
        if await self.bot.reader.roles_of(session.guild_id, session.artist_id) is None:
            await self.bot.store.sessions.note(session.id, artist_id=None)
            await self.threads.tell_trouble(session, "artist_gone")

    def _console(self, session: Session) -> list[NewPost]:
        staff = self.bot.store.servers.get(session.guild_id).staff_channel_id
        return session_posts.console(session, staff, at=self.bot.clock())

    def _console_update(self, session: Session) -> list[NewPost]:
        staff = self.bot.store.servers.get(session.guild_id).staff_channel_id
        return session_posts.console_update(session, staff, at=self.bot.clock())
