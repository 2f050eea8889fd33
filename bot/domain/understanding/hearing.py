"""Takes a message apart: its names, its days, its clauses, and what they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.domain.understanding.asked import Asked, Clause, clauses, fill, gathered, kinds_asked
from bot.domain.understanding.dates import find_days
from bot.domain.understanding.ideas import find_ideas, unexplained
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.names import PLACE, NameIndex
from bot.domain.understanding.naming import Mention, find_names, guess_names
from bot.domain.understanding.opinion import CHAT, CLASSES, ELSE, LEARNT, grams, odds, opinion
from bot.domain.understanding.ranges import Days
from bot.domain.understanding.reading import Context, Kind
from bot.domain.understanding.signs import PIECE, likelihood, pieces, signs
from bot.domain.understanding.wanting import Wanted, wanted
from bot.domain.understanding.words import Token

#: How likely something is that no rule or one rule speaks for, where there is no second opinion.
_HARDLY_ANY, _BY_ITSELF = 0.02, 0.85
#: Ideas of phrases that the name of a day may be a part of.
_NO_DAY = frozenset({"when", "given"})
#: Below this likelihood of a question (0 to 1) at a first glance a message is not taken apart,
HARDLY = 0.2
#: … and below this one no misspelt names are looked for in it.
_PERHAPS = 0.35


@dataclass(frozen=True)
class Heard:
    """A message taken apart; `question` is how likely it asks something of the label, 0 to 1."""

    text: str
    tokens: Sequence[Token]
    clauses: Sequence[Clause]
    mentions: Sequence[Mention]
    days: Sequence[Days]
    taken: frozenset[int]
    unknown: Sequence[str]
    wanted: Wanted
    context: Context
    index: NameIndex
    today: date

    @cached_property
    def ideas(self) -> frozenset[str]:
        """What its words mean."""
        return frozenset().union(*(clause.ideas for clause in self.clauses))

    @cached_property
    def strange(self) -> Sequence[str]:
        """The unknown words beside what is asked."""
        beside = {
            self.tokens[at].text for clause in self.wanted.clauses for at in range(clause.start, clause.end)
        }
        return [word for word in self.unknown if word in beside]

    @cached_property
    def loosely(self) -> tuple[Asked, ...]:
        """The kinds that its asking clauses would ask for, were there no other subject in them."""
        return self._kinds([clause for clause in self.clauses if clause.asks] or self.clauses)

    @cached_property
    def anywhere(self) -> tuple[Asked, ...]:
        """The kinds that any clause might ask for that does not tell of something: "age limit and price pls"."""
        return self._kinds([clause for clause in self.clauses if not clause.against])

    def _kinds(self, clauses: Sequence[Clause]) -> tuple[Asked, ...]:
        made = {one.kind: one for clause in clauses for one in kinds_asked(clause.found, self.index.lexicon)}
        if len(made) > 1:
            made.pop(Kind.LIST, None)
        return tuple(made.values())

    @cached_property
    def about(self) -> Sequence[Mention]:
        """The names in it, but for the place that somebody only comes from."""
        lexicon = self.index.lexicon
        said = " ".join(token.text for token in self.tokens if not token.is_mark)
        if lexicon.signs["here"].search(said):
            return self.mentions
        return [
            name for name in self.mentions if name.name.facet != PLACE or not self._is_origin(name, lexicon)
        ]

    def _is_origin(self, name: Mention, lexicon: Lexicon) -> bool:
        before = self.tokens[name.start - 1].text if name.start else ""
        last = self.tokens[name.end - 1].text
        after = " ".join([last, *(token.text for token in self.tokens[name.end : name.end + 2])])
        return before in lexicon.origins or lexicon.signs["leaving"].search(after) is not None

    @property
    def asks_plainly(self) -> bool:
        """Whether a clause asks; where another speaks against a question, one with a subject."""
        doubtful = any(clause.against for clause in self.clauses)
        return any(
            clause.asks
            and not clause.against
            and not (doubtful and self.index.lexicon.topics.isdisjoint(clause.ideas))
            for clause in self.clauses
        )

    @cached_property
    def size(self) -> int:
        """How many words it has."""
        return sum(1 for token in self.tokens if not token.is_mark)

    @cached_property
    def language(self) -> str:
        """Its language: of the script of any word that is not only a name, then of most of its words."""
        named = {at for mention in self.mentions for at in range(mention.start, mention.end)}
        words = [token for at, token in enumerate(self.tokens) if at not in named]
        if all(token.is_mark for token in words):
            words = list(self.tokens)
        if any(token.is_hangul for token in words):
            return "ko"
        said = {token.text for token in words}
        known = {name: len(said & own) for name, own in self.index.lexicon.own.items() if name != "ko"}
        return max(known, key=lambda name: (known[name], name == "en"))

    @cached_property
    def signs(self) -> dict[str, float]:
        """What speaks for and against a question to the label."""
        return dict.fromkeys(pieces(self.tokens, self.taken), PIECE) | signs(
            self.text,
            self.clauses,
            self.mentions,
            kinds=max((one.sure for one in self.wanted.asked), default=0.0),
            unknown=len(self.unknown),
            size=self.size,
            dated=bool(self.days),
            context=self.context,
            lexicon=self.index.lexicon,
        )

    @cached_property
    def opinion(self) -> dict[str, float]:
        """How likely its words make it chat, something else, or ask for each kind, 0 to 1."""
        if self.language not in LEARNT:  # no second opinion: the rules are asked once more
            asked = {one.kind.value: one.sure for one in self.wanted.asked}
            likely = dict.fromkeys(CLASSES, _HARDLY_ANY) | asked
            return likely | {CHAT: 1 - self.by_signs, ELSE: _BY_ITSELF if self.wanted.topics else _HARDLY_ANY}
        return opinion(grams(self.tokens, self.clauses, self.mentions, self.days, self.context))

    @cached_property
    def by_signs(self) -> float:
        """The likelihood, by its signs alone, that it asks something of the label."""
        return likelihood(self.signs, "question")

    @cached_property
    def question(self) -> float:
        """The likelihood that it asks something of the label."""
        context, chat = self.context, self.opinion[CHAT]
        made = {
            "one": 1.0,
            "signs": odds(self.by_signs),
            "opinion": -odds(chat),
            "either": max(odds(self.by_signs), -odds(chat)),
            "addressed": float(context.addressed),
            "conversation": float(bool(context.shows)),
            "unknown share": len(self.unknown) / max(self.size, 1),
        }
        return likelihood(made, "for us")


def hear(text: str, parts: Sequence[Token], index: NameIndex, *, today: date, context: Context) -> Heard:
    """Take a message apart; look for misspelt names only where it may be a question."""
    mentions = find_names(parts, index)
    heard = _apart(text, parts, mentions, index, today, context)
    if heard.unknown and heard.by_signs >= _PERHAPS:
        guessed = list(guess_names(parts, heard.taken, index))
        if guessed:
            return _apart(text, parts, [*mentions, *guessed], index, today, context)
    return heard


def _apart(  # noqa: PLR0917 - what was heard, and where
    text: str,
    parts: Sequence[Token],
    mentions: Sequence[Mention],
    index: NameIndex,
    today: date,
    context: Context,
) -> Heard:
    named = frozenset(at for mention in mentions for at in range(mention.start, mention.end))
    days = [
        day
        for day in find_days(parts, named, today=today, country=index.country, words=index.lexicon)
        if not _in_words(parts, day, index.lexicon)
    ]
    taken = named.union(*(range(day.start, day.end) for day in days))
    found = find_ideas(parts, taken, index.lexicon)
    split = clauses(parts, index.lexicon)
    fill(split, found)
    whole = gathered(split, parts, taken)
    spoken = frozenset(mention.start for mention in mentions) | {day.start for day in days}
    return Heard(
        text=text,
        tokens=parts,
        clauses=whole,
        mentions=mentions,
        days=days,
        taken=taken,
        unknown=unexplained(parts, taken, found, index.lexicon),
        wanted=wanted(whole, spoken, index.lexicon),
        context=context,
        index=index,
        today=today,
    )


def _in_words(parts: Sequence[Token], day: Days, lexicon: Lexicon) -> bool:
    """Whether a day's name is only a part of a known phrase: "which weekend", "sat nav"."""
    for start in (day.start - 1, day.start):
        for phrase, ideas in lexicon.spaced.get(parts[start].text, ()) if start >= 0 else ():
            longer = start + len(phrase) >= day.end and len(phrase) > day.end - day.start
            said = tuple(token.text for token in parts[start : start + len(phrase)])
            if longer and said == phrase and not _NO_DAY.isdisjoint(ideas):
                return True
    return False
