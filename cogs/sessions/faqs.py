"""One tap turns an answer of a session into a frequent question's answer."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.questions import FanQuestion, FanQuestionState
from bot.domain.sessions.session import Session
from bot.domain.shows.label import Faq
from bot.interface.components import PersistentButton, PersistentSelect, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.sessions.host_rights import require_host
from cogs.sessions.view import line_of

A_PAGE = 25
MOST_ANSWER = 1500


def choices(session: Session, answered: list[FanQuestion], texts: Texts, page: int = 0) -> discord.ui.View:
    """Make the menu of answers; nothing where nothing was answered."""
    shown = answered[page * A_PAGE : (page + 1) * A_PAGE]
    view = persistent_view()
    if shown:
        options = [
            discord.SelectOption(label=line_of(question, texts, 80)[:100], value=str(question.id))
            for question in shown
        ]
        view.add_item(FaqSelect(session.id, options, texts.t("Make an answer a FAQ…")))
    if len(answered) > (page + 1) * A_PAGE:
        view.add_item(MoreAnswersButton(session.id, texts.t("More answers"), detail=page + 1))
    return view


class MoreAnswersButton(PersistentButton, name="qna_faqs"):
    """“More answers”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the next page of answers."""
        session = await require_host(bot, interaction, self.subject)
        answered = await bot.store.session_questions.in_state(session.id, FanQuestionState.ANSWERED)
        texts = texts_for(interaction.locale)
        await say_privately(
            interaction, texts.t("More answers"), view=choices(session, answered, texts, self.detail)
        )


class FaqSelect(PersistentSelect, name="qna_faq"):
    """The answer that becomes a frequent question's."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Learn it, in the language in which it was given."""
        session = await require_host(bot, interaction, self.subject)
        question = await bot.store.session_questions.get(int(value))
        answers = (await bot.store.session_answers.of_session(session.id)).get(int(value), [])
        answer = "\n".join(answer.text for answer in answers if answer.text)[:MOST_ANSWER]
        if question is None or not answer:
            raise Refusal(sentence("I can’t read this answer, so I can’t learn it."))
        words = " ".join(question.text.split())
        faq = Faq(id=f"session-{question.id}", examples=(words,), answers={session.language: answer})
        await bot.store.label.learn_faq(faq, question_id=question.id)
        await bot.load_label()
        texts = texts_for(interaction.locale)
        await say_privately(
            interaction, texts.t("Learned. The next fan who asks this gets this answer at once.")
        )
