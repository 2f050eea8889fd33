"""What only the person who acted reads: a line of theirs alone, or what went wrong."""

import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.interface.errors import Refusal, log_unexpected
from bot.interface.i18n import texts_for

log = logging.getLogger(__name__)

TOO_LATE, ALREADY_ANSWERED = 10062, 40060


async def tell_error(interaction: discord.Interaction[Any], error: BaseException, *, doing: str) -> None:
    """Tell who acted what went wrong: a refusal's sentence, or that it was noted under an id."""
    texts = texts_for(interaction.locale)
    if isinstance(error, Refusal):
        words = texts.say(error.sentence)
    elif isinstance(error, app_commands.CheckFailure | app_commands.TransformerError):
        words = texts.t("That doesn’t work here. Please check what you chose and try again.")
    elif isinstance(error, discord.HTTPException) and error.code in {TOO_LATE, ALREADY_ANSWERED}:
        log.warning("Too late to answer %s: %s", doing, error)
        return
    else:
        error_id = log_unexpected(log, error, doing=doing)
        words = texts.t(
            "Something went wrong on our side, sorry. Please try again; if it happens again, tell the team this code: {id}",
            id=error_id,
        )
    await say_privately(interaction, words)


async def say_privately(
    interaction: discord.Interaction[Any],
    words: str | None = None,
    *,
    embeds: Sequence[discord.Embed] = (),
    view: discord.ui.View | None = None,
) -> None:
    """Tell only who acted, whether or not the interaction was responded to already."""
    extras: dict[str, Any] = {} if view is None else {"view": view}
    try:
        if interaction.response.is_done():
            await interaction.followup.send(words or "", embeds=embeds, ephemeral=True, **extras)
        else:
            await interaction.response.send_message(words, embeds=embeds, ephemeral=True, **extras)
    except discord.HTTPException as error:
        log.warning("Could not tell %s about it: %s", interaction.user.id, error)
