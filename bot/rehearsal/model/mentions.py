"""Whom a message notifies, given what its author may do and what the sender allowed."""

import re
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.model.channels import Channel, Mentions, Message
from bot.rehearsal.model.members import Role
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World

_USER = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@(everyone|here)\b")
_ALL = {"parse": ["users", "roles", "everyone"], "replied_user": True}


def mentions(
    world: World,
    channel: Channel,
    author: User,
    content: str,
    *,
    allowed: Mapping[str, Any] | None = None,
    reply_to: Message | None = None,
) -> Mentions:
    """Return whom a text notifies; `allowed` is Discord's `allowed_mentions`, None: all it finds."""
    rules: Mapping[str, Any] = _ALL if allowed is None else allowed
    named = _roles(channel, content, rules)
    calls = "everyone" in rules.get("parse", ()) and bool(_EVERYONE.search(content))
    loud = bool(named or calls) and _loud(channel, author)
    found = Mentions(
        users=_users(world, content, rules),
        roles=[role for role in named if role.mentionable or loud],
        everyone=calls and loud,
    )
    if reply_to and rules.get("replied_user") and reply_to.author not in found.users:
        found.users.append(reply_to.author)
    return found


def _loud(channel: Channel, author: User) -> bool:
    member = channel.guild.member(author) if channel.guild else None
    return member is not None and channel.permits(member, "mention_everyone")


def _users(world: World, content: str, rules: Mapping[str, Any]) -> list[User]:
    ids = dict.fromkeys(int(found) for found in _USER.findall(content))
    users = world.users
    return [users[one] for one in ids if one in users and _allowed(one, "users", rules)]


def _roles(channel: Channel, content: str, rules: Mapping[str, Any]) -> list[Role]:
    ids = dict.fromkeys(int(found) for found in _ROLE.findall(content))
    roles = channel.guild.roles if channel.guild else {}
    return [roles[one] for one in ids if one in roles and _allowed(one, "roles", rules)]


def _allowed(number: int, kind: str, rules: Mapping[str, Any]) -> bool:
    return kind in rules.get("parse", ()) or str(number) in map(str, rules.get(kind) or ())
