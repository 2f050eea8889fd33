"""What a press, a command or the clock changes about a session: each with what is to be said, in one transaction."""

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from bot.client import Stagedoor
from bot.domain.posts import NewPost
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.questions import FanQuestion
from bot.domain.sessions.session import Session


async def put_to_artist(bot: Stagedoor, session: Session, question: FanQuestion, *, seen: int | None) -> bool:
    """Ask the artist a question; False if another one than `seen` is being asked meanwhile.

    The console follows with it: one that shows another question refuses its host, who saw what was not so.
    """
    now = bot.clock()
    post = session_posts.question_post(session, session.thread_id or 0, question.id, at=now)
    posts = [post, *console_update(bot, session)]
    return await bot.store.sessions.put(session, question.id, seen=seen, at=now, posts=posts)


async def reschedule(
    bot: Stagedoor, session: Session, starts_at: datetime, minutes: int, **changes: Any
) -> bool:
    """Have a planned session start at another time; False when it began meanwhile."""
    changes |= {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "minutes": minutes,
    }
    moved = dataclasses.replace(session, **changes)
    posts = [
        *session_posts.announcements(moved, "moved", at=bot.clock()),
        *console_update(bot, moved),
    ]
    return await bot.store.sessions.change(session, posts, **changes)


async def extend(bot: Stagedoor, session: Session, thread_id: int, by: timedelta, *, what: str) -> None:
    """End a live session later, and say so in its thread: `what` is "late" or "longer"."""
    longer = dataclasses.replace(session, ends_at=session.ends_at + by)
    posts = [
        session_posts.extension(longer, thread_id, what, at=bot.clock()),
        *console_update(bot, longer),
    ]
    await bot.store.sessions.change(session, posts, ends_at=longer.ends_at)


def console(bot: Stagedoor, session: Session) -> list[NewPost]:
    """Return the post that shows a session's console to the team."""
    return session_posts.console(session, _staff_channel(bot, session), at=bot.clock())


def console_update(bot: Stagedoor, session: Session) -> list[NewPost]:
    """Return the post that brings a session's console up to date."""
    return session_posts.console_update(session, _staff_channel(bot, session), at=bot.clock())


def trouble(bot: Stagedoor, session: Session, what: str) -> list[NewPost]:
    """Return the post that tells the team what is wrong with a session; it is sent once a session."""
    return session_posts.trouble(session, _staff_channel(bot, session), what, at=bot.clock())


def undelivered(bot: Stagedoor, session: Session, post_key: str, text: str = "") -> list[NewPost]:
    """Return the post that tells the team of one that reached nobody."""
    staff_channel = _staff_channel(bot, session)
    return session_posts.undelivered(session, staff_channel, post_key, at=bot.clock(), text=text)


async def tell_trouble(bot: Stagedoor, session: Session, what: str) -> None:
    """Tell the team what is wrong with a session, once a session."""
    await bot.store.outbox.add(trouble(bot, session, what))
    bot.outbox.wake()


def _staff_channel(bot: Stagedoor, session: Session) -> int | None:
    return bot.store.servers.get(session.guild_id).staff_channel_id
