"""What a guild lets in from elsewhere: webhooks and invites; and emojis of its own."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.channels import Channel, GuildChannelEvent
from bot.rehearsal.model.members import GuildEvent
from bot.rehearsal.model.users import User


@dataclass(eq=False, kw_only=True)
class Webhook:
    """Lets whoever knows its token write in a channel, under a name of its own."""

    id: int
    channel: Channel
    creator: User
    application: Application
    name: str
    token: str = field(repr=False)
    avatar: str | None = None


@dataclass(frozen=True, kw_only=True)
class Invite:
    """A link into a guild, to a channel of it."""

    code: str
    channel: Channel
    inviter: User
    created_at: datetime
    expires_at: datetime | None
    max_age: int
    max_uses: int
    temporary: bool


@dataclass(eq=False, kw_only=True)
class Emoji:
    """A guild's own emoji."""

    id: int
    name: str
    creator: User
    roles: list[int]
    animated: bool


# --- what happens to them -----------------------------------------------------------------------------


class WebhooksUpdate(GuildChannelEvent):
    """A channel's webhooks are others."""

    needs: ClassVar[tuple[str, ...]] = ("manage_webhooks",)


@dataclass(frozen=True, kw_only=True)
class InviteEvent(GuildChannelEvent):
    """About an invite."""

    invite: Invite
    needs: ClassVar[tuple[str, ...]] = ("manage_channels",)


class InviteCreate(InviteEvent):
    """An invite was made."""


class InviteDelete(InviteEvent):
    """An invite is gone."""


@dataclass(frozen=True, kw_only=True)
class GuildEmojisUpdate(GuildEvent):
    """The guild's emojis are others."""

    emojis: list[Emoji]
