"""The ear: reads what a message asks, and about which show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.label import Label
from bot.domain.shows import upcoming
from bot.domain.understanding.asked import Asked, Sentence, kinds_asked, sentences
from bot.domain.understanding.dates import Days, find_days
from bot.domain.understanding.facts import is_known
from bot.domain.understanding.faqs import Match, faq_index
from bot.domain.understanding.ideas import Found, find_ideas, unexplained
from bot.domain.understanding.lexicon import lexicon
from bot.domain.understanding.names import Mention, find_names, name_index
from bot.domain.understanding.reading import Action, Context, Kind, Reading, Thresholds
from bot.domain.understanding.which import Fit, fit
from bot.domain.understanding.words import Token, tidy, tokens

#: So many shows are answered for at once; of more, the bot asks which.
FEW = 3
#: Discord shows at most so many options in one select menu.
MOST_CHOICES = 25


@dataclass(frozen=True, slots=True)
class Heard:
    """A message taken apart."""

    tokens: Sequence[Token]
    sentences: Sequence[Sentence]
    mentions: Sequence[Mention]
    days: Sequence[Days]
    found: Sequence[Found]
    taken: frozenset[int]
    language: str


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
        parts = tokens(tidy(text))
        language = _language(parts)
        said = sentences(parts, self._lexicon)
        if not said:
            return Reading(language=language, action=Action.IGNORE)
        if not context.addressed and not context.shows and not any(s.points > 0 for s in said) and len(parts) > 8:
            return Reading(language=language, action=Action.IGNORE)
        return self._judge(self._hear(parts, said, language, now), now, context)

    def _hear(self, parts: Sequence[Token], said: Sequence[Sentence], language: str, now: datetime) -> Heard:
        mentions = find_names(parts, self._names)
        named = frozenset(at for mention in mentions for at in range(mention.start, mention.end))
        today = now.astimezone(self._label.timezone).date()
        days = find_days(parts, named, today=today, country="kr", lexicon=self._lexicon)
        taken = named.union(*(range(day.start, day.end) for day in days))
        found = find_ideas(parts, taken, self._lexicon)
        return Heard(parts, said, mentions, days, found, taken, language)

    def _judge(self, heard: Heard, now: datetime, context: Context) -> Reading:
        asking = [s for s in heard.sentences if s.asks]
        if not asking:
            short = len([t for t in heard.tokens if not t.is_mark]) <= 6
            asking = [s for s in heard.sentences if s.against == 0] if short or context.addressed else []
            if not asking:
                return self._end(heard, Action.IGNORE)
            weak = True
        else:
            weak = False
        in_ask = [f for f in heard.found if any(s.start <= f.start < s.end for s in asking)]
        topics = {idea for f in in_ask for idea in f.ideas if idea in self._lexicon.topics}
        asked = kinds_asked(in_ask, self._lexicon)
        place = fit(
            self._label.shows, heard.mentions, heard.days, now=now, zone=self._label.timezone, spoken_of=context.shows
        )
        if context.speaks_to_others and not context.addressed:
            return self._end(heard, Action.IGNORE)
        matches = self._faqs.best(heard.tokens, heard.taken)
        if matches and matches[0].score > 0.62 and (len(matches) == 1 or matches[0].score - matches[1].score > 0.1) and not weak:
            return Reading(
                language=heard.language, action=Action.ANSWER, kinds=(Kind.FAQ,), faq=matches[0].faq, confidence=0.9
            )
        if not asked and context.kinds and place.named and not topics:
            asked = [Asked(kind, 0.9) for kind in context.kinds if kind is not Kind.FAQ]
        if weak and not (asked and (place.named or context.shows) and max(a.sure for a in asked) >= 0.75):
            if not context.addressed:
                return self._end(heard, Action.IGNORE)
        if topics or not asked:
            return self._pass_on(heard, matches, topics, place, weak, context)
        return self._answer(heard, asked, place, in_ask, now, context)

    def _pass_on(
        self, heard: Heard, matches: Sequence[Match], topics: set[str], place: Fit, weak: bool, context: Context
    ) -> Reading:
        if weak and not context.addressed:
            return self._end(heard, Action.IGNORE)
        near = [match.faq for match in matches[:3] if match.score > 0.35]
        if near and topics:
            return Reading(language=heard.language, action=Action.CLARIFY, kinds=(Kind.FAQ,), choices=tuple(near), confidence=0.5)
        if topics or context.addressed or any(not m.name.ordinary for m in heard.mentions):
            return self._end(heard, Action.HANDOFF)
        return self._end(heard, Action.IGNORE)

    def _answer(
        self, heard: Heard, asked: Sequence[Asked], place: Fit, found: Sequence[Found], now: datetime, context: Context
    ) -> Reading:
        kinds = tuple(a.kind for a in asked)[:3]
        sure = min(a.sure for a in asked)
        if place.named or context.shows:
            sure = 1 - (1 - sure) * 0.3
        sure *= place.sure
        unknown = unexplained(heard.tokens, heard.taken, found, self._lexicon)
        sure -= 0.04 * len(unknown)
        shows = place.shows
        if not shows:
            return self._end(heard, Action.HANDOFF)
        if Kind.LIST not in kinds and len(shows) > FEW:
            if sure < 0.6 and not context.addressed:
                return self._end(heard, Action.IGNORE)
            ids = tuple(show.id for show in shows[:MOST_CHOICES])
            return Reading(language=heard.language, action=Action.CLARIFY, kinds=kinds, choices=ids, confidence=sure)
        if not any(is_known(kind, show, now=now) for kind in kinds for show in shows):
            return self._end(heard, Action.HANDOFF)
        if sure < self._thresholds.answer:
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


__all__ = ["Ear", "upcoming"]
