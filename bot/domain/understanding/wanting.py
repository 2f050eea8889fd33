"""What the clauses of a message ask for: kinds of facts, or other subjects."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.understanding.asked import ASKING, Asked, Clause, kinds_asked
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.reading import Kind

#: Ideas that tie a question to a show, where no name does.
SHOWISH = frozenset({"show", "ticket", "doors", "lineup", "support", "on_sale", "play", "start", "enter"})
#: A rule as sure as this asks about a show even without such ideas.
_BY_ITSELF = 0.85


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the asking clauses ask for: kinds of facts, other subjects, and from which clauses the kinds are."""

    asked: tuple[Asked, ...] = ()
    topics: frozenset[str] = frozenset()
    anchored: bool = False
    clauses: tuple[Clause, ...] = ()


def wanted(parts: Sequence[Clause], spoken: frozenset[int], lexicon: Lexicon) -> Wanted:
    """Collect from the clauses that ask; when those ask for nothing known, from all."""
    asking = [
        clause for clause in parts if clause.asks or not (clause.against or ASKING.isdisjoint(clause.ideas))
    ]
    made = _collected(asking, spoken, lexicon)
    if not made.asked and not made.topics:
        made = _collected(parts, spoken, lexicon)
    if not made.asked and not made.topics and asking:
        made = _together(parts, spoken, lexicon)
    if made.asked and not made.anchored and not made.topics:
        topics = frozenset[str]().union(*(clause.ideas for clause in parts)) & lexicon.topics
        return Wanted(made.asked, topics, made.anchored, made.clauses)
    return made


def _together(parts: Sequence[Clause], spoken: frozenset[int], lexicon: Lexicon) -> Wanted:
    """Read all clauses as one: "My son is 17. Would he be let in?"."""
    whole = Clause(parts[0].start, parts[-1].end, found=[one for clause in parts for one in clause.found])
    return _collected([whole], spoken, lexicon)


def _collected(parts: Sequence[Clause], spoken: frozenset[int], lexicon: Lexicon) -> Wanted:
    asked: dict[str, Asked] = {}
    topics: set[str] = set()
    from_clauses: list[Clause] = []
    anchored = False
    for clause in parts:
        about = clause.ideas & lexicon.topics
        topics |= about
        new = () if about else kinds_asked(clause.found, lexicon)
        if new:
            from_clauses.append(clause)
            asked = {one.kind: one for one in new} | asked
            named = not spoken.isdisjoint(range(clause.start, clause.end))
            sure = max(one.sure for one in new) > _BY_ITSELF
            shown = not (SHOWISH | lexicon.events).isdisjoint(clause.ideas)
            anchored = anchored or named or sure or shown
    if len(asked) > 1:
        asked.pop(Kind.LIST, None)
    settled = bool(asked) and anchored
    return Wanted(
        tuple(asked.values()), frozenset() if settled else frozenset(topics), anchored, tuple(from_clauses)
    )
