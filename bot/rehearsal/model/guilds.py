"""A guild: its people, with channels and scheduled events, and how one builds it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.channels import (
    CATEGORY,
    FORUM,
    TEXT,
    Channel,
    ChannelEvent,
    GuildChannelEvent,
    Tag,
    Thread,
)
from bot.rehearsal.model.integrations import Emoji, Invite, Webhook
from bot.rehearsal.model.members import GuildEvent, GuildPeople, Member, Role
from bot.rehearsal.model.moderation import AuditLogEntry, AutoModerationRule, Ban
from bot.rehearsal.model.permissions import Overwrite
from bot.rehearsal.model.scheduled_events import (
    ACTIVE,
    COMPLETED,
    EXTERNAL,
    FINISHED,
    SCHEDULED,
    GuildScheduledEventCreate,
    GuildScheduledEventDelete,
    GuildScheduledEventUpdate,
    ScheduledEvent,
)
from bot.rehearsal.model.stickers import GuildStickersUpdate, Sticker
from bot.rehearsal.model.users import User

Rules = Mapping[Role | User | None, Iterable[str]]


@dataclass(eq=False, kw_only=True)
class Guild(GuildPeople):
    """A Discord server."""

    channels: dict[int, Channel] = field(default_factory=dict, repr=False)
    scheduled_events: dict[int, ScheduledEvent] = field(default_factory=dict, repr=False)
    webhooks: dict[int, Webhook] = field(default_factory=dict, repr=False)
    invites: dict[str, Invite] = field(default_factory=dict, repr=False)
    emojis: dict[int, Emoji] = field(default_factory=dict, repr=False)
    stickers: dict[int, Sticker] = field(default_factory=dict, repr=False)
    bans: dict[int, Ban] = field(default_factory=dict, repr=False)
    auto_moderation_rules: dict[int, AutoModerationRule] = field(default_factory=dict, repr=False)
    audit_log: list[AuditLogEntry] = field(default_factory=list, repr=False)
    """Oldest first."""

    @property
    def threads(self) -> list[Thread]:
        """Return the threads of all channels, archived ones included."""
        return [thread for channel in self.channels.values() for thread in channel.threads]

    # --- channels ---------------------------------------------------------------------------------

    def text_channel(
        self,
        name: str,
        *,
        topic: str = "",
        category: Channel | None = None,
        deny: Rules | None = None,
        allow: Rules | None = None,
    ) -> Channel:
        """Make a text channel; `None` as a target of `deny` and `allow` is @everyone."""
        channel = self.new_channel(TEXT, name, topic=topic or None, parent=category)
        return self._opened(channel, deny, allow)

    def category(self, name: str, *, deny: Rules | None = None, allow: Rules | None = None) -> Channel:
        """Make a category."""
        return self._opened(self.new_channel(CATEGORY, name), deny, allow)

    def forum(
        self,
        name: str,
        tags: Iterable[str] = (),
        *,
        topic: str = "",
        category: Channel | None = None,
        deny: Rules | None = None,
        allow: Rules | None = None,
    ) -> Channel:
        """Make a forum with tags of these names."""
        made = [Tag(id=self.timeline.snowflakes.next(), name=tag) for tag in tags]
        channel = self.new_channel(FORUM, name, topic=topic or None, parent=category, tags=made)
        return self._opened(channel, deny, allow)

    def new_channel(self, kind: int, name: str, **rest: Any) -> Channel:
        """Make a channel of any kind; nobody is told before `channel_created`."""
        channel = Channel(
            id=self.timeline.snowflakes.next(),
            timeline=self.timeline,
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

    def _opened(self, channel: Channel, deny: Rules | None, allow: Rules | None) -> Channel:
        for target, names in (deny or {}).items():
            channel.overwrite(target, deny=names)
        for target, names in (allow or {}).items():
            channel.overwrite(target, allow=names)
        self.channel_created(channel)
        return channel

    def channel_created(self, channel: Channel) -> None:
        """Put a channel into the guild and tell of it."""
        self.channels[channel.id] = channel
        self.timeline.tell(ChannelCreate(guild=self, channel=channel))

    def delete_channel(self, channel: Channel) -> None:
        """Remove a channel with its threads."""
        for thread in list(channel.threads):
            self.delete_thread(thread)
        channel.deleted = True
        del self.channels[channel.id]
        self.timeline.tell(ChannelDelete(guild=self, channel=channel))

    def delete_thread(self, thread: Thread) -> None:
        """Remove a thread."""
        thread.deleted = True
        thread.parent.threads.remove(thread)
        self.timeline.tell(ThreadDelete(channel=thread))

    def sticker(self, name: str, tags: str = "wave") -> Sticker:
        """Make a sticker of the guild's own."""
        made = Sticker(
            id=self.timeline.snowflakes.next(), name=name, tags=tags, guild_id=self.id, creator=self.owner
        )
        self.stickers[made.id] = made
        self.timeline.tell(GuildStickersUpdate(guild=self, stickers=list(self.stickers.values())))
        return made

    # --- scheduled events -------------------------------------------------------------------------

    def add_scheduled_event(self, event: ScheduledEvent) -> None:
        """Put an event into the guild and tell of it."""
        self.scheduled_events[event.id] = event
        self.timeline.tell(GuildScheduledEventCreate(guild=self, scheduled_event=event))
        self._expect(event)

    def scheduled_event_changed(self, event: ScheduledEvent) -> None:
        """Tell of a change; an event that has ended leaves the list."""
        self.timeline.tell(GuildScheduledEventUpdate(guild=self, scheduled_event=event))
        if event.status in FINISHED:
            del self.scheduled_events[event.id]
        else:
            self._expect(event)

    def _expect(self, event: ScheduledEvent) -> None:
        """Have an event elsewhere begin and end by the world's clock."""
        if event.kind == EXTERNAL and event.ends_at:
            moment = event.ends_at if event.status == ACTIVE else event.starts_at
            self.timeline.at(moment, partial(self._move_on, event))

    def _move_on(self, event: ScheduledEvent) -> None:
        now, known = self.timeline.clock.now(), self.scheduled_events.get(event.id)
        if known is not event or event.kind != EXTERNAL:
            return
        if event.status == SCHEDULED and event.starts_at <= now:
            event.status = ACTIVE
        elif event.status == ACTIVE and event.ends_at and event.ends_at <= now:
            event.status = COMPLETED
        else:
            return
        self.scheduled_event_changed(event)

    def delete_scheduled_event(self, event: ScheduledEvent) -> None:
        """Remove an event."""
        del self.scheduled_events[event.id]
        self.timeline.tell(GuildScheduledEventDelete(guild=self, scheduled_event=event))

    # --- bots -------------------------------------------------------------------------------------

    def add_bot(self, application: Application, permissions: Iterable[str] = ()) -> Member:
        """Let a bot in, with a managed role of these permissions; a connected bot hears of the guild."""
        role = self.role(application.name, permissions, application=application)
        member = self.join(application.user, [role])
        self.applications.append(application)
        self.timeline.tell(GuildCreate(guild=self, only=application))
        return member

    def remove_bot(self, application: Application) -> None:
        """Throw a bot out."""
        self.timeline.tell(GuildDelete(guild=self, only=application))
        self.applications.remove(application)
        role = next(role for role in self.roles.values() if role.application is application)
        self.leave(application.user)
        self.delete_role(role)


# --- what happens to it -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class GuildCreate(GuildEvent):
    """A bot was let in."""

    guild: Guild


class GuildDelete(GuildEvent):
    """A bot was thrown out."""


class ChannelCreate(GuildChannelEvent):
    """A channel was made."""


class ChannelDelete(GuildChannelEvent):
    """A channel is gone."""


@dataclass(frozen=True, kw_only=True)
class ThreadDelete(ChannelEvent):
    """A thread is gone."""

    channel: Thread
