"""Asking makers, and what they answer: nothing is shown before yes, and nobody is asked twice."""

from dataclasses import replace
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost
from bot.domain.sentences import sentence
from bot.domain.works.consent import ANSWER_WITHIN, Consent, ConsentOutcome, Scope
from bot.domain.works.links import MOST_LINK, public_link
from bot.domain.works.work import NominatedBy, WithdrawnFor, Work, WorkKind, WorkState
from bot.interface.components import ModalSubmission, PersistentButton, PersistentModal, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.works import view
from cogs.works.files import Gone, fetch
from cogs.works.posts import card_posts, highlight_posts, maker_texts, update_posts
from cogs.works.taking_down import takedowns_of, withdraw
from db.outbox import Post

SHOWN_IN = (Scope.SERVER, Scope.SOCIAL)


async def ask_maker(
    bot: Stagedoor,
    work: Work,
    way: NominatedBy | None,
    *,
    by: int,
    note: str = "",
    purpose: str = "",
    asking: int = 0,
) -> None:
    """Ask a work's maker in a direct message. `purpose`, with the `asking` interaction's id: of merchandise.

    Raises:
        Refusal: they can't be asked, for a reason that the team should know.
    """
    await _check(bot, work)
    try:
        direct = await bot.create_dm(discord.Object(work.maker_id))
        channel_id = direct.id
    except discord.HTTPException:
        channel_id = work.channel_id
    now = bot.clock()
    if way is not None:
        await bot.store.works.nominate(work.id, way, at=now, note=note, posts=card_posts(bot, work))
    consent = Consent(
        work_id=work.id,
        guild_id=work.guild_id,
        maker_id=work.maker_id,
        purpose=purpose,
        asked_at=now,
        asked_by=by,
        channel_id=channel_id,
    )
    key = f"work_ask:{work.message_id}:{asking}"
    post = NewPost(key=key, kind="work_ask", channel_id=channel_id, at=now)
    asked = await bot.store.work_consents.ask(consent, note=note, posts=[post, *update_posts(bot, work)])
    bot.outbox.wake()
    if asked is None:
        raise Refusal(sentence("Its maker was asked already, and nobody is asked twice."))


async def _check(bot: Stagedoor, work: Work) -> None:
    """Refuse to ask for what could not be shown anyway."""
    if not bot.intents.message_content:
        raise Refusal(
            sentence("Without the Message Content intent Discord doesn’t let me fetch fans’ files.")
        )
    if bot.store.work_settings.get(work.guild_id).highlights_channel_id is None:
        raise Refusal(sentence("Choose a channel for highlights first: /works setup."))
    if not await bot.store.works.may_ask(work.guild_id, work.maker_id):
        raise Refusal(sentence("{name} doesn’t want to be asked.", name=work.maker_name))
    if await bot.reader.roles_of(work.guild_id, work.maker_id) is None:
        await withdraw(bot, work, WithdrawnFor.LEFT)
        raise Refusal(sentence("{name} has left the server.", name=work.maker_name))
    try:
        found = await fetch(bot, work)
    except Gone:
        await withdraw(bot, work, WithdrawnFor.DELETED)
        raise Refusal(sentence("The original is gone.")) from None
    if not found.shows(work):
        raise Refusal(sentence("I can’t show this file: it is broken, too large, or not what its name says."))


async def the_consent(
    bot: Stagedoor, interaction: discord.Interaction[Any], consent_id: int
) -> tuple[Consent, Work]:
    """Return a consent with its work, to its maker alone.

    Raises:
        Refusal: it is somebody else's, or not kept any more.
    """
    consent = await bot.store.work_consents.get(consent_id)
    work = await bot.store.works.get(consent.work_id) if consent is not None else None
    if consent is None or work is None:
        raise Refusal(sentence("This work isn’t kept any more."))
    if interaction.user.id != consent.maker_id:
        raise Refusal(sentence("Only {name} can answer this.", name=work.maker_name))
    return consent, work


def refuse_answered(consent: Consent) -> None:
    """Refuse an answer to a question that is not open any more.

    Raises:
        Refusal: it was answered, or has expired.
    """
    if consent.outcome is not ConsentOutcome.ASKED:
        raise Refusal(sentence("This question isn’t open any more. Nothing is shown without your yes."))


class YesButton(PersistentButton, name="work_yes"):
    """“Yes”: the maker chooses name, link and places; of merchandise it is the whole answer."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form, if the question is open."""
        consent, work = await the_consent(bot, interaction, self.subject)
        refuse_answered(consent)
        if not consent.purpose:
            name = interaction.user.display_name
            await interaction.response.send_modal(
                CreditModal(consent, work, name, texts_for(interaction.locale))
            )
            return
        yes = replace(consent, outcome=ConsentOutcome.GRANTED, scopes=frozenset({Scope.MERCHANDISE}))
        await _keep_yes(bot, interaction, yes, work)


