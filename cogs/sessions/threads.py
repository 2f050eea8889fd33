"""A session's thread: opened from a message, opened again where somebody deleted it."""

import logging
from typing import TYPE_CHECKING, Literal

import discord

from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.questions import FanQuestionState
from bot.domain.sessions.session import Closing, Session, SessionState
from bot.interface.i18n import texts_for
from cogs.sessions.view import title_of

if TYPE_CHECKING:
    from bot.client import Stagedoor
    from db.outbox import Post

log = logging.getLogger(__name__)

#: A second try to start a thread from the same message; the first one worked.
HAS_ONE_ALREADY = 160004
DAY_MINUTES: Literal[1440] = 1440
#: What a session's channel must allow.
NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    manage_threads=True,
    read_message_history=True,
    embed_links=True,
)


class Threads:
    """Opens, checks and closes threads. `stirred`: sessions whose console is behind."""

    def __init__(self, bot: "Stagedoor") -> None:
        self.bot = bot
        self.stirred: set[int] = set()

    def lacking(self, session: Session) -> list[str] | None:
        """Return the permissions that are missing where a session takes place; None without the channel."""
        guild = self.bot.get_guild(session.guild_id)
        channel = guild.get_channel(session.channel_id) if guild is not None else None
        if guild is None or channel is None:
            return None
        granted = channel.permissions_for(guild.me)
        return [name for name, needed in NEEDED if needed and not getattr(granted, name)]

    async def may_open(self, session: Session) -> bool:
        """Whether the thread can be opened; if not, the team is told, once."""
        lacking = self.lacking(session)
        if lacking == []:
            return True
        await self.tell_trouble(session, "no_channel" if lacking is None else "permissions")
        return False

    async def tell_trouble(self, session: Session, what: str) -> None:
        """Tell the team what is wrong, once a session."""
        staff = self.bot.store.servers.get(session.guild_id).staff_channel_id
        await self.bot.store.outbox.add(session_posts.trouble(session, staff, what, at=self.bot.clock()))
        self.bot.outbox.wake()

    async def opened(self, post: "Post", message_id: int) -> None:
        """Start the thread from the message that says that the session begins."""
        session = await self.bot.store.sessions.get(post.subject or 0)
        if session is None or session.thread_id == message_id or session.state is not SessionState.LIVE:
            return
        channel = self.bot.get_partial_messageable(session.channel_id, guild_id=session.guild_id)
        texts = texts_for(session.language)
        try:
            await channel.get_partial_message(message_id).create_thread(
                name=title_of(session, texts)[:100],
                auto_archive_duration=DAY_MINUTES,
                slowmode_delay=session.slow_mode or None,
            )
        except discord.HTTPException as error:
            if error.code != HAS_ONE_ALREADY:
                raise
        now = self.bot.clock()
        standing = await self.bot.store.session_questions.in_state(session.id, FanQuestionState.PUT)
        asked = [session_posts.put(session, message_id, question.id, at=now) for question in standing]
        to_post = [session_posts.rules(session, message_id, at=now), *asked]
        await self.bot.store.sessions.opened(session, message_id, to_post=to_post)
        self.bot.inbox.advance(message_id, session.guild_id, message_id)
        self.stirred.add(session.id)

    async def is_there(self, session: Session) -> bool:
        """Whether a session's thread still stands; if somebody deleted it, another one is opened."""
        there = await self.stands(session)
        if not there:
            await self.open_again(session)
        return there

    async def stands(self, session: Session) -> bool:
        """Whether a session has a thread that nobody deleted."""
        if session.thread_id is None:
            return False
        guild = self.bot.get_guild(session.guild_id)
        if guild is not None and guild.get_thread(session.thread_id) is not None:
            return True
        try:
            await self.bot.fetch_channel(session.thread_id)
        except discord.NotFound:
            return False
        except discord.Forbidden:
            await self.tell_trouble(session, "permissions")
        return True

    async def open_again(self, session: Session) -> None:
        """Open another thread in place of one that was deleted; what stood unanswered is asked again there."""
        if session.state is not SessionState.LIVE or session.thread_id is None:
            return
        opening = session.opening + 1
        again = session_posts.opener(session, opening, at=self.bot.clock())
        await self.bot.store.sessions.change(session, [again], opening=opening, thread_id=None)
        self.bot.outbox.wake()
        await self.tell_trouble(session, "thread_deleted")

    async def close(self, session: Session) -> None:
        """Lock and archive the thread of a session that is over, as set."""
        if session.thread_id is None or session.closing is Closing.OPEN:
            return
        try:
            thread = await self.bot.fetch_channel(session.thread_id)
            if isinstance(thread, discord.Thread):
                locked = session.closing is Closing.LOCK_AND_ARCHIVE
                await thread.edit(archived=True, locked=locked or thread.locked)
        except discord.NotFound:
            return
        except discord.Forbidden:
            log.warning("Cannot close the thread of session %s: Manage Threads is needed", session.id)
