"""/works: where works are looked for and shown, what could be shown now, and the record of consent."""

import io
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.server import Server
from bot.domain.works.work import WorkKind
from bot.domain.works.work_settings import WorkSettings
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from bot.team.roles import rank_of, require_staff
from cogs.works import view
from cogs.works.consent_export import consent_csv
from cogs.works.discovery import plain_emoji
from cogs.works.weekly_picks import pick_buttons, picks_now

WorkChannel = discord.TextChannel | discord.ForumChannel
MOST_EMOJI = 64
KINDS: list[Choice[str]] = [
    Choice(name=locale_str("art"), value=WorkKind.ART.value),
    Choice(name=locale_str("remix"), value=WorkKind.REMIX.value),
    Choice(name=locale_str("cover"), value=WorkKind.COVER.value),
    Choice(name=locale_str("video"), value=WorkKind.VIDEO.value),
    Choice(name=locale_str("collection"), value=WorkKind.COLLECTION.value),
    Choice(name=locale_str("translation"), value=WorkKind.TRANSLATION.value),
    Choice(name=locale_str("review"), value=WorkKind.REVIEW.value),
]
WEEKDAYS: list[Choice[int]] = [
    Choice(name=locale_str("Monday"), value=0),
    Choice(name=locale_str("Tuesday"), value=1),
    Choice(name=locale_str("Wednesday"), value=2),
    Choice(name=locale_str("Thursday"), value=3),
    Choice(name=locale_str("Friday"), value=4),
    Choice(name=locale_str("Saturday"), value=5),
    Choice(name=locale_str("Sunday"), value=6),
]


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class WorksGroup(app_commands.Group):
    """The commands about fans' works, for the team."""

    def __init__(self, bot: Stagedoor) -> None:
        super().__init__(
            name=locale_str("works"), description=locale_str("Fans’ works: where they are found and shown")
        )
        self.bot = bot

    @app_commands.command(
        name=locale_str("setup"), description=locale_str("Set up where works are found and shown, or see it")
    )
    @app_commands.describe(
        look_in=locale_str("A channel or forum in which fans post their works"),
        kind=locale_str("What is usual there; empty: anything"),
        look_away=locale_str("A channel or forum to leave alone again"),
        highlights=locale_str("Where works are shown, once their makers said yes"),
        reaction=locale_str("With this reaction, fans nominate"),
        needed=locale_str("So many fans are needed"),
        makers_role=locale_str("A role for makers whose work was shown"),
        artists_role=locale_str("The role of your artists: what they post is no fan’s work"),
        day=locale_str("The day of the weekly showcase"),
        hour=locale_str("Its hour, local time"),
    )
    @app_commands.rename(
        look_in=locale_str("look_in"),
        kind=locale_str("kind"),
        look_away=locale_str("look_away"),
        highlights=locale_str("highlights"),
        reaction=locale_str("reaction"),
        needed=locale_str("needed"),
        makers_role=locale_str("makers_role"),
        artists_role=locale_str("artists_role"),
        day=locale_str("day"),
        hour=locale_str("hour"),
    )
    @app_commands.choices(kind=KINDS)
    @app_commands.choices(day=WEEKDAYS)
    async def setup(  # noqa: PLR0917  # each is an option of the command
        self,
        interaction: discord.Interaction[Stagedoor],
        look_in: WorkChannel | None = None,
        kind: str | None = None,
        look_away: WorkChannel | None = None,
        highlights: discord.TextChannel | None = None,
        reaction: app_commands.Range[str, 1, MOST_EMOJI] | None = None,
        needed: app_commands.Range[int, 1, 1000] | None = None,
        makers_role: discord.Role | None = None,
        artists_role: discord.Role | None = None,
        day: int | None = None,
        hour: app_commands.Range[int, 0, 23] | None = None,
    ) -> None:
        """Change what was given, then show the whole."""
        server = self._require_manager(interaction)
        settings_store = self.bot.store.work_settings
        if makers_role is not None:
            _check_role(makers_role)
        settings = settings_store.get(server.guild_id)
        changes = {
            "highlights_channel_id": highlights.id if highlights else None,
            "reaction": plain_emoji(reaction) if reaction else None,
            "reactions_needed": needed,
            "maker_role_id": makers_role.id if makers_role else None,
            "artist_role_id": artists_role.id if artists_role else None,
            "weekday": day,
            "hour": hour,
        }
        given: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
        settings = replace(settings, **given)
        await settings_store.save(settings)
        if look_in is not None:
            await settings_store.look_in(server.guild_id, look_in.id, WorkKind(kind) if kind else None)
            self.bot.inbox.advance(look_in.id, server.guild_id, interaction.id)
        if look_away is not None:
            await settings_store.look_away(look_away.id)
        embed = self._embed(interaction, settings, texts_for(interaction.locale))
        await interaction.response.send_message(embed=embed, ephemeral=True)

    def _embed(
        self, interaction: discord.Interaction[Any], settings: WorkSettings, texts: Texts
    ) -> discord.Embed:
        t = texts.t
        nothing = t("not set")
        embed = discord.Embed(colour=view.COLOUR, title=t("How fans’ works are found and shown here"))
        own = {channel.id for channel in interaction.guild.channels} if interaction.guild else set()
        anything = t("anything")
        places = [
            f"<#{channel}> ({view.kind_name(kind, texts) if kind else anything})"
            for channel, kind in sorted(self.bot.store.work_settings.channels.items())
            if channel in own
        ]
        shown_in = settings.highlights_channel_id
        embed.add_field(name=t("I look in"), value="\n".join(places)[:1024] or nothing, inline=False)
        embed.add_field(name=t("Highlights"), value=f"<#{shown_in}>" if shown_in else nothing)
        embed.add_field(
            name=t("Fans nominate with"), value=f"{settings.reaction} · {settings.reactions_needed}"[:1024]
        )
        role = settings.maker_role_id
        embed.add_field(name=t("Makers’ role"), value=f"<@&{role}>" if role else nothing)
        role = settings.artist_role_id
        embed.add_field(name=t("Artists’ role"), value=f"<@&{role}>" if role else nothing)
        day = t(str(WEEKDAYS[settings.weekday].name))
        embed.add_field(name=t("Weekly showcase"), value=f"{day}, {settings.hour}:00")
        return embed

    @app_commands.command(
        name=locale_str("picks"), description=locale_str("Works you could show this week, and why")
    )
    async def picks(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """Suggest works now."""
        guild_id = interaction.guild_id or 0
        require_staff(self.bot, interaction, guild_id)
        found = await picks_now(self.bot, guild_id)
        if not found:
            raise Refusal(sentence("There is nothing new to suggest."))
        embed = view.pick_embed(found, texts_for(interaction.locale))
        await say_privately(interaction, embeds=[embed], view=pick_buttons(found))

    @app_commands.command(
        name=locale_str("export"),
        description=locale_str("The record of what makers allowed, as a table (for managers)"),
    )
    async def export(self, interaction: discord.Interaction[Stagedoor]) -> None:
        """Give a manager the record."""
        server = self._require_manager(interaction)
        record = await self.bot.store.work_consents.record(server.guild_id)
        file = discord.File(io.BytesIO(consent_csv(record)), "consent.csv")
        await interaction.response.send_message(file=file, ephemeral=True)

    def _require_manager(self, interaction: discord.Interaction[Any]) -> Server:
        server = self.bot.store.servers.get(interaction.guild_id or 0)
        _, manager = rank_of(interaction, server)
        if not manager:
            raise Refusal(sentence("Only the label’s managers can do this."))
        return server


def _check_role(role: discord.Role) -> None:
    if not role.is_assignable():
        raise Refusal(
            sentence("I can’t give that role: I need Manage Roles, and my own role must stand above it.")
        )
