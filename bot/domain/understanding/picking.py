"""Which of the names, days and shows of a message its question means."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain.shows.label import Label
from bot.domain.shows.show import Show
from bot.domain.understanding.asked import Asked
from bot.domain.understanding.hearing import Heard
from bot.domain.understanding.names import PLACE
from bot.domain.understanding.naming import Mention
from bot.domain.understanding.ranges import TO, Days, reach
from bot.domain.understanding.reading import Kind
from bot.domain.understanding.which import Fit
from bot.domain.understanding.words import has_hangul

_HALF_A_DAY = 12
#: Ideas of questions about several shows.
TOGETHER = frozenset({"both", "compare"})


def beside(heard: Heard) -> tuple[Sequence[Mention], Sequence[Days]]:
    """Return the names and days in the clauses that ask; all names where those are only parts of names."""
    asking = heard.wanted.clauses
    near = [name for name in heard.about if any(c.start <= name.start < c.end for c in asking)]
    days = [day for day in heard.days if any(c.start <= day.start < c.end for c in asking)]
    if not any(name.name.whole and name.exact for name in near) and (near or not days):
        near = list(heard.about)
    return near, days


def picked(place: Fit, heard: Heard, asked: Sequence[Asked], label: Label) -> Fit:
    """Pick the one that is meant by its place: "the second one", "the next show", "the late one"."""
    around = place.shows
    several = bool(heard.ideas & TOGETHER) or heard.ideas >= {"early_one", "late_one"}
    if len(around) == 1 and (several or not place.named):
        around = _that_day(around[0], label)
    if several and len(around) > 1:
        return replace(place, shows=around)
    place = replace(place, shows=_by_hour(around, heard, label.timezone) or place.shows)
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


def _that_day(one: Show, label: Label) -> tuple[Show, ...]:
    """Return a show and the others of its artists or in its house on that day, itself first."""
    day = one.start.astimezone(label.timezone).date()
    return one, *(
        show
        for show in label.shows
        if show.id != one.id
        and show.start.astimezone(label.timezone).date() == day
        and (show.venue == one.venue or not set(one.artists).isdisjoint(show.artists))
    )


def _by_hour(shows: tuple[Show, ...], heard: Heard, zone: ZoneInfo) -> tuple[Show, ...]:
    """Of shows on one day, return the earlier or later as it is said, or the one at the hour that is said."""
    days = Counter(show.start.astimezone(zone).date() for show in shows)
    same = sorted(
        (show for show in shows if days[show.start.astimezone(zone).date()] > 1), key=lambda show: show.start
    )
    if len({show.start.astimezone(zone).date() for show in same}) != 1:
        return ()
    early, late = "early_one" in heard.ideas, "late_one" in heard.ideas
    if early and late:
        return tuple(same)
    if early or late:
        return (same[0] if early else same[-1],)
    hours = {int(hour) % _HALF_A_DAY for hour in heard.index.lexicon.signs["hour"].findall(heard.text)}
    at = tuple(show for show in same if show.start.astimezone(zone).hour % _HALF_A_DAY in hours)
    return at if len(hours) == 1 and len(at) == 1 else ()


def is_one_of_two(shows: Sequence[Show], heard: Heard, kinds: Sequence[Kind]) -> bool:
    """Whether two are asked about, or compared, and only one was found."""
    alone = len(shows) == 1 and len(kinds) == 1 and len(heard.anywhere) <= 1
    return alone and bool(heard.ideas & TOGETHER)


def is_half_heard(heard: Heard) -> bool:
    """Whether a number that no day was made of says how far a list is to reach: "until the 40th"."""
    return any(
        token.text.isdigit()
        and at not in heard.taken
        and reach(heard.tokens, range(at, at + 1), heard.index.lexicon) not in {"", TO}
        for at, token in enumerate(heard.tokens)
    )


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
