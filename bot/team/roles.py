"""Who may do what the team does, looked at whenever something is pressed."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.questions.question import Question
from bot.domain.sentences import sentence
from bot.domain.server import Server
from bot.interface.errors import Refusal


def rank_of(interaction: discord.Interaction[Any], server: Server) -> tuple[bool, bool]:
    """Return whether who acts is staff, and whether a manager, in a server, at this moment."""
    user = interaction.user
    in_charge = isinstance(user, discord.Member) and interaction.permissions.manage_guild
    manager = server.is_manager(_roles(interaction)) or in_charge
    return server.is_staff(_roles(interaction)) or manager, manager


def acting_role(bot: Stagedoor, interaction: discord.Interaction[Any], guild_id: int) -> int:
    """Return the role by which who acts belongs to the team, 0 for one in charge without such a role."""
    return bot.store.servers.get(guild_id).staff_role(_roles(interaction)) or 0


def _roles(interaction: discord.Interaction[Any]) -> list[int]:
    user = interaction.user
    return [role.id for role in user.roles] if isinstance(user, discord.Member) else []


def require_staff(bot: Stagedoor, interaction: discord.Interaction[Any], guild_id: int) -> None:
    """Refuse anybody who is not on the team at this moment.

    Raises:
        Refusal: telling so.
    """
    staff, _ = rank_of(interaction, bot.store.servers.get(guild_id))
    if not staff:
        raise Refusal(sentence("Only the team can do this."))


async def the_question(bot: Stagedoor, interaction: discord.Interaction[Any], question_id: int) -> Question:
    """Return a question to somebody on the team.

    Raises:
        Refusal: it is not kept any more, or who acts is not on its team.
    """
    question = await bot.store.questions.get(question_id)
    if question is None:
        raise Refusal(sentence("This question isn’t kept any more."))
    require_staff(bot, interaction, question.guild_id)
    return question
