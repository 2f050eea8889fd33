"""The CDN: uploaded files, avatars and icons."""

from zlib import crc32

from aiohttp import web

from bot.rehearsal.model.png import plain
from bot.rehearsal.model.world import World

_HARMLESS = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
"""The page has the same origin: an uploaded file must never act in its name."""
_PICTURES = ("avatars/", "icons/", "embed/avatars/", "guild-events/", "guilds/", "role-icons/", "emojis/")


def serve(world: World, path: str) -> web.Response:
    """Answer with an uploaded file, or a plain picture for an avatar or icon; 404 for anything else."""
    attachment = world.files.get(path)
    if attachment:
        return web.Response(body=attachment.content, content_type=attachment.content_type, headers=_HARMLESS)
    if path.startswith(_PICTURES):
        return web.Response(body=plain(crc32(path.encode()) & 0xFFFFFF), content_type="image/png")
    return web.Response(status=404, text="")
