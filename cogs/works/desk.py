"""The team's side: nominating, the card of a nominated work and its buttons, corrections, the weekly pick."""

from datetime import datetime
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost, Priority
from bot.domain.sentences import sentence
from bot.domain.works.consent import Scope
from bot.domain.works.picks import LATELY, LOOK_BACK, Pick, pick_due, picks
from bot.domain.works.work import NominatedBy, WithdrawnFor, Work, WorkKind, WorkState
from bot.interface.components import (
    ModalSubmission,
    PersistentButton,
    PersistentModal,
    PersistentSelect,
    persistent_view,
)
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from bot.team.opening_hours import zone_of
from bot.team.roles import rank_of
from cogs.works import view
from cogs.works.asking import ask_maker
from cogs.works.posts import card_posts, edited_posts, update_posts
from cogs.works.taking_down import withdraw
from db.outbox import Post

MOST_NOTE = 500
MOST_PURPOSE = 800
MOST_ARTISTS = 24
NO_ARTIST = "—"


async def the_work(bot: Stagedoor, interaction: discord.Interaction[Any], work_id: int) -> Work:
    """Return a work to somebody on its server's team.

    Raises:
        Refusal: it is not kept any more, or who acts is not on the team.
    """
    work = await bot.store.works.get(work_id)
    if work is None:
        raise Refusal(sentence("This work isn’t kept any more."))
    staff, _ = rank_of(interaction, bot.store.servers.get(work.guild_id))
    if not staff or interaction.guild_id != work.guild_id:
        raise Refusal(sentence("Only the team can do this."))
    return work


class AskMakerButton(PersistentButton, name="work_ask"):
    """Opens the form with which a maker is asked; `detail` 1: from the weekly pick."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form, if the maker was not asked before."""
        work = await the_work(bot, interaction, self.subject)
        if work.state not in {WorkState.SEEN, WorkState.NOMINATED, WorkState.DISMISSED}:
            raise Refusal(sentence("Its maker was asked already, and nobody is asked twice."))
        await interaction.response.send_modal(
            AskMakerModal(work, texts_for(interaction.locale), detail=self.detail)
        )


class AskMakerModal(PersistentModal, name="work_ask_form"):
    """What the team says about a work; sending it asks the maker."""

    def __init__(self, work: Work, texts: Texts, *, detail: int = 0) -> None:
        super().__init__(work.id, texts.t("Ask {name}", name=work.maker_name), detail=detail)
        note: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            max_length=MOST_NOTE,
            custom_id="note",
            default=work.note or None,
            required=False,
        )
        hint = texts.t("Shown with the work, and to its maker.")
        self.ask(texts.t("What you say about it"), note, hint=hint)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Nominate the work, if nobody did yet, and ask its maker."""
        work = await the_work(bot, interaction, sent.subject)
        await interaction.response.defer(ephemeral=True, thinking=True)
        way = NominatedBy.PICK if sent.detail else NominatedBy.STAFF
        await ask_maker(bot, work, way, note=sent.typed["note"].strip(), by=interaction.user.id)
        texts = texts_for(interaction.locale)
        await say_privately(
            interaction,
            texts.t("{name} is being asked. Nothing is shown before they say yes.", name=work.maker_name),
        )


class AsideButton(PersistentButton, name="work_aside"):
    """Puts a nominated work aside; its maker never hears of it."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Put it aside."""
        work = await the_work(bot, interaction, self.subject)
        if not await bot.store.works.dismiss(work.id, update_posts(bot, work)):
            raise Refusal(sentence("Its maker was asked already, and nobody is asked twice."))
        bot.outbox.wake()
        await say_privately(interaction, texts_for(interaction.locale).t("Put aside."))


class TakeDownButton(PersistentButton, name="work_down"):
    """Takes every copy of a work down, at the team's word."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Take it down."""
        work = await the_work(bot, interaction, self.subject)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await withdraw(bot, work, WithdrawnFor.STAFF)
        await say_privately(interaction, texts_for(interaction.locale).t("It isn’t shown any more."))


