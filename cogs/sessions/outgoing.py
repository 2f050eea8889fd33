"""What all posts of sessions have in common."""

from collections.abc import Awaitable, Callable

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage
from bot.domain.sessions.session import Session
from db.outbox import Post

MakeSessionPost = Callable[[Session, Post], Awaitable[OutgoingMessage | None]]


def of_session(bot: Stagedoor, make: MakeSessionPost) -> Callable[[Post], Awaitable[OutgoingMessage | None]]:
    """Make a post about a session as it stands by then; none where it is not kept any more."""

    async def make_post(post: Post) -> OutgoingMessage | None:
        session = await bot.store.sessions.get(post.subject or 0)
        return None if session is None else await make(session, post)

    return make_post


def in_its_channel(bot: Stagedoor) -> Callable[[Post], Awaitable[int | None]]:
    """Have what was to be said in a thread that was deleted be said in the session's channel."""

    async def instead(post: Post) -> int | None:
        session = await bot.store.sessions.get(post.subject or 0)
        return None if session is None else session.channel_id

    return instead


def calling(*user_ids: int | None) -> tuple[str | None, discord.AllowedMentions]:
    """Return the content of a post that calls these people, and what lets it call them and nobody else."""
    called = [user_id for user_id in user_ids if user_id is not None]
    users = [discord.Object(user_id) for user_id in called]
    allowed = discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=False)
    return " ".join(f"<@{user_id}>" for user_id in called) or None, allowed
