"""Who may do something about a work: its maker, or somebody on its server's team."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.works.consent import Consent
from bot.domain.works.work import Work
from bot.interface.errors import Refusal
from bot.team.roles import rank_of


async def team_work(bot: Stagedoor, interaction: discord.Interaction[Any], work_id: int) -> Work:
    """Return a work to somebody on its server's team.

    Raises:
        Refusal: it is not kept any more, or who acts is not on the team.
    """
    work = await bot.store.works.get(work_id)
    if work is None:
        raise Refusal(sentence("This work isn’t kept any more."))
    staff, _ = rank_of(interaction, bot.store.servers.get(work.guild_id))
    if not staff or interaction.guild_id != work.guild_id:
        raise Refusal(sentence("Only the team can do this."))
    return work


async def correctable_work(bot: Stagedoor, interaction: discord.Interaction[Any], work_id: int) -> Work:
    """Return a work to its maker or the team; raises as `team_work`."""
    work = await bot.store.works.get(work_id)
    if work is not None and work.maker_id == interaction.user.id:
        return work
    return await team_work(bot, interaction, work_id)


async def maker_consent(
    bot: Stagedoor, interaction: discord.Interaction[Any], consent_id: int
) -> tuple[Consent, Work]:
    """Return a consent with its work, to its maker alone.

    Raises:
        Refusal: it is somebody else's, or not kept any more.
    """
    consent = await bot.store.work_consents.get(consent_id)
    work = await bot.store.works.get(consent.work_id) if consent is not None else None
    if consent is None or work is None:
        raise Refusal(sentence("This work isn’t kept any more."))
    if interaction.user.id != consent.maker_id:
        raise Refusal(sentence("Only {name} can answer this.", name=work.maker_name))
    return consent, work
