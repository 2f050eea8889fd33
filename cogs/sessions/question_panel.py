"""One question of the queue, picked by a host: ask it now, keep it for later, decline it, join it, pin it."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.questions import FanQuestion, FanQuestionState
from bot.domain.sessions.session import Session
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
from cogs.sessions.actions import console_update, put_to_artist
from cogs.sessions.console_view import queued_embed
from cogs.sessions.host_rights import require_host
from cogs.sessions.view import line_of

MOST_OPTIONS = 25
MOST_REASON = 300
#: What a host may still decide on.
UNDECIDED = frozenset({FanQuestionState.WAITING, FanQuestionState.PUT, FanQuestionState.HELD})


async def require_undecided(
    bot: Stagedoor, interaction: discord.Interaction[Any], question_id: int
) -> tuple[FanQuestion, Session]:
    """Return a question that a host may still decide on, and its session.

    Raises:
        Refusal: a colleague was quicker, or who acts may not host.
    """
    question = await bot.store.session_questions.get(question_id)
    if question is None:
        raise Refusal(sentence("This question isn’t kept any more."))
    session = await require_host(bot, interaction, question.session_id)
    if question.state not in UNDECIDED or not session.is_open:
        raise Refusal(sentence("This question is settled already."))
    return question, session


async def show_panel(
    bot: Stagedoor, interaction: discord.Interaction[Any], session: Session, question: FanQuestion
) -> None:
    """Show one question to the host alone, with what can be done."""
    texts = texts_for(interaction.locale)
    others = await bot.store.session_questions.others_asked(question.id)
    view = persistent_view(*_buttons(session, question, texts))
    await say_privately(interaction, embeds=[queued_embed(question, others, texts)], view=view)


def _buttons(session: Session, question: FanQuestion, texts: Texts) -> list[discord.ui.Item[Any]]:
    decline = DeclineButton(question.id, texts.t("Decline…"), style=discord.ButtonStyle.danger)
    if question.state is FanQuestionState.HELD:
        return [ApproveButton(question.id, texts.t("Let it in"), style=discord.ButtonStyle.success), decline]
    seen = session.current_id or 0
    now = discord.ButtonStyle.primary
    pin = texts.t("Unpin") if question.pinned else texts.t("Pin")
    return [
        AskNowButton(
            question.id, texts.t("Ask this now"), detail=seen, style=now, disabled=session.thread_id is None
        ),
        DeferButton(question.id, texts.t("Keep for next time")),
        decline,
        MergeButton(question.id, texts.t("Join with…")),
        PinButton(question.id, pin),
    ]


async def tell_done(bot: Stagedoor, interaction: discord.Interaction[Any], words: str) -> None:
    """Tell the host that it is done; the console follows."""
    bot.outbox.wake()
    if interaction.type is discord.InteractionType.modal_submit:
        await say_privately(interaction, words)
    else:
        await interaction.response.edit_message(content=words, embed=None, view=None)


class AskNowButton(PersistentButton, name="qna_put"):
    """“Ask this now”: its detail is the question that its host saw being asked."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Ask it, unless a colleague was quicker."""
        question, session = await require_undecided(bot, interaction, self.subject)
        if not await put_to_artist(bot, session, question, seen=self.detail or None):
            raise Refusal(sentence("Somebody was quicker: another question is being asked already."))
        await tell_done(bot, interaction, texts_for(interaction.locale).t("It is being asked."))


class DeferButton(PersistentButton, name="qna_defer"):
    """“Keep for next time”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Keep it for the next session."""
        question, session = await require_undecided(bot, interaction, self.subject)
        await bot.store.session_questions.change_state(
            question.id, UNDECIDED, FanQuestionState.DEFERRED, posts=console_update(bot, session)
        )
        await tell_done(bot, interaction, texts_for(interaction.locale).t("Kept for the next session."))


class ApproveButton(PersistentButton, name="qna_let_in"):
    """“Let it in”: a question that was held may be seen and asked."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Put it into the queue."""
        question, session = await require_undecided(bot, interaction, self.subject)
        await bot.store.session_questions.change_state(
            question.id,
            frozenset({FanQuestionState.HELD}),
            FanQuestionState.WAITING,
            posts=console_update(bot, session),
        )
        await tell_done(bot, interaction, texts_for(interaction.locale).t("It waits with the others now."))


class PinButton(PersistentButton, name="qna_pin"):
    """“Pin”: a question stays at the top of the queue."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Pin it, or let it go again."""
        question, session = await require_undecided(bot, interaction, self.subject)
        await bot.store.session_questions.toggle_pin(question.id, posts=console_update(bot, session))
        await tell_done(bot, interaction, texts_for(interaction.locale).t("Done."))


class DeclineButton(PersistentButton, name="qna_decline"):
    """“Decline…”, with a reason."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Ask for the reason."""
        question, _ = await require_undecided(bot, interaction, self.subject)
        await interaction.response.send_modal(DeclineModal(question, texts_for(interaction.locale)))


class DeclineModal(PersistentModal, name="qna_decline_form"):
    """The reason, which the asker reads."""

    def __init__(self, question: FanQuestion, texts: Texts) -> None:
        super().__init__(question.id, texts.t("Decline this question"))
        reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="reason",
            max_length=MOST_REASON,
            default=texts.t("We can’t talk about this yet."),
        )
        self.ask(texts.t("Why? The asker reads this."), reason)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Decline it; its asker is told when the session is over."""
        question, session = await require_undecided(bot, interaction, sent.subject)
        await bot.store.session_questions.change_state(
            question.id,
            UNDECIDED,
            FanQuestionState.DECLINED,
            reason=sent.typed["reason"],
            posts=console_update(bot, session),
        )
        words = texts_for(interaction.locale).t(
            "Declined. The asker is told gently when the session is over."
        )
        await tell_done(bot, interaction, words)


class MergeButton(PersistentButton, name="qna_merge"):
    """“Join with…”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the questions that it may be joined with, those being asked first."""
        question, session = await require_undecided(bot, interaction, self.subject)
        questions, texts = bot.store.session_questions, texts_for(interaction.locale)
        asked = await questions.in_state(session.id, FanQuestionState.PUT, FanQuestionState.ANSWERED)
        waiting = await questions.queue(session.id, session.queue_order, limit=MOST_OPTIONS)
        options = [
            discord.SelectOption(label=line_of(other, texts, 80)[:100], value=str(other.id))
            for other in [*asked[-5:], *waiting]
            if other.id != question.id
        ][:MOST_OPTIONS]
        if not options:
            raise Refusal(sentence("There is no other question to join it with."))
        menu = MergeSelect(question.id, options, texts.t("Join with…"))
        await interaction.response.edit_message(view=persistent_view(menu))


class MergeSelect(PersistentSelect, name="qna_merge_into"):
    """The question into which another one is merged."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Join them: all askers are credited, all votes count once."""
        question, session = await require_undecided(bot, interaction, self.subject)
        posts = console_update(bot, session)
        if not await bot.store.session_votes.merge(question.id, int(value), posts=posts):
            raise Refusal(sentence("This question is settled already."))
        await tell_done(bot, interaction, texts_for(interaction.locale).t("Joined."))