class ChangeButton(PersistentButton, name="work_change"):
    """Lets a maker change how they are named, and where their work is shown."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form as it was filled in."""
        consent, work = await the_consent(bot, interaction, self.subject)
        if consent.outcome is not ConsentOutcome.GRANTED or work.state is not WorkState.GRANTED:
            raise Refusal(sentence("It isn’t shown any more."))
        form = CreditModal(consent, work, consent.credit, texts_for(interaction.locale))
        await interaction.response.send_modal(form)


class CreditModal(PersistentModal, name="work_credit"):
    """The name and link of a maker's choice, and where their work may be shown; of music also what it is made from."""

    def __init__(self, consent: Consent, work: Work, name: str, texts: Texts) -> None:
        super().__init__(consent.id, texts.t("How shall we show it?"))
        t = texts.t
        self._line(
            "credit", t("The name to show"), name[: view.MOST_NAME], most=view.MOST_NAME, required=True
        )
        self._line("link", t("A link of yours (optional)"), consent.credit_link, most=MOST_LINK)
        places = [
            discord.SelectOption(
                label=view.scope_name(scope, texts), value=scope.value, default=scope in consent.scopes
            )
            for scope in SHOWN_IN
        ]
        menu: discord.ui.Select[Any] = discord.ui.Select(
            custom_id="scopes", options=places, max_values=len(places)
        )
        self.ask(t("Where may we show it?"), menu)
        if work.kind in {WorkKind.REMIX, WorkKind.COVER}:
            self._line("track", t("Which song is it of?"), consent.track, most=200)
            self._line("stems", t("Which stems did you use? (optional)"), consent.stems, most=200)

    def _line(self, name: str, label: str, value: str, *, most: int, required: bool = False) -> None:
        line: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=name, default=value or None, max_length=most, required=required
        )
        self.ask(label, line)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Keep the maker's yes, and queue the highlight with it."""
        consent, work = await the_consent(bot, interaction, sent.subject)
        if consent.outcome is not ConsentOutcome.GRANTED:
            refuse_answered(consent)
        link = sent.typed["link"].strip()
        if link and public_link(link) is None:
            raise Refusal(
                sentence("I can’t show that link: it needs a public address that starts with https://.")
            )
        yes = replace(
            consent,
            outcome=ConsentOutcome.GRANTED,
            scopes=frozenset(Scope(scope) for scope in sent.typed["scopes"].split(",")),
            credit=" ".join(sent.typed["credit"].split()) or work.maker_name,
            credit_link=link,
            track=sent.typed.get("track", consent.track),
            stems=sent.typed.get("stems", consent.stems),
        )
        await _keep_yes(bot, interaction, yes, work)


async def _keep_yes(bot: Stagedoor, interaction: discord.Interaction[Any], yes: Consent, work: Work) -> None:
    posts = [*update_posts(bot, work, yes), *highlight_posts(bot, work, yes)]
    if work.state is WorkState.WITHDRAWN or not await bot.store.work_consents.grant(
        yes, at=bot.clock(), posts=posts
    ):
        raise Refusal(sentence("This question isn’t open any more. Nothing is shown without your yes."))
    bot.outbox.wake()
    texts = texts_for(interaction.locale)
    await say_privately(interaction, texts.t("Thank you! With /my works you can change it or take it back."))
    await takedowns_of(bot).run()


class NoButton(PersistentButton, name="work_no"):
    """“No, thanks”; `detail` 1: and never ask again."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Keep the answer."""
        consent, work = await the_consent(bot, interaction, self.subject)
        refuse_answered(consent)
        posts = update_posts(bot, work, consent)
        await bot.store.work_consents.end(consent, ConsentOutcome.DECLINED, at=bot.clock(), posts=posts)
        if self.detail:
            await bot.store.works.never_ask(consent.guild_id, consent.maker_id, never=True)
        bot.outbox.wake()
        texts = texts_for(interaction.locale)
        words = (
            texts.t("You won’t be asked again.")
            if self.detail
            else texts.t("That’s perfectly fine. Nothing is shown.")
        )
        await say_privately(interaction, words)


class TakeBackButton(PersistentButton, name="work_back"):
    """Takes a yes back: every copy goes at once."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Take every copy down."""
        _, work = await the_consent(bot, interaction, self.subject)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await withdraw(bot, work, WithdrawnFor.REVOKED)
        texts = texts_for(interaction.locale)
        words = texts.t("It isn’t shown any more.")
        if await bot.store.work_copies.is_left(work.id):
            words = texts.t(
                "It’s being taken down. Discord doesn’t let me delete a copy right now; I keep trying, and the team knows."
            )
        await say_privately(interaction, words)


