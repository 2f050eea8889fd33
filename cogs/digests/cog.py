"""The weekly digest: posted once a week for managers, and shown to them alone at any time."""

from datetime import datetime
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.digests.digest import Digest
from bot.domain.digests.times import due_week
from bot.domain.posts import NewPost, Priority
from bot.domain.questions.knowledge_gaps import faq_wishes
from bot.domain.questions.question import Question
from bot.domain.reply_time import Week
from bot.domain.sentences import sentence
from bot.domain.server import Server
from bot.interface.components import PersistentSelect, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.reports.digest.load import load_digest
from bot.team.faq_modal import FaqModal, reply_words
from bot.team.opening_hours import zone_of
from bot.team.roles import rank_of, the_question
from cogs.digests import view
from db.outbox import Post

WEEKS_OFFERED = 12


class FaqWishSelect(PersistentSelect, name="learn_which"):
    """Which of the week's hand-offs becomes a frequent question; its subject is the server."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Show the form, with all that fans asked alike and what the team answered."""
        question = await the_question(bot, interaction, int(value))
        reply = await bot.store.replies.first_of(question.id)
        answer = "" if reply is None else await reply_words(bot, question, reply)
        alike = await _alike(bot, question)
        form = FaqModal(bot, question, answer, texts_for(interaction.locale), alike=alike)
        await interaction.response.send_modal(form)


async def _alike(bot: Stagedoor, question: Question) -> tuple[Question, ...]:
    zone = zone_of(bot, bot.store.servers.get(question.guild_id))
    asked = await bot.store.digests.asked(question.guild_id, Week.containing(question.asked_at, zone))
    wishes = faq_wishes(item.question for item in asked)
    same = (wish.questions for wish in wishes if question.id in {one.id for one in wish.questions})
    return next(same, ())


class Digests(commands.Cog):
    """Looks back on weeks."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        self._since: dict[int, datetime] = {}
        self._queued: dict[int, str] = {}
        bot.outbox.on("digest", PostHandler(make=self.make, insists=True))
        bot.add_dynamic_items(FaqWishSelect)
        bot.schedule.every(bot.tick, self.post_due, name="digests")

    # --- every week -------------------------------------------------------------------------------

    async def post_due(self) -> None:
        """Queue each server's digest of last week, once its time has come; the outbox sends it once."""
        now = self.bot.clock()
        for server in self.bot.store.servers.all():
            week = await self._due(server, now)
            if week is not None and server.digest_channel_id is not None:
                await self._queue(server, server.digest_channel_id, week, now)

    async def _due(self, server: Server, now: datetime) -> Week | None:
        if server.guild_id not in self._since:
            self._since[server.guild_id] = await self.bot.store.digests.since(server.guild_id, now=now)
        return due_week(
            now,
            weekday=server.digest_weekday,
            hour=server.digest_hour,
            zone=zone_of(self.bot, server),
            since=self._since[server.guild_id],
        )

    async def _queue(self, server: Server, channel_id: int, week: Week, now: datetime) -> None:
        if self._queued.get(server.guild_id) == week.name:
            return
        post = NewPost(
            key=f"digest:{server.guild_id}:{week.name}",
            kind="digest",
            channel_id=channel_id,
            subject=server.guild_id,
            at=now,
            body={"week": week.name},
            priority=Priority.DIGEST,
        )
        await self.bot.store.outbox.add([post])
        self._queued[server.guild_id] = week.name
        self.bot.outbox.wake()

    async def make(self, post: Post) -> OutgoingMessage | None:
        """Make the week's post, as things stand when it is sent."""
        server = self.bot.store.servers.get(post.subject or 0)
        texts = self.bot.server_texts(server.guild_id)
        digest = await self._digest(server, Week.parse(post.body["week"], zone_of(self.bot, server)))
        page = await view.digest_page(digest, texts, may_attach=self._may_attach(server, post.channel_id))
        return OutgoingMessage(embeds=[page.embed], files=page.files, view=_menu(digest, texts))

    async def _digest(self, server: Server, week: Week) -> Digest:
        return await load_digest(self.bot.store, server, self.bot.label, week, now=self.bot.clock())

    def _may_attach(self, server: Server, channel_id: int) -> bool:
        guild = self.bot.get_guild(server.guild_id)
        channel = guild and guild.get_channel_or_thread(channel_id)
        return not (guild and channel) or channel.permissions_for(guild.me).attach_files

    # --- at any time ------------------------------------------------------------------------------

    @app_commands.command(
        name=locale_str("digest"), description=locale_str("Look back on a week, for your eyes only")
    )
    @app_commands.describe(
        week=locale_str("The week, such as 2026-W47; the last full one if you leave it out")
    )
    @app_commands.rename(week=locale_str("week"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def digest(self, interaction: discord.Interaction[Stagedoor], week: str | None = None) -> None:
        """Show a manager the digest of any week, as things stand now."""
        server = self.bot.store.servers.get(interaction.guild_id or 0)
        _, manager = rank_of(interaction, server)
        if not manager:
            raise Refusal(sentence("Only the label’s managers can see this."))
        wanted = self._week(server, week)
        await interaction.response.defer(ephemeral=True, thinking=True)
        texts = texts_for(interaction.locale)
        digest = await self._digest(server, wanted)
        page = await view.digest_page(digest, texts)
        await interaction.followup.send(
            embed=page.embed,
            files=[attached.file() for attached in page.files],
            view=_menu(digest, texts) or discord.utils.MISSING,
            ephemeral=True,
        )

    def _week(self, server: Server, name: str | None) -> Week:
        """Return the week that is meant.

        Raises:
            Refusal: there is no such week, or it has not begun yet.
        """
        zone, now = zone_of(self.bot, server), self.bot.clock()
        last = Week.containing(now, zone).previous(1, zone)
        if name is None:
            return last
        try:
            week = Week.parse(name, zone)
        except (ValueError, OverflowError) as error:
            unknown = sentence("{week} is no week. Write it like {example}.", week=name, example=last.name)
            raise Refusal(unknown) from error
        if week.start > now:
            raise Refusal(sentence("{week} hasn’t begun yet.", week=week.name))
        return week

    @digest.autocomplete("week")
    async def _recent(self, interaction: discord.Interaction[Stagedoor], typed: str) -> list[Choice[str]]:
        zone = zone_of(self.bot, self.bot.store.servers.get(interaction.guild_id or 0))
        this = Week.containing(self.bot.clock(), zone)
        names = [this.previous(ago, zone).name for ago in range(WEEKS_OFFERED)]
        return [Choice(name=name, value=name) for name in names if typed.strip().upper() in name]


def _menu(digest: Digest, texts: Texts) -> discord.ui.View | None:
    """Make the menu from which a frequent question can be written, if there is anything to write."""
    options = view.wish_options(digest.faq_wishes, texts)
    if not options:
        return None
    return persistent_view(FaqWishSelect(digest.guild_id, options, texts.t("Make one of these a FAQ…")))


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Digests(bot))
