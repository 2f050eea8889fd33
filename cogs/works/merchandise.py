"""Asks a maker about merchandise, each time anew."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.works.work import Work
from bot.interface.components import ModalSubmission, PersistentButton, PersistentModal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.works.access import team_work
from cogs.works.consent_requests import ask_maker

MOST_PURPOSE = 800


class MerchandiseButton(PersistentButton, name="work_merch"):
    """Opens the form with which a maker is asked about merchandise, each time anew."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form."""
        work = await team_work(bot, interaction, self.subject)
        await interaction.response.send_modal(MerchandiseModal(work, texts_for(interaction.locale)))


class MerchandiseModal(PersistentModal, name="work_merch_form"):
    """What a work would be used for."""

    def __init__(self, work: Work, texts: Texts) -> None:
        super().__init__(work.id, texts.t("Ask {name}", name=work.maker_name))
        purpose: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=MOST_PURPOSE, custom_id="purpose"
        )
        hint = texts.t("What would be made, how many, and what the maker gets.")
        self.ask(texts.t("What it is for"), purpose, hint=hint)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Ask the maker about this one use."""
        work = await team_work(bot, interaction, sent.subject)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await ask_maker(
            bot,
            work,
            purpose=sent.typed["purpose"].strip(),
            by=interaction.user.id,
            request=interaction.id,
        )
        texts = texts_for(interaction.locale)
        await say_privately(
            interaction,
            texts.t("{name} is being asked. Nothing is shown before they say yes.", name=work.maker_name),
        )
