"""Matches a fan's question to a label's frequent questions by meaning."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.domain.shows.label import Faq
from bot.domain.understanding.ideas import find_ideas, is_common
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.lexicon import lexicon as packaged
from bot.domain.understanding.words import Token, tidy, tokens

#: Ideas that ask for another fact about the same subject: "how much" of what the entry explains otherwise.
_OTHER_FACT = frozenset(
    {
        "how_much",
        "price",
        "when",
        "what_time",
        "sold_out",
        "cancelled",
        "postponed",
        "who",
        "restock",
        "new_goods",
        "online_shop",
        "size",
        "shipping",
        "footage",
    }
)
#: Trouble of one fan's own, which no frequent question settles unless it says so.
_OWN = frozenset({"order_trouble", "site_trouble"})
#: What a subject counts for that no entry is about, beside one that some entry is about.
_STRAY = 0.6
#: A word keeps more letters than these when its ending is cut off.
_STEM = 2
_ASIDE = 0.2
#: What a subject counts for that an entry only touches on; it is about those that so many examples have.
_IN_PASSING = 0.5
_TWICE, _MOSTLY = 2, 0.4


@dataclass(frozen=True, slots=True)
class Match:
    """A frequent question and how like it the message is, 0 to 1: in words, and in what it is about.

    `others` is how like it the examples of other entries are, in words: less than that tells nothing.
    """

    faq: str
    words: float
    subject: float
    others: float = 0.0

    @property
    def score(self) -> float:
        """Both likenesses in one number."""
        return max(self.words, 0.7 * self.subject + 0.5 * self.words)


@dataclass(slots=True)
class FaqIndex:
    """What every frequent question's examples are made of, weighted by how telling it is."""

    lexicon: Lexicon
    weights: dict[str, float] = field(default_factory=dict)
    examples: list[tuple[str, Mapping[str, float], float]] = field(default_factory=list)
    by_feature: dict[str, list[int]] = field(default_factory=dict)
    subjects: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    ideas: dict[str, set[str]] = field(default_factory=dict)
    core: dict[str, frozenset[str]] = field(default_factory=dict)
    rarest: float = 1.0
    told_apart: dict[str, float] = field(default_factory=dict)

    def apartness(self, faq: str) -> float:
        """How well an entry can be told from the others: its likeness to the likest of their examples, 0 to 1."""
        if faq not in self.told_apart:
            own = [at for at, (of, _, _) in enumerate(self.examples) if of == faq]
            self.told_apart[faq] = max(
                (
                    self._alike(one, other)
                    for one in own
                    for other, (of, _, _) in enumerate(self.examples)
                    if of != faq
                ),
                default=0.0,
            )
        return self.told_apart[faq]

    def _alike(self, one: int, other: int) -> float:
        (_, mine, long), (_, theirs, wide) = self.examples[one], self.examples[other]
        return sum(weight * theirs.get(name, 0.0) for name, weight in mine.items()) / (long * wide)

    def best(self, parts: Sequence[Token], taken: frozenset[int], ideas: Collection[str]) -> list[Match]:
        """Return the likeliest entries, best first; `ideas` are those that the message asks about."""
        words = self._by_words(parts, taken)
        about = frozenset(ideas) & self.lexicon.topics
        sharing = [
            faq for faq, examples in self.subjects.items() if any(about & example for example in examples)
        ]
        made = [
            Match(faq, words.get(faq, 0.0), self._subject(faq, about, ideas)) for faq in {*words, *sharing}
        ]
        made.sort(key=lambda match: (-match.score, match.faq))
        return [replace(match, others=self.apartness(match.faq)) for match in made[:1]] + made[1:]

    def _subject(self, faq: str, about: frozenset[str], ideas: Collection[str]) -> float:
        """Likeness of what message and entry are about: shared subjects of all, in its likest example."""
        best = 0.0
        for example in self.subjects.get(faq, ()):
            together = about & example
            if together:
                whole = (
                    len(together)
                    + len(about & _OWN - example)
                    + sum(self._strays(topic) for topic in about ^ example)
                )
                best = max(best, len(together) / whole)
        strange = (_OTHER_FACT & set(ideas)) - self.ideas[faq]
        passing = about.isdisjoint(self.core.get(faq, frozenset()))
        return best * (0.6 if strange else 1.0) * (_IN_PASSING if passing else 1.0)

    def _strays(self, topic: str) -> float:
        if topic in self.lexicon.aside:
            return _ASIDE
        return 1.0 if topic in self.known else _STRAY

    def _by_words(self, parts: Sequence[Token], taken: frozenset[int]) -> dict[str, float]:
        asked = self.weighted(features(parts, taken, self.lexicon))
        length = _length(asked)
        dots: dict[int, float] = defaultdict(float)
        for feature, weight in asked.items():
            for example in self.by_feature.get(feature, ()):
                dots[example] += weight * self.examples[example][1][feature]
        best: dict[str, float] = {}
        for example, dot in dots.items():
            faq, _, own = self.examples[example]
            best[faq] = max(best.get(faq, 0.0), dot / (own * length))
        return best

    def weighted(self, counted: Mapping[str, float]) -> dict[str, float]:
        """Weigh features by how few entries share them."""
        return {name: value * self.weights.get(name, self.rarest) for name, value in counted.items()}


