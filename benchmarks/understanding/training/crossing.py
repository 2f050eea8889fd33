"""Weights for messages that were learnt without those written at the same time: batches are left out in turn."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.understanding.messages import BATCHES, Message
from benchmarks.understanding.training.forgetting import forgetful
from benchmarks.understanding.training.learning import STACKED_PENALTY, Gist, Row, learn, learn_opinion
from benchmarks.understanding.training.rows import (
    Models,
    Told,
    answers,
    by_signs,
    first,
    gist,
    heard,
    read,
    stacked,
    weighing,
)
from benchmarks.understanding.training.texts import texts
from bot.domain.shows.label import Label
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.hearing import Heard
from bot.domain.understanding.lexicon import Lexicon
from bot.domain.understanding.reading import Reading

#: Both halves of a machine with two cores.
WORKERS = 2
BATCH = {slug: at for at, batch in enumerate(BATCHES) for slug in batch}
Read = list[tuple[Message, Reading]]


class Crossing:
    """Everything there is to learn from, read once."""

    def __init__(self, labels: Mapping[str, Label], messages: Sequence[Message]) -> None:
        knowing = {slug: Ear(label) for slug, label in labels.items()}
        forgetting = {slug: Ear(labels[slug], words=words) for slug, words in _forgetful(messages).items()}
        self.knowing: list[Told] = [(knowing[one.label], one) for one in messages]
        self.forgetting: list[Told] = [(forgetting[one.label], one) for one in messages]
        written = list(texts(labels))
        everything = [*self.knowing, *self.forgetting]
        self.heard = heard(everything)
        self.more = heard([(knowing[one.label], one) for one in written])
        self.basis = [_basis(told, apart) for told, apart in [*self.heard, *self.more]]
        self.batch = [BATCH[message.label] for _, message in everything] + [-1] * len(self.more)

    def learnt(self) -> tuple[Models, dict[bool, Read]]:
        """Return the weights for use, and how every message was read without them, forgetting or not."""
        batches = sorted(set(BATCH.values()))
        with ProcessPoolExecutor(WORKERS) as pool:
            *folds, whole = pool.map(
                based,
                [
                    [one for one, of in zip(self.basis, self.batch, strict=True) if of != left]
                    for left in (*batches, None)
                ],
            )
        rows: dict[int, dict[str, list[Row]]] = {}
        for left, models in zip(batches, folds, strict=True):
            with weighing(models):
                rows[left] = stacked(
                    one for one in self.heard[len(self.knowing) :] if BATCH[one[0][1].label] == left
                )
        for left, models in zip(batches, folds, strict=True):
            models.update(_stack(rows, {"for us", "kinds"}, without=left))
            with weighing(models):
                rows[left] |= answers(one for one in self.forgetting if BATCH[one[1].label] == left)
        readings: dict[bool, Read] = {False: [], True: []}
        for left, models in zip(batches, folds, strict=True):
            models.update(_stack(rows, {"answer", "faq"}, without=left))
            with weighing(models):
                for forgets, all_told in ((False, self.knowing), (True, self.forgetting)):
                    readings[forgets] += [
                        (told[1], read(told)) for told in all_told if BATCH[told[1].label] == left
                    ]
        return whole | _stack(rows, {"for us", "kinds", "answer", "faq"}), readings


def _stack(
    rows: Mapping[int, Mapping[str, Sequence[Row]]], names: Iterable[str], without: int | None = None
) -> Models:
    return {
        name: learn(
            [row for left, some in rows.items() if left != without for row in some[name]], STACKED_PENALTY
        )
        for name in names
    }


Basis = tuple[Row, Row, Gist]


def _basis(told: Told, apart: Heard) -> Basis:
    return by_signs(told, apart), first(told), gist(told, apart)


def based(basis: Sequence[Basis]) -> Models:
    """Learn what a question looks like, at a first glance and taken apart, and the second opinion."""
    return {
        "question": learn([row for row, _, _ in basis]),
        "glance": learn([row for _, row, _ in basis]),
        "opinion": learn_opinion([one for _, _, one in basis]),
    }


def _forgetful(messages: Sequence[Message]) -> dict[str, Lexicon]:
    made: dict[str, Lexicon] = {}
    for batch in BATCHES:
        words = forgetful(
            (one.text for one in messages if one.label in batch),
            (one.text for one in messages if one.label not in batch),
        )
        made |= dict.fromkeys(batch, words)
    return made
