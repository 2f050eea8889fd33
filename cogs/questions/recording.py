"""Where a staff reply becomes a recorded time: the one place that says what of it fell into opening hours."""

from dataclasses import replace

from bot.client import Stagedoor
from bot.domain.questions.question import Question, Reply
from bot.team.hand_off import card_updates
from bot.team.opening_hours import hours_of


async def record(bot: Stagedoor, question: Question, reply: Reply) -> None:
    """Record a staff reply and bring the question's card up to date; one that is known changes nothing."""
    await bot.store.replies.record(timed(bot, question, reply), card_updates(bot, question))
    bot.outbox.wake()


def timed(bot: Stagedoor, question: Question, reply: Reply) -> Reply:
    """Return a reply with the part of its wait inside opening hours; the store adds the whole wait.

    The opening hours are those of this moment: later changes do not rewrite history.
    """
    hours = hours_of(bot, bot.store.servers.get(question.guild_id))
    return replace(reply, open_wait=hours.open_between(question.asked_at, reply.replied_at))
