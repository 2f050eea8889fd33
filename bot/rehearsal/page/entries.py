"""The entries of a visitor's map, one function each."""

from datetime import timedelta
from typing import Any

from bot.rehearsal.model import permissions
from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.channels import TEXT, Channel, Message, Thread
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.model.members import Member
from bot.rehearsal.model.scheduled_events import ACTIVE, SCHEDULED, ScheduledEvent
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World
from bot.rehearsal.page.host import Persona
from bot.rehearsal.page.visibility import Visibility
from bot.rehearsal.payloads import channels as channels_json
from bot.rehearsal.payloads import messages as messages_json
from bot.rehearsal.payloads.commands import command
from bot.rehearsal.payloads.scheduled_events import scheduled_event
from bot.rehearsal.payloads.viewer import Viewer
from bot.rehearsal.people.person import Person

Json = dict[str, Any]

STARTER = 120
LATEST, MOST_PINGS = 200, 20
_AT_ONCE = timedelta(seconds=1)
_TYPING_LASTS = timedelta(seconds=10)
_MAY = {
    "send": ("send_messages",),
    "attach": ("attach_files",),
    "react": ("add_reactions", "read_message_history"),
    "thread": ("create_public_threads",),
    "manage_messages": ("manage_messages",),
    "pin": ("pin_messages",),
    "commands": ("use_application_commands",),
    "history": ("read_message_history",),
}
_MAY_BITS = {name: permissions.bits(names) for name, names in _MAY.items()}
_MANAGE_THREADS = permissions.bits(["manage_threads"])


def persona(who: Persona, world: World) -> Json:
    """Return somebody whom visitors can be."""
    members = (guild.member(who.user) for guild in world.guilds.values())
    member = next(filter(None, members), None)
    return {
        "id": str(who.user.id),
        "name": member.shown_name if member else who.user.shown_name,
        "username": who.user.username,
        "part": who.part,
        "locale": who.user.locale,
        "colour": _colour(member) if member else None,
    }


def me(who: User) -> Json:
    """Return who the visitor is."""
    return {"id": str(who.id), "name": who.shown_name, "locale": who.locale}


def guild(visible: Visibility) -> Json | None:
    """Return the guild with its roles, members and scheduled events."""
    found = visible.guild
    if found is None:
        return None
    roles = sorted(found.roles.values(), key=lambda role: -role.position)
    members = sorted(found.members.values(), key=lambda member: member.shown_name.lower())
    return {
        "id": str(found.id),
        "name": found.name,
        "roles": [
            {
                "id": str(one.id),
                "name": one.name,
                "colour": _written(one.colour),
                "mentionable": one.mentionable,
            }
            for one in roles
            if one is not found.everyone
        ],
        "members": [_member(one) for one in members],
        "events": [_event(one, visible) for one in _events(found, visible)],
    }


def _member(who: Member) -> Json:
    return {
        "id": str(who.id),
        "name": who.shown_name,
        "username": who.user.username,
        "bot": who.user.bot,
        "roles": [str(role.id) for role in who.roles],
        "colour": _colour(who),
        "timed_out": who.timed_out,
    }


def _colour(who: Member) -> str | None:
    coloured = (role for role in who.roles if role.colour)
    highest = max(coloured, key=lambda role: role.position, default=None)
    return _written(highest.colour) if highest else None


def _written(colour: int) -> str | None:
    """Write a colour as style sheets do; Discord's 0 is none."""
    return f"#{colour:06x}" if colour else None


def _events(found: Guild, visible: Visibility) -> list[ScheduledEvent]:
    open_to_me = (one for one in found.scheduled_events.values() if can_see(one, visible))
    still_to_come = (one for one in open_to_me if one.status in (SCHEDULED, ACTIVE))
    return sorted(still_to_come, key=lambda one: one.starts_at)


def can_see(what: ScheduledEvent, visible: Visibility) -> bool:
    """Say whether an event is open to this person: one in a channel only where that is."""
    return what.channel_id is None or visible.channel(what.channel_id) is not None


