"""An ear that does not know what only the fans of some labels say: how a new label's fans will find it.

The lexicons were written with the messages in view. So what they know about words that nobody else uses
says nothing of how they do on the words of others; to learn how far to trust them, all those are forgotten.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.domain.understanding.lexicon import Lexicon, lexicon
from bot.domain.understanding.words import words

#: Words of the longest phrase of the lexicon that is looked for, and syllables.
_WORDS, _SYLLABLES = 6, 10


def forgetful(here: Iterable[str], elsewhere: Iterable[str]) -> Lexicon:
    """Return the lexicon without what is said in the texts `here`, but never `elsewhere`."""
    gone = _said(here) - _said(elsewhere)
    whole = lexicon()
    return replace(
        whole,
        spaced={
            head: [entry for entry in entries if " ".join(entry[0]) not in gone]
            for head, entries in whole.spaced.items()
        },
        joined={
            head: [entry for entry in entries if entry[0].replace(" ", "") not in gone]
            for head, entries in whole.joined.items()
        },
        ordinary=whole.ordinary - gone,
        harmless=whole.harmless - gone,
        near={word: word for word in whole.near if word not in gone},
        known={},
    )


def _said(texts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        parts = words(text)
        found.update(_runs(parts, " ", _WORDS))
        found.update(_runs("".join(parts), "", _SYLLABLES))
    return found


def _runs(parts: Sequence[str], gap: str, longest: int) -> Collection[str]:
    return {
        gap.join(parts[start : start + size])
        for size in range(1, longest + 1)
        for start in range(len(parts) - size + 1)
    }
