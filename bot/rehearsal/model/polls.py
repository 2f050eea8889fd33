"""Polls: a question with answers to vote for, until its time is up."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.rehearsal.model.users import User


@dataclass(eq=False, kw_only=True)
class PollAnswer:
    """One of the answers, with who voted for it."""

    id: int
    text: str
    emoji: str | None = None
    voters: list[User] = field(default_factory=list)


@dataclass(eq=False, kw_only=True)
class Poll:
    """What a message asks its readers; `ended`: counted for good."""

    question: str
    answers: list[PollAnswer]
    ends_at: datetime
    several: bool = False
    ended: bool = False

    def answer(self, answer_id: int) -> PollAnswer | None:
        """Return one of the answers."""
        return next((one for one in self.answers if one.id == answer_id), None)

    @property
    def winner(self) -> PollAnswer | None:
        """Return what most voted for; None where nobody voted, or two are level."""
        ranked = sorted(self.answers, key=lambda answer: len(answer.voters), reverse=True)
        best = len(ranked[0].voters)
        level = len(ranked) > 1 and len(ranked[1].voters) == best
        return None if best == 0 or level else ranked[0]
