"""Finds the artists, places and titles that a message names, and the shows they stand for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.label import Label
from bot.domain.shows import Show
from bot.domain.understanding.ideas import is_common
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.sounds import sound
from bot.domain.understanding.words import Token, has_hangul, jamo, words

#: Facets of a show by which people name it; later ones give way when they contradict earlier ones.
ARTIST, PLACE, VENUE, TITLE = "artist", "place", "venue", "title"
#: Words of the longest name that is looked for.
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Name:
    """A way to name shows: whose facet, which shows, and whether it is also an everyday word."""

    facet: str
    shows: frozenset[str]
    ordinary: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a message, on the words from `start` to `end` (excluded); `exact` unless guessed."""

    name: Name
    start: int
    end: int
    exact: bool = True


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
        self.heads.add(key[:2])
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
        if len(key) > 3 or (has_hangul(key) and len(jamo(key)) > 5):
            self.letters[jamo(key)] = key
        heard = sound(" ".join(parts))
        if len(heard) > 2 and facet != PLACE:
            self.sounds["hangul" if has_hangul(key) else "latin"].setdefault(heard, key)

    def _is_ordinary(self, parts: Sequence[str], text: str) -> bool:
        if has_hangul(text):
            return len("".join(parts)) < 2 or all(is_common(part, self.lexicon) for part in parts)
        return all(self.lexicon.knows(part) for part in parts) or (
            len(parts) == 1 and _is_plain_word(parts[0])
        )


def _is_plain_word(word: str) -> bool:
    return word in _PLAIN


_PLAIN = frozenset(
    [
        "sand", "salt", "weather", "magpie", "roast", "lighthouse", "tangerine", "rain", "moth", "moths", "elevator",
        "alarm", "orbit", "static", "honey", "wave", "ocean", "sea", "river", "cloud", "sky", "moon", "sun", "star",
        "fern", "ash", "snow", "wind", "storm", "fire", "stone", "glass", "paper", "lantern", "echo", "mirror",
        "window", "garden", "forest", "flower", "petal", "bird", "wolf", "fox", "bear", "cat", "dog", "fish", "whale",
        "summer", "winter", "spring", "autumn", "home", "night", "day", "light", "dark", "dream", "sleep", "heart",
        "hush", "bloom", "blue", "red", "green", "black", "white", "gold", "silver", "lemon", "honeybee", "sugar",
    ]
)  # fmt: skip


def name_index(label: Label, lexicon: Lexicon) -> NameIndex:
    """Gather every name by which a label's shows can be called."""
    index = NameIndex(lexicon)
    _add_artists(index, label)
    _add_places(index, label.shows)
    for show in label.shows:
        index.add(show.title, TITLE, [show.id])
        index.add(show.venue, VENUE, [show.id])
    _add_short(index, label)
    _add_parts(index, label)
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
    cities = {
        "".join(words(name)): place for place in index.lexicon.places if place.is_city for name in place.names
    }
    for show in shows:
        place = cities.get("".join(words(show.city)))
        if place is None:
            index.add(show.city, PLACE, [show.id])
            continue
        by_key.setdefault(f"city:{place.key}", set()).add(show.id)
        by_key.setdefault(f"land:{place.countries[0]}", set()).add(show.id)
    lands = sorted(key for key in by_key if key.startswith("land:"))
    index.country = max(lands, key=lambda key: len(by_key[key])).removeprefix("land:") if lands else ""
    for place in index.lexicon.places:
        if place.is_city:
            ids = by_key.get(f"city:{place.key}", set())
        else:
            ids = set[str]().union(*(by_key.get(f"land:{land}", set()) for land in place.countries))
        for name in place.names:
            index.add(name, PLACE, ids)


def _add_parts(index: NameIndex, label: Label) -> None:
    """Single telling words of longer names: "the burns thing", "haneul"."""
    parts: dict[tuple[str, str], set[str]] = {}
    for show in label.shows:
        for text, facet in ((show.title, TITLE), (show.venue, VENUE), (show.address, VENUE)):
            _collect(parts, text, facet, [show.id])
    for artist in label.artists:
        played = [show for entry in index.exact.get("".join(words(artist.name)), ()) for show in entry.shows]
        for name in (artist.name, *artist.aliases):
            _collect(parts, name, ARTIST, played)
    for (word, facet), shows in parts.items():
        if "".join(word.split()) in index.exact:
            continue
        numbered = any(one.isdigit() for one in word.split())
        if numbered or all(_is_telling(one, index) for one in word.split()):
            index.add(word, facet, shows, whole=False)


def _is_telling(word: str, index: NameIndex) -> bool:
    if word.isdigit():
        return True
    return word not in index.exact and not index.lexicon.knows(word) and not is_common(word, index.lexicon)


def _collect(parts: dict[tuple[str, str], set[str]], text: str, facet: str, ids: Iterable[str]) -> None:
    found = words(text)
    for pair in zip(found, found[1:], strict=False) if len(found) > 2 else ():
        if len("".join(pair)) > 2 and not all(word.isdigit() for word in pair):
            parts.setdefault((" ".join(pair), facet), set()).update(ids)
    if len(found) > 1:
        for word in found:
            if not word.isdigit() and len(word) > (1 if has_hangul(word) else 3):
                parts.setdefault((word, facet), set()).update(ids)


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
    if rest in lexicon.particles or len(name) > 2:
        return True
    if len(name) < 2:
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
    return word.isdigit() or lexicon.knows(word) or is_common(word, lexicon)


def _alike(parts: Sequence[str], index: NameIndex) -> str | None:
    for typed in _without_particle(parts, index.lexicon):
        key = "".join(typed)
        if len(key) < (2 if has_hangul(key) else 4) or key in index.exact:
            continue
        by_letters = _nearest(jamo(key), index.letters)
        if by_letters is not None:
            return by_letters
        heard = sound(" ".join(typed))
        if len(heard) > 2 and not (has_hangul(key) and index.lexicon.signs["endings"].search(key)):
            other = index.sounds["latin" if has_hangul(key) else "hangul"]
            by_sound = other.get(heard) or (_nearest(heard, other) if len(heard) > 4 else None)
            if by_sound is not None:
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
    allowed = 1 if len(key) < 9 else 2 if len(key) < 13 else 3
    match = process.extractOne(key, known.keys(), scorer=OSA.distance, score_cutoff=allowed)
    return known[match[0]] if match and match[0][0] == key[0] else None
