"""What a label's server has besides, and how it is set up: all that a visitor finds ready to use."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.cli.demo.fan_server import FanServer, store_with
from bot.cli.demo.past import write_past
from bot.domain.languages.language import ENGLISH, codes
from bot.domain.server import Server
from bot.domain.shows.label import Label
from bot.domain.works.work_settings import WorkSettings
from bot.interface.i18n import texts_for
from bot.rehearsal.model.channels import Channel
from bot.rehearsal.model.members import Role
from bot.rehearsal.model.users import User
from bot.rehearsal.page.host import ARTIST, FAN, MANAGER, STAFF, Persona
from db.cursors import Cursor
from db.store import Store

Rules = Mapping[Role | User | None, Iterable[str]]

TEAM_COLOUR, MANAGERS_COLOUR, ARTISTS_COLOUR = 0x2A9D8F, 0x4A7BD0, 0xD0672F


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """The channels for news and works, and the artist."""

    fan_server: FanServer
    news: Channel
    art: Channel
    highlights: Channel
    artists: Role
    artist: User
    language: str

    def people(self) -> list[Persona]:
        """Return who can be played, fans first."""
        fan_server = self.fan_server
        return [
            Persona(fan_server.leo, FAN),
            Persona(fan_server.minji, FAN),
            Persona(fan_server.dohyun, FAN),
            Persona(fan_server.sera, STAFF),
            Persona(fan_server.jun, STAFF),
            Persona(self.artist, ARTIST),
            Persona(fan_server.hana, MANAGER),
        ]

    def landmarks(self) -> dict[str, int]:
        """Return the channels by the names under which the page's tour knows them, whatever they are called."""
        fan_server = self.fan_server
        return {
            "ask-away": fan_server.questions.id,
            "lounge": fan_server.lounge.id,
            "team-desk": fan_server.team_desk.id,
            "fan-art": self.art.id,
            "highlights": self.highlights.id,
        }

    def server(self, label: Label) -> Server:
        """Return the server as its manager would set it up."""
        spoken = [language for language in label.languages if language in codes()]
        return replace(
            self.fan_server.server(),
            language=spoken[0] if spoken else ENGLISH,
            announced=frozenset({self.news.id}),
            digest_channel_id=self.fan_server.team_desk.id,
        )


def add_extras(fan_server: FanServer, label: Label, language: str = ENGLISH, *, sample: bool) -> Extras:
    """Add what is missing, and put the channels in order."""
    guild, t = fan_server.guild, texts_for(language).t
    artists = guild.role(t("Artist"), colour=ARTISTS_COLOUR)
    fan_server.team.colour, fan_server.managers.colour = TEAM_COLOUR, MANAGERS_COLOUR
    bot_role = next(role for role in guild.roles.values() if role.application is fan_server.application)
    speaking: Rules = {role: ["send_messages"] for role in (fan_server.team, fan_server.managers, bot_role)}
    quiet: Rules = {None: ["send_messages"]}
    extras = Extras(
        fan_server=fan_server,
        news=guild.text_channel(t("announcements"), deny=quiet, allow=speaking),
        art=guild.text_channel(t("fan-art"), topic=t("Drawings, remixes, covers: show what you made")),
        highlights=guild.text_channel(t("highlights"), deny=quiet, allow=speaking),
        artists=artists,
        artist=_artist(fan_server, label, language, sample=sample),
        language=language,
    )
    guild.join(extras.artist, [artists])
    _put_in_order(extras)
    return extras


def _artist(fan_server: FanServer, label: Label, language: str, *, sample: bool) -> User:
    if sample or not label.artists:
        name = texts_for(language).t("Yunseul")
        return fan_server.world.user("yunseul", display_name=name, locale="ko")
    return fan_server.world.user("artist", display_name=label.artists[0].name)


def _put_in_order(extras: Extras) -> None:
    fan_server, guild, t = extras.fan_server, extras.fan_server.guild, texts_for(extras.language).t
    sections = {
        guild.category(t("Welcome")): (extras.news, fan_server.questions, fan_server.forum),
        guild.category(t("Together")): (fan_server.lounge, extras.art, extras.highlights),
        guild.category(t("Team")): (fan_server.team_desk,),
    }
    position = 0
    for category, channels in sections.items():
        for channel in (category, *channels):
            channel.position = position
            position += 1
        for channel in channels:
            channel.parent = category


@asynccontextmanager
async def store_with_extras(database: Path, label: Label, extras: Extras) -> AsyncIterator[Store]:
    """Open a database in which the server is set up, its works too, and has a past."""
    async with store_with(database, label, extras.server(label)) as store:
        guild_id = extras.fan_server.guild.id
        settings = WorkSettings(
            guild_id=guild_id,
            highlights_channel_id=extras.highlights.id,
            artist_role_id=extras.artists.id,
        )
        await store.work_settings.save(settings)
        await store.work_settings.look_in(guild_id, extras.art.id, None)
        art = extras.art.id
        await store.cursors.advance([Cursor(channel_id=art, guild_id=guild_id, seen=art)])
        await write_past(store, extras.fan_server, label, extras.language)
        yield store
