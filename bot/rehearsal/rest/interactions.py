"""First answers to interactions: in three seconds, and only once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal import talk
from bot.rehearsal.checks import messages as checks
from bot.rehearsal.checks import modals
from bot.rehearsal.checks.forms import items
from bot.rehearsal.invocations import AUTOCOMPLETE, COMMAND, DEFERRED, FAILED, MODAL_SUBMIT, RESPONDED
from bot.rehearsal.messages import EPHEMERAL, LOADING, MENU_REPLY, SLASH_REPLY
from bot.rehearsal.payloads import interactions as interactions_json
from bot.rehearsal.refusals import Problems, Refused
from bot.rehearsal.rest import sending
from bot.rehearsal.rest.call import Reply
from bot.rehearsal.rest.routing import Routes

if TYPE_CHECKING:
    from bot.rehearsal.invocations import Invocation
    from bot.rehearsal.messages import Message
    from bot.rehearsal.rest.call import Call

Json = dict[str, Any]

MESSAGE, THINK, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_ALLOWED = (1, MESSAGE, THINK, DEFER_UPDATE, UPDATE, CHOICES, MODAL)

routes = Routes()


@routes.post("/interactions/{interaction_id}/{=token}/callback", allowance=None, signed=False)
def callback(call: Call) -> Reply:
    """Take the first answer: 10062 when it comes too late, 40060 when it is not the first."""
    invocation = call.world.invocations.get(call.args["token"])
    if invocation is None or invocation.id != call.id("interaction_id"):
        raise Refused(10062)
    if invocation.state == FAILED:
        raise Refused(10062)
    if invocation.answered:
        raise Refused(40060)
    kind: Any = call.form.get("type")
    _fits(invocation, kind)
    data = call.form.get("data") or {}
    _ANSWERS[kind](call, invocation, data)
    invocation.answer = kind
    if kind in (THINK, DEFER_UPDATE):
        invocation.become(DEFERRED)
    else:
        invocation.become(RESPONDED)
    if call.query.get("with_response") in ("1", "true", "True"):
        return Reply(200, interactions_json.callback(invocation, kind))
    return Reply(204)


def _fits(invocation: Invocation, kind: object) -> None:
    problems = Problems()
    if kind not in _ANSWERS:
        problems.choice("type", _ALLOWED)
    elif (kind == CHOICES) != (invocation.kind == AUTOCOMPLETE):
        problems.choice("type", (CHOICES,) if invocation.kind == AUTOCOMPLETE else (MESSAGE, THINK, MODAL))
    elif kind in (DEFER_UPDATE, UPDATE) and invocation.source is None:
        problems.choice("type", (MESSAGE, THINK, MODAL))
    elif kind == MODAL and invocation.kind == MODAL_SUBMIT:
        problems.choice("type", (MESSAGE, THINK, DEFER_UPDATE, UPDATE))
    problems.refuse()


def _message(call: Call, invocation: Invocation, data: Json) -> None:
    invocation.message = post(call, invocation, data, path="data.")


def _think(_: Call, invocation: Invocation, data: Json) -> None:
    secret = int(data.get("flags") or 0) & EPHEMERAL
    invocation.message = invocation.thinking = talk.post(
        invocation.channel,
        invocation.application.user,
        flags=LOADING,
        ephemeral_to=invocation.user if secret else None,
        **_belonging(invocation),
    )


def _defer_update(_: Call, invocation: Invocation, __: Json) -> None:
    invocation.message = invocation.source


def _update(call: Call, invocation: Invocation, data: Json) -> None:
    source = invocation.source
    if source is None or source.deleted:
        raise Refused(10008)
    draft = checks.read(data, call.uploads, path="data.", editing=source)
    talk.edit(source, **sending.edits(source, draft))
    invocation.message = source


def _choices(_: Call, invocation: Invocation, data: Json) -> None:
    problems = Problems()
    choices = items(data, "choices", problems, "data.choices")
    problems.count("data.choices", choices, most=25)
    for index, choice in enumerate(choices):
        problems.length(f"data.choices.{index}.name", choice.get("name"), most=100, least=1)
        if isinstance(choice.get("value"), str):
            problems.length(f"data.choices.{index}.value", choice["value"], most=100)
    problems.refuse()
    invocation.choices = choices


def _modal(_: Call, invocation: Invocation, data: Json) -> None:
    problems = Problems()
    modal = modals.read(data, problems)
    problems.refuse()
    invocation.modal = modal


_ANSWERS: dict[Any, Any] = {
    MESSAGE: _message,
    THINK: _think,
    DEFER_UPDATE: _defer_update,
    UPDATE: _update,
    CHOICES: _choices,
    MODAL: _modal,
}


def post(call: Call, invocation: Invocation, form: Json, path: str = "") -> Message:
    """Send a message as an answer to an interaction; ephemeral ones only its person sees."""
    draft = checks.read(form, call.uploads, path=path)
    sending.too_large(draft.uploads)
    secret = (draft.flags or 0) & EPHEMERAL
    parts = sending.parts(invocation.channel, invocation.application.user, draft)
    parts["nonce"] = None
    return talk.post(
        invocation.channel,
        invocation.application.user,
        ephemeral_to=invocation.user if secret else None,
        **(_belonging(invocation) | parts),
    )


def _belonging(invocation: Invocation) -> Json:
    kind = 0
    if invocation.kind == COMMAND:
        kind = SLASH_REPLY if invocation.data["type"] == 1 else MENU_REPLY
    return {
        "kind": kind,
        "application": invocation.application,
        "interaction": interactions_json.metadata(invocation),
    }
