"""The words that the ear knows, read from one data file a language and merged."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from bot.domain.understanding.tries import either
from bot.domain.understanding.words import has_hangul, plain, words

_PACKAGE = "bot.domain.understanding.lexicons"
#: Files that are not a language's own.
_SHARED = frozenset({"places.toml", "rules.toml"})
#: Entries on days that are regular expressions, not words.
_PATTERNS = frozenset({"before", "after", "not_alone", "ways", "hour"})
#: A long pattern is written over several lines, which are no part of it.
_LINE_BREAK = re.compile(r"\n *")
#: Letters of the longest word that no misspelling is guessed for.
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """Ideas that together ask for a kind."""

    kind: str
    needs: frozenset[str]
    never: frozenset[str]
    uses: frozenset[str]
    sure: float


@dataclass(frozen=True, slots=True)
class Place:
    """A city, a country or part of one, and what it is called; a part has cities."""

    key: str
    countries: tuple[str, ...]
    names: tuple[str, ...]
    is_city: bool
    cities: tuple[str, ...] = ()


@dataclass(slots=True)
class Titles:
    """How titles of shows are called: by a word of theirs and one after it, by telling words, cut short."""

    after: list[str] = field(default_factory=list)
    telling: set[str] = field(default_factory=set)
    untelling: set[str] = field(default_factory=set)
    short: dict[str, list[str]] = field(default_factory=dict)
    days: list[list[str]] = field(default_factory=list)

    def learn(self, data: Mapping[str, Any]) -> None:
        """Add a language's."""
        own = data.get("titles", {})
        self.after += own.get("after", ())
        self.telling.update(own.get("telling", ()))
        self.untelling.update(flat([own.get("not", ()), *data["holidays"].values(), *day_words(data)]))
        self.short.update(own.get("short", {}))
        self.days += own.get("days", ())


