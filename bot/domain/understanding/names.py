"""Finds the artists, places and titles that a message names, and the shows they stand for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from bot.domain.shows.label import Label
from bot.domain.shows.show import Show
from bot.domain.understanding.ideas import is_common
from bot.domain.understanding.lexicon import Lexicon, Place
from bot.domain.understanding.sounds import sound
from bot.domain.understanding.titles import bare, called
from bot.domain.understanding.words import has_hangul, jamo, words

#: Facets of a show by which people name it; later ones give way when they contradict earlier ones.
ARTIST, PLACE, VENUE, TITLE = "artist", "place", "venue", "title"


#: A name is looked for misspelt from so many letters, or Hangul letters, on; by its sound, from so many consonants.
_LETTERS, _JAMO, _CONSONANTS = 4, 6, 3
_PAIR = 2
#: What stands in brackets of its own: Night Bus 〈종점〉.
_SET_OFF = re.compile(r"[〈《<「『]([^〉》>」』]{2,})[〉》>」』]")


@dataclass(frozen=True, slots=True)
class Name:
    """A way to name shows: whose facet, which shows, and whether it is also an everyday word."""

    facet: str
    shows: frozenset[str]
    ordinary: bool = False
    whole: bool = True


_ELSEWHERE = Name(PLACE, frozenset())


@dataclass(slots=True)
class NameIndex:
    """The names of a label's shows."""

    lexicon: Lexicon
    country: str = ""
    exact: dict[str, list[Name]] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    letters: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sounds: dict[str, dict[str, str]] = field(default_factory=lambda: {"hangul": {}, "latin": {}})

    def add(self, text: str, facet: str, shows: Iterable[str], *, whole: bool = True) -> None:
        """Learn a name as people may type it."""
        parts = words(text)
        key = "".join(parts)
        if not key:
            return
        ordinary = self._is_ordinary(parts, text) if facet in (ARTIST, TITLE, VENUE) else False
        ids = frozenset(shows)
        self.heads.add(parts[0][:2])
        entries = self.exact.setdefault(key, [])
        for index, known in enumerate(entries):
            if known.facet == facet:
                entries[index] = Name(
                    facet, known.shows | ids, known.ordinary and ordinary, known.whole or whole
                )
                return
        entries.append(Name(facet, ids, ordinary, whole))
        if not ids:
            return
        self.parts[key] = parts
        if len(key) >= _LETTERS or (has_hangul(key) and len(jamo(key)) >= _JAMO):
            self.letters[jamo(key)] = key
        heard = sound(" ".join(parts))
        if len(heard) >= _CONSONANTS and facet != PLACE:
            self.sounds["hangul" if has_hangul(key) else "latin"].setdefault(heard, key)

    def _is_ordinary(self, parts: Sequence[str], text: str) -> bool:
        if has_hangul(text):
            return len("".join(parts)) == 1 or all(is_common(part, self.lexicon) for part in parts)
        return all(self.lexicon.knows(part) for part in parts) or (
            len(parts) == 1 and parts[0] in self.lexicon.namesakes
        )


def name_index(label: Label, lexicon: Lexicon) -> NameIndex:
    """Gather every name by which a label's shows can be called."""
    index = NameIndex(lexicon)
    _add_artists(index, label)
    _add_places(index, label.shows)
    for show in label.shows:
        index.add(show.title, TITLE, [show.id])
        for part in _SET_OFF.findall(show.title):
            index.add(part, TITLE, [show.id])
        index.add(show.venue, VENUE, [show.id])
    _add_short(index, label)
    _add_parts(index, label)
    for name, ids in called(label.shows, index.exact, lexicon).items():
        index.add(name, TITLE, ids, whole=False)
    return index


def _add_artists(index: NameIndex, label: Label) -> None:
    by_artist: dict[str, set[str]] = {}
    for show in label.shows:
        for artist in show.artists:
            by_artist.setdefault("".join(words(artist)), set()).add(show.id)
    for one in label.artists:
        known = (one.name, *one.aliases)
        ids = set[str]().union(*(by_artist.pop("".join(words(name)), set()) for name in known))
        for name in known:
            index.add(name, ARTIST, ids)
            parts = words(name)
            if len(parts) > 1 and parts[0] == "the":
                index.add(" ".join(parts[1:]), ARTIST, ids)
    for show in label.shows:
        for artist in show.artists:
            if "".join(words(artist)) in by_artist:
                index.add(artist, ARTIST, by_artist["".join(words(artist))])


def _add_short(index: NameIndex, label: Label) -> None:
    """What fans make of a name of several Hangul words: 슬로우 엘리베이터 is 슬엘."""
    for artist in label.artists:
        own = index.exact.get("".join(words(artist.name)), ())
        ids = {show for entry in own for show in entry.shows}
        for name in (artist.name, *artist.aliases):
            parts = name.split()
            if len(parts) > 1 and all(has_hangul(part[0]) for part in parts):
                short = "".join(part[0] for part in parts)
                if short not in index.exact:
                    index.add(short, ARTIST, ids, whole=False)


