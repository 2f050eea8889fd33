"""Decides what to do about a message that was taken apart: answer, ask back, hand off or stay silent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.shows.label import Label
from bot.domain.shows.show import Show
from bot.domain.understanding.asked import Asked
from bot.domain.understanding.dates import called_by_day
from bot.domain.understanding.faqs import Match
from bot.domain.understanding.grounds import Option, answer_grounds, kind_grounds, options
from bot.domain.understanding.hearing import HARDLY, Heard
from bot.domain.understanding.known_facts import knows
from bot.domain.understanding.names import ARTIST, PLACE, TITLE
from bot.domain.understanding.naming import Mention
from bot.domain.understanding.opinion import CHAT, ELSE, odds
from bot.domain.understanding.picking import beside, is_half_heard, is_of_another, is_one_of_two, picked
from bot.domain.understanding.ranges import Days
from bot.domain.understanding.reading import Action, Kind, Reading, Thresholds
from bot.domain.understanding.signs import OWN_TROUBLE, TROUBLE, likelihood
from bot.domain.understanding.which import Fit, fit

#: So many shows are answered for at once; of more, the bot asks which.
FEW = 3
#: Discord shows at most so many options in one select menu.
MOST_CHOICES = 25
#: Most FAQs offered.
MOST_FAQS = 3
#: A message of so many words may change the show of the question before by its name alone.
SHORT = 6
#: From this likelihood on (0 to 1) a message is taken for a question to the label.
LIKELY = 0.52
#: A question that nothing in the data answers troubles the team only from this likelihood on,
WORTH_PASSING_ON = 0.75
#: … and with words of trouble in it already from this one on.
TROUBLED = 0.5
#: From this likelihood on (0 to 1) of a right answer for a few shows together it is asked which of them is meant.
WORTH_ASKING_BACK = 0.6
#: The likelihood (0 to 1) from which on kinds of facts are taken for asked, to be answered or asked back.
LEAST_KINDS = 0.5
#: Least likeness of a frequent question that is answered outright, and its lead over the next.
SURE_FAQ, LEAD = 0.5, 0.12
#: Least likeness of a frequent question that is offered, where thresholds leave the default.
NEAR_FAQ = 0.7
#: So alike in words, a frequent question goes before the facts.
SAME_WORDS = 0.8
#: So alike in words, it is a question whatever else speaks against it.
SAME_QUESTION = 0.55
#: How sure a kind is that is taken over from the question before, or that only a place and a show suggest.
TAKEN_OVER, SUGGESTED = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides for one label at one moment."""

    label: Label
    thresholds: Thresholds
    now: datetime
    hints: Mapping[str, int]

    def decide(self, heard: Heard, matches: Sequence[Match]) -> Reading:
        """Return the reading of a message, `matches` being the FAQs like it, best first."""
        if not self._is_for_us(heard, matches):
            return self._end(heard, Action.IGNORE)
        asked, topics = heard.wanted.asked, heard.wanted.topics
        if self._is_faq(asked, topics, matches):
            return self._faq(heard, matches)
        by_rules = () if topics else asked or self._implied(heard, self._place(heard, asked))
        option, sure = self.likeliest(heard, by_rules)
        if sure < LEAST_KINDS:
            return self._pass_on(heard, matches)
        return self._answer(heard, option, sure, matches)

    @staticmethod
    def likeliest(heard: Heard, by_rules: Option) -> tuple[Option, float]:
        """Return the kinds that are likeliest asked, and how likely that is, 0 to 1."""
        weighed = [
            (likelihood(kind_grounds(heard, option, by_rules), "kinds"), option)
            for option in options(heard, by_rules)
        ]
        sure, option = max(weighed, key=lambda one: one[0])
        return option, sure

    @staticmethod
    def _is_for_us(heard: Heard, matches: Sequence[Match]) -> bool:
        context = heard.context
        if context.speaks_to_others and not context.addressed:
            return False
        least = TROUBLED if heard.wanted.topics & TROUBLE else LIKELY
        alike = bool(matches) and (
            matches[0].words > SAME_QUESTION or (heard.asks_plainly and matches[0].score > SAME_WORDS)
        )
        if heard.question >= (HARDLY if alike else least):
            return True
        if context.addressed and (heard.wanted.asked or heard.wanted.topics):
            return True
        named = bool(heard.mentions or heard.days)
        against = any(clause.against for clause in heard.clauses)
        return bool(context.kinds) and named and heard.size <= SHORT and not against

    @staticmethod
    def _is_faq(asked: Sequence[Asked], topics: frozenset[str], matches: Sequence[Match]) -> bool:
        if not matches or not (topics or not asked or matches[0].words > SAME_WORDS):
            return False
        second = matches[1].score if len(matches) > 1 else 0.0
        return matches[0].score >= SURE_FAQ and matches[0].score - second > LEAD

    def _faq(self, heard: Heard, matches: Sequence[Match]) -> Reading:
        grounds = {
            "one": 1.0,
            "score": min(matches[0].score, 1.0),
            "lead": min(matches[0].score - (matches[1].score if len(matches) > 1 else 0.0), 1.0),
            "words": matches[0].words,
            "subject": matches[0].subject,
            "above others": matches[0].words - matches[0].others,
            "asked": float(any(clause.asks for clause in heard.clauses)),
            "another fact": max(likely for name, likely in heard.opinion.items() if name not in {CHAT, ELSE}),
            "strange words": min(len(heard.strange), 3) / 3,
            "long": min(heard.size, 40) / 40,
            "question": odds(heard.question),
            "else": odds(heard.opinion[ELSE]),
            "chat": odds(heard.opinion[CHAT]),
            "own trouble": float(bool(heard.ideas & OWN_TROUBLE)),
            "told": float(any(clause.against for clause in heard.clauses)),
            "unknown words": min(len(heard.unknown), 6) / 6,
        }
        sure = likelihood(grounds, "faq")
        if sure < self.thresholds.answer:
            return self._pass_on(heard, matches)
        return replace(
            self._end(heard, Action.ANSWER), kinds=(Kind.FAQ,), faq=matches[0].faq, confidence=sure
        )

    @staticmethod
    def _implied(heard: Heard, place: Fit) -> tuple[Asked, ...]:
        """What is asked without saying so: the same as before, or whether there is a show at all."""
        if heard.wanted.topics:
            return ()
        facets = {mention.name.facet for mention in heard.mentions}
        acts = [mention for mention in heard.mentions if mention.name.facet == ARTIST and mention.exact]
        together = len({mention.start for mention in acts}) > 1 and len(place.shows) == 1
        if "play" in heard.ideas and (together or {ARTIST, TITLE} <= facets):
            return (Asked(Kind.LINEUP, SUGGESTED),)
        before = tuple(Asked(kind, TAKEN_OVER) for kind in heard.context.kinds if kind is not Kind.FAQ)
        if before and place.named:
            return before
        somewhere = heard.days or any(mention.name.facet == PLACE for mention in heard.mentions)
        if any(clause.against for clause in heard.clauses):
            return ()
        return (Asked(Kind.LIST, SUGGESTED),) if somewhere and heard.ideas & {"play", "show", "any"} else ()

    def _place(self, heard: Heard, asked: Sequence[Asked]) -> Fit:
        """Find the shows meant: by the names beside the question first, then by those in the rest."""
        near, days = beside(heard)
        everything = self._fit(heard, asked, heard.about, heard.days)
        if not everything.shows and any(one.kind is Kind.LINEUP for one in asked):
            others = [mention for mention in heard.about if mention.name.facet != ARTIST]
            found = self._fit(heard, asked, others, heard.days)  # "is Sand on the Busan bill too?", when not
            return found if others or heard.days or found.named else replace(found, shows=())
        if not near and not days:
            aside = not everything.shows and heard.context.shows  # "it's tomorrow! how much is it?"
            return self._fit(heard, asked, (), ()) if aside else everything
        first = self._fit(heard, asked, near, days)
        narrower = everything.shows and len(everything.shows) < len(first.shows) and not everything.past
        return everything if narrower or not first.shows else first

    def _fit(
        self, heard: Heard, asked: Sequence[Asked], mentions: Sequence[Mention], days: Sequence[Days]
    ) -> Fit:
        if asked and all(one.kind is Kind.LIST for one in asked):
            days = [day.reaching(heard.today) for day in days]
        loose = any(one.kind in (Kind.ON_SALE, Kind.DATE, Kind.STATUS) for one in asked)
        found = self._fitting(heard, self.label.shows, mentions, days, loose=loose)
        if days and not found.shows:
            called = called_by_day(self.label.shows, days, today=heard.today, country=heard.index.country)
            if called:
                return self._fitting(heard, called, mentions, (), loose=loose)
        if days and len(found.shows) > 1 and all(one.kind is not Kind.LIST for one in asked):
            called = called_by_day(found.shows, days, today=heard.today, country=heard.index.country)
            return replace(found, shows=tuple(called) or found.shows)
        return found

    def _pass_on(self, heard: Heard, matches: Sequence[Match]) -> Reading:
        enough = TROUBLED if heard.wanted.topics & TROUBLE else WORTH_PASSING_ON
        if heard.question < enough and not heard.context.addressed:
            return self._end(heard, Action.IGNORE)
        least = NEAR_FAQ * self.thresholds.offer
        about = heard.wanted.topics or heard.ideas & heard.index.lexicon.topics
        near = tuple(
            match.faq
            for match in matches[:MOST_FAQS]
            if match.score > least and (match.subject > least if about else match.words > least)
        )
        if near:
            return replace(self._end(heard, Action.CLARIFY), kinds=(Kind.FAQ,), choices=near)
        return self._end(heard, Action.HANDOFF)

    def _answer(self, heard: Heard, option: Option, likely: float, matches: Sequence[Match]) -> Reading:
        kinds = tuple(one.kind for one in option)
        place = picked(self._place(heard, option), heard, option, self.label)
        shows = place.shows
        if not shows:
            return self._pass_on(heard, matches)
        if Kind.LIST not in kinds and len(shows) > FEW:
            ids = tuple(show.id for show in shows[:MOST_CHOICES])
            return replace(self._end(heard, Action.CLARIFY), kinds=kinds, choices=ids)
        if kinds == (Kind.LIST,) and (place.past or is_half_heard(heard)):
            return self._end(heard, Action.HANDOFF)
        if is_one_of_two(shows, heard, kinds):
            return self._end(heard, Action.HANDOFF)
        if not self._knows(heard, kinds, shows) or is_of_another(heard):
            return self._end(heard, Action.HANDOFF)
        sure = likelihood(answer_grounds(heard, option, place, likely), "answer")
        ids = tuple(show.id for show in shows)
        if sure < self.thresholds.answer:
            if len(shows) > 1 and Kind.LIST not in kinds and sure >= WORTH_ASKING_BACK:
                return replace(self._end(heard, Action.CLARIFY), kinds=kinds, choices=ids)
            return self._pass_on(heard, matches)
        return replace(self._end(heard, Action.ANSWER), kinds=kinds, shows=ids, confidence=sure)

    def _fitting(
        self,
        heard: Heard,
        shows: Sequence[Show],
        mentions: Sequence[Mention],
        days: Sequence[Days],
        *,
        loose: bool,
    ) -> Fit:
        return fit(
            shows,
            mentions,
            days,
            now=self.now,
            zone=self.label.timezone,
            spoken_of=heard.context.shows,
            loose_days=loose,
            hints=self.hints,
        )

    def _knows(self, heard: Heard, kinds: Sequence[Kind], shows: Sequence[Show]) -> bool:
        """Whether the data hold any of what is asked; a bill of one says nothing about who opens."""
        if tuple(kinds) == (Kind.LINEUP,) and "support" in heard.ideas:
            return any(len(show.artists) > 1 for show in shows)
        return any(knows(kind, show, now=self.now) for kind in kinds for show in shows)

    @staticmethod
    def _end(heard: Heard, action: Action) -> Reading:
        sure = heard.question if action is not Action.IGNORE else 1 - heard.question
        return Reading(language=heard.language, action=action, confidence=sure)
