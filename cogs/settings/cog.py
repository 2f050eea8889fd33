"""/setup: who is on the team, where the bot listens, and where the team reads."""

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.domain.members import Server
from bot.domain.sentences import sentence
from bot.errors import Refusal
from bot.i18n import texts_for
from cogs.settings.view import setup_embed

Listened = discord.TextChannel | discord.ForumChannel


class Settings(commands.Cog):
    """Sets a server up."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot

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
    @app_commands.choices(language=[Choice(name="English", value="en"), Choice(name="한국어", value="ko")])
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
        guild = interaction.guild
        if guild is None:
            raise Refusal(sentence("Please use this in your server."))
        server = self.bot.store.servers.get(guild.id)
        _, manager = self.bot.rank_of(interaction, server)
        if not manager:
            raise Refusal(sentence("Only the label’s managers can do this."))
        for role in (team, managers):
            if role is not None and role.is_default():
                raise Refusal(sentence("@everyone can’t be the team: pick a role that only the team has."))
        if listen is not None and listen == stop_listening:
            raise Refusal(sentence("Choose different channels to listen in and to leave alone."))
        changed = Server(
            guild_id=guild.id,
            language=language or server.language,
            staff_channel_id=team_channel.id if team_channel else server.staff_channel_id,
            staff_roles=frozenset({team.id}) if team else server.staff_roles,
            manager_roles=frozenset({managers.id}) if managers else server.manager_roles,
            listened=(server.listened | _ids(listen)) - _ids(stop_listening),
        )
        if changed != server:
            await self.bot.store.servers.save(changed)
        if listen is not None:
            self.bot.inbox.mark(listen.id, guild.id, interaction.id)
        embed = setup_embed(
            changed,
            guild,
            self.bot.label,
            message_content=self.bot.intents.message_content,
            texts=texts_for(interaction.locale),
        )
        await interaction.response.send_message(embed=embed, ephemeral=True)


def _ids(channel: Listened | None) -> frozenset[int]:
    return frozenset() if channel is None else frozenset({channel.id})


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Settings(bot))
