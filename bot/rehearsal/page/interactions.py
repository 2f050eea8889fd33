"""How a visitor uses applications: ids from the page become the things they name, then a person uses them."""

import contextlib
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from bot.rehearsal.checks import components
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.channels import Channel
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.page.client_state import ClientState
from bot.rehearsal.page.frames import Frame, file, malformed, number
from bot.rehearsal.page.visibility import Visibility
from bot.rehearsal.people import command_data
from bot.rehearsal.people.person import Person

Json = dict[str, Any]

_USER, _ROLE, _CHANNEL, _MENTIONABLE, _FILE = "user", "role", "channel", "mentionable", "file"
_OF_OPTION = {
    command_data.USER: _USER,
    command_data.ROLE: _ROLE,
    command_data.CHANNEL: _CHANNEL,
    command_data.MENTIONABLE: _MENTIONABLE,
    command_data.ATTACHMENT: _FILE,
}
_OF_COMPONENT = {
    components.USERS: _USER,
    components.ROLES: _ROLE,
    components.CHANNELS: _CHANNEL,
    components.MENTIONABLES: _MENTIONABLE,
    components.UPLOAD: _FILE,
}


async def slash(person: Person, visible: Visibility, frame: Frame, _: ClientState) -> Interaction:
    """Use a slash command, such as "qna schedule"."""
    channel, name = visible.the_channel(frame.id("channel")), frame.text("name")
    options = _options(person, visible, channel, frame)
    return await person.slash(channel, name, **options)


async def autocomplete(person: Person, visible: Visibility, frame: Frame) -> list[Json]:
    """Type into an option."""
    channel, focused = visible.the_channel(frame.id("channel")), frame.text("focused")
    options = _options(person, visible, channel, frame)
    return await person.autocomplete(channel, frame.text("name"), focused=focused, **options)


async def menu(person: Person, visible: Visibility, frame: Frame, _: ClientState) -> Interaction:
    """Use a message's context menu."""
    return await person.menu(visible.the_message(frame.id("message")), frame.text("name"))


async def user_menu(person: Person, visible: Visibility, frame: Frame, _: ClientState) -> Interaction:
    """Use a user's context menu."""
    channel = visible.the_channel(frame.id("channel"))
    return await person.user_menu(channel, visible.the_user(frame.id("user")), frame.text("name"))


async def press(person: Person, visible: Visibility, frame: Frame, _: ClientState) -> Interaction:
    """Press a button."""
    message = visible.the_message(frame.id("message"))
    with _checked("custom_id"):
        return await person.press(message, frame.text("custom_id"))


async def choose(person: Person, visible: Visibility, frame: Frame, _: ClientState) -> Interaction:
    """Choose in a select."""
    message, custom_id = visible.the_message(frame.id("message")), frame.text("custom_id")
    kind = _kinds(message.components).get(custom_id)
    values = [_thing(kind, value, visible) for value in frame.texts("values")]
    with _checked("values"):
        return await person.choose(message, custom_id, values)


async def submit(person: Person, visible: Visibility, frame: Frame, state: ClientState) -> Interaction:
    """Fill in a form and send it."""
    wanted = frame.id("interaction")
    opened = next((one for one in state.begun if one.id == wanted and one.user is person.user), None)
    if opened is None or opened.modal is None:
        raise Refused(10062)
    kinds = _kinds(opened.modal["components"])
    values = {name: _filled(kinds.get(name), value, visible) for name, value in frame.named("values").items()}
    with _checked("components"):
        return await person.submit(opened, values)


USES: dict[str, Callable[[Person, Visibility, Frame, ClientState], Awaitable[Interaction]]] = {
    "slash": slash,
    "menu": menu,
    "user_menu": user_menu,
    "press": press,
    "choose": choose,
    "submit": submit,
}


def _options(person: Person, visible: Visibility, channel: Channel, frame: Frame) -> Json:
    known = command_data.known_options(*person.slash_command(channel, frame.text("name")))
    kinds = {name: _OF_OPTION.get(option["type"]) for name, option in known.items()}
    given = frame.named("options")
    return {
        name: _thing(kinds.get(name), value, visible) for name, value in given.items() if value is not None
    }


def _kinds(parts: Iterable[Json]) -> dict[str, str]:
    """Return which components take things, by custom_id."""
    found = components.walk(list(parts))
    return {
        one["custom_id"]: _OF_COMPONENT[one["type"]]
        for one in found
        if one.get("custom_id") and one["type"] in _OF_COMPONENT
    }


def _filled(kind: str | None, value: Any, visible: Visibility) -> Any:
    """Return what a field is filled with: a text, or what was chosen."""
    if isinstance(value, list) and (kind or all(isinstance(one, str) for one in value)):
        return [_thing(kind, one, visible) for one in value]
    if not isinstance(value, str) or kind:
        raise malformed("a field holds a text, or a list of what was chosen")
    return value


def _thing(kind: str | None, value: Any, visible: Visibility) -> Any:
    """Return the thing of a kind that an id names; values of no such kind as they are."""
    if kind is None:
        return value
    if kind == _FILE:
        return file(value)
    wanted = number(value)
    if wanted is None:
        raise malformed("a value is no id")
    if kind == _CHANNEL:
        return visible.the_channel(wanted)
    role = visible.guild.roles.get(wanted) if visible.guild and kind in (_ROLE, _MENTIONABLE) else None
    if role is None and kind == _ROLE:
        raise Refused(10011)
    return role or visible.the_user(wanted)


@contextlib.contextmanager
def _checked(field: str) -> Iterator[None]:
    """Refuse, as Discord does, a component or a value that isn't offered (any more)."""
    try:
        yield
    except KeyError:
        problems = Problems()
        problems.add(field, "COMPONENT_VALIDATION_FAILED", "Component validation failed")
        problems.refuse()
