"""Modals: forms an application opens."""

from typing import Any

from bot.rehearsal.checks import components
from bot.rehearsal.checks.fields import items
from bot.rehearsal.checks.refusals import Problems

Json = dict[str, Any]

_INPUTS = (components.TEXT_INPUT, *components.SELECTS, components.UPLOAD, 21, 22, 23)


def read(data: Json, problems: Problems) -> Json:
    """Return a modal as Discord keeps it; notes what it would refuse."""
    problems.length("data.title", data.get("title"), most=45, least=1)
    problems.length("data.custom_id", data.get("custom_id"), most=100, least=1)
    rows = items(data, "components", problems, "data.components")
    problems.count("data.components", rows, most=5, least=1)
    for index, row in enumerate(rows):
        _row(row, problems, f"data.components.{index}")
    for one in components.walk(rows):
        if one.get("default_values"):
            one["default_values"] = components.default_values(one)
    ids = [one["custom_id"] for one in components.walk(rows) if one.get("custom_id")]
    if len(ids) != len(set(ids)):
        text = "Component custom id cannot be duplicated"
        problems.add("data.components", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
    return data


def _row(row: Json, problems: Problems, path: str) -> None:
    kind = row.get("type")
    if kind == components.ROW:
        inside = items(row, "components", problems, f"{path}.components")
        problems.count(f"{path}.components", inside, most=1, least=1)
        for index, one in enumerate(inside):
            _input(one, problems, f"{path}.components.{index}", labelled=False)
    elif kind == components.LABEL:
        problems.length(f"{path}.label", row.get("label"), most=45, least=1)
        if row.get("description") is not None:
            problems.length(f"{path}.description", row["description"], most=100)
        _input(row.get("component") or {}, problems, f"{path}.component", labelled=True)
    elif kind != components.TEXT:
        problems.choice(f"{path}.type", (components.ROW, components.TEXT, components.LABEL))


def _input(what: Json, problems: Problems, path: str, *, labelled: bool) -> None:
    kind = what.get("type")
    if kind not in _INPUTS or (not labelled and kind != components.TEXT_INPUT):
        problems.choice(f"{path}.type", _INPUTS if labelled else (components.TEXT_INPUT,))
        return
    if kind in components.SELECTS:
        components.select(what, problems, path)
        return
    problems.length(f"{path}.custom_id", what.get("custom_id"), most=100, least=1)
    if kind == components.TEXT_INPUT:
        if not labelled:
            problems.length(f"{path}.label", what.get("label"), most=45, least=1)
        for key, most in (("placeholder", 100), ("value", 4000)):
            if what.get(key) is not None:
                problems.length(f"{path}.{key}", what[key], most=most)
