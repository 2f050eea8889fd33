"""Who may change a server's set-up, and how a change is kept."""

from collections.abc import Callable, Collection
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.server import Server
from bot.interface.errors import Refusal
from bot.team.roles import rank_of
from cogs.setup.changes import begun, finished


def managed_guild(bot: Stagedoor, interaction: discord.Interaction[Any]) -> discord.Guild:
    """Return the server that who acts manages at this moment.

    Raises:
        Refusal: this is no server, or they don't.
    """
    guild = interaction.guild
    if guild is None:
        raise Refusal(sentence("Please use this in your server."))
    _, manager = rank_of(interaction, bot.store.servers.get(guild.id))
    if not manager:
        raise Refusal(sentence("Only the label’s managers can do this."))
    return guild


def server_of(bot: Stagedoor, guild: discord.Guild) -> Server:
    """Return how a server is set up, or how its set-up begins."""
    return begun(bot.store.servers.get(guild.id), bot.label)


async def change(
    bot: Stagedoor, interaction: discord.Interaction[Any], how: Callable[[Server], Server]
) -> Server:
    """Change a server's set-up for good; what was said before in newly added channels is left alone."""
    guild = managed_guild(bot, interaction)

    def changed(server: Server) -> Server:
        result = how(begun(server, bot.label))
        return server if result == begun(server, bot.label) else finished(server, result)

    before = bot.store.servers.get(guild.id)
    after = changed(before)
    for channel_id in (after.listened | after.announced) - (before.listened | before.announced):
        bot.inbox.begin(channel_id, guild.id, interaction.id)
    await bot.inbox.save_cursors()
    return await bot.store.servers.change(guild.id, changed)


def require_roles(roles: Collection[discord.Role | None]) -> None:
    """Refuse a role that everybody has.

    Raises:
        Refusal: telling so.
    """
    if any(role is not None and role.is_default() for role in roles):
        raise Refusal(sentence("@everyone can’t be the team: pick a role that only the team has."))
