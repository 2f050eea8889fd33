"""Reads the bodies of requests: JSON, and files beside it."""

import json
import re
from typing import Any

from aiohttp import web

from bot.rehearsal.checks.messages import Upload
from bot.rehearsal.checks.refusals import Refused

_FILE = re.compile(r"files\[(\d+)\]")


async def read(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    """Return the JSON and the files of a request; Refused 50109 for broken JSON."""
    if not request.body_exists:
        return None, {}
    if not request.content_type.startswith("multipart/"):
        return _parsed(await request.read()), {}
    body: Any = {}
    uploads: dict[int, Upload] = {}
    async for part in await request.multipart():
        name = getattr(part, "name", None) or ""
        content = bytes(await part.read(decode=True))  # type: ignore[union-attr]
        file = _FILE.fullmatch(name)
        if name == "payload_json":
            body = _parsed(content)
        elif file:
            uploads[int(file[1])] = Upload(getattr(part, "filename", None) or "unknown", content)
    return body, uploads


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text) if text.strip() else None
    except ValueError:
        raise Refused(50109) from None