@dataclass(slots=True, eq=False)
class Lexicon:
    """Everything from the files, ready for look-up; the meanings of a phrase are idea or topic names."""

    spaced: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = field(default_factory=dict)
    joined: dict[str, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    ordinary: set[str] = field(default_factory=set)
    harmless: set[str] = field(default_factory=set)
    namesakes: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    particles: set[str] = field(default_factory=set)
    negations: set[str] = field(default_factory=set)
    titles: Titles = field(default_factory=Titles)
    topics: set[str] = field(default_factory=set)
    near: dict[str, str] = field(default_factory=dict)
    signs: dict[str, re.Pattern[str]] = field(default_factory=dict)
    joiners: set[str] = field(default_factory=set)
    fillers: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    clause_end: re.Pattern[str] = re.compile(r"(?!)")
    verbs: re.Pattern[str] = re.compile(r"(?!)")
    languages: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    own: dict[str, set[str]] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    rules: tuple[Rule, ...] = ()
    aside: frozenset[str] = frozenset()
    known: dict[str, bool] = field(default_factory=dict)

    def knows(self, word: str) -> bool:
        """Whether a word is a common one or stands for an idea."""
        if word not in self.known:
            self.known[word] = self._has(word)
        return self.known[word]

    def means(self, word: str) -> bool:
        """Whether a word stands for an idea."""
        return any(word.startswith(phrase) for phrase, _ in self.joined.get(word[:1], ()) if len(phrase) > 1)

    def _has(self, word: str) -> bool:
        if word in self.ordinary or any(phrase == (word,) for phrase, _ in self.spaced.get(word, ())):
            return True
        return self.means(word)


@cache
def lexicon() -> Lexicon:
    """Read the packaged files once."""
    return read_lexicon(files(_PACKAGE))


def read_lexicon(folder: Traversable) -> Lexicon:
    """Read a folder of lexicons, one file a language, beside what all languages share."""
    made = Lexicon()
    meanings: dict[str, list[str]] = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml") and path.name not in _SHARED:
            _learn(made, meanings, tomllib.loads(path.read_text(encoding="utf-8")))
    for phrase, ideas in meanings.items():
        _index(made, phrase, tuple(dict.fromkeys(ideas)))
    for entries in made.spaced.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    for joined in made.joined.values():
        joined.sort(key=lambda entry: -len(entry[0]))
    _signs(made)
    made.places = tuple(_places(tomllib.loads(folder.joinpath("places.toml").read_text(encoding="utf-8"))))
    rules = tomllib.loads(folder.joinpath("rules.toml").read_text(encoding="utf-8"))
    made.rules = tuple(_rules(rules))
    made.aside = frozenset(rules["aside"].split())
    return made


def _learn(made: Lexicon, meanings: dict[str, list[str]], data: Mapping[str, Any]) -> None:
    made.languages[data["language"]] = data
    for section in ("concepts", "events", "topics"):
        for idea, phrases in data.get(section, {}).items():
            for phrase in phrases:
                meanings.setdefault(plain(phrase), []).append(idea)
    made.topics.update(data["topics"])
    made.events.update(data.get("events", ()))
    made.harmless.update(plain(data.get("harmless", {}).get("words", "")).split())
    made.namesakes.update(plain(data.get("names", {}).get("words", "")).split())
    own = set(plain(data["ordinary"]["words"]).split())
    made.own[data["language"]] = own
    made.ordinary |= own
    made.particles.update(data["ordinary"].get("particles", ()))
    made.negations.update(data["ordinary"].get("negations", ()))
    made.titles.learn(data)
    made.joiners.update(data["clauses"]["joiners"])
    made.fillers.update(data["clauses"]["fillers"])
    made.origins.update(data["people"].get("before_origin", ()))
    for phrase in flat([*data["holidays"].values(), *day_words(data)]):
        parts = words(phrase)
        if len(parts) == 1:
            made.ordinary.update(parts)


def day_words(data: Mapping[str, Any]) -> Iterable[Any]:
    """Return a language's words for days, without its patterns."""
    return (words for name, words in data["dates"].items() if name not in _PATTERNS)


def flat(phrases: Any) -> Iterable[str]:
    """Return the phrases of lists within lists."""
    if isinstance(phrases, str):
        yield phrases
    else:
        for item in phrases:
            yield from flat(item)


def _index(made: Lexicon, phrase: str, ideas: tuple[str, ...]) -> None:
    if has_hangul(phrase):
        for variant in spacings(phrase):
            made.joined.setdefault(variant[0], []).append((variant, ideas))
        return
    parts = tuple(phrase.split()) if "#" in phrase else words(phrase)
    made.spaced.setdefault(parts[0], []).append((parts, ideas))
    if len(parts) == 1 and len(parts[0]) > _SHORT and parts[0].isalpha():
        made.near[parts[0]] = parts[0]


def spacings(phrase: str) -> Iterable[str]:
    """Return a phrase with each of its spaces there or not, as people write Korean."""
    head, space, tail = phrase.partition(" ")
    if not space:
        return (phrase,)
    return tuple(head + gap + rest for gap in (" ", "") for rest in spacings(tail))


def _signs(made: Lexicon) -> None:
    gathered: dict[str, list[str]] = {}
    for data in made.languages.values():
        for section in ("asking", "against", "people"):
            for name, phrases in data[section].items():
                if isinstance(phrases, list) and name != "before_origin":
                    gathered.setdefault(name, []).extend(phrases)
    for name, phrases in gathered.items():
        made.signs[name] = _any_of(phrases)
    for name in ("endings", "polite", "plain"):
        made.signs[name] = _as_written(data["asking"].get(name) for data in made.languages.values())
    for name in ("laughter", "past", "first", "statement"):
        made.signs[name] = _as_written(data.get("signs", {}).get(name) for data in made.languages.values())
    reaches = [data.get("reach", {}) for data in made.languages.values()]
    for name in {name for reach in reaches for name in reach}:
        made.signs["reach_" + name] = _as_written(reach.get(name) for reach in reaches)
    made.signs["hour"] = _as_written(data["dates"].get("hour") for data in made.languages.values())
    made.signs["leaving"] = _as_written(one["people"].get("after_origin") for one in made.languages.values())
    made.verbs = _as_written(data["ordinary"].get("verbs") for data in made.languages.values())
    made.clause_end = _as_written(data["clauses"].get("ends") for data in made.languages.values())


def _as_written(patterns: Iterable[str | None]) -> re.Pattern[str]:
    """Join regular expressions that languages have; what none has never matches."""
    return re.compile("|".join(_LINE_BREAK.sub("", pattern) for pattern in patterns if pattern) or "(?!)")


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Whole words for phrases in Latin letters, pieces of words for those in Hangul."""
    latin = {" ".join(words(phrase)) for phrase in phrases if not has_hangul(phrase)}
    hangul = {variant for phrase in phrases if has_hangul(phrase) for variant in spacings(phrase.strip())}
    return re.compile(rf"(?<!\S){either(sorted(latin))}(?!\S)|{either(sorted(hangul))}")


def _places(data: Mapping[str, Any]) -> Iterable[Place]:
    for key, (*names, countries) in data["regions"].items():
        yield Place(key, tuple(countries.split(",")), tuple(names), is_city=False)
    for key, names in data["countries"].items():
        yield Place(key, (key,), tuple(names), is_city=False)
    for key, (country, *names) in data["cities"].items():
        yield Place(key, (country,), tuple(names), is_city=True)
    for key, (cities, *names) in data["areas"].items():
        yield Place(key, (), tuple(names), is_city=False, cities=tuple(cities))


def _rules(data: Mapping[str, Any]) -> Iterable[Rule]:
    for rule in data["rule"]:
        ideas = rule["needs"].split()
        yield Rule(
            kind=rule["kind"],
            needs=frozenset(idea for idea in ideas if not idea.startswith("!")),
            never=frozenset(idea[1:] for idea in ideas if idea.startswith("!")),
            uses=frozenset(rule["uses"].split()) | {idea for idea in ideas if not idea.startswith("!")},
            sure=rule["sure"],
        )
