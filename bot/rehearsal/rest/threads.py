"""Threads: start, list, join, leave."""

from datetime import datetime
from typing import Any

from bot.rehearsal.checks import auto_moderation
from bot.rehearsal.checks import messages as checks
from bot.rehearsal.checks.fields import moment
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model import threads
from bot.rehearsal.model.channels import (
    FORUMS,
    NEWS,
    NEWS_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Thread,
)
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads import channels as channels_json
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.rest import sending
from bot.rehearsal.rest.call import Call, Response
from bot.rehearsal.rest.channels import ARCHIVED_AFTER, MOST_TAGS
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

REQUIRE_TAG = 1 << 4

routes = Routes()


@routes.post("/channels/{channel_id}/messages/{message_id}/threads")
def from_message(call: Call) -> Response:
    """Start a thread from a message, whose id it gets; a second one is refused with 160004."""
    channel = call.channel("create_public_threads")
    if channel.kind not in (TEXT, NEWS):
        raise Refused(50024)
    message = call.message(channel)
    if message.id in call.world.channels:
        raise Refused(160004)
    _named(call)
    kind = NEWS_THREAD if channel.kind == NEWS else PUBLIC_THREAD
    thread = threads.start(channel, call.me, call.form["name"], kind=kind, source=message, **_settings(call))
    return Response(201, channels_json.thread(thread, reader=call.me))


@routes.post("/channels/{channel_id}/threads")
def start(call: Call) -> Response:
    """Start a thread without a message, or a post in a forum."""
    channel = call.channel()
    _named(call)
    if channel.kind in FORUMS:
        return _post(call, channel)
    kind = call.form.get("type", PRIVATE_THREAD)
    if channel.kind not in (TEXT, NEWS) or kind not in (NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD):
        raise Refused(50024)
    if not call.may(channel, "create_private_threads" if kind == PRIVATE_THREAD else "create_public_threads"):
        raise Refused(50013)
    thread = threads.start(channel, call.me, call.form["name"], kind=kind, **_settings(call))
    if kind != PRIVATE_THREAD:
        threads.announce(thread)
    return Response(201, channels_json.thread(thread, reader=call.me))


def _post(call: Call, forum: Channel) -> Response:
    if not call.may(forum, "send_messages"):
        raise Refused(50013)
    message = call.form.get("message")
    problems = Problems()
    if not isinstance(message, dict):
        problems.required("message")
    tags = [int(tag) for tag in call.form.get("applied_tags") or []]
    problems.count("applied_tags", tags, most=MOST_TAGS)
    problems.refuse()
    if set(tags) - {tag.id for tag in forum.tags}:
        raise Refused(10087)
    if forum.flags & REQUIRE_TAG and not tags:
        raise Refused(40067)
    draft = checks.read(message or {}, call.uploads, path="message.")
    sending.too_large(draft.uploads)
    auto_moderation.refuse_blocked(call.world, forum, call.me, draft.content or "")
    thread = threads.start(forum, call.me, call.form["name"], applied_tags=tags, **_settings(call))
    first = sending.post(thread, call.me, **_first(call, thread, draft))
    body = channels_json.thread(thread, reader=call.me)
    return Response(201, body | {"message": call.show(first)})


def _first(call: Call, thread: Thread, draft: checks.Draft) -> Json:
    """Return the fields of a post's first message, which has the post's id."""
    return sending.parts(call, thread, draft) | {"id": thread.id}


def _named(call: Call) -> None:
    problems = Problems()
    problems.length("name", call.form.get("name"), most=100, least=1)
    duration = call.form.get("auto_archive_duration")
    if duration is not None and duration not in ARCHIVED_AFTER:
        problems.choice("auto_archive_duration", ARCHIVED_AFTER)
    problems.refuse()


def _settings(call: Call) -> Json:
    settings: Json = {}
    if call.form.get("auto_archive_duration"):
        settings["auto_archive_minutes"] = call.form["auto_archive_duration"]
    if call.form.get("rate_limit_per_user"):
        settings["slowmode"] = call.form["rate_limit_per_user"]
    if call.form.get("invitable") is not None:
        settings["invitable"] = bool(call.form["invitable"])
    return settings


@routes.get("/guilds/{guild_id}/threads/active")
def active(call: Call) -> Json:
    """Return a guild's threads that are not archived and that the bot may view."""
    guild = call.guild()
    found = [one for one in guild.threads if not one.archived and _views(call, one)]
    return _listed(call, found, more=None)


@routes.get("/channels/{channel_id}/threads/archived/public")
def archived_public(call: Call) -> Json:
    """Return a channel's archived public threads, latest archived first."""
    return _archived(call, (PUBLIC_THREAD, NEWS_THREAD))


