"""Fans ask: a form, and the question that it becomes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.questions import (
    FanQuestion,
    FanQuestionState,
    folded,
    keywords_of,
    needs_review,
)
from bot.domain.sessions.session import Session
from bot.interface.components import ModalSubmission, PersistentButton, PersistentModal
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.sessions.fan_rights import enough_asked, require_open, require_room
from cogs.sessions.similar_questions import questions_like, show_similar

MOST_TEXT = 500
PUBLIC, ANONYMOUS = "name", "anonymous"
WORDLESS = sentence("Please write your question in words.")
HERE, DIRECT = "channel", "direct"


class AskButton(PersistentButton, name="qna_ask"):
    """Opens the form for a question."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form, if there is still room for a question of theirs."""
        session = await require_open(bot, self.subject)
        await require_room(bot, session, interaction.user.id)
        await interaction.response.send_modal(AskModal(session, texts_for(interaction.locale)))


class AskModal(PersistentModal, name="qna_ask_form"):
    """A question, with or without a name, and where to hear what became of it."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__(session.id, texts.t("Q&A with {artist}", artist=session.artist))
        text: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=MOST_TEXT, custom_id="text"
        )
        self.ask(texts.t("Your question"), text)
        names = {
            PUBLIC: texts.t("With my name"),
            ANONYMOUS: texts.t("Without my name (only the team sees it)"),
        }
        self.ask(texts.t("Show"), _choice("who", names))
        places = {HERE: texts.t("In the session’s thread"), DIRECT: texts.t("By direct message")}
        self.ask(texts.t("How would you like to hear back?"), _choice("where", places))

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Keep the question, or show those like it first."""
        session = await require_open(bot, sent.subject)
        anonymous, direct = sent.typed.get("who") == ANONYMOUS, sent.typed.get("where") == DIRECT
        await ask_question(bot, interaction, session, sent.typed["text"], anonymous=anonymous, direct=direct)


def _choice(custom_id: str, options: Mapping[str, str]) -> discord.ui.Select[Any]:
    """Make a menu whose first option is chosen unless the fan changes it."""
    listed = [
        discord.SelectOption(label=label[:100], value=value, default=not number)
        for number, (value, label) in enumerate(options.items())
    ]
    return discord.ui.Select(custom_id=custom_id, options=listed, required=False)


async def ask_question(
    bot: Stagedoor,
    interaction: discord.Interaction[Any],
    session: Session,
    text: str,
    *,
    anonymous: bool,
    direct: bool,
) -> None:
    """Keep a fan's question; where others asked the like, they are shown first."""
    if not folded(text):
        raise Refusal(WORDLESS)
    await interaction.response.defer(ephemeral=True, thinking=True)
    await _keep_where_to_tell(bot, interaction, session, anonymous=anonymous, direct=direct)
    alike = await questions_like(bot, session, text, interaction.user.id)
    question = await _question_of(bot, interaction, session, text, anonymous=anonymous)
    if alike and not question.held:
        question = replace(question, state=FanQuestionState.DRAFT)
    asked = await bot.store.session_questions.ask(question, most=session.per_fan)
    if asked is None:
        raise Refusal(enough_asked(session))
    texts = texts_for(interaction.locale)
    if asked.state is not FanQuestionState.DRAFT:
        await tell_kept(bot, interaction, asked, texts)
        return
    await show_similar(interaction, alike, asked, texts)


async def is_held_for_review(bot: Stagedoor, guild_id: int, text: str, *, lately: int = 0) -> bool:
    """Whether the team looks at a question before others see it; `lately`: the fan's of the last minute."""
    keywords = keywords_of(await bot.store.session_preferences.held_words(guild_id))
    return needs_review(text, keywords, lately=lately)


async def _question_of(
    bot: Stagedoor, interaction: discord.Interaction[Any], session: Session, text: str, *, anonymous: bool
) -> FanQuestion:
    lately = await bot.store.session_questions.asked_lately(interaction.user.id, now=bot.clock())
    held = await is_held_for_review(bot, session.guild_id, text, lately=lately)
    return FanQuestion(
        session_id=session.id,
        guild_id=session.guild_id,
        fan_id=interaction.user.id,
        fan_name=interaction.user.display_name,
        fan_language=texts_for(interaction.locale).language,
        sent_id=interaction.id,
        asked_at=interaction.created_at.astimezone(UTC),
        text=text.strip(),
        anonymous=anonymous,
        held=held,
        state=FanQuestionState.HELD if held else FanQuestionState.WAITING,
    )


async def _keep_where_to_tell(
    bot: Stagedoor, interaction: discord.Interaction[Any], session: Session, *, anonymous: bool, direct: bool
) -> None:
    """Keep where to tell the fan: whoever asked without a name is never told where others read it."""
    own = await bot.store.session_questions.of_fan(session.id, interaction.user.id)
    wanted = direct or anonymous or any(question.anonymous for question in own)
    channel = await interaction.user.create_dm() if wanted else None
    await bot.store.session_preferences.keep_direct_channel(
        interaction.user.id, channel.id if channel else None
    )


async def tell_kept(
    bot: Stagedoor, interaction: discord.Interaction[Any], question: FanQuestion, texts: Texts
) -> None:
    """Tell a fan that their question waits."""
    bot.store.sessions.consoles_behind.add(question.session_id)
    words = (
        texts.t("Thank you! The team takes a look at your question first.")
        if question.state is FanQuestionState.HELD
        else texts.t("Thank you! Your question waits for its turn. You can change it until then.")
    )
    await say_privately(interaction, words)
