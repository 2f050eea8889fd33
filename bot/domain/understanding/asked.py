"""Is it a question, and is it for the label? And what kinds of facts does it ask for?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.understanding.ideas import Found
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.reading import Kind
from bot.domain.understanding.words import Token

_SENTENCE_END = re.compile(r"[?!.\n;]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Part of a message: its words from `start` to `end` (excluded) and what speaks for a question."""

    start: int
    end: int
    line: str
    mark: bool
    points: float
    against: float

    @property
    def asks(self) -> bool:
        """Whether it is more likely a question than not."""
        return self.points - self.against >= 1.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind that a clause asks for, and how surely its words mean that, 0 to 1."""

    kind: Kind
    sure: float


def sentences(tokens: Sequence[Token], lexicon: Lexicon) -> list[Sentence]:
    """Split a message into sentences, each with its signs of asking."""
    found = []
    start = 0
    for index, token in enumerate(tokens):
        last = index == len(tokens) - 1
        if last or (token.is_mark and _SENTENCE_END.search(token.text)):
            if any(not part.is_mark for part in tokens[start : index + 1]):
                found.append(_weigh(tokens, start, index + 1, lexicon))
            start = index + 1
    return found


def _weigh(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> Sentence:
    parts = tokens[start:end]
    line = " ".join(token.text for token in parts if not token.is_mark)
    mark = any("?" in token.text for token in parts)
    signs = lexicon.signs
    points = 2.0 * mark
    head = " ".join(token.text for token in parts[:4] if not token.is_mark)
    points += 1.5 * bool(signs["starts"].search(head))
    points += 1.5 * bool(signs["requests"].search(line))
    points += 1.5 * bool(signs["endings"].search(line))
    against = sum(2.5 for name in ("rhetorical", "told", "others") if signs[name].search(line))
    return Sentence(start, end, line, mark, points, against)


def kinds_asked(found: Sequence[Found], lexicon: Lexicon) -> list[Asked]:
    """Return the kinds that ideas found in one clause ask for."""
    present = {idea for phrase in found for idea in phrase.ideas}
    asked: list[Asked] = []
    for rule in lexicon.rules:
        if rule.needs <= present and present.isdisjoint(rule.never):
            present -= rule.uses
            if all(known.kind != rule.kind for known in asked):
                asked.append(Asked(Kind(rule.kind), rule.sure))
    return asked
