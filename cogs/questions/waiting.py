"""/questions: who is waiting, longest first, with what can be done about it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

import discord

from bot.client import Stagedoor
from bot.domain.questions.question import Question
from bot.interface.components import PersistentItem, persistent_view
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from bot.team.opening_hours import hours_of
from bot.team.roles import require_staff
from cogs.questions.cards import work_buttons
from cogs.questions.view import Waits, waiting_embed

#: A message has five rows of buttons: one for each question, one to turn pages.
PAGE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFilter:
    """Which open questions to list: `channel_id` and `claimed_by` 0 for any, `hours` waited at least."""

    page: int = 0
    channel_id: int = 0
    hours: int = 0
    claimed_by: int = 0


class WaitingPageButton(
    PersistentItem,
    template=r"waiting:(?P<turn>\w+):(?P<page>\d+):(?P<channel>\d+):(?P<hours>\d+):(?P<claimed>\d+)",
):
    """Turns a page of the list, or draws it anew."""

    def __init__(self, turn: str, wanted: WaitingFilter, label: str = "…") -> None:
        custom_id = f"waiting:{turn}:{wanted.page}:{wanted.channel_id}:{wanted.hours}:{wanted.claimed_by}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, row=4))
        self.wanted = wanted

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003  # discord.py's interface
        item: discord.ui.Item[Any],  # noqa: ARG003  # discord.py's interface
        match: re.Match[str],
        /,
    ) -> Self:
        """Make the button anew from what Discord kept of it."""
        wanted = WaitingFilter(
            page=int(match["page"]),
            channel_id=int(match["channel"]),
            hours=int(match["hours"]),
            claimed_by=int(match["claimed"]),
        )
        return cls(match["turn"], wanted)

    async def used(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the page as it is now."""
        guild_id = interaction.guild_id or 0
        require_staff(bot, interaction, guild_id)
        embed, view = await page_of(bot, guild_id, self.wanted, texts_for(interaction.locale))
        await interaction.response.edit_message(embed=embed, view=view)


async def show(interaction: discord.Interaction[Stagedoor], wanted: WaitingFilter) -> None:
    """Show staff the list, to them alone."""
    bot, guild_id = interaction.client, interaction.guild_id or 0
    require_staff(bot, interaction, guild_id)
    embed, view = await page_of(bot, guild_id, wanted, texts_for(interaction.locale))
    await say_privately(interaction, embeds=[embed], view=view)


async def page_of(
    bot: Stagedoor, guild_id: int, wanted: WaitingFilter, texts: Texts
) -> tuple[discord.Embed, discord.ui.View]:
    """Draw a page of the open questions."""
    now = bot.clock()
    fitting = [
        question
        for question in await bot.store.questions.waiting(guild_id)
        if wanted.channel_id in {0, question.channel_id}
        and now - question.asked_at >= timedelta(hours=wanted.hours)
        and (not wanted.claimed_by or question.claimant(now) == wanted.claimed_by)
    ]
    pages = max(1, -(-len(fitting) // PAGE))
    wanted = replace(wanted, page=min(wanted.page, pages - 1))
    first = wanted.page * PAGE
    shown = fitting[first : first + PAGE]
    hours = hours_of(bot, bot.store.servers.get(guild_id))
    listed = [
        (question, Waits(wall=now - question.asked_at, opened=hours.open_between(question.asked_at, now)))
        for question in shown
    ]
    embed = waiting_embed(listed, first=first + 1, of=len(fitting), now=now, texts=texts)
    return embed, _components(shown, wanted, pages=pages, now=now, texts=texts)


def _components(
    shown: list[Question], wanted: WaitingFilter, *, pages: int, now: datetime, texts: Texts
) -> discord.ui.View:
    view = persistent_view()
    for row, question in enumerate(shown):
        for item in work_buttons(question, now, texts, number=str(wanted.page * PAGE + row + 1)):
            item.row = row
            view.add_item(item)
    view.add_item(WaitingPageButton("again", wanted, texts.t("Refresh")))
    if wanted.page > 0:
        view.add_item(WaitingPageButton("back", replace(wanted, page=wanted.page - 1), texts.t("Earlier")))
    if wanted.page + 1 < pages:
        view.add_item(WaitingPageButton("on", replace(wanted, page=wanted.page + 1), texts.t("Later")))
    return view
