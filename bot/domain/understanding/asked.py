"""Takes a message apart into clauses, each with its signs of asking and the kinds that it asks for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.understanding.ideas import Found
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.reading import Kind
from bot.domain.understanding.words import Token

_SENTENCE_END = re.compile(r"[?!.\n;]|[\U0001f000-\U0001faff☀-➿]")
_PAUSE = re.compile(r"[,~&]|[ㅋㅎㅠㅜ]")
#: A clause of so few words is read with its neighbour: "when, and where is it".
_SCRAP = 2
#: Ideas that make a question by themselves.
ASKING = frozenset({"when", "what_time", "where", "how_much", "who", "how", "which", "what"})


#: The kind of those rules that name what no data can answer.
TEAM = "team"


@dataclass(slots=True)
class Clause:
    """Words from `start` to `end` (excluded), with what speaks for and against a question in them."""

    start: int
    end: int
    mark: bool = False
    starts: bool = False
    requests: bool = False
    ending: bool = False
    against: frozenset[str] = frozenset()
    manner: frozenset[str] = frozenset()
    found: list[Found] = field(default_factory=list)

    @property
    def ideas(self) -> set[str]:
        """What its words mean."""
        return {idea for phrase in self.found for idea in phrase.ideas}

    @property
    def asks(self) -> bool:
        """Whether it looks like a question by itself."""
        return self.mark or self.starts or self.requests or self.ending


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind that a clause asks for, and how surely its words mean that, 0 to 1."""

    kind: Kind
    sure: float


def clauses(tokens: Sequence[Token], lexicon: Lexicon) -> list[Clause]:
    """Split a message at its marks and joining words."""
    found: list[Clause] = []
    for start, end in _sentences(tokens):
        mark = any("?" in token.text for token in tokens[start:end])
        parts = list(_split(tokens, start, end, lexicon))
        for first, last in parts:
            found.append(_signs(tokens, first, last, lexicon, mark=mark and last == parts[-1][1]))
    return found


def _sentences(tokens: Sequence[Token]) -> Iterable[tuple[int, int]]:
    start = 0
    for index, token in enumerate(tokens):
        if index == len(tokens) - 1 or (token.is_mark and _SENTENCE_END.search(token.text)):
            if any(not part.is_mark for part in tokens[start : index + 1]):
                yield start, index + 1
            start = index + 1


def _split(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> Iterable[tuple[int, int]]:
    begin = start
    for at in range(start, end):
        token = tokens[at]
        if token.is_mark:
            cut, after = _PAUSE.search(token.text) is not None, at + 1
        elif token.is_hangul:
            cut, after = bool(lexicon.clause_end.search(token.text)) and len(token.text) > 1, at + 1
        else:
            cut, after = token.text in lexicon.joiners, at
        if cut and after < end and begin < after:
            yield begin, after
            begin = after
    if begin < end:
        yield begin, end


def _signs(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon, *, mark: bool) -> Clause:
    parts = [token.text for token in tokens[start:end] if not token.is_mark]
    line = " ".join(parts)
    signs = lexicon.signs
    while parts and parts[0] in lexicon.fillers:
        parts = parts[1:]
    return Clause(
        start,
        end,
        mark=mark,
        starts=signs["starts"].match(" ".join(parts[:4])) is not None,
        requests=signs["requests"].search(line) is not None,
        ending=signs["endings"].search(line) is not None,
        against=frozenset(name for name in ("rhetorical", "told", "others") if signs[name].search(line)),
        manner=frozenset(name for name in ("polite", "plain") if signs[name].search(line)),
    )


def fill(parts: Sequence[Clause], found: Sequence[Found]) -> None:
    """Give every clause the phrases that stand in it."""
    for phrase in found:
        for clause in parts:
            if clause.start <= phrase.start < clause.end:
                clause.found.append(phrase)


def gathered(parts: Sequence[Clause], tokens: Sequence[Token], taken: frozenset[int]) -> list[Clause]:
    """Join scraps of clauses to their neighbours, so that each can be read by itself."""
    joined: list[Clause] = []
    for clause in parts:
        ended = bool(joined) and joined[-1].ending and ASKING.isdisjoint(clause.ideas)
        if (
            joined
            and not ended
            and (_is_scrap(clause, tokens, taken) or _is_scrap(joined[-1], tokens, taken))
        ):
            joined[-1] = _merged(joined[-1], clause)
        else:
            joined.append(clause)
    return joined


def _is_scrap(clause: Clause, tokens: Sequence[Token], taken: frozenset[int]) -> bool:
    """Whether a clause is too short to be read alone; one that asks of something is not."""
    span = range(clause.start, clause.end)
    if sum(1 for at in span if at not in taken and not tokens[at].is_mark) > _SCRAP:
        return False
    ideas = clause.ideas
    if ideas and not taken.isdisjoint(span):
        return False
    return ASKING.isdisjoint(ideas) or (ideas <= ASKING and taken.isdisjoint(span))


def _merged(one: Clause, other: Clause) -> Clause:
    return Clause(
        one.start,
        other.end,
        mark=one.mark or other.mark,
        starts=one.starts or other.starts,
        requests=one.requests or other.requests,
        ending=one.ending or other.ending,
        against=one.against | other.against,
        manner=one.manner | other.manner,
        found=[*one.found, *other.found],
    )


def kinds_asked(found: Sequence[Found], lexicon: Lexicon) -> list[Asked]:
    """Return the kinds that the phrases of one clause ask for, in the order of the rules."""
    present = {idea for phrase in found for idea in phrase.ideas}
    twice = sum("what_time" in phrase.ideas for phrase in found) > 1
    if twice and "start" in present and not present.isdisjoint({"doors", "enter"}):
        present.add("both_times")
    asked: list[Asked] = []
    for rule in lexicon.rules:
        if rule.needs <= present and present.isdisjoint(rule.never):
            present -= rule.uses
            if rule.kind == TEAM:
                return []
            if all(known.kind != rule.kind for known in asked):
                asked.append(Asked(Kind(rule.kind), rule.sure))
    kinds = {one.kind for one in asked}
    if kinds == {Kind.LIST, Kind.DATE}:
        return [one for one in asked if one.kind is Kind.LIST]
    return [one for one in asked if one.kind is not Kind.LIST] if len(asked) > 1 else asked
