"""What fans ask in a session: its outcomes, the words for which it is held, questions like it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.domain.sessions.session import Session

#: From here on (of 100) two questions are likely to be the same.
SIMILAR = 72
MOST_SIMILAR = 4
#: One fan's questions that come faster than this (a minute) are looked at before others see them.
MOST_A_MINUTE = 5
_LINK = re.compile(r"(?:https?://|discord\.gg/|www\.)", re.IGNORECASE)


class FanQuestionState(StrEnum):
    """What became of a question. Each has exactly one outcome when its session is over.

    HELD: the team looks at it before others see it. PUT: to the artist, who has yet to answer. DEFERRED: kept for
    the next session with the artist. HANDED_OVER: to the team, which answers in the artist's stead.
    """

    DRAFT = "draft"
    HELD = "held"
    WAITING = "waiting"
    PUT = "put"
    ANSWERED = "answered"
    DEFERRED = "deferred"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"


#: What an asker may still change.
CHANGEABLE = frozenset({FanQuestionState.DRAFT, FanQuestionState.HELD, FanQuestionState.WAITING})


@dataclass(frozen=True, slots=True, kw_only=True)
class FanQuestion:
    """A fan's question for a session. `sent_id`: Discord's id of the form or command that carried it.

    `first_time`: the fan had asked in no session of this server before. `held`: the
    team has yet to look at it. `handed_over`: it is kept among the team's open questions.
    """

    id: int = 0
    session_id: int
    guild_id: int
    fan_id: int
    fan_name: str
    fan_language: str
    sent_id: int
    asked_at: datetime
    text: str
    anonymous: bool = False
    first_time: bool = False
    held: bool = False
    state: FanQuestionState = FanQuestionState.WAITING
    votes: int = 0
    pinned: bool = False
    reason: str = ""
    merged_into: int | None = None
    carried_from: int | None = None
    put_at: datetime | None = None
    message_id: int | None = None
    handed_over: bool = False

    @property
    def is_changeable(self) -> bool:
        """Whether its asker may still change it."""
        return self.state in CHANGEABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class FanAnswer:
    """A message that answers a question; `text` is empty where the bot may not read it."""

    message_id: int
    question_id: int
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFigures:
    """A session in figures; never of its artist. `carried`: questions that go to the next session."""

    session_id: int
    artist: str
    asked: int
    askers: int
    first_timers: int
    answered: int
    votes: int
    carried: int

    @property
    def share_answered(self) -> float | None:
        """The part of all questions that was answered; None where nobody asked."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Somebody who is to hear what became of their questions: in a channel of their own, or where all read it.

    `anonymous`: asked at least one question without their name.
    """

    fan_id: int
    direct: int | None
    anonymous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnd:
    """What is known of a session when it ends; `following` takes over what is left."""

    askers: Sequence[Asker]
    answered: int
    following: Session | None


def folded(text: str) -> str:
    """Return a text as it is compared: without case, marks, width, or more than one space."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w\s]", " ", wide).split())


def similar(text: str, others: Sequence[FanQuestion]) -> list[FanQuestion]:
    """Return the questions that may well be the same, the likest first."""
    known = [folded(other.text) for other in others]
    found = process.extract(
        folded(text), known, scorer=fuzz.token_set_ratio, score_cutoff=SIMILAR, limit=MOST_SIMILAR
    )
    return [others[index] for _, _, index in found]


def keywords_of(text: str) -> list[str]:
    """Read held words: by line or comma, no more than Discord's AutoMod takes."""
    words = (word.strip().casefold() for word in re.split(r"[,\n]", text))
    return list(dict.fromkeys(word[:60] for word in words if word.strip("* ")))[:1000]


def says_held_word(text: str, keywords: Iterable[str]) -> bool:
    """Whether a text holds a word as Discord's AutoMod matches: `*` at an end stands for anything."""
    said = unicodedata.normalize("NFKC", text).casefold()
    for keyword in keywords:
        before = "" if keyword.startswith("*") else r"(?<!\w)"
        after = "" if keyword.endswith("*") else r"(?!\w)"
        if re.search(before + re.escape(keyword.strip("*")) + after, said):
            return True
    return False


def needs_review(text: str, keywords: Iterable[str], *, lately: int) -> bool:
    """Whether a question waits for the team before others see it; `lately`: the fan's of the last minute."""
    return lately >= MOST_A_MINUTE or bool(_LINK.search(text)) or says_held_word(text, keywords)
