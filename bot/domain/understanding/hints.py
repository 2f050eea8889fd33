"""Words of titles that are everyday words too: together they name a show ("year end", 연말 공연)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.domain.shows.show import Show
from bot.domain.understanding.ideas import find_ideas
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.titles import bare
from bot.domain.understanding.words import Token, tidy, tokens, words

#: So much speaks for a show that is named by everyday words: two of them, or one that stands for an event.
ENOUGH = 2
#: Ideas that stand in titles, but tell no show from another.
_GENERAL = frozenset({"show", "play", "next", "last", "all", "any", "there", "given"})
#: Letters of the shortest Latin word that tells something; Hangul syllables of the shortest Korean one.
_LATIN, _HANGUL = 3, 2
_PAIR = 2


@dataclass(slots=True)
class HintIndex:
    """The words and events of a label's titles, and the shows that they stand for."""

    lexicon: Lexicon
    words: dict[str, set[str]] = field(default_factory=dict)
    events: dict[str, set[str]] = field(default_factory=dict)
    pairs: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def hinted(
        self, parts: Sequence[Token], taken: Collection[int], ideas: Iterable[str]
    ) -> Mapping[str, int]:
        """Return how much speaks for each show; `taken` are words that are names or days."""
        found: dict[str, set[str]] = {}
        for at, token in enumerate(parts):
            if at in taken or token.is_mark:
                continue
            for word in self._meant(token):
                said = {word, word + " show"} if self._before_show(parts, at, word) else {word}
                for show in self.words[word]:
                    found.setdefault(show, set()).update(said)
        points = {show: len(said) for show, said in found.items()}
        for one, two in pairwise(self._line(parts, taken)):
            for show in self.pairs.get((one, two), ()):
                points[show] = points.get(show, 0) + ENOUGH
        for idea in ideas:
            for show in self.events.get(idea, ()):
                points[show] = points.get(show, 0) + ENOUGH
        return points

    def _before_show(self, parts: Sequence[Token], at: int, word: str) -> bool:
        """Whether "show" or the like follows a word, which then is its name: "the late show", 등대공연."""
        rest = parts[at].text[len(word) :] or (parts[at + 1].text if at + 1 < len(parts) else "")
        return any(rest.startswith(after) for after in self.lexicon.titles.after)

    def _line(self, parts: Sequence[Token], taken: Collection[int]) -> Iterable[str]:
        """The words of a message, those in Hangul without their particles; nothing for names."""
        for at, token in enumerate(parts):
            if not token.is_mark:
                yield "" if at in taken else next(iter(self._meant(token)), token.text)

    def _meant(self, token: Token) -> Iterable[str]:
        """The words of titles that a word of the message is, with or without a Korean particle."""
        if not token.is_hangul:
            return (token.text,) if token.text in self.words else ()
        return [
            token.text[:cut]
            for cut in range(len(token.text), _HANGUL - 1, -1)
            if token.text[:cut] in self.words
            and (cut == len(token.text) or token.text[cut:] in self.lexicon.particles)
        ][:1]


def hint_index(shows: Iterable[Show], lexicon: Lexicon) -> HintIndex:
    """Gather the telling words of all titles."""
    index = HintIndex(lexicon)
    for show in shows:
        parts = tokens(tidy(f"{show.title}\n{show.venue}"))
        general: set[int] = set()
        for phrase in find_ideas(parts, frozenset(), lexicon):
            for idea in lexicon.events.intersection(phrase.ideas):
                index.events.setdefault(idea, set()).add(show.id)
            if not _GENERAL.isdisjoint(phrase.ideas):
                general.update(range(phrase.start, phrase.end))
        title = words(show.title)
        for pair in pairwise(title) if len(title) > _PAIR else ():
            if not lexicon.harmless.union(lexicon.fillers).issuperset(pair):
                index.pairs.setdefault(pair, set()).add(show.id)
        for at, token in enumerate(parts):
            least = _HANGUL if token.is_hangul else _LATIN
            said = token.is_mark or token.text.isdigit() or token.text in lexicon.fillers
            if at not in general and not said and len(token.text) >= least:
                for word in (token.text, *bare(token.text, lexicon)):
                    index.words.setdefault(word, set()).add(show.id)
    return index
