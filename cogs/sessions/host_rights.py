"""Who may host a session."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.session import Session, SessionState
from bot.interface.errors import Refusal
from bot.team.roles import rank_of


async def require_host(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int) -> Session:
    """Return a session to who may host it: its host, and everybody on the team.

    Raises:
        Refusal: it isn't kept any more, or who acts may not.
    """
    session = await bot.store.sessions.get(session_id)
    if session is None:
        raise Refusal(sentence("This session isn’t kept any more."))
    staff, _ = rank_of(interaction, bot.store.servers.get(session.guild_id))
    if not staff and interaction.user.id != session.host_id:
        raise Refusal(sentence("Only the host and the team can do this."))
    return session


async def require_live(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int) -> Session:
    """Return the same, if it is live.

    Raises:
        Refusal: saying that it isn't.
    """
    session = await require_host(bot, interaction, session_id)
    if session.state is not SessionState.LIVE or session.thread_id is None:
        raise Refusal(sentence("This session is not live."))
    return session
