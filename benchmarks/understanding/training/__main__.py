"""Learns the weights of the signs: `python -m benchmarks.understanding.training`.

Logistic regression with a penalty on large weights, on the part of the messages that is for work, plus the
texts beside this file; plain Python, a few seconds. Writes `bot/domain/understanding/weights.toml`.
"""

import math
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.understanding.messages import FOLDER, Message, read_labels, read_messages
from bot.domain.understanding.asked import clauses
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Action
from bot.domain.understanding.words import plain, tidy, tokens

Row = tuple[Mapping[str, float], float]
PENALTY = 0.003
ROUNDS = 400
TARGET = Path(__file__).parents[3] / "bot/domain/understanding/weights.toml"


def main() -> None:
    ears = {slug: Ear(label) for slug, label in read_labels().items()}
    messages = [message for language in ("en", "ko") for message in read_messages(FOLDER, "work", language)]
    rows = [row(ears[message.label], message) for message in messages]
    print(f"question: right in cross-validation {validated(rows):.3f}")
    write({"question": learn(rows)})


def row(ear: Ear, message: Message) -> Row:
    tidied = tidy(message.text)
    parts = tokens(tidied)
    split = clauses(parts, ear._lexicon)
    heard = ear.hear(plain(tidied), parts, split, message.at, message.context)
    return ear.signs(heard, message.context), float(message.action is not Action.IGNORE)


def learn(rows: Sequence[Row], penalty: float = PENALTY) -> dict[str, float]:
    weights: dict[str, float] = {}
    step = 1.0
    names = sorted({name for values, _ in rows for name in values})
    velocity = dict.fromkeys(names, 0.0)
    weights = dict.fromkeys(names, 0.0)
    for _ in range(ROUNDS):
        slope = {name: penalty * weight * (name != "one") for name, weight in weights.items()}
        for values, truth in rows:
            miss = predict(weights, values) - truth
            for name, value in values.items():
                slope[name] += miss * value / len(rows)
        for name in names:
            velocity[name] = 0.9 * velocity[name] - step * slope[name]
            weights[name] += velocity[name]
    return weights


def predict(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    total = sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def validated(rows: Sequence[Row], folds: int = 5) -> float:
    mixed = list(rows)
    random.Random(7).shuffle(mixed)
    right = 0
    for fold in range(folds):
        weights = learn([r for at, r in enumerate(mixed) if at % folds != fold])
        right += sum((predict(weights, values) >= 0.5) == (truth == 1.0) for values, truth in mixed[fold::folds])
    return right / len(mixed)


def write(models: Mapping[str, Mapping[str, float]]) -> None:
    lines = ["# Learnt by benchmarks/understanding/training; not for editing by hand."]
    for name, weights in models.items():
        lines += ["", f"[{name}]", *(f'"{sign}" = {weight:.4f}' for sign, weight in sorted(weights.items()))]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
