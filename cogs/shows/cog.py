"""/shows: what is coming up, by artist and city."""

import re
from typing import Any, Self

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.shows.show import upcoming
from bot.interface.components import PersistentItem, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from cogs.shows.view import fitting, key_of, pages_of, shows_embed

MOST_CHOICES = 25
MOST_CHOICE = 100


class ShowsPageButton(
    PersistentItem,
    template=r"shows:(?P<page>\d+):(?P<artist>[0-9a-f]+|-):(?P<city>[0-9a-f]+|-)",
):
    """Turns to another page of /shows."""

    def __init__(self, page: int, artist: str, city: str, label: str = "…") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"shows:{page}:{artist}:{city}"))
        self.page, self.artist, self.city = page, artist, city

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button anew from what Discord kept of it."""
        return cls(int(match["page"]), match["artist"], match["city"])

    async def used(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the page, as it is now."""
        embed, view = page_of(bot, self.page, self.artist, self.city, texts_for(interaction.locale))
        await interaction.response.edit_message(embed=embed, view=view)


def page_of(
    bot: Stagedoor, page: int, artist_key: str, city_key: str, texts: Texts
) -> tuple[discord.Embed, discord.ui.View]:
    """Make a page of the upcoming shows whose artist and city have these keys ("-" for any)."""
    now = bot.clock()
    shows = fitting(bot.label, artist_key=artist_key, city_key=city_key, now=now)
    page = min(page, pages_of(shows) - 1)
    view = persistent_view()
    if page > 0:
        view.add_item(ShowsPageButton(page - 1, artist_key, city_key, texts.t("Earlier")))
    if page + 1 < pages_of(shows):
        view.add_item(ShowsPageButton(page + 1, artist_key, city_key, texts.t("Later")))
    return shows_embed(shows, page, now=now, texts=texts), view


class Shows(commands.Cog):
    """Lists upcoming shows."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.add_dynamic_items(ShowsPageButton)

    @app_commands.command(name=locale_str("shows"), description=locale_str("Upcoming shows"))
    @app_commands.describe(
        artist=locale_str("Only shows of this artist"), city=locale_str("Only shows in this city")
    )
    @app_commands.rename(artist=locale_str("artist"), city=locale_str("city"))
    async def shows(
        self, interaction: discord.Interaction[Stagedoor], artist: str = "", city: str = ""
    ) -> None:
        """List upcoming shows, to who asks alone."""
        artist_name, city_name = self._artist(artist), self._city(city)
        texts = texts_for(interaction.locale)
        embed, view = page_of(self.bot, 0, key_of(artist_name), key_of(city_name), texts)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    def _artist(self, typed: str) -> str:
        wanted = typed.strip().casefold()
        for artist in self.bot.label.artists:
            if wanted in {name.casefold() for name in (artist.name, *artist.aliases)}:
                return artist.name
        if wanted:
            raise Refusal(
                sentence("I don’t know an artist called {name}. Pick one from the list.", name=typed)
            )
        return ""

    def _city(self, typed: str) -> str:
        wanted = typed.strip().casefold()
        cities = {show.city.casefold(): show.city for show in self.bot.label.shows}
        if wanted and wanted not in cities:
            raise Refusal(sentence("No show is planned in {city}. Pick a city from the list.", city=typed))
        return cities.get(wanted, "")

    @shows.autocomplete("artist")
    async def artists(self, interaction: discord.Interaction[Stagedoor], current: str) -> list[Choice[str]]:
        """Offer the artists whose names, in any language, hold what was typed."""
        del interaction
        typed = current.strip().casefold()
        return [
            Choice(name=artist.name[:MOST_CHOICE], value=artist.name[:MOST_CHOICE])
            for artist in self.bot.label.artists
            if any(typed in name.casefold() for name in (artist.name, *artist.aliases))
        ][:MOST_CHOICES]

    @shows.autocomplete("city")
    async def cities(self, interaction: discord.Interaction[Stagedoor], current: str) -> list[Choice[str]]:
        """Offer the cities of upcoming shows that hold what was typed."""
        del interaction
        typed = current.strip().casefold()
        cities = dict.fromkeys(show.city for show in upcoming(self.bot.label.shows, now=self.bot.clock()))
        return [
            Choice(name=city[:MOST_CHOICE], value=city[:MOST_CHOICE])
            for city in cities
            if typed in city.casefold()
        ][:MOST_CHOICES]


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Shows(bot))