class ShareButton(PersistentButton, name="work_share"):
    """Gives out a text for outside, with the maker's credit and a plain link."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Tell the text to who pressed; on the card (`detail` 1) with what the label itself may do."""
        work, consent = (
            await bot.store.works.get(self.subject),
            await bot.store.work_consents.of_work(self.subject),
        )
        copy = await bot.store.work_copies.highlight_of(self.subject)
        if work is None or consent is None or copy is None or not await bot.store.works.may_show(work.id):
            raise Refusal(sentence("It isn’t shown any more."))
        texts = texts_for(interaction.locale)
        link = f"https://discord.com/channels/{work.guild_id}/{copy.channel_id}/{copy.message_id}"
        words = view.share_text(work, consent, label=bot.label.name, link=consent.credit_link or link)
        hint = texts.t("To share, with the credit kept:")
        if self.detail:
            social = consent.allows(Scope.SOCIAL)
            hint = (
                texts.t("For the label’s social media, with the credit kept:")
                if social
                else texts.t(
                    "Not for the label’s social media: the maker allowed this server only. A link may be shared:"
                )
            )
        await say_privately(interaction, f"{hint}\n```\n{words.replace('```', '')}\n```")


class MerchandiseButton(PersistentButton, name="work_merch"):
    """Opens the form with which a maker is asked about merchandise, each time anew."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form."""
        work = await the_work(bot, interaction, self.subject)
        await interaction.response.send_modal(MerchandiseModal(work, texts_for(interaction.locale)))


class MerchandiseModal(PersistentModal, name="work_merch_form"):
    """What a work would be used for."""

    def __init__(self, work: Work, texts: Texts) -> None:
        super().__init__(work.id, texts.t("Ask {name}", name=work.maker_name))
        purpose: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=MOST_PURPOSE, custom_id="purpose"
        )
        hint = texts.t("What would be made, how many, and what the maker gets.")
        self.ask(texts.t("What it is for"), purpose, hint=hint)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Ask the maker about this one use."""
        work = await the_work(bot, interaction, sent.subject)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await ask_maker(
            bot,
            work,
            None,
            purpose=sent.typed["purpose"].strip(),
            by=interaction.user.id,
            asking=interaction.id,
        )
        texts = texts_for(interaction.locale)
        await say_privately(
            interaction,
            texts.t("{name} is being asked. Nothing is shown before they say yes.", name=work.maker_name),
        )


# --- corrections: by the team, or the maker -----------------------------------------------------------


class CorrectButton(PersistentButton, name="work_correct"):
    """Offers to set by hand what was guessed."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the two menus."""
        work = await _own_work(bot, interaction, self.subject)
        texts = texts_for(interaction.locale)
        kinds = [
            discord.SelectOption(
                label=view.kind_name(kind, texts), value=kind.value, default=kind is work.kind
            )
            for kind in WorkKind
        ]
        names = [artist.name for artist in bot.label.artists][:MOST_ARTISTS]
        artists = [
            discord.SelectOption(label=name[:100], value=name[:100], default=name == work.artist)
            for name in names
        ]
        artists.append(discord.SelectOption(label=texts.t("none of them"), value=NO_ARTIST))
        menus = persistent_view(
            KindChoice(work.id, kinds, texts.t("What is it?")),
            ArtistChoice(work.id, artists, texts.t("Whose music?")),
        )
        await say_privately(interaction, texts.t("What is right?"), view=menus)


class KindChoice(PersistentSelect, name="work_kind"):
    """The right kind."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Keep it."""
        work = await _own_work(bot, interaction, self.subject)
        posts = [*update_posts(bot, work), *edited_posts(bot, work)]
        await bot.store.works.correct(work.id, kind=WorkKind(value), posts=posts)
        await _corrected(bot, interaction)


class ArtistChoice(PersistentSelect, name="work_artist"):
    """The right artist."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Keep it."""
        work = await _own_work(bot, interaction, self.subject)
        name = "" if value == NO_ARTIST else value
        posts = [*update_posts(bot, work), *edited_posts(bot, work)]
        await bot.store.works.correct(work.id, artist=name, posts=posts)
        await _corrected(bot, interaction)


