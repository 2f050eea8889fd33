"""The people of a guild: its owner, its members with their roles, and the bots let in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.rehearsal.model import permissions
from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.permissions import bits
from bot.rehearsal.model.timeline import Event, Timeline
from bot.rehearsal.model.users import User


@dataclass(eq=False, kw_only=True)
class Role:
    """A role of a guild; `permissions` is Discord's number."""

    id: int
    guild: "GuildPeople"
    name: str
    permissions: int = 0
    colour: int = 0
    mentionable: bool = False
    position: int = 0
    application: Application | None = None
    hoist: bool = False
    unicode_emoji: str | None = None

    @property
    def mention(self) -> str:
        """Return what names this role in a message."""
        return f"<@&{self.id}>"

    @property
    def managed(self) -> bool:
        """Say whether the role belongs to a bot."""
        return self.application is not None

    def grant(self, *names: str) -> None:
        """Add permissions."""
        self.permissions |= permissions.bits(names)
        self.guild.role_changed(self)

    def revoke(self, *names: str) -> None:
        """Take permissions away."""
        self.permissions &= ~permissions.bits(names)
        self.guild.role_changed(self)


@dataclass(eq=False, kw_only=True)
class Member:
    """A user in a guild; `roles` leaves out @everyone."""

    guild: "GuildPeople"
    user: User
    joined_at: datetime
    nick: str | None = None
    roles: list[Role] = field(default_factory=list)
    timed_out_until: datetime | None = None
    avatar: str | None = None
    banner: str | None = None
    bio: str = ""

    @property
    def id(self) -> int:
        """Return the user's id."""
        return self.user.id

    @property
    def shown_name(self) -> str:
        """Return the name others see in the guild."""
        return self.nick or self.user.shown_name

    @property
    def top(self) -> int:
        """Return the position of the highest role."""
        return max((role.position for role in self.roles), default=0)

    @property
    def timed_out(self) -> bool:
        """Say whether the member is kept from speaking, by the world's clock."""
        return self.timed_out_until is not None and self.timed_out_until > self.guild.timeline.clock.now()

    @property
    def guild_permissions(self) -> int:
        """Return what the member may do in the guild, channels apart."""
        if self.guild.owner is self.user:
            return permissions.ALL
        number = self.guild.everyone.permissions
        for role in self.roles:
            number |= role.permissions
        if number & permissions.ADMINISTRATOR:
            return permissions.ALL
        return number & permissions.QUIET if self.timed_out else number

    def may(self, *names: str) -> bool:
        """Say whether the member has all the named permissions in the guild, channels apart."""
        wanted = permissions.bits(names)
        return self.guild_permissions & wanted == wanted


@dataclass(eq=False, kw_only=True)
class GuildPeople:
    """A guild without its channels, which is all that its channels know of it; its id is @everyone's too."""

    id: int
    timeline: Timeline = field(repr=False)
    name: str
    owner: User
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict, repr=False)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    applications: list[Application] = field(default_factory=list, repr=False)

    @property
    def everyone(self) -> Role:
        """Return the role all members have."""
        return self.roles[self.id]

    def member(self, user: User) -> Member | None:
        """Return a user's membership."""
        return self.members.get(user.id)

    def role(
        self,
        name: str,
        permissions: Iterable[str] = (),
        *,
        colour: int = 0,
        mentionable: bool = False,
        application: Application | None = None,
    ) -> Role:
        """Make a role above all others; permission names as in discord.py."""
        role = Role(
            id=self.timeline.snowflakes.next(),
            guild=self,
            name=name,
            permissions=bits(permissions),
            colour=colour,
            mentionable=mentionable,
            position=len(self.roles),
            application=application,
        )
        self.roles[role.id] = role
        self.timeline.tell(GuildRoleCreate(guild=self, role=role))
        return role

    def role_changed(self, role: Role) -> None:
        """Tell of a role's new permissions, name or colour."""
        self.timeline.tell(GuildRoleUpdate(guild=self, role=role))

    def delete_role(self, role: Role) -> None:
        """Remove a role from the guild and from its members."""
        del self.roles[role.id]
        for member in self.members.values():
            if role in member.roles:
                member.roles.remove(role)
        self.timeline.tell(GuildRoleDelete(guild=self, role=role))

    def join(self, user: User, roles: Iterable[Role] = (), nick: str | None = None) -> Member:
        """Let a user join, with roles."""
        now = self.timeline.clock.now()
        member = Member(guild=self, user=user, roles=list(roles), nick=nick, joined_at=now)
        self.members[user.id] = member
        self.timeline.tell(GuildMemberAdd(guild=self, member=member))
        return member

    def leave(self, user: User) -> None:
        """Let a user leave; KeyError if not a member."""
        member = self.members.pop(user.id)
        self.timeline.tell(GuildMemberRemove(guild=self, member=member))

    def set_roles(self, user: User, roles: Iterable[Role]) -> None:
        """Give a member exactly these roles; KeyError if not a member."""
        member = self.members[user.id]
        member.roles = list(roles)
        self.member_changed(member)

    def member_changed(self, member: Member) -> None:
        """Tell of a member's new roles, nickname or time-out."""
        self.timeline.tell(GuildMemberUpdate(guild=self, member=member))


# --- what happens to them -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class GuildEvent(Event):
    """Told to the bots of a guild that have the permissions it `needs`."""

    guild: GuildPeople
    needs: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, kw_only=True)
class RoleEvent(GuildEvent):
    """About a role."""

    role: Role


@dataclass(frozen=True, kw_only=True)
class MemberEvent(GuildEvent):
    """About a member."""

    member: Member


class GuildRoleCreate(RoleEvent):
    """A role was made."""


class GuildRoleUpdate(RoleEvent):
    """A role has new permissions, another name or colour."""


class GuildRoleDelete(RoleEvent):
    """A role is gone."""


class GuildMemberAdd(MemberEvent):
    """Somebody joined."""


class GuildMemberUpdate(MemberEvent):
    """A member has other roles, another nickname, or a time-out."""


class GuildMemberRemove(MemberEvent):
    """Somebody left."""
