"""Channels: make, read, change, delete, and type in them."""

from typing import Any

from bot.rehearsal.checks.fields import items, number
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model import messages, threads
from bot.rehearsal.model.channels import CATEGORY, FORUM, NEWS, TEXT, VOICE, Channel, Tag, Thread
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import GuildPeople
from bot.rehearsal.model.permissions import Overwrite
from bot.rehearsal.payloads import channels as channels_json
from bot.rehearsal.rest.call import Call, Response
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

MOST_CHANNELS = 500
SLOWMODE = 21_600
MOST_TAGS = 5
ARCHIVED_AFTER = (60, 1440, 4320, 10080)
"""Minutes of quiet after which a thread may be archived."""

routes = Routes()


@routes.get("/channels/{channel_id}")
def channel(call: Call) -> Json:
    """Return a channel, thread or direct conversation."""
    return channels_json.channel(call.channel(), reader=call.me)


@routes.post("/guilds/{guild_id}/channels")
def create(call: Call) -> Response:
    """Make a channel."""
    guild = call.guild()
    call.need(guild, "manage_channels")
    problems = Problems()
    problems.length("name", call.form.get("name"), most=100, least=1)
    kind = call.form.get("type") or TEXT
    if kind not in (TEXT, VOICE, CATEGORY, NEWS, FORUM):
        problems.choice("type", (TEXT, VOICE, CATEGORY, NEWS, FORUM))
    problems.refuse()
    if len(guild.channels) >= MOST_CHANNELS:
        raise Refused(30013)
    made = guild.new_channel(kind, _named(kind, call.form["name"]), parent=_category(call, guild))
    _apply(call, made)
    guild.channel_created(made)
    return Response(201, channels_json.channel(made))


@routes.patch("/channels/{channel_id}")
def edit(call: Call) -> Json:
    """Change a channel or thread."""
    found = call.channel()
    if isinstance(found, Thread):
        return _edit_thread(call, found)
    if found.guild is None:
        raise Refused(50024)
    if not call.may(found, "manage_channels"):
        raise Refused(50013)
    _apply(call, found)
    found.changed()
    return channels_json.channel(found)


def _edit_thread(call: Call, thread: Thread) -> Json:
    form = call.form
    mine = thread.owner is call.me and not ("locked" in form and form["locked"] != thread.locked)
    opening = set(form) <= {"archived", "auto_archive_duration"} and not thread.locked
    speaking = call.may(thread, "send_messages_in_threads")
    if not call.may(thread, "manage_threads") and not mine and not (opening and speaking):
        raise Refused(50013)
    if thread.archived and form.get("archived") is not False:
        raise Refused(50083)
    problems = Problems()
    if "name" in form:
        problems.length("name", form["name"], most=100, least=1)
    duration = form.get("auto_archive_duration")
    if duration is not None and duration not in ARCHIVED_AFTER:
        problems.choice("auto_archive_duration", ARCHIVED_AFTER)
    _check(form, problems)
    _check_tags(call, thread, problems)
    problems.refuse()
    known = {
        "name": "name",
        "archived": "archived",
        "locked": "locked",
        "invitable": "invitable",
        "rate_limit_per_user": "slowmode",
        "auto_archive_duration": "auto_archive_minutes",
        "flags": "flags",
    }
    parts: Json = {own: form[key] for key, own in known.items() if form.get(key) is not None}
    if "applied_tags" in form:
        parts["applied_tags"] = [int(tag) for tag in form["applied_tags"]]
    threads.change(thread, **parts)
    return channels_json.thread(thread, reader=call.me)


def _check_tags(call: Call, thread: Thread, problems: Problems) -> None:
    """Refuse tags the forum doesn't have, and moderated ones without Manage Threads."""
    tags = items(call.form, "applied_tags", problems)
    problems.count("applied_tags", tags, most=MOST_TAGS)
    known = {tag.id: tag for tag in thread.parent.tags}
    wanted = {number(tag) or 0 for tag in tags}
    if wanted - known.keys():
        raise Refused(10087)
    changed = wanted ^ set(thread.applied_tags)
    if any(known[one].moderated for one in changed if one in known) and not call.may(
        thread, "manage_threads"
    ):
        raise Refused(50013)


@routes.delete("/channels/{channel_id}")
def delete(call: Call) -> Json:
    """Delete a channel or thread."""
    found = call.channel()
    if found.guild is None:
        raise Refused(50003)
    if not call.may(found, "manage_threads" if found.is_thread else "manage_channels"):
        raise Refused(50013)
    body = channels_json.channel(found, reader=call.me)
    guild = call.world.guilds[found.guild.id]
    if isinstance(found, Thread):
        guild.delete_thread(found)
    else:
        guild.delete_channel(found)
    return body


