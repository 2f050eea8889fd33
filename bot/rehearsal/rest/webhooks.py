"""Later answers to interactions: follow-ups, and the first answer edited; for fifteen minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal import talk
from bot.rehearsal.checks import messages as checks
from bot.rehearsal.invocations import DEFERRED, RESPONDED
from bot.rehearsal.messages import LOADING
from bot.rehearsal.refusals import Refused
from bot.rehearsal.rest import sending
from bot.rehearsal.rest.interactions import post
from bot.rehearsal.rest.routing import Routes

if TYPE_CHECKING:
    from bot.rehearsal.invocations import Invocation
    from bot.rehearsal.messages import Message
    from bot.rehearsal.rest.call import Call

Json = dict[str, Any]

_AT = "/webhooks/{webhook_id}/{=token}"

routes = Routes()


def _invocation(call: Call) -> Invocation:
    invocation = call.world.invocations.get(call.args["token"])
    if invocation is None or invocation.application.id != call.id("webhook_id"):
        raise Refused(10015)
    if not invocation.token_valid:
        raise Refused(50027)
    if not invocation.answered:
        raise Refused(10015)
    return invocation


def _original(invocation: Invocation) -> Message:
    if invocation.message is None or invocation.message.deleted:
        raise Refused(10008)
    return invocation.message


def _followup(call: Call, invocation: Invocation) -> Message:
    for message in (invocation.message, *invocation.followups):
        if message and message.id == call.id("message_id") and not message.deleted:
            return message
    raise Refused(10008)


@routes.post(_AT, allowance=None, signed=False)
def follow_up(call: Call) -> Json:
    """Send a follow-up; the first one after "is thinking" takes that place."""
    invocation = _invocation(call)
    thinking = invocation.thinking
    if thinking and not thinking.deleted:
        message = _edited(call, invocation, thinking)
    else:
        message = post(call, invocation, call.form)
        invocation.followups.append(message)
    if invocation.state == DEFERRED:
        invocation.become(RESPONDED)
    return call.show(message)


@routes.get(_AT + "/messages/@original", allowance=None, signed=False)
def original(call: Call) -> Json:
    """Return the first answer."""
    return call.show(_original(_invocation(call)))


@routes.patch(_AT + "/messages/@original", allowance=None, signed=False)
def edit_original(call: Call) -> Json:
    """Edit the first answer, or fill in what was deferred."""
    invocation = _invocation(call)
    return call.show(_edited(call, invocation, _original(invocation)))


@routes.delete(_AT + "/messages/@original", allowance=None, signed=False)
def delete_original(call: Call) -> None:
    """Delete the first answer."""
    invocation = _invocation(call)
    talk.delete(_original(invocation))
    if invocation.state == DEFERRED:
        invocation.become(RESPONDED)


@routes.get(_AT + "/messages/{message_id}", allowance=None, signed=False)
def message(call: Call) -> Json:
    """Return a follow-up."""
    return call.show(_followup(call, _invocation(call)))


@routes.patch(_AT + "/messages/{message_id}", allowance=None, signed=False)
def edit(call: Call) -> Json:
    """Edit a follow-up."""
    invocation = _invocation(call)
    return call.show(_edited(call, invocation, _followup(call, invocation)))


@routes.delete(_AT + "/messages/{message_id}", allowance=None, signed=False)
def delete(call: Call) -> None:
    """Delete a follow-up."""
    talk.delete(_followup(call, _invocation(call)))


def _edited(call: Call, invocation: Invocation, message: Message) -> Message:
    draft = checks.read(call.form, call.uploads, editing=message)
    sending.too_large(draft.uploads)
    parts = sending.edits(message, draft)
    if message.loading:
        message.filled_at = call.world.clock.now()
        message.flags &= ~LOADING
        parts["flags"] = message.flags | (draft.flags or 0)
    talk.edit(message, **parts)
    invocation.thinking = None
    if invocation.state == DEFERRED:
        invocation.become(RESPONDED)
    return message
