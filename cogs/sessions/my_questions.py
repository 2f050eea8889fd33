"""What fans may still do with their own questions: see how they stand, change them, take them back."""

from dataclasses import replace
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.questions import (
    CHANGEABLE,
    FanQuestion,
    FanQuestionState,
    folded,
)
from bot.interface.components import ModalSubmission, PersistentButton, PersistentModal, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.sessions.asking import MOST_TEXT, WORDLESS, is_held_for_review, tell_kept
from cogs.sessions.fan_rights import require_changeable
from cogs.sessions.view import my_questions_embed

MOST_EDITABLE = 5


class MyQuestionsButton(PersistentButton, name="qna_mine"):
    """“My questions”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """List the fan's own questions, with what can still be changed."""
        await show_my_questions(bot, interaction, self.subject)


async def show_my_questions(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int) -> None:
    """List a fan's own questions to them alone."""
    session = await bot.store.sessions.get(session_id)
    if session is None:
        raise Refusal(sentence("This session is over. Thank you!"))
    texts = texts_for(interaction.locale)
    own = await bot.store.session_questions.of_fan(session_id, interaction.user.id)
    buttons: list[discord.ui.Item[Any]] = []
    changeable = [(number, question) for number, question in enumerate(own, 1) if question.is_changeable]
    for number, question in changeable[-MOST_EDITABLE:] if session.is_open else []:
        buttons.append(EditButton(question.id, texts.t("Change {number}", number=number)))
        buttons.append(WithdrawButton(question.id, texts.t("Take back {number}", number=number)))
    await say_privately(
        interaction, embeds=[my_questions_embed(session, own, texts)], view=persistent_view(*buttons)
    )


class EditButton(PersistentButton, name="qna_edit"):
    """Opens a question to be written anew."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form."""
        question = await require_changeable(bot, interaction, self.subject)
        await interaction.response.send_modal(EditModal(question, texts_for(interaction.locale)))


class EditModal(PersistentModal, name="qna_edit_form"):
    """A question, written anew."""

    def __init__(self, question: FanQuestion, texts: Texts) -> None:
        super().__init__(question.id, texts.t("Your question"))
        text: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=MOST_TEXT, custom_id="text", default=question.text
        )
        self.ask(texts.t("Your question"), text)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Keep it as it reads now; what it says may have to be looked at first."""
        if not folded(sent.typed["text"]):
            raise Refusal(WORDLESS)
        question = await require_changeable(bot, interaction, sent.subject)
        held = question.held or await is_held_for_review(bot, question.guild_id, sent.typed["text"])
        after = FanQuestionState.HELD if held else FanQuestionState.WAITING
        if not await bot.store.session_questions.change_state(
            question.id, CHANGEABLE, after, text=sent.typed["text"].strip()
        ):
            raise Refusal(sentence("This question can’t be changed any more."))
        await tell_kept(bot, interaction, replace(question, state=after), texts_for(interaction.locale))


class WithdrawButton(PersistentButton, name="qna_withdraw"):
    """Takes a question back."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Take it back, unless it was asked meanwhile."""
        question = await require_changeable(bot, interaction, self.subject)
        if not await bot.store.session_questions.change_state(
            question.id, CHANGEABLE, FanQuestionState.WITHDRAWN
        ):
            raise Refusal(sentence("This question can’t be changed any more."))
        bot.store.sessions.consoles_behind.add(question.session_id)
        await say_privately(interaction, texts_for(interaction.locale).t("Taken back."))
