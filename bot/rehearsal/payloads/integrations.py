"""Webhooks, invites and emojis on the wire."""

from typing import Any

from bot.rehearsal.model.integrations import Emoji, Invite, Webhook
from bot.rehearsal.model.members import GuildPeople
from bot.rehearsal.payloads import users
from bot.rehearsal.payloads.times import written

Json = dict[str, Any]

INCOMING = 1


def webhook(what: Webhook, *, with_user: bool = True) -> Json:
    """Return a webhook; who knows only its token isn't told who made it."""
    body: Json = {
        "id": str(what.id),
        "type": INCOMING,
        "name": what.name,
        "avatar": what.avatar,
        "channel_id": str(what.channel.id),
        "guild_id": str(what.channel.guild.id) if what.channel.guild else None,
        "application_id": str(what.application.id),
        "token": what.token,
        "url": f"https://discord.com/api/webhooks/{what.id}/{what.token}",
    }
    return body | {"user": users.user(what.creator)} if with_user else body


def invite(what: Invite, guild: GuildPeople, *, managed: bool = False, counted: bool = False) -> Json:
    """Return an invite; `managed`: as those see it who may change it, `counted`: with numbers of members."""
    body: Json = {
        "type": 0,
        "code": what.code,
        "flags": 0,
        "inviter": users.user(what.inviter),
        "expires_at": written(what.expires_at) if what.expires_at else None,
        "guild": _invited_to(guild),
        "guild_id": str(guild.id),
        "channel": {"id": str(what.channel.id), "type": what.channel.kind, "name": what.channel.name},
    }
    if managed:
        body |= {
            "uses": 0,
            "max_uses": what.max_uses,
            "max_age": what.max_age,
            "temporary": what.temporary,
            "created_at": written(what.created_at),
        }
    if counted:
        count = len(guild.members)
        body |= {"approximate_member_count": count, "approximate_presence_count": count}
    return body


def _invited_to(guild: GuildPeople) -> Json:
    return {
        "id": str(guild.id),
        "name": guild.name,
        "splash": None,
        "banner": None,
        "description": None,
        "icon": None,
        "features": ["COMMUNITY"],
        "verification_level": 0,
        "vanity_url_code": None,
        "nsfw_level": 0,
        "nsfw": False,
        "premium_subscription_count": 0,
        "premium_tier": 0,
    }


def new_invite(what: Invite, guild: GuildPeople) -> Json:
    """Return an invite as INVITE_CREATE brings it."""
    body = invite(what, guild, managed=True)
    kept = (
        "code",
        "inviter",
        "expires_at",
        "guild_id",
        "uses",
        "max_uses",
        "max_age",
        "temporary",
        "created_at",
    )
    return {key: body[key] for key in kept} | {"channel_id": str(what.channel.id), "type": 0, "flags": 0}


def emoji(what: Emoji, *, with_user: bool = False) -> Json:
    """Return a guild's emoji."""
    body: Json = {
        "id": str(what.id),
        "name": what.name,
        "roles": [str(one) for one in what.roles],
        "require_colons": True,
        "managed": False,
        "animated": what.animated,
        "available": True,
    }
    return body | {"user": users.user(what.creator)} if with_user else body
