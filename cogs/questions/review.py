"""What the team's replies teach: a reply becomes a frequent question's answer, wrong answers are looked at."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.interface.components import PersistentButton, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from bot.team.faq_modal import FaqModal, reply_words
from bot.team.roles import require_staff, the_question
from cogs.questions.view import MOST_TO_REVIEW, review_embed


class MakeFaqButton(PersistentButton, name="learn"):
    """“Make it a FAQ”: the next fan who asks gets the same answer at once."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the question and the reply, to be put into words that suit everybody."""
        question = await the_question(bot, interaction, self.subject)
        reply = await bot.store.replies.first_of(question.id)
        if reply is None:
            raise Refusal(sentence("Nobody has answered this yet."))
        answer = await reply_words(bot, question, reply)
        texts = texts_for(interaction.locale)
        await interaction.response.send_modal(FaqModal(bot, question, answer, texts))


class ReviewedButton(PersistentButton, name="reviewed"):
    """“Looked at it”: takes a wrong answer off the list."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the list without it."""
        question = await the_question(bot, interaction, self.subject)
        await bot.store.outcomes.reviewed(question.id, at=bot.clock())
        embed, view = await review_page(bot, question.guild_id, texts_for(interaction.locale))
        await interaction.response.edit_message(embed=embed, view=view)


async def review(interaction: discord.Interaction[Stagedoor]) -> None:
    """Show staff the answers of the bot that were taken back."""
    bot, guild_id = interaction.client, interaction.guild_id or 0
    require_staff(bot, interaction, guild_id)
    embed, view = await review_page(bot, guild_id, texts_for(interaction.locale))
    await say_privately(interaction, embeds=[embed], view=view)


async def review_page(bot: Stagedoor, guild_id: int, texts: Texts) -> tuple[discord.Embed, discord.ui.View]:
    """Make the list of wrong answers, with a button for each of the first few."""
    wrong = await bot.store.questions.to_review(guild_id)
    embed = review_embed(wrong, bot.label, texts)
    buttons = [
        ReviewedButton(question.id, texts.t("Done with {number}", number=number))
        for number, question in enumerate(wrong[:MOST_TO_REVIEW], 1)
    ]
    return embed, persistent_view(*buttons)
