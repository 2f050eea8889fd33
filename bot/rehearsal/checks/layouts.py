"""Components V2: sections, texts, galleries, files, separators, containers, each with its own limits."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.rehearsal.checks.fields import items
from bot.rehearsal.checks.refusals import Problems

Json = dict[str, Any]

ROW, BUTTON = 1, 2
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
TEXTS, GALLERY_ITEMS, SECTION_TEXTS, DESCRIPTION, ADDRESS, WHITE = 4000, 10, 3, 1024, 2048, 0xFFFFFF
_IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
_SCHEMES = ("http://", "https://", "attachment://")

Check = Callable[[Json, Problems, str], None]


def check(what: Json, problems: Problems, path: str, *, row: Check, button: Check) -> None:
    """Note what Discord would refuse of a layout component; rows and buttons are `row`'s and `button`'s."""
    kind = what["type"]
    if kind == ROW:
        row(what, problems, path)
    elif kind == SECTION:
        _section(what, problems, path, button)
    elif kind == CONTAINER:
        _container(what, problems, path, row=row, button=button)
    else:
        _PLAIN[kind](what, problems, path)


def _text(what: Json, problems: Problems, path: str) -> None:
    problems.length(f"{path}.content", what.get("content"), most=TEXTS, least=1)


def _thumbnail(what: Json, problems: Problems, path: str) -> None:
    _media(what.get("media"), problems, f"{path}.media")
    _described(what, problems, path)


def _gallery(what: Json, problems: Problems, path: str) -> None:
    inside = items(what, "items", problems, f"{path}.items")
    problems.count(f"{path}.items", inside, most=GALLERY_ITEMS, least=1)
    for index, one in enumerate(inside):
        _thumbnail(one, problems, f"{path}.items.{index}")


def _file(what: Json, problems: Problems, path: str) -> None:
    _media(what.get("file"), problems, f"{path}.file", schemes=("attachment://",))


def _separator(what: Json, problems: Problems, path: str) -> None:
    if what.get("spacing") not in (None, 1, 2):
        problems.choice(f"{path}.spacing", (1, 2))


_PLAIN: dict[int, Check] = {
    TEXT: _text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
}


def _section(what: Json, problems: Problems, path: str, button: Check) -> None:
    inside = items(what, "components", problems, f"{path}.components")
    problems.count(f"{path}.components", inside, most=SECTION_TEXTS, least=1)
    for index, one in enumerate(inside):
        if one.get("type") == TEXT:
            _text(one, problems, f"{path}.components.{index}")
        else:
            problems.choice(f"{path}.components.{index}.type", (TEXT,))
    accessory = what.get("accessory")
    if not accessory:
        problems.required(f"{path}.accessory")
    elif accessory.get("type") == BUTTON:
        button(accessory, problems, f"{path}.accessory")
    elif accessory.get("type") == THUMBNAIL:
        _thumbnail(accessory, problems, f"{path}.accessory")
    else:
        problems.choice(f"{path}.accessory.type", (BUTTON, THUMBNAIL))


def _container(what: Json, problems: Problems, path: str, *, row: Check, button: Check) -> None:
    inside = items(what, "components", problems, f"{path}.components")
    problems.count(f"{path}.components", inside, most=40, least=1)
    colour = what.get("accent_color")
    if colour is not None and not 0 <= colour <= WHITE:
        problems.add(f"{path}.accent_color", "NUMBER_TYPE_MAX", "int value should be between 0 and 16777215.")
    for index, one in enumerate(inside):
        here = f"{path}.components.{index}"
        if one.get("type") in _IN_CONTAINER:
            check(one, problems, here, row=row, button=button)
        else:
            problems.choice(f"{here}.type", _IN_CONTAINER)


def _media(what: Any, problems: Problems, path: str, *, schemes: tuple[str, ...] = _SCHEMES) -> None:
    url = (what or {}).get("url")
    if not url:
        problems.required(f"{path}.url")
        return
    problems.length(f"{path}.url", url, most=ADDRESS)
    if not str(url).startswith(schemes):
        problems.add(f"{path}.url", "URL_TYPE_INVALID_SCHEME", f"Scheme must be one of {schemes}.")


def _described(what: Json, problems: Problems, path: str) -> None:
    if what.get("description") is not None:
        problems.length(f"{path}.description", what["description"], most=DESCRIPTION, least=1)


_DEFAULTS: dict[int, Json] = {
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"spoiler": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
}


def completed(what: Json) -> Json:
    """Return a component with what Discord adds where it was left out."""
    return _DEFAULTS.get(what["type"], {}) | what


def unfurled(what: Json, media: Callable[[str], Json], sizes: Mapping[str, int]) -> Json:
    """Return a component with its addresses become what `media` makes of them, and so all within it.

    `sizes`: how many bytes the files have that came with the message, by their addresses.
    """
    new = dict(what)
    if "components" in what:
        new["components"] = [unfurled(one, media, sizes) for one in what["components"]]
    if what.get("accessory"):
        new["accessory"] = unfurled(what["accessory"], media, sizes)
    if what["type"] == THUMBNAIL:
        new["media"] = media(what["media"]["url"])
    elif what["type"] == GALLERY:
        new["items"] = [
            {"description": None, "spoiler": False} | one | {"media": media(one["media"]["url"])}
            for one in what["items"]
        ]
    elif what["type"] == FILE:
        found = media(what["file"]["url"])
        name = found["url"].rpartition("/")[2]
        new |= {"file": found, "name": name, "size": sizes.get(found["url"], 0)}
    return new
