"""The host's console: the queue and what can be done with the session, in one message made for a phone."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.questions import FanQuestion, FanQuestionState
from bot.domain.sessions.session import Order, Session, SessionState
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
from cogs.sessions import faqs, queue_menu
from cogs.sessions.actions import console_update, extend, put_to_artist, reschedule
from cogs.sessions.console_view import console_embed, order_name, over_embed
from cogs.sessions.ending import end_session
from cogs.sessions.host_rights import require_host, require_live

STEP = timedelta(minutes=10)
MOST_OPTIONS = 25
MOST_ANSWER = 1800


async def draw_console(
    bot: Stagedoor, session: Session, texts: Texts
) -> tuple[discord.Embed, discord.ui.View]:
    """Draw a session's console as it stands."""
    questions = bot.store.session_questions
    if not session.is_open:
        figures = await bot.store.session_figures.of_session(session.id)
        answered = await questions.in_state(session.id, FanQuestionState.ANSWERED)
        return over_embed(session, figures, texts), faqs.choices(session, answered, texts)
    queue = await questions.queue(session.id, session.queue_order, limit=MOST_OPTIONS)
    current = await questions.get(session.current_id) if session.current_id else None
    counts = await questions.counts(session.id)
    view = persistent_view(*_buttons(session, counts, texts))
    if queue:
        view.add_item(queue_menu.queue_select(session, queue, 0, texts))
    view.add_item(_order_select(session, texts))
    return console_embed(session, queue, current, counts, texts), view


def _buttons(
    session: Session, counts: Mapping[FanQuestionState, int], texts: Texts
) -> list[discord.ui.Item[Any]]:
    current = session.current_id or 0
    buttons: list[discord.ui.Item[Any]] = []
    if session.state is SessionState.LIVE:
        buttons = [
            AskNextButton(session.id, texts.t("Ask next"), detail=current, style=discord.ButtonStyle.primary),
            RelayButton(session.id, texts.t("Answer for the artist"), disabled=not current),
            ExtendButton(session.id, texts.t("10 min longer")),
        ]
    late = texts.t("Artist is late: +10 min")
    buttons.append(LateButton(session.id, late, detail=int(session.starts_at.timestamp())))
    if session.state is SessionState.LIVE:
        buttons.append(EndButton(session.id, texts.t("End"), style=discord.ButtonStyle.danger))
    if counts.get(FanQuestionState.HELD):
        buttons.append(queue_menu.HeldQuestionsButton(session.id, texts.t("Look at held ones")))
    if counts.get(FanQuestionState.WAITING, 0) > MOST_OPTIONS:
        buttons.append(queue_menu.MoreQuestionsButton(session.id, texts.t("More questions"), detail=1))
    return buttons


def _order_select(session: Session, texts: Texts) -> "OrderSelect":
    options = [
        discord.SelectOption(
            label=order_name(order, texts), value=order, default=order is session.queue_order
        )
        for order in Order
    ]
    return OrderSelect(session.id, options, texts.t("In which order?"))


async def answer_with_console(bot: Stagedoor, interaction: discord.Interaction[Any], before: Session) -> None:
    """Answer a press on a console with the console as it stands now; then send what the press queued."""
    try:
        session = await bot.store.sessions.get(before.id) or before
        if interaction.message is not None and interaction.message.id == session.console_id:
            await _draw_over(bot, interaction, session)
        else:
            embed, view = await draw_console(bot, session, texts_for(interaction.locale))
            await interaction.response.edit_message(embed=embed, view=view)
    finally:
        bot.outbox.wake()


async def _draw_over(bot: Stagedoor, interaction: discord.Interaction[Any], session: Session) -> None:
    """Draw the team's console anew, so that the update that was queued with the change need not be sent any more."""
    shown = bot.store.sessions.consoles_shown
    shown_before = shown.get(session.id)
    embed, view = await draw_console(bot, session, bot.server_texts(session.guild_id))
    await interaction.response.edit_message(embed=embed, view=view)
    if shown.get(session.id) is shown_before:
        shown[session.id] = look_of(embed, view)
    else:  # somebody else drew it meanwhile: who knows which came last
        shown[session.id] = object()
        bot.store.sessions.consoles_behind.add(session.id)


def look_of(embed: discord.Embed, view: discord.ui.View) -> object:
    """Return all that is seen of a console, to compare it."""
    return embed.to_dict(), view.to_components()


