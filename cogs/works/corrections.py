"""Sets right, by the team or the maker, what was guessed of a work."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.works.work import WorkKind
from bot.interface.components import (
    PersistentButton,
    PersistentSelect,
    persistent_view,
)
from bot.interface.i18n import texts_for
from bot.interface.responses import say_privately
from cogs.works import view
from cogs.works.access import correctable_work
from cogs.works.posts import edited_posts, update_posts

MOST_ARTISTS = 24
NO_ARTIST = "—"


class CorrectButton(PersistentButton, name="work_correct"):
    """Offers to set by hand what was guessed."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the two menus."""
        work = await correctable_work(bot, interaction, self.subject)
        texts = texts_for(interaction.locale)
        kinds = [
            discord.SelectOption(
                label=view.kind_name(kind, texts), value=kind.value, default=kind is work.kind
            )
            for kind in WorkKind
        ]
        names = [artist.name for artist in bot.label.artists][:MOST_ARTISTS]
        artists = [
            discord.SelectOption(label=name[:100], value=name[:100], default=name == work.artist)
            for name in names
        ]
        artists.append(discord.SelectOption(label=texts.t("none of them"), value=NO_ARTIST))
        menus = persistent_view(
            KindSelect(work.id, kinds, texts.t("What is it?")),
            ArtistSelect(work.id, artists, texts.t("Whose music?")),
        )
        await say_privately(interaction, texts.t("What is right?"), view=menus)


class KindSelect(PersistentSelect, name="work_kind"):
    """The right kind."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Keep it."""
        work = await correctable_work(bot, interaction, self.subject)
        posts = [*update_posts(bot, work), *edited_posts(bot, work)]
        await bot.store.works.correct(work.id, kind=WorkKind(value), posts=posts)
        await _corrected(bot, interaction)


class ArtistSelect(PersistentSelect, name="work_artist"):
    """The right artist."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Keep it."""
        work = await correctable_work(bot, interaction, self.subject)
        name = "" if value == NO_ARTIST else value
        posts = [*update_posts(bot, work), *edited_posts(bot, work)]
        await bot.store.works.correct(work.id, artist=name, posts=posts)
        await _corrected(bot, interaction)


async def _corrected(bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
    bot.outbox.wake()
    await say_privately(interaction, texts_for(interaction.locale).t("Noted. Thank you!"))
