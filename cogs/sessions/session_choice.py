"""Which session a command means: offered by name, taken from where somebody is, or the next one."""

from collections.abc import Callable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.session import Session
from bot.interface.errors import Refusal

MOST_CHOICES = 25

Command = TypeVar("Command", bound=Callable[..., Any])


def takes_open_session(command: Command) -> Command:
    """Give a command an option `session`, for which the planned and live ones are offered."""
    return _takes_session(command, app_commands.autocomplete(session=_open_sessions))


def takes_past_session(command: Command) -> Command:
    """Give a command an option `session`, for which those that took place are offered."""
    return _takes_session(command, app_commands.autocomplete(session=_past_sessions))


def _takes_session(command: Command, offered: Callable[[Command], Command]) -> Command:
    described = app_commands.describe(session=locale_str("Which one"))
    return described(app_commands.rename(session=locale_str("session"))(offered(command)))


async def _open_sessions(interaction: discord.Interaction[Stagedoor], current: str) -> list[Choice[int]]:
    del current
    return _choices(await interaction.client.store.sessions.open_in(interaction.guild_id or 0))


async def _past_sessions(interaction: discord.Interaction[Stagedoor], current: str) -> list[Choice[int]]:
    del current
    return _choices(await interaction.client.store.sessions.over_in(interaction.guild_id or 0))


def _choices(sessions: list[Session]) -> list[Choice[int]]:
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


async def chosen_session(
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


async def require_here(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int) -> Session:
    """Return a session of this server.

    Raises:
        Refusal: it is none.
    """
    session = await bot.store.sessions.get(session_id)
    if session is None or session.guild_id != interaction.guild_id:
        raise Refusal(sentence("There is no such session. Pick one from the list."))
    return session