async def _own_work(bot: Stagedoor, interaction: discord.Interaction[Any], work_id: int) -> Work:
    work = await bot.store.works.get(work_id)
    if work is not None and work.maker_id == interaction.user.id:
        return work
    return await the_work(bot, interaction, work_id)


async def _corrected(bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
    bot.outbox.wake()
    await say_privately(interaction, texts_for(interaction.locale).t("Noted. Thank you!"))


# --- posts at the desk --------------------------------------------------------------------------------


class Desk:
    """Keeps the cards true, and suggests works once a week."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("work_card", PostHandler(make=self.make_card, sent=self.card_sent, insists=True))
        bot.outbox.on("work_card_update", PostHandler(make=self.make_update))
        bot.outbox.on("work_pick", PostHandler(make=self.make_pick))
        bot.schedule.every(bot.tick, self.suggest, name="work picks")

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
        consent, fans = (
            await store.work_consents.of_work(work.id),
            await store.work_engagement.engaged(work.id),
        )
        embed = view.card_embed(work, consent, fans=fans, texts=texts)
        return OutgoingMessage(embeds=[embed], view=_card_buttons(work, texts), edits=edits)

    async def card_sent(self, post: Post, message_id: int) -> None:
        """Remember which message is the card."""
        await self.bot.store.works.set_card(post.subject or 0, message_id)
        work = await self.bot.store.works.get(post.subject or 0)
        if work is not None and work.state is not WorkState.NOMINATED:
            await self.bot.store.outbox.add(update_posts(self.bot, work))

    async def suggest(self) -> None:
        """Queue the weekly pick wherever it is due."""
        now = self.bot.clock()
        for settings in self.bot.store.work_settings.all():
            server = self.bot.store.servers.get(settings.guild_id)
            due = pick_due(settings, now=now, zone=zone_of(self.bot, server))
            if due is not None and server.staff_channel_id is not None:
                key = f"work_pick:{settings.guild_id}:{due[0].isoformat()}"
                await self.bot.store.outbox.add(
                    [_pick_post(key, settings.guild_id, server.staff_channel_id, now)]
                )
                self.bot.outbox.wake()

    async def picks(self, guild_id: int) -> list[Pick]:
        """Choose what could be shown this week."""
        works, now = self.bot.store.works, self.bot.clock()
        return picks(
            await works.candidates(guild_id, since=now - LOOK_BACK),
            shown_makers=await works.ever_shown(guild_id),
            shown_lately=await works.shown(guild_id, since=now - LATELY),
        )

    async def make_pick(self, post: Post) -> OutgoingMessage | None:
        """Suggest works, each with its reasons; nothing where there are none."""
        found = await self.picks(post.subject or 0)
        if not found:
            return None
        texts = self.bot.server_texts(post.subject or 0)
        return OutgoingMessage(embeds=[view.pick_embed(found, texts)], view=pick_buttons(found))


def pick_buttons(found: list[Pick]) -> discord.ui.View:
    """Return a button for each suggestion."""
    numbered = enumerate(found, start=1)
    return persistent_view(
        *(AskMakerButton(pick.work.id, str(number), detail=1) for number, pick in numbered)
    )


def _pick_post(key: str, guild_id: int, channel_id: int, now: datetime) -> NewPost:
    return NewPost(
        key=key, kind="work_pick", channel_id=channel_id, subject=guild_id, at=now, priority=Priority.DIGEST
    )


def _card_buttons(work: Work, texts: Texts) -> discord.ui.View | None:
    t = texts.t
    correct = CorrectButton(work.id, t("Correct…"))
    match work.state:
        case WorkState.SEEN | WorkState.NOMINATED | WorkState.DISMISSED:
            ask = AskMakerButton(work.id, t("Ask the maker"), style=discord.ButtonStyle.primary)
            aside = [AsideButton(work.id, t("Not this one"))] if work.state is WorkState.NOMINATED else []
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


async def nominate(bot: Stagedoor, work: Work, way: NominatedBy, *, note: str = "") -> bool:
    """Put a work forward and show it to the team; False if it was before, or its maker wants to be left alone."""
    done = await bot.store.works.nominate(
        work.id, way, at=bot.clock(), note=note, posts=card_posts(bot, work)
    )
    bot.outbox.wake()
    return done