def _add_places(index: NameIndex, shows: Sequence[Show]) -> None:
    by_key: dict[str, set[str]] = {}
    cities, keys, heads = _spelt(index.lexicon)
    for show in shows:
        place = cities.get("".join(words(show.city)))
        if place is None:
            index.add(show.city, PLACE, [show.id])
            continue
        by_key.setdefault(f"city:{place.key}", set()).add(show.id)
        by_key.setdefault(f"land:{place.countries[0]}", set()).add(show.id)
    lands = sorted(key for key in by_key if key.startswith("land:"))
    index.country = max(lands, key=lambda key: len(by_key[key])).removeprefix("land:") if lands else ""
    index.heads |= heads
    for place, spelt in zip(index.lexicon.places, keys, strict=True):
        ids = _shows_in(place, by_key)
        if ids:
            for name in place.names:
                index.add(name, PLACE, ids)
        else:
            _add_elsewhere(index, spelt)


def _shows_in(place: Place, by_key: Mapping[str, set[str]]) -> set[str]:
    if place.is_city:
        return by_key.get(f"city:{place.key}", set())
    keys = [f"land:{land}" for land in place.countries] + [f"city:{city}" for city in place.cities]
    return set[str]().union(*(by_key.get(key, set()) for key in keys))


def _add_elsewhere(index: NameIndex, keys: Sequence[str]) -> None:
    """Learn the names of a place where no show is; most places are such, and any label has them."""
    for key in keys:
        known = index.exact.setdefault(key, [])
        if all(name.facet != PLACE for name in known):
            known.append(_ELSEWHERE)


@cache
def _spelt(lexicon: Lexicon) -> tuple[Mapping[str, Place], Sequence[Sequence[str]], frozenset[str]]:
    """Return the cities by name, the names of every place as they are compared, and how those begin."""
    parts = [[words(name) for name in place.names] for place in lexicon.places]
    keys = [["".join(name) for name in names] for names in parts]
    cities = {
        key: place for place, own in zip(lexicon.places, keys, strict=True) if place.is_city for key in own
    }
    return cities, keys, frozenset(name[0][:2] for names in parts for name in names)


def _add_parts(index: NameIndex, label: Label) -> None:
    """Single telling words of longer names: "the burns thing", "haneul"."""
    parts: dict[tuple[str, str], set[str]] = {}
    for show in label.shows:
        for text, facet in ((show.title, TITLE), (show.venue, VENUE), (show.address, VENUE)):
            _collect(parts, text, facet, [show.id], index.lexicon)
    for artist in label.artists:
        played = [show for entry in index.exact.get("".join(words(artist.name)), ()) for show in entry.shows]
        for name in (artist.name, *artist.aliases):
            _collect(parts, name, ARTIST, played, index.lexicon)
    for (word, facet), shows in parts.items():
        if "".join(word.split()) in index.exact:
            continue
        parts_of = word.split()
        numbered = any(one.isdigit() for one in parts_of)
        if numbered or all(_is_telling(one, index) for one in parts_of) or _tell_together(parts_of, index):
            index.add(word, facet, shows, whole=False)


def _tell_together(parts: Sequence[str], index: NameIndex) -> bool:
    """Whether everyday words make a name where they stand together: 은하수 페스티벌."""
    return (
        len(parts) == _PAIR
        and all(has_hangul(part) for part in parts)
        and any(not index.lexicon.means(part) and part not in index.exact for part in parts)
    )


def _is_telling(word: str, index: NameIndex) -> bool:
    if word.isdigit():
        return True
    return word not in index.exact and not index.lexicon.knows(word) and not is_common(word, index.lexicon)


def _collect(
    parts: dict[tuple[str, str], set[str]], text: str, facet: str, ids: Iterable[str], lexicon: Lexicon
) -> None:
    found = words(text)
    days = _days_in(found, lexicon) if facet == TITLE else frozenset[str]()
    for pair in pairwise(found) if len(found) > _PAIR else ():
        if len("".join(pair)) > _PAIR and not (days.issuperset(pair) or all(word.isdigit() for word in pair)):
            parts.setdefault((" ".join(pair), facet), set()).update(ids)
    if len(found) > 1:
        for word in found:
            if not word.isdigit() and len(word) > (1 if has_hangul(word) else 3) and word not in days:
                for one in {word, *bare(word, lexicon)} if facet == TITLE else (word,):
                    parts.setdefault((one, facet), set()).update(ids)


def _days_in(found: Sequence[str], lexicon: Lexicon) -> frozenset[str]:
    """Return the words of a title that together are a day's name: "Waitangi Day Matinee"."""
    called = (pair for pair in pairwise(found) if " ".join(pair) in lexicon.titles.untelling)
    return frozenset(word for pair in called for word in pair)
