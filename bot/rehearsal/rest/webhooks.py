"""Later answers to interactions, for fifteen minutes, at the address that webhooks write at too."""

from typing import Any

from bot.rehearsal.checks import messages as checks
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import LOADING, Message
from bot.rehearsal.model.interactions import DEFERRED, RESPONDED, Interaction
from bot.rehearsal.rest import incoming_webhooks, sending
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.interactions import post
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

_AT = "/webhooks/{webhook_id}/{=token}"

routes = Routes()


def _invocation(call: Call) -> Interaction:
    interaction = call.world.interactions.get(call.args["token"])
    if interaction is None or interaction.application.id != call.id("webhook_id"):
        raise Refused(10015)
    if not interaction.token_valid:
        raise Refused(50027)
    if not interaction.answered:
        raise Refused(10015)
    return interaction


def _original(interaction: Interaction) -> Message:
    if interaction.message is None or interaction.message.deleted:
        raise Refused(10008)
    return interaction.message


def _followup(call: Call, interaction: Interaction) -> Message:
    for message in (interaction.message, *interaction.followups):
        if message and message.id == call.id("message_id") and not message.deleted:
            return message
    raise Refused(10008)


@routes.post(_AT, signed=False)
def follow_up(call: Call) -> Json | None:
    """Send a follow-up, the first one after "is thinking" in that place; or what a webhook writes."""
    if webhook := incoming_webhooks.addressed(call):
        return incoming_webhooks.execute(call, webhook)
    interaction = _invocation(call)
    thinking = interaction.thinking
    if thinking and not thinking.deleted:
        message = _edited(call, interaction, thinking)
    else:
        message = post(call, interaction, call.form)
        interaction.followups.append(message)
    if interaction.state == DEFERRED:
        interaction.become(RESPONDED)
    return call.show(message)


@routes.get(_AT + "/messages/@original", signed=False)
def original(call: Call) -> Json:
    """Return the first answer."""
    return call.show(_original(_invocation(call)))


@routes.patch(_AT + "/messages/@original", signed=False)
def edit_original(call: Call) -> Json:
    """Edit the first answer, or fill in what was deferred."""
    interaction = _invocation(call)
    return call.show(_edited(call, interaction, _original(interaction)))


@routes.delete(_AT + "/messages/@original", signed=False)
def delete_original(call: Call) -> None:
    """Delete the first answer."""
    interaction = _invocation(call)
    messages.delete(_original(interaction))
    if interaction.state == DEFERRED:
        interaction.become(RESPONDED)


@routes.get(_AT + "/messages/{message_id}", signed=False)
def message(call: Call) -> Json:
    """Return a follow-up, or what a webhook wrote."""
    if webhook := incoming_webhooks.addressed(call):
        return call.show(incoming_webhooks.sent_by(call, webhook))
    return call.show(_followup(call, _invocation(call)))


@routes.patch(_AT + "/messages/{message_id}", signed=False)
def edit(call: Call) -> Json:
    """Edit a follow-up, or what a webhook wrote."""
    if webhook := incoming_webhooks.addressed(call):
        return incoming_webhooks.edit_sent(call, webhook)
    interaction = _invocation(call)
    return call.show(_edited(call, interaction, _followup(call, interaction)))


@routes.delete(_AT + "/messages/{message_id}", signed=False)
def delete(call: Call) -> None:
    """Delete a follow-up, or what a webhook wrote."""
    if webhook := incoming_webhooks.addressed(call):
        messages.delete(incoming_webhooks.sent_by(call, webhook))
        return
    messages.delete(_followup(call, _invocation(call)))


def _edited(call: Call, interaction: Interaction, message: Message) -> Message:
    if not message.ephemeral_to:
        call.open(message.channel)
    draft = checks.read(call.form, call.uploads, editing=message)
    sending.too_large(draft.uploads)
    parts = sending.edits(call, message, draft)
    if message.loading:
        message.filled_at = call.world.clock.now()
        message.flags &= ~LOADING
        parts["flags"] = message.flags | (draft.flags or 0)
    messages.edit(message, **parts)
    interaction.thinking = None
    if interaction.state == DEFERRED:
        interaction.become(RESPONDED)
    return message
