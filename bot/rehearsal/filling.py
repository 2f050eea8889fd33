"""How the Discord app fills in what people choose: options, targets, selects, forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal import permissions, talk
from bot.rehearsal.checks import components
from bot.rehearsal.commands import GROUP, SUBCOMMAND, Command
from bot.rehearsal.events import Viewer
from bot.rehearsal.payloads import messages as messages_json
from bot.rehearsal.payloads import people as people_json
from bot.rehearsal.payloads import places as places_json
from bot.rehearsal.people import Member, Role, User
from bot.rehearsal.places import Channel
from bot.rehearsal.refusals import Problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.rehearsal.messages import Message

Json = dict[str, Any]

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)


def chat_input(command: Command, path: list[str], options: list[Json], resolved: Json) -> Json:
    """Return the data of a slash command, its options below their subcommand."""
    for depth, name in reversed(list(enumerate(path))):
        kind = GROUP if depth < len(path) - 1 else SUBCOMMAND
        options = [{"type": kind, "name": name, "options": options}]
    data: Json = {"id": str(command.id), "name": command.name, "type": command.kind}
    if command.guild:
        data["guild_id"] = str(command.guild.id)
    if options:
        data["options"] = options
    if resolved:
        data["resolved"] = resolved
    return data


def on_message(command: Command, message: Message) -> Json:
    """Return the data of a message's context menu."""
    viewer = Viewer(application=command.application, content=True)
    shown = messages_json.message(message, viewer)
    return {
        "id": str(command.id),
        "name": command.name,
        "type": command.kind,
        "target_id": str(message.id),
        "resolved": {"messages": {str(message.id): shown}},
    }


def on_user(command: Command, user: User, channel: Channel) -> Json:
    """Return the data of a user's context menu."""
    resolved: Json = {}
    _resolve(resolved, user, channel)
    return {
        "id": str(command.id),
        "name": command.name,
        "type": command.kind,
        "target_id": str(user.id),
        "resolved": resolved,
    }


def options(
    command: Command,
    path: list[str],
    values: Mapping[str, Any],
    channel: Channel,
    *,
    focused: str | None = None,
) -> tuple[list[Json], Json]:
    """Return the options as sent, and the things they name; Refused 50035 where the app would not send."""
    known = _known(command, path)
    problems, resolved = Problems(), dict[str, Any]()
    for name in values.keys() - known.keys():
        problems.add(name, "APPLICATION_COMMAND_OPTION_UNKNOWN", "The command has no such option")
    if focused is not None and not known.get(focused, {}).get("autocomplete"):
        problems.add(focused, "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE", "The option doesn't complete")
    sent = []
    for name, option in known.items():
        if values.get(name) is not None:
            value = _value(option, values[name], channel, resolved, problems, typing=focused is not None)
            sent.append({"type": option["type"], "name": name, "value": value})
        elif option.get("required") and focused is None:
            problems.required(name)
        elif name == focused:
            sent.append({"type": option["type"], "name": name, "value": ""})
        if name == focused:
            sent[-1]["focused"] = True
    problems.refuse()
    return sent, resolved


def _known(command: Command, path: list[str]) -> dict[str, Json]:
    level: list[Json] = command.form.get("options") or []
    problems = Problems()
    for name in path:
        inner = next((one for one in level if one["name"] == name and one["type"] in (1, 2)), None)
        if inner is None:
            problems.add(name, "APPLICATION_COMMAND_OPTION_UNKNOWN", "The command has no such subcommand")
            problems.refuse()
        level = (inner or {}).get("options") or []
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in level):
        problems.required("subcommand")
    problems.refuse()
    return {one["name"]: one for one in level}


def _value(
    option: Json, value: Any, channel: Channel, resolved: Json, problems: Problems, *, typing: bool
) -> Any:
    kind = option["type"]
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE, ATTACHMENT):
        return _resolve(resolved, value, channel)
    if typing:
        return str(value) if kind == STRING else value
    if option.get("choices"):
        return _choice(option, value, problems)
    wanted: Any = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}[kind]
    name = option["name"]
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind != BOOLEAN):
        problems.add(name, "APPLICATION_COMMAND_OPTION_TYPE", f"{value!r} isn't of the option's type")
        return value
    _bounds(option, value, problems)
    return value


def _choice(option: Json, value: Any, problems: Problems) -> Any:
    for choice in option["choices"]:
        if value in (choice["value"], choice["name"]):
            return choice["value"]
    problems.choice(option["name"], [choice["name"] for choice in option["choices"]])
    return value


def _bounds(option: Json, value: Any, problems: Problems) -> None:
    text = isinstance(value, str)
    measure = len(value) if text else value
    low, high = ("min_length", "max_length") if text else ("min_value", "max_value")
    if option.get(low) is not None and measure < option[low]:
        problems.add(option["name"], "NUMBER_TYPE_MIN", f"Must be at least {option[low]}.")
    if option.get(high) is not None and measure > option[high]:
        problems.add(option["name"], "NUMBER_TYPE_MAX", f"Must be at most {option[high]}.")


