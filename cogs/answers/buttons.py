"""What a fan presses under the bot's reply."""

from typing import TYPE_CHECKING, Any, cast

import discord

from bot.client import Stagedoor
from bot.domain.questions.question import Question
from bot.domain.sentences import sentence
from bot.domain.understanding.known_facts import choose
from bot.domain.understanding.reading import Action, Reading
from bot.interface.components import PersistentButton, PersistentSelect
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.team.hand_off import hand_off
from bot.team.roles import rank_of

if TYPE_CHECKING:
    from cogs.answers.cog import Answers


async def _own_question(bot: Stagedoor, interaction: discord.Interaction[Any], question_id: int) -> Question:
    """Return the question, if who pressed may decide about it: its asker, or staff."""
    question = await bot.store.questions.get(question_id)
    if question is None:
        raise Refusal(sentence("This question isn’t kept any more. Please ask again."))
    staff, _ = rank_of(interaction, bot.store.servers.get(question.guild_id))
    if interaction.user.id != question.asker_id and not staff:
        raise Refusal(sentence("Only {name} can press this.", name=question.asker_name))
    return question


def _answers(bot: Stagedoor) -> "Answers":
    return cast("Answers", bot.get_cog("Answers"))


class ToTheTeam(PersistentButton, name="team"):
    """“That’s not it”, “None of these”: the team takes over."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Give the question to the team, and say so in place of the reply."""
        question = await _own_question(bot, interaction, self.subject)
        answers = _answers(bot)
        reading = Reading(language=question.language, action=Action.HANDOFF)
        await hand_off(bot, question, by=interaction.user.id)
        await interaction.response.edit_message(embed=answers.reply_embed(reading), view=None)


class PickShowButton(PersistentButton, name="pick"):
    """One of a few choices: which show is meant, or which frequent question."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Answer about what the button stands for."""
        question = await _own_question(bot, interaction, self.subject)
        value = question.choices[self.detail] if self.detail < len(question.choices) else ""
        await _choose(bot, interaction, question, value)


class PickShowSelect(PersistentSelect, name="choose"):
    """The same for many choices, as a menu."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Answer about what was chosen."""
        question = await _own_question(bot, interaction, self.subject)
        await _choose(bot, interaction, question, value)


async def _choose(
    bot: Stagedoor, interaction: discord.Interaction[Any], question: Question, choice: str
) -> None:
    """Answer about what was chosen, in place of the question back."""
    if not question.is_open or choice not in question.choices:
        texts = texts_for(interaction.locale)
        await interaction.response.edit_message(content=texts.t("This has been settled."), view=None)
        return
    asked = Reading(
        language=question.language,
        action=Action.CLARIFY,
        kinds=question.kinds,
        choices=question.choices,
    )
    answers = _answers(bot)
    reading = choose(asked, choice, bot.label, now=bot.clock())
    await bot.store.questions.reread(question.id, text=question.text, reading=reading)
    await interaction.response.edit_message(
        embed=answers.reply_embed(reading), view=answers.reply_view(reading, question.id)
    )
    await answers.chosen(question, reading, interaction.message.id if interaction.message else 0)
