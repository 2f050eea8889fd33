"""A guild's roles: make, change, move, delete, give and take."""

from typing import Any

from bot.rehearsal.checks.fields import number
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import Role
from bot.rehearsal.model.moderation import CHANGED, CREATED, DELETED, MEMBER_ROLES, ROLE
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

MOST = 250
_AT = "/guilds/{guild_id}/roles"
_OF_MEMBER = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"

routes = Routes()


@routes.get(_AT)
def roles(call: Call) -> list[Json]:
    """Return a guild's roles."""
    return [users_json.role(role) for role in call.guild().roles.values()]


@routes.get(_AT + "/member-counts")
def member_counts(call: Call) -> dict[str, int]:
    """Return how many have each role, @everyone left out."""
    found = call.guild()
    members = found.members.values()
    return {
        str(role.id): sum(role in member.roles for member in members)
        for role in found.roles.values()
        if role is not found.everyone
    }


@routes.get(_AT + "/{role_id}")
def role(call: Call) -> Json:
    """Return one role."""
    return users_json.role(_role(call, call.guild()))


@routes.post(_AT)
def create(call: Call) -> Json:
    """Make a role, below all others but @everyone; without a name it is "new role"."""
    found = call.guild()
    call.need(found, "manage_roles")
    if len(found.roles) >= MOST:
        raise Refused(30005)
    _check(call, found, call.form)
    made = found.role(call.form.get("name") or "new role")
    made.permissions = found.everyone.permissions
    _apply(made, call.form)
    _move(found, {made: 1})
    call.log(found, ROLE + CREATED, made.id, {"name": made.name})
    return users_json.role(made)


@routes.patch(_AT)
def move(call: Call) -> list[Json]:
    """Put roles into another order."""
    found = call.guild()
    wanted: dict[Role, int] = {}
    for form in call.forms:
        what = found.roles.get(number(form.get("id")) or 0)
        if what is None:
            raise Refused(10011)
        if form.get("position") is not None:
            wanted[what] = form["position"]
    for what, position in wanted.items():
        need_above(call, found, what, managed=True)
        if position >= call.own_member(found).top:
            raise Refused(50013)
    _move(found, wanted)
    return [users_json.role(one) for one in found.roles.values()]


@routes.patch(_AT + "/{role_id}")
def edit(call: Call) -> Json:
    """Change a role."""
    found = call.guild()
    what = _role(call, found)
    if what is found.everyone:
        call.need(found, "manage_roles")
    else:
        need_above(call, found, what, managed=True)
    _check(call, found, call.form)
    _apply(what, call.form)
    found.role_changed(what)
    call.log(found, ROLE + CHANGED, what.id, {"name": what.name})
    return users_json.role(what)


@routes.delete(_AT + "/{role_id}")
def delete(call: Call) -> None:
    """Delete a role."""
    found = call.guild()
    what = _role(call, found)
    need_above(call, found, what)
    found.delete_role(what)
    call.log(found, ROLE + DELETED, what.id)


@routes.put(_OF_MEMBER)
def give(call: Call) -> None:
    """Give a member a role."""
    _hand(call, given=True)


@routes.delete(_OF_MEMBER)
def take(call: Call) -> None:
    """Take a role from a member."""
    _hand(call, given=False)


def need_above(call: Call, found: Guild, what: Role, *, managed: bool = False) -> None:
    """Refuse 50013 unless the bot may manage a role; a bot's own role only where `managed` ones will do."""
    call.need(found, "manage_roles")
    if what.managed and not managed:
        raise Refused(50013)
    if what is found.everyone or what.position >= call.own_member(found).top:
        raise Refused(50013)


def _hand(call: Call, *, given: bool) -> None:
    found = call.guild()
    who, what = call.member(found), _role(call, found)
    need_above(call, found, what)
    if given == (what in who.roles):
        return
    (who.roles.append if given else who.roles.remove)(what)
    found.member_changed(who)
    key = "$add" if given else "$remove"
    call.log(found, MEMBER_ROLES, who.id, {key: [{"id": str(what.id), "name": what.name}]})


def _role(call: Call, found: Guild) -> Role:
    what = found.roles.get(call.id("role_id"))
    if what is None:
        raise Refused(10011)
    return what


def _check(call: Call, found: Guild, form: Json) -> None:
    problems = Problems()
    problems.length("name", form.get("name") or "", most=100)
    problems.refuse()
    wanted = number(form.get("permissions")) or 0
    if wanted & ~call.own_member(found).guild_permissions:
        raise Refused(50013)


def _apply(what: Role, form: Json) -> None:
    what.name = form.get("name") or what.name
    for key in ("hoist", "mentionable"):
        if form.get(key) is not None:
            setattr(what, key, bool(form[key]))
    if form.get("permissions") is not None:
        what.permissions = number(form["permissions"]) or 0
    colours = form.get("colors") or {}
    what.colour = colours.get("primary_color", form.get("color", what.colour)) or 0
    what.unicode_emoji = form.get("unicode_emoji", what.unicode_emoji)


def _move(found: Guild, wanted: dict[Role, int]) -> None:
    """Give roles their positions; the others keep their order around them."""
    others = [
        role for role in sorted(found.roles.values(), key=lambda one: one.position) if role not in wanted
    ]
    for what, position in sorted(wanted.items(), key=lambda one: one[1]):
        others.insert(max(position, 1), what)
    for position, what in enumerate(others):
        if what.position != position:
            what.position = position
            found.role_changed(what)
