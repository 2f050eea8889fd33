"""Fans ask: a form, questions like theirs before it is sent, and what they may still change."""

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
    must_be_looked_at,
    similar,
)
from bot.domain.sessions.session import Order, Session
from bot.interface.components import ModalSubmission, PersistentButton, PersistentModal, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.sessions.hosts import stir
from cogs.sessions.view import line_of

MOST_TEXT = 500
MOST_COMPARED = 5000
PUBLIC, ANONYMOUS = "name", "anonymous"
NOT_VOTED_FOR = sentence("You can’t vote for your own question, or for one that is settled already.")
WORDLESS = sentence("Please write your question in words.")
HERE, DIRECT = "channel", "direct"


async def the_open_session(bot: Stagedoor, session_id: int) -> Session:
    """Return a session in which fans may ask and vote.

    Raises:
        Refusal: it is over.
    """
    session = await bot.store.sessions.get(session_id)
    if session is None or not session.is_open:
        raise Refusal(sentence("This session is over. Thank you!"))
    return session


class AskButton(PersistentButton, name="qna_ask"):
    """Opens the form for a question."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form, if there is still room for a question of theirs."""
        session = await the_open_session(bot, self.subject)
        await require_room(bot, session, interaction.user.id)
        await interaction.response.send_modal(AskModal(session, texts_for(interaction.locale)))


async def require_room(bot: Stagedoor, session: Session, fan_id: int) -> None:
    """Refuse more questions than a fan may ask.

    Raises:
        Refusal: saying how many.
    """
    own = await bot.store.session_questions.of_fan(session.id, fan_id)
    if sum(question.carried_from is None for question in own) >= session.per_fan:
        raise Refusal(
            sentence("You have asked {count} already, so that everybody gets a turn.", count=session.per_fan)
        )


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
        session = await the_open_session(bot, sent.subject)
        anonymous, direct = sent.typed.get("who") == ANONYMOUS, sent.typed.get("where") == DIRECT
        await send(bot, interaction, session, sent.typed["text"], anonymous=anonymous, direct=direct)


def _choice(custom_id: str, options: Mapping[str, str]) -> discord.ui.Select[Any]:
    """Make a menu whose first option is chosen unless the fan changes it."""
    listed = [
        discord.SelectOption(label=label[:100], value=value, default=not number)
        for number, (value, label) in enumerate(options.items())
    ]
    return discord.ui.Select(custom_id=custom_id, options=listed, required=False)


async def send(
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
    await _keep_where(bot, interaction, session, anonymous=anonymous, direct=direct)
    others = await bot.store.session_questions.queue(session.id, Order.VOTES, limit=MOST_COMPARED)
    fan = interaction.user.id
    alike = [other for other in similar(text, others) if other.fan_id != fan]
    mine = [other for other in others if other.fan_id == fan and folded(other.text) == folded(text)]
    if mine:
        raise Refusal(sentence("You have asked this already. It is waiting."))
    draft = await _question_of(bot, interaction, session, text, anonymous=anonymous)
    draft_state = FanQuestionState.DRAFT if alike and not draft.held else draft.state
    asked = await bot.store.session_questions.ask(replace(draft, state=draft_state), most=session.per_fan)
    if asked is None:
        raise Refusal(
            sentence("You have asked {count} already, so that everybody gets a turn.", count=session.per_fan)
        )
    texts = texts_for(interaction.locale)
    if asked.state is not FanQuestionState.DRAFT:
        await tell_kept(bot, interaction, asked, texts)
        return
    await say_privately(
        interaction, embeds=[_alike_embed(alike, texts)], view=_alike_view(alike, asked, texts)
    )


async def _question_of(
    bot: Stagedoor, interaction: discord.Interaction[Any], session: Session, text: str, *, anonymous: bool
) -> FanQuestion:
    words = keywords_of(await bot.store.session_questions.held_words(session.guild_id))
    lately = await bot.store.session_questions.asked_lately(interaction.user.id, now=bot.clock())
    held = must_be_looked_at(text, words, lately=lately)
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


async def _keep_where(
    bot: Stagedoor, interaction: discord.Interaction[Any], session: Session, *, anonymous: bool, direct: bool
) -> None:
    """Keep where to tell the fan: whoever asked without a name is never told where others read it."""
    own = await bot.store.session_questions.of_fan(session.id, interaction.user.id)
    wanted = direct or anonymous or any(question.anonymous for question in own)
    channel = await interaction.user.create_dm() if wanted else None
    await bot.store.session_questions.hear_by(interaction.user.id, channel.id if channel else None)


async def tell_kept(
    bot: Stagedoor, interaction: discord.Interaction[Any], question: FanQuestion, texts: Texts
) -> None:
    """Tell a fan that their question waits."""
    stir(bot, question.session_id)
    words = (
        texts.t("Thank you! The team takes a look at your question first.")
        if question.state is FanQuestionState.HELD
        else texts.t("Thank you! Your question waits for its turn. You can change it until then.")
    )
    await say_privately(interaction, words)


def _alike_embed(alike: list[FanQuestion], texts: Texts) -> discord.Embed:
    lines = [f"**{number}.** {line_of(question, texts)}" for number, question in enumerate(alike, 1)]
    return discord.Embed(
        title=texts.t("Is it one of these? Vote for it instead!"), description="\n".join(lines)
    )


def _alike_view(alike: list[FanQuestion], draft: FanQuestion, texts: Texts) -> discord.ui.View:
    seconds = [
        SecondButton(
            question.id,
            texts.t("Vote for {number}", number=number),
            detail=draft.id,
            emoji="👍",
            style=discord.ButtonStyle.primary,
        )
        for number, question in enumerate(alike, 1)
    ]
    return persistent_view(*seconds, SendButton(draft.id, texts.t("No, send mine")))


class SecondButton(PersistentButton, name="qna_second"):
    """“Vote for it instead”: its subject is the other question, its detail the fan's own."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Vote for the other question, and let go of the own one."""
        if not await bot.store.session_votes.second(self.subject, interaction.user.id):
            raise Refusal(NOT_VOTED_FOR)
        await bot.store.session_questions.move(
            self.detail, frozenset({FanQuestionState.DRAFT}), FanQuestionState.WITHDRAWN
        )
        words = texts_for(interaction.locale).t("Your vote is in. Thank you!")
        await interaction.response.edit_message(content=words, embed=None, view=None)


class SendButton(PersistentButton, name="qna_send"):
    """“No, send mine”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Keep the fan's own question after all."""
        question = await own_question(bot, interaction, self.subject)
        session = await the_open_session(bot, question.session_id)
        await require_room(bot, session, interaction.user.id)
        after = FanQuestionState.HELD if question.held else FanQuestionState.WAITING
        await bot.store.session_questions.move(question.id, frozenset({FanQuestionState.DRAFT}), after)
        stir(bot, session.id)
        words = texts_for(interaction.locale).t(
            "Thank you! Your question waits for its turn. You can change it until then."
        )
        await interaction.response.edit_message(content=words, embed=None, view=None)


async def own_question(
    bot: Stagedoor, interaction: discord.Interaction[Any], question_id: int
) -> FanQuestion:
    """Return a fan's own question that may still be changed.

    Raises:
        Refusal: it was asked meanwhile, or isn't theirs.
    """
    question = await bot.store.session_questions.get(question_id)
    if question is None or question.fan_id != interaction.user.id or not question.is_own:
        raise Refusal(sentence("This question can’t be changed any more."))
    return question
