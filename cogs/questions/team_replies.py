"""Somebody of the team writes: which question does that answer, if any?"""

from bot.client import Stagedoor
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.question import MatchedBy, Question, Reply, addressed_by
from cogs.questions import nudges
from cogs.questions.recording import record


async def team_wrote(bot: Stagedoor, message: IncomingMessage) -> None:
    """Record a staff member's message as the reply it is; where it isn't clear to whom, ask them."""
    if message.guild_id is None:
        return
    role = bot.store.servers.get(message.guild_id).staff_role(message.author_roles)
    if role is None:
        return
    bot.inbox.advance(message.channel_id, message.guild_id, message.id, staff=True)
    found = await _replied_to(bot, message)
    if found is not None:
        await record(bot, found[0], _reply(message, *found, role=role))
        return
    if message.thread_of is not None:
        return
    open_here = await bot.store.questions.open_in(message.channel_id)
    addressed = addressed_by(message, open_here)
    if addressed is not None:
        await record(bot, addressed, _reply(message, addressed, MatchedBy.MENTION, role=role))
    elif message.reply_to is None:
        await nudges.ask_whether_it_answers(bot, message, role, open_here)


async def _replied_to(bot: Stagedoor, message: IncomingMessage) -> tuple[Question, MatchedBy] | None:
    """Return the question that a message replies to, or in whose thread it was said."""
    around = await bot.store.questions.conversation(
        channel_id=message.channel_id, thread_id=message.channel_id, reply_to=message.reply_to
    )
    for question, way in ((around.replied_to, MatchedBy.REPLY), (around.of_thread, MatchedBy.THREAD)):
        if question is not None and _may_answer(question, message):
            return question, way
    return None


def _may_answer(question: Question, message: IncomingMessage) -> bool:
    return question.asker_id != message.author_id and question.asked_at < message.said_at


def _reply(message: IncomingMessage, question: Question, way: MatchedBy, *, role: int) -> Reply:
    return Reply(
        message_id=message.id,
        question_id=question.id,
        staff_id=message.author_id,
        staff_name=message.author_name,
        role_id=role,
        replied_at=message.said_at,
        way=way,
        channel_id=message.channel_id,
    )
