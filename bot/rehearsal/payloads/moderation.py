"""Bans, the audit log and AutoMod's rules on the wire."""

from typing import Any

from bot.rehearsal.model.auto_moderation import AutoModerationActionExecution
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import GuildPeople
from bot.rehearsal.model.moderation import AuditLogEntry, AutoModerationRule, Ban
from bot.rehearsal.payloads import integrations, scheduled_events, users
from bot.rehearsal.payloads.viewer import Viewer

Json = dict[str, Any]


def ban(what: Ban) -> Json:
    """Return a ban."""
    return {"user": users.user(what.user), "reason": what.reason}


def audit_log_entry(what: AuditLogEntry) -> Json:
    """Return an entry of the audit log; changes and a reason only where there are any."""
    body: Json = {
        "id": str(what.id),
        "action_type": what.action,
        "user_id": str(what.user.id),
        "target_id": str(what.target_id) if what.target_id else None,
    }
    if what.changes:
        body["changes"] = what.changes
    if what.reason:
        body["reason"] = what.reason
    return body


def audit_log(guild: Guild, entries: list[AuditLogEntry]) -> Json:
    """Return entries, latest first, with what they speak of and is still there."""
    people = {entry.user.id: entry.user for entry in entries}
    people |= {
        one.id: guild.members[one.id].user for one in guild.members.values() if _named(entries, one.id)
    }
    people |= {one.user.id: one.user for one in guild.bans.values() if _named(entries, one.user.id)}
    return {
        "audit_log_entries": [audit_log_entry(entry) for entry in entries],
        "users": [users.user(one) for one in people.values()],
        "integrations": [],
        "webhooks": [integrations.webhook(one) for one in guild.webhooks.values() if _named(entries, one.id)],
        "guild_scheduled_events": [
            scheduled_events.scheduled_event(one)
            for one in guild.scheduled_events.values()
            if _named(entries, one.id)
        ],
        "threads": [],
        "application_commands": [],
        "auto_moderation_rules": [
            auto_moderation_rule(guild, one)
            for one in guild.auto_moderation_rules.values()
            if _named(entries, one.id)
        ],
    }


def _named(entries: list[AuditLogEntry], thing: int) -> bool:
    return any(entry.target_id == thing for entry in entries)


def auto_moderation_rule(guild: GuildPeople, what: AutoModerationRule) -> Json:
    """Return a rule of AutoMod's."""
    form = what.form
    return {
        "id": str(what.id),
        "guild_id": str(guild.id),
        "creator_id": str(what.creator.id),
        "name": form["name"],
        "event_type": form["event_type"],
        "trigger_type": form["trigger_type"],
        "trigger_metadata": _trigger(form),
        "actions": [
            {"type": action["type"], "metadata": action.get("metadata") or {}} for action in form["actions"]
        ],
        "enabled": bool(form.get("enabled")),
        "exempt_roles": [str(one) for one in form.get("exempt_roles") or []],
        "exempt_channels": [str(one) for one in form.get("exempt_channels") or []],
    }


def auto_moderation_action(what: AutoModerationActionExecution, viewer: Viewer) -> Json:
    """Return what a rule did about a message, with its text for those who may read it."""
    keyword, content = what.found
    return {
        "guild_id": str(what.guild.id),
        "action": {"type": what.action["type"], "metadata": what.action.get("metadata") or {}},
        "rule_id": str(what.rule.id),
        "rule_trigger_type": what.rule.form["trigger_type"],
        "user_id": str(what.user.id),
        "channel_id": str(what.channel.id),
        "content": what.text if viewer.content else "",
        "matched_keyword": keyword or None,
        "matched_content": content if viewer.content else "",
    }


_TRIGGERS: dict[int, Json] = {
    1: {"keyword_filter": [], "regex_patterns": [], "allow_list": []},
    4: {"presets": [], "allow_list": []},
    5: {"mention_total_limit": 50, "mention_raid_protection_enabled": False},
    6: {"keyword_filter": [], "regex_patterns": [], "allow_list": []},
}
"""What a kind of trigger is given where the form leaves it out."""


def _trigger(form: Json) -> Json:
    return _TRIGGERS.get(form["trigger_type"], {}) | (form.get("trigger_metadata") or {})
