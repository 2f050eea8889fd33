"""How the Discord app fills in components: buttons, selects, forms."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.checks import components, modals
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
    return _offered(select, values), resolved


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
    if what["type"] == modals.CHECKBOX:
        return field | {"value": bool(what.get("default") if given is None else given)}
    listed = list(given) if isinstance(given, (list, set)) else [given] if given is not None else []
    if not listed and given is None:
        listed = _preset(what)
    if not listed and what.get("required", True):
        problems.required(custom_id)
    elif listed:
        _count(what, custom_id, listed, problems)
    if what["type"] == modals.RADIO:
        return field | {"value": next(iter(_offered(what, listed)), None)}
    if what["type"] in (components.SELECT, modals.CHECKBOXES):
        return field | {"values": _offered(what, listed)}
    return field | {"values": [resolve(resolved, value, channel) for value in listed]}


def _preset(what: Json) -> list[str]:
    """Return the options that are chosen until others are."""
    return [option["value"] for option in what.get("options") or [] if option.get("default")]


def _count(what: Json, custom_id: str, listed: list[Any], problems: Problems) -> None:
    """Note more or fewer values than the field takes; checkboxes take all of theirs."""
    usual = len(what["options"]) if what["type"] == modals.CHECKBOXES else 1
    least, most = what.get("min_values"), what.get("max_values")
    problems.count(
        custom_id, listed, least=1 if least is None else least, most=usual if most is None else most
    )


def _offered(what: Json, listed: list[Any]) -> list[str]:
    """Return chosen values as sent; KeyError for what isn't offered."""
    known = {option["label"]: option["value"] for option in what["options"]}
    known |= {option["value"]: option["value"] for option in what["options"]}
    return [known[value] for value in listed]


def _text(what: Json, custom_id: str, given: Any, problems: Problems) -> str:
    text = str(what.get("value") or "") if given is None else str(given)
    if not text and what.get("required", True):
        problems.required(custom_id)
    if text:
        least, most = what.get("min_length") or 0, what.get("max_length") or 4000
        problems.length(custom_id, text, most=most, least=least)
    return text
