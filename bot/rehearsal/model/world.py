"""The world: everything there is on this Discord, as plain data."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.rehearsal.model import permissions
from bot.rehearsal.model.applications import PRIVILEGED, Application
from bot.rehearsal.model.channels import DIRECT, Channel
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.model.members import Role
from bot.rehearsal.model.timeline import Timeline
from bot.rehearsal.model.users import User

if TYPE_CHECKING:
    from bot.rehearsal.model.attachments import Attachment

DEFAULT_PRIVILEGED = ("message_content", "guild_members", "presences")


class World(Timeline):
    """Users, guilds, conversations and applications, on the timeline that they share."""

    def __init__(self, clock: WorldClock) -> None:
        super().__init__(clock)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.directs: dict[int, Channel] = {}
        self.applications: dict[int, Application] = {}
        self.interactions: dict[str, Interaction] = {}
        self.files: dict[str, Attachment] = {}
        self.cdn_url = "https://cdn.discordapp.com"

    @property
    def channels(self) -> dict[int, Channel]:
        """Return all channels, threads and direct conversations by id."""
        guilds = self.guilds.values()
        found: dict[int, Channel] = {}
        for guild in guilds:
            found |= guild.channels | {thread.id: thread for thread in guild.threads}
        return found | self.directs

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
        guild = Guild(id=self.snowflakes.next(), timeline=self, name=name, owner=owner, locale=locale)
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
        for channel in self.directs.values():
            if {one.id, other.id} == {user.id for user in channel.recipients}:
                return channel
        channel = Channel(
            id=self.snowflakes.next(), timeline=self, kind=DIRECT, name="", recipients=[one, other]
        )
        self.directs[channel.id] = channel
        return channel

    def interact(
        self, application: Application, user: User, channel: Channel, kind: int, data: Any, **rest: Any
    ) -> Interaction:
        """Have a user use an application, which is told and has three seconds to answer."""
        interaction = Interaction(
            id=self.snowflakes.next(),
            kind=kind,
            application=application,
            user=user,
            channel=channel,
            asked_at=self.clock.now(),
            data=data,
            **rest,
        )
        self.interactions[interaction.token] = interaction
        interaction.begin()
        return interaction
