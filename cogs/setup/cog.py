"""/setup: who is on the team, where the bot listens, and where the team reads."""

from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.server import Server
from bot.interface.command_names import language_choices
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from cogs.setup.panel import COMPONENTS, ValueModal, overview
from cogs.setup.saving import change, managed_guild, require_roles

Listened = discord.TextChannel | discord.ForumChannel


class Setup(commands.Cog):
    """Sets a server up."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.add_dynamic_items(*COMPONENTS)
        bot.add_modal(ValueModal)

    @app_commands.command(
        name=locale_str("setup"),
        description=locale_str("Set Stagedoor up for this server, or see how it is set up"),
    )
    @app_commands.describe(
        team=locale_str("The role of everybody who answers fans"),
        managers=locale_str("The role of those who read the figures"),
        team_channel=locale_str("Where the team sees what fans ask"),
        listen=locale_str("A channel or forum to listen in"),
        stop_listening=locale_str("A channel or forum to leave alone again"),
        language=locale_str("The language of posts for the team"),
    )
    @app_commands.rename(
        team=locale_str("team"),
        managers=locale_str("managers"),
        team_channel=locale_str("team_channel"),
        listen=locale_str("listen"),
        stop_listening=locale_str("stop_listening"),
        language=locale_str("language"),
    )
    @app_commands.choices(language=language_choices())
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def setup(  # noqa: PLR0917  # each is an option of the command
        self,
        interaction: discord.Interaction[Stagedoor],
        team: discord.Role | None = None,
        managers: discord.Role | None = None,
        team_channel: discord.TextChannel | None = None,
        listen: Listened | None = None,
        stop_listening: Listened | None = None,
        language: str | None = None,
    ) -> None:
        """Change what was given, then show the whole."""
        guild = managed_guild(self.bot, interaction)
        require_roles((team, managers))
        if listen is not None and listen == stop_listening:
            raise Refusal(sentence("Choose different channels to listen in and to leave alone."))
        given = {
            "language": language,
            "staff_channel_id": team_channel and team_channel.id,
            "staff_roles": team and frozenset({team.id}),
            "manager_roles": managers and frozenset({managers.id}),
        }
        fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}

        def how(server: Server) -> Server:
            listened = (server.listened | _ids(listen)) - _ids(stop_listening)
            return replace(server, listened=listened, **fields)

        await change(self.bot, interaction, how)
        embed, view = overview(self.bot, guild, texts_for(interaction.locale))
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


def _ids(channel: Listened | None) -> frozenset[int]:
    return frozenset() if channel is None else frozenset({channel.id})


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Setup(bot))
