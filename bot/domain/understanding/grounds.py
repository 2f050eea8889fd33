"""What a reading rests on, as numbers to be weighed: the rules, the second opinion, names and shows."""

import math
from collections.abc import Mapping

from bot.domain.understanding.asked import Asked
from bot.domain.understanding.hearing import Heard
from bot.domain.understanding.opinion import CHAT, ELSE, odds
from bot.domain.understanding.reading import Kind
from bot.domain.understanding.which import Fit

#: From this likelihood on (0 to 1) the second opinion counts a kind as asked.
ASKED = 0.5
#: Most kinds of facts in one answer.
MOST_KINDS = 3
#: Who says more than this may say which show they mean.
PLAIN_CLAUSES = 2
#: A reading is as unlikely as this, in logarithms, at most.
_WORST = 8.0
#: Ideas that each ask for a kind of its own: more of them than kinds, and something was not heard.
_EACH_A_KIND = frozenset(
    [
        "when",
        "what_time",
        "where",
        "how_much",
        "who",
        "price",
        "doors",
        "start_time",
        "age",
        "link",
        "lineup",
        "support",
        "on_sale",
        "place",
        "sold_out",
    ]
)
Option = tuple[Asked, ...]


def options(heard: Heard, by_rules: Option) -> list[Option]:
    """Return what may be asked: as the rules have it, as the second opinion, both, or what they share."""
    if by_rules and not heard.anywhere and {one.kind for one in by_rules} == set(heard.context.kinds):
        return [by_rules[:MOST_KINDS]]  # nothing is asked anew: "and the one in Busan?"
    likely = sorted(
        ((sure, Kind(name)) for name, sure in heard.opinion.items() if name not in {CHAT, ELSE}), reverse=True
    )
    learnt = tuple(Asked(kind, sure) for sure, kind in likely[:MOST_KINDS] if sure >= ASKED)
    learnt = learnt or (Asked(likely[0][1], likely[0][0]),)
    ruled = {one.kind for one in by_rules}
    both = by_rules + tuple(one for one in learnt if one.kind not in ruled)
    shared = tuple(one for one in by_rules if any(one.kind is other.kind for other in learnt))
    found: dict[frozenset[Kind], Option] = {}
    for option in (by_rules[:MOST_KINDS], learnt, both, shared, heard.loosely, heard.anywhere):
        if option and len(option) <= MOST_KINDS:
            found.setdefault(frozenset(one.kind for one in option), option)
    return list(found.values())


def kind_grounds(heard: Heard, option: Option, by_rules: Option) -> Mapping[str, float]:
    """Return what speaks for and against just these kinds being asked."""
    likely = heard.opinion
    kinds = {one.kind.value for one in option}
    ruled = {one.kind.value for one in by_rules}
    others = [sure for name, sure in likely.items() if name not in kinds and name not in {CHAT, ELSE}]
    fit = sum(math.log(max(likely[name], 1e-4)) for name in kinds)
    fit += sum(math.log(max(1 - likely[name], 1e-4)) for name in likely if name not in kinds)
    learnt = {name for name, sure in likely.items() if sure >= ASKED and name not in {CHAT, ELSE}}
    loose, anywhere = ({one.kind.value for one in some} for some in (heard.loosely, heard.anywhere))
    return _told(
        {
            "fit": max(fit, -_WORST) / _WORST,
            "least": odds(min(likely[name] for name in kinds)),
            "another": odds(max(others)),
            "else": odds(likely[ELSE]),
            "chat": odds(likely[CHAT]),
            "by rules": kinds == ruled,
            "by opinion": kinds == learnt,
            "by rules and all clauses": kinds == ruled == anywhere,
            "by both": kinds == ruled == learnt,
            "by loose rules and opinion": not ruled and kinds == learnt and kinds == loose,
            "as before": not heard.wanted.asked and kinds == {kind.value for kind in heard.context.kinds},
            "against rules": bool(ruled) and ruled.isdisjoint(kinds),
            "more than rules": bool(ruled) and ruled < kinds,
            "less than rules": kinds < ruled,
            "no rules": not ruled,
            "by loose rules": kinds == loose,
            "by all clauses": kinds == anywhere,
            "less than all clauses": kinds < anywhere,
            "rule": min((one.sure for one in by_rules), default=0.0),
            "other subject": bool(heard.wanted.topics),
            "several kinds": len(kinds) > 1,
            "more asked": max(len(heard.ideas & _EACH_A_KIND) - len(kinds), 0) / 3,
            "more clauses": max(sum(clause.asks for clause in heard.clauses) - len(kinds), 0) / 3,
            "unknown words": min(len(heard.unknown), 6) / 6,
            "strange words": min(len(heard.strange), 3) / 3,
        }
    )


def answer_grounds(heard: Heard, option: Option, place: Fit, sure: float) -> Mapping[str, float]:
    """Return what an answer rests on; `sure` is the likelihood, 0 to 1, that these kinds are asked."""
    names = heard.about
    listed = all(one.kind is Kind.LIST for one in option)
    return _told(
        {
            "kinds": odds(sure),
            "question": odds(heard.question),
            "else": odds(heard.opinion[ELSE]),
            "named": place.named,
            "place": 1 - place.sure,
            "past": place.past,
            "talked of": not place.named and bool(heard.context.shows),
            "nothing named": not place.named and not heard.context.shows,
            "guessed name": any(not mention.exact for mention in names),
            "part of a name": any(not mention.name.whole for mention in names),
            "only everyday names": bool(names) and all(mention.name.ordinary for mention in names),
            "several names": len({mention.start for mention in names}) > 1,
            "several days": len(heard.days) > 1,
            "several kinds": len(option) > 1,
            "several shows": len(place.shows) > 1 and not listed and not _is_plain(heard),
            "list": listed,
            "unknown words": min(len(heard.unknown), 6) / 6,
            "unknown share": len(heard.unknown) / max(heard.size, 1),
            "strange words": min(len(heard.strange), 3) / 3,
            "clauses": min(len(heard.clauses), 5) / 5,
            "long": min(heard.size, 40) / 40,
            "against": any(clause.against for clause in heard.clauses),
            "addressed": heard.context.addressed,
        }
    )


def _is_plain(heard: Heard) -> bool:
    """Whether one name is all that tells which shows are meant, so that all of them are."""
    names = {mention.start for mention in heard.about}
    more = heard.unknown or heard.days or heard.context.shows
    return len(names) == 1 and not more and len(heard.clauses) <= PLAIN_CLAUSES


def _told(made: Mapping[str, float]) -> dict[str, float]:
    return {"one": 1.0} | {name: float(value) for name, value in made.items() if value}
