"""Finds the names of a label's shows in a message, spelt right or nearly so, in either script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.understanding.ideas import is_common
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.names import PLACE, Name, NameIndex
from bot.domain.understanding.sounds import sound
from bot.domain.understanding.words import Token, has_hangul, jamo

#: Words of the longest name that is looked for.
_LONGEST = 6
#: A Hangul name of more syllables than these is found in front of anything.
_SYLLABLES = 2
#: Least consonants of a name that is known by its sound.
_CONSONANTS = 3
#: Letters from which on one mistake more is forgiven.
_MORE_MISTAKES = (9, 13)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a message, on the words from `start` to `end` (excluded); `exact` unless guessed."""

    name: Name
    start: int
    end: int
    exact: bool = True


def find_names(tokens: Sequence[Token], index: NameIndex) -> list[Mention]:
    """Return the names in a message that are spelt right, longest first where they overlap."""
    mentions: list[Mention] = []
    taken: set[int] = set()
    starts = [
        at for at, token in enumerate(tokens) if not index.heads.isdisjoint((token.text[:1], token.text[:2]))
    ]
    for length in range(min(_LONGEST, len(tokens)), 0, -1):
        for start in starts:
            if start + length > len(tokens):
                continue
            span = range(start, start + length)
            if taken.isdisjoint(span):
                names = _exact(tokens, span, index)
                if names:
                    mentions.extend(Mention(name, start, start + length) for name in names)
                    taken.update(span)
    return sorted(mentions, key=lambda mention: mention.start)


def _exact(tokens: Sequence[Token], span: range, index: NameIndex) -> Sequence[Name]:
    if tokens[span[0]].is_mark or tokens[span[-1]].is_mark:
        return ()
    head = "".join(tokens[at].text for at in span if not tokens[at].is_mark)
    if head in index.exact:
        names = index.exact[head]
        if len(span) == 1 and names[0].facet == PLACE and _in_phrase(tokens, span[0], index.lexicon):
            return ()
        return names
    last = tokens[span[-1]]
    if not last.is_hangul:
        return ()
    before = head[: len(head) - len(last.text)]
    for cut in range(len(last.text) - 1, 0, -1):
        names = index.exact.get(before + last.text[:cut], [])
        if names and _may_follow(last.text[cut:], before + last.text[:cut], index):
            return names
    return ()


def _in_phrase(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> bool:
    """Whether a word is the first of a known phrase: "korean number" names no show."""
    return any(
        len(phrase) > 1 and tuple(token.text for token in tokens[start : start + len(phrase)]) == phrase
        for phrase, _ in lexicon.spaced.get(tokens[start].text, ())
    )


def _may_follow(rest: str, name: str, index: NameIndex) -> bool:
    lexicon = index.lexicon
    if rest in lexicon.particles or len(name) > _SYLLABLES:
        return True
    if len(name) < _SYLLABLES:
        return False
    return any(rest.startswith(phrase) for phrase, _ in lexicon.joined.get(rest[0], ()) if len(phrase) > 1)


def guess_names(tokens: Sequence[Token], known: frozenset[int], index: NameIndex) -> Iterable[Mention]:
    """Return misspelt names, and names in the other script; `known` are words that are something else."""
    taken = set(known)
    strange = {
        at
        for at, token in enumerate(tokens)
        if not token.is_mark and not _is_known(token.text, index.lexicon)
    }
    for length in (3, 2, 1):
        for start in range(len(tokens) - length + 1):
            span = range(start, start + length)
            if (
                not taken.isdisjoint(span)
                or strange.isdisjoint(span)
                or any(tokens[at].is_mark for at in span)
            ):
                continue
            usual = {tokens[at].text for at in span if at not in strange}
            key = _alike([tokens[at].text for at in span], index)
            if key is not None and usual <= set(index.parts[key]):
                taken.update(span)
                yield from (Mention(name, start, start + length, exact=False) for name in index.exact[key])


def _is_known(word: str, lexicon: Lexicon) -> bool:
    return word.isdigit() or word in lexicon.harmless or lexicon.knows(word) or is_common(word, lexicon)


def _alike(parts: Sequence[str], index: NameIndex) -> str | None:
    for typed in _without_particle(parts, index.lexicon):
        key = "".join(typed)
        if len(key) < (2 if has_hangul(key) else 4) or key in index.exact:
            continue
        by_letters = _nearest(jamo(key), index.letters)
        if by_letters is not None:
            return by_letters
        heard = sound(" ".join(typed))
        if len(heard) >= _CONSONANTS and not (has_hangul(key) and index.lexicon.signs["endings"].search(key)):
            other = index.sounds["latin" if has_hangul(key) else "hangul"]
            by_sound = other.get(heard) or (_nearest(heard, other) if len(heard) > _CONSONANTS + 1 else None)
            sure = len(heard) > _CONSONANTS or by_sound is None or any(n.whole for n in index.exact[by_sound])
            if by_sound is not None and sure:
                return by_sound
    return None


def _without_particle(parts: Sequence[str], lexicon: Lexicon) -> Iterable[Sequence[str]]:
    yield parts
    last = parts[-1]
    if has_hangul(last):
        for cut in range(len(last) - 1, 1, -1):
            if last[cut:] in lexicon.particles:
                yield [*parts[:-1], last[:cut]]


def _nearest(key: str, known: Mapping[str, str]) -> str | None:
    """Return the name within as few mistyped letters as its length allows."""
    allowed = 1 + sum(len(key) >= length for length in _MORE_MISTAKES)
    match = process.extractOne(key, known.keys(), scorer=OSA.distance, score_cutoff=allowed)
    return known[match[0]] if match and match[0][0] == key[0] else None
