"""Who the bot is: its account, application, guilds, direct conversations, and where the gateway is."""

from typing import Any

from bot.rehearsal.checks.fields import items, number, picture
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.payloads import channels as channels_json
from bot.rehearsal.payloads import guilds as guilds_json
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

routes = Routes()

_SETTABLE = (
    "description",
    "tags",
    "custom_install_url",
    "install_params",
    "integration_types_config",
    "role_connections_verification_url",
)


@routes.get("/gateway", signed=False)
def gateway(call: Call) -> Json:
    """Say where the gateway is."""
    return {"url": call.gateway_url}


@routes.get("/gateway/bot")
def gateway_bot(call: Call) -> Json:
    """Say where the gateway is and how often a bot may identify."""
    return {"url": call.gateway_url, "shards": 1, "session_start_limit": call.session_start_limit}


@routes.get("/users/@me")
def me(call: Call) -> Json:
    """Return the bot's account."""
    return users_json.own_user(call.me)


@routes.patch("/users/@me")
def edit_me(call: Call) -> Json:
    """Change the bot's name, avatar or banner."""
    form, problems = call.form, Problems()
    if "username" in form:
        problems.length("username", form["username"], most=32, least=2)
    pictures = {key: picture(form, key, problems) for key in ("avatar", "banner") if key in form}
    problems.refuse()
    call.me.username = form.get("username", call.me.username)
    call.me.avatar = pictures.get("avatar", call.me.avatar)
    return users_json.own_user(call.me) | pictures


@routes.get("/users/{user_id}")
def user(call: Call) -> Json:
    """Return anyone's account."""
    found = call.world.users.get(call.id("user_id"))
    if found is None:
        raise Refused(10013)
    return users_json.user(found)


@routes.get("/applications/@me")
@routes.get("/oauth2/applications/@me")
def application(call: Call) -> Json:
    """Return the bot's application."""
    return _shown(call)


@routes.patch("/applications/@me")
def edit_application(call: Call) -> Json:
    """Change what is shown of the bot's application; Discord can't reach an address for interactions here."""
    form, problems = call.form, Problems()
    problems.length("description", form.get("description") or "", most=400)
    problems.count("tags", items(form, "tags", problems), most=5)
    if form.get("interactions_endpoint_url"):
        code = "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID"
        problems.add(
            "interactions_endpoint_url",
            code,
            "The specified interactions endpoint url could not be verified.",
        )
    pictures = {key: picture(form, key, problems) for key in ("icon", "cover_image") if key in form}
    problems.refuse()
    call.application.profile |= {key: form[key] for key in _SETTABLE if key in form} | pictures
    return _shown(call)


@routes.get("/users/@me/guilds")
def guilds(call: Call) -> list[Json]:
    """Return the guilds the bot is in."""
    found = [guild for guild in call.world.guilds.values() if call.application in guild.applications]
    return [guilds_json.mine(guild, call.own_member(guild)) for guild in found]


@routes.post("/users/@me/channels")
def direct(call: Call) -> Json:
    """Open a direct conversation; its closedness shows only when something is sent."""
    recipient = call.world.users.get(number(call.form.get("recipient_id")) or 0)
    if recipient is None:
        raise Refused(10013)
    if recipient is call.me or recipient.bot:
        raise Refused(50007)
    return channels_json.direct(call.world.direct(call.me, recipient), reader=call.me)


def _shown(call: Call) -> Json:
    guilds = [guild for guild in call.world.guilds.values() if call.application in guild.applications]
    return guilds_json.application(call.application, len(guilds))
