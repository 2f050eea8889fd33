"""Modals: forms an application opens."""

from typing import Any

from bot.rehearsal.checks import components
from bot.rehearsal.checks.fields import items
from bot.rehearsal.checks.refusals import Problems

Json = dict[str, Any]

RADIO, CHECKBOXES, CHECKBOX = 21, 22, 23
_INPUTS = (components.TEXT_INPUT, *components.SELECTS, components.UPLOAD, RADIO, CHECKBOXES, CHECKBOX)
_OPTIONS = {RADIO: (2, 10), CHECKBOXES: (1, 10)}
LONGEST, CHOSEN = 4000, 10


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
        _text_input(what, problems, path, labelled=labelled)
    elif kind in _OPTIONS:
        _options(what, problems, path, *_OPTIONS[kind])
    if kind in (components.UPLOAD, CHECKBOXES):
        _bounds(what, problems, path, ("min_values", 0), ("max_values", CHOSEN))


def _text_input(what: Json, problems: Problems, path: str, *, labelled: bool) -> None:
    if not labelled:
        problems.length(f"{path}.label", what.get("label"), most=45, least=1)
    for key, most in (("placeholder", 100), ("value", LONGEST)):
        if what.get(key) is not None:
            problems.length(f"{path}.{key}", what[key], most=most)
    if what.get("style") not in (1, 2):
        problems.choice(f"{path}.style", (1, 2))
    _bounds(what, problems, path, ("min_length", 0), ("max_length", LONGEST))


def _options(what: Json, problems: Problems, path: str, least: int, most: int) -> None:
    options = items(what, "options", problems, f"{path}.options")
    problems.count(f"{path}.options", options, least=least, most=most)
    for index, option in enumerate(options):
        for key in ("label", "value"):
            problems.length(f"{path}.options.{index}.{key}", option.get(key), most=100, least=1)


def _bounds(
    what: Json, problems: Problems, path: str, lower: tuple[str, int], upper: tuple[str, int]
) -> None:
    (low, bottom), (high, top) = lower, upper
    least, most = what.get(low), what.get(high)
    if least is not None and not bottom <= least <= top:
        problems.add(f"{path}.{low}", "NUMBER_TYPE_MAX", f"int value should be between {bottom} and {top}.")
    if most is not None and not max(1, least or 0) <= most <= top:
        problems.add(f"{path}.{high}", "NUMBER_TYPE_MAX", f"int value should be between 1 and {top}.")
