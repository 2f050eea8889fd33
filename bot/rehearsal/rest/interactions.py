"""First answers to interactions: in three seconds, and only once."""

from typing import Any

from bot.rehearsal.checks import messages as checks
from bot.rehearsal.checks import modals
from bot.rehearsal.checks.fields import items
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model import messages, threads
from bot.rehearsal.model.channels import EPHEMERAL, LOADING, MENU_REPLY, SLASH_REPLY, Message
from bot.rehearsal.model.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    DEFERRED,
    FAILED,
    MODAL_SUBMIT,
    RESPONDED,
    Interaction,
)
from bot.rehearsal.payloads import interactions as interactions_json
from bot.rehearsal.rest import sending
from bot.rehearsal.rest.call import Call, Response
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

MESSAGE, THINK, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_ALLOWED = (1, MESSAGE, THINK, DEFER_UPDATE, UPDATE, CHOICES, MODAL)

routes = Routes()


@routes.post("/interactions/{interaction_id}/{=token}/callback", signed=False)
def callback(call: Call) -> Response:
    """Take the first answer: 10062 when it comes too late, 40060 when it is not the first."""
    interaction = call.world.interactions.get(call.args["token"])
    if interaction is None or interaction.id != call.id("interaction_id"):
        raise Refused(10062)
    if interaction.state == FAILED:
        raise Refused(10062)
    if interaction.answered:
        raise Refused(40060)
    kind: Any = call.form.get("type")
    _fits(interaction, kind)
    data = call.form.get("data") or {}
    _ANSWERS[kind](call, interaction, data)
    interaction.answer = kind
    if kind in (THINK, DEFER_UPDATE):
        interaction.become(DEFERRED)
    else:
        interaction.become(RESPONDED)
    if call.query.get("with_response") in ("1", "true", "True"):
        return Response(200, interactions_json.callback(interaction, kind))
    return Response(204)


def _fits(interaction: Interaction, kind: object) -> None:
    problems = Problems()
    if kind not in _ANSWERS:
        problems.choice("type", _ALLOWED)
    elif (kind == CHOICES) != (interaction.kind == AUTOCOMPLETE):
        problems.choice("type", (CHOICES,) if interaction.kind == AUTOCOMPLETE else (MESSAGE, THINK, MODAL))
    elif kind in (DEFER_UPDATE, UPDATE) and interaction.source is None:
        problems.choice("type", (MESSAGE, THINK, MODAL))
    elif kind == MODAL and interaction.kind == MODAL_SUBMIT:
        problems.choice("type", (MESSAGE, THINK, DEFER_UPDATE, UPDATE))
    problems.refuse()


def _message(call: Call, interaction: Interaction, data: Json) -> None:
    interaction.message = post(call, interaction, data, path="data.")


def _think(_: Call, interaction: Interaction, data: Json) -> None:
    secret = int(data.get("flags") or 0) & EPHEMERAL
    interaction.message = interaction.thinking = messages.post(
        interaction.channel,
        interaction.application.user,
        flags=LOADING,
        ephemeral_to=interaction.user if secret else None,
        **_belonging(interaction),
    )


def _defer_update(_: Call, interaction: Interaction, __: Json) -> None:
    interaction.message = interaction.source


def _update(call: Call, interaction: Interaction, data: Json) -> None:
    source = interaction.source
    if source is None or source.deleted:
        raise Refused(10008)
    draft = checks.read(data, call.uploads, path="data.", editing=source)
    messages.edit(source, **sending.edits(call, source, draft))
    interaction.message = source


def _choices(_: Call, interaction: Interaction, data: Json) -> None:
    problems = Problems()
    choices = items(data, "choices", problems, "data.choices")
    problems.count("data.choices", choices, most=25)
    for index, choice in enumerate(choices):
        problems.length(f"data.choices.{index}.name", choice.get("name"), most=100, least=1)
        if isinstance(choice.get("value"), str):
            problems.length(f"data.choices.{index}.value", choice["value"], most=100)
    problems.refuse()
    interaction.choices = choices


def _modal(_: Call, interaction: Interaction, data: Json) -> None:
    problems = Problems()
    modal = modals.read(data, problems)
    problems.refuse()
    interaction.modal = modal


_ANSWERS: dict[Any, Any] = {
    MESSAGE: _message,
    THINK: _think,
    DEFER_UPDATE: _defer_update,
    UPDATE: _update,
    CHOICES: _choices,
    MODAL: _modal,
}


def post(call: Call, interaction: Interaction, form: Json, path: str = "") -> Message:
    """Send a message as an answer to an interaction; ephemeral ones only its person sees."""
    draft = checks.read(form, call.uploads, path=path)
    sending.too_large(draft.uploads)
    secret = (draft.flags or 0) & EPHEMERAL
    parts = sending.parts(call, interaction.channel, draft)
    parts["nonce"] = None
    if not secret:
        threads.unarchive(interaction.channel)
    return sending.post(
        interaction.channel,
        interaction.application.user,
        ephemeral_to=interaction.user if secret else None,
        **(_belonging(interaction) | parts),
    )


def _belonging(interaction: Interaction) -> Json:
    kind = 0
    if interaction.kind == COMMAND:
        kind = SLASH_REPLY if interaction.data["type"] == 1 else MENU_REPLY
    return {
        "kind": kind,
        "application": interaction.application,
        "interaction_metadata": interactions_json.metadata(interaction),
    }
