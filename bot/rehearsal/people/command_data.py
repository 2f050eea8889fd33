"""How the Discord app fills in commands: options, targets, and the things they name."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.checks.refusals import Problems
from bot.rehearsal.model import permissions
from bot.rehearsal.model.applications import GROUP, SUBCOMMAND, Command
from bot.rehearsal.model.attachments import Attachment
from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.model.members import Member, Role
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads import channels as channels_json
from bot.rehearsal.payloads import messages as messages_json
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.payloads.viewer import Viewer

Json = dict[str, Any]

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)


def chat_input(command: Command, path: list[str], options: list[Json], resolved: Json) -> Json:
    """Return the data of a slash command, its options below their subcommand."""
    for depth, name in reversed(list(enumerate(path))):
        kind = GROUP if depth < len(path) - 1 else SUBCOMMAND
        options = [{"type": kind, "name": name, "options": options}]
    data: Json = {"id": str(command.id), "name": command.name, "type": command.kind}
    if command.guild_id is not None:
        data["guild_id"] = str(command.guild_id)
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
    resolve(resolved, user, channel)
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
    known = known_options(command, path)
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


def known_options(command: Command, path: list[str]) -> dict[str, Json]:
    """Return the options of a command or subcommand by name; Refused 50035 for an unknown one."""
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
        return resolve(resolved, value, channel)
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


def resolve(resolved: Json, value: Any, channel: Channel) -> str:
    """Put a thing into `resolved` and return its id."""
    if isinstance(value, Attachment):
        resolved.setdefault("attachments", {})[str(value.id)] = _file(value)
        return str(value.id)
    if isinstance(value, Member):
        value = value.user
    if not isinstance(value, (User, Role, Channel)):
        raise TypeError(f"{value!r} is no user, member, role or channel.")
    key = str(value.id)
    if isinstance(value, User):
        resolved.setdefault("users", {})[key] = users_json.user(value)
        member = channel.guild.member(value) if channel.guild else None
        if member:
            held = str(channel.permissions_for(member))
            body = users_json.member(member, with_user=False) | {"permissions": held}
            for left_out in ("deaf", "mute"):
                body.pop(left_out)
            resolved.setdefault("members", {})[key] = body
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[key] = users_json.role(value)
    else:
        body = channels_json.channel(value)
        body.pop("permission_overwrites", None)
        resolved.setdefault("channels", {})[key] = body | {"permissions": str(permissions.ALL)}
    return key


def _file(what: Attachment) -> Json:
    return {
        "id": str(what.id),
        "filename": what.filename,
        "size": what.size,
        "url": what.url,
        "proxy_url": what.url,
        "content_type": what.content_type,
        "ephemeral": True,
    }
