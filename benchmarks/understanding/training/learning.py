"""Logistic regression on named signs, with a penalty on large weights."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.understanding.opinion import CLASSES, SCALE

Floats = NDArray[np.float32]
#: The signs of one reading, and how true it is that it is what is learnt, 0 to 1.
Row = tuple[Mapping[str, float], float]
PENALTY, STACKED_PENALTY, OPINION_PENALTY = 0.001, 0.0005, 3e-6
ROUNDS, OPINION_ROUNDS = 200, 60
STEP, OPINION_STEP = 0.1, 0.3
#: A word, or a gram, must stand in so many messages to be learnt.
SEEN, GRAM_SEEN = 3, 3
#: Stands in every row for the class by itself; small, for the descent to stay steady.
CONSTANT = 0.5
#: Weights of signs below this change nothing.
FAINT = 0.03
#: Weights of grams below this are not worth their place in the file.
SLIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Gist:
    """The grams of a message, what it is, and the classes of which that is not known."""

    grams: Collection[str]
    classes: Collection[str]
    unknown: Collection[str] = ()


class Table:
    """Rows of few numbers among many columns."""

    def __init__(self, rows: Sequence[Sequence[tuple[int, float]]], width: int) -> None:
        self.width = width
        lengths = np.array([len(row) for row in rows])
        self.columns = np.array([column for row in rows for column, _ in row], dtype=np.int64)
        self.values = np.array([value for row in rows for _, value in row], dtype=np.float32)[:, None]
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        by_column = np.argsort(self.columns, kind="stable")
        self.lines = np.repeat(np.arange(len(rows)), lengths)[by_column]
        self.turned = self.values[by_column]
        self.present, self.turned_starts = np.unique(self.columns[by_column], return_index=True)

    def dot(self, weights: Floats) -> Floats:
        """Return what each row weighs."""
        return np.asarray(np.add.reduceat(weights[self.columns] * self.values, self.starts, axis=0))

    def gathered(self, misses: Floats) -> Floats:
        """Return what each column has to do with the misses of the rows."""
        made = np.zeros((self.width, misses.shape[1]), dtype=np.float32)
        made[self.present] = np.add.reduceat(misses[self.lines] * self.turned, self.turned_starts, axis=0)
        return made


def _descend(
    table: Table, truth: Floats, known: Floats, *, rounds: int, step: float, penalty: float
) -> Floats:
    """Adam (Kingma and Ba, 2015), all rows in each round; what stands in few rows gets as far as the rest."""
    weights = np.zeros((table.width, truth.shape[1]), dtype=np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for done in range(1, rounds + 1):
        likely = 1 / (1 + np.exp(-np.clip(table.dot(weights), -30, 30)))
        slope = table.gathered(((likely - truth) * known / len(truth)).astype(np.float32))
        slope[:-1] += penalty * weights[:-1]
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        weights -= step * (mean / (1 - 0.9**done)) / (np.sqrt(square / (1 - 0.99**done)) + 1e-7)
    return weights


def learn(rows: Sequence[Row], penalty: float = PENALTY) -> dict[str, float]:
    """Return the weight of every sign that is seen often enough; single words have a space in their names."""
    counts = Counter(name for values, _ in rows for name in values)
    names = sorted(name for name, count in counts.items() if count >= SEEN or " " not in name)
    names.append(names.pop(names.index("one")))  # the last column is what holds for every row: no penalty
    place = {name: at for at, name in enumerate(names)}
    table = Table(
        [[(place[name], value) for name, value in values.items() if name in place] for values, _ in rows],
        len(names),
    )
    truth = np.array([[true] for _, true in rows], dtype=np.float32)
    weights = _descend(table, truth, np.ones_like(truth), rounds=ROUNDS, step=STEP, penalty=penalty)[:, 0]
    return {name: float(weights[at]) for name, at in place.items() if abs(weights[at]) > FAINT}


def learn_opinion(gists: Sequence[Gist]) -> dict[str, object]:
    """Return what `opinion.json` holds: the weights of grams and classes, in whole tenths."""
    counts = Counter(gram for gist in gists for gram in gist.grams)
    names = sorted(gram for gram, count in counts.items() if count >= GRAM_SEEN)
    place = {name: at for at, name in enumerate(names)}
    rows = []
    for gist in gists:
        found = [place[gram] for gram in gist.grams if gram in place]
        scale = 1 / np.sqrt(len(found) + 1)
        rows.append([*((at, float(scale)) for at in found), (len(names), CONSTANT)])
    truth = np.array([[name in gist.classes for name in CLASSES] for gist in gists], dtype=np.float32)
    known = np.array([[name not in gist.unknown for name in CLASSES] for gist in gists], dtype=np.float32)
    weights = _descend(
        Table(rows, len(names) + 1),
        truth,
        known,
        rounds=OPINION_ROUNDS,
        step=OPINION_STEP,
        penalty=OPINION_PENALTY,
    )
    whole = np.rint(weights * SCALE).astype(int)
    bias = np.rint(weights[-1] * CONSTANT * SCALE).astype(int)
    return {
        "bias": bias.tolist(),
        "grams": {
            name: whole[at].tolist() for name, at in place.items() if np.abs(weights[at]).max() >= SLIGHT
        },
    }