class AskNextButton(PersistentButton, name="qna_next"):
    """“Ask next”: its detail is the question that its host saw being asked."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Ask the first of the queue, unless a colleague was quicker."""
        session = await require_live(bot, interaction, self.subject)
        queue = await bot.store.session_questions.queue(session.id, session.queue_order, limit=1)
        if not queue:
            raise Refusal(sentence("Nobody waits. The next question is asked as soon as there is one."))
        if not await put_to_artist(bot, session, queue[0], seen=self.detail or None):
            raise Refusal(sentence("Somebody was quicker: another question is being asked already."))
        await answer_with_console(bot, interaction, session)


class OrderSelect(PersistentSelect, name="qna_order"):
    """In which order questions are asked."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Keep it, for “ask next” and for a session that runs by itself."""
        session = await require_host(bot, interaction, self.subject)
        await bot.store.sessions.change(session, console_update(bot, session), queue_order=Order(value))
        await answer_with_console(bot, interaction, session)


class LateButton(PersistentButton, name="qna_late"):
    """“The artist is late”: its detail is the start that its host saw."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Move the start, or give the time back at the end; told where fans wait."""
        session = await require_host(bot, interaction, self.subject)
        if not session.is_open:
            raise Refusal(sentence("This session is over. Thank you!"))
        if session.state is SessionState.PLANNED and int(session.starts_at.timestamp()) == self.detail:
            await reschedule(bot, session, session.starts_at + STEP, session.minutes)
        elif session.thread_id is not None:
            await extend(bot, session, session.thread_id, STEP, what="late")
        await answer_with_console(bot, interaction, session)


class ExtendButton(PersistentButton, name="qna_extend"):
    """“10 minutes longer”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Go on for longer, and say so."""
        session = await require_live(bot, interaction, self.subject)
        await extend(bot, session, session.thread_id or 0, STEP, what="longer")
        await answer_with_console(bot, interaction, session)


class EndButton(PersistentButton, name="qna_end"):
    """“End”, which asks once more."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Ask whether it should really end."""
        session = await require_live(bot, interaction, self.subject)
        texts = texts_for(interaction.locale)
        sure = ConfirmEndButton(session.id, texts.t("Yes, end it now"), style=discord.ButtonStyle.danger)
        await say_privately(
            interaction,
            texts.t("End now? Everybody who asked is told what became of it."),
            view=persistent_view(sure),
        )


class ConfirmEndButton(PersistentButton, name="qna_end_now"):
    """“Yes, end it now”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """End the session, once."""
        session = await require_live(bot, interaction, self.subject)
        await interaction.response.defer()  # thousands of questions may be left
        await end_session(bot, session, SessionState.ENDED)
        texts = texts_for(interaction.locale)
        await interaction.edit_original_response(
            content=texts.t("It ends. Thank you for hosting!"), view=None
        )


class RelayButton(PersistentButton, name="qna_relay"):
    """“Answer for the artist”: what is being asked when it is pressed."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form."""
        session = await require_live(bot, interaction, self.subject)
        question = await bot.store.session_questions.get(session.current_id or 0)
        if question is None:
            raise Refusal(sentence("This question isn’t being asked any more."))
        await interaction.response.send_modal(RelayModal(session, question, texts_for(interaction.locale)))


class RelayModal(PersistentModal, name="qna_relay_form"):
    """The artist's answer, passed on by the team; its title is the question."""

    def __init__(self, session: Session, question: FanQuestion, texts: Texts) -> None:
        super().__init__(session.id, " ".join(question.text.split()), detail=question.id)
        answer: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=MOST_ANSWER, custom_id="answer"
        )
        self.ask(texts.t("The artist’s answer"), answer)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Post it under the question."""
        session = await require_live(bot, interaction, sent.subject)
        question = await bot.store.session_questions.get(sent.detail)
        if question is None or question.state not in {FanQuestionState.PUT, FanQuestionState.ANSWERED}:
            raise Refusal(sentence("This question isn’t being asked any more."))
        post = session_posts.relay(
            session,
            session.thread_id or 0,
            question,
            sent.typed["answer"],
            key=interaction.id,
            at=bot.clock(),
        )
        await bot.store.outbox.add([post])
        bot.outbox.wake()
        await say_privately(
            interaction, texts_for(interaction.locale).t("Thank you! The answer is on its way.")
        )
