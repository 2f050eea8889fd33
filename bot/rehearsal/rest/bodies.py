"""Reads the bodies of requests, and breaks answers off on order."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from bot.rehearsal.checks.messages import Upload
from bot.rehearsal.checks.refusals import Refused

if TYPE_CHECKING:
    from bot.rehearsal.faults.request_faults import Fault

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


async def fail(fault: Fault, request: web.Request) -> web.Response | None:
    """Return what a fault answers; None: go on."""
    if fault.hang is not None:
        await asyncio.sleep(fault.hang)
        return None
    if fault.cut:
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)
    if isinstance(fault.body, str):
        return web.Response(
            status=fault.status or 500, text=fault.body, content_type="text/html", headers=fault.headers
        )
    headers = {"Content-Type": "application/json", **fault.headers}
    return web.Response(status=fault.status or 500, body=orjson.dumps(dict(fault.body)), headers=headers)
