"""What happens to polls: somebody votes, somebody takes it back, and in the end it is counted."""

from dataclasses import dataclass
from functools import partial

from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import POLL_RESULT, Channel, Message, Reference
from bot.rehearsal.model.messages import MessageEvent
from bot.rehearsal.model.polls import Poll, PollAnswer
from bot.rehearsal.model.users import User


def open_poll(message: Message) -> None:
    """Let a poll that was just sent end by the world's clock."""
    if message.poll:
        message.channel.timeline.at(message.poll.ends_at, partial(end, message))


def vote(message: Message, user: User, answers: list[PollAnswer]) -> None:
    """Vote for exactly these answers; a vote for another is taken back."""
    assert message.poll  # noqa: S101 - looked at before
    for answer in message.poll.answers:
        if answer not in answers and user in answer.voters:
            answer.voters.remove(user)
            _tell_of(MessagePollVoteRemove, message, user, answer)
    for answer in answers:
        if user not in answer.voters:
            answer.voters.append(user)
            _tell_of(MessagePollVoteAdd, message, user, answer)


def end(message: Message) -> None:
    """Count a poll for good and tell the result below it; nothing happens to one already ended."""
    poll = message.poll
    if poll is None or poll.ended or message.deleted:
        return
    poll.ended = True
    poll.ends_at = min(poll.ends_at, message.channel.timeline.clock.now())
    messages.changed(message)
    messages.post(
        message.channel,
        message.author,
        kind=POLL_RESULT,
        reference=Reference.to(message),
        embeds=[{"type": "poll_result", "fields": _result(poll)}],
    )


def _result(poll: Poll) -> list[dict[str, object]]:
    winner = poll.winner
    fields = {
        "poll_question_text": poll.question,
        "victor_answer_votes": str(max(len(answer.voters) for answer in poll.answers)),
        "total_votes": str(sum(len(answer.voters) for answer in poll.answers)),
    }
    if winner:
        fields |= {"victor_answer_id": str(winner.id), "victor_answer_text": winner.text}
        fields |= {"victor_answer_emoji_name": winner.emoji} if winner.emoji else {}
    return [{"name": name, "value": value, "inline": False} for name, value in fields.items()]


def _tell_of(kind: "type[MessagePollVote]", message: Message, user: User, answer: PollAnswer) -> None:
    channel: Channel = message.channel
    channel.timeline.tell(kind(channel=channel, message=message, user=user, answer=answer))


# --- what happens to them -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MessagePollVote(MessageEvent):
    """About somebody's vote."""

    user: User
    answer: PollAnswer


class MessagePollVoteAdd(MessagePollVote):
    """Somebody voted."""


class MessagePollVoteRemove(MessagePollVote):
    """Somebody took a vote back."""
