"""What a label's server has besides the stage, and how it is set up: all that a visitor finds ready to use."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.cli.rehearsing.stage import Stage, store_with
from bot.domain.label import Label
from bot.domain.members import Server
from bot.domain.works import WorkSettings
from bot.i18n import LANGUAGES
from bot.rehearsal.page.room import ARTIST, FAN, MANAGER, STAFF, Played
from bot.rehearsal.people import Role, User
from bot.rehearsal.places import Channel
from db.marks import Mark
from db.store import Store

Rules = Mapping[Role | User | None, Iterable[str]]

TEAM_COLOUR, MANAGERS_COLOUR, ARTISTS_COLOUR = 0x2A9D8F, 0x4A7BD0, 0xD0672F


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """The channels for news and works, and the artist."""

    stage: Stage
    news: Channel
    art: Channel
    highlights: Channel
    artists: Role
    artist: User

    def people(self) -> list[Played]:
        """Return who can be played, fans first."""
        stage = self.stage
        return [
            Played(stage.leo, FAN),
            Played(stage.minji, FAN),
            Played(stage.dohyun, FAN),
            Played(stage.sera, STAFF),
            Played(stage.jun, STAFF),
            Played(self.artist, ARTIST),
            Played(stage.hana, MANAGER),
        ]

    def server(self, label: Label) -> Server:
        """Return the server as its manager would set it up."""
        spoken = [language for language in label.languages if language in LANGUAGES]
        return replace(
            self.stage.server(),
            language=spoken[0] if spoken else LANGUAGES[0],
            announced=frozenset({self.news.id}),
            digest_channel_id=self.stage.team_desk.id,
        )


def furnish(stage: Stage, label: Label, *, sample: bool) -> Furniture:
    """Add what is missing, and put the channels in order."""
    guild = stage.guild
    artists = guild.role("Artist", colour=ARTISTS_COLOUR)
    stage.team.colour, stage.managers.colour = TEAM_COLOUR, MANAGERS_COLOUR
    bot_role = next(role for role in guild.roles.values() if role.application is stage.application)
    speaking: Rules = {role: ["send_messages"] for role in (stage.team, stage.managers, bot_role)}
    quiet: Rules = {None: ["send_messages"]}
    furniture = Furniture(
        stage=stage,
        news=guild.text_channel("announcements", deny=quiet, allow=speaking),
        art=guild.text_channel("fan-art", topic="Drawings, remixes, covers: show what you made"),
        highlights=guild.text_channel("highlights", deny=quiet, allow=speaking),
        artists=artists,
        artist=_artist(stage, label, sample=sample),
    )
    guild.join(furniture.artist, [artists])
    _put_in_order(furniture)
    return furniture


def _artist(stage: Stage, label: Label, *, sample: bool) -> User:
    if sample or not label.artists:
        return stage.world.user("yunseul", display_name="Yunseul", locale="ko")
    return stage.world.user("artist", display_name=label.artists[0].name)


def _put_in_order(furniture: Furniture) -> None:
    stage, guild = furniture.stage, furniture.stage.guild
    sections = {
        guild.category("Welcome"): (furniture.news, stage.questions, stage.forum),
        guild.category("Together"): (stage.lounge, furniture.art, furniture.highlights),
        guild.category("Team"): (stage.team_desk,),
    }
    position = 0
    for category, channels in sections.items():
        for channel in (category, *channels):
            channel.position = position
            position += 1
        for channel in channels:
            channel.parent = category


@asynccontextmanager
async def furnished_store(database: Path, label: Label, furniture: Furniture) -> AsyncIterator[Store]:
    """Open a database in which the server is set up, its works too."""
    async with store_with(database, label, furniture.server(label)) as store:
        guild_id = furniture.stage.guild.id
        settings = WorkSettings(
            guild_id=guild_id,
            highlights_channel_id=furniture.highlights.id,
            artist_role_id=furniture.artists.id,
        )
        await store.works.save_settings(settings)
        await store.works.look_in(guild_id, furniture.art.id, None)
        art = furniture.art.id
        await store.marks.advance([Mark(channel_id=art, guild_id=guild_id, seen=art)])
        yield store