class Asking:
    """Sends the questions, by direct message or under the original, and lets them expire."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on(
            "work_ask", PostHandler(make=self.make_ask, sent=self.ask_sent, refused=self.ask_refused)
        )
        bot.outbox.on("work_ask_update", PostHandler(make=self.make_update))
        bot.schedule.every(bot.tick, self.expire, name="work consents")

    async def make_ask(self, post: Post) -> OutgoingMessage | None:
        """Ask; not if the question lost its point."""
        consent = await self.bot.store.work_consents.get(post.subject or 0)
        return (
            None
            if consent is None or consent.outcome is not ConsentOutcome.ASKED
            else await self._ask(consent)
        )

    async def make_update(self, post: Post) -> OutgoingMessage | None:
        """Have a question show what became of it; nothing where it never got through."""
        consent = await self.bot.store.work_consents.get(post.subject or 0)
        if consent is None or consent.message_id is None or post.channel_id != consent.channel_id:
            return None
        return await self._ask(consent, edits=consent.message_id)

    async def _ask(self, consent: Consent, *, edits: int | None = None) -> OutgoingMessage | None:
        work = await self.bot.store.works.get(consent.work_id)
        if work is None:
            return None
        texts = maker_texts(self.bot, work)
        in_public = consent.channel_id == work.channel_id
        settings = self.bot.store.work_settings.get(work.guild_id)
        embed = view.ask_embed(work, consent, settings, label=self.bot.label.name or "Stagedoor", texts=texts)
        maker = discord.Object(work.maker_id)
        return OutgoingMessage(
            content=f"<@{work.maker_id}>" if in_public else None,
            embeds=[embed],
            view=_ask_buttons(consent, work, texts),
            reply_to=work.message_id if in_public and edits is None else None,
            edits=edits,
            mentions=discord.AllowedMentions(everyone=False, roles=False, users=[maker], replied_user=False),
        )

    async def ask_sent(self, post: Post, message_id: int) -> None:
        """Remember where the maker was asked."""
        consent = await self.bot.store.work_consents.get(post.subject or 0)
        if consent is not None:
            work = await self.bot.store.works.get(consent.work_id)
            late = (
                update_posts(self.bot, work, consent)
                if work and consent.outcome is not ConsentOutcome.ASKED
                else []
            )
            await self.bot.store.work_consents.asked_in(
                consent.id, post.channel_id, message_id=message_id, posts=late
            )

    async def ask_refused(self, post: Post) -> None:
        """Ask under the original where direct messages are closed; if that can't be either, tell the team."""
        consent = await self.bot.store.work_consents.get(post.subject or 0)
        work = await self.bot.store.works.get(consent.work_id) if consent is not None else None
        if consent is None or work is None:
            return
        if post.channel_id == work.channel_id:
            posts = update_posts(self.bot, work)
            await self.bot.store.work_consents.end(
                consent, ConsentOutcome.UNREACHED, at=self.bot.clock(), posts=posts
            )
            return
        here = NewPost(
            key=f"{post.key}:here",
            kind="work_ask",
            channel_id=work.channel_id,
            subject=consent.id,
            at=self.bot.clock(),
        )
        await self.bot.store.work_consents.asked_in(consent.id, work.channel_id, posts=[here])

    async def expire(self) -> None:
        """Let go of what makers left open for a week."""
        now = self.bot.clock()
        for consent in await self.bot.store.work_consents.unanswered(asked_before=now - ANSWER_WITHIN):
            work = await self.bot.store.works.get(consent.work_id)
            posts = update_posts(self.bot, work, consent) if work is not None else []
            await self.bot.store.work_consents.end(consent, ConsentOutcome.EXPIRED, at=now, posts=posts)
            self.bot.outbox.wake()


def _ask_buttons(consent: Consent, work: Work, texts: Texts) -> discord.ui.View | None:
    t = texts.t
    if consent.outcome is ConsentOutcome.ASKED:
        return persistent_view(
            YesButton(
                consent.id, t("Yes…") if not consent.purpose else t("Yes"), style=discord.ButtonStyle.success
            ),
            NoButton(consent.id, t("No, thanks")),
            NoButton(consent.id, t("Never ask me"), detail=1),
        )
    if consent.outcome is ConsentOutcome.GRANTED and work.state is WorkState.GRANTED:
        change = [] if consent.purpose else [ChangeButton(consent.id, t("Change…"))]
        return persistent_view(
            *change, TakeBackButton(consent.id, t("Take it back"), style=discord.ButtonStyle.danger)
        )
    return None