def _resolve(resolved: Json, value: Any, channel: Channel) -> str:
    """Put a thing into `resolved` and return its id."""
    if isinstance(value, tuple):
        return _resolve_file(resolved, value, channel)
    if isinstance(value, Member):
        value = value.user
    if not isinstance(value, (User, Role, Channel)):
        raise TypeError(f"{value!r} is no user, member, role or channel.")
    key = str(value.id)
    if isinstance(value, User):
        resolved.setdefault("users", {})[key] = people_json.user(value)
        member = channel.guild.member(value) if channel.guild else None
        if member:
            held = str(permissions.in_channel(member, channel))
            body = people_json.member(member, with_user=False) | {"permissions": held}
            for left_out in ("deaf", "mute"):
                body.pop(left_out)
            resolved.setdefault("members", {})[key] = body
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[key] = people_json.role(value)
    else:
        body = places_json.channel(value)
        body.pop("permission_overwrites", None)
        resolved.setdefault("channels", {})[key] = body | {"permissions": str(permissions.ALL)}
    return key


def _resolve_file(resolved: Json, value: tuple[str, bytes], channel: Channel) -> str:
    file = talk.upload(channel.world, channel, *value)
    url = f"{channel.world.cdn_url}/{file.path}"
    resolved.setdefault("attachments", {})[str(file.id)] = {
        "id": str(file.id),
        "filename": file.filename,
        "size": file.size,
        "url": url,
        "proxy_url": url,
        "content_type": file.content_type,
        "ephemeral": True,
    }
    return str(file.id)


def component(message: Message, name: str, kinds: tuple[int, ...]) -> Json:
    """Return a message's component by label, placeholder or custom_id; KeyError for none or a disabled one."""
    for one in components.walk(message.components):
        if one["type"] in kinds and name in (one.get("custom_id"), one.get("label"), one.get("placeholder")):
            if one.get("disabled"):
                raise KeyError(f"{name!r} is disabled.")
            return one
    raise KeyError(f"The message has no component {name!r}.")


def chosen(select: Json, values: list[Any], channel: Channel) -> tuple[list[str], Json]:
    """Return chosen values as sent, and the things they name; KeyError for what isn't offered."""
    if not select.get("min_values", 1) <= len(values) <= select.get("max_values", 1):
        raise KeyError(f"{len(values)} values are too few or too many.")
    resolved: Json = {}
    if select["type"] != components.SELECT:
        return [_resolve(resolved, value, channel) for value in values], resolved
    offered = {option["label"]: option["value"] for option in select["options"]}
    offered |= {option["value"]: option["value"] for option in select["options"]}
    return [offered[value] for value in values], resolved


def modal(form: Json, values: Mapping[str, Any], channel: Channel) -> Json:
    """Return a filled-in form."""
    problems, resolved, used = Problems(), dict[str, Any](), set[str]()
    rows = []
    for number, row in enumerate(form["components"], start=1):
        head: Json = {"type": row["type"], "id": row.get("id") or number}
        if row["type"] == components.ROW:
            fields = [
                _field(one, one, values, channel, (problems, resolved, used)) for one in row["components"]
            ]
            rows.append(head | {"components": fields})
        elif row["type"] == components.LABEL:
            field = _field(row["component"], row, values, channel, (problems, resolved, used))
            rows.append(head | {"component": field})
        else:
            rows.append(head)
    if unknown := values.keys() - used:
        raise KeyError(f"The form has no field {', '.join(sorted(unknown))}.")
    problems.refuse()
    data: Json = {"custom_id": form["custom_id"], "components": rows}
    return data | {"resolved": resolved} if resolved else data


def _field(
    what: Json,
    labelled: Json,
    values: Mapping[str, Any],
    channel: Channel,
    notes: tuple[Problems, Json, set[str]],
) -> Json:
    problems, resolved, used = notes
    custom_id = what["custom_id"]
    key = next((name for name in (custom_id, labelled.get("label")) if name in values), None)
    if key is not None:
        used.add(key)
    given = values.get(key) if key is not None else None
    field: Json = {"type": what["type"], "id": what.get("id") or 1, "custom_id": custom_id}
    if what["type"] == components.TEXT_INPUT:
        return field | {"value": _text(what, custom_id, given, problems)}
    listed = list(given) if isinstance(given, (list, set)) else [given] if given is not None else []
    if not listed and what.get("required", True):
        problems.required(custom_id)
    if what["type"] == components.SELECT and listed:
        return field | {"values": chosen(what, listed, channel)[0]}
    return field | {"values": [_resolve(resolved, value, channel) for value in listed]}


def _text(what: Json, custom_id: str, given: Any, problems: Problems) -> str:
    text = str(what.get("value") or "") if given is None else str(given)
    if not text and what.get("required", True):
        problems.required(custom_id)
    if text:
        least, most = what.get("min_length") or 0, what.get("max_length") or 4000
        problems.length(custom_id, text, most=most, least=least)
    return text
