"""What the team's replies teach: a reply becomes a frequent question's answer, wrong answers are looked at."""

from typing import Any

import discord

from bot.client import Stagedoor, say_privately
from bot.components import LastingButton, lasting_view
from bot.domain.sentences import sentence
from bot.errors import Refusal
from bot.i18n import Texts, texts_for
from bot.learning import LearnForm, reply_words
from bot.team import require_staff, the_question
from cogs.questions.view import MOST_TO_REVIEW, review_embed


class LearnButton(LastingButton, name="learn"):
    """“Make it a FAQ”: the next fan who asks gets the same answer at once."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the question and the reply, to be put into words that suit everybody."""
        question = await the_question(bot, interaction, self.subject)
        reply = await bot.store.replies.first_of(question.id)
        if reply is None:
            raise Refusal(sentence("Nobody has answered this yet."))
        answer = await reply_words(bot, question, reply)
        texts = texts_for(interaction.locale)
        await interaction.response.send_modal(LearnForm(bot, question, answer, texts))


class ReviewedButton(LastingButton, name="reviewed"):
    """“Looked at it”: takes a wrong answer off the list."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the list without it."""
        question = await the_question(bot, interaction, self.subject)
        await bot.store.questions.reviewed(question.id, at=bot.clock())
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
    return embed, lasting_view(*buttons)
