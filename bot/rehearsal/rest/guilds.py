"""Guilds, their roles and members."""

from typing import Any

from bot.rehearsal.checks.fields import moment, number
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import Member, Role
from bot.rehearsal.payloads import channels as channels_json
from bot.rehearsal.payloads import guilds as guilds_json
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

routes = Routes()


@routes.get("/guilds/{guild_id}")
def guild(call: Call) -> Json:
    """Return a guild."""
    found = call.guild()
    counted = call.query.get("with_counts") in ("1", "true", "True")
    return guilds_json.with_counts(found) if counted else guilds_json.guild(found)


@routes.get("/guilds/{guild_id}/channels")
def channels(call: Call) -> list[Json]:
    """Return a guild's channels, threads left out."""
    return [channels_json.channel(channel) for channel in call.guild().channels.values()]


@routes.get("/guilds/{guild_id}/roles")
def roles(call: Call) -> list[Json]:
    """Return a guild's roles."""
    return [users_json.role(role) for role in call.guild().roles.values()]


@routes.get("/guilds/{guild_id}/roles/{role_id}")
def role(call: Call) -> Json:
    """Return one role."""
    return users_json.role(_role(call, call.guild()))


@routes.get("/guilds/{guild_id}/members")
def members(call: Call) -> list[Json]:
    """Return a guild's members by id; needs the Server Members intent."""
    if "guild_members" not in call.application.privileged_intents:
        raise Refused(50001)
    limit = call.limit(default=1, most=1000)
    after = call.limit(default=0, most=2**63, key="after", least=0)
    found = sorted((m for m in call.guild().members.values() if m.id > after), key=lambda member: member.id)
    return [users_json.member(one) for one in found[:limit]]


@routes.get("/guilds/{guild_id}/members/search")
def search(call: Call) -> list[Json]:
    """Return the members whose name or nickname begins with `query`."""
    query = call.query.get("query", "").casefold()
    limit = call.limit(default=1, most=1000)
    found = [
        one
        for one in call.guild().members.values()
        if any(name.casefold().startswith(query) for name in (one.user.username, one.shown_name))
    ]
    return [users_json.member(one) for one in found[:limit]]


@routes.get("/guilds/{guild_id}/members/{user_id}")
def member(call: Call) -> Json:
    """Return one member."""
    return users_json.member(_member(call, call.guild()))


@routes.patch("/guilds/{guild_id}/members/{user_id}")
def edit_member(call: Call) -> Json:
    """Change a member's nickname, roles or time-out."""
    found = call.guild()
    who = _member(call, found)
    if "nick" in call.form:
        _may_act_on(call, found, who, "manage_nicknames")
        problems = Problems()
        problems.length("nick", call.form["nick"] or "", most=32)
        problems.refuse()
        who.nick = call.form["nick"] or None
    if "communication_disabled_until" in call.form:
        _may_act_on(call, found, who, "moderate_members")
        until = call.form["communication_disabled_until"]
        who.timed_out_until = moment(until) if until else None
    if "roles" in call.form:
        wanted = [found.roles[one] for raw in call.form["roles"] if (one := number(raw)) in found.roles]
        for changed in set(wanted) ^ set(who.roles):
            _may_give(call, found, changed)
        who.roles = wanted
    found.member_changed(who)
    return users_json.member(who)


@routes.patch("/guilds/{guild_id}/members/@me")
def edit_me(call: Call) -> Json:
    """Change the bot's own nickname."""
    found = call.guild()
    call.need(found, "change_nickname")
    own = call.own_member(found)
    own.nick = call.form.get("nick") or None
    found.member_changed(own)
    return users_json.member(own)


@routes.put("/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def give_role(call: Call) -> None:
    """Give a member a role."""
    _change_role(call, given=True)


@routes.delete("/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def take_role(call: Call) -> None:
    """Take a role from a member."""
    _change_role(call, given=False)


def _change_role(call: Call, *, given: bool) -> None:
    found = call.guild()
    who, what = _member(call, found), _role(call, found)
    _may_give(call, found, what)
    if given == (what in who.roles):
        return
    (who.roles.append if given else who.roles.remove)(what)
    found.member_changed(who)


def _may_give(call: Call, found: Guild, what: Role) -> None:
    call.need(found, "manage_roles")
    if what.managed or what.id == found.id or what.position >= call.own_member(found).top:
        raise Refused(50013)


def _may_act_on(call: Call, found: Guild, who: Member, permission: str) -> None:
    call.need(found, permission)
    if who.user is found.owner or who.top >= call.own_member(found).top:
        raise Refused(50013)


def _member(call: Call, found: Guild) -> Member:
    if call.id("user_id") not in call.world.users:
        raise Refused(10013)
    who = found.members.get(call.id("user_id"))
    if who is None:
        raise Refused(10007)
    return who


def _role(call: Call, found: Guild) -> Role:
    what = found.roles.get(call.id("role_id"))
    if what is None:
        raise Refused(10011)
    return what
