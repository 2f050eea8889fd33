"""What keeps a guild in order: bans, the audit log, and AutoMod's rules."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from bot.rehearsal.model.members import GuildEvent
from bot.rehearsal.model.users import User

Json = dict[str, Any]

KICK, BAN, UNBAN, MEMBER_ROLES = 20, 22, 23, 25
ROLE, INVITE, WEBHOOK, EMOJI, AUTO_MODERATION_RULE = 30, 40, 50, 60, 140
CREATED, CHANGED, DELETED = 0, 1, 2
"""An audit log's action is a kind of thing and, added to it, what was done to it."""


@dataclass(frozen=True, kw_only=True)
class Ban:
    """Somebody who may not come back, and why."""

    user: User
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class AuditLogEntry:
    """What somebody did to a guild; `changes` as Discord writes them."""

    id: int
    user: User
    action: int
    target_id: int | None
    changes: list[Json]
    reason: str | None


@dataclass(kw_only=True)
class AutoModerationRule:
    """A rule of AutoMod's, kept as it was sent."""

    id: int
    creator: User
    form: Json = field(repr=False)


# --- what happens -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class BanEvent(GuildEvent):
    """About somebody banned."""

    user: User
    needs: ClassVar[tuple[str, ...]] = ("ban_members",)


class GuildBanAdd(BanEvent):
    """Somebody was banned."""


class GuildBanRemove(BanEvent):
    """Somebody may come back."""


@dataclass(frozen=True, kw_only=True)
class GuildAuditLogEntryCreate(GuildEvent):
    """Something was written into the audit log."""

    entry: AuditLogEntry
    needs: ClassVar[tuple[str, ...]] = ("view_audit_log",)


@dataclass(frozen=True, kw_only=True)
class AutoModerationRuleEvent(GuildEvent):
    """About a rule of AutoMod's."""

    rule: AutoModerationRule
    needs: ClassVar[tuple[str, ...]] = ("manage_guild",)


class AutoModerationRuleCreate(AutoModerationRuleEvent):
    """A rule was made."""


class AutoModerationRuleUpdate(AutoModerationRuleEvent):
    """A rule was changed."""


class AutoModerationRuleDelete(AutoModerationRuleEvent):
    """A rule is gone."""