@routes.get("/channels/{channel_id}/threads/archived/private")
def archived_private(call: Call) -> Json:
    """Return a channel's archived private threads; needs Manage Threads."""
    call.channel("manage_threads")
    return _archived(call, (PRIVATE_THREAD,))


@routes.get("/channels/{channel_id}/users/@me/threads/archived/private")
def archived_joined(call: Call) -> Json:
    """Return the archived private threads the bot has joined, in pages by their ids, latest made first."""
    channel = call.channel("read_message_history")
    limit = call.limit(default=50, most=100, least=2)
    before = call.limit(default=2**63, most=2**63, key="before", least=0)
    found = [
        one
        for one in channel.threads
        if one.archived and one.kind == PRIVATE_THREAD and call.me.id in one.members and one.id < before
    ]
    found.sort(key=lambda thread: thread.id, reverse=True)
    return _listed(call, found[:limit], more=len(found) > limit)


def _archived(call: Call, kinds: tuple[int, ...]) -> Json:
    channel = call.channel("read_message_history")
    limit = call.limit(default=50, most=100, least=2)
    before = _before(call)
    found = [
        one
        for one in channel.threads
        if one.archived and one.kind in kinds and (before is None or one.archived_at < before)
    ]
    found.sort(key=lambda thread: thread.archived_at, reverse=True)
    return _listed(call, found[:limit], more=len(found) > limit)


def _before(call: Call) -> datetime | None:
    text = call.query.get("before")
    if not text:
        return None
    before = moment(text.replace(" ", "+"))
    if before is None:
        problems = Problems()
        problems.add("before", "DATE_TIME_TYPE_PARSE", f"Could not parse {text}. Should be ISO8601.")
        problems.refuse()
    return before


def _listed(call: Call, found: list[Thread], *, more: bool | None) -> Json:
    mine = [one for one in found if call.me.id in one.members]
    body: Json = {
        "threads": [channels_json.thread(one, reader=call.me) for one in found],
        "members": [channels_json.thread_member(one, call.me) for one in mine],
    }
    body["has_more"] = bool(more)
    return body


def _views(call: Call, thread: Thread) -> bool:
    return thread.permissions_for(call.own_member(thread.guild)) != 0


@routes.put("/channels/{channel_id}/thread-members/@me")
def join(call: Call) -> None:
    """Join a thread."""
    threads.join(_open(call), call.me)


@routes.delete("/channels/{channel_id}/thread-members/@me")
def leave(call: Call) -> None:
    """Leave a thread."""
    threads.leave(_open(call), call.me)


@routes.put("/channels/{channel_id}/thread-members/{user_id}")
def add(call: Call) -> None:
    """Add someone to a thread."""
    thread = _open(call)
    if not call.may(thread, "send_messages"):
        raise Refused(50013)
    threads.join(thread, _user(call, thread))


@routes.delete("/channels/{channel_id}/thread-members/{user_id}")
def remove(call: Call) -> None:
    """Remove someone from a thread."""
    thread = _open(call)
    if not call.may(thread, "manage_threads") and not (
        thread.kind == PRIVATE_THREAD and thread.owner is call.me
    ):
        raise Refused(50013)
    threads.leave(thread, _user(call, thread))


@routes.get("/channels/{channel_id}/thread-members")
def members(call: Call) -> list[Json]:
    """Return who is in a thread; with their guild's membership, in pages by user id."""
    thread = call.thread()
    if "guild_members" not in call.application.privileged_intents:
        raise Refused(50001)
    after = call.limit(default=0, most=2**63, key="after", least=0)
    limit = call.limit(default=100, most=100)
    ids = list(thread.members)
    if _with_member(call):
        ids = sorted(one for one in ids if one > after)[:limit]
    return [_membership(call, thread, call.world.users[one]) for one in ids]


@routes.get("/channels/{channel_id}/thread-members/{user_id}")
def member(call: Call) -> Json:
    """Return one person's membership of a thread."""
    thread = call.thread()
    user = call.world.users.get(call.id("user_id"))
    if user is None or user.id not in thread.members:
        raise Refused(10007)
    return _membership(call, thread, user)


def _membership(call: Call, thread: Thread, user: User) -> Json:
    body = channels_json.thread_member(thread, user)
    member = thread.guild.member(user)
    return body | {"member": users_json.member(member)} if member and _with_member(call) else body


def _with_member(call: Call) -> bool:
    return call.query.get("with_member") in ("1", "true", "True")


def _open(call: Call) -> Thread:
    thread = call.thread()
    call.open(thread)
    return thread


def _user(call: Call, thread: Thread) -> User:
    member = thread.guild.members.get(call.id("user_id"))
    if member is None:
        raise Refused(10007)
    return member.user
