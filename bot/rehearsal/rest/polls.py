"""Polls: who voted for what, and ending one early."""

from typing import Any

from bot.rehearsal.checks import polls as checks
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import voting
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

_AT = "/channels/{channel_id}/polls/{message_id}"

routes = Routes()


@routes.get(_AT + "/answers/{answer_id}")
def voters(call: Call) -> Json:
    """Return who voted for an answer, in pages by user id."""
    message = call.message(call.channel("read_message_history"))
    answer = message.poll.answer(call.id("answer_id")) if message.poll else None
    if answer is None:
        raise Refused(10008)
    after = call.limit(default=0, most=2**63, key="after", least=0)
    found = sorted((user for user in answer.voters if user.id > after), key=lambda user: user.id)
    return {"users": [users_json.user(user) for user in found[: call.limit(default=25, most=100)]]}


@routes.post(_AT + "/expire")
def expire(call: Call) -> Json:
    """End a poll of the bot's own."""
    message = call.message(call.channel())
    if message.author is not call.me:
        raise Refused(50005)
    checks.open_poll(message)
    voting.end(message)
    return call.show(message)
