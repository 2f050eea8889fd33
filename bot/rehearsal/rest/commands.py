"""Registering application commands, for everywhere or for one guild."""

from typing import Any

from bot.rehearsal.checks import commands as checks
from bot.rehearsal.checks.fields import without_nulls
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.applications import CHAT_INPUT, Command
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.payloads import commands as commands_json
from bot.rehearsal.rest.call import Call, Response
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"

routes = Routes()


def _scope(call: Call) -> Guild | None:
    if call.id("application_id") != call.application.id:
        raise Refused(20012, "You are not authorized to perform this action on this application", status=403)
    if "guild_id" not in call.args:
        return None
    try:
        return call.guild()
    except Refused:
        raise Refused(50001) from None


def _id_of(scope: Guild | None) -> int | None:
    return scope.id if scope else None


def _in(call: Call, scope: Guild | None) -> list[Command]:
    return [command for command in call.application.commands.values() if command.guild_id == _id_of(scope)]


@routes.get(_GLOBAL)
@routes.get(_GUILD)
def registered(call: Call) -> list[Json]:
    """Return the commands of a scope."""
    return [commands_json.command(one) for one in _in(call, _scope(call))]


@routes.put(_GLOBAL)
@routes.put(_GUILD)
def overwrite(call: Call) -> list[Json]:
    """Replace all commands of a scope; a command of the same name and kind keeps its id."""
    scope, forms = _scope(call), call.forms
    problems = Problems()
    for index, form in enumerate(forms):
        checks.check(form, problems, f"{index}.")
    problems.refuse()
    checks.check_numbers((form.get("type") or CHAT_INPUT, form["name"]) for form in forms)
    known = {command.key: command for command in _in(call, scope)}
    for command in known.values():
        del call.application.commands[command.id]
    return [commands_json.command(_register(call, scope, form, known)) for form in forms]


@routes.post(_GLOBAL)
@routes.post(_GUILD)
def create(call: Call) -> Response:
    """Register one command; one of the same name and kind is replaced."""
    scope = _scope(call)
    _check(call.form)
    existing = {command.key: command for command in _in(call, scope)}
    key = (_id_of(scope), call.form.get("type") or CHAT_INPUT, call.form["name"])
    names = {(command.kind, command.name) for command in existing.values()} | {key[1:]}
    checks.check_numbers(names)
    made = _register(call, scope, call.form, existing)
    return Response(200 if key in existing else 201, commands_json.command(made))


@routes.get(_GLOBAL + "/{command_id}")
@routes.get(_GUILD + "/{command_id}")
def command(call: Call) -> Json:
    """Return one command."""
    return commands_json.command(_found(call))


@routes.patch(_GLOBAL + "/{command_id}")
@routes.patch(_GUILD + "/{command_id}")
def edit(call: Call) -> Json:
    """Change one command."""
    found = _found(call)
    form = found.form | call.form
    _check(form)
    found.form = without_nulls(form)
    found.version = call.world.snowflakes.next()
    return commands_json.command(found)


@routes.delete(_GLOBAL + "/{command_id}")
@routes.delete(_GUILD + "/{command_id}")
def delete(call: Call) -> None:
    """Remove one command."""
    del call.application.commands[_found(call).id]


def _check(form: Json) -> None:
    problems = Problems()
    checks.check(form, problems)
    problems.refuse()


def _found(call: Call) -> Command:
    scope = _scope(call)
    found = call.application.commands.get(call.id("command_id"))
    if found is None or found.guild_id != _id_of(scope):
        raise Refused(10063)
    return found


def _register(
    call: Call, scope: Guild | None, form: Json, known: dict[tuple[int | None, int, str], Command]
) -> Command:
    made = Command(
        id=call.world.snowflakes.next(),
        application=call.application,
        guild_id=_id_of(scope),
        version=call.world.snowflakes.next(),
        form=without_nulls(form),
    )
    earlier = known.get(made.key)
    if earlier:
        made.id = earlier.id
    call.application.commands[made.id] = made
    return made
