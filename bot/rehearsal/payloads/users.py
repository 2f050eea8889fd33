"""Users, members and roles on the wire."""

from typing import Any

from bot.rehearsal.model.members import Member, Role
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads.times import written

Json = dict[str, Any]


def user(who: User) -> Json:
    """Return a user as others see it."""
    body: Json = {
        "id": str(who.id),
        "username": who.username,
        "discriminator": "0000" if who.bot else "0",
        "global_name": who.display_name,
        "avatar": who.avatar,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "clan": None,
        "banner": None,
        "accent_color": None,
        "public_flags": 0,
        "flags": 0,
    }
    if who.bot:
        body["bot"] = True
    return body


def own_user(who: User) -> Json:
    """Return a user as it sees itself."""
    return user(who) | {
        "mfa_enabled": True,
        "locale": who.locale,
        "verified": True,
        "email": None,
        "premium_type": 0,
        "bio": "",
    }


def member(who: Member, *, with_user: bool = True) -> Json:
    """Return a member; events about messages leave the user out, it is their author."""
    body: Json = {
        "roles": [str(role.id) for role in who.roles],
        "nick": who.nick,
        "avatar": who.avatar,
        "banner": who.banner,
        "joined_at": written(who.joined_at),
        "premium_since": None,
        "communication_disabled_until": written(who.timed_out_until) if who.timed_out_until else None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    if with_user:
        body["user"] = user(who.user)
    return body


def role(what: Role) -> Json:
    """Return a role."""
    body: Json = {
        "id": str(what.id),
        "name": what.name,
        "description": None,
        "permissions": str(what.permissions),
        "position": what.position,
        "color": what.colour,
        "colors": {"primary_color": what.colour, "secondary_color": None, "tertiary_color": None},
        "hoist": what.hoist,
        "managed": what.managed,
        "mentionable": what.mentionable,
        "icon": None,
        "unicode_emoji": what.unicode_emoji,
        "flags": 0,
    }
    if what.application:
        body["tags"] = {"bot_id": str(what.application.user.id)}
    return body
