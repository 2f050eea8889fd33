"""Finds the ideas of the lexicon in a message's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.words import Token

#: Letters of the shortest word that a misspelling is guessed for, and of those with two mistakes.
_SHORTEST, _LONG = 4, 8
#: Longer Korean phrases are sought within words too.
_CLEAR = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the lexicon: what it means, and the words it stands on (end excluded)."""

    ideas: tuple[str, ...]
    start: int
    end: int


def find_ideas(tokens: Sequence[Token], taken: frozenset[int], lexicon: Lexicon) -> list[Found]:
    """Return the phrases in order; `taken` are words that are names or dates."""
    found: list[Found] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if place in taken or token.is_mark:
            place += 1
        elif token.is_hangul or _counts(tokens, place):
            end = place + 1
            while (
                end < len(tokens)
                and end not in taken
                and (tokens[end].is_hangul or tokens[end].text.isdigit())
            ):
                end += 1
            found.extend(_in_hangul(tokens, place, end, lexicon))
            place = end
        else:
            match = _phrase(tokens, place, taken, lexicon)
            if match is not None:
                found.append(match)
            place = match.end if match is not None else place + 1
    return found


def _counts(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number is written together with a Korean word: 7살."""
    if not tokens[place].text.isdigit() or place + 1 == len(tokens):
        return False
    return tokens[place + 1].is_hangul and not tokens[place + 1].spaced


def _phrase(tokens: Sequence[Token], place: int, taken: frozenset[int], lexicon: Lexicon) -> Found | None:
    first = "#" if tokens[place].text.isdigit() else tokens[place].text
    second = tokens[place + 1].text if place + 1 < len(tokens) else ""
    for key in (first,) if first != "#" else (tokens[place].text, "#"):
        for phrase, ideas in lexicon.spaced.get(key, ()):
            if len(phrase) > 1 and phrase[1] != second and phrase[1] != "#":
                continue
            end = place + len(phrase)
            if end <= len(tokens) and all(
                at not in taken and (tokens[at].text == word or (word == "#" and tokens[at].text.isdigit()))
                for at, word in enumerate(phrase, start=place)
            ):
                return Found(ideas, place, end)
    return _guess(tokens[place].text, place, lexicon)


def _guess(word: str, place: int, lexicon: Lexicon) -> Found | None:
    """Take a misspelt word for the idea it is nearest to."""
    if len(word) < _SHORTEST or not word.isalpha() or word in lexicon.ordinary or word in lexicon.harmless:
        return None
    nearest = process.extractOne(
        word, lexicon.near.keys(), scorer=OSA.distance, score_cutoff=1 if len(word) < _LONG else 2
    )
    if nearest is None or nearest[0][0] != word[0]:
        return None
    ideas = next(ideas for phrase, ideas in lexicon.spaced[nearest[0]] if phrase == (nearest[0],))
    if not lexicon.topics.isdisjoint(ideas):
        return None
    return Found(ideas, place, place + 1)


def _in_hangul(tokens: Sequence[Token], first: int, end: int, lexicon: Lexicon) -> Iterator[Found]:
    line, owner = _line(tokens, first, end)
    at = 0
    last_matched = -1
    while at < len(line):
        match = None if line[at] == " " else _starting(line, at, lexicon, glued=last_matched == at)
        if match is None:
            at += 1
            continue
        phrase, ideas = match
        stop = at + len(phrase)
        yield Found(ideas, owner[at], owner[stop - 1] + 1)
        at = last_matched = stop


def _line(tokens: Sequence[Token], first: int, end: int) -> tuple[str, list[int]]:
    parts: list[str] = []
    owner: list[int] = []
    for index in range(first, end):
        if parts and tokens[index].spaced:
            parts.append(" ")
            owner.append(index)
        parts.append(tokens[index].text)
        owner.extend([index] * len(tokens[index].text))
    return "".join(parts), owner


def _starting(line: str, at: int, lexicon: Lexicon, *, glued: bool) -> tuple[str, tuple[str, ...]] | None:
    begins = at == 0 or line[at - 1] == " "
    for phrase, ideas in lexicon.joined.get(line[at], ()):
        if not line.startswith(phrase, at):
            continue
        if len(phrase) > 1:
            if begins or glued or len(phrase) > _CLEAR or _after_a_word(line, at, ideas, lexicon):
                return phrase, ideas
            continue
        rest = line[at + 1 :].split(" ", 1)[0]
        if (begins or glued) and (not rest or rest in lexicon.particles or _known_start(rest, lexicon)):
            return phrase, ideas
    return None


def _after_a_word(line: str, at: int, ideas: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether two syllables within a Korean word are a word there: 서울공연, 3만원, not 필요'해요'."""
    before = line[line.rfind(" ", 0, at) + 1 : at]
    if "show" in ideas or before in lexicon.negations or before[-1].isdigit():
        return True
    return len(before) > 1 and is_common(before, lexicon)


def _known_start(rest: str, lexicon: Lexicon) -> bool:
    return any(rest.startswith(phrase) for phrase, _ in lexicon.joined.get(rest[0], ()) if len(phrase) > 1)


def unexplained(
    tokens: Sequence[Token], taken: frozenset[int], found: Sequence[Found], lexicon: Lexicon
) -> list[str]:
    """Return the words that are neither names, dates, ideas nor common words."""
    known = taken.union(*(range(phrase.start, phrase.end) for phrase in found))
    return [
        token.text
        for index, token in enumerate(tokens)
        if index not in known
        and not token.is_mark
        and not token.text.isdigit()
        and token.text not in lexicon.harmless
        and not is_common(token.text, lexicon)
    ]


def is_common(word: str, lexicon: Lexicon) -> bool:
    """Whether a word, or what is left without its Korean particle, is an everyday one."""
    if word in lexicon.ordinary or word[0] < "가":
        return word in lexicon.ordinary or "ㄱ" <= word[0] <= "ㅣ"
    if lexicon.verbs.fullmatch(word):
        return True
    return any(
        word[:cut] in lexicon.ordinary and word[cut:] in lexicon.particles for cut in range(1, len(word))
    )
