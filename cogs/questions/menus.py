"""The right-click menus: what staff set by hand, and can take back."""

from datetime import UTC
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.client import Stagedoor
from bot.domain.posts import card
from bot.domain.questions.question import MatchedBy, Outcome, Question, Reply, Source
from bot.domain.sentences import sentence
from bot.domain.understanding.reading import Context
from bot.interface.components import persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.interface.responses import say_privately
from bot.reports.show_texts import plain
from bot.team.hand_off import card_updates, hand_off, retraction
from bot.team.roles import rank_of, require_staff
from cogs.questions.buttons import AnswersWhich
from cogs.questions.recording import record_reply

if TYPE_CHECKING:
    from cogs.questions.cog import Questions

MOST_OPTIONS = 25
MOST_LABEL = 100


def add(bot: Stagedoor, cog: "Questions") -> None:
    """Add the three menus of a message to the bot's commands."""

    async def this_is_a_question(
        interaction: discord.Interaction[Stagedoor], message: discord.Message
    ) -> None:
        await mark_question(cog, interaction, message)

    async def this_answers(interaction: discord.Interaction[Stagedoor], message: discord.Message) -> None:
        await ask_which(cog, interaction, message)

    async def not_an_answer(interaction: discord.Interaction[Stagedoor], message: discord.Message) -> None:
        await undo(cog, interaction, message)

    for name, callback in (
        (locale_str("This is a question"), this_is_a_question),
        (locale_str("This answers…"), this_answers),
        (locale_str("Not an answer"), not_an_answer),
    ):
        menu = app_commands.ContextMenu(name=name, callback=callback)
        menu.guild_only = True
        bot.tree.add_command(menu)


async def mark_question(
    cog: "Questions", interaction: discord.Interaction[Stagedoor], message: discord.Message
) -> None:
    """Keep a fan's message as a question for the team."""
    bot, guild_id = cog.bot, interaction.guild_id or 0
    require_staff(bot, interaction, guild_id)
    texts = texts_for(interaction.locale)
    if message.author.bot or await _is_staff(bot, guild_id, message.author.id):
        raise Refusal(sentence("Only a fan’s message can be a question."))
    known = await bot.store.questions.of_message(message.id)
    now = bot.clock()
    staff_channel = bot.store.servers.get(guild_id).staff_channel_id
    if known is not None and known.outcome is not Outcome.DISMISSED:
        raise Refusal(sentence("This is kept as a question already."))
    posts = card(staff_channel, message_id=message.id, at=now)
    if known is None:
        await bot.store.questions.ask(_marked(bot, guild_id, message), posts)
    else:
        await bot.store.questions.reopen(known.id, at=now, posts=card_updates(bot, known))
    bot.outbox.wake()
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
        handed_off_at=bot.clock(),
        last_message_id=message.id,
    )


async def ask_which(
    cog: "Questions", interaction: discord.Interaction[Stagedoor], message: discord.Message
) -> None:
    """Ask which open question a message answers; if there is only one, that is it."""
    bot, texts = cog.bot, texts_for(interaction.locale)
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
        await cog.tie(interaction, message.id, fitting[0].id)
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


async def tie(
    cog: "Questions", interaction: discord.Interaction[Any], message_id: int, question_id: int
) -> None:
    """Have a message be a question's answer: a staff reply set by hand, or a fan's that was accepted.

    Raises:
        Refusal: the question is closed, or who acts is neither staff nor its asker.
    """
    bot = cog.bot
    question = await bot.store.questions.get(question_id)
    if question is None or not question.is_open:
        raise Refusal(sentence("This question is closed already."))
    staff, _ = rank_of(interaction, bot.store.servers.get(question.guild_id))
    if not staff and interaction.user.id != question.asker_id:
        raise Refusal(sentence("Only {name} or the team can do this.", name=question.asker_name))
    author = await _author_of(bot, question.channel_id, message_id)
    roles = await bot.reader.roles_of(question.guild_id, author.id) or frozenset()
    role = bot.store.servers.get(question.guild_id).staff_role(roles)
    if author.bot:
        raise Refusal(sentence("An answer of mine can’t be marked. A person’s can."))
    if role is None:
        await bot.store.questions.accept_fan(
            question.id,
            helper_id=author.id,
            helper_name=author.display_name,
            at=bot.clock(),
            posts=card_updates(bot, question),
        )
        bot.outbox.wake()
        return
    reply = Reply(
        message_id=message_id,
        question_id=question.id,
        staff_id=author.id,
        staff_name=author.display_name,
        role_id=role,
        replied_at=discord.utils.snowflake_time(message_id).astimezone(UTC),
        way=MatchedBy.MARKED,
    )
    await record_reply(bot, question, reply)


async def undo(
    cog: "Questions", interaction: discord.Interaction[Stagedoor], message: discord.Message
) -> None:
    """Take back that a message answered its question, be it a person's or the bot's."""
    bot = cog.bot
    require_staff(bot, interaction, interaction.guild_id or 0)
    questions = bot.store.questions
    replied = await bot.store.replies.question_of(message.id)
    if replied is not None:
        await bot.store.replies.undo(message.id, card_updates(bot, replied))
        found: Question | None = replied
    else:
        found = await questions.of_answer(message.id)
        if found is not None and found.outcome is Outcome.ANSWERED_BY_BOT:
            await hand_off(bot, found, by=interaction.user.id)
            await bot.store.outbox.add([retraction(bot, found)])
        else:
            found = None
    if found is None:
        raise Refusal(sentence("This isn’t kept as anybody’s answer."))
    bot.outbox.wake()
    texts = texts_for(interaction.locale)
    name = plain(found.asker_name, 100)
    await say_privately(interaction, texts.t("Noted: {name} is waiting for an answer again.", name=name))


async def _author_of(bot: Stagedoor, channel_id: int, message_id: int) -> discord.User | discord.Member:
    message = await bot.get_partial_messageable(channel_id).fetch_message(message_id)
    return message.author


async def _is_staff(bot: Stagedoor, guild_id: int, user_id: int) -> bool:
    roles = await bot.reader.roles_of(guild_id, user_id)
    return bot.store.servers.get(guild_id).is_staff(roles or frozenset())
