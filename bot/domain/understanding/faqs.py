"""Matches a fan's question to a label's frequent questions by meaning."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.label import Faq
from bot.domain.understanding.ideas import Found, find_ideas, is_common
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.words import Token, jamo, tidy, tokens

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Match:
    """A frequent question and how like it the message is, 0 to 1."""

    faq: str
    score: float


@dataclass(slots=True)
class FaqIndex:
    """What every frequent question's examples are made of, weighted by how telling it is."""

    lexicon: Lexicon
    weights: dict[str, float] = field(default_factory=dict)
    examples: list[tuple[str, Features, float]] = field(default_factory=list)
    by_feature: dict[str, list[int]] = field(default_factory=dict)
    rarest: float = 1.0

    def best(self, parts: Sequence[Token], taken: frozenset[int]) -> list[Match]:
        """Return the likeliest entries, best first."""
        asked = self._weighted(features(parts, taken, self.lexicon))
        length = _length(asked)
        if not length:
            return []
        dots: Counter[int] = Counter()
        for feature, weight in asked.items():
            for example in self.by_feature.get(feature, ()):
                dots[example] += weight * self.examples[example][1][feature]
        best: dict[str, float] = {}
        for example, dot in dots.items():
            faq, _, own = self.examples[example]
            best[faq] = max(best.get(faq, 0.0), dot / (own * length))
        return sorted((Match(faq, score) for faq, score in best.items()), key=lambda match: (-match.score, match.faq))

    def _weighted(self, counted: Features) -> dict[str, float]:
        return {name: value * self.weights.get(name, self.rarest) for name, value in counted.items()}


def faq_index(faqs: Iterable[Faq], lexicon: Lexicon) -> FaqIndex:
    """Weigh the features of the examples: what many entries share tells little."""
    index = FaqIndex(lexicon)
    read = [(faq.id, features(tokens(tidy(text)), frozenset(), lexicon)) for faq in faqs for text in faq.examples]
    entries: dict[str, set[str]] = {}
    for faq_id, counted in read:
        for name in counted:
            entries.setdefault(name, set()).add(faq_id)
    total = len({faq_id for faq_id, _ in read}) or 1
    index.weights = {name: math.log((total + 1) / (len(ids) + 0.5)) + 0.1 for name, ids in entries.items()}
    index.rarest = math.log((total + 1) / 0.5) + 0.1
    for faq_id, counted in read:
        weighted = index._weighted(counted)
        if weighted:
            for name in weighted:
                index.by_feature.setdefault(name, []).append(len(index.examples))
            index.examples.append((faq_id, weighted, _length(weighted)))
    return index


def _length(weighted: Features) -> float:
    return math.sqrt(sum(value * value for value in weighted.values()))


def features(parts: Sequence[Token], taken: frozenset[int], lexicon: Lexicon) -> dict[str, float]:
    """Count what tells meaning: ideas, words without endings, and pieces of words."""
    counted: dict[str, float] = {}
    found = find_ideas(parts, taken, lexicon)
    _count_ideas(counted, found, lexicon)
    for index, token in enumerate(parts):
        if index in taken or token.is_mark or token.text.isdigit():
            continue
        common = is_common(token.text, lexicon)
        for piece, value in _pieces(token):
            counted[piece] = counted.get(piece, 0.0) + value * (0.25 if common else 1.0)
    return counted


def _count_ideas(counted: dict[str, float], found: Sequence[Found], lexicon: Lexicon) -> None:
    for phrase in found:
        for idea in phrase.ideas:
            counted["idea:" + idea] = 0.8 if idea in lexicon.topics else 0.4


def _pieces(token: Token) -> Iterable[tuple[str, float]]:
    if token.is_hangul:
        text = token.text
        yield "word:" + text[:2], 0.6
        for at in range(len(text) - 1):
            yield "two:" + text[at : at + 2], 0.5
    else:
        stem = token.text
        for ending in ("ing", "ed", "es", "s"):
            if stem.endswith(ending) and len(stem) - len(ending) > 2:
                stem = stem[: -len(ending)]
                break
        yield "word:" + stem, 1.0
        text = f" {stem} "
        for at in range(len(text) - 2):
            yield "three:" + text[at : at + 3], 0.25


def as_letters(text: str) -> str:
    """Return a text in letters, for likeness by spelling."""
    return jamo(text)
