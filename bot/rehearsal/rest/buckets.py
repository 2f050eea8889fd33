"""Which requests are counted together, and how many of them Discord takes: its limits, as clients met them.

What is not named here has a limit only as part of all requests, and its answers carry no headers about limits.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from bot.rehearsal.model.snowflakes import time_of

BOT, CHANNEL, GUILD, TOKEN = "", "channel_id", "guild_id", "token"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """Takes `most` requests in so many seconds in each place: the part of the address that `per` names."""

    most: int
    seconds: float
    per: str
    routes: tuple[str, ...]
    shared: bool = False
    """Discord counts everybody together, so that nobody can know beforehand."""

    @cached_property
    def id(self) -> str:
        """Return what X-RateLimit-Bucket says."""
        return hashlib.md5(self.routes[0].encode(), usedforsecurity=False).hexdigest()


def _bucket(most: int, seconds: float, per: str, *routes: str, shared: bool = False) -> Bucket:
    return Bucket(most=most, seconds=seconds, per=per, routes=routes, shared=shared)


_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = _MESSAGES + "/{message_id}"
_REACTIONS = _MESSAGE + "/reactions"
_THREAD_MEMBERS = "/channels/{channel_id}/thread-members"
_MEMBERS = "/guilds/{guild_id}/members"
_ROLES = "/guilds/{guild_id}/roles"
_EMOJIS = "/guilds/{guild_id}/emojis"
_EVENTS = "/guilds/{guild_id}/scheduled-events"
_RULES = "/guilds/{guild_id}/auto-moderation/rules"
_COMMANDS = "/applications/{application_id}/commands"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
_WEBHOOK = "/webhooks/{webhook_id}/{=token}"

CHANGE = "PATCH /channels/{channel_id}"

BUCKETS = (
    _bucket(5, 5, CHANNEL, f"GET {_MESSAGES}"),
    _bucket(5, 5, CHANNEL, f"GET {_MESSAGE}"),
    _bucket(5, 5, CHANNEL, f"POST {_MESSAGES}"),
    _bucket(5, 5, CHANNEL, f"PATCH {_MESSAGE}"),
    _bucket(1, 3, CHANNEL, f"POST {_MESSAGES}/bulk-delete"),
    _bucket(10, _HOUR, CHANNEL, f"POST {_MESSAGE}/crosspost"),
    _bucket(
        1,
        0.25,
        CHANNEL,
        f"PUT {_REACTIONS}/{{=emoji}}/@me",
        f"DELETE {_REACTIONS}/{{=emoji}}/@me",
        f"DELETE {_REACTIONS}/{{=emoji}}/{{user_id}}",
        f"DELETE {_REACTIONS}/{{=emoji}}",
        f"DELETE {_REACTIONS}",
    ),
    _bucket(5, 5, CHANNEL, f"GET {_MESSAGES}/pins", "GET /channels/{channel_id}/pins"),
    _bucket(
        5,
        4,
        CHANNEL,
        f"PUT {_MESSAGES}/pins/{{message_id}}",
        f"DELETE {_MESSAGES}/pins/{{message_id}}",
        "PUT /channels/{channel_id}/pins/{message_id}",
        "DELETE /channels/{channel_id}/pins/{message_id}",
    ),
    _bucket(5, 15, CHANNEL, CHANGE),
    _bucket(
        10,
        15,
        CHANNEL,
        "PUT /channels/{channel_id}/permissions/{target_id}",
        "DELETE /channels/{channel_id}/permissions/{target_id}",
    ),
    _bucket(5, 5, CHANNEL, "POST /channels/{channel_id}/typing"),
    _bucket(5, 15, BOT, "POST /channels/{channel_id}/invites"),
    _bucket(
        50,
        5 * _MINUTE,
        BOT,
        f"POST {_MESSAGE}/threads",
        "POST /channels/{channel_id}/threads",
    ),
    _bucket(10, 10, BOT, f"GET {_THREAD_MEMBERS}"),
    _bucket(
        5,
        5,
        BOT,
        f"PUT {_THREAD_MEMBERS}/@me",
        f"DELETE {_THREAD_MEMBERS}/@me",
        f"PUT {_THREAD_MEMBERS}/{{user_id}}",
        f"DELETE {_THREAD_MEMBERS}/{{user_id}}",
    ),
    _bucket(10, 10, GUILD, f"GET {_MEMBERS}"),
    _bucket(10, 10, GUILD, f"GET {_MEMBERS}/search"),
    _bucket(5, 1, GUILD, f"GET {_MEMBERS}/{{user_id}}"),
    _bucket(5, 1, GUILD, f"DELETE {_MEMBERS}/{{user_id}}"),
    _bucket(10, 10, GUILD, f"PATCH {_MEMBERS}/{{user_id}}"),
    _bucket(1, 1, BOT, f"PATCH {_MEMBERS}/@me"),
    _bucket(
        10,
        10,
        GUILD,
        f"PUT {_MEMBERS}/{{user_id}}/roles/{{role_id}}",
        f"DELETE {_MEMBERS}/{{user_id}}/roles/{{role_id}}",
    ),
    _bucket(250, 2 * _DAY, GUILD, f"POST {_ROLES}"),
    _bucket(1000, _DAY, GUILD, f"PATCH {_ROLES}/{{role_id}}"),
    _bucket(10, 10, GUILD, "GET /guilds/{guild_id}/bans"),
    _bucket(50, _HOUR, GUILD, f"POST {_EMOJIS}", shared=True),
    _bucket(1, 2, GUILD, f"PATCH {_EMOJIS}/{{emoji_id}}", f"DELETE {_EMOJIS}/{{emoji_id}}", shared=True),
    _bucket(1, 10, GUILD, f"GET {_EVENTS}"),
    _bucket(1, 5, GUILD, f"GET {_EVENTS}/{{event_id}}"),
    _bucket(5, _MINUTE, GUILD, f"POST {_EVENTS}"),
    _bucket(5, 20, GUILD, f"PATCH {_EVENTS}/{{event_id}}"),
    _bucket(5, 20, GUILD, f"DELETE {_EVENTS}/{{event_id}}"),
    _bucket(5, 30, GUILD, f"GET {_EVENTS}/{{event_id}}/users"),
    _bucket(5, 10, GUILD, f"GET {_RULES}", f"GET {_RULES}/{{rule_id}}"),
    _bucket(5, 30, GUILD, f"POST {_RULES}", f"DELETE {_RULES}/{{rule_id}}"),
    _bucket(10, 30, GUILD, f"PATCH {_RULES}/{{rule_id}}"),
    _bucket(2, _MINUTE, BOT, f"PUT {_COMMANDS}"),
    _bucket(5, 20, BOT, f"POST {_COMMANDS}"),
    _bucket(5, 20, BOT, f"PATCH {_COMMANDS}/{{command_id}}"),
    _bucket(5, 20, BOT, f"DELETE {_COMMANDS}/{{command_id}}"),
    _bucket(2, _MINUTE, GUILD, f"PUT {_GUILD_COMMANDS}"),
    _bucket(5, 20, GUILD, f"POST {_GUILD_COMMANDS}"),
    _bucket(5, 20, GUILD, f"PATCH {_GUILD_COMMANDS}/{{command_id}}"),
    _bucket(5, 20, GUILD, f"DELETE {_GUILD_COMMANDS}/{{command_id}}"),
    _bucket(
        5,
        2,
        TOKEN,
        f"POST {_WEBHOOK}",
        f"GET {_WEBHOOK}/messages/@original",
        f"PATCH {_WEBHOOK}/messages/@original",
        f"DELETE {_WEBHOOK}/messages/@original",
        f"GET {_WEBHOOK}/messages/{{message_id}}",
        f"PATCH {_WEBHOOK}/messages/{{message_id}}",
        f"DELETE {_WEBHOOK}/messages/{{message_id}}",
    ),
    _bucket(250, 6, BOT, "GET /invites/{=code}"),
    _bucket(2, 5, BOT, "GET /gateway/bot"),
    _bucket(2, 10 * _MINUTE, BOT, "PATCH /users/@me"),
    _bucket(1, 1, BOT, "GET /users/@me/guilds"),
    _bucket(30, 30, BOT, "GET /users/{user_id}"),
)

NAMING = _bucket(2, 10 * _MINUTE, CHANNEL, f"{CHANGE} name or topic")
"""Within changes of a channel or thread; no header tells of it."""

DELETION = f"DELETE {_MESSAGE}"
_JUST_SENT = _bucket(5, 1, CHANNEL, f"{DELETION} sent just now")
_SENT = _bucket(3, 1 / 3, CHANNEL, DELETION)
_SENT_LONG_AGO = _bucket(30, 4, CHANNEL, f"{DELETION} sent long ago")

_BY_ROUTE = {route: bucket for bucket in BUCKETS for route in bucket.routes}


def bucket_of(route: str, args: Mapping[str, str], now: datetime) -> Bucket | None:
    """Return what a request to `route` is counted in; deletions go by the message's age."""
    if route != DELETION:
        return _BY_ROUTE.get(route)
    age = now - time_of(int(args["message_id"]))
    if age < timedelta(seconds=10):
        return _JUST_SENT
    return _SENT if age < timedelta(weeks=2) else _SENT_LONG_AGO
