"""The team asks for a work: the form says why, and sending it nominates the work and asks its maker."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.works.work import NominatedBy, Work, WorkState
from bot.interface.components import ModalSubmission, PersistentButton, PersistentModal
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.works.access import team_work
from cogs.works.consent_requests import ask_maker

MOST_NOTE = 500


class AskMakerButton(PersistentButton, name="work_ask"):
    """Opens the form with which a maker is asked; `detail` 1: from the weekly pick."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form, if the maker was not asked before."""
        work = await team_work(bot, interaction, self.subject)
        if work.state not in {WorkState.SEEN, WorkState.NOMINATED, WorkState.DISMISSED}:
            raise Refusal(sentence("Its maker was asked already, and nobody is asked twice."))
        await interaction.response.send_modal(
            AskMakerModal(work, texts_for(interaction.locale), detail=self.detail)
        )


class AskMakerModal(PersistentModal, name="work_ask_form"):
    """What the team says about a work; sending it asks the maker."""

    def __init__(self, work: Work, texts: Texts, *, detail: int = 0) -> None:
        super().__init__(work.id, texts.t("Ask {name}", name=work.maker_name), detail=detail)
        note: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            max_length=MOST_NOTE,
            custom_id="note",
            default=work.note or None,
            required=False,
        )
        hint = texts.t("Shown with the work, and to its maker.")
        self.ask(texts.t("What you say about it"), note, hint=hint)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Nominate the work, if nobody did yet, and ask its maker."""
        work = await team_work(bot, interaction, sent.subject)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await ask_maker(
            bot,
            work,
            by=interaction.user.id,
            nominated_by=NominatedBy.PICK if sent.detail else NominatedBy.STAFF,
            note=sent.typed["note"].strip(),
        )
        texts = texts_for(interaction.locale)
        await say_privately(
            interaction,
            texts.t("{name} is being asked. Nothing is shown before they say yes.", name=work.maker_name),
        )
