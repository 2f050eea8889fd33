"""Addresses in components: of files that came with the message, or from elsewhere."""

from typing import Any

from bot.rehearsal.checks import layouts
from bot.rehearsal.checks.refusals import Problems
from bot.rehearsal.model.attachments import Attachment
from bot.rehearsal.rest.call import Call

Json = dict[str, Any]

_OWN = "attachment://"


def unfurled(call: Call, components: list[Json], attachments: list[Attachment]) -> list[Json]:
    """Return components with their media as Discord keeps it; Refused 50035 for a file that isn't there."""
    files = {f"{_OWN}{one.filename}": one for one in attachments}
    sizes = {one.url: one.size for one in attachments}
    problems = Problems()

    def media(url: str) -> Json:
        found = files.get(url)
        if found:
            return _of_file(found)
        if url.startswith(_OWN):
            text = "The referenced attachment was not found"
            problems.add("components", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", text)
        return {"id": str(call.world.snowflakes.next()), "url": url, "proxy_url": url}

    made = [layouts.unfurled(one, media, sizes) for one in components]
    problems.refuse()
    return made


def _of_file(what: Attachment) -> Json:
    return {
        "id": str(what.id),
        "url": what.url,
        "proxy_url": what.url,
        "width": what.width,
        "height": what.height,
        "content_type": what.content_type,
        "attachment_id": str(what.id),
    }
