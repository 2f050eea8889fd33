"""Fans vote: a list of questions, for one reader alone, whose order stays while they vote."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sessions.questions import FanQuestion
from bot.domain.sessions.session import Order, Session
from bot.interface.components import PersistentButton, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from cogs.sessions.fan_rights import NOT_VOTED_FOR, require_open
from cogs.sessions.view import A_PAGE, voting_embed


class QuestionListButton(PersistentButton, name="qna_list"):
    """“Questions and votes”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the first questions."""
        await show_list(bot, interaction, self.subject)


async def show_list(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int) -> None:
    """List questions to one reader alone, those with the most votes first."""
    session = await require_open(bot, session_id)
    embed, view = await _draw_page(bot, session, 0, texts_for(interaction.locale))
    await say_privately(interaction, embeds=[embed], view=view)


class QuestionListPageButton(PersistentButton, name="qna_page"):
    """Turns to another page of the list."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show that page in place of this one."""
        session = await require_open(bot, self.subject)
        embed, view = await _draw_page(bot, session, self.detail, texts_for(interaction.locale))
        await interaction.response.edit_message(embed=embed, view=view)


class VoteButton(PersistentButton, name="qna_vote"):
    """A fan's vote; pressed again it is taken back. Its detail is the page it stands on."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Count the vote, and show the same questions with their votes now."""
        seen = _listed(interaction.message)
        voted = await bot.store.session_votes.toggle(
            self.subject, interaction.user.id, press=interaction.id, seen=seen
        )
        if voted is None:
            raise Refusal(NOT_VOTED_FOR)
        session, questions = voted
        texts, more = texts_for(interaction.locale), _has_more(interaction.message)
        embed, view = _draw(session, questions, self.detail, texts, more=more)
        await interaction.response.edit_message(embed=embed, view=view)
        bot.store.sessions.consoles_behind.add(session.id)


async def _draw_page(
    bot: Stagedoor, session: Session, page: int, texts: Texts
) -> tuple[discord.Embed, discord.ui.View]:
    found = await bot.store.session_questions.queue(
        session.id, Order.VOTES, offset=page * A_PAGE, limit=A_PAGE + 1
    )
    return _draw(session, found[:A_PAGE], page, texts, more=len(found) > A_PAGE)


def _draw(
    session: Session, shown: list[FanQuestion], page: int, texts: Texts, *, more: bool
) -> tuple[discord.Embed, discord.ui.View]:
    buttons: list[discord.ui.Item[Any]] = [
        VoteButton(question.id, texts.t("Vote for {number}", number=number), detail=page, emoji="👍")
        for number, question in enumerate(shown, page * A_PAGE + 1)
    ]
    if page:
        buttons.append(QuestionListPageButton(session.id, texts.t("Earlier"), detail=page - 1, row=1))
    if more:
        buttons.append(QuestionListPageButton(session.id, texts.t("Later"), detail=page + 1, row=1))
    return voting_embed(session, shown, page, texts), persistent_view(*buttons)


def _custom_ids(message: discord.Message | None) -> list[list[str]]:
    rows = message.components if message else []
    return [
        str(getattr(item, "custom_id", "")).split(":")
        for row in rows
        if isinstance(row, discord.ActionRow)
        for item in row.children
    ]


def _listed(message: discord.Message | None) -> list[int]:
    """Return the questions that a list shows, in its order."""
    return [int(parts[1]) for parts in _custom_ids(message) if parts[0] == VoteButton.name]


def _has_more(message: discord.Message | None) -> bool:
    pages = [parts for parts in _custom_ids(message) if parts[0] == QuestionListPageButton.name]
    votes = [int(parts[2]) for parts in _custom_ids(message) if parts[0] == VoteButton.name]
    return any(int(parts[2]) > page for parts in pages for page in votes[:1])
