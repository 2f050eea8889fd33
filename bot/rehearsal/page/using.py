"""How a visitor uses applications: ids from the page become the things they name, then a person uses them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from bot.rehearsal import filling
from bot.rehearsal.checks import components
from bot.rehearsal.page.frames import file, malformed, number
from bot.rehearsal.refusals import Problems, Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from bot.rehearsal.invocations import Invocation
    from bot.rehearsal.page.frames import Frame
    from bot.rehearsal.page.looking import Looking
    from bot.rehearsal.page.sight import Sight
    from bot.rehearsal.person import Person
    from bot.rehearsal.places import Channel

Json = dict[str, Any]

_USER, _ROLE, _CHANNEL, _MENTIONABLE, _FILE = "user", "role", "channel", "mentionable", "file"
_OF_OPTION = {
    filling.USER: _USER,
    filling.ROLE: _ROLE,
    filling.CHANNEL: _CHANNEL,
    filling.MENTIONABLE: _MENTIONABLE,
    filling.ATTACHMENT: _FILE,
}
_OF_COMPONENT = {
    components.USERS: _USER,
    components.ROLES: _ROLE,
    components.CHANNELS: _CHANNEL,
    components.MENTIONABLES: _MENTIONABLE,
    components.UPLOAD: _FILE,
}


async def slash(person: Person, sight: Sight, frame: Frame, _: Looking) -> Invocation:
    """Use a slash command, such as "qna schedule"."""
    channel, name = sight.the_channel(frame.id("channel")), frame.text("name")
    options = _options(person, sight, channel, frame)
    return await person.slash(channel, name, **options)


async def autocomplete(person: Person, sight: Sight, frame: Frame) -> list[Json]:
    """Type into an option."""
    channel, focused = sight.the_channel(frame.id("channel")), frame.text("focused")
    options = _options(person, sight, channel, frame)
    return await person.autocomplete(channel, frame.text("name"), focused=focused, **options)


async def menu(person: Person, sight: Sight, frame: Frame, _: Looking) -> Invocation:
    """Use a message's context menu."""
    return await person.menu(sight.the_message(frame.id("message")), frame.text("name"))


async def user_menu(person: Person, sight: Sight, frame: Frame, _: Looking) -> Invocation:
    """Use a user's context menu."""
    channel = sight.the_channel(frame.id("channel"))
    return await person.user_menu(channel, sight.the_user(frame.id("user")), frame.text("name"))


async def press(person: Person, sight: Sight, frame: Frame, _: Looking) -> Invocation:
    """Press a button."""
    message = sight.the_message(frame.id("message"))
    with _checked("custom_id"):
        return await person.press(message, frame.text("custom_id"))


async def choose(person: Person, sight: Sight, frame: Frame, _: Looking) -> Invocation:
    """Choose in a select."""
    message, custom_id = sight.the_message(frame.id("message")), frame.text("custom_id")
    kind = _kinds(message.components).get(custom_id)
    values = [_thing(kind, value, sight) for value in frame.texts("values")]
    with _checked("values"):
        return await person.choose(message, custom_id, values)


async def submit(person: Person, sight: Sight, frame: Frame, looking: Looking) -> Invocation:
    """Fill in a form and send it."""
    wanted = frame.id("interaction")
    opened = next((one for one in looking.begun if one.id == wanted and one.user is person.user), None)
    if opened is None or opened.modal is None:
        raise Refused(10062)
    kinds = _kinds(opened.modal["components"])
    values = {name: _filled(kinds.get(name), value, sight) for name, value in frame.named("values").items()}
    with _checked("components"):
        return await person.submit(opened, values)


USES: dict[str, Callable[[Person, Sight, Frame, Looking], Awaitable[Invocation]]] = {
    "slash": slash,
    "menu": menu,
    "user_menu": user_menu,
    "press": press,
    "choose": choose,
    "submit": submit,
}


def _options(person: Person, sight: Sight, channel: Channel, frame: Frame) -> Json:
    known = filling.known_options(*person.slash_command(channel, frame.text("name")))
    kinds = {name: _OF_OPTION.get(option["type"]) for name, option in known.items()}
    given = frame.named("options")
    return {name: _thing(kinds.get(name), value, sight) for name, value in given.items() if value is not None}


def _kinds(parts: Iterable[Json]) -> dict[str, str]:
    """Return which components take things, by custom_id."""
    found = components.walk(list(parts))
    return {
        one["custom_id"]: _OF_COMPONENT[one["type"]]
        for one in found
        if one.get("custom_id") and one["type"] in _OF_COMPONENT
    }


def _filled(kind: str | None, value: Any, sight: Sight) -> Any:
    """Return what a field is filled with: a text, or what was chosen."""
    if isinstance(value, list) and (kind or all(isinstance(one, str) for one in value)):
        return [_thing(kind, one, sight) for one in value]
    if not isinstance(value, str) or kind:
        raise malformed("a field holds a text, or a list of what was chosen")
    return value


def _thing(kind: str | None, value: Any, sight: Sight) -> Any:
    """Return the thing of a kind that an id names; values of no such kind as they are."""
    if kind is None:
        return value
    if kind == _FILE:
        return file(value)
    wanted = number(value)
    if wanted is None:
        raise malformed("a value is no id")
    if kind == _CHANNEL:
        return sight.the_channel(wanted)
    role = sight.guild.roles.get(wanted) if sight.guild and kind in (_ROLE, _MENTIONABLE) else None
    if role is None and kind == _ROLE:
        raise Refused(10011)
    return role or sight.the_user(wanted)


@contextlib.contextmanager
def _checked(field: str) -> Iterator[None]:
    """Refuse, as Discord does, a component or a value that isn't offered (any more)."""
    try:
        yield
    except KeyError:
        problems = Problems()
        problems.add(field, "COMPONENT_VALIDATION_FAILED", "Component validation failed")
        problems.refuse()
