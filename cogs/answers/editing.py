"""A fan edits what they wrote: it may have become a question, or another one."""

import discord

from bot.client import Stagedoor
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.posts import answer
from bot.domain.questions.question import JOINABLE, Question
from bot.domain.understanding.reading import Action, Reading
from bot.team.hand_off import handing_off, is_for_the_team
from cogs.answers.asking import conversation_around, fan_wrote, read_in, spoken_of


async def fan_edited(bot: Stagedoor, payload: discord.RawMessageUpdateEvent) -> None:
    """Read an edited message again."""
    if not bot.reader.concerns(payload.message) or payload.message.edited_at is None:
        return
    message = await bot.reader.read(payload.message)
    question = await bot.store.questions.of_message(message.id)
    if question is None:
        await fan_wrote(bot, message)
    elif question.asker_id == message.author_id and question.text != message.text:
        await _read_again(bot, question, message)


async def _read_again(bot: Stagedoor, question: Question, message: IncomingMessage) -> None:
    """Have the reply follow what the question asks now; only its first message is followed."""
    if question.outcome not in JOINABLE or question.message_id != message.id:
        return
    about = spoken_of(message, await conversation_around(bot, message))
    reading = read_in(bot, message, None if about == question else about)
    if reading.action is Action.IGNORE:
        reading = Reading(language=reading.language, action=Action.HANDOFF)
    waits = question.is_open and question.handed_off_at is not None
    says_nothing_new = waits and reading.action is Action.HANDOFF
    reply = answer(message.id, message.channel_id, reading, at=bot.clock(), again=True)
    await bot.store.questions.reread(
        question.id,
        text=message.text,
        reading=reading,
        posts=[] if says_nothing_new else [reply],
        hand_off=handing_off(bot, question) if waits or is_for_the_team(bot, reading) else None,
    )
    bot.outbox.wake()
