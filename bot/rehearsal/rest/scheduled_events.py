"""A guild's scheduled events: list, make, change, delete."""

from typing import Any

from bot.rehearsal.checks import recurrence
from bot.rehearsal.checks.fields import moment, number, picture
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.channels import STAGE, VOICE
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.scheduled_events import (
    ACTIVE,
    CANCELLED,
    COMPLETED,
    EXTERNAL,
    SCHEDULED,
    STAGE_EVENT,
    VOICE_EVENT,
    ScheduledEvent,
)
from bot.rehearsal.payloads import scheduled_events as events_json
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

MOST = 100
_NEXT = {SCHEDULED: (SCHEDULED, ACTIVE, CANCELLED), ACTIVE: (ACTIVE, COMPLETED)}
_AT = "/guilds/{guild_id}/scheduled-events"

routes = Routes()


@routes.get(_AT)
def events(call: Call) -> list[Json]:
    """Return a guild's scheduled events."""
    return [
        events_json.scheduled_event(event, with_count=_counted(call))
        for event in call.guild().scheduled_events.values()
    ]


@routes.post(_AT)
def create(call: Call) -> Json:
    """Make an event; one elsewhere needs a place and an end."""
    guild = call.guild()
    if not call.own_member(guild).may("create_events"):
        call.need(guild, "manage_events")
    if sum(event.status in _NEXT for event in guild.scheduled_events.values()) >= MOST:
        raise Refused(30038)
    problems = Problems()
    for key in ("name", "privacy_level", "scheduled_start_time", "entity_type"):
        if call.form.get(key) is None:
            problems.required(key)
    problems.refuse()
    event = ScheduledEvent(
        id=call.world.snowflakes.next(),
        guild=guild,
        name="",
        creator=call.me,
        kind=call.form["entity_type"],
        starts_at=call.world.clock.now(),
    )
    _apply(call, event, made=True)
    guild.add_scheduled_event(event)
    return events_json.scheduled_event(event)


@routes.get(_AT + "/{event_id}")
def event(call: Call) -> Json:
    """Return one event."""
    return events_json.scheduled_event(_found(call, call.guild()), with_count=_counted(call))


@routes.patch(_AT + "/{event_id}")
def edit(call: Call) -> Json:
    """Change an event, or start, end or cancel it."""
    guild = call.guild()
    found = _may_change(call, guild)
    if found.status not in _NEXT:
        raise Refused(180000)
    _apply(call, found, made=False)
    guild.scheduled_event_changed(found)
    return events_json.scheduled_event(found)


@routes.delete(_AT + "/{event_id}")
def delete(call: Call) -> None:
    """Delete an event."""
    guild = call.guild()
    found = _may_change(call, guild)
    guild.delete_scheduled_event(found)


@routes.get(_AT + "/{event_id}/users")
def interested(call: Call) -> list[Json]:
    """Return who is interested in an event."""
    found = _found(call, call.guild())
    after = call.limit(default=0, most=2**63, key="after", least=0)
    users = sorted((user for user in found.interested if user.id > after), key=lambda user: user.id)
    return [
        events_json.interest(found, user) | {"response": 1, "user": users_json.user(user)}
        for user in users[: call.limit(default=100, most=100)]
    ]


def _counted(call: Call) -> bool:
    return call.query.get("with_user_count") in ("1", "true", "True")


def _found(call: Call, guild: Guild) -> ScheduledEvent:
    found = guild.scheduled_events.get(call.id("event_id"))
    if found is None:
        raise Refused(10070)
    return found


def _may_change(call: Call, guild: Guild) -> ScheduledEvent:
    found = _found(call, guild)
    if not (found.creator is call.me and call.own_member(guild).may("create_events")):
        call.need(guild, "manage_events")
    return found


def _apply(call: Call, event: ScheduledEvent, *, made: bool) -> None:
    form, problems = call.form, Problems()
    kind = form.get("entity_type", event.kind)
    if kind not in (STAGE_EVENT, VOICE_EVENT, EXTERNAL):
        problems.choice("entity_type", (STAGE_EVENT, VOICE_EVENT, EXTERNAL))
    if form.get("name") is not None:
        problems.length("name", form["name"], most=100, least=1)
    if form.get("description") is not None:
        problems.length("description", form["description"], most=1000)
    if form.get("privacy_level") not in (None, 2):
        problems.choice("privacy_level", (2,))
    status = form.get("status")
    if status is not None and status not in _NEXT[event.status]:
        problems.choice("status", _NEXT[event.status])
    location = (form.get("entity_metadata") or {}).get("location", event.location)
    _check_place(call, event, kind, location, problems)
    rule = form.get("recurrence_rule")
    repeated = recurrence.read(rule, problems) if rule else None
    starts, ends = _times(call, event, kind, problems, made=made)
    image = picture(form, "image", problems)
    problems.refuse()
    event.kind, event.location = kind, location if kind == EXTERNAL else None
    event.starts_at, event.ends_at = starts, ends
    event.name = form.get("name") or event.name
    event.status = status or event.status
    if "recurrence_rule" in form:
        event.recurrence = repeated
    if "description" in form:
        event.description = form["description"] or None
    if "channel_id" in form:
        event.channel_id = number(form["channel_id"])
    if "image" in form:
        event.image = image


def _check_place(
    call: Call, event: ScheduledEvent, kind: int, location: str | None, problems: Problems
) -> None:
    if kind == EXTERNAL:
        if not location:
            problems.required("entity_metadata.location")
        else:
            problems.length("entity_metadata.location", location, most=100, least=1)
        return
    number_of = number(call.form.get("channel_id", event.channel_id))
    channel = call.world.guilds[event.guild.id].channels.get(number_of or 0)
    if channel is None or channel.kind not in (VOICE, STAGE):
        problems.required("channel_id")


def _times(call: Call, event: ScheduledEvent, kind: int, problems: Problems, *, made: bool) -> Any:
    form, now = call.form, call.world.clock.now()
    starts = moment(form["scheduled_start_time"]) if form.get("scheduled_start_time") else event.starts_at
    ends = moment(form["scheduled_end_time"]) if form.get("scheduled_end_time") else event.ends_at
    if starts is None:
        problems.add("scheduled_start_time", "DATE_TIME_TYPE_PARSE", "Could not parse time.")
    elif starts < now and (made or form.get("scheduled_start_time")):
        text = "Cannot schedule event in the past"
        problems.add("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", text)
    if kind == EXTERNAL and ends is None:
        problems.required("scheduled_end_time")
    elif starts and ends and ends <= starts:
        text = "End time must come after start time"
        problems.add("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", text)
    return starts, ends
