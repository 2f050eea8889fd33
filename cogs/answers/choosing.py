"""What a fan presses under the bot's reply: one of several choices, or that the team shall answer."""

from datetime import timedelta
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.questions.question import Question
from bot.domain.sentences import sentence
from bot.domain.shows.label import Label
from bot.domain.understanding.known_facts import choose
from bot.domain.understanding.reading import Action, Reading
from bot.interface.components import PersistentButton, PersistentSelect, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.team.hand_off import hand_off, handing_off, is_for_the_team
from bot.team.roles import rank_of
from cogs.answers.view import choice_name, reply_embed

MOST_BUTTONS = 4
MOST_OPTIONS = 25
MOST_LABEL = 80
MOST_OPTION = 100


# --- what the bot replies -----------------------------------------------------------------------------


def drawn_reply(
    bot: Stagedoor, reading: Reading, question_id: int
) -> tuple[discord.Embed, discord.ui.View | None]:
    """Draw the reply to a reading in the fan's language, with what can be pressed under it."""
    embed = reply_embed(
        reading,
        bot.label,
        now=bot.clock(),
        stale_after=timedelta(days=bot.settings.data_stale_days),
        texts=texts_for(reading.language),
    )
    return embed, reply_view(reading, question_id, bot.label)


def reply_view(reading: Reading, question_id: int, label: Label) -> discord.ui.View | None:
    """Make what can be pressed under a reply: choices, and always a way to the team."""
    texts = texts_for(reading.language)
    match reading.action:
        case Action.ANSWER:
            return persistent_view(ToTheTeam(question_id, texts.t("That’s not it")))
        case Action.CLARIFY:
            to_team = ToTheTeam(question_id, texts.t("None of these: ask the team"))
            return persistent_view(*_choices(reading, question_id, label), to_team)
        case Action.HANDOFF | Action.IGNORE:
            return None


def _choices(reading: Reading, question_id: int, label: Label) -> list[discord.ui.Item[Any]]:
    names = [choice_name(choice, label, reading.language) for choice in reading.choices]
    if len(names) <= MOST_BUTTONS:
        return [
            PickShowButton(question_id, name[:MOST_LABEL], detail=index) for index, name in enumerate(names)
        ]
    options = [
        discord.SelectOption(label=name[:MOST_OPTION], value=choice)
        for name, choice in zip(names[:MOST_OPTIONS], reading.choices, strict=False)
    ]
    return [PickShowSelect(question_id, options, texts_for(reading.language).t("Choose here"))]


# --- what is pressed ----------------------------------------------------------------------------------


class ToTheTeam(PersistentButton, name="team"):
    """“That’s not it”, “None of these”: the team takes over."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Give the question to the team, and say so in place of the reply."""
        question = await _own_question(bot, interaction, self.subject)
        await hand_off(bot, question, by=interaction.user.id)
        asked_the_team = Reading(language=question.language, action=Action.HANDOFF)
        embed, view = drawn_reply(bot, asked_the_team, question.id)
        await interaction.response.edit_message(embed=embed, view=view)


class PickShowButton(PersistentButton, name="pick"):
    """One of a few choices: which show is meant, or which frequent question."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Answer about what the button stands for."""
        question = await _own_question(bot, interaction, self.subject)
        choice = question.choices[self.detail] if self.detail < len(question.choices) else ""
        await _answer_choice(bot, interaction, question, choice)


class PickShowSelect(PersistentSelect, name="choose"):
    """The same for many choices, as a menu."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Answer about what was chosen."""
        question = await _own_question(bot, interaction, self.subject)
        await _answer_choice(bot, interaction, question, value)


async def _own_question(bot: Stagedoor, interaction: discord.Interaction[Any], question_id: int) -> Question:
    """Return the question, if who pressed may decide about it: its asker, or staff."""
    question = await bot.store.questions.get(question_id)
    if question is None:
        raise Refusal(sentence("This question isn’t kept any more. Please ask again."))
    staff, _ = rank_of(interaction, bot.store.servers.get(question.guild_id))
    if interaction.user.id != question.asker_id and not staff:
        raise Refusal(sentence("Only {name} can press this.", name=question.asker_name))
    return question


async def _answer_choice(
    bot: Stagedoor, interaction: discord.Interaction[Any], question: Question, choice: str
) -> None:
    """Answer about what was chosen, in place of the question back.

    The team has the question before the fan reads so; the bot's own answer ends it once it stands there.
    """
    if not question.is_open or choice not in question.choices:
        texts = texts_for(interaction.locale)
        await interaction.response.edit_message(content=texts.t("This has been settled."), view=None)
        return
    asked_back = Reading(
        language=question.language, action=Action.CLARIFY, kinds=question.kinds, choices=question.choices
    )
    reading, questions = choose(asked_back, choice, bot.label, now=bot.clock()), bot.store.questions
    embed, view = drawn_reply(bot, reading, question.id)
    if is_for_the_team(bot, reading):
        await questions.choose(question.id, reading, at=bot.clock(), hand_off=handing_off(bot, question))
        bot.outbox.wake()
        await interaction.response.edit_message(embed=embed, view=view)
    else:
        await interaction.response.edit_message(embed=embed, view=view)
        await questions.choose(question.id, reading, at=bot.clock())
