"""The ear: reads what a message asks, and about which show."""

from datetime import date, datetime
from functools import cache

from bot.domain.shows.label import Label
from bot.domain.understanding.asked import clauses
from bot.domain.understanding.dates import find_days
from bot.domain.understanding.faqs import faq_index
from bot.domain.understanding.hearing import HARDLY, hear
from bot.domain.understanding.hints import hint_index
from bot.domain.understanding.judging import Judge
from bot.domain.understanding.lexicon import Lexicon, lexicon
from bot.domain.understanding.names import name_index
from bot.domain.understanding.opinion import opinion
from bot.domain.understanding.reading import Action, Context, Reading, Thresholds
from bot.domain.understanding.signs import glance, likelihood
from bot.domain.understanding.words import has_hangul, plain, tidy, tokens

#: Below this likelihood of a question (0 to 1) at a first glance a message is not looked at any further.
AT_A_GLANCE = 0.25
_ANYWHERE = Context()
_DEFAULT = Thresholds()


class Ear:
    """Understands the questions of one label's fans; `read` is pure and takes about a millisecond."""

    def __init__(
        self, label: Label, *, thresholds: Thresholds = _DEFAULT, words: Lexicon | None = None
    ) -> None:
        self._label = label
        self._thresholds = thresholds
        self._lexicon = words or lexicon()
        self._names = name_index(label, self._lexicon)
        self._hints = hint_index(label.shows, self._lexicon)
        self._faqs = faq_index(label.faqs, self._lexicon)
        _get_ready(self._lexicon)

    def read(self, text: str, *, now: datetime, context: Context = _ANYWHERE) -> Reading:
        """Return what the message asks at `now` (aware UTC), in its conversation."""
        tidied = tidy(text)
        parts = tokens(tidied)
        split = clauses(parts, self._lexicon)
        likely = likelihood(glance(parts, split, context), "glance") if split else 0.0
        if likely < AT_A_GLANCE:
            language = "ko" if has_hangul(tidied) else "en"
            return Reading(language=language, action=Action.IGNORE, confidence=1 - likely)
        today = now.astimezone(self._label.timezone).date()
        heard = hear(plain(tidied), parts, self._names, today=today, context=context)
        if heard.question < HARDLY and not (context.addressed or context.kinds):
            return Reading(language=heard.language, action=Action.IGNORE, confidence=1 - heard.question)
        matches = self._faqs.best(heard.tokens, heard.taken, heard.ideas)
        hints = self._hints.hinted(heard.tokens, heard.taken, heard.ideas)
        return Judge(self._label, self._thresholds, now, hints).decide(heard, matches)


@cache
def _get_ready(words: Lexicon) -> None:
    """Read once what every ear shares and only a message needs, so that the first fan does not wait for it."""
    likelihood({}, "glance")
    opinion(())
    find_days(tokens("1"), frozenset(), today=date(2000, 1, 1), country="", words=words)
