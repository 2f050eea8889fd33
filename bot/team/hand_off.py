"""Gives a question to the team: it is open, and its card stands in the team's channel."""

from dataclasses import asdict

from bot.client import Stagedoor
from bot.domain.posts import NewPost, card, card_update, forum_tag
from bot.domain.questions.question import Question
from bot.domain.understanding.reading import Action, Reading


async def hand_off(bot: Stagedoor, question: Question, *, by: int | None = None) -> bool:
    """Give a question to the team; False if it was theirs already, or is over.

    `by`: who found the bot's answer wrong, if it had given one.
    """
    staff_channel = bot.store.servers.get(question.guild_id).staff_channel_id
    posts = [
        *card(staff_channel, message_id=question.message_id, at=bot.clock()),
        *card_updates(bot, question),
    ]
    given = await bot.store.questions.hand_off(question.id, at=bot.clock(), by=by, posts=posts)
    if not given:
        await bot.store.outbox.add(card_updates(bot, question))
    bot.outbox.wake()
    return given


def card_updates(bot: Stagedoor, question: Question) -> list[NewPost]:
    """Return the posts that show how a question stands: its card, and the tags of its forum post."""
    channel_id = question.card_channel_id or bot.store.servers.get(question.guild_id).staff_channel_id
    updates = card_update(channel_id, question.id, message_id=question.message_id, at=bot.clock())
    return [*updates, *forum_tag(question, at=bot.clock())]


def retraction(bot: Stagedoor, question: Question) -> NewPost:
    """Return the post that puts “I've asked the team” in place of an answer of the bot's."""
    reading = Reading(language=question.language, action=Action.HANDOFF)
    now = bot.clock()
    return NewPost(
        key=f"answer:{question.message_id}:{int(now.timestamp() * 1000)}",
        kind="answer",
        channel_id=question.channel_id,
        subject=question.id,
        at=now,
        body={"reply_to": question.message_id, "reading": asdict(reading), "again": True},
    )
