"""The team answers: every way in which a staff reply stops a question's clock, and the cards that show it."""

from functools import partial

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.delivery.inbox import Listener
from bot.domain.reply_time import Week, figures
from bot.domain.sentences import sentence
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.team.faq_modal import FaqModal
from bot.team.hand_off import card_updates
from bot.team.opening_hours import zone_of
from bot.team.roles import rank_of
from cogs.questions import answering, claims, closing, marking, review, view, waiting
from cogs.questions.answering import StaffAnswers
from cogs.questions.cards import Cards
from cogs.questions.closing import message_deleted
from cogs.questions.forums import ForumTags
from cogs.questions.nudges import Nudges
from cogs.questions.reminders import TeamReminders
from cogs.questions.team_replies import team_wrote

#: What staff do with a message, by a right click.
MENUS = (
    (locale_str("This is a question"), marking.mark_question),
    (locale_str("This answers…"), marking.ask_which),
    (locale_str("Not an answer"), marking.undo_answer),
)


class Questions(commands.Cog):
    """Times the team's replies and keeps the cards."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.inbox.listen(Listener.TEAM_REPLIES, partial(team_wrote, bot))
        for part in (Cards, StaffAnswers, Nudges, TeamReminders, ForumTags):
            part(bot)
        bot.add_dynamic_items(
            answering.ReplyButton,
            closing.DismissButton,
            closing.DismissChoice,
            claims.ClaimButton,
            claims.ReleaseButton,
            claims.HandToButton,
            claims.HandToChoice,
            marking.AnswersWhich,
            waiting.WaitingPageButton,
            review.MakeFaqButton,
            review.ReviewedButton,
        )
        bot.add_modal(answering.ReplyModal)
        bot.add_modal(FaqModal)
        for name, callback in MENUS:
            menu = app_commands.ContextMenu(name=name, callback=callback)
            menu.guild_only = True
            bot.tree.add_command(menu)

    # --- what happens to messages -----------------------------------------------------------------

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Queue a deletion."""
        self.bot.inbox.put(payload.guild_id, partial(message_deleted, self.bot, payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Queue many deletions."""
        for message_id in payload.message_ids:
            self.bot.inbox.put(payload.guild_id, partial(message_deleted, self.bot, message_id))

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Queue a reaction of staff."""
        if payload.guild_id is None or payload.member is None:
            return
        roles = [role.id for role in payload.member.roles]
        if self.bot.store.servers.get(payload.guild_id).is_staff(roles):
            self.bot.inbox.put(payload.guild_id, partial(self.acknowledged, payload.message_id))

    async def acknowledged(self, message_id: int) -> None:
        """Note that staff saw a question; its clock runs on."""
        question = await self.bot.store.questions.of_message(message_id)
        if question is not None and question.acknowledged_at is None:
            await self.bot.store.outcomes.acknowledge(
                question.id, at=self.bot.clock(), posts=card_updates(self.bot, question)
            )
            self.bot.outbox.wake()

    # --- commands ----------------------------------------------------------------------------------

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
    await bot.add_cog(Questions(bot))
