"""Who may use a command: read by bots, set by people in the guild's settings alone."""

from typing import Any

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.rest.call import Call, Response
from bot.rehearsal.rest.routing import Routes

_AT = "/applications/{application_id}/guilds/{guild_id}/commands"

routes = Routes()


@routes.get(_AT + "/permissions")
def all_permissions(call: Call) -> list[dict[str, Any]]:
    """Return what was set for commands: nothing, for nobody here has such settings."""
    call.guild()
    return []


@routes.get(_AT + "/{command_id}/permissions")
def permissions(call: Call) -> None:
    """Refuse with 10066, as for each command for which nothing was set."""
    call.guild()
    known = call.application.commands.get(call.id("command_id"))
    raise Refused(10066 if known else 10063)


@routes.put(_AT + "/{command_id}/permissions")
def set_permissions(call: Call) -> None:
    """Refuse: it needs a person's own token, whatever Discord's published description says."""
    call.guild()
    raise Refused(20001)


@routes.put(_AT + "/permissions")
def set_all_permissions(_: Call) -> Response:
    """Refuse: the route is no more."""
    return Response(405, {"message": "405: Method Not Allowed", "code": 0})
