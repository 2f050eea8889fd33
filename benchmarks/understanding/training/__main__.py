"""Learns the weights of the ear: `python -m benchmarks.understanding.training`.

Logistic regression with a penalty on large weights, on the part of the messages that is for work, plus the
texts beside this file; what is made of both opinions, and how sure an answer is, is learnt from readings with
weights that did not see the messages written at the same time, by ears that forgot what only those say.
Writes `weights.toml` and `opinion.json` in `bot/domain/understanding`.
"""

from pathlib import Path

from benchmarks.understanding.figures import report
from benchmarks.understanding.messages import FOLDER, read_labels, read_messages
from benchmarks.understanding.training.crossing import Crossing
from benchmarks.understanding.training.rows import Models
from benchmarks.understanding.training.writing import opinion_json, weights_toml

TARGET = Path(__file__).parents[3] / "bot/domain/understanding"


def main() -> None:
    messages = [message for language in ("en", "ko") for message in read_messages(FOLDER, "work", language)]
    models, readings = Crossing(read_labels(), messages).learnt()
    write(models)
    for forgets, read in readings.items():
        print(report(read, title="forgetful" if forgets else "cross-validated", errors=False))


def write(models: Models) -> None:
    (TARGET / "opinion.json").write_text(opinion_json(models.pop("opinion")), encoding="utf-8")
    (TARGET / "weights.toml").write_text(weights_toml(models), encoding="utf-8")


if __name__ == "__main__":
    main()
