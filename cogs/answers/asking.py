"""A fan writes something: it is answered, asked back about or given to the team, or it is part of a question."""

from datetime import timedelta

import discord

from bot.client import Stagedoor
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.posts import answer
from bot.domain.questions.question import JOINABLE, Conversation, Question, Source, continues_run
from bot.domain.understanding.reading import Action, Context, Reading
from bot.team.hand_off import handing_off, is_for_the_team

#: What was spoken of so recently is still meant, without being named again.
RECENTLY = timedelta(minutes=10)


async def fan_wrote(bot: Stagedoor, message: IncomingMessage) -> None:
    """Deal with a fan's message; one that is known already changes nothing."""
    if message.home_id is None or message.channel_id in bot.store.sessions.threads:
        return
    server = bot.store.servers.get(message.home_id)
    if server.is_staff(message.author_roles):
        return
    around = await conversation_around(bot, message)
    question = question_going_on(bot, message, around)
    listened = message.asks_directly or server.listens(message.place_ids)
    reading = read_in(bot, message, spoken_of(message, around)) if listened else None
    if reading is None or reading.action is Action.IGNORE:
        if question is not None:
            await bot.store.questions.join(question, message.id)
    elif question is None:
        await _ask(bot, message, reading)
    else:
        await _ask_more(bot, question, message, reading)


async def _ask(bot: Stagedoor, message: IncomingMessage, reading: Reading) -> None:
    question = question_of(message, reading)
    reply = answer(message.id, message.channel_id, reading, at=bot.clock())
    handed = handing_off(bot, question) if is_for_the_team(bot, reading) else None
    await bot.store.questions.ask(question, [reply], hand_off=handed)
    bot.outbox.wake()


async def _ask_more(bot: Stagedoor, question: Question, message: IncomingMessage, reading: Reading) -> None:
    """Reply to a further part of a question, unless it only has to wait for the team, as the whole does."""
    waits_already = question.is_open and question.handed_off_at is not None
    says_nothing_new = waits_already and reading.action is Action.HANDOFF
    reply = answer(message.id, message.channel_id, reading, at=bot.clock())
    await bot.store.questions.ask_more(
        question,
        message.id,
        text=message.text,
        reading=reading,
        posts=[] if says_nothing_new else [reply],
        hand_off=handing_off(bot, question) if is_for_the_team(bot, reading) else None,
    )
    bot.outbox.wake()


# --- what a message belongs to ------------------------------------------------------------------------


async def conversation_around(bot: Stagedoor, message: IncomingMessage) -> Conversation:
    """Look up the questions around a message: nothing for most, the chatter of people who never asked."""
    asked_here = (message.channel_id, message.author_id) in bot.store.questions.askers
    if not asked_here and message.thread_of is None and message.reply_to is None:
        return Conversation()
    return await bot.store.questions.conversation(
        channel_id=message.channel_id,
        thread_id=None if message.thread_of is None else message.channel_id,
        asker_id=message.author_id if asked_here else None,
        reply_to=message.reply_to,
    )


def question_going_on(bot: Stagedoor, message: IncomingMessage, around: Conversation) -> Question | None:
    """Return the question that a message may be a further part of."""
    latest, of_thread = around.latest, around.of_thread
    if of_thread is not None and of_thread.asker_id == message.author_id and of_thread.is_open:
        return of_thread
    if latest is None or latest.outcome not in JOINABLE or latest.last_message_id >= message.id:
        return None
    goes_on = continues_run(
        last_said_at=discord.utils.snowflake_time(latest.last_message_id),
        last_id=latest.last_message_id,
        said_at=message.said_at,
        staff_id=bot.inbox.staff_message(message.channel_id),
    )
    return latest if goes_on else None


def spoken_of(message: IncomingMessage, around: Conversation) -> Question | None:
    """Return the question that the conversation was about just before."""
    latest = around.latest
    if latest is not None:
        since = message.said_at - discord.utils.snowflake_time(latest.last_message_id)
        latest = latest if timedelta(0) <= since <= RECENTLY else None
    return around.of_answer or around.replied_to or latest or around.of_thread


# --- reading ------------------------------------------------------------------------------------------


def read_in(bot: Stagedoor, message: IncomingMessage, about: Question | None) -> Reading:
    """Read a message in its conversation."""
    me = bot.user.id if bot.user else 0
    others = (message.mentions | {message.reply_to_author}) - {me, None, message.author_id}
    context = Context(
        addressed=message.asks_directly,
        speaks_to_others=bool(others) and not message.asks_directly and not message.mentions_staff,
        shows=about.shows if about else (),
        kinds=about.kinds if about else (),
    )
    return read(bot, message, context)


def read(bot: Stagedoor, message: IncomingMessage, context: Context) -> Reading:
    """Read a message, and tell whoever listens how."""
    reading = bot.ear.read(message.text, now=message.said_at, context=context)
    bot.dispatch("read", message, reading)
    return reading


def question_of(message: IncomingMessage, reading: Reading, source: Source | None = None) -> Question:
    """Make the question that a message asks; the store gives it its id."""
    return Question(
        id=0,
        guild_id=message.home_id or 0,
        channel_id=message.channel_id,
        message_id=message.id,
        asker_id=message.author_id,
        asker_name=message.author_name,
        asked_at=message.said_at,
        text=message.text,
        language=reading.language,
        source=source or _source_of(message),
        kinds=reading.kinds,
        shows=reading.shows,
        faq=reading.faq,
        choices=reading.choices,
        last_message_id=message.id,
    )


def _source_of(message: IncomingMessage) -> Source:
    if message.guild_id is None:
        return Source.DIRECT
    if not message.asks_directly:
        return Source.CHANNEL
    return Source.FORUM if message.id == message.channel_id else Source.MENTION
