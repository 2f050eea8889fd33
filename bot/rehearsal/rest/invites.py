"""Links into a guild."""

import secrets
from datetime import timedelta
from typing import Any

from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.integrations import Invite, InviteCreate, InviteDelete
from bot.rehearsal.model.moderation import CREATED, DELETED, INVITE
from bot.rehearsal.payloads import integrations as integrations_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

LONGEST, MOST_USES, USUAL = 604_800, 100, 86_400

routes = Routes()


@routes.post("/channels/{channel_id}/invites")
def create(call: Call) -> Json:
    """Make an invite, for a day unless said otherwise; 0 stands for ever."""
    found = _guild(call, "create_instant_invite")
    form, problems = call.body or {}, Problems()
    max_age, max_uses = form.get("max_age", USUAL), form.get("max_uses") or 0
    for key, value, most in (("max_age", max_age, LONGEST), ("max_uses", max_uses, MOST_USES)):
        if not isinstance(value, int) or not 0 <= value <= most:
            problems.add(key, "NUMBER_TYPE_MAX", f"int value should be between 0 and {most}.")
    problems.refuse()
    now = call.world.clock.now()
    made = Invite(
        code=secrets.token_urlsafe(6),
        channel=call.channel(),
        inviter=call.me,
        created_at=now,
        expires_at=now + timedelta(seconds=max_age) if max_age else None,
        max_age=max_age,
        max_uses=max_uses,
        temporary=bool(form.get("temporary")),
    )
    found.invites[made.code] = made
    call.world.tell(InviteCreate(guild=found, channel=made.channel, invite=made))
    call.log(found, INVITE + CREATED, None, {"code": made.code})
    return integrations_json.invite(made, found, managed=True)


@routes.get("/channels/{channel_id}/invites")
def of_channel(call: Call) -> list[Json]:
    """Return a channel's invites."""
    found = _guild(call, "manage_channels")
    return [one for one in _listed(call, found) if int(one["channel"]["id"]) == call.id("channel_id")]


@routes.get("/guilds/{guild_id}/invites")
def of_guild(call: Call) -> list[Json]:
    """Return a guild's invites."""
    found = call.guild()
    call.need(found, "manage_guild")
    return _listed(call, found)


@routes.get("/invites/{=code}")
def invite(call: Call) -> Json:
    """Return an invite, as anybody may see it."""
    found, known = _invite(call)
    counted = call.query.get("with_counts") in ("1", "true", "True")
    return integrations_json.invite(known, found, counted=counted)


@routes.delete("/invites/{=code}")
def delete(call: Call) -> Json:
    """Take an invite back."""
    found, known = _invite(call)
    if not call.may(known.channel, "manage_channels"):
        call.need(found, "manage_guild")
    del found.invites[known.code]
    call.world.tell(InviteDelete(guild=found, channel=known.channel, invite=known))
    call.log(found, INVITE + DELETED, None, {"code": known.code})
    return integrations_json.invite(known, found)


def _guild(call: Call, *names: str) -> Guild:
    channel = call.channel(*names)
    if channel.guild is None:
        raise Refused(50003)
    return call.world.guilds[channel.guild.id]


def _lasts(call: Call, known: Invite) -> bool:
    return known.expires_at is None or known.expires_at > call.world.clock.now()


def _listed(call: Call, found: Guild) -> list[Json]:
    lasting = [one for one in found.invites.values() if _lasts(call, one)]
    return [integrations_json.invite(one, found, managed=True) for one in lasting]


def _invite(call: Call) -> tuple[Guild, Invite]:
    for found in call.world.guilds.values():
        known = found.invites.get(call.args["code"])
        if known and _lasts(call, known):
            return found, known
    raise Refused(10006)
