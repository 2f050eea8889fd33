"""Logistic regression on named signs, with a penalty on large weights."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

Row = tuple[Mapping[str, float], float]
#: Penalty on signs, and on single words, which there are many of.
PENALTY, PIECES_PENALTY = 0.001, 0.001
SURENESS_PENALTY = 0.01
ROUNDS = 300
#: A sign must stand in so many messages to be learnt.
SEEN = 3


def learn(
    rows: Sequence[Row], penalty: float = PENALTY, pieces_penalty: float = PIECES_PENALTY
) -> dict[str, float]:
    """Return the weight of every sign that is seen often enough; a word counts as a sign with a space."""
    counts = Counter(name for values, _ in rows for name in values)
    names = sorted(name for name, count in counts.items() if count >= SEEN or " " not in name)
    place = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for line, (values, _) in enumerate(rows):
        for name, value in values.items():
            if name in place:
                table[line, place[name]] = value
    truth = np.array([true for _, true in rows])
    kept = np.array([pieces_penalty if _is_piece(name) else penalty for name in names])
    kept[place["one"]] = 0.0
    weights = np.zeros(len(names))
    velocity = np.zeros(len(names))
    for _ in range(ROUNDS):
        miss = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30))) - truth
        velocity = 0.9 * velocity - (table.T @ miss / len(rows) + kept * weights)
        weights += velocity
    return {name: float(weights[place[name]]) for name in names if abs(weights[place[name]]) > 1e-4}


def _is_piece(name: str) -> bool:
    return name.partition(" ")[0] in ("word", "pair", "begin", "end", "last") and " " in name


def predict(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    total = sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
