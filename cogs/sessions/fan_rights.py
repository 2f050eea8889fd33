"""What fans may still do in a session: ask, vote, and change what they asked."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import Sentence, sentence
from bot.domain.sessions.questions import FanQuestion
from bot.domain.sessions.session import Session
from bot.interface.errors import Refusal

NOT_VOTED_FOR = sentence("You can’t vote for your own question, or for one that is settled already.")


async def require_open(bot: Stagedoor, session_id: int) -> Session:
    """Return a session in which fans may ask and vote.

    Raises:
        Refusal: it is over.
    """
    session = await bot.store.sessions.get(session_id)
    if session is None or not session.is_open:
        raise Refusal(sentence("This session is over. Thank you!"))
    return session


async def require_room(bot: Stagedoor, session: Session, fan_id: int) -> None:
    """Refuse more questions than a fan may ask.

    Raises:
        Refusal: saying how many.
    """
    own = await bot.store.session_questions.of_fan(session.id, fan_id)
    if sum(question.carried_from is None for question in own) >= session.per_fan:
        raise Refusal(enough_asked(session))


def enough_asked(session: Session) -> Sentence:
    """Tell a fan that they have asked as much as they may."""
    return sentence("You have asked {count} already, so that everybody gets a turn.", count=session.per_fan)


async def require_changeable(
    bot: Stagedoor, interaction: discord.Interaction[Any], question_id: int
) -> FanQuestion:
    """Return a fan's own question that may still be changed.

    Raises:
        Refusal: it was asked meanwhile, or isn't theirs.
    """
    question = await bot.store.session_questions.get(question_id)
    if question is None or question.fan_id != interaction.user.id or not question.is_changeable:
        raise Refusal(sentence("This question can’t be changed any more."))
    return question
