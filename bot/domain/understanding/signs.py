"""What speaks for a message being a question to the label, as numbers to be weighed."""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.domain.understanding.asked import ASKING, Clause
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.naming import Mention
from bot.domain.understanding.reading import Context
from bot.domain.understanding.words import Token

#: What a word counts for, beside a sign that counts for 1.
PIECE = 0.5

_FEW_WORDS = 4
#: A message of so many words may ask without saying so: "busan tix where".
_TERSE = 6
#: How sure a kind is, 0 to 1, that is asked by its words alone.
_TELLING = 0.7
_LAUGHING = re.compile("[😂🤣😭🥹🔥💀😍]")
_QUOTED = re.compile(r"[\"\u201c\u2018][^\"\u201c\u201d]{4,}[\"\u201d\u2019]")


#: Subjects of fans in need of help.
TROUBLE = frozenset({"order_trouble", "site_trouble", "lost", "parcel"})
#: … of those, what only the team can see to.
OWN_TROUBLE = frozenset({"order_trouble", "site_trouble"})


def pieces(tokens: Sequence[Token], taken: frozenset[int]) -> set[str]:
    """Return the words of a message, and pairs of them; of Korean words, how they begin and end."""
    made: set[str] = set()
    before = "^"
    for at, token in enumerate(tokens):
        if token.is_mark:
            continue
        word = "@" if at in taken else token.text
        if token.is_hangul and at not in taken:
            made |= {"begin " + word[:2], "end " + word[-2:]}
        else:
            made.add("word " + word)
        made.add(f"pair {before[-2:] if token.is_hangul else before} {word[:2] if token.is_hangul else word}")
        before = word
    made.add("last " + (before[-2:] if "가" <= before[-1] <= "힣" else before))
    return made


def signs(
    text: str,
    parts: Sequence[Clause],
    mentions: Sequence[Mention],
    *,
    kinds: float,
    unknown: int,
    size: int,
    dated: bool,
    context: Context,
    lexicon: Lexicon,
) -> dict[str, float]:
    """Return the signs by name; most are 0 or 1."""
    ideas = set[str]().union(*(clause.ideas for clause in parts))
    against = frozenset[str]().union(*(clause.against for clause in parts))
    asks = [clause for clause in parts if clause.asks]
    names = [mention for mention in mentions if mention.exact and not mention.name.ordinary]
    own = set[str]().union(*(clause.ideas for clause in asks))
    korean = any("가" <= char <= "힣" for char in text)
    told = {
        name: lexicon.signs[name].search(text) is not None
        for name in ("first", "past", "statement", "laughter")
    }
    first, past = told["first"], told["past"]
    plain_kind = kinds >= _TELLING and not against and not past
    made: dict[str, float] = {
        "telegram": plain_kind and not unknown and not first and size <= _TERSE,
        "telegram of a name": plain_kind and bool(mentions) and not first and size <= _TERSE,
        "plain kind": plain_kind and not unknown,
        "named kind": kinds * bool(mentions),
        "named kind asked": kinds * bool(mentions and asks),
        "dated kind": kinds * dated,
        "topic with start": any(
            clause.starts and not lexicon.topics.isdisjoint(clause.ideas) for clause in parts
        ),
        "topic with request": any(
            clause.requests and not lexicon.topics.isdisjoint(clause.ideas) for clause in parts
        ),
        "kind with request": kinds * any(clause.requests and clause.ideas for clause in parts),
        "kind with mark": kinds * any(clause.mark and clause.ideas for clause in parts),
        "explained": not unknown,
        "one": 1.0,
        "korean": korean,
        "mark": any(clause.mark for clause in parts),
        "starts": any(clause.starts for clause in parts),
        "requests": any(clause.requests for clause in parts),
        "ending": any(clause.ending for clause in parts),
        "mark with start": any(clause.mark and (clause.starts or clause.ending) for clause in parts),
        "asks": bool(asks),
        "kinds": kinds,
        "kinds asked": kinds if asks else 0.0,
        "asking word": not ASKING.isdisjoint(ideas),
        "asking word in question": not ASKING.isdisjoint(own),
        "topic asked": not lexicon.topics.isdisjoint(own),
        "topic": not lexicon.topics.isdisjoint(ideas),
        "trouble": not ideas.isdisjoint(TROUBLE),
        "trouble of one's own": not ideas.isdisjoint(TROUBLE) and first,
        "show": "show" in ideas or not lexicon.events.isdisjoint(ideas),
        "ticket": "ticket" in ideas,
        "show or ticket asked": not own.isdisjoint(
            {"show", "ticket", "buy", "doors", "play", "on_sale", "link"}
        ),
        "named": bool(names),
        "named and asked": bool(names and asks),
        "everyday name": bool(mentions) and not names,
        "dated": dated,
        "unknown words": min(unknown, 6) / 6,
        "short": size <= _FEW_WORDS,
        "long": min(size, 40) / 40,
        "addressed": context.addressed,
        "addressed and asked": context.addressed and bool(asks or kinds),
        "to others": context.speaks_to_others,
        "conversation": bool(context.shows),
        "conversation and kind": bool(context.shows) and kinds > 0,
        "laughter": told["laughter"] or _LAUGHING.search(text) is not None,
        "quoted": _QUOTED.search(text) is not None,
        "statement": korean and told["statement"],
        "past": past,
        "past in question": past and bool(asks),
        "first person": first,
        "label": lexicon.signs["label"].search(text) is not None,
        **{name: name in against for name in ("rhetorical", "told", "others")},
        "topic allowed": any(
            "may" in clause.ideas and not lexicon.topics.isdisjoint(clause.ideas) for clause in parts
        ),
        **_manner(parts),
        "polite kind": kinds * any("polite" in clause.manner and clause.ideas for clause in parts),
        "polite topic": any(
            "polite" in clause.manner and not lexicon.topics.isdisjoint(clause.ideas) for clause in parts
        ),
    }
    return {name: float(value) for name, value in made.items() if value}


def glance(tokens: Sequence[Token], parts: Sequence[Clause], context: Context) -> dict[str, float]:
    """Return those signs that need no look at names, days and ideas: enough to tell plain chat."""
    against = frozenset[str]().union(*(clause.against for clause in parts))
    made: dict[str, float] = {
        "one": 1.0,
        "mark": any(clause.mark for clause in parts),
        "starts": any(clause.starts for clause in parts),
        "requests": any(clause.requests for clause in parts),
        "ending": any(clause.ending for clause in parts),
        "addressed": context.addressed,
        "conversation": bool(context.shows or context.kinds),
        "to others": context.speaks_to_others,
        "long": min(sum(1 for token in tokens if not token.is_mark), 40) / 40,
        **{name: name in against for name in ("rhetorical", "told", "others")},
        **_manner(parts),
    }
    shown = {name: float(value) for name, value in made.items() if value}
    return dict.fromkeys(pieces(tokens, frozenset()), PIECE) | shown


def _manner(parts: Sequence[Clause]) -> dict[str, float]:
    """How it is said, where a language shows that in its endings: a polite question, or a plain remark."""
    against = any(clause.against for clause in parts)
    polite = any("polite" in clause.manner for clause in parts)
    return {
        "polite": polite,
        "polite to nobody": polite and not against,
        "plain": bool(parts) and "plain" in parts[-1].manner,
        "plain throughout": all("plain" in clause.manner for clause in parts),
    }


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    path = files("bot.domain.understanding").joinpath("weights.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def likelihood(values: Mapping[str, float], of: str) -> float:
    """Return the probability, 0 to 1, that the learnt weights of that name give to the signs."""
    weights = _weights()[of]
    total = sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
