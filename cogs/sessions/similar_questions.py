"""Before a question is kept, others like it are shown: the fan may vote for one of them instead."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.sessions.questions import FanQuestion, FanQuestionState, folded, similar
from bot.domain.sessions.session import Order, Session
from bot.interface.components import PersistentButton, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.sessions.fan_rights import NOT_VOTED_FOR, require_changeable, require_open, require_room
from cogs.sessions.view import line_of

MOST_COMPARED = 5000


async def questions_like(bot: Stagedoor, session: Session, text: str, fan_id: int) -> list[FanQuestion]:
    """Return other fans' questions that may well be the same.

    Raises:
        Refusal: the fan has asked just that.
    """
    others = await bot.store.session_questions.queue(session.id, Order.VOTES, limit=MOST_COMPARED)
    if any(other.fan_id == fan_id and folded(other.text) == folded(text) for other in others):
        raise Refusal(sentence("You have asked this already. It is waiting."))
    return [other for other in similar(text, others) if other.fan_id != fan_id]


async def show_similar(
    interaction: discord.Interaction[Any], alike: list[FanQuestion], draft: FanQuestion, texts: Texts
) -> None:
    """Show a fan the questions like theirs, which is a draft until they say that they want it sent."""
    embed, view = _similar_embed(alike, texts), _similar_view(alike, draft, texts)
    await say_privately(interaction, embeds=[embed], view=view)


def _similar_embed(alike: list[FanQuestion], texts: Texts) -> discord.Embed:
    lines = [f"**{number}.** {line_of(question, texts)}" for number, question in enumerate(alike, 1)]
    return discord.Embed(
        title=texts.t("Is it one of these? Vote for it instead!"), description="\n".join(lines)
    )


def _similar_view(alike: list[FanQuestion], draft: FanQuestion, texts: Texts) -> discord.ui.View:
    votes = [
        VoteInsteadButton(
            question.id,
            texts.t("Vote for {number}", number=number),
            detail=draft.id,
            emoji="👍",
            style=discord.ButtonStyle.primary,
        )
        for number, question in enumerate(alike, 1)
    ]
    return persistent_view(*votes, SendAnywayButton(draft.id, texts.t("No, send mine")))


class VoteInsteadButton(PersistentButton, name="qna_second"):
    """“Vote for it instead”: its subject is the other question, its detail the fan's own."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Vote for the other question, and let go of the own one."""
        if not await bot.store.session_votes.give_instead(
            self.subject, interaction.user.id, draft_id=self.detail
        ):
            raise Refusal(NOT_VOTED_FOR)
        words = texts_for(interaction.locale).t("Your vote is in. Thank you!")
        await interaction.response.edit_message(content=words, embed=None, view=None)


class SendAnywayButton(PersistentButton, name="qna_send"):
    """“No, send mine”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Keep the fan's own question after all."""
        question = await require_changeable(bot, interaction, self.subject)
        session = await require_open(bot, question.session_id)
        await require_room(bot, session, interaction.user.id)
        after = FanQuestionState.HELD if question.held else FanQuestionState.WAITING
        await bot.store.session_questions.change_state(
            question.id, frozenset({FanQuestionState.DRAFT}), after
        )
        bot.store.sessions.consoles_behind.add(session.id)
        words = texts_for(interaction.locale).t(
            "Thank you! Your question waits for its turn. You can change it until then."
        )
        await interaction.response.edit_message(content=words, embed=None, view=None)
