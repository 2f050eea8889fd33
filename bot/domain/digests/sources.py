"""What a weekly digest is made from, beside the waits: records that the store fills."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.questions.question import Question, Reply


class LabelMessageKind(StrEnum):
    """What a message of the label is: part of a conversation with a fan, or told to everybody."""

    REPLY = "reply"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question of the digest's week with its first staff reply, and the fan whose answer was accepted."""

    question: Question
    reply: Reply | None = None
    open_wait: timedelta | None = None
    helper_id: int | None = None
    helper_name: str = ""

    @property
    def wait(self) -> timedelta | None:
        """From asking to the first staff reply, by the clock on the wall."""
        return None if self.reply is None else self.reply.replied_at - self.question.asked_at

    @property
    def wait_since_hand_off(self) -> timedelta | None:
        """From when the team was asked to its first reply."""
        handed_off = self.question.handed_off_at
        if self.reply is None or handed_off is None:
            return None
        return max(self.reply.replied_at - handed_off, timedelta(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReply:
    """A first staff reply of the digest's week to a question of an earlier one."""

    question_id: int
    asked_at: datetime
    replied_at: datetime
    open_wait: timedelta | None = None

    @property
    def wait(self) -> timedelta:
        """From asking to the reply, by the clock on the wall."""
        return self.replied_at - self.asked_at


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMessage:
    """A message of the label; `fans` are the distinct ones who answered or reacted."""

    message_id: int
    channel_id: int
    said_at: datetime
    kind: LabelMessageKind
    fans: int = 0
