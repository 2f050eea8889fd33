"""Webhooks that write in a channel: make, read, change, delete, and what they send."""

import secrets
from typing import Any

from bot.rehearsal.checks import messages as checks
from bot.rehearsal.checks.fields import number, picture
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model import messages, threads
from bot.rehearsal.model.channels import FORUMS, NEWS, TEXT, VOICE, Channel, Message, Thread
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.integrations import Webhook, WebhooksUpdate
from bot.rehearsal.model.moderation import CHANGED, CREATED, DELETED, WEBHOOK
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads import integrations as integrations_json
from bot.rehearsal.rest import sending
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

MOST = 15
_RESERVED = ("clyde", "discord")

routes = Routes()


@routes.post("/channels/{channel_id}/webhooks")
def create(call: Call) -> Json:
    """Make a webhook for a channel."""
    channel = call.channel("manage_webhooks")
    if channel.guild is None or channel.kind not in (TEXT, NEWS, VOICE, *FORUMS):
        raise Refused(50024)
    guild = call.world.guilds[channel.guild.id]
    if sum(one.channel is channel for one in guild.webhooks.values()) >= MOST:
        raise Refused(30007)
    _check_name(call.form.get("name"))
    made = Webhook(
        id=call.world.snowflakes.next(),
        channel=channel,
        creator=call.me,
        application=call.application,
        name=call.form["name"].strip(),
        token=secrets.token_urlsafe(48),
        avatar=_avatar(call),
    )
    guild.webhooks[made.id] = made
    _changed(call, guild, made, CREATED)
    return integrations_json.webhook(made)


@routes.get("/channels/{channel_id}/webhooks")
def of_channel(call: Call) -> list[Json]:
    """Return a channel's webhooks."""
    channel = call.channel("manage_webhooks")
    return [integrations_json.webhook(one) for one in _all(call) if one.channel is channel]


@routes.get("/guilds/{guild_id}/webhooks")
def of_guild(call: Call) -> list[Json]:
    """Return a guild's webhooks."""
    guild = call.guild()
    call.need(guild, "manage_webhooks")
    return [integrations_json.webhook(one) for one in guild.webhooks.values()]


@routes.get("/webhooks/{webhook_id}")
def webhook(call: Call) -> Json:
    """Return a webhook."""
    return integrations_json.webhook(_managed(call))


@routes.patch("/webhooks/{webhook_id}")
def edit(call: Call) -> Json:
    """Change a webhook's name, picture or channel."""
    known = _managed(call)
    if call.form.get("channel_id") is not None:
        known.channel = call.channel("manage_webhooks", channel_id=number(call.form["channel_id"]))
    return integrations_json.webhook(_edited(call, known))


@routes.delete("/webhooks/{webhook_id}")
def delete(call: Call) -> None:
    """Delete a webhook."""
    _deleted(call, _managed(call))


@routes.get("/webhooks/{webhook_id}/{=token}", signed=False)
def by_token(call: Call) -> Json:
    """Return a webhook to who knows its token."""
    return integrations_json.webhook(_addressed(call), with_user=False)


@routes.patch("/webhooks/{webhook_id}/{=token}", signed=False)
def edit_by_token(call: Call) -> Json:
    """Change a webhook's name or picture, knowing its token."""
    return integrations_json.webhook(_edited(call, _addressed(call)), with_user=False)


@routes.delete("/webhooks/{webhook_id}/{=token}", signed=False)
def delete_by_token(call: Call) -> None:
    """Delete a webhook, knowing its token."""
    _deleted(call, _addressed(call))


def addressed(call: Call) -> Webhook | None:
    """Return the webhook addressed, None where the id is an application's: 50027 for another token."""
    known = next((one for one in _all(call) if one.id == call.id("webhook_id")), None)
    if known and known.token != call.args["token"]:
        raise Refused(50027)
    return known


def execute(call: Call, known: Webhook) -> Json | None:
    """Write in the webhook's channel or a thread of it; what was written is told only with `wait`."""
    draft = checks.read(call.form, call.uploads)
    sending.too_large(draft.uploads)
    name = call.form.get("username")
    if name is not None:
        _check_name(name)
    fields = sending.parts(call, known.channel, draft) | {"nonce": None}
    author = User(id=known.id, username=name or known.name, avatar=known.avatar, bot=True)
    place = _place(call, known)
    threads.unarchive(place)
    sent = sending.post(place, author, webhook_id=known.id, application=known.application, **fields)
    return call.show(sent) if call.query.get("wait") in ("1", "true", "True") else None


def sent_by(call: Call, known: Webhook) -> Message:
    """Return the message of a webhook's that is addressed: 10008 when there is none."""
    found = _place(call, known).message(call.id("message_id"))
    if found is None or found.webhook_id != known.id:
        raise Refused(10008)
    return found


def edit_sent(call: Call, known: Webhook) -> Json:
    """Edit a message of a webhook's."""
    found = sent_by(call, known)
    call.open(found.channel)
    draft = checks.read(call.form, call.uploads, editing=found)
    messages.edit(found, **sending.edits(call, found, draft))
    return call.show(found)


def _place(call: Call, known: Webhook) -> Channel:
    thread_id = call.query.get("thread_id")
    if thread_id is None:
        if known.channel.kind in FORUMS:
            raise Refused(220001, "Webhooks posted to forum channels must have a thread_name or thread_id")
        return known.channel
    thread = call.world.channels.get(number(thread_id) or 0)
    if not isinstance(thread, Thread) or thread.parent is not known.channel:
        raise Refused(10003)
    return thread


def _all(call: Call) -> list[Webhook]:
    return [one for guild in call.world.guilds.values() for one in guild.webhooks.values()]


def _managed(call: Call) -> Webhook:
    known = next((one for one in _all(call) if one.id == call.id("webhook_id")), None)
    if known is None:
        raise Refused(10015)
    if not call.may(known.channel, "manage_webhooks"):
        raise Refused(50013)
    return known


def _addressed(call: Call) -> Webhook:
    known = addressed(call)
    if known is None:
        raise Refused(10015)
    return known


def _edited(call: Call, known: Webhook) -> Webhook:
    if call.form.get("name") is not None:
        _check_name(call.form["name"])
        known.name = call.form["name"].strip()
    if "avatar" in call.form:
        known.avatar = _avatar(call)
    _changed(call, _guild(call, known), known, CHANGED)
    return known


def _deleted(call: Call, known: Webhook) -> None:
    guild = _guild(call, known)
    del guild.webhooks[known.id]
    _changed(call, guild, known, DELETED)


def _guild(call: Call, known: Webhook) -> Guild:
    return next(guild for guild in call.world.guilds.values() if known.id in guild.webhooks)


def _changed(call: Call, guild: Guild, known: Webhook, how: int) -> None:
    call.world.tell(WebhooksUpdate(guild=guild, channel=known.channel))
    call.log(guild, WEBHOOK + how, known.id, {"name": known.name})


def _avatar(call: Call) -> str | None:
    problems = Problems()
    avatar = picture(call.form, "avatar", problems)
    problems.refuse()
    return avatar


def _check_name(name: object) -> None:
    problems = Problems()
    problems.length("name", name, most=80, least=1)
    if any(word in str(name).casefold() for word in _RESERVED):
        problems.add("name", "USERNAME_INVALID_CONTAINS", "Username cannot contain that word")
    problems.refuse()
