"""Learns the weights of the signs: `python -m benchmarks.understanding.training`.

Logistic regression with a penalty on large weights, on the part of the messages that is for work, plus the
texts beside this file; how sure an answer is, is learnt from answers with weights that did not see its label.
Writes `bot/domain/understanding/weights.toml`.
"""

from collections.abc import Mapping
from pathlib import Path

from benchmarks.understanding.messages import FOLDER, read_labels, read_messages
from benchmarks.understanding.training.crossing import held_out, told_to
from benchmarks.understanding.training.learning import SURENESS_PENALTY, learn
from benchmarks.understanding.training.rows import questions, texts
from bot.domain.understanding.ear import Ear

TARGET = Path(__file__).parents[3] / "bot/domain/understanding/weights.toml"


def main() -> None:
    labels = read_labels()
    ears = {slug: Ear(label) for slug, label in labels.items()}
    messages = [message for language in ("en", "ko") for message in read_messages(FOLDER, "work", language)]
    told, more = told_to(messages, ears), list(texts(ears, labels))
    models = questions([*told, *more])
    _, grounds = held_out(told, more)
    models["answer"] = learn(grounds, SURENESS_PENALTY)
    write(models)


def write(models: Mapping[str, Mapping[str, float]]) -> None:
    lines = ["# Learnt by benchmarks/understanding/training; not for editing by hand."]
    for name, weights in models.items():
        lines += ["", f"[{name}]", *(f'"{sign}" = {weight:.4f}' for sign, weight in sorted(weights.items()))]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
