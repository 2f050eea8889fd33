"""Which of the names, days and shows of a message its question means."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.understanding.asked import Asked
from bot.domain.understanding.dates import Days
from bot.domain.understanding.hearing import Heard
from bot.domain.understanding.names import PLACE
from bot.domain.understanding.naming import Mention
from bot.domain.understanding.reading import Kind
from bot.domain.understanding.which import Fit
from bot.domain.understanding.words import has_hangul


def beside(heard: Heard) -> tuple[Sequence[Mention], Sequence[Days]]:
    """Return the names and days in the clauses that ask; all names where those are only parts of names."""
    asking = heard.wanted.clauses
    near = [name for name in heard.about if any(c.start <= name.start < c.end for c in asking)]
    days = [day for day in heard.days if any(c.start <= day.start < c.end for c in asking)]
    if not any(name.name.whole and name.exact for name in near) and (near or not days):
        near = list(heard.about)
    return near, days


def picked(place: Fit, heard: Heard, asked: Sequence[Asked]) -> Fit:
    """Pick the one that is meant by its place: "the second one", "the next show"."""
    for at, name in enumerate(("first_one", "second_one")):
        if name in heard.ideas and at < len(heard.context.shows):
            chosen = tuple(show for show in place.shows if show.id == heard.context.shows[at])
            return replace(place, shows=chosen) if chosen else place
    if "solo" in heard.ideas and any(len(show.artists) == 1 for show in place.shows):
        place = replace(place, shows=tuple(show for show in place.shows if len(show.artists) == 1))
    if "free_show" in heard.ideas and any(show.price == 0 for show in place.shows):
        place = replace(place, shows=tuple(show for show in place.shows if show.price == 0))
    if "free" in heard.ideas and any(one.kind is Kind.LIST for one in asked):
        return replace(place, shows=tuple(show for show in place.shows if show.price == 0))
    if "next" in heard.ideas and not heard.days and all(one.kind is not Kind.LIST for one in asked):
        return replace(place, shows=place.shows[:1])
    return place


def is_of_another(heard: Heard) -> bool:
    """Whether an unknown word may name who or what it is about: "when's the next Pinecone show"."""
    strange = [word for word in heard.strange if not _is_verb(word, heard)]
    if not heard.about and not heard.days:
        return bool(strange) and not heard.context.shows
    foreign = any(not has_hangul(word) for word in strange)
    return foreign and all(mention.name.facet == PLACE for mention in heard.about)


def _is_verb(word: str, heard: Heard) -> bool:
    """Whether a word ends as verbs do, where a language shows that."""
    signs = heard.index.lexicon.signs
    return has_hangul(word) and any(signs[name].search(word) for name in ("endings", "polite", "plain"))
