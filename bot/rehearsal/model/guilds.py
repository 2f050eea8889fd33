"""A guild: its channels, roles, members and scheduled events, and how tests build one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.rehearsal.model import permissions
from bot.rehearsal.model.channels import CATEGORY, FORUM, TEXT, Channel, Overwrite, Tag, Thread
from bot.rehearsal.model.events import Event
from bot.rehearsal.model.members import Member, Role
from bot.rehearsal.payloads import channels as channels_json
from bot.rehearsal.payloads import users as users_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.rehearsal.model.applications import Application
    from bot.rehearsal.model.scheduled_events import ScheduledEvent
    from bot.rehearsal.model.users import User
    from bot.rehearsal.model.world import World
    from bot.rehearsal.payloads.viewer import Viewer


@dataclass(eq=False, kw_only=True)
class Guild:
    """A Discord server; the @everyone role has the guild's id."""

    id: int
    world: World = field(repr=False)
    name: str
    owner: User
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict, repr=False)
    channels: dict[int, Channel] = field(default_factory=dict, repr=False)
    threads: list[Thread] = field(default_factory=list, repr=False)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    events: dict[int, ScheduledEvent] = field(default_factory=dict, repr=False)
    applications: list[Application] = field(default_factory=list, repr=False)

    @property
    def everyone(self) -> Role:
        """Return the role all members have."""
        return self.roles[self.id]

    def member(self, user: User) -> Member | None:
        """Return a user's membership."""
        return self.members.get(user.id)

    def role(
        self, name: str, permissions: Iterable[str] = (), *, colour: int = 0, mentionable: bool = False
    ) -> Role:
        """Make a role above all others; permission names as in discord.py."""
        return self._add_role(name, permissions, colour=colour, mentionable=mentionable)

    def _add_role(self, name: str, names: Iterable[str], **rest: Any) -> Role:
        role = Role(
            id=self.world.snowflakes.next(),
            guild=self,
            name=name,
            permissions=permissions.bits(names),
            position=len(self.roles),
            **rest,
        )
        self.roles[role.id] = role
        self._tell("GUILD_ROLE_CREATE", lambda _: {"guild_id": str(self.id), "role": users_json.role(role)})
        return role

    def role_changed(self, role: Role) -> None:
        """Tell of a role's new permissions, name or colour."""
        self._tell("GUILD_ROLE_UPDATE", lambda _: {"guild_id": str(self.id), "role": users_json.role(role)})

    def delete_role(self, role: Role) -> None:
        """Remove a role from the guild and from its members."""
        del self.roles[role.id]
        for member in self.members.values():
            if role in member.roles:
                member.roles.remove(role)
        self._tell("GUILD_ROLE_DELETE", lambda _: {"guild_id": str(self.id), "role_id": str(role.id)})

    def text_channel(
        self,
        name: str,
        *,
        topic: str = "",
        category: Channel | None = None,
        deny: Mapping[Role | User | None, Iterable[str]] | None = None,
        allow: Mapping[Role | User | None, Iterable[str]] | None = None,
    ) -> Channel:
        """Make a text channel; `None` as a target of `deny` and `allow` is @everyone."""
        channel = self.new_channel(TEXT, name, topic=topic or None, parent=category)
        return self._open(channel, deny, allow)

    def category(
        self,
        name: str,
        *,
        deny: Mapping[Role | User | None, Iterable[str]] | None = None,
        allow: Mapping[Role | User | None, Iterable[str]] | None = None,
    ) -> Channel:
        """Make a category."""
        return self._open(self.new_channel(CATEGORY, name), deny, allow)

    def forum(
        self,
        name: str,
        tags: Iterable[str] = (),
        *,
        topic: str = "",
        category: Channel | None = None,
        deny: Mapping[Role | User | None, Iterable[str]] | None = None,
        allow: Mapping[Role | User | None, Iterable[str]] | None = None,
    ) -> Channel:
        """Make a forum with tags of these names."""
        made = [Tag(id=self.world.snowflakes.next(), name=tag) for tag in tags]
        channel = self.new_channel(FORUM, name, topic=topic or None, parent=category, tags=made)
        return self._open(channel, deny, allow)

    def new_channel(self, kind: int, name: str, **rest: Any) -> Channel:
        """Make a channel of any kind; nobody is told before `channel_created`."""
        channel = Channel(
            id=self.world.snowflakes.next(),
            world=self.world,
            guild=self,
            kind=kind,
            name=name,
            position=len(self.channels),
            **rest,
        )
        if channel.parent:
            for overwrite in channel.parent.overwrites.values():
                channel.overwrites[overwrite.target_id] = Overwrite(**vars(overwrite))
        return channel

    def _open(
        self,
        channel: Channel,
        deny: Mapping[Role | User | None, Iterable[str]] | None,
        allow: Mapping[Role | User | None, Iterable[str]] | None,
    ) -> Channel:
        for target, names in (deny or {}).items():
            channel.deny(target, names)
        for target, names in (allow or {}).items():
            channel.allow(target, names)
        self.channel_created(channel)
        return channel

    def channel_created(self, channel: Channel) -> None:
        """Put a channel into the guild and tell of it."""
        self.channels[channel.id] = self.world.channels[channel.id] = channel
        self._tell("CHANNEL_CREATE", lambda _: channels_json.channel(channel))

    def channel_changed(self, channel: Channel) -> None:
        """Tell of a channel's new name, topic or overwrites."""
        if channel.id in self.channels:
            self._tell("CHANNEL_UPDATE", lambda _: channels_json.channel(channel))

    def delete_channel(self, channel: Channel) -> None:
        """Remove a channel with its threads."""
        for thread in channel.threads:
            self.delete_thread(thread)
        channel.deleted = True
        del self.channels[channel.id], self.world.channels[channel.id]
        self._tell("CHANNEL_DELETE", lambda _: channels_json.channel(channel))

    def delete_thread(self, thread: Thread) -> None:
        """Remove a thread."""
        thread.deleted = True
        self.threads.remove(thread)
        del self.world.channels[thread.id]
        gone = {
            "id": str(thread.id),
            "guild_id": str(self.id),
            "parent_id": str(thread.parent.id) if thread.parent else None,
            "type": thread.kind,
        }
        self.world.tell(Event(name="THREAD_DELETE", data=lambda _: gone, guild=self, channel=thread))

    def join(self, user: User, roles: Iterable[Role] = (), nick: str | None = None) -> Member:
        """Let a user join, with roles."""
        member = Member(guild=self, user=user, roles=list(roles), nick=nick, joined_at=self.world.clock.now())
        self.members[user.id] = member
        self._about(member, "GUILD_MEMBER_ADD", users_json.gateway_member(member))
        return member

    def leave(self, user: User) -> None:
        """Let a user leave; KeyError if not a member."""
        member = self.members.pop(user.id)
        gone = {"guild_id": str(self.id), "user": users_json.user(user)}
        self._about(member, "GUILD_MEMBER_REMOVE", gone)

    def set_roles(self, user: User, roles: Iterable[Role]) -> None:
        """Give a member exactly these roles; KeyError if not a member."""
        member = self.members[user.id]
        member.roles = list(roles)
        self.member_changed(member)

    def member_changed(self, member: Member) -> None:
        """Tell of a member's new roles, nickname or time-out."""
        self._about(member, "GUILD_MEMBER_UPDATE", users_json.gateway_member(member))

    def add_bot(self, application: Application, permissions: Iterable[str] = ()) -> Member:
        """Let a bot in, with a managed role of these permissions; a connected bot hears of the guild."""
        role = self._add_role(application.name, permissions, application=application)
        member = self.join(application.user, [role])
        self.applications.append(application)
        self.world.arrived(application, self)
        return member

    def remove_bot(self, application: Application) -> None:
        """Throw a bot out."""
        gone = {"id": str(self.id)}
        self.world.tell(Event(name="GUILD_DELETE", data=lambda _: gone, guild=self, only=application))
        self.applications.remove(application)
        role = next(role for role in self.roles.values() if role.application is application)
        self.leave(application.user)
        self.delete_role(role)

    def _about(self, member: Member, name: str, data: dict[str, Any]) -> None:
        self.world.tell(Event(name=name, data=lambda _: data, guild=self, about=member.user))

    def _tell(self, name: str, data: Any) -> None:
        def seen(viewer: Viewer) -> dict[str, Any]:
            return data(viewer)  # type: ignore[no-any-return]

        self.world.tell(Event(name=name, data=seen, guild=self))
