"""Application commands on the wire."""

from typing import Any

from bot.rehearsal.model.applications import Command

Json = dict[str, Any]


def command(what: Command) -> Json:
    """Return a registered command."""
    form = what.form
    wanted = form.get("default_member_permissions")
    body: Json = {
        "id": str(what.id),
        "application_id": str(what.application.id),
        "version": str(what.version),
        "default_member_permissions": None if wanted is None else str(wanted),
        "type": what.kind,
        "name": what.name,
        "name_localizations": form.get("name_localizations"),
        "description": form.get("description") or "",
        "description_localizations": form.get("description_localizations"),
        "integration_types": form.get("integration_types") or [0],
        "contexts": form.get("contexts"),
        "nsfw": bool(form.get("nsfw")),
    }
    if form.get("options"):
        body["options"] = form["options"]
    if what.guild_id is None:
        body["dm_permission"] = what.in_direct
    else:
        body["guild_id"] = str(what.guild_id)
    return body
