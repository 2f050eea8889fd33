"""What makers answer when they are asked, and how they change it or take it back."""

from dataclasses import replace
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.works.consent import Consent, ConsentOutcome, Scope
from bot.domain.works.links import MOST_LINK, public_link
from bot.domain.works.work import WithdrawnFor, Work, WorkKind, WorkState
from bot.interface.components import (
    ModalSubmission,
    PersistentButton,
    PersistentModal,
    persistent_view,
)
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.works import view
from cogs.works.access import maker_consent
from cogs.works.posts import highlight_posts, update_posts
from cogs.works.takedowns import take_down_now, withdraw

SHOWN_IN = (Scope.SERVER, Scope.SOCIAL)
MOST_SONG = 200


def require_open(consent: Consent) -> None:
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
        consent, work = await maker_consent(bot, interaction, self.subject)
        require_open(consent)
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
        consent, work = await maker_consent(bot, interaction, self.subject)
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
            self._line("track", t("Which song is it of?"), consent.track, most=MOST_SONG)
            self._line("stems", t("Which stems did you use? (optional)"), consent.stems, most=MOST_SONG)

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
        consent, work = await maker_consent(bot, interaction, sent.subject)
        if consent.outcome is not ConsentOutcome.GRANTED:
            require_open(consent)
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
    await take_down_now(bot)


class NoButton(PersistentButton, name="work_no"):
    """“No, thanks”; `detail` 1: and never ask again."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Keep the answer."""
        consent, work = await maker_consent(bot, interaction, self.subject)
        require_open(consent)
        posts = update_posts(bot, work, consent)
        never = bool(self.detail)
        await bot.store.work_consents.end(
            consent, ConsentOutcome.DECLINED, at=bot.clock(), never_again=never, posts=posts
        )
        bot.outbox.wake()
        texts = texts_for(interaction.locale)
        words = (
            texts.t("You won’t be asked again.")
            if never
            else texts.t("That’s perfectly fine. Nothing is shown.")
        )
        await say_privately(interaction, words)


class TakeBackButton(PersistentButton, name="work_back"):
    """Takes a yes back: every copy goes at once."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Take every copy down."""
        _, work = await maker_consent(bot, interaction, self.subject)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await withdraw(bot, work, WithdrawnFor.REVOKED)
        texts = texts_for(interaction.locale)
        words = texts.t("It isn’t shown any more.")
        if await bot.store.work_copies.is_left(work.id):
            words = texts.t(
                "It’s being taken down. Discord doesn’t let me delete a copy right now; I keep trying, and the team knows."
            )
        await say_privately(interaction, words)


def consent_buttons(consent: Consent, work: Work, texts: Texts) -> discord.ui.View | None:
    """Make the buttons under what a maker is asked, as it stands."""
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
