"""The bot's reply to what a fan wrote: queued with the question, drawn when it is sent."""

from datetime import UTC
from functools import partial
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.questions.question import JOINABLE
from bot.domain.understanding.reading import Action, Kind, Reading
from bot.team.hand_off import hand_off, handing_off, is_for_the_team
from cogs.answers.choosing import drawn_reply
from db.connection import Change
from db.outbox import Post
from db.question_outcomes import give_to_team, note_bot_reply


class BotReplies:
    """Sends the replies that are queued."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        handler = PostHandler(make=self.make_reply, sent=self.reply_sent, refused=self.reply_refused)
        bot.outbox.on("answer", handler)

    async def make_reply(self, post: Post) -> OutgoingMessage | None:
        """Make the reply to a question; none if a person was quicker or the fan took it back.

        The words are those of this moment. Where the label's data changed since and know less, the team is
        asked before the fan reads that it was.
        """
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or question.outcome not in JOINABLE:
            return None
        again = post.body.get("again", False)
        answered_beside = not again and not question.is_open
        if answered_beside and await self.bot.store.replies.first_of(question.id) is not None:
            return None
        reading = reading_of(post.body["reading"])
        if question.handed_off_at is None and is_for_the_team(self.bot, reading):
            await hand_off(self.bot, question)
        embed, view = drawn_reply(self.bot, reading, question.id)
        edits = question.answer_message_id if again else None
        return OutgoingMessage(embeds=[embed], view=view, reply_to=post.body["reply_to"], edits=edits)

    async def reply_sent(self, post: Post, message_id: int) -> Change:
        """An answer that stands in the channel closes its question."""
        reading = reading_of(post.body["reading"])
        return partial(
            note_bot_reply,
            question_id=post.subject or 0,
            message_id=message_id,
            at=discord.utils.snowflake_time(message_id).astimezone(UTC),
            answers=reading.action is Action.ANSWER,
        )

    async def reply_refused(self, post: Post) -> Change | None:
        """Where the bot may not speak, the team must know of the question."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return None
        handed = handing_off(self.bot, question)
        return partial(give_to_team, question_id=question.id, hand_off=handed)


def reading_of(kept: dict[str, Any]) -> Reading:
    """Make a reading from what the outbox kept of it."""
    return Reading(
        **kept
        | {
            "action": Action(kept["action"]),
            "kinds": tuple(Kind(kind) for kind in kept["kinds"]),
            "shows": tuple(kept["shows"]),
            "choices": tuple(kept["choices"]),
        }
    )
