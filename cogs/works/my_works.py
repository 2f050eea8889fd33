"""/my works: what a maker allowed, and the way to take it back."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.works.consent import Consent, ConsentOutcome
from bot.domain.works.work import Work, WorkState
from bot.interface.components import PersistentButton, PersistentSelect, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.limits import MOST_DESCRIPTION, fit
from bot.interface.responses import say_privately
from bot.reports.show_texts import plain
from cogs.works import view
from cogs.works.consent_answers import ChangeButton, NoButton, TakeBackButton, YesButton
from cogs.works.consent_view import answered_text
from cogs.works.corrections import CorrectButton


async def show_my_works(bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
    """List a maker's works, with what they answered."""
    texts = texts_for(interaction.locale)
    works = await bot.store.works.of_maker(interaction.user.id)
    lines = []
    for work in works:
        consent = await bot.store.work_consents.of_work(work.id)
        lines.append(f"• [{_title(work, texts)}]({work.jump_url}): {_state(work, consent, texts)}")
    embed = discord.Embed(colour=view.COLOUR, title=texts.t("Your works"))
    embed.description = fit(lines, MOST_DESCRIPTION) or texts.t("Nobody has asked you about a work yet.")
    items: list[discord.ui.Item[Any]] = [
        MyWorkSelect(interaction.user.id, _options(works, texts), texts.t("Which one?"))
    ]
    guilds = {work.guild_id for work in works} or {interaction.guild_id or 0}
    items += [
        await _never_button(bot, guild_id, interaction.user.id, texts)
        for guild_id in sorted(guilds - {0})[:4]
    ]
    await say_privately(interaction, embeds=[embed], view=persistent_view(*(items if works else items[1:])))


def _options(works: Sequence[Work], texts: Texts) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=f"{_title(work, texts)} · {work.caption}"[:100], value=str(work.id))
        for work in works
    ]


def _title(work: Work, texts: Texts) -> str:
    kind = view.kind_name(work.kind, texts)
    return f"{kind} · {plain(work.artist, 60)}" if work.artist else kind


def _state(work: Work, consent: Consent | None, texts: Texts) -> str:
    if consent is None:
        return texts.t("nobody asked you yet")
    withdrawn = work.state is WorkState.WITHDRAWN
    return answered_text(consent, withdrawn=withdrawn, texts=texts) or texts.t("you haven’t answered yet")


class MyWorkSelect(PersistentSelect, name="my_work"):
    """One of a maker's own works; its subject is the maker."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Show what can be done about it."""
        work = await bot.store.works.get(int(value))
        if work is None or work.maker_id != interaction.user.id:
            raise Refusal(sentence("This work isn’t kept any more."))
        texts = texts_for(interaction.locale)
        consent = await bot.store.work_consents.of_work(work.id)
        words = f"[{_title(work, texts)}]({work.jump_url}): {_state(work, consent, texts)}"
        await say_privately(interaction, words, view=persistent_view(*_buttons(work, consent, texts)))


def _buttons(work: Work, consent: Consent | None, texts: Texts) -> list[discord.ui.Item[Any]]:
    t = texts.t
    buttons: list[discord.ui.Item[Any]] = []
    if consent is not None and consent.outcome is ConsentOutcome.ASKED:
        buttons += [
            YesButton(consent.id, t("Yes…"), style=discord.ButtonStyle.success),
            NoButton(consent.id, t("No, thanks")),
        ]
    if consent is not None and work.state is WorkState.GRANTED:
        buttons += [
            ChangeButton(consent.id, t("Change…")),
            TakeBackButton(consent.id, t("Take it back"), style=discord.ButtonStyle.danger),
        ]
    if work.state is not WorkState.WITHDRAWN:
        buttons.append(CorrectButton(work.id, t("Correct…")))
    return buttons


class NeverButton(PersistentButton, name="work_never"):
    """Never to be asked again, or (`detail` 1) to be asked again; its subject is the server."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Keep it."""
        never = not self.detail
        await bot.store.works.never_ask(self.subject, interaction.user.id, never=never)
        texts = texts_for(interaction.locale)
        words = texts.t("You won’t be asked again.") if never else texts.t("You may be asked again.")
        await say_privately(interaction, words)


async def _never_button(bot: Stagedoor, guild_id: int, maker_id: int, texts: Texts) -> NeverButton:
    if await bot.store.works.may_ask(guild_id, maker_id):
        return NeverButton(guild_id, texts.t("Never ask me"))
    return NeverButton(guild_id, texts.t("You may ask me again"), detail=1)
