"""The right-click menus: what staff set by hand, and can take back."""

from datetime import UTC
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.questions.posts import answer
from bot.domain.questions.question import MatchedBy, Outcome, Question, Reply, Source
from bot.domain.sentences import sentence
from bot.domain.understanding.reading import Action, Context, Reading
from bot.interface.components import PersistentSelect, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.interface.responses import say_privately
from bot.reports.show_texts import plain
from bot.team.hand_off import card_updates, hand_off, handing_off
from bot.team.roles import rank_of, require_staff
from cogs.questions.recording import record

MOST_OPTIONS = 25
MOST_LABEL = 100


# --- This is a question -------------------------------------------------------------------------------


async def mark_question(interaction: discord.Interaction[Stagedoor], message: discord.Message) -> None:
    """Keep a fan's message as a question for the team."""
    bot, guild_id = interaction.client, interaction.guild_id or 0
    require_staff(bot, interaction, guild_id)
    roles = await bot.reader.roles_of(guild_id, message.author.id) or frozenset()
    if message.author.bot or bot.store.servers.get(guild_id).is_staff(roles):
        raise Refusal(sentence("Only a fan’s message can be a question."))
    known = await bot.store.questions.of_message(message.id)
    if known is None:
        question = _marked(bot, guild_id, message)
        await bot.store.questions.ask(question, hand_off=handing_off(bot, question))
    elif known.outcome is Outcome.DISMISSED:
        await bot.store.outcomes.reopen(known.id, at=bot.clock(), posts=card_updates(bot, known))
    else:
        raise Refusal(sentence("This is kept as a question already."))
    bot.outbox.wake()
    texts = texts_for(interaction.locale)
    await say_privately(interaction, texts.t("Noted: this fan is waiting for an answer."))


def _marked(bot: Stagedoor, guild_id: int, message: discord.Message) -> Question:
    said_at = message.created_at.astimezone(UTC)
    reading = bot.ear.read(message.content, now=said_at, context=Context(addressed=True))
    return Question(
        id=0,
        guild_id=guild_id,
        channel_id=message.channel.id,
        message_id=message.id,
        asker_id=message.author.id,
        asker_name=message.author.display_name,
        asked_at=said_at,
        text=message.content,
        language=reading.language,
        source=Source.MARKED,
        kinds=reading.kinds,
        shows=reading.shows,
        last_message_id=message.id,
    )


# --- This answers… ------------------------------------------------------------------------------------


async def ask_which(interaction: discord.Interaction[Stagedoor], message: discord.Message) -> None:
    """Ask which open question a message answers; if there is only one, that is it."""
    bot, texts = interaction.client, texts_for(interaction.locale)
    staff, _ = rank_of(interaction, bot.store.servers.get(interaction.guild_id or 0))
    said_at = message.created_at.astimezone(UTC)
    fitting = [
        question
        for question in await bot.store.questions.open_in(message.channel.id)
        if (staff or question.asker_id == interaction.user.id)
        and question.asker_id != message.author.id
        and question.asked_at < said_at
    ]
    if not fitting:
        raise Refusal(sentence("There is no open question here that this could answer."))
    if len(fitting) == 1:
        await _note_answer(bot, interaction, message.author, message.id, fitting[0])
        await say_privately(interaction, texts.t("Noted. Thank you!"))
        return
    options = [
        discord.SelectOption(
            label=f"{question.asker_name}: {' '.join(question.text.split())}"[:MOST_LABEL],
            value=str(question.id),
        )
        for question in fitting[-MOST_OPTIONS:]
    ]
    menu = AnswersWhich(message.id, options, texts.t("Whose question?"))
    await say_privately(interaction, texts.t("Whose question does it answer?"), view=persistent_view(menu))


class AnswersWhich(PersistentSelect, name="answers_which"):
    """Which open question a message answers; its subject is the message."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Note that the message answers the question."""
        question = await bot.store.questions.get(int(value))
        if question is None or not question.is_open:
            raise Refusal(sentence("This question is closed already."))
        channel = bot.get_partial_messageable(question.channel_id)
        author = (await channel.fetch_message(self.subject)).author
        await _note_answer(bot, interaction, author, self.subject, question)
        texts = texts_for(interaction.locale)
        await interaction.response.edit_message(content=texts.t("Noted. Thank you!"), view=None)


async def _note_answer(
    bot: Stagedoor,
    interaction: discord.Interaction[Any],
    author: discord.User | discord.Member,
    message_id: int,
    question: Question,
) -> None:
    """Have a message be a question's answer: a staff reply set by hand, or a fan's that was accepted.

    Raises:
        Refusal: who acts is neither staff nor its asker, or the message is the bot's.
    """
    server = bot.store.servers.get(question.guild_id)
    staff, _ = rank_of(interaction, server)
    if not staff and interaction.user.id != question.asker_id:
        raise Refusal(sentence("Only {name} or the team can do this.", name=question.asker_name))
    if author.bot:
        raise Refusal(sentence("An answer of mine can’t be marked. A person’s can."))
    role = server.staff_role(await bot.reader.roles_of(question.guild_id, author.id) or frozenset())
    if role is not None:
        reply = Reply(
            message_id=message_id,
            question_id=question.id,
            staff_id=author.id,
            staff_name=author.display_name,
            role_id=role,
            replied_at=discord.utils.snowflake_time(message_id).astimezone(UTC),
            way=MatchedBy.MARKED,
        )
        await record(bot, question, reply)
        return
    await bot.store.outcomes.accept_fan(
        question.id,
        helper_id=author.id,
        helper_name=author.display_name,
        at=bot.clock(),
        posts=card_updates(bot, question),
    )
    bot.outbox.wake()


# --- Not an answer ------------------------------------------------------------------------------------


async def undo_answer(interaction: discord.Interaction[Stagedoor], message: discord.Message) -> None:
    """Take back that a message answered its question, be it a person's or the bot's."""
    bot = interaction.client
    require_staff(bot, interaction, interaction.guild_id or 0)
    found = await bot.store.replies.question_of(message.id)
    if found is None:
        found = await _take_back(bot, message.id, by=interaction.user.id)
    else:
        await bot.store.replies.undo(message.id, card_updates(bot, found))
        bot.outbox.wake()
    texts = texts_for(interaction.locale)
    name = plain(found.asker_name, 100)
    await say_privately(interaction, texts.t("Noted: {name} is waiting for an answer again.", name=name))


async def _take_back(bot: Stagedoor, message_id: int, *, by: int) -> Question:
    """Give the team what an answer of the bot's did not answer; “I've asked the team” comes in its place.

    Raises:
        Refusal: the message is no answer that stands.
    """
    question = await bot.store.questions.of_answer(message_id)
    if question is None or question.outcome is not Outcome.ANSWERED_BY_BOT:
        raise Refusal(sentence("This isn’t kept as anybody’s answer."))
    asked_the_team = Reading(language=question.language, action=Action.HANDOFF)
    retraction = answer(question.message_id, question.channel_id, asked_the_team, at=bot.clock(), again=True)
    await hand_off(bot, question, by=by, posts=[retraction])
    return question
