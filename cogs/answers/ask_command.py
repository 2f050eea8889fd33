"""A fan asks with /ask, anywhere, even where the bot does not listen."""

from dataclasses import replace
from datetime import UTC
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.question import Source
from bot.domain.sentences import sentence
from bot.domain.understanding.reading import Action, Context, Reading
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.reports.show_texts import plain
from bot.team.hand_off import handing_off, is_for_the_team
from cogs.answers.asking import question_of, read
from cogs.answers.choosing import drawn_reply

MOST_TITLE = 250


async def ask(interaction: discord.Interaction[Stagedoor], text: str) -> None:
    """Answer a fan's question for all to see, so that the team can reply to it; somebody of the team's, to them alone."""
    bot = interaction.client
    home, roles = await _home(interaction)
    if bot.store.servers.get(home).is_staff(roles):
        reading = bot.ear.read(text, now=bot.clock(), context=Context(addressed=True))
        embed, _ = drawn_reply(bot, reading, 0)
        await interaction.response.send_message(embed=embed, ephemeral=True)
        return
    response = await interaction.response.defer(thinking=True)
    message_id = (response.message_id if response else None) or (await interaction.original_response()).id
    message = _message_of(interaction, message_id, home, text)
    reading = read(bot, message, Context(addressed=True))
    if reading.action is Action.IGNORE:
        words = texts_for(interaction.locale).t(
            "I didn’t find a question in that. Try: when is the next show?"
        )
        await interaction.edit_original_response(content=words)
    else:
        await _answer(interaction, message, reading)


async def _answer(
    interaction: discord.Interaction[Stagedoor], message: IncomingMessage, reading: Reading
) -> None:
    """Keep the question, with its hand-off, then reply; an answer ends it once it stands in the channel."""
    bot = interaction.client
    question = replace(question_of(message, reading, Source.COMMAND), answer_message_id=message.id)
    handed = handing_off(bot, question) if is_for_the_team(bot, reading) else None
    asked = await bot.store.questions.ask(question, hand_off=handed)
    bot.outbox.wake()
    embed, view = drawn_reply(bot, reading, asked.id)
    embed.title = plain(message.text, MOST_TITLE)
    await interaction.edit_original_response(embed=embed, view=view or discord.utils.MISSING)
    if reading.action is Action.ANSWER and handed is None:
        await bot.store.outcomes.bot_answered(asked.id, at=bot.clock())


async def _home(interaction: discord.Interaction[Stagedoor]) -> tuple[int, frozenset[int]]:
    """Return the server whose team answers, and the roles that who asks has there."""
    if interaction.guild_id is not None and isinstance(interaction.user, discord.Member):
        return interaction.guild_id, frozenset(role.id for role in interaction.user.roles)
    home, roles = await interaction.client.reader.home_of(interaction.user.id)
    if home is None:
        raise Refusal(sentence("Please join our server first, so that the team can answer you."))
    return home, roles


def _message_of(
    interaction: discord.Interaction[Any], message_id: int, home: int, text: str
) -> IncomingMessage:
    return IncomingMessage(
        id=message_id,
        guild_id=interaction.guild_id,
        home_id=home,
        channel_id=interaction.channel_id or 0,
        author_id=interaction.user.id,
        author_name=interaction.user.display_name,
        text=text.strip(),
        said_at=interaction.created_at.astimezone(UTC),
        asks_directly=True,
    )