def faq_index(faqs: Iterable[Faq], lexicon: Lexicon) -> FaqIndex:
    """Weigh the features of the examples: what many entries share tells little."""
    index = FaqIndex(lexicon)
    read = []
    for faq in faqs:
        index.ideas[faq.id] = set()
        for text in faq.examples:
            counted, found = _example(text)
            read.append((faq.id, counted))
            index.ideas[faq.id] |= found
            index.subjects.setdefault(faq.id, []).append(found & lexicon.topics)
            index.known |= found & lexicon.topics
    for faq_id, examples in index.subjects.items():
        counts = Counter(topic for example in examples for topic in example)
        index.core[faq_id] = frozenset(
            topic
            for topic, count in counts.items()
            if len(examples) <= _TWICE or count >= _TWICE or count >= _MOSTLY * len(examples)
        )
    _weigh(index, read)
    return index


@lru_cache(maxsize=5_000)
def _example(text: str) -> tuple[Mapping[str, float], frozenset[str]]:
    """Read an example once: an index is built anew whenever the label changes anything."""
    parts = tokens(tidy(text))
    found = find_ideas(parts, frozenset(), packaged())
    return features(parts, frozenset(), packaged()), frozenset(
        idea for phrase in found for idea in phrase.ideas
    )


def _weigh(index: FaqIndex, read: Sequence[tuple[str, Mapping[str, float]]]) -> None:
    entries: dict[str, set[str]] = {}
    for faq_id, counted in read:
        for name in counted:
            entries.setdefault(name, set()).add(faq_id)
    total = len({faq_id for faq_id, _ in read}) or 1
    index.weights = {name: math.log((total + 1) / (len(ids) + 0.5)) + 0.1 for name, ids in entries.items()}
    index.rarest = math.log((total + 1) / 0.5) + 0.1
    for faq_id, counted in read:
        weighted = index.weighted(counted)
        if weighted:
            for name in weighted:
                index.by_feature.setdefault(name, []).append(len(index.examples))
            index.examples.append((faq_id, weighted, _length(weighted)))


def _length(weighted: Mapping[str, float]) -> float:
    return math.sqrt(sum(value * value for value in weighted.values())) or 1.0


def features(parts: Sequence[Token], taken: frozenset[int], lexicon: Lexicon) -> dict[str, float]:
    """Count what tells meaning: ideas, words without endings, and pieces of words."""
    counted: dict[str, float] = {}
    for phrase in find_ideas(parts, taken, lexicon):
        for idea in phrase.ideas:
            counted["idea:" + idea] = 0.8 if idea in lexicon.topics else 0.4
    for index, token in enumerate(parts):
        if index in taken or token.is_mark or token.text.isdigit():
            continue
        share = 0.25 if is_common(token.text, lexicon) else 1.0
        for piece, value in _pieces(token):
            counted[piece] = counted.get(piece, 0.0) + value * share
    return counted


def _pieces(token: Token) -> Iterable[tuple[str, float]]:
    if token.is_hangul:
        text = token.text
        yield "word:" + text[:2], 0.6
        for at in range(len(text) - 1):
            yield "two:" + text[at : at + 2], 0.5
        return
    stem = token.text
    for ending in ("ing", "ed", "es", "s"):
        if stem.endswith(ending) and len(stem) - len(ending) > _STEM:
            stem = stem[: -len(ending)]
            break
    yield "word:" + stem, 1.0
    text = f" {stem} "
    for at in range(len(text) - 2):
        yield "three:" + text[at : at + 3], 0.25
