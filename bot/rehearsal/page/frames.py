"""What a visitor's page sends: one JSON object a frame, read field by field."""

import base64
import binascii
from typing import Any

import orjson

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.payloads.interactions import UPLOAD_LIMIT

Json = dict[str, Any]

MOST_DIGITS = 20


def read(text: str) -> "Frame":
    """Read a frame; Refused 0 where it is no JSON object."""
    try:
        body = orjson.loads(text)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise malformed("it is no JSON object")
    return Frame(body)


def malformed(what: str) -> Refused:
    """Return the refusal of a frame that no page of ours sends."""
    return Refused(0, f"Malformed frame: {what}.")


def file(value: object) -> tuple[str, bytes]:
    """Return a file's name and contents; Refused 40005 above ten megabytes."""
    if not (isinstance(value, dict) and isinstance(value.get("name"), str) and value["name"]):
        raise malformed("a file needs a name")
    try:
        content = base64.b64decode(value.get("data") or "", validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise malformed("a file is sent as base64") from None
    if len(content) > UPLOAD_LIMIT:
        raise Refused(40005)
    return value["name"].replace("/", "_"), content


def number(value: object) -> int | None:
    """Return the id that a value is written as; None for anything else."""
    text = str(value) if isinstance(value, (str, int)) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


class Frame:
    """One frame; every reader raises Refused 0 for a field that is missing or of another kind."""

    def __init__(self, body: Json) -> None:
        self.body = body

    @property
    def n(self) -> Any:
        """Return what the answer names."""
        return self.body.get("n")

    def text(self, name: str) -> str:
        """Return a text."""
        value = self.body.get(name)
        if not isinstance(value, str):
            raise malformed(f"{name} is no text")
        return value

    def id(self, name: str) -> int:
        """Return an id."""
        found = number(self.body.get(name))
        if found is None:
            raise malformed(f"{name} is no id")
        return found

    def id_or_none(self, name: str) -> int | None:
        """Return an id, or None for none."""
        return None if self.body.get(name) is None else self.id(name)

    def flag(self, name: str, *, usual: bool = False) -> bool:
        """Return yes or no."""
        value = self.body.get(name, usual)
        if not isinstance(value, bool):
            raise malformed(f"{name} is neither true nor false")
        return value

    def values(self, name: str) -> list[Any]:
        """Return a list, empty where there is none."""
        value = self.body.get(name) or []
        if not isinstance(value, list):
            raise malformed(f"{name} is no list")
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts."""
        values = self.values(name)
        if not all(isinstance(value, str) for value in values):
            raise malformed(f"{name} are no texts")
        return values

    def named(self, name: str) -> Json:
        """Return values by name, empty where there are none."""
        value = self.body.get(name) or {}
        if not isinstance(value, dict):
            raise malformed(f"{name} are no named values")
        return value

    def files(self) -> list[tuple[str, bytes]]:
        """Return the files that come with it."""
        return [file(value) for value in self.values("files")]
