"""The queue as a menu, from which a host picks a question: the console's page, later ones, those that are held."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.questions import FanQuestion, FanQuestionState
from bot.domain.sessions.session import Session
from bot.interface.components import PersistentButton, PersistentSelect, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.sessions.host_rights import require_host
from cogs.sessions.question_panel import require_undecided, show_panel
from cogs.sessions.view import line_of

MOST_OPTIONS = 25


class QueueSelect(PersistentSelect, name="qna_queue"):
    """The queue, to pick one of; its detail is the page."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Show what can be done with it."""
        question, session = await require_undecided(bot, interaction, int(value))
        await show_panel(bot, interaction, session, question)


def queue_select(session: Session, queue: list[FanQuestion], page: int, texts: Texts) -> QueueSelect:
    """Make the menu with which a host picks a question."""
    options = [
        discord.SelectOption(
            label=f"{question.votes} · {line_of(question, texts, 80)}"[:100], value=str(question.id)
        )
        for question in queue
    ]
    return QueueSelect(session.id, options, texts.t("Pick a question…"), detail=page)


class MoreQuestionsButton(PersistentButton, name="qna_more"):
    """“More questions”: the queue behind what the console shows."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the next page of the queue to pick from."""
        session = await require_host(bot, interaction, self.subject)
        texts, page = texts_for(interaction.locale), self.detail
        queue = await bot.store.session_questions.queue(
            session.id, session.queue_order, offset=page * MOST_OPTIONS, limit=MOST_OPTIONS
        )
        if not queue:
            raise Refusal(sentence("That was the last one."))
        more = MoreQuestionsButton(session.id, texts.t("More questions"), detail=page + 1)
        view = persistent_view(queue_select(session, queue, page, texts), more)
        first = page * MOST_OPTIONS + 1
        await say_privately(interaction, f"{first}–{first + len(queue) - 1}", view=view)


class HeldQuestionsButton(PersistentButton, name="qna_held"):
    """“Look at held ones”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the questions that nobody has looked at yet."""
        session = await require_host(bot, interaction, self.subject)
        texts = texts_for(interaction.locale)
        held = await bot.store.session_questions.in_state(session.id, FanQuestionState.HELD)
        if not held:
            raise Refusal(sentence("Nothing is held any more."))
        menu = queue_select(session, held[:MOST_OPTIONS], 0, texts)
        await say_privately(
            interaction, texts.t("Only you see these until you let them in."), view=persistent_view(menu)
        )
