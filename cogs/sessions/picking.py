"""A host picks a question of the queue: ask it now, keep it for later, decline it, join it, pin it."""

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
from cogs.sessions.hosting_view import queued_embed
from cogs.sessions.hosts import hosted, sessions_cog
from cogs.sessions.view import line_of

MOST_OPTIONS = 25
MOST_REASON = 300
#: What a host may still decide on.
UNSETTLED = frozenset({FanQuestionState.WAITING, FanQuestionState.PUT, FanQuestionState.HELD})


class QueueChoice(PersistentSelect, name="qna_queue"):
    """The queue, to pick one of; its detail is the page."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Show what can be done with it."""
        question, session = await unsettled(bot, interaction, int(value))
        await show(bot, interaction, session, question)


def queue_choice(session: Session, queue: list[FanQuestion], page: int, texts: Texts) -> QueueChoice:
    """Make the menu with which a host picks a question."""
    options = [
        discord.SelectOption(
            label=f"{question.votes} · {line_of(question, texts, 80)}"[:100], value=str(question.id)
        )
        for question in queue
    ]
    return QueueChoice(session.id, options, texts.t("Pick a question…"), detail=page)


async def unsettled(
    bot: Stagedoor, interaction: discord.Interaction[Any], question_id: int
) -> tuple[FanQuestion, Session]:
    """Return a question that a host may still decide on, and its session.

    Raises:
        Refusal: a colleague was quicker, or who acts may not host.
    """
    question = await bot.store.session_questions.get(question_id)
    if question is None:
        raise Refusal(sentence("This question isn’t kept any more."))
    session = await hosted(bot, interaction, question.session_id)
    if question.state not in UNSETTLED or not session.is_open:
        raise Refusal(sentence("This question is settled already."))
    return question, session


async def show(
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
        return [LetInButton(question.id, texts.t("Let it in"), style=discord.ButtonStyle.success), decline]
    seen = session.current_id or 0
    now = discord.ButtonStyle.primary
    pin = texts.t("Unpin") if question.pinned else texts.t("Pin")
    return [
        PutButton(
            question.id, texts.t("Ask this now"), detail=seen, style=now, disabled=session.thread_id is None
        ),
        DeferButton(question.id, texts.t("Keep for next time")),
        decline,
        MergeButton(question.id, texts.t("Join with…")),
        PinButton(question.id, pin),
    ]


async def done(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int, words: str) -> None:
    """Tell the host that it is done; the console follows."""
    await sessions_cog(bot).running.refresh(session_id)
    if interaction.type is discord.InteractionType.modal_submit:
        await say_privately(interaction, words)
    else:
        await interaction.response.edit_message(content=words, embed=None, view=None)


class PutButton(PersistentButton, name="qna_put"):
    """“Ask this now”: its detail is the question that its host saw being asked."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Ask it, unless a colleague was quicker."""
        question, session = await unsettled(bot, interaction, self.subject)
        cog = sessions_cog(bot)
        if not await cog.running.put(session, question, seen=self.detail or None):
            raise Refusal(sentence("Somebody was quicker: another question is being asked already."))
        await done(bot, interaction, session.id, texts_for(interaction.locale).t("It is being asked."))


class DeferButton(PersistentButton, name="qna_defer"):
    """“Keep for next time”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Keep it for the next session."""
        question, session = await unsettled(bot, interaction, self.subject)
        await bot.store.session_questions.move(question.id, UNSETTLED, FanQuestionState.DEFERRED)
        await done(
            bot, interaction, session.id, texts_for(interaction.locale).t("Kept for the next session.")
        )


class LetInButton(PersistentButton, name="qna_let_in"):
    """“Let it in”: a question that was held may be seen and asked."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Put it into the queue."""
        question, session = await unsettled(bot, interaction, self.subject)
        await bot.store.session_questions.move(
            question.id, frozenset({FanQuestionState.HELD}), FanQuestionState.WAITING
        )
        await done(
            bot, interaction, session.id, texts_for(interaction.locale).t("It waits with the others now.")
        )


class PinButton(PersistentButton, name="qna_pin"):
    """“Pin”: a question stays at the top of the queue."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Pin it, or let it go again."""
        question, session = await unsettled(bot, interaction, self.subject)
        await bot.store.session_questions.pin(question.id)
        await done(bot, interaction, session.id, texts_for(interaction.locale).t("Done."))


class DeclineButton(PersistentButton, name="qna_decline"):
    """“Decline…”, with a reason."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Ask for the reason."""
        question, _ = await unsettled(bot, interaction, self.subject)
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
        question, session = await unsettled(bot, interaction, sent.subject)
        questions = bot.store.session_questions
        await questions.move(question.id, UNSETTLED, FanQuestionState.DECLINED, reason=sent.typed["reason"])
        words = texts_for(interaction.locale).t(
            "Declined. The asker is told gently when the session is over."
        )
        await done(bot, interaction, session.id, words)


class MergeButton(PersistentButton, name="qna_merge"):
    """“Join with…”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the questions that it may be joined with, those being asked first."""
        question, session = await unsettled(bot, interaction, self.subject)
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
        menu = MergeChoice(question.id, options, texts.t("Join with…"))
        await interaction.response.edit_message(view=persistent_view(menu))


class MergeChoice(PersistentSelect, name="qna_merge_into"):
    """The question into which another one is merged."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Join them: all askers are credited, all votes count once."""
        question, session = await unsettled(bot, interaction, self.subject)
        if not await bot.store.session_votes.merge(question.id, int(value)):
            raise Refusal(sentence("This question is settled already."))
        await done(bot, interaction, session.id, texts_for(interaction.locale).t("Joined."))


class MoreButton(PersistentButton, name="qna_more"):
    """“More questions”: the queue behind what the console shows."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the next page of the queue to pick from."""
        session = await hosted(bot, interaction, self.subject)
        texts, page = texts_for(interaction.locale), self.detail
        queue = await bot.store.session_questions.queue(
            session.id, session.queue_order, offset=page * MOST_OPTIONS, limit=MOST_OPTIONS
        )
        if not queue:
            raise Refusal(sentence("That was the last one."))
        more = MoreButton(session.id, texts.t("More questions"), detail=page + 1)
        view = persistent_view(queue_choice(session, queue, page, texts), more)
        first = page * MOST_OPTIONS + 1
        await say_privately(interaction, f"{first}–{first + len(queue) - 1}", view=view)


class HeldButton(PersistentButton, name="qna_held"):
    """“Look at held ones”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the questions that nobody has looked at yet."""
        session = await hosted(bot, interaction, self.subject)
        texts = texts_for(interaction.locale)
        held = await bot.store.session_questions.in_state(session.id, FanQuestionState.HELD)
        if not held:
            raise Refusal(sentence("Nothing is held any more."))
        menu = queue_choice(session, held[:MOST_OPTIONS], 0, texts)
        await say_privately(
            interaction, texts.t("Only you see these until you let them in."), view=persistent_view(menu)
        )
