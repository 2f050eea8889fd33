"""/remix: what the label allows and offers to those who remix and cover."""

import io
from dataclasses import replace

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.works.links import public_link
from bot.domain.works.work_settings import RemixKit
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.interface.limits import MOST_DESCRIPTION, fit
from bot.interface.responses import say_privately
from bot.reports.show_texts import plain
from bot.team.roles import require_staff
from cogs.works import view

MOST_FILE = 8 * 1024 * 1024
MOST_KITS = 10


@app_commands.guild_only()
class RemixGroup(app_commands.Group):
    """The commands about remixes."""

    def __init__(self, bot: Stagedoor) -> None:
        super().__init__(
            name=locale_str("remix"), description=locale_str("Remixes and covers: what we allow and offer")
        )
        self.bot = bot

    @app_commands.command(
        name=locale_str("policy"),
        description=locale_str("What you may do with our music, and files to start with"),
    )
    async def policy(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """Show the label's policy and its share kits."""
        texts, guild_id = texts_for(interaction.locale), interaction.guild_id or 0
        kits = (await self.bot.store.work_settings.kits(guild_id))[:MOST_KITS]
        policy = self.bot.store.work_settings.get(guild_id).remix_policy
        embed = discord.Embed(colour=view.COLOUR, title=texts.t("Remixes and covers"))
        embed.description = policy[:MOST_DESCRIPTION] or texts.t(
            "Nothing is written down yet. Please ask the team."
        )
        for kit in kits:
            where = kit.link or texts.t("in the file {name}", name=plain(kit.filename, 100))
            embed.add_field(name=kit.title[:256], value=fit((where, kit.terms[:600]), 1024), inline=False)
        files = [discord.File(io.BytesIO(kit.content), kit.filename) for kit in kits if kit.content]
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(embed=embed, files=files, ephemeral=True)

    @app_commands.command(
        name=locale_str("allow"), description=locale_str("Write down what you allow (for the team)")
    )
    @app_commands.describe(text=locale_str("Your policy; empty shows nothing"))
    @app_commands.rename(text=locale_str("text"))
    async def allow(
        self, interaction: discord.Interaction[Stagedoor], text: app_commands.Range[str, 0, 3000] = ""
    ) -> None:
        """Keep the label's policy."""
        guild_id = interaction.guild_id or 0
        require_staff(self.bot, interaction, guild_id)
        settings = self.bot.store.work_settings.get(guild_id)
        await self.bot.store.work_settings.save(replace(settings, remix_policy=text))
        await say_privately(interaction, texts_for(interaction.locale).t("Noted. /remix policy shows it."))

    @app_commands.command(
        name=locale_str("kit"),
        description=locale_str("Offer stems or other files, or take an offer back (for the team)"),
    )
    @app_commands.describe(
        title=locale_str("What it is; a known title is replaced"),
        link=locale_str("Where it can be had"),
        file=locale_str("The file itself, up to 8 MB"),
        terms=locale_str("What one may do with it"),
    )
    @app_commands.rename(
        title=locale_str("title"), link=locale_str("link"), file=locale_str("file"), terms=locale_str("terms")
    )
    async def kit(
        self,
        interaction: discord.Interaction[Stagedoor],
        title: app_commands.Range[str, 1, 100],
        link: app_commands.Range[str, 0, 300] = "",
        file: discord.Attachment | None = None,
        terms: app_commands.Range[str, 0, 600] = "",
    ) -> None:
        """Offer a share kit; with neither link nor file, offer it no more."""
        guild_id = interaction.guild_id or 0
        require_staff(self.bot, interaction, guild_id)
        if link and public_link(link) is None:
            raise Refusal(
                sentence("I can’t show that link: it needs a public address that starts with https://.")
            )
        if file is not None and file.size > MOST_FILE:
            raise Refusal(sentence("That file is larger than 8 MB. Give a link to it instead."))
        texts = texts_for(interaction.locale)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not link and file is None:
            if not await self.bot.store.work_settings.remove_kit(guild_id, title):
                raise Refusal(sentence("There is no kit of that title. To offer one, give a link or a file."))
            await say_privately(interaction, texts.t("It isn’t offered any more."))
            return
        content = await file.read() if file is not None else b""
        name = file.filename if file is not None else ""
        kit = RemixKit(guild_id=guild_id, title=title, link=link, filename=name, content=content, terms=terms)
        await self.bot.store.work_settings.add_kit(kit)
        await say_privately(interaction, texts.t("Noted. /remix policy shows it."))
