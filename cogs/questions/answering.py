"""The team answers through the bot: the form, the answer under the fan's message, and where it can't be posted."""

import logging
from datetime import UTC
from functools import partial
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost, Priority
from bot.domain.questions.question import MatchedBy, Question, Reply, Source
from bot.domain.sentences import sentence
from bot.interface.components import ModalSubmission, PersistentButton, PersistentModal
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from bot.reports.show_texts import plain
from bot.team.hand_off import card_updates
from bot.team.roles import acting_role
from cogs.questions import view
from cogs.questions.open_question import open_question
from cogs.questions.recording import timed
from db.connection import Change
from db.outbox import Post, queue
from db.replies import record_reply

log = logging.getLogger(__name__)

MOST_REPLY = 1800


class ReplyButton(PersistentButton, name="reply"):
    """Opens the form for an answer."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form, if the question still waits."""
        question = await open_question(bot, interaction, self.subject)
        await interaction.response.send_modal(ReplyModal(question, texts_for(interaction.locale)))


class ReplyModal(PersistentModal, name="reply_form"):
    """An answer, posted under the fan's message with the name of who wrote it."""

    def __init__(self, question: Question, texts: Texts) -> None:
        super().__init__(question.id, texts.t("Answer {name}", name=question.asker_name))
        answer: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=MOST_REPLY, custom_id="answer"
        )
        self.ask(texts.t("Your answer"), answer)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Queue the answer, unless a colleague was quicker."""
        question = await open_question(bot, interaction, sent.subject)
        post = NewPost(
            key=f"staff_answer:{interaction.id}",
            kind="staff_answer",
            channel_id=question.channel_id,
            subject=question.id,
            at=bot.clock(),
            body={
                "text": sent.typed["answer"],
                "staff_id": interaction.user.id,
                "staff_name": interaction.user.display_name,
                "role_id": acting_role(bot, interaction, question.guild_id),
            },
        )
        if not await bot.store.replies.queue(post):
            raise Refusal(sentence("Somebody else is answering this right now."))
        bot.outbox.wake()
        texts = texts_for(interaction.locale)
        await say_privately(interaction, texts.t("Thank you! Your answer is on its way."))


class StaffAnswers:
    """Posts what the team answers through the bot, and records it once it stands in the channel."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        handler = PostHandler(make=self.make_answer, sent=self.answer_sent, refused=self.answer_refused)
        bot.outbox.on("staff_answer", handler)
        bot.outbox.on("trouble", PostHandler(make=self.make_trouble, insists=True))

    async def make_answer(self, post: Post) -> OutgoingMessage | None:
        """Post a staff member's answer under the question, telling the asker; or send it to them alone."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return None
        if post.body.get("direct"):
            texts = texts_for(question.language)
            words = texts.t(
                "I can’t write where you asked, so here is your answer: {link}", link=view.jump_url(question)
            )
            embed = view.staff_answer_embed(post.body["text"], post.body["staff_name"])
            return OutgoingMessage(content=words, embeds=[embed])
        asker = discord.Object(question.asker_id)
        return OutgoingMessage(
            content=f"<@{question.asker_id}>",
            embeds=[view.staff_answer_embed(post.body["text"], post.body["staff_name"])],
            reply_to=question.message_id,
            mentions=discord.AllowedMentions(everyone=False, roles=False, users=[asker], replied_user=False),
        )

    async def answer_sent(self, post: Post, message_id: int) -> Change | None:
        """Record the answer with its wait."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return None
        reply = Reply(
            message_id=message_id,
            question_id=question.id,
            staff_id=post.body["staff_id"],
            staff_name=post.body["staff_name"],
            role_id=post.body["role_id"],
            replied_at=discord.utils.snowflake_time(message_id).astimezone(UTC),
            way=MatchedBy.BOT,
            channel_id=None if post.channel_id == question.channel_id else post.channel_id,
        )
        is_direct = question.source is Source.DIRECT or post.body.get("direct")
        guild_id = None if is_direct else question.guild_id
        self.bot.inbox.advance(post.channel_id, guild_id, message_id, staff=True)
        return partial(
            record_reply,
            reply=timed(self.bot, question, reply),
            posts=card_updates(self.bot, question),
        )

    async def answer_refused(self, post: Post) -> Change | None:
        """Answer the fan in a direct message; give the words back to who wrote them where that can't be either."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return None
        if question.source is not Source.DIRECT and not post.body.get("direct"):
            channel_id = await self._direct_channel(question.asker_id)
            if channel_id is not None:
                return partial(
                    queue, posts=[self._another_way(post, "staff_answer", channel_id, direct=True)]
                )
        channel_id = self.bot.store.servers.get(question.guild_id).staff_channel_id
        channel_id = channel_id or await self._direct_channel(post.body["staff_id"])
        if channel_id is None:
            log.error("The answer %s reached neither the fan nor who wrote it", post.key)
            return None
        return partial(queue, posts=[self._another_way(post, "trouble", channel_id)])

    def _another_way(self, post: Post, kind: str, channel_id: int, **body: Any) -> NewPost:
        return NewPost(
            key=f"{kind}:{channel_id}:{post.key}",
            kind=kind,
            channel_id=channel_id,
            subject=post.subject,
            at=self.bot.clock(),
            body={**post.body, **body},
            priority=Priority.CARD if kind == "trouble" else post.priority,
        )

    async def _direct_channel(self, user_id: int) -> int | None:
        try:
            return (await self.bot.create_dm(discord.Object(user_id))).id
        except discord.HTTPException as error:
            log.warning("Discord opens no direct channel to %s: %s", user_id, error)
            return None

    async def make_trouble(self, post: Post) -> OutgoingMessage | None:
        """Say that an answer could not be posted, with its text."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return None
        texts = self.bot.server_texts(question.guild_id)
        words = texts.t(
            "{staff}, I couldn’t post your answer to {name}: Discord doesn’t let me write there. Your words:",
            staff=plain(post.body["staff_name"], 100),
            name=plain(question.asker_name, 100),
        )
        embed = discord.Embed(description=post.body["text"])
        return OutgoingMessage(content=words, embeds=[embed.set_footer(text=view.marker(question))])
