"""A guild's audit log: roles, kicks, bans, webhooks, invites, emojis, AutoMod, as bots change them here."""

from typing import Any

from bot.rehearsal.payloads import moderation as moderation_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

routes = Routes()


@routes.get("/guilds/{guild_id}/audit-logs")
def audit_log(call: Call) -> dict[str, Any]:
    """Return entries, latest first, or with `after` from there on."""
    found = call.guild()
    call.need(found, "view_audit_log")
    limit = call.limit(default=50, most=100)
    wanted = {
        key: call.limit(default=0, most=2**63, key=key, least=0) for key in _FILTERS if key in call.query
    }
    entries = [
        one
        for one in reversed(found.audit_log)
        if one.user.id == wanted.get("user_id", one.user.id)
        and one.action == wanted.get("action_type", one.action)
        and (one.target_id or 0) == wanted.get("target_id", one.target_id or 0)
        and wanted.get("after", 0) < one.id < wanted.get("before", 2**63)
    ]
    chosen = entries[::-1][:limit] if "after" in wanted else entries[:limit]
    return moderation_json.audit_log(found, chosen)


_FILTERS = ("user_id", "action_type", "target_id", "before", "after")
