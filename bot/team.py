"""Who may do what the team does, looked at whenever something is pressed."""

from typing import TYPE_CHECKING, Any

from bot.domain.sentences import sentence
from bot.errors import Refusal

if TYPE_CHECKING:
    import discord

    from bot.client import Stagedoor
    from bot.domain.questions import Question


def require_staff(bot: "Stagedoor", interaction: "discord.Interaction[Any]", guild_id: int) -> None:
    """Refuse anybody who is not on the team at this moment.

    Raises:
        Refusal: telling so.
    """
    staff, _ = bot.rank_of(interaction, bot.store.servers.get(guild_id))
    if not staff:
        raise Refusal(sentence("Only the team can do this."))


async def the_question(
    bot: "Stagedoor", interaction: "discord.Interaction[Any]", question_id: int
) -> "Question":
    """Return a question to somebody on the team.

    Raises:
        Refusal: it is not kept any more, or who acts is not on its team.
    """
    question = await bot.store.questions.get(question_id)
    if question is None:
        raise Refusal(sentence("This question isn’t kept any more."))
    require_staff(bot, interaction, question.guild_id)
    return question
