"""Who may not come back into a guild."""

from datetime import timedelta
from typing import Any

from bot.rehearsal.checks.fields import items, number
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model import messages
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.moderation import BAN, UNBAN, Ban, GuildBanAdd, GuildBanRemove
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads import moderation as moderation_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.guilds import need_above
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

MOST_AT_ONCE = 200
LONGEST_PAST = 604_800
"""Messages of seven days, in seconds, may be deleted with a ban."""
_AT = "/guilds/{guild_id}/bans"

routes = Routes()


@routes.get(_AT)
def bans(call: Call) -> list[Json]:
    """Return who is banned, by user id, in pages."""
    found = call.guild()
    call.need(found, "ban_members")
    limit = call.limit(default=1000, most=1000)
    after = call.limit(default=0, most=2**63, key="after", least=0)
    before = call.limit(default=2**63, most=2**63, key="before", least=0)
    ids = [one for one in sorted(found.bans) if after < one < before]
    chosen = ids[-limit:] if "before" in call.query else ids[:limit]
    return [moderation_json.ban(found.bans[one]) for one in chosen]


@routes.get(_AT + "/{user_id}")
def ban(call: Call) -> Json:
    """Return one ban."""
    found = call.guild()
    call.need(found, "ban_members")
    return moderation_json.ban(_ban(call, found))


@routes.put(_AT + "/{user_id}")
def create(call: Call) -> None:
    """Ban somebody, a member or not, and delete what they wrote lately."""
    found = call.guild()
    call.need(found, "ban_members")
    form = call.body or {}
    seconds = form.get("delete_message_seconds") or 86_400 * (form.get("delete_message_days") or 0)
    _check(seconds)
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise Refused(10013)
    _carry_out(call, found, user, seconds)


@routes.post("/guilds/{guild_id}/bulk-ban")
def create_many(call: Call) -> Json:
    """Ban up to two hundred at once; 500000 where that failed for all of them."""
    found = call.guild()
    call.need(found, "ban_members", "manage_guild")
    problems = Problems()
    ids = [number(one) or 0 for one in items(call.form, "user_ids", problems)]
    problems.count("user_ids", ids, most=MOST_AT_ONCE, least=1)
    problems.refuse()
    seconds = call.form.get("delete_message_seconds") or 0
    _check(seconds)
    done: list[int] = []
    for one in ids:
        user = call.world.users.get(one)
        if user and one not in found.bans and _may_ban(call, found, user):
            _carry_out(call, found, user, seconds)
            done.append(one)
    if not done:
        raise Refused(500000, "Failed to ban users")
    return {
        "banned_users": [str(one) for one in done],
        "failed_users": [str(one) for one in ids if one not in done],
    }


@routes.delete(_AT + "/{user_id}")
def delete(call: Call) -> None:
    """Let somebody come back."""
    found = call.guild()
    call.need(found, "ban_members")
    user = _ban(call, found).user
    del found.bans[user.id]
    call.world.tell(GuildBanRemove(guild=found, user=user))
    call.log(found, UNBAN, user.id)


def _check(seconds: object) -> None:
    problems = Problems()
    if not isinstance(seconds, int) or not 0 <= seconds <= LONGEST_PAST:
        text = f"int value should be between 0 and {LONGEST_PAST}."
        problems.add("delete_message_seconds", "NUMBER_TYPE_MAX", text)
    problems.refuse()


def _may_ban(call: Call, found: Guild, user: User) -> bool:
    member = found.member(user)
    above = member is None or member.top < call.own_member(found).top
    return above and user is not found.owner and user is not call.me


def _carry_out(call: Call, found: Guild, user: User, seconds: int) -> None:
    member = found.member(user)
    if member:
        need_above(call, found, member, "ban_members")
    found.bans[user.id] = Ban(user=user, reason=call.reason)
    call.world.tell(GuildBanAdd(guild=found, user=user))
    if member:
        found.leave(user)
    since = call.world.clock.now() - timedelta(seconds=seconds)
    for channel in (*found.channels.values(), *found.threads):
        recent = [one for one in channel.messages if one.author is user and one.created_at > since]
        if recent:
            messages.delete_many(channel, recent)
    call.log(found, BAN, user.id)


def _ban(call: Call, found: Guild) -> Ban:
    known = found.bans.get(call.id("user_id"))
    if known is None:
        raise Refused(10026)
    return known
