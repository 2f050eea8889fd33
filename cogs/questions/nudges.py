"""“Did this answer …?”: where it isn't clear whom somebody answered, one tap tells."""

from datetime import UTC, timedelta
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.question import MatchedBy, Reply, worth_confirming
from bot.domain.sentences import sentence
from bot.interface.components import persistent_view
from bot.interface.errors import Refusal
from bot.reports.show_texts import plain
from bot.team.roles import the_question
from cogs.questions import buttons
from cogs.questions.recording import record_reply
from db.outbox import Post

#: An unanswered nudge is taken away after this long.
NUDGE_STAYS = timedelta(minutes=10)


class Nudges:
    """Asks a staff member about what they wrote, and takes the question away again."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("confirm", PostHandler(make=self.make_nudge))
        bot.add_dynamic_items(buttons.ConfirmYes, buttons.ConfirmNo)
        bot.schedule.every(bot.tick, self.take_away, name="nudges")

    async def ask(self, message: IncomingMessage, role: int) -> None:
        """Ask about a staff message if exactly one fan asked here just before; else stay silent."""
        question = worth_confirming(message, await self.bot.store.questions.open_in(message.channel_id))
        if question is None:
            return
        post = NewPost(
            key=f"confirm:{message.id}",
            kind="confirm",
            channel_id=message.channel_id,
            subject=question.id,
            at=self.bot.clock(),
            body={
                "staff_id": message.author_id,
                "staff_name": message.author_name,
                "role_id": role,
                "message_id": message.id,
            },
        )
        await self.bot.store.outbox.add([post])
        self.bot.outbox.wake()

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
                buttons.ConfirmYes(message_id, texts.t("Yes"), style=discord.ButtonStyle.success),
                buttons.ConfirmNo(message_id, texts.t("No"), style=discord.ButtonStyle.secondary),
            ),
            reply_to=message_id,
        )

    async def confirm(
        self, interaction: discord.Interaction[Any], message_id: int, *, answered: bool
    ) -> None:
        """Take a staff member's word on whether a message was the answer, and take the nudge away."""
        post = await self.bot.store.outbox.get(f"confirm:{message_id}")
        if post is None:
            raise Refusal(sentence("This question isn’t kept any more."))
        question = await the_question(self.bot, interaction, post.subject or 0)
        if answered:
            reply = Reply(
                message_id=message_id,
                question_id=question.id,
                staff_id=post.body["staff_id"],
                staff_name=post.body["staff_name"],
                role_id=post.body["role_id"],
                replied_at=discord.utils.snowflake_time(message_id).astimezone(UTC),
                way=MatchedBy.CONFIRMED,
            )
            await record_reply(self.bot, question, reply)
        await interaction.response.defer()
        await interaction.delete_original_response()
        await self.bot.store.outbox.finish(post.id, state="dropped", message_id=None, at=self.bot.clock())

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
