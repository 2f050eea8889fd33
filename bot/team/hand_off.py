"""Gives a question to the team: it is open, and its card stands in the team's channel."""

from collections.abc import Sequence

from bot.client import Stagedoor
from bot.domain.posts import NewPost
from bot.domain.questions.posts import HandOff, card, card_update, forum_tag
from bot.domain.questions.question import Question
from bot.domain.understanding.known_facts import left_to_the_team
from bot.domain.understanding.reading import Action, Reading


def is_for_the_team(bot: Stagedoor, reading: Reading) -> bool:
    """Whether a reading asks, at least in part, what only the team can say."""
    shows = [show for show in map(bot.label.show, reading.shows) if show is not None]
    partly = reading.action is Action.ANSWER and left_to_the_team(reading, shows, now=bot.clock())
    return reading.action is Action.HANDOFF or bool(partly)


def handing_off(
    bot: Stagedoor, question: Question, *, by: int | None = None, posts: Sequence[NewPost] = ()
) -> HandOff:
    """Return what is to be kept, and said, when a question becomes the team's; `posts` are said besides.

    `by`: who found the bot's answer wrong, if it had given one.
    """
    now = bot.clock()
    staff_channel = bot.store.servers.get(question.guild_id).staff_channel_id
    shown = [*card(staff_channel, message_id=question.message_id, at=now), *forum_tag(question, at=now)]
    return HandOff(at=now, by=by, posts=[*shown, *posts], updates=card_updates(bot, question))


async def hand_off(
    bot: Stagedoor, question: Question, *, by: int | None = None, posts: Sequence[NewPost] = ()
) -> None:
    """Give a question to the team; nothing but its card is brought up to date if it was theirs already."""
    await bot.store.outcomes.hand_off(question.id, handing_off(bot, question, by=by, posts=posts))
    bot.outbox.wake()


def card_updates(bot: Stagedoor, question: Question) -> list[NewPost]:
    """Return the posts that show how a question stands: its card, and the tags of its forum post."""
    channel_id = question.card_channel_id or bot.store.servers.get(question.guild_id).staff_channel_id
    updates = card_update(channel_id, question.id, message_id=question.message_id, at=bot.clock())
    return [*updates, *forum_tag(question, at=bot.clock())]