@routes.put("/channels/{channel_id}/permissions/{target_id}")
def overwrite(call: Call) -> None:
    """Set what a role or member may do in a channel."""
    found = call.channel("manage_roles")
    if found.guild is None:
        raise Refused(50003)
    target = call.id("target_id")
    found.overwrites[target] = _read_overwrite(call.form | {"id": target}, found.guild)
    found.changed()


@routes.delete("/channels/{channel_id}/permissions/{target_id}")
def delete_overwrite(call: Call) -> None:
    """Drop what was set for a role or member."""
    found = call.channel("manage_roles")
    if found.guild is None:
        raise Refused(50003)
    found.overwrites.pop(call.id("target_id"), None)
    found.changed()


@routes.post("/channels/{channel_id}/typing")
def typing(call: Call) -> None:
    """Show that the bot types."""
    found = call.channel()
    speaking = "send_messages_in_threads" if found.is_thread else "send_messages"
    if not call.may(found, speaking):
        raise Refused(50013)
    messages.typing(found, call.me)


def _named(kind: int, name: str) -> str:
    return name if kind in (CATEGORY, VOICE) else name.strip().lower().replace(" ", "-")


def _category(call: Call, guild: Guild) -> Channel | None:
    parent = call.form.get("parent_id")
    if parent is None:
        return None
    category = guild.channels.get(number(parent) or 0)
    if category is None or category.kind != CATEGORY:
        problem = {"code": "CHANNEL_PARENT_INVALID", "message": "Category does not exist"}
        raise Refused(50035, errors={"parent_id": {"_errors": [problem]}})
    return category


def _apply(call: Call, found: Channel) -> None:
    assert found.guild  # noqa: S101 - looked at before
    form, guild = call.form, call.world.guilds[found.guild.id]
    problems = Problems()
    _check(form, problems)
    problems.refuse()
    if form.get("name"):
        found.name = _named(found.kind, form["name"])
    if "topic" in form:
        found.topic = form["topic"] or None
    if "parent_id" in form:
        found.parent = _category(call, guild)
    for key, own in _PLAIN.items():
        if form.get(key) is not None:
            setattr(found, own, form[key])
    if form.get("permission_overwrites") is not None:
        listed = [_read_overwrite(one, guild) for one in form["permission_overwrites"]]
        held = call.own_member(guild).guild_permissions
        if any((one.allow | one.deny) & ~held for one in listed):
            raise Refused(50013)
        found.overwrites = {one.target_id: one for one in listed}
    if form.get("available_tags") is not None:
        found.tags = [_read_tag(call, one) for one in form["available_tags"]]


_PLAIN = {
    "nsfw": "nsfw",
    "rate_limit_per_user": "slowmode",
    "position": "position",
    "default_auto_archive_duration": "auto_archive_minutes",
}
"""Fields of a channel that are kept as sent."""


def _check(form: Json, problems: Problems) -> None:
    if form.get("name") is not None:
        problems.length("name", form["name"], most=100, least=1)
    if form.get("topic") is not None:
        problems.length("topic", form["topic"], most=1024)
    after = form.get("default_auto_archive_duration")
    if after is not None and after not in ARCHIVED_AFTER:
        problems.choice("default_auto_archive_duration", ARCHIVED_AFTER)
    slowmode = form.get("rate_limit_per_user")
    if slowmode is not None and not 0 <= slowmode <= SLOWMODE:
        problems.add(
            "rate_limit_per_user", "NUMBER_TYPE_MAX", f"int value should be between 0 and {SLOWMODE}."
        )
    problems.count("available_tags", items(form, "available_tags", problems), most=20)


def _read_overwrite(form: Json, guild: GuildPeople) -> Overwrite:
    target = number(form.get("id")) or 0
    kind = 0 if target in guild.roles else 1
    allow, deny = (number(form.get(key) or 0) or 0 for key in ("allow", "deny"))
    return Overwrite(target_id=target, kind=kind, allow=allow, deny=deny)


def _read_tag(call: Call, form: Json) -> Tag:
    return Tag(
        id=number(form.get("id")) or call.world.snowflakes.next(),
        name=form["name"],
        emoji=form.get("emoji_name"),
        moderated=bool(form.get("moderated")),
    )
