"""Fans' works: noticed, nominated, shown with their makers' consent and credit, and taken back at a word."""

from functools import partial
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.works.work import Work
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.team.roles import require_staff
from cogs.works import my_works
from cogs.works.ask_maker_form import AskMakerButton, AskMakerModal
from cogs.works.cards import PutAsideButton, TakeDownButton, WorkCards
from cogs.works.commands import WorksGroup
from cogs.works.consent_answers import ChangeButton, CreditModal, NoButton, TakeBackButton, YesButton
from cogs.works.consent_requests import ConsentRequests
from cogs.works.corrections import ArtistSelect, CorrectButton, KindSelect
from cogs.works.discovery import Discovery, plain_emoji
from cogs.works.highlights import Highlights
from cogs.works.merchandise import MerchandiseButton, MerchandiseModal
from cogs.works.remix import RemixGroup
from cogs.works.sharing import ShareButton
from cogs.works.showcases import Showcases
from cogs.works.takedowns import Takedowns
from cogs.works.weekly_picks import WeeklyPicks


class Works(commands.Cog):
    """Passes on what happens to those who deal with it."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        self.discovery = Discovery(bot)
        for part in (Takedowns, WorkCards, WeeklyPicks, ConsentRequests, Highlights, Showcases):
            part(bot)
        bot.add_dynamic_items(
            YesButton,
            NoButton,
            ChangeButton,
            TakeBackButton,
            AskMakerButton,
            PutAsideButton,
            TakeDownButton,
            ShareButton,
            MerchandiseButton,
            CorrectButton,
            KindSelect,
            ArtistSelect,
            my_works.MyWorkSelect,
            my_works.NeverButton,
        )
        for form in (CreditModal, AskMakerModal, MerchandiseModal):
            bot.add_modal(form)

    # --- what happens to messages -----------------------------------------------------------------

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Queue a fan's reaction."""
        if payload.guild_id is None or payload.member is None or payload.member.bot:
            return
        server = self.bot.store.servers.get(payload.guild_id)
        if not server.is_staff([role.id for role in payload.member.roles]):
            self.bot.inbox.put(payload.guild_id, lambda: self.discovery.reacted(payload))

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Queue a reaction that was taken away."""
        self._forget(payload.guild_id, payload.message_id, payload.user_id, str(payload.emoji))

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """Queue that all reactions were taken away."""
        self._forget(payload.guild_id, payload.message_id)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        """Queue that all reactions of one emoji were taken away."""
        self._forget(payload.guild_id, payload.message_id, None, str(payload.emoji))

    def _forget(
        self, guild_id: int | None, message_id: int, fan_id: int | None = None, emoji: str | None = None
    ) -> None:
        plain = plain_emoji(emoji) if emoji is not None else None
        self.bot.inbox.put(
            guild_id, lambda: self.bot.store.work_engagement.unreacted(message_id, fan_id, plain)
        )

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Queue an edit."""
        if payload.guild_id is not None:
            self.bot.inbox.put(payload.guild_id, lambda: self.discovery.edited(payload.message))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Queue a deletion."""
        self.bot.inbox.put(payload.guild_id, lambda: self.discovery.deleted(payload.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Queue many deletions."""
        for message_id in payload.message_ids:
            self.bot.inbox.put(payload.guild_id, partial(self.discovery.deleted, message_id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Check all originals: one may have been in that thread."""
        del payload
        self.discovery.check_all_again()

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Check all originals: one may have been in that channel."""
        del channel
        self.discovery.check_all_again()

    # --- commands ---------------------------------------------------------------------------------

    async def nominate(self, interaction: discord.Interaction[Stagedoor], message: discord.Message) -> None:
        """Have staff put a message forward: the form asks what they say about it, then its maker is asked."""
        require_staff(self.bot, interaction, interaction.guild_id or 0)
        work = await self._noticed(message)
        await interaction.response.send_modal(AskMakerModal(work, texts_for(interaction.locale)))

    async def _noticed(self, message: discord.Message) -> Work:
        if message.author.bot or message.webhook_id is not None:
            raise Refusal(sentence("Only what a person posted can be nominated: nobody else can say yes."))
        incoming = await self.bot.reader.read(message)
        if incoming.age_restricted:
            raise Refusal(sentence("What is in an age-restricted channel can’t be shown elsewhere."))
        places = [place for place in incoming.place_ids if place in self.bot.store.work_settings.channels]
        work = self.discovery.recognize(incoming, (places or list(reversed(incoming.place_ids)))[0])
        if work is None:
            raise Refusal(
                sentence("I see no picture, sound, film or link in this message that I could show.")
            )
        if work.by_team:
            raise Refusal(sentence("That is your own team’s. Highlights are for fans’ works."))
        return await self.bot.store.works.notice(work)


class MyGroup(app_commands.Group):
    """What somebody has here that is their own."""

    def __init__(self, bot: Stagedoor) -> None:
        super().__init__(name=locale_str("my"), description=locale_str("What is yours here"))
        self.bot = bot

    @app_commands.command(
        name=locale_str("works"),
        description=locale_str("Your works: what you allowed, and the way to take it back"),
    )
    async def works(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """Show a maker their works."""
        await my_works.show_my_works(self.bot, interaction)


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    cog = Works(bot)
    await bot.add_cog(cog)
    menu = app_commands.ContextMenu(name=locale_str("Nominate for highlights"), callback=_menu(cog))
    menu.guild_only = True
    bot.tree.add_command(menu)
    for group in (WorksGroup(bot), RemixGroup(bot), MyGroup(bot)):
        bot.tree.add_command(group)


def _menu(cog: Works) -> Any:
    async def nominate_for_highlights(
        interaction: discord.Interaction[Stagedoor], message: discord.Message
    ) -> None:
        await cog.nominate(interaction, message)

    return nominate_for_highlights
