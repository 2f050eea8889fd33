"""What the bot had to leave to the team, and what would have let it answer: a frequent question, or a fact."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.questions.question import Outcome, Question
from bot.domain.understanding.faqs import features
from bot.domain.understanding.lexicon import lexicon
from bot.domain.understanding.reading import Kind
from bot.domain.understanding.words import tidy, tokens

#: Questions at least so alike (0 to 1) would have had one answer.
ALIKE = 0.45
#: Of more hand-offs than this in a week only the latest are compared.
MOST_COMPARED = 200

_NO_FACT_OF_A_SHOW = frozenset({Kind.FAQ, Kind.LIST})
_NOT_A_QUESTION = frozenset({Outcome.DISMISSED, Outcome.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqWish:
    """Questions, oldest first, that one new frequent question would have answered."""

    questions: tuple[Question, ...]

    @property
    def answered(self) -> Question | None:
        """The latest of them that the team answered: its reply can become the frequent question's."""
        by_staff = (q for q in reversed(self.questions) if q.outcome is Outcome.ANSWERED_BY_STAFF)
        return next(by_staff, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """A kind of fact that fans asked of a show and its data do not hold; no show if that wasn't clear either."""

    kind: Kind
    show_id: str | None
    title: str
    questions: int


def handed_off(questions: Iterable[Question]) -> list[Question]:
    """Return the questions that the bot gave to the team, oldest first."""
    given = (q for q in questions if q.handed_off_at is not None and q.outcome not in _NOT_A_QUESTION)
    return sorted(given, key=lambda q: (q.asked_at, q.id))


def missing_facts(questions: Iterable[Question], titles: Mapping[str, str]) -> tuple[MissingFact, ...]:
    """Count which facts of which shows were asked and left to the team, the most frequent first."""
    counted = Counter(
        (kind, show_id)
        for question in handed_off(questions)
        for kind in dict.fromkeys(question.kinds)
        for show_id in dict.fromkeys(question.shows or (None,))
        if kind not in _NO_FACT_OF_A_SHOW
    )
    return tuple(
        MissingFact(
            kind=kind, show_id=show_id, title=titles.get(show_id or "", show_id or ""), questions=number
        )
        for (kind, show_id), number in counted.most_common()
    )


def faq_wishes(questions: Iterable[Question]) -> tuple[FaqWish, ...]:
    """Gather hand-offs about nothing that the label's data could hold, alike ones together, most first."""
    wished = [q for q in handed_off(questions) if q.faq is None and set(q.kinds) <= _NO_FACT_OF_A_SHOW]
    groups: list[list[Question]] = []
    likenesses: list[list[Mapping[str, float]]] = []
    for question, meaning in _meanings(wished[-MOST_COMPARED:]):
        likeness = [max(_alike(meaning, other) for other in group) for group in likenesses]
        if likeness and max(likeness) >= ALIKE:
            place = likeness.index(max(likeness))
            groups[place].append(question)
            likenesses[place].append(meaning)
        else:
            groups.append([question])
            likenesses.append([meaning])
    return tuple(FaqWish(questions=tuple(group)) for group in sorted(groups, key=len, reverse=True))


def _meanings(questions: list[Question]) -> list[tuple[Question, Mapping[str, float]]]:
    """Weigh what each question is made of, so that its length does not matter."""
    found: list[tuple[Question, Mapping[str, float]]] = []
    for question in questions:
        made_of = features(tokens(tidy(question.text)), frozenset(), lexicon())
        length = math.sqrt(sum(weight * weight for weight in made_of.values())) or 1.0
        found.append((question, {feature: weight / length for feature, weight in made_of.items()}))
    return found


def _alike(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight * other[feature] for feature, weight in one.items() if feature in other)
