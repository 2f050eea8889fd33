"""The world: everything there is on this Discord, as plain data, and whoever wants to hear of changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.rehearsal.model import permissions
from bot.rehearsal.model.applications import PRIVILEGED, Application
from bot.rehearsal.model.channels import DIRECT, Channel
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import Role
from bot.rehearsal.model.snowflakes import Snowflakes
from bot.rehearsal.model.users import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.rehearsal.model.attachments import Attachment
    from bot.rehearsal.model.channels import Message
    from bot.rehearsal.model.clock import WorldClock
    from bot.rehearsal.model.events import Event
    from bot.rehearsal.model.interactions import Interaction

DEFAULT_PRIVILEGED = ("message_content", "guild_members", "presences")


class World:
    """Users, guilds, conversations and applications, with the clock that gives them their times."""

    def __init__(self, clock: WorldClock) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock.now)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.applications: dict[int, Application] = {}
        self.interactions: dict[str, Interaction] = {}
        self.files: dict[str, Attachment] = {}
        self.nonces: dict[tuple[int, int, str], Message] = {}
        self.cdn_url = "https://cdn.discordapp.com"
        self.hearers: list[Callable[[Event], None]] = []
        self.on_arrival: list[Callable[[Application, Guild], None]] = []
        self._waiting: set[asyncio.Future[None]] = set()

    def user(
        self, username: str, *, display_name: str | None = None, locale: str = "en-US", bot: bool = False
    ) -> User:
        """Make an account."""
        user = User(
            id=self.snowflakes.next(), username=username, display_name=display_name, locale=locale, bot=bot
        )
        self.users[user.id] = user
        return user

    def guild(self, name: str, owner: User | None = None, locale: str = "en-US") -> Guild:
        """Make a guild with an @everyone role of Discord's default permissions."""
        owner = owner or self.user("owner")
        guild = Guild(id=self.snowflakes.next(), world=self, name=name, owner=owner, locale=locale)
        everyone = Role(id=guild.id, guild=guild, name="@everyone", permissions=permissions.DEFAULT)
        guild.roles[everyone.id] = everyone
        self.guilds[guild.id] = guild
        guild.join(owner)
        return guild

    def application(
        self,
        name: str,
        *,
        token: str,
        privileged_intents: Iterable[str] = DEFAULT_PRIVILEGED,
        owner: User | None = None,
    ) -> Application:
        """Make an application with a bot account; ValueError for an unknown privileged intent."""
        granted = frozenset(privileged_intents)
        if unknown := granted - PRIVILEGED.keys():
            raise ValueError(f"No privileged intent is called {', '.join(sorted(unknown))}.")
        user = self.user(name, bot=True)
        application = Application(
            id=user.id,
            name=name,
            token=token,
            user=user,
            owner=owner or self.user(f"{name}-developer"),
            privileged_intents=granted,
        )
        self.applications[application.id] = application
        return application

    def direct(self, one: User, other: User) -> Channel:
        """Return the direct conversation of two users, making it where there is none."""
        for channel in self.channels.values():
            if channel.is_direct and {one.id, other.id} == {user.id for user in channel.recipients}:
                return channel
        channel = Channel(
            id=self.snowflakes.next(), world=self, kind=DIRECT, name="", recipients=[one, other]
        )
        self.channels[channel.id] = channel
        return channel

    def application_of(self, user: User) -> Application | None:
        """Return the application a bot account belongs to."""
        return self.applications.get(user.id)

    def arrived(self, application: Application, guild: Guild) -> None:
        """Tell that a bot joined a guild."""
        for hear in self.on_arrival:
            hear(application, guild)
        self.stir()

    def tell(self, event: Event) -> None:
        """Tell everyone who listens what happened."""
        for hear in self.hearers:
            hear(event)
        self.stir()

    def stir(self) -> None:
        """Wake whoever waits for a change."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def changed(self, within: float) -> None:
        """Wait for the next change, `within` real seconds at most."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        await asyncio.wait([future], timeout=within)
        self._waiting.discard(future)
