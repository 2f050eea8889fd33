"""What the ear makes of a fan's message."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What a message asks of the bot."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    HANDOFF = "handoff"
    IGNORE = "ignore"


class Kind(StrEnum):
    """A kind of fact that a label's data holds."""

    DATE = "date"
    DOORS_TIME = "doors_time"
    START_TIME = "start_time"
    VENUE = "venue"
    PRICE = "price"
    AVAILABILITY = "availability"
    ON_SALE = "on_sale"
    TICKET_LINK = "ticket_link"
    LINEUP = "lineup"
    AGE = "age"
    STATUS = "status"
    LIST = "list"
    FAQ = "faq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where a message was said: what the words alone don't tell.

    `addressed`: it mentions the bot, replies to it, is a direct message or was sent with /ask.
    `speaks_to_others`: it replies to, or mentions, somebody who is not the bot.
    `shows`: ids of the shows that this conversation or thread spoke of just before, if any.
    `kinds`: the kinds that were asked just before by the same fan, if any ("and the one in Busan?").
    """

    addressed: bool = False
    speaks_to_others: bool = False
    shows: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a message was read; `choices` are ids of shows or FAQs to ask back about, at most 25.

    `confidence` is between 0 and 1: among readings at p or more, at least p are right.
    """

    language: str
    action: Action
    kinds: tuple[Kind, ...] = ()
    shows: tuple[str, ...] = ()
    faq: str | None = None
    choices: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """How sure the ear must be: to answer, and to offer a FAQ as a choice (both from 0 to 1)."""

    answer: float = 0.88
    offer: float = 0.5
