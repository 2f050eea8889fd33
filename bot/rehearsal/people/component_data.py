"""How the Discord app fills in components: buttons, selects, forms."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.checks import components
from bot.rehearsal.checks.refusals import Problems
from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.people.command_data import resolve

Json = dict[str, Any]


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
        return [resolve(resolved, value, channel) for value in values], resolved
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
    return field | {"values": [resolve(resolved, value, channel) for value in listed]}


def _text(what: Json, custom_id: str, given: Any, problems: Problems) -> str:
    text = str(what.get("value") or "") if given is None else str(given)
    if not text and what.get("required", True):
        problems.required(custom_id)
    if text:
        least, most = what.get("min_length") or 0, what.get("max_length") or 4000
        problems.length(custom_id, text, most=most, least=least)
    return text
