"""Reactions: put, taken away, listed."""

from typing import Any

from bot.rehearsal.checks import reactions as checks
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages
from bot.rehearsal.payloads import users as users_json
from bot.rehearsal.rest.call import Call
from bot.rehearsal.rest.routing import Routes

Json = dict[str, Any]

_AT = "/channels/{channel_id}/messages/{message_id}/reactions"

routes = Routes()


@routes.put(_AT + "/{=emoji}/@me")
def react(call: Call) -> None:
    """Put a reaction on a message."""
    channel = call.open(call.channel("read_message_history"))
    message, emoji = call.message(channel), call.args["emoji"]
    checks.check_emoji(emoji)
    quiet = channel.guild is not None and call.own_member(channel.guild).timed_out
    if quiet or (emoji not in message.reactions and not call.may(channel, "add_reactions")):
        raise Refused(50013)
    checks.check_number(message, emoji)
    messages.react(message, call.me, emoji)


@routes.delete(_AT + "/{=emoji}/@me")
def unreact(call: Call) -> None:
    """Take the bot's own reaction away."""
    messages.unreact(call.message(call.open(call.channel())), call.me, call.args["emoji"])


@routes.delete(_AT + "/{=emoji}/{user_id}")
def unreact_other(call: Call) -> None:
    """Take someone's reaction away."""
    message = call.message(call.open(call.channel("manage_messages")))
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise Refused(10013)
    messages.unreact(message, user, call.args["emoji"])


@routes.delete(_AT)
def clear(call: Call) -> None:
    """Take all reactions away."""
    messages.clear_reactions(call.message(call.open(call.channel("manage_messages"))))


@routes.delete(_AT + "/{=emoji}")
def clear_emoji(call: Call) -> None:
    """Take all reactions of one emoji away."""
    messages.clear_reactions(call.message(call.open(call.channel("manage_messages"))), call.args["emoji"])


@routes.get(_AT + "/{=emoji}")
def reacted(call: Call) -> list[Json]:
    """Return who put a reaction there."""
    message = call.message(call.channel("read_message_history"))
    after = call.limit(default=0, most=2**63, key="after", least=0)
    users = [user for user in message.reactions.get(call.args["emoji"], []) if user.id > after]
    return [users_json.user(user) for user in users[: call.limit(default=25, most=100)]]
