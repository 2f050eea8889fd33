"""The question that somebody on the team presses for, while it is theirs to work on."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.questions.question import Outcome, Question
from bot.domain.sentences import sentence
from bot.interface.errors import Refusal
from bot.team.roles import the_question


async def open_question(bot: Stagedoor, interaction: discord.Interaction[Any], question_id: int) -> Question:
    """Return a question to somebody on the team who may work on it; one that the bot answered is that, too.

    Raises:
        Refusal: who acts is not on the team, or somebody else has settled it or is working on it.
    """
    question = await the_question(bot, interaction, question_id)
    if question.is_open:
        if question.claimant(bot.clock()) not in {None, interaction.user.id}:
            raise Refusal(sentence("{name} is answering this right now.", name=question.claimed_name))
        return question
    reply = await bot.store.replies.first_of(question.id)
    if reply is not None:
        raise Refusal(sentence("{name} has answered this already.", name=reply.staff_name))
    if question.outcome is not Outcome.ANSWERED_BY_BOT:
        raise Refusal(sentence("This question is closed already."))
    return question
