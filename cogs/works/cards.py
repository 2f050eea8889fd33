"""The card of a nominated work in the team's channel, and what the team does with it."""

from functools import partial
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.sentences import sentence
from bot.domain.works.work import WithdrawnFor, Work, WorkState
from bot.interface.components import PersistentButton, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.works import view
from cogs.works.access import team_work
from cogs.works.ask_maker_form import AskMakerButton
from cogs.works.corrections import CorrectButton
from cogs.works.merchandise import MerchandiseButton
from cogs.works.posts import update_posts
from cogs.works.sharing import ShareButton
from cogs.works.takedowns import withdraw
from db.connection import Change
from db.outbox import Post
from db.works import note_card


class WorkCards:
    """Posts a card for each nominated work, and keeps it true."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("work_card", PostHandler(make=self.make_card, sent=self.card_sent, insists=True))
        bot.outbox.on("work_card_update", PostHandler(make=self.make_update))

    async def make_card(self, post: Post) -> OutgoingMessage | None:
        """Show a nominated work to the team."""
        work = await self.bot.store.works.get(post.subject or 0)
        return None if work is None else await self._card(work)

    async def make_update(self, post: Post) -> OutgoingMessage | None:
        """Bring a card up to date; nothing where a work has none."""
        work = await self.bot.store.works.get(post.subject or 0)
        if work is None or work.card_message_id is None:
            return None
        return await self._card(work, edits=work.card_message_id)

    async def _card(self, work: Work, *, edits: int | None = None) -> OutgoingMessage:
        store, texts = self.bot.store, self.bot.server_texts(work.guild_id)
        consent = await store.work_consents.of_work(work.id)
        fans = await store.work_engagement.engaged(work.id)
        embed = view.card_embed(work, consent, fans=fans, texts=texts)
        return OutgoingMessage(embeds=[embed], view=_card_buttons(work, texts), edits=edits)

    async def card_sent(self, post: Post, message_id: int) -> Change | None:
        """Remember which message is the card."""
        work = await self.bot.store.works.get(post.subject or 0)
        if work is None:
            return None
        late = update_posts(self.bot, work)
        return partial(note_card, work_id=work.id, message_id=message_id, late=late)


def _card_buttons(work: Work, texts: Texts) -> discord.ui.View | None:
    t = texts.t
    correct = CorrectButton(work.id, t("Correct…"))
    match work.state:
        case WorkState.SEEN | WorkState.NOMINATED | WorkState.DISMISSED:
            ask = AskMakerButton(work.id, t("Ask the maker"), style=discord.ButtonStyle.primary)
            aside = [PutAsideButton(work.id, t("Not this one"))] if work.state is WorkState.NOMINATED else []
            return persistent_view(ask, *aside, correct)
        case WorkState.ASKED:
            return persistent_view(correct)
        case WorkState.GRANTED:
            return persistent_view(
                ShareButton(work.id, t("Text to share"), detail=1),
                MerchandiseButton(work.id, t("Ask about merchandise")),
                correct,
                TakeDownButton(work.id, t("Take down"), style=discord.ButtonStyle.danger),
            )
        case _:
            return None


class PutAsideButton(PersistentButton, name="work_aside"):
    """Puts a nominated work aside; its maker never hears of it."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Put it aside."""
        work = await team_work(bot, interaction, self.subject)
        if not await bot.store.works.dismiss(work.id, update_posts(bot, work)):
            raise Refusal(sentence("Its maker was asked already, and nobody is asked twice."))
        bot.outbox.wake()
        await say_privately(interaction, texts_for(interaction.locale).t("Put aside."))


class TakeDownButton(PersistentButton, name="work_down"):
    """Takes every copy of a work down, at the team's word."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Take it down."""
        work = await team_work(bot, interaction, self.subject)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await withdraw(bot, work, WithdrawnFor.STAFF)
        await say_privately(interaction, texts_for(interaction.locale).t("It isn’t shown any more."))
