"""AutoMod's rules: made, read, changed, deleted (what they do: `model/auto_moderation.py`)."""

from typing import Any

from bot.rehearsal.checks.fields import items, without_nulls
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.moderation import (
    AUTO_MODERATION_RULE,
    CHANGED,
    CREATED,
    DELETED,
    AutoModerationRule,
    AutoModerationRuleCreate,
    AutoModerationRuleDelete,
    AutoModerationRuleUpdate,
)
from bot.rehearsal.payloads import moderation as moderation_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

KEYWORD, SPAM, PRESET, MENTIONS, PROFILE = 1, 3, 4, 5, 6
MOST = {KEYWORD: 6, SPAM: 1, PRESET: 1, MENTIONS: 1, PROFILE: 1}
"""So many rules of a kind may a guild have."""
_AT = "/guilds/{guild_id}/auto-moderation/rules"

routes = Routes()


@routes.get(_AT)
def rules(call: Call) -> list[Json]:
    """Return a guild's rules."""
    found = _guild(call)
    return [moderation_json.auto_moderation_rule(found, one) for one in found.auto_moderation_rules.values()]


@routes.get(_AT + "/{rule_id}")
def rule(call: Call) -> Json:
    """Return one rule."""
    found = _guild(call)
    return moderation_json.auto_moderation_rule(found, _rule(call, found))


@routes.post(_AT)
def create(call: Call) -> Json:
    """Make a rule."""
    found = _guild(call)
    _check(call.form)
    kind = call.form["trigger_type"]
    if sum(one.form["trigger_type"] == kind for one in found.auto_moderation_rules.values()) >= MOST[kind]:
        problems = Problems()
        text = f"Maximum number of rules of this trigger type reached ({MOST[kind]})"
        problems.add("trigger_type", "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED", text)
        problems.refuse()
    made = AutoModerationRule(id=call.world.snowflakes.next(), creator=call.me, form=without_nulls(call.form))
    found.auto_moderation_rules[made.id] = made
    call.world.tell(AutoModerationRuleCreate(guild=found, rule=made))
    call.log(found, AUTO_MODERATION_RULE + CREATED, made.id, {"name": made.form["name"]})
    return moderation_json.auto_moderation_rule(found, made)


@routes.patch(_AT + "/{rule_id}")
def edit(call: Call) -> Json:
    """Change a rule; what triggers it stays of its kind."""
    found = _guild(call)
    known = _rule(call, found)
    form = known.form | call.form | {"trigger_type": known.form["trigger_type"]}
    _check(form)
    known.form = without_nulls(form)
    call.world.tell(AutoModerationRuleUpdate(guild=found, rule=known))
    call.log(found, AUTO_MODERATION_RULE + CHANGED, known.id, {"name": form["name"]})
    return moderation_json.auto_moderation_rule(found, known)


@routes.delete(_AT + "/{rule_id}")
def delete(call: Call) -> None:
    """Delete a rule."""
    found = _guild(call)
    known = _rule(call, found)
    del found.auto_moderation_rules[known.id]
    call.world.tell(AutoModerationRuleDelete(guild=found, rule=known))
    call.log(found, AUTO_MODERATION_RULE + DELETED, known.id)


def _guild(call: Call) -> Guild:
    found = call.guild()
    call.need(found, "manage_guild")
    return found


def _rule(call: Call, found: Guild) -> AutoModerationRule:
    known = found.auto_moderation_rules.get(call.id("rule_id"))
    if known is None:
        raise Refused(0, "404: Not Found", status=404)
    return known


def _check(form: Json) -> None:
    problems = Problems()
    for key in ("name", "event_type", "trigger_type", "actions"):
        if form.get(key) is None:
            problems.required(key)
    problems.refuse()
    problems.length("name", form["name"], most=100, least=1)
    if form["trigger_type"] not in MOST:
        problems.choice("trigger_type", tuple(MOST))
    if form["event_type"] not in (1, 2):
        problems.choice("event_type", (1, 2))
    problems.count("actions", items(form, "actions", problems), most=5, least=1)
    problems.count("exempt_roles", items(form, "exempt_roles", problems), most=20)
    problems.count("exempt_channels", items(form, "exempt_channels", problems), most=50)
    problems.refuse()
