"""The team answers: every way in which a staff reply stops a question's clock, and the cards that show it."""

from datetime import timedelta
from functools import partial
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.delivery.inbox import Listener
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.question import Dismissal, MatchedBy, Outcome, Question, Reply, addressed_by
from bot.domain.reply_time import Week, figures
from bot.domain.sentences import sentence
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.team.faq_modal import FaqModal
from bot.team.hand_off import card_updates
from bot.team.opening_hours import zone_of
from bot.team.roles import rank_of
from cogs.questions import buttons, claims, menus, review, view, waiting
from cogs.questions.cards import Cards
from cogs.questions.forums import ForumTags
from cogs.questions.nudges import Nudges
from cogs.questions.recording import record_reply
from cogs.questions.reminders import TeamReminders

#: An unanswered nudge is taken away after this long.
NUDGE_STAYS = timedelta(minutes=10)


class Questions(commands.Cog):
    """Times the team's replies and keeps the cards."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.inbox.listen(Listener.TEAM_REPLIES, self.hear)
        self.cards = Cards(bot)
        self.nudges = Nudges(bot)
        self.reminders = TeamReminders(bot)
        self.tags = ForumTags(bot)
        bot.add_dynamic_items(
            buttons.ReplyButton,
            buttons.DismissButton,
            buttons.DismissChoice,
            buttons.ConfirmYes,
            buttons.ConfirmNo,
            buttons.AnswersWhich,
            claims.ClaimButton,
            claims.ReleaseButton,
            claims.HandToButton,
            claims.HandToChoice,
            waiting.WaitingPageButton,
            review.MakeFaqButton,
            review.ReviewedButton,
        )
        bot.add_modal(buttons.ReplyModal)
        bot.add_modal(FaqModal)

    # --- staff replies ----------------------------------------------------------------------------

    async def hear(self, message: IncomingMessage) -> None:
        """Find the question that a staff member's message answers, if any."""
        if message.guild_id is None:
            return
        role = self.bot.store.servers.get(message.guild_id).staff_role(message.author_roles)
        if role is None:
            return
        self.bot.inbox.advance(message.channel_id, message.guild_id, message.id, staff=True)
        found = await self._answered_by(message)
        if found is not None:
            question, way = found
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
            await record_reply(self.bot, question, reply)
        elif message.reply_to is None and message.thread_of is None:
            await self.nudges.ask(message, role)

    async def _answered_by(self, message: IncomingMessage) -> tuple[Question, MatchedBy] | None:
        questions = self.bot.store.questions
        if message.reply_to is not None:
            question = await questions.of_message(message.reply_to)
            if question is not None and self._may_answer(question, message):
                return question, MatchedBy.REPLY
        of_thread = await questions.of_message(message.channel_id)
        if of_thread is not None and self._may_answer(of_thread, message):
            return of_thread, MatchedBy.THREAD
        if message.thread_of is None:
            open_here = await questions.open_in(message.channel_id)
            addressed = addressed_by(message, open_here)
            if addressed is not None:
                return addressed, MatchedBy.MENTION
        return None

    def _may_answer(self, question: Question, message: IncomingMessage) -> bool:
        return question.asker_id != message.author_id and question.asked_at < message.said_at

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

    # --- what happens to messages -----------------------------------------------------------------

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Queue a deletion."""
        self.bot.inbox.put(payload.guild_id, lambda: self.deleted(payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Queue many deletions."""
        for message_id in payload.message_ids:
            self.bot.inbox.put(payload.guild_id, partial(self.deleted, message_id))

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
        name=locale_str("questions"), description=locale_str("Who is waiting for an answer, longest first")
    )
    @app_commands.describe(
        channel=locale_str("Only questions asked here"),
        older_than=locale_str("Only those waiting for at least so many hours"),
        mine=locale_str("Only those that I took"),
    )
    @app_commands.rename(
        channel=locale_str("channel"), older_than=locale_str("older_than"), mine=locale_str("mine")
    )
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.guild_only()
    async def questions(
        self,
        interaction: discord.Interaction[Stagedoor],
        channel: discord.TextChannel | discord.ForumChannel | discord.Thread | None = None,
        older_than: app_commands.Range[int, 0, 10_000] = 0,
        mine: bool = False,  # noqa: FBT001, FBT002  # an option of the command
    ) -> None:
        """List who is waiting, with what can be done about it."""
        wanted = waiting.WaitingFilter(
            channel_id=channel.id if channel else 0,
            hours=older_than,
            claimed_by=interaction.user.id if mine else 0,
        )
        await waiting.show(interaction, wanted)

    @app_commands.command(
        name=locale_str("review"), description=locale_str("Answers of mine that were taken back")
    )
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.guild_only()
    async def review(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """Show staff the wrong answers, until they have looked at them."""
        await review.review(interaction)

    @app_commands.command(
        name=locale_str("replies"), description=locale_str("How soon fans heard back, and who still waits")
    )
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def replies(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """Show a manager the reply times of this week and the last, and who is waiting."""
        guild_id = interaction.guild_id or 0
        server = self.bot.store.servers.get(guild_id)
        _, manager = rank_of(interaction, server)
        if not manager:
            raise Refusal(sentence("Only the label’s managers can see this."))
        now, zone = self.bot.clock(), zone_of(self.bot, server)
        waited = self.bot.store.digests.waited
        this_week = Week.containing(now, zone)
        last_week = this_week.before(zone)
        embed = view.figures_embed(
            figures(await waited(guild_id, this_week)),
            figures(await waited(guild_id, last_week)),
            await self.bot.store.questions.waiting(guild_id),
            now=now,
            texts=texts_for(interaction.locale),
        )
        await interaction.response.send_message(embed=embed, ephemeral=True)


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    cog = Questions(bot)
    await bot.add_cog(cog)
    menus.add(bot, cog)
