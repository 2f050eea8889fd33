"""Interactions on the wire."""

from typing import Any

from bot.rehearsal.model.channels import EPHEMERAL, LOADING
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.payloads import channels, messages, users
from bot.rehearsal.payloads.viewer import Viewer

Json = dict[str, Any]

UPLOAD_LIMIT = 10 * 1024 * 1024


def created(what: Interaction) -> Json:
    """Return INTERACTION_CREATE."""
    body: Json = {
        "id": str(what.id),
        "application_id": str(what.application.id),
        "type": what.kind,
        "token": what.token,
        "version": 1,
        "data": what.data,
        "channel_id": str(what.channel.id),
        "channel": channels.in_interaction(what.channel, what.member, reader=what.application.user),
        "locale": what.user.locale,
        "app_permissions": str(what.app_permissions),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": owners(what),
        "context": 0 if what.guild else 1,
        "attachment_size_limit": UPLOAD_LIMIT,
    }
    if what.source:
        body["message"] = messages.message(what.source, Viewer(application=what.application, content=True))
    return body | _person(what)


def _person(what: Interaction) -> Json:
    if not what.guild or not what.member:
        return {"user": users.user(what.user)}
    held = what.channel.permissions_for(what.member)
    guild = what.guild
    return {
        "member": users.member(what.member) | {"permissions": str(held)},
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": ["COMMUNITY"]},
        "guild_locale": guild.locale,
    }


def owners(what: Interaction) -> Json:
    """Return through which installation the interaction came."""
    return {"0": str(what.guild.id) if what.guild else "0"}


def metadata(what: Interaction) -> Json:
    """Return `interaction_metadata` of a message that answers an interaction."""
    body: Json = {
        "id": str(what.id),
        "type": what.kind,
        "user": users.user(what.user),
        "authorizing_integration_owners": owners(what),
    }
    if what.kind == 2:  # noqa: PLR2004 - an application command
        body |= {"name": what.data["name"], "command_type": what.data["type"]}
        if what.data["type"] == 2:  # noqa: PLR2004 - on a user
            body["target_user"] = what.data["resolved"]["users"][what.data["target_id"]]
        elif what.data["type"] == 3:  # noqa: PLR2004 - on a message
            body["target_message_id"] = what.data["target_id"]
    elif what.kind == 3 and what.source:  # noqa: PLR2004 - a component
        body["interacted_message_id"] = str(what.source.id)
    elif what.parent:
        body["triggering_interaction_metadata"] = metadata(what.parent)
    return body


def callback(what: Interaction, kind: int) -> Json:
    """Return what a callback sent `with_response` is answered with."""
    interaction: Json = {"id": str(what.id), "type": what.kind}
    interaction["channel_id"] = str(what.channel.id)
    if what.guild:
        interaction["guild_id"] = str(what.guild.id)
    message = what.message
    if message and kind in (4, 5, 6, 7):
        interaction |= {
            "response_message_id": str(message.id),
            "response_message_loading": bool(message.flags & LOADING),
            "response_message_ephemeral": bool(message.flags & EPHEMERAL),
        }
    if message and kind in (4, 7):
        shown = messages.message(message, Viewer(application=what.application, content=True))
        return {"interaction": interaction, "resource": {"type": kind, "message": shown}}
    return {"interaction": interaction}
