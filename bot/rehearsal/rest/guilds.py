"""Guilds and their members."""

from typing import Any

from bot.rehearsal.checks.fields import moment, number, picture
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import Member
from bot.rehearsal.model.moderation import KICK, MEMBER_ROLES
from bot.rehearsal.payloads import channels as channels_json
from bot.rehearsal.payloads import guilds as guilds_json
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.rest import roles
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

NICKNAME, BIO = 32, 190

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
    return users_json.member(call.member(call.guild()))


@routes.patch("/guilds/{guild_id}/members/{user_id}")
def editmember_of(call: Call) -> Json:
    """Change a member's nickname, roles or time-out."""
    found = call.guild()
    who = call.member(found)
    if "nick" in call.form:
        need_above(call, found, who, "manage_nicknames")
        problems = Problems()
        problems.length("nick", call.form["nick"] or "", most=NICKNAME)
        problems.refuse()
        who.nick = call.form["nick"] or None
    if "communication_disabled_until" in call.form:
        need_above(call, found, who, "moderate_members")
        until = call.form["communication_disabled_until"]
        who.timed_out_until = moment(until) if until else None
    if "roles" in call.form:
        wanted = [found.roles[one] for raw in call.form["roles"] if (one := number(raw)) in found.roles]
        for changed in set(wanted) ^ set(who.roles):
            roles.need_above(call, found, changed)
        who.roles = wanted
        call.log(found, MEMBER_ROLES, who.id)
    found.member_changed(who)
    return users_json.member(who)


@routes.patch("/guilds/{guild_id}/members/@me")
def edit_me(call: Call) -> Json:
    """Change how the bot is shown in a guild: nickname, avatar, banner, words about itself."""
    found, form, problems = call.guild(), call.form, Problems()
    own = call.own_member(found)
    if "nick" in form:
        call.need(found, "change_nickname")
        problems.length("nick", form["nick"] or "", most=NICKNAME)
    problems.length("bio", form.get("bio") or "", most=BIO)
    pictures = {key: picture(form, key, problems) for key in ("avatar", "banner") if key in form}
    problems.refuse()
    for key, value in pictures.items():
        setattr(own, key, value)
    if "nick" in form:
        own.nick = form["nick"] or None
    own.bio = form.get("bio", own.bio) or ""
    found.member_changed(own)
    return users_json.member(own) | {"bio": own.bio}


@routes.delete("/guilds/{guild_id}/members/{user_id}")
def kick(call: Call) -> None:
    """Throw a member out."""
    found = call.guild()
    who = call.member(found)
    need_above(call, found, who, "kick_members")
    found.leave(who.user)
    call.log(found, KICK, who.id)


def need_above(call: Call, found: Guild, who: Member, permission: str) -> None:
    """Refuse 50013 unless the bot has a permission and stands above a member."""
    call.need(found, permission)
    if who.user is found.owner or who.top >= call.own_member(found).top:
        raise Refused(50013)
