"""The team answers: every way in which a staff reply stops a question's clock, and the cards that show it."""

from datetime import UTC, timedelta
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.components import lasting_view
from bot.domain.messages import Message
from bot.domain.posts import NewPost
from bot.domain.questions import (
    Dismissal,
    Outcome,
    Question,
    Reply,
    Way,
    addressed_by,
    worth_confirming,
)
from bot.domain.reply_time import Week, figures
from bot.domain.sentences import sentence
from bot.errors import Refusal
from bot.hand_off import card_updates
from bot.i18n import texts_for
from bot.outbox import Kind as PostKind
from bot.outbox import Outgoing
from bot.show_texts import plain
from cogs.questions import buttons, learning, menus, view
from db.outbox import Post

#: An unanswered nudge is taken away after this long.
NUDGE_STAYS = timedelta(minutes=10)


class Questions(commands.Cog):
    """Times the team's replies and keeps the cards."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.inbox.add(self.hear)
        bot.outbox.on("card", PostKind(make=self.make_card, sent=self.card_sent))
        bot.outbox.on("card_update", PostKind(make=self.make_card_update))
        bot.outbox.on(
            "staff_answer",
            PostKind(make=self.make_staff_answer, sent=self.staff_answer_sent, refused=self.answer_refused),
        )
        bot.outbox.on("confirm", PostKind(make=self.make_nudge))
        bot.outbox.on("trouble", PostKind(make=self.make_trouble))
        bot.add_dynamic_items(
            buttons.ReplyButton,
            buttons.DismissButton,
            buttons.DismissChoice,
            buttons.ConfirmYes,
            buttons.ConfirmNo,
            buttons.AnswersWhich,
            learning.LearnButton,
            learning.ReviewedButton,
        )
        bot.schedule.every(bot.tick, self.take_away_nudges, name="nudges")

    # --- staff replies ----------------------------------------------------------------------------

    async def hear(self, message: Message) -> None:
        """Find the question that a staff member's message answers, if any."""
        if message.guild_id is None:
            return
        role = self.bot.store.servers.get(message.guild_id).staff_role(message.author_roles)
        if role is None:
            return
        self.bot.inbox.mark(message.channel_id, message.guild_id, message.id, staff=True)
        found = await self._answered_by(message)
        if found is not None:
            question, way = found
            await self.record(question, message, role, way)
        elif message.reply_to is None and message.thread_of is None:
            await self._nudge(message, role)

    async def _answered_by(self, message: Message) -> tuple[Question, Way] | None:
        questions = self.bot.store.questions
        if message.reply_to is not None:
            question = await questions.of_message(message.reply_to)
            if question is not None and self._may_answer(question, message):
                return question, Way.REPLY
        of_thread = await questions.of_message(message.channel_id)
        if of_thread is not None and self._may_answer(of_thread, message):
            return of_thread, Way.THREAD
        if message.thread_of is None:
            open_here = await questions.open_in(message.channel_id)
            addressed = addressed_by(message, open_here)
            if addressed is not None:
                return addressed, Way.MENTION
        return None

    def _may_answer(self, question: Question, message: Message) -> bool:
        return question.asker_id != message.author_id and question.asked_at < message.said_at

    async def record(self, question: Question, message: Message, role: int, way: Way) -> bool:
        """Record a staff reply and bring the question's card up to date."""
        reply = Reply(
            message_id=message.id,
            question_id=question.id,
            staff_id=message.author_id,
            staff_name=message.author_name,
            role_id=role,
            replied_at=message.said_at,
            way=way,
            channel_id=message.channel_id,
        )
        recorded = await self.bot.store.questions.reply(reply, card_updates(self.bot, question))
        self.bot.outbox.wake()
        return recorded

    async def close(
        self, question: Question, outcome: Outcome, *, dismissed_as: Dismissal | None = None
    ) -> bool:
        """End a question otherwise than by a staff reply; False when somebody was quicker."""
        closed = await self.bot.store.questions.close(
            question.id,
            outcome,
            at=self.bot.clock(),
            dismissed_as=dismissed_as,
            posts=card_updates(self.bot, question),
        )
        self.bot.outbox.wake()
        return closed

    # --- “Did this answer …?” ---------------------------------------------------------------------

    async def _nudge(self, message: Message, role: int) -> None:
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

    async def make_nudge(self, post: Post) -> Outgoing | None:
        """Ask a staff member whether what they wrote was the answer."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or not question.is_open or self.bot.clock() - post.queued_at > NUDGE_STAYS:
            return None
        texts = self.bot.server_texts(question.guild_id)
        message_id = post.body["message_id"]
        return Outgoing(
            content=texts.t("-# Did this answer {name}?", name=plain(question.asker_name, 100)),
            view=lasting_view(
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
        question = await buttons.the_question(self.bot, interaction, post.subject or 0)
        if answered:
            reply = Reply(
                message_id=message_id,
                question_id=question.id,
                staff_id=post.body["staff_id"],
                staff_name=post.body["staff_name"],
                role_id=post.body["role_id"],
                replied_at=discord.utils.snowflake_time(message_id).astimezone(UTC),
                way=Way.CONFIRMED,
            )
            await self.bot.store.questions.reply(reply, card_updates(self.bot, question))
            self.bot.outbox.wake()
        await interaction.response.defer()
        await interaction.delete_original_response()
        await self.bot.store.outbox.finish(post.id, state="dropped", message_id=None, at=self.bot.clock())

    async def take_away_nudges(self) -> None:
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

    # --- cards ------------------------------------------------------------------------------------

    async def make_card(self, post: Post) -> Outgoing | None:
        """Show a question to the team; not if it was settled before its card went out."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or not question.is_open:
            return None
        return await self._card(question)

    async def make_card_update(self, post: Post) -> Outgoing | None:
        """Bring a question's card up to date; nothing where it has none."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or question.card_message_id is None:
            return None
        return await self._card(question, edits=question.card_message_id)

    async def _card(self, question: Question, *, edits: int | None = None) -> Outgoing:
        texts = self.bot.server_texts(question.guild_id)
        reply = await self.bot.store.questions.first_reply(question.id)
        learn = [learning.LearnButton(question.id, texts.t("Make it a FAQ"))] if reply is not None else []
        return Outgoing(
            embeds=[view.card_embed(question, reply, texts)],
            view=buttons.card_view(question, texts, *learn),
            edits=edits,
        )

    async def card_sent(self, post: Post, message_id: int) -> None:
        """Remember which message is the card."""
        await self.bot.store.questions.set_card(post.subject or 0, message_id)

    # --- answers through the bot ------------------------------------------------------------------

    async def make_staff_answer(self, post: Post) -> Outgoing | None:
        """Post a staff member's answer under the question, telling the asker."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return None
        asker = discord.Object(question.asker_id)
        return Outgoing(
            content=f"<@{question.asker_id}>",
            embeds=[view.staff_answer_embed(post.body["text"], post.body["staff_name"])],
            reply_to=question.message_id,
            mentions=discord.AllowedMentions(everyone=False, roles=False, users=[asker], replied_user=False),
        )

    async def staff_answer_sent(self, post: Post, message_id: int) -> None:
        """Record the answer with its wait."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return
        at = discord.utils.snowflake_time(message_id).astimezone(UTC)
        reply = Reply(
            message_id=message_id,
            question_id=question.id,
            staff_id=post.body["staff_id"],
            staff_name=post.body["staff_name"],
            role_id=post.body["role_id"],
            replied_at=at,
            way=Way.BOT,
        )
        guild_id = None if question.source.value == "direct" else question.guild_id
        self.bot.inbox.mark(question.channel_id, guild_id, message_id, staff=True)
        await self.bot.store.questions.reply(reply, card_updates(self.bot, question))

    async def answer_refused(self, post: Post) -> None:
        """Give a staff member's words back where they could not be posted."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return
        staff_channel = self.bot.store.servers.get(question.guild_id).staff_channel_id
        if staff_channel is not None:
            trouble = NewPost(
                key=f"trouble:{post.key}",
                kind="trouble",
                channel_id=staff_channel,
                subject=question.id,
                at=self.bot.clock(),
                body=post.body,
            )
            await self.bot.store.outbox.add([trouble])

    async def make_trouble(self, post: Post) -> Outgoing | None:
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
        return Outgoing(content=words, embeds=[embed.set_footer(text=view.marker(question))])

    # --- what happens to messages -----------------------------------------------------------------

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Queue a deletion."""
        self.bot.inbox.put(payload.guild_id, lambda: self.deleted(payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Queue many deletions."""
        for message_id in payload.message_ids:
            self.bot.inbox.put(payload.guild_id, lambda gone=message_id: self.deleted(gone))  # type: ignore[misc]

    async def deleted(self, message_id: int) -> None:
        """A question whose message is gone before anybody answered is withdrawn."""
        question = await self.bot.store.questions.delete_message(message_id)
        if question is not None and question.is_open:
            await self.close(question, Outcome.WITHDRAWN)

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Queue a reaction of staff."""
        if payload.guild_id is None or payload.member is None:
            return
        roles = [role.id for role in payload.member.roles]
        if self.bot.store.servers.get(payload.guild_id).is_staff(roles):
            self.bot.inbox.put(payload.guild_id, lambda: self.acknowledged(payload.message_id))

    async def acknowledged(self, message_id: int) -> None:
        """Note that staff saw a question; its clock runs on."""
        question = await self.bot.store.questions.of_message(message_id)
        if question is not None and question.acknowledged_at is None:
            await self.bot.store.questions.acknowledge(
                message_id, at=self.bot.clock(), posts=card_updates(self.bot, question)
            )
            self.bot.outbox.wake()

    # --- menus (their doing is in menus.py) -------------------------------------------------------

    async def tie(self, interaction: discord.Interaction[Any], message_id: int, question_id: int) -> None:
        """Have a message be the answer to a question."""
        await menus.tie(self, interaction, message_id, question_id)

    # --- /replies ---------------------------------------------------------------------------------

    @app_commands.command(
        name=locale_str("review"), description=locale_str("Answers of mine that were taken back")
    )
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.guild_only()
    async def review(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """Show staff the wrong answers, until they have looked at them."""
        await learning.review(interaction)

    @app_commands.command(
        name=locale_str("replies"), description=locale_str("How soon fans heard back, and who still waits")
    )
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def replies(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """Show a manager the reply times of this week and the last, and who is waiting."""
        guild_id = interaction.guild_id or 0
        _, manager = self.bot.rank_of(interaction, self.bot.store.servers.get(guild_id))
        if not manager:
            raise Refusal(sentence("Only the label’s managers can see this."))
        now = self.bot.clock()
        questions = self.bot.store.questions
        this_week = Week.containing(now, self.bot.zone())
        last_week = this_week.before(self.bot.zone())
        embed = view.figures_embed(
            figures(await questions.waited(guild_id, this_week)),
            figures(await questions.waited(guild_id, last_week)),
            await questions.waiting(guild_id),
            now=now,
            texts=texts_for(interaction.locale),
        )
        await interaction.response.send_message(embed=embed, ephemeral=True)


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    cog = Questions(bot)
    await bot.add_cog(cog)
    menus.add(bot, cog)