def _event(what: ScheduledEvent, visible: Visibility) -> Json:
    return scheduled_event(what, with_count=True) | {"interested": visible.user in what.interested}


def place(what: Channel, visible: Visibility) -> Json:
    """Return a channel, thread or direct conversation."""
    thread = what if isinstance(what, Thread) else None
    others = [user for user in what.recipients if user is not visible.user] if what.is_direct else []
    return {
        "id": str(what.id),
        "kind": what.kind,
        "name": others[0].shown_name if others else what.name,
        "topic": what.topic,
        "parent": str(what.parent.id) if what.parent else None,
        "with": str(others[0].id) if others else None,
        "archived": bool(thread and thread.archived),
        "locked": bool(thread and thread.locked),
        "slowmode": what.slowmode,
        "sent": thread.sent if thread else len(what.messages),
        "last": str(what.last_message_id) if what.last_message_id else None,
        "pings": [str(one.id) for one in what.messages[-LATEST:] if _calls(one, visible)][-MOST_PINGS:],
        "tags": [
            {"id": str(tag.id), "name": tag.name, "emoji": channels_json.tag(tag)["emoji_name"]}
            for tag in what.tags
        ],
        "applied_tags": [str(tag) for tag in thread.applied_tags] if thread else [],
        "pins": sum(one.pinned for one in what.messages),
        "typing": _typing(what, visible),
        "starter": _starter(thread) if thread else None,
        "may": _may(what, thread, visible),
    }


def _typing(what: Channel, visible: Visibility) -> list[str]:
    """Return who else began to type a moment ago."""
    now = visible.world.clock.now()
    return [
        str(user) for user, at in what.typed.items() if now - at < _TYPING_LASTS and user != visible.user.id
    ]


def _starter(thread: Thread) -> str | None:
    first = thread.message(thread.id) or thread.parent.message(thread.id)
    return first.content[:STARTER] if first else None


def _may(what: Channel, thread: Thread | None, visible: Visibility) -> list[str]:
    held = visible.held(what)
    if thread and thread.locked and not held & _MANAGE_THREADS:
        held &= ~_MAY_BITS["send"]
    if what.kind != TEXT:
        held &= ~_MAY_BITS["thread"]
    if what.is_direct:
        held &= ~_MAY_BITS["manage_messages"]
    return [name for name, wanted in _MAY_BITS.items() if held & wanted == wanted]


def commands(visible: Visibility, channel: Channel) -> list[Json]:
    """Return the commands that Discord offers in a channel."""
    offered = Person(visible.world, visible.user).commands(channel)
    return [command(one) | {"application": one.application.name} for one in offered]


def message(what: Message, visible: Visibility) -> Json:
    """Return a message as this person's app gets it."""
    shown = messages_json.message(what, _viewer(visible.user))
    if what.filled_at and what.edited_at and what.edited_at - what.filled_at < _AT_ONCE:
        shown["edited_timestamp"] = None
    return shown | {
        "ephemeral": what.ephemeral_to is visible.user,
        "loading": what.loading,
        "mentions_me": _mentions(what, visible),
    }


def _mentions(what: Message, visible: Visibility) -> bool:
    roles = visible.member.roles if visible.member else []
    named, mentions = any(role in roles for role in what.mentions.roles), what.mentions
    return (named or mentions.everyone or visible.user in mentions.users) and what.author is not visible.user


def _calls(what: Message, visible: Visibility) -> bool:
    """Say whether a message wants this person's eye: all that others say to them alone does."""
    return _mentions(what, visible) or (what.channel.is_direct and what.author is not visible.user)


def _viewer(user: User) -> Viewer:
    """Return somebody's app, which reads messages as an application with all intents does."""
    app = Application(
        id=user.id, name=user.username, token="", user=user, owner=user, privileged_intents=frozenset()
    )
    return Viewer(application=app, content=True)


def interaction(what: Interaction) -> Json:
    """Return an interaction of the visitor's own."""
    return {
        "id": str(what.id),
        "state": what.state,
        "source": str(what.source.id) if what.source else None,
        "custom_id": what.data.get("custom_id"),
        "modal": what.modal,
    }
