"""Questions of fans: what makes one, what answers it. The definitions are those of reply time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.languages.language import languages
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.understanding.reading import Kind

#: Messages of one fan no further apart than this are one question.
RUN_GAP = timedelta(minutes=5)
#: So recent must a question be for an un-addressed staff message to be asked about.
CONFIRM_WITHIN = timedelta(minutes=5)
#: A fan who was asked back has this long to choose before the team is asked.
CHOICE_PATIENCE = timedelta(minutes=10)


class Outcome(StrEnum):
    """What became of a question; each has exactly one."""

    OPEN = "open"
    ANSWERED_BY_STAFF = "answered_by_staff"
    ANSWERED_BY_BOT = "answered_by_bot"
    ANSWERED_BY_FAN = "answered_by_fan"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


#: A question that a fan can still add to or reword, and that the bot may reply to.
JOINABLE = frozenset({Outcome.OPEN, Outcome.ANSWERED_BY_BOT})


class Source(StrEnum):
    """How a question reached us."""

    CHANNEL = "channel"
    MENTION = "mention"
    DIRECT = "direct"
    COMMAND = "command"
    FORUM = "forum"
    MARKED = "marked"
    SESSION = "session"


class MatchedBy(StrEnum):
    """How a staff reply was found to answer a question; the last two were set by hand."""

    REPLY = "reply"
    THREAD = "thread"
    BOT = "bot"
    MENTION = "mention"
    CONFIRMED = "confirmed"
    MARKED = "marked"


class Dismissal(StrEnum):
    """Why staff dismissed a question."""

    NOT_A_QUESTION = "not_a_question"
    DUPLICATE = "duplicate"
    SPAM = "spam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fan's message, or run of messages, that asks the label something. All instants are aware UTC.

    `message_id` is the first asking message, `last_message_id` the latest of the run.
    `asked_about` fields (`kinds`, `shows`, `faq`, `choices`) are how the bot read it last.
    `helper_id`: the fan whose answer was accepted.
    """

    id: int
    guild_id: int
    channel_id: int
    message_id: int
    asker_id: int
    asker_name: str
    asked_at: datetime
    text: str
    language: str
    source: Source
    outcome: Outcome = Outcome.OPEN
    outcome_at: datetime | None = None
    dismissed_as: Dismissal | None = None
    kinds: tuple[Kind, ...] = ()
    shows: tuple[str, ...] = ()
    faq: str | None = None
    choices: tuple[str, ...] = ()
    handed_off_at: datetime | None = None
    acknowledged_at: datetime | None = None
    last_message_id: int
    answer_message_id: int | None = None
    card_message_id: int | None = None
    card_channel_id: int | None = None
    claimed_by: int | None = None
    claimed_name: str = ""
    claimed_until: datetime | None = None
    taken_back_at: datetime | None = None
    taken_back_by: int | None = None
    reviewed_at: datetime | None = None
    helper_id: int | None = None
    helper_name: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the fan still waits for the team."""
        return self.outcome is Outcome.OPEN

    def claimant(self, now: datetime) -> int | None:
        """Return who on the team is writing an answer at `now`; a claim lapses by itself."""
        held = self.claimed_until is not None and now < self.claimed_until
        return self.claimed_by if held else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The questions around a message, as far as there are any.

    `latest`: its author's latest in this place; `of_thread`: the one whose thread it was said in.
    `replied_to`: the one whose message it replies to; `of_answer`: the one whose answer by the bot.
    """

    latest: Question | None = None
    of_thread: Question | None = None
    replied_to: Question | None = None
    of_answer: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A staff member's public answer to a question; `role_id` is the staff role held at that moment.

    `channel_id`: where it was said, if not where the question was asked (its thread).
    `open_wait`: the part of the wait that lies inside opening hours.
    """

    message_id: int
    question_id: int
    staff_id: int
    staff_name: str
    role_id: int
    replied_at: datetime
    way: MatchedBy
    channel_id: int | None = None
    open_wait: timedelta | None = None

    @property
    def by_hand(self) -> bool:
        """Whether a person had to say that this was the answer."""
        return self.way in {MatchedBy.CONFIRMED, MatchedBy.MARKED}


def continues_run(*, last_said_at: datetime, last_id: int, said_at: datetime, staff_id: int | None) -> bool:
    """Whether a fan's message continues a run whose latest message is `last_id`.

    `staff_id` is the latest message of anybody from staff in that place, if there is any.
    """
    return said_at - last_said_at <= RUN_GAP and (staff_id is None or staff_id < last_id)


def says_name(text: str, name: str) -> bool:
    """Whether `text` says a display name as a word of its own (particles may follow it)."""
    bare = name.strip()
    if not bare:
        return False
    after = "|".join(word for language in languages() for word in language.after_names)
    pattern = rf"(?<!\w){re.escape(bare)}(?:{after})*(?!\w)"
    return re.search(pattern, text, re.IGNORECASE) is not None


def addressed_by(message: IncomingMessage, open_here: Iterable[Question]) -> Question | None:
    """Return the newest open question of this channel whose asker a staff message mentions."""
    meant = [
        question
        for question in open_here
        if question.asked_at < message.said_at
        and question.asker_id != message.author_id
        and (question.asker_id in message.mentions or says_name(message.text, question.asker_name))
    ]
    return max(meant, key=lambda question: question.asked_at, default=None)


def worth_confirming(message: IncomingMessage, open_here: Sequence[Question]) -> Question | None:
    """Return the question to ask a staff member about: exactly one fan asked here just before.

    With any more, guessing is wrong more often than right, so the question stays open.
    """
    recent = [
        question
        for question in open_here
        if timedelta(0) < message.said_at - question.asked_at <= CONFIRM_WITHIN
        and question.asker_id != message.author_id
    ]
    if len({question.asker_id for question in recent}) != 1:
        return None
    return max(recent, key=lambda question: question.asked_at)
