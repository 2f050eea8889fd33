"""The ear: reads what a message asks, and about which show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.label import Label
from bot.domain.understanding.asked import ASKING, Asked, Clause, clauses, fill, gathered, kinds_asked
from bot.domain.understanding.dates import Days, find_days
from bot.domain.understanding.facts import is_known
from bot.domain.understanding.faqs import Match, faq_index
from bot.domain.understanding.ideas import find_ideas, unexplained
from bot.domain.understanding.lexicon import lexicon
from bot.domain.understanding.names import Mention, find_names, guess_names, name_index
from bot.domain.understanding.reading import Action, Context, Kind, Reading, Thresholds
from bot.domain.understanding.signs import PIECE, TROUBLE, glance, likelihood, pieces, signs
from bot.domain.understanding.which import Fit, fit
from bot.domain.understanding.words import Token, plain, tidy, tokens

#: So many shows are answered for at once; of more, the bot asks which.
FEW = 3
#: Discord shows at most so many options in one select menu.
MOST_CHOICES = 25
#: A message of so many words may ask without any form of a question: "doors busan".
SHORT = 6
#: Ideas that tie a question to a show, where no name does.
SHOWISH = frozenset({"show", "ticket", "doors", "lineup", "support", "on_sale", "play", "start", "enter"})
#: Least likeness of a frequent question that is answered outright, and its lead over the next.
SURE_FAQ = 0.5
#: From this likelihood on (0 to 1) a message is taken for a question to the label.
LIKELY = 0.5
#: … and with words of trouble in it already from this likelihood on.
TROUBLED = 0.4
#: Below this likelihood at a first glance a message is not looked at more closely.
HARDLY = 0.2
#: A question that nothing in the data answers troubles the team only from this likelihood on.
WORTH_PASSING_ON = 0.6


@dataclass(slots=True)
class Heard:
    """A message taken apart."""

    text: str
    tokens: Sequence[Token]
    clauses: Sequence[Clause]
    mentions: Sequence[Mention]
    days: Sequence[Days]
    taken: frozenset[int]
    unknown: Sequence[str]
    language: str
    asked: Sequence[Asked] = ()
    topics: frozenset[str] = frozenset()
    asking: bool = False
    anchored: bool = False
    anchors: frozenset[int] = frozenset()
    question: float = 0.0

    def names_something(self) -> bool:
        """Whether a show is called by a name that is not also an everyday word."""
        return any(not mention.name.ordinary for mention in self.mentions)


class Ear:
    """Understands the questions of one label's fans."""

    def __init__(self, label: Label, *, thresholds: Thresholds = Thresholds()) -> None:  # noqa: B008
        self._label = label
        self._thresholds = thresholds
        self._lexicon = lexicon()
        self._names = name_index(label, self._lexicon)
        self._faqs = faq_index(label.faqs, self._lexicon)

    def read(self, text: str, *, now: datetime, context: Context = Context()) -> Reading:  # noqa: B008
        """Return what the message asks at `now` (aware UTC), in its conversation."""
        tidied = tidy(text)
        parts = tokens(tidied)
        split = clauses(parts, self._lexicon)
        if not split or likelihood(glance(parts, split, context), "glance") < HARDLY:
            return Reading(language=_language(parts), action=Action.IGNORE)
        heard = self.hear(plain(tidied), parts, now, context)
        return self.judge(heard, now, context)

    def hear(self, text: str, parts: Sequence[Token], now: datetime, context: Context) -> Heard:
        """Take a message apart; look for misspelt names only where it may be a question."""
        mentions = find_names(parts, self._names)
        heard = self._heard(text, parts, mentions, now, context)
        if heard.unknown and heard.question >= HARDLY:
            guessed = list(guess_names(parts, heard.taken, self._names))
            if guessed:
                return self._heard(text, parts, [*mentions, *guessed], now, context)
        return heard

    def _heard(
        self, text: str, parts: Sequence[Token], mentions: Sequence[Mention], now: datetime, context: Context
    ) -> Heard:
        named = frozenset(at for mention in mentions for at in range(mention.start, mention.end))
        days = find_days(parts, named, today=now.astimezone(self._label.timezone).date(), country="kr")
        taken = named.union(*(range(day.start, day.end) for day in days))
        found = find_ideas(parts, taken, self._lexicon)
        split = clauses(parts, self._lexicon)
        fill(split, found)
        whole = gathered(split, parts, taken)
        unknown = unexplained(parts, taken, found, self._lexicon)
        heard = Heard(text, parts, whole, mentions, days, taken, unknown, _language(parts))
        self._gather(heard)
        heard.question = likelihood(self.signs(heard, context), "question")
        return heard

    def _gather(self, heard: Heard) -> None:
        """Collect the kinds and subjects of those clauses that ask."""
        asking = [c for c in heard.clauses if c.asks or (not c.against and not ASKING.isdisjoint(c.ideas))]
        heard.asking = bool(asking)
        if not self._collect(heard, asking):
            self._collect(heard, heard.clauses)
        if heard.asked and not heard.anchored and not heard.topics:
            heard.topics = frozenset().union(*(c.ideas for c in heard.clauses)) & self._lexicon.topics

    def _collect(self, heard: Heard, asking: Sequence[Clause]) -> bool:
        clean: list[Asked] = []
        topics: set[str] = set()
        heard.anchored = False
        for clause in asking:
            about = clause.ideas & self._lexicon.topics
            topics |= about
            if about:
                continue
            new = kinds_asked(clause.found, self._lexicon)
            if new:
                heard.anchors |= {clause.start}
            clean += [one for one in new if all(one.kind != known.kind for known in clean)]
            within = range(clause.start, clause.end)
            named = any(spoken.start in within for spoken in (*heard.mentions, *heard.days))
            if new and (named or clause.ideas & SHOWISH or max(one.sure for one in new) > 0.85):
                heard.anchored = True
        heard.asked = clean
        heard.topics = frozenset() if clean and heard.anchored else frozenset(topics)
        return bool(clean or topics)

    def signs(self, heard: Heard, context: Context) -> dict[str, float]:
        """Return what speaks for and against a question to the label."""
        values = dict.fromkeys(pieces(heard.tokens, heard.taken), PIECE)
        return values | signs(
            heard.text,
            heard.clauses,
            heard.mentions,
            kinds=max((one.sure for one in heard.asked), default=0.0),
            unknown=len(heard.unknown),
            size=sum(1 for token in heard.tokens if not token.is_mark),
            dated=bool(heard.days),
            context=context,
            lexicon=self._lexicon,
        )

    def judge(self, heard: Heard, now: datetime, context: Context) -> Reading:
        """Decide what to do about a message."""
        if context.speaks_to_others and not context.addressed:
            return self._end(heard, Action.IGNORE)
        least = TROUBLED if heard.topics & TROUBLE else LIKELY
        if heard.question < least and not self._follows_up(heard, context):
            return self._end(heard, Action.IGNORE)
        ideas = set[str]().union(*(clause.ideas for clause in heard.clauses))
        asked = heard.asked
        place = self._place(heard, now, context)
        matches = self._faqs.best(heard.tokens, heard.taken, ideas)
        if matches and (heard.topics or not asked or matches[0].words > 0.7) and self._is_sure(matches):
            return Reading(
                language=heard.language,
                action=Action.ANSWER,
                kinds=(Kind.FAQ,),
                faq=matches[0].faq,
                confidence=min(0.97, 0.75 + 0.25 * matches[0].score),
            )
        if not asked and context.kinds and place.named and not heard.topics:
            asked = [Asked(kind, 0.9) for kind in context.kinds if kind is not Kind.FAQ]
        if (
            not asked
            and not heard.topics
            and (heard.days or any(m.name.facet == "place" for m in heard.mentions))
        ):
            if ideas & {"play", "show", "any"}:
                asked = [Asked(Kind.LIST, 0.8)]
        if heard.topics or not asked:
            return self._pass_on(heard, matches, context)
        place = _picked(place, ideas, context)
        if "next" in ideas and not heard.days and Kind.LIST not in {one.kind for one in asked}:
            place = replace(place, shows=place.shows[:1])
        return self._answer(heard, asked, place, now, context)

    @staticmethod
    def _follows_up(heard: Heard, context: Context) -> bool:
        """Whether it only changes the show of the question before: "and the Busan one"."""
        size = sum(1 for token in heard.tokens if not token.is_mark)
        named = bool(heard.mentions or heard.days)
        return bool(context.kinds) and named and size <= SHORT and not any(c.against for c in heard.clauses)

    @staticmethod
    def _is_sure(matches: Sequence[Match]) -> bool:
        second = matches[1].score if len(matches) > 1 else 0.0
        return matches[0].score >= SURE_FAQ and matches[0].score - second > 0.12

    def _place(self, heard: Heard, now: datetime, context: Context) -> Fit:
        """Find the shows meant: by the names beside the question first, then by those in the rest."""
        loose = any(one.kind in (Kind.ON_SALE, Kind.DATE, Kind.STATUS) for one in heard.asked)

        def placed(mentions: Sequence[Mention], days: Sequence[Days]) -> Fit:
            return fit(
                self._label.shows,
                mentions,
                days,
                now=now,
                zone=self._label.timezone,
                spoken_of=context.shows,
                loose_days=loose,
            )

        asking = [c for c in heard.clauses if c.start in heard.anchors]
        near = [m for m in heard.mentions if any(c.start <= m.start < c.end for c in asking)]
        if not any(m.name.whole and m.exact for m in near):
            near = list(heard.mentions)
        days = [d for d in heard.days if any(c.start <= d.start < c.end for c in asking)]
        first = placed(near, days)
        if (
            (near or days)
            and first.shows
            and (len(near) < len(heard.mentions) or len(days) < len(heard.days))
        ):
            both = placed(heard.mentions, heard.days)
            return both if both.shows and len(both.shows) < len(first.shows) and not both.past else first
        return first if near or days else placed(heard.mentions, heard.days)

    def _pass_on(self, heard: Heard, matches: Sequence[Match], context: Context) -> Reading:
        enough = TROUBLED if heard.topics & TROUBLE else WORTH_PASSING_ON
        if heard.question < enough and not context.addressed:
            return self._end(heard, Action.IGNORE)
        near = [match.faq for match in matches[:3] if match.score > 0.35]
        if near:
            return Reading(
                language=heard.language,
                action=Action.CLARIFY,
                kinds=(Kind.FAQ,),
                choices=tuple(near),
                confidence=0.5,
            )
        return self._end(heard, Action.HANDOFF)

    def _answer(
        self, heard: Heard, asked: Sequence[Asked], place: Fit, now: datetime, context: Context
    ) -> Reading:
        kinds = tuple(one.kind for one in asked)[:3]
        sure = min(one.sure for one in asked)
        if place.named or context.shows:
            sure = 1 - (1 - sure) * 0.3
        sure *= place.sure
        sure -= 0.02 * len(heard.unknown)
        shows = place.shows
        if not shows:
            return self._end(heard, Action.HANDOFF)
        if Kind.LIST not in kinds and len(shows) > FEW:
            ids = tuple(show.id for show in shows[:MOST_CHOICES])
            return Reading(
                language=heard.language, action=Action.CLARIFY, kinds=kinds, choices=ids, confidence=sure
            )
        ideas = set[str]().union(*(clause.ideas for clause in heard.clauses))
        if kinds == (Kind.LINEUP,) and "support" in ideas and all(len(show.artists) < 2 for show in shows):
            return self._end(heard, Action.HANDOFF)
        if not any(is_known(kind, show, now=now) for kind in kinds for show in shows):
            return self._end(heard, Action.HANDOFF)
        if sure < 0.7:
            return self._end(heard, Action.HANDOFF)
        return Reading(
            language=heard.language,
            action=Action.ANSWER,
            kinds=kinds,
            shows=tuple(show.id for show in shows),
            confidence=max(0.0, min(1.0, sure)),
        )

    def _end(self, heard: Heard, action: Action) -> Reading:
        return Reading(language=heard.language, action=action)


def _language(parts: Sequence[Token]) -> str:
    return "ko" if any(token.is_hangul for token in parts) else "en"


def _picked(place: Fit, ideas: set[str], context: Context) -> Fit:
    """Pick the one that is meant by its place in the conversation: "the second one"."""
    for at, name in enumerate(("first_one", "second_one")):
        if name in ideas and at < len(context.shows):
            chosen = tuple(show for show in place.shows if show.id == context.shows[at])
            return replace(place, shows=chosen) if chosen else place
    return place
