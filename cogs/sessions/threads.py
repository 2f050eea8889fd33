"""A session's thread: started from a message, opened again where somebody deleted it, closed at the end."""

import logging
from functools import partial
from typing import Literal

import discord

from bot.client import Stagedoor
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.questions import FanQuestionState
from bot.domain.sessions.session import Closing, Session, SessionState
from bot.interface.i18n import texts_for
from cogs.sessions.actions import tell_trouble, trouble
from cogs.sessions.view import title_of
from db.connection import Change

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


def missing_permissions(bot: Stagedoor, session: Session) -> list[str] | None:
    """Return the permissions that are missing where a session takes place; None without the channel."""
    guild = bot.get_guild(session.guild_id)
    channel = guild.get_channel(session.channel_id) if guild is not None else None
    if guild is None or channel is None:
        return None
    granted = channel.permissions_for(guild.me)
    return [name for name, needed in NEEDED if needed and not getattr(granted, name)]


async def check_channel(bot: Stagedoor, session: Session) -> bool:
    """Whether the thread can be started in the session's channel; if not, the team is told, once."""
    missing = missing_permissions(bot, session)
    if missing == []:
        return True
    await tell_trouble(bot, session, "no_channel" if missing is None else "permissions")
    return False


async def start_thread(bot: Stagedoor, session: Session, message_id: int) -> Change | None:
    """Start the thread from the message that says that the session begins; returns what is to be kept of it.

    None where that was done already, or the session is over.
    """
    if session.thread_id == message_id or session.state is not SessionState.LIVE:
        return None
    channel = bot.get_partial_messageable(session.channel_id, guild_id=session.guild_id)
    try:
        await channel.get_partial_message(message_id).create_thread(
            name=title_of(session, texts_for(session.language))[:100],
            auto_archive_duration=DAY_MINUTES,
            slowmode_delay=session.slow_mode or None,
        )
    except discord.HTTPException as error:
        if error.code != HAS_ONE_ALREADY:
            raise
    now = bot.clock()
    unanswered = await bot.store.session_questions.in_state(session.id, FanQuestionState.PUT)
    again = [session_posts.question_post(session, message_id, question.id, at=now) for question in unanswered]
    posts = [session_posts.rules(session, message_id, at=now), *again]
    bot.inbox.advance(message_id, session.guild_id, message_id)
    bot.store.sessions.consoles_behind.add(session.id)
    return partial(bot.store.sessions.set_thread, session=session, thread_id=message_id, posts=posts)


async def ensure_thread(bot: Stagedoor, session: Session) -> bool:
    """Whether a session's thread still stands; if somebody deleted it, another one is opened."""
    there = await has_thread(bot, session)
    if not there:
        await reopen_thread(bot, session)
    return there


async def has_thread(bot: Stagedoor, session: Session) -> bool:
    """Whether a session has a thread that nobody deleted."""
    if session.thread_id is None:
        return False
    guild = bot.get_guild(session.guild_id)
    if guild is not None and guild.get_thread(session.thread_id) is not None:
        return True
    try:
        await bot.fetch_channel(session.thread_id)
    except discord.NotFound:
        return False
    except discord.Forbidden:
        await tell_trouble(bot, session, "permissions")
    return True


async def reopen_thread(bot: Stagedoor, session: Session) -> None:
    """Open another thread in place of one that was deleted; what stood unanswered is asked again there."""
    if session.state is not SessionState.LIVE or session.thread_id is None:
        return
    opening = session.opening + 1
    posts = [
        session_posts.opener(session, opening, at=bot.clock()),
        *trouble(bot, session, "thread_deleted"),
    ]
    await bot.store.sessions.change(session, posts, opening=opening, thread_id=None)
    bot.outbox.wake()


async def close_thread(bot: Stagedoor, session: Session) -> None:
    """Lock and archive the thread of a session that is over, as set."""
    if session.thread_id is None or session.closing is Closing.OPEN:
        return
    try:
        thread = await bot.fetch_channel(session.thread_id)
        if isinstance(thread, discord.Thread):
            locked = session.closing is Closing.LOCK_AND_ARCHIVE
            await thread.edit(archived=True, locked=locked or thread.locked)
    except discord.NotFound:
        return
    except discord.Forbidden:
        log.warning("Cannot close the thread of session %s: Manage Threads is needed", session.id)
