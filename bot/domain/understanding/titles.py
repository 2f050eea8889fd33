"""What fans make of the titles of shows: "첫차 공연", "은하수페", "둘째날"."""

from collections.abc import Container, Iterable, Sequence

from bot.domain.shows.show import Show
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.words import has_hangul, words

#: Syllables of the shortest word of a title that names its show.
_SHORTEST = 2


def called(shows: Sequence[Show], known: Container[str], lexicon: Lexicon) -> dict[str, set[str]]:
    """Return the shows by what their titles are called; `known` are names that already mean something."""
    made: dict[str, set[str]] = {}
    for show in shows:
        found = words(show.title)
        for at, word in enumerate(found):
            for name in (
                *_followed(word, known, lexicon),
                *_shortened(word, found[at - 1] if at else "", lexicon),
            ):
                made.setdefault(name, set()).add(show.id)
        for name in _days("".join(found), lexicon):
            made.setdefault(name, set()).add(show.id)
    return {
        name: ids for name, ids in made.items() if "".join(words(name)) not in known and len(ids) < len(shows)
    }


def _followed(word: str, known: Container[str], lexicon: Lexicon) -> Iterable[str]:
    """A telling word with "공연" after it, unless it stands for a place, an artist or a day."""
    said = [*bare(word, lexicon)]
    if any(one in known or one in lexicon.titles.untelling for one in said):
        return
    for one in said:
        yield from (one + after for after in lexicon.titles.after)


def bare(word: str, lexicon: Lexicon) -> Iterable[str]:
    """A Hangul word, and what is left of it without its particle."""
    if has_hangul(word) and len(word) >= _SHORTEST:
        yield word
        if len(word) > _SHORTEST and word[-1] in lexicon.particles:
            yield word[:-1]


def _shortened(word: str, before: str, lexicon: Lexicon) -> Iterable[str]:
    """A word like "페스티벌" by itself, and what it is shortened to, by itself and after the word before."""
    if word in lexicon.titles.telling:
        yield word
        for short in lexicon.titles.short.get(word, ()):
            yield short
            if before:
                yield before + short


def _days(title: str, lexicon: Lexicon) -> Iterable[str]:
    for names in lexicon.titles.days:
        if names[0] in title:
            yield from names
