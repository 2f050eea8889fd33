"""A second opinion on what a message asks: learnt from words, where the rules are written by hand."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise

from bot.domain.understanding.asked import Clause
from bot.domain.understanding.naming import Mention
from bot.domain.understanding.ranges import Days
from bot.domain.understanding.reading import Context, Kind
from bot.domain.understanding.words import Token

#: What a message may be, besides asking for kinds of facts: chat, or a question on something else.
CHAT, ELSE = "ignore", "other"
CLASSES = (CHAT, ELSE, *(kind.value for kind in Kind if kind is not Kind.FAQ))
#: Languages whose messages it was learnt from.
LEARNT = frozenset({"en", "ko"})
#: The file has weights in whole tenths.
SCALE = 10
#: Likelihoods are kept this far from 0 and 1 when they are weighed.
_FURTHEST = 6.0
#: Letters of a Latin word that is cut to its beginning, too.
_LONG = 6
_PAIR = 2


def grams(
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    mentions: Sequence[Mention],
    days: Sequence[Days],
    context: Context,
) -> set[str]:
    """Return the words, pairs of words and ideas of a message; its names and days are only said to be such."""
    line = [*_masked(tokens, mentions, days)]
    made = {f"1 {word}" for word in line} | {f"2 {one} {two}" for one, two in pairwise(["^", *line, "$"])}
    for word in line:
        if "가" <= word[0] <= "힣":
            made |= {"b " + word[:2], "e " + word[-2:]}
            made.update("c " + one + two for one, two in pairwise(word))
        elif len(word) >= _LONG:
            made.add("b " + word[: _LONG - 1])
    ideas = sorted({idea for clause in clauses for idea in clause.ideas})
    made.update("i " + idea for idea in ideas)
    made.update(f"ii {one} {two}" for one, two in combinations(ideas, _PAIR))
    for clause in clauses:
        made.update("against " + sign for sign in clause.against)
        if clause.asks:
            made.add("asks")
            made.update("asked " + idea for idea in clause.ideas)
    for name in ("addressed", "speaks_to_others", "shows", "kinds"):
        if getattr(context, name):
            made.add("context " + name)
    return made


def _masked(tokens: Sequence[Token], mentions: Sequence[Mention], days: Sequence[Days]) -> Iterable[str]:
    roles: dict[int, tuple[int, str]] = {}
    for day in days:
        roles.update(dict.fromkeys(range(day.start, day.end), (day.start, "@day")))
    for mention in mentions:
        for at in range(mention.start, mention.end):
            roles[at] = (mention.start, "@" + mention.name.facet)
    before: tuple[int, str] | None = None
    for at, token in enumerate(tokens):
        role = roles.get(at)
        if role is not None:
            if role != before:
                yield role[1]
        elif not token.is_mark:
            yield "#" if token.text.isdigit() else token.text
        elif "?" in token.text:
            yield "?"
        before = role


@cache
def _learnt() -> tuple[Sequence[float], Mapping[str, Sequence[float]]]:
    """The weight of every class by itself, and by gram, as whole numbers."""
    path = files("bot.domain.understanding").joinpath("opinion.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    return data["bias"], data["grams"]


def opinion(said: Iterable[str]) -> dict[str, float]:
    """Return how likely a message of such grams is chat, something else, or asks for each kind: 0 to 1."""
    bias, weights = _learnt()
    known = [weights[gram] for gram in said if gram in weights]
    share = 1 / math.sqrt(len(known) + 1)
    sums = [sum(column) for column in zip(*known, strict=True)] if known else [0.0] * len(bias)
    return {
        name: sigmoid((total * share + own) / SCALE)
        for name, total, own in zip(CLASSES, sums, bias, strict=True)
    }


def sigmoid(value: float) -> float:
    """Return the probability, 0 to 1, of such odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def odds(likely: float) -> float:
    """Return the logarithm of the odds of a likelihood, from -1 to 1 for the surest."""
    likely = min(max(likely, 1e-9), 1 - 1e-9)
    return max(-_FURTHEST, min(_FURTHEST, math.log(likely / (1 - likely)))) / _FURTHEST
