"""A question ends without a reply: the team dismisses it, or the fan deletes what they asked."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.questions.question import Dismissal, Outcome
from bot.interface.components import PersistentButton, PersistentSelect, persistent_view
from bot.interface.i18n import texts_for
from bot.interface.responses import say_privately
from bot.team.hand_off import card_updates
from cogs.questions.open_question import open_question
from cogs.questions.view import dismissal_name


class DismissButton(PersistentButton, name="dismiss"):
    """Asks for the reason, then closes the question."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the reasons, if the question still waits."""
        question = await open_question(bot, interaction, self.subject)
        texts = texts_for(interaction.locale)
        options = [
            discord.SelectOption(label=dismissal_name(why, texts), value=why.value) for why in Dismissal
        ]
        menu = DismissChoice(question.id, options, texts.t("Why?"))
        await say_privately(interaction, texts.t("Why should it be dismissed?"), view=persistent_view(menu))


class DismissChoice(PersistentSelect, name="dismiss_as"):
    """The reason for which a question is dismissed."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Close the question with that reason."""
        question = await open_question(bot, interaction, self.subject)
        await bot.store.outcomes.close(
            question.id,
            Outcome.DISMISSED,
            at=bot.clock(),
            dismissed_as=Dismissal(value),
            posts=card_updates(bot, question),
        )
        bot.outbox.wake()
        texts = texts_for(interaction.locale)
        await interaction.response.edit_message(content=texts.t("Dismissed. Thank you!"), view=None)


async def message_deleted(bot: Stagedoor, message_id: int) -> None:
    """A question whose message is gone before anybody answered is withdrawn."""
    question = await bot.store.questions.of_message(message_id)
    if question is not None:
        await bot.store.outcomes.delete_message(
            question.id, message_id, at=bot.clock(), posts=card_updates(bot, question)
        )
        bot.outbox.wake()
