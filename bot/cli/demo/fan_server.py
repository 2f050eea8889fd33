"""A label's server on the rehearsal's Discord, and the real bot in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.client import Stagedoor, point_discord_at
from bot.domain.languages.language import ENGLISH
from bot.domain.server import Server
from bot.domain.shows.label import Label
from bot.interface.i18n import texts_for
from bot.interface.permissions import PERMISSIONS
from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.channels import Channel
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import Role
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World
from bot.rehearsal.server import Rehearsal
from bot.settings import Settings
from db.cursors import Cursor
from db.store import Store, open_store

TOKEN = "rehearsal"  # noqa: S105  # it opens nothing but the rehearsal
#: Real seconds between looks at what is due; everything else follows the world's clock.
TICK = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class FanServer:
    """The server and its people."""

    world: World
    guild: Guild
    application: Application
    team: Role
    managers: Role
    questions: Channel
    lounge: Channel
    forum: Channel
    team_desk: Channel
    minji: User
    leo: User
    dohyun: User
    sera: User
    jun: User
    hana: User

    def server(self) -> Server:
        """Return the server as its manager would set it up."""
        return Server(
            guild_id=self.guild.id,
            staff_channel_id=self.team_desk.id,
            staff_roles=frozenset({self.team.id}),
            manager_roles=frozenset({self.managers.id}),
            listened=frozenset({self.questions.id, self.forum.id}),
        )


def build_fan_server(
    clock: WorldClock,
    label: Label,
    language: str = ENGLISH,
    *,
    privileged_intents: tuple[str, ...] = ("message_content",),
) -> FanServer:
    """Make the label's server: fans, staff and a manager, channels to ask and to chat in, the team's desk."""
    world, t = World(clock), texts_for(language).t
    hana = world.user("hana", display_name=t("Hana"), locale="ko")
    owner = world.user("label", display_name=t("The label"))
    guild = world.guild(label.name or t("A label"), owner=owner)
    team = guild.role(t("Team"), ["manage_messages", "pin_messages"])
    managers = guild.role(t("Managers"), ["manage_guild", "manage_messages", "pin_messages"])
    application = world.application("Stagedoor", token=TOKEN, privileged_intents=privileged_intents)
    names = [name for name, granted in PERMISSIONS if granted]
    guild.add_bot(application, names)
    (bot_role,) = guild.members[application.id].roles
    fan_server = FanServer(
        world=world,
        guild=guild,
        application=application,
        team=team,
        managers=managers,
        questions=guild.text_channel(t("ask-away"), topic=t("Ask us anything about shows and tickets")),
        lounge=guild.text_channel(t("lounge")),
        forum=guild.forum(t("help")),
        team_desk=guild.text_channel(
            t("team-desk"),
            deny={None: ["view_channel"]},
            allow={role: ["view_channel"] for role in (team, managers, bot_role)},
        ),
        minji=world.user("minji", display_name="민지", locale="ko"),
        leo=world.user("leo", display_name=t("Leo"), locale="en-US"),
        dohyun=world.user("dohyun", display_name="도현", locale="ko"),
        sera=world.user("sera", display_name=t("Sera"), locale="en-US"),
        jun=world.user("jun", display_name=t("Jun"), locale="ko"),
        hana=hana,
    )
    for fan in (fan_server.minji, fan_server.leo, fan_server.dohyun):
        guild.join(fan)
    for member in (fan_server.sera, fan_server.jun):
        guild.join(member, [team])
    guild.join(hana, [managers])
    return fan_server


def settings_for(discord: Rehearsal, settings: Settings) -> Settings:
    """Return the settings with which the bot speaks to the rehearsal instead of Discord."""
    return replace(
        settings,
        discord_token=TOKEN,
        discord_api_url=discord.api_url,
        discord_gateway_url=discord.gateway_url,
        discord_cdn_url=discord.cdn_url,
    )


@asynccontextmanager
async def store_with(database: Path, label: Label, server: Server | None = None) -> AsyncIterator[Store]:
    """Open a database with a label in it and, if given, a server that is set up."""
    async with open_store(database) as store:
        await store.label.save(label)
        if server is not None and not store.servers.get(server.guild_id).staff_roles:
            await store.servers.save(server)
            cursors = [
                Cursor(channel_id=channel_id, guild_id=server.guild_id, seen=channel_id)
                for channel_id in server.listened | server.announced
            ]
            await store.cursors.advance(cursors)
        yield store


@asynccontextmanager
async def running_bot(
    discord: Rehearsal, store: Store, settings: Settings, *, message_content: bool = True
) -> AsyncIterator[Stagedoor]:
    """Run the real bot against the rehearsal until the block ends."""
    settings = settings_for(discord, settings)
    point_discord_at(settings)
    bot = Stagedoor(
        settings=settings,
        store=store,
        clock=discord.world.clock,
        message_content=message_content,
        tick=TICK,
        guild_ready_timeout=0.05,
    )
    async with bot:
        await bot.login(settings.token())
        connection = asyncio.create_task(bot.connect())
        ready = asyncio.create_task(bot.wait_until_ready())
        try:
            await asyncio.wait({connection, ready}, return_when=asyncio.FIRST_COMPLETED)
            if connection.done():
                await connection
            yield bot
        finally:
            await bot.close()
            ready.cancel()
            await asyncio.gather(connection, ready, return_exceptions=True)
