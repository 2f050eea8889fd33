"""Days that reach from one to another, or up to or from one on: "until April", 10일부터, "between … and …"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.words import Token

FROM, TO, UNTIL, AFTER, BEFORE, NEXT_DAY, DAY_BEFORE = (
    "from",
    "to",
    "until",
    "after",
    "before",
    "next_day",
    "day_before",
)
#: So many words before a day may tell how far it reaches, and stand between two that belong together.
_WORDS = 3
_YEARS = timedelta(days=730)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days that are meant, as first and last day; `readings` from the likeliest on; `by_name` as a holiday."""

    readings: tuple[tuple[date, date], ...]
    start: int
    end: int
    by_name: bool = False
    reach: str = ""

    def reaching(self, today: date) -> "Days":
        """Return all days that "until", "from" and the like include."""
        first, last = self.readings[0]
        match self.reach:
            case "until":
                spans = ((today, last),)
            case "before":
                spans = ((today, first - _DAY),)
            case "from":
                spans = ((first, first + _YEARS),)
            case "after":
                spans = ((last + _DAY, last + _YEARS),)
            case _:
                return self
        return replace(self, readings=spans)


def reach(tokens: Sequence[Token], span: range, words: Lexicon) -> str:
    """Return how the words around a day say that it reaches, if they do."""
    before = " ".join(token.text for token in tokens[max(span.start - _WORDS, 0) : span.start])
    after = " ".join(token.text for token in tokens[span.start : span.stop + 1])
    for name in (NEXT_DAY, DAY_BEFORE, FROM, UNTIL, AFTER, BEFORE, TO):
        pattern = words.signs.get("reach_" + name)
        if pattern and pattern.search(f"{before}|{after}"):
            return name
    return ""


def joined(days: Sequence[Days]) -> list[Days]:
    """Make one of the two days that a range is told by; move those that are told by the day beside them."""
    made: list[Days] = []
    for day in days:
        (first, last), before = day.readings[0], made[-1] if made else None
        if before and _belong(before, day):
            made[-1] = Days(((before.readings[0][0], last),), before.start, day.end)
        elif day.reach in {NEXT_DAY, DAY_BEFORE}:
            moved = last + _DAY if day.reach == NEXT_DAY else first - _DAY
            made.append(Days(((moved, moved),), day.start, day.end))
        else:
            made.append(day)
    return made


def _belong(one: Days, other: Days) -> bool:
    """Whether a day is where the range ends that another begins."""
    near = one.reach == FROM and other.reach in {UNTIL, TO} and other.start - one.end <= _WORDS
    return near and one.readings[0][0] <= other.readings[0][1]
