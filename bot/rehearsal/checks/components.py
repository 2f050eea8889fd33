"""Components of messages: rows, buttons, selects, and the newer layouts."""

from collections.abc import Iterator
from typing import Any

from bot.rehearsal.checks import layouts
from bot.rehearsal.checks.fields import items, without_nulls
from bot.rehearsal.checks.refusals import Problems

Json = dict[str, Any]

ROW, BUTTON, SELECT, TEXT_INPUT, USERS, ROLES, MENTIONABLES, CHANNELS = range(1, 9)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL, UPLOAD = (
    9,
    10,
    11,
    12,
    13,
    14,
    17,
    18,
    19,
)
SELECTS = (SELECT, USERS, ROLES, MENTIONABLES, CHANNELS)
LAYOUTS = (SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
LINK, PREMIUM = 5, 6
ROWS, BUTTONS, OPTIONS, ALL = 5, 5, 25, 40
_STYLES = range(1, 7)


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield components and all within them."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def read(components: list[Any], problems: Problems, *, layout: bool, path: str = "components") -> list[Json]:
    """Return a message's components as Discord keeps them; notes what it would refuse."""
    if layout:
        total = sum(1 for _ in walk(components))
        if total > ALL:
            problems.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {ALL} in length.")
        if sum(len(str(one.get("content") or "")) for one in walk(components)) > layouts.TEXTS:
            text = f"The text of all components must be {layouts.TEXTS} or fewer in length."
            problems.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)
    else:
        problems.count(path, components, most=ROWS)
    allowed = (ROW, *LAYOUTS) if layout else (ROW,)
    for index, component in enumerate(components):
        here = f"{path}.{index}"
        if component.get("type") not in allowed:
            problems.choice(f"{here}.type", allowed)
        else:
            layouts.check(component, problems, here, row=_row, button=button)
    _unique(components, problems, path)
    if problems:
        return []
    return _numbered(components)


def _row(row: Json, problems: Problems, path: str) -> None:
    inside = items(row, "components", problems, f"{path}.components")
    problems.count(f"{path}.components", inside, most=BUTTONS, least=1)
    kinds = [one.get("type") for one in inside]
    if any(kind in SELECTS for kind in kinds) and len(kinds) > 1:
        text = "The width of the components in this row is too wide"
        problems.add(f"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text)
    for index, component in enumerate(inside):
        here = f"{path}.components.{index}"
        if component.get("type") == BUTTON:
            button(component, problems, here)
        elif component.get("type") in SELECTS:
            select(component, problems, here)
        else:
            problems.choice(f"{here}.type", (BUTTON, *SELECTS))


def button(what: Json, problems: Problems, path: str) -> None:
    """Note what Discord would refuse of a button."""
    style = what.get("style")
    if style not in _STYLES:
        problems.choice(f"{path}.style", tuple(_STYLES))
    if style == LINK:
        if not what.get("url") or what.get("custom_id"):
            problems.add(f"{path}.url", "BASE_TYPE_REQUIRED", "This field is required")
        elif not str(what["url"]).startswith(("http://", "https://", "discord://")):
            problems.add(f"{path}.url", "URL_TYPE_INVALID_SCHEME", "Scheme is not supported.")
    elif style != PREMIUM:
        _custom_id(what, problems, path)
    if what.get("label") is not None:
        problems.length(f"{path}.label", what["label"], most=80)
    if not what.get("label") and not what.get("emoji") and style != PREMIUM:
        text = "A button must have a label or an emoji"
        problems.add(path, "BUTTON_COMPONENT_INVALID", text)


def select(what: Json, problems: Problems, path: str) -> None:
    """Note what Discord would refuse of a select."""
    _custom_id(what, problems, path)
    if what.get("placeholder") is not None:
        problems.length(f"{path}.placeholder", what["placeholder"], most=150)
    least, most = what.get("min_values", 1), what.get("max_values", 1)
    if not (0 <= least <= OPTIONS and 1 <= most <= OPTIONS and least <= most):
        problems.add(f"{path}.max_values", "NUMBER_TYPE_MAX", f"int value should be between {least} and 25.")
    if what["type"] == SELECT:
        _options(what, problems, path, most)


def _options(what: Json, problems: Problems, path: str, most: int) -> None:
    options = items(what, "options", problems, f"{path}.options")
    problems.count(f"{path}.options", options, most=OPTIONS, least=1)
    if len(options) < most:
        text = f"int value should be less than or equal to {len(options)}."
        problems.add(f"{path}.max_values", "NUMBER_TYPE_MAX", text)
    seen = set()
    for index, option in enumerate(options):
        here = f"{path}.options.{index}"
        problems.length(f"{here}.label", option.get("label"), most=100, least=1)
        problems.length(f"{here}.value", option.get("value"), most=100, least=1)
        if option.get("description") is not None:
            problems.length(f"{here}.description", option["description"], most=100)
        if option.get("value") in seen:
            problems.add(
                f"{here}.value",
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        seen.add(option.get("value"))


def _custom_id(what: Json, problems: Problems, path: str) -> None:
    if what.get("custom_id") is None:
        problems.required(f"{path}.custom_id")
    else:
        problems.length(f"{path}.custom_id", what["custom_id"], most=100, least=1)


def _unique(components: list[Json], problems: Problems, path: str) -> None:
    seen: set[str] = set()
    for component in walk(components):
        custom_id = component.get("custom_id")
        if custom_id in seen:
            text = "Component custom id cannot be duplicated"
            problems.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        elif custom_id is not None:
            seen.add(custom_id)


def default_values(what: Json) -> list[Json]:
    """Return what a select of people, roles or channels begins with, with ids as texts."""
    return [one | {"id": str(one["id"])} for one in what["default_values"]]


def _numbered(components: list[Json]) -> list[Json]:
    """Return copies in which every component has an id, and selects their defaults."""
    taken = {one.get("id") for one in walk(components) if one.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)

    def copied(component: Json) -> Json:
        new = layouts.completed(component | {"id": component.get("id") or next(free)})
        if new["type"] in SELECTS:
            new = {"min_values": 1, "max_values": 1} | new
        if new.get("default_values"):
            new["default_values"] = default_values(new)
        if "components" in new:
            new["components"] = [copied(one) for one in new["components"]]
        for key in ("accessory", "component"):
            if key in new:
                new[key] = copied(new[key])
        return new

    return [copied(one) for one in without_nulls(components)]
