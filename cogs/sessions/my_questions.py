"""What fans may still do with their own questions: see how they stand, change them, take them back."""

from dataclasses import replace
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.questions import (
    OWN,
    FanQuestion,
    FanQuestionState,
    folded,
    keywords_of,
    must_be_looked_at,
)
from bot.interface.components import ModalSubmission, PersistentButton, PersistentModal, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.sessions.asking import MOST_TEXT, WORDLESS, own_question, tell_kept
from cogs.sessions.hosts import stir
from cogs.sessions.view import mine_embed

MOST_EDITABLE = 5


class MineButton(PersistentButton, name="qna_mine"):
    """“My questions”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """List the fan's own questions, with what can still be changed."""
        await show_mine(bot, interaction, self.subject)


async def show_mine(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int) -> None:
    """List a fan's own questions to them alone."""
    session = await bot.store.sessions.get(session_id)
    if session is None:
        raise Refusal(sentence("This session is over. Thank you!"))
    texts = texts_for(interaction.locale)
    own = await bot.store.session_questions.of_fan(session_id, interaction.user.id)
    buttons: list[discord.ui.Item[Any]] = []
    changeable = [(number, question) for number, question in enumerate(own, 1) if question.is_own]
    for number, question in changeable[-MOST_EDITABLE:] if session.is_open else []:
        buttons.append(EditButton(question.id, texts.t("Change {number}", number=number)))
        buttons.append(WithdrawButton(question.id, texts.t("Take back {number}", number=number)))
    await say_privately(interaction, embeds=[mine_embed(session, own, texts)], view=persistent_view(*buttons))


class EditButton(PersistentButton, name="qna_edit"):
    """Opens a question to be written anew."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form."""
        question = await own_question(bot, interaction, self.subject)
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
        question = await own_question(bot, interaction, sent.subject)
        words = keywords_of(await bot.store.session_questions.held_words(question.guild_id))
        held = question.held or must_be_looked_at(sent.typed["text"], words, lately=0)
        after = FanQuestionState.HELD if held else FanQuestionState.WAITING
        if not await bot.store.session_questions.move(
            question.id, OWN, after, text=sent.typed["text"].strip()
        ):
            raise Refusal(sentence("This question can’t be changed any more."))
        await tell_kept(bot, interaction, replace(question, state=after), texts_for(interaction.locale))


class WithdrawButton(PersistentButton, name="qna_withdraw"):
    """Takes a question back."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Take it back, unless it was asked meanwhile."""
        question = await own_question(bot, interaction, self.subject)
        if not await bot.store.session_questions.move(question.id, OWN, FanQuestionState.WITHDRAWN):
            raise Refusal(sentence("This question can’t be changed any more."))
        stir(bot, question.session_id)
        await say_privately(interaction, texts_for(interaction.locale).t("Taken back."))
