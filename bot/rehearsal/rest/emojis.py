"""A guild's own emojis."""

from typing import Any

from bot.rehearsal.checks.fields import items, number, picture
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.integrations import Emoji, GuildEmojisUpdate
from bot.rehearsal.model.moderation import CHANGED, CREATED, DELETED, EMOJI
from bot.rehearsal.payloads import integrations as integrations_json
from bot.rehearsal.rest.call import Call, Response
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

MOST = 50
"""Of each sort, still and animated, without boosts."""
_AT = "/guilds/{guild_id}/emojis"

routes = Routes()


@routes.get(_AT)
def emojis(call: Call) -> list[Json]:
    """Return a guild's emojis."""
    found = call.guild()
    return [_shown(call, found, one) for one in found.emojis.values()]


@routes.get(_AT + "/{emoji_id}")
def emoji(call: Call) -> Json:
    """Return one emoji."""
    found = call.guild()
    return _shown(call, found, _emoji(call, found))


@routes.post(_AT)
def create(call: Call) -> Response:
    """Make an emoji of a picture."""
    found, problems = call.guild(), Problems()
    if not call.own_member(found).may("create_expressions"):
        call.need(found, "manage_expressions")
    problems.length("name", call.form.get("name"), most=32, least=2)
    shape = picture(call.form, "image", problems)
    if shape is None and not problems:
        problems.required("image")
    problems.refuse()
    animated = str(shape).startswith("a_")
    if sum(one.animated == animated for one in found.emojis.values()) >= MOST:
        raise Refused(30008)
    made = Emoji(
        id=call.world.snowflakes.next(),
        name=call.form["name"],
        creator=call.me,
        roles=_roles(call.form),
        animated=animated,
    )
    found.emojis[made.id] = made
    _changed(call, found, made, CREATED)
    return Response(201, _shown(call, found, made))


@routes.patch(_AT + "/{emoji_id}")
def edit(call: Call) -> Json:
    """Change an emoji's name, or who may use it."""
    found = call.guild()
    known = _own(call, found)
    problems = Problems()
    problems.length("name", call.form.get("name", known.name), most=32, least=2)
    problems.refuse()
    known.name = call.form.get("name", known.name)
    known.roles = _roles(call.form) if "roles" in call.form else known.roles
    _changed(call, found, known, CHANGED)
    return _shown(call, found, known)


@routes.delete(_AT + "/{emoji_id}")
def delete(call: Call) -> None:
    """Delete an emoji."""
    found = call.guild()
    known = _own(call, found)
    del found.emojis[known.id]
    _changed(call, found, known, DELETED)


def _emoji(call: Call, found: Guild) -> Emoji:
    known = found.emojis.get(call.id("emoji_id"))
    if known is None:
        raise Refused(10014, status=404)
    return known


def _own(call: Call, found: Guild) -> Emoji:
    """Return the emoji addressed: 50013 for another's without Manage Expressions."""
    known = _emoji(call, found)
    if known.creator is not call.me or not call.own_member(found).may("create_expressions"):
        call.need(found, "manage_expressions")
    return known


def _roles(form: Json) -> list[int]:
    problems = Problems()
    roles = [number(one) or 0 for one in items(form, "roles", problems)]
    problems.refuse()
    return roles


def _shown(call: Call, found: Guild, known: Emoji) -> Json:
    own = call.own_member(found)
    return integrations_json.emoji(known, with_user=own.may("manage_expressions") or known.creator is call.me)


def _changed(call: Call, found: Guild, known: Emoji, how: int) -> None:
    call.world.tell(GuildEmojisUpdate(guild=found, emojis=list(found.emojis.values())))
    call.log(found, EMOJI + how, known.id, {"name": known.name})
