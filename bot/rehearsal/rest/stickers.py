"""A guild's stickers, to be read."""

from typing import Any

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.stickers import Sticker
from bot.rehearsal.payloads import stickers as stickers_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

_AT = "/guilds/{guild_id}/stickers"

routes = Routes()


@routes.get(_AT)
def stickers(call: Call) -> list[Json]:
    """Return a guild's stickers."""
    return [stickers_json.sticker(one) for one in call.guild().stickers.values()]


@routes.get(_AT + "/{sticker_id}")
def sticker(call: Call) -> Json:
    """Return one of a guild's stickers."""
    return stickers_json.sticker(_found(call, call.guild().stickers))


@routes.get("/stickers/{sticker_id}")
def any_sticker(call: Call) -> Json:
    """Return a sticker of any guild."""
    known = {number: one for guild in call.world.guilds.values() for number, one in guild.stickers.items()}
    return stickers_json.sticker(_found(call, known), with_user=False)


def _found(call: Call, known: dict[int, Sticker]) -> Sticker:
    found = known.get(call.id("sticker_id"))
    if found is None:
        raise Refused(10060)
    return found
