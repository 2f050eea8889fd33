"""Which session is meant: offered by name, taken from where somebody is, or the next one."""

from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord.app_commands import Choice

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.session import Session
from bot.interface.errors import Refusal

MOST_CHOICES = 25


async def open_sessions(interaction: discord.Interaction[Stagedoor], current: str) -> list[Choice[int]]:
    """Offer the planned and live sessions."""
    del current
    return choices(await interaction.client.store.sessions.open_in(interaction.guild_id or 0))


async def over_sessions(interaction: discord.Interaction[Stagedoor], current: str) -> list[Choice[int]]:
    """Offer the sessions that took place."""
    del current
    return choices(await interaction.client.store.sessions.over_in(interaction.guild_id or 0))


def choices(sessions: list[Session]) -> list[Choice[int]]:
    """Offer sessions by artist and local time."""
    return [
        Choice(
            name=f"#{one.id} {one.artist} · {one.starts_at.astimezone(ZoneInfo(one.zone)):%Y-%m-%d %H:%M}"[
                :100
            ],
            value=one.id,
        )
        for one in sessions[:MOST_CHOICES]
    ]


async def the_session(
    bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int | None
) -> Session:
    """Return the session that is meant: the one named, the one here, or the next.

    Raises:
        Refusal: none is planned.
    """
    open_ones = await bot.store.sessions.open_in(interaction.guild_id or 0)
    here = [one for one in open_ones if interaction.channel_id in {one.thread_id, one.channel_id}]
    named = [one for one in open_ones if one.id == session_id]
    found = named if session_id is not None else [*here, *open_ones]
    if not found:
        raise Refusal(sentence("No session is planned."))
    return found[0]


async def id_here(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int) -> int:
    """Return a session's id if it is this server's.

    Raises:
        Refusal: it isn't.
    """
    session = await bot.store.sessions.get(session_id)
    if session is None or session.guild_id != interaction.guild_id:
        raise Refusal(sentence("There is no such session. Pick one from the list."))
    return session_id
