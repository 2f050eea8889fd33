"""“Did this answer …?”: where it isn't clear whom somebody answered, one tap tells."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost, Priority
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.question import MatchedBy, Question, Reply, worth_confirming
from bot.domain.sentences import sentence
from bot.interface.components import PersistentButton, persistent_view
from bot.interface.errors import Refusal
from bot.reports.show_texts import plain
from bot.team.roles import the_question
from cogs.questions.recording import record
from db.outbox import Post

#: An unanswered nudge is taken away after this long.
NUDGE_STAYS = timedelta(minutes=10)


async def ask_whether_it_answers(
    bot: Stagedoor, message: IncomingMessage, role: int, open_here: Sequence[Question]
) -> None:
    """Ask about a staff message if exactly one fan asked here just before; else stay silent."""
    question = worth_confirming(message, open_here)
    if question is None:
        return
    post = NewPost(
        key=f"confirm:{message.id}",
        kind="confirm",
        channel_id=message.channel_id,
        subject=question.id,
        at=bot.clock(),
        body={
            "staff_id": message.author_id,
            "staff_name": message.author_name,
            "role_id": role,
            "message_id": message.id,
        },
        priority=Priority.CARD,
    )
    await bot.store.outbox.add([post])
    bot.outbox.wake()


class ConfirmYes(PersistentButton, name="confirm_yes"):
    """“Yes, this answered it”: its subject is the staff member's message."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Record the message as the answer."""
        post, question = await _asked_about(bot, interaction, self.subject)
        reply = Reply(
            message_id=self.subject,
            question_id=question.id,
            staff_id=post.body["staff_id"],
            staff_name=post.body["staff_name"],
            role_id=post.body["role_id"],
            replied_at=discord.utils.snowflake_time(self.subject).astimezone(UTC),
            way=MatchedBy.CONFIRMED,
        )
        await record(bot, question, reply)
        await _take_pressed_away(bot, interaction, post)


class ConfirmNo(PersistentButton, name="confirm_no"):
    """“No”: the question stays open."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Leave the question open."""
        post, _ = await _asked_about(bot, interaction, self.subject)
        await _take_pressed_away(bot, interaction, post)


async def _asked_about(
    bot: Stagedoor, interaction: discord.Interaction[Any], message_id: int
) -> tuple[Post, Question]:
    """Return the nudge about a message and its question, if who pressed is on the team."""
    post = await bot.store.outbox.get(f"confirm:{message_id}")
    if post is None:
        raise Refusal(sentence("This question isn’t kept any more."))
    return post, await the_question(bot, interaction, post.subject or 0)


async def _take_pressed_away(bot: Stagedoor, interaction: discord.Interaction[Any], post: Post) -> None:
    await interaction.response.defer()
    await interaction.delete_original_response()
    await bot.store.outbox.finish(post.id, state="dropped", message_id=None, at=bot.clock())


class Nudges:
    """Posts the question to a staff member, and takes it away again."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("confirm", PostHandler(make=self.make_nudge))
        bot.add_dynamic_items(ConfirmYes, ConfirmNo)
        bot.schedule.every(bot.tick, self.take_away, name="nudges")

    async def make_nudge(self, post: Post) -> OutgoingMessage | None:
        """Ask a staff member whether what they wrote was the answer."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or not question.is_open or self.bot.clock() - post.queued_at > NUDGE_STAYS:
            return None
        texts = self.bot.server_texts(question.guild_id)
        message_id = post.body["message_id"]
        return OutgoingMessage(
            content=texts.t("-# Did this answer {name}?", name=plain(question.asker_name, 100)),
            view=persistent_view(
                ConfirmYes(message_id, texts.t("Yes"), style=discord.ButtonStyle.success),
                ConfirmNo(message_id, texts.t("No")),
            ),
            reply_to=message_id,
        )

    async def take_away(self) -> None:
        """Delete nudges that nobody pressed."""
        outbox = self.bot.store.outbox
        for post_id, channel_id, message_id in await outbox.sent_before(
            "confirm", now=self.bot.clock(), age=NUDGE_STAYS
        ):
            await outbox.finish(post_id, state="dropped", message_id=message_id, at=self.bot.clock())
            channel = self.bot.get_partial_messageable(channel_id)
            try:
                await channel.get_partial_message(message_id).delete()
            except (discord.NotFound, discord.Forbidden):
                continue
