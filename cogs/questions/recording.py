"""The one place where a staff reply is recorded, with both of its waits."""

from dataclasses import replace

from bot.client import Stagedoor
from bot.domain.questions.question import Question, Reply
from bot.team.hand_off import card_updates
from bot.team.opening_hours import hours_of


async def record_reply(bot: Stagedoor, question: Question, reply: Reply) -> bool:
    """Record a staff reply and bring the question's card up to date; False if it was known already.

    The opening hours are those of this moment: later changes do not rewrite history.
    """
    hours = hours_of(bot, bot.store.servers.get(question.guild_id))
    timed = replace(reply, open_wait=hours.open_between(question.asked_at, reply.replied_at))
    recorded = await bot.store.replies.record(timed, card_updates(bot, question))
    bot.outbox.wake()
    return recorded
