"""Learns the weights of the signs: `python -m benchmarks.understanding.training`.

Logistic regression with a penalty on large weights, on the part of the messages that is for work, plus the
texts beside this file; plain Python, a few seconds. Writes `bot/domain/understanding/weights.toml`.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks.understanding.figures import is_right
from benchmarks.understanding.messages import FOLDER, Message, read_labels, read_messages
from bot.domain.understanding import judging
from bot.domain.understanding.asked import clauses
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.hearing import hear
from bot.domain.understanding.reading import Action, Context
from bot.domain.understanding.signs import glance, likelihood
from bot.domain.understanding.words import plain, tidy, tokens

Row = tuple[Mapping[str, float], float]
PENALTY = 0.003
PIECES_PENALTY = 0.003
ROUNDS = 250
#: A sign must stand in so many messages to be learnt.
SEEN = 3
SURENESS_PENALTY = 0.01
KOREAN = {
    "Seoul": "서울",
    "Busan": "부산",
    "Tokyo": "도쿄",
    "Osaka": "오사카",
    "Taipei": "타이베이",
    "Daejeon": "대전",
    "Daegu": "대구",
}
TARGET = Path(__file__).parents[3] / "bot/domain/understanding/weights.toml"


def main() -> None:
    ears = {slug: Ear(label) for slug, label in read_labels().items()}
    messages = [message for language in ("en", "ko") for message in read_messages(FOLDER, "work", language)]
    told = [(ears[message.label], message) for message in messages] + list(texts(ears))
    models = {}
    for name, look in (("question", whole), ("glance", first)):
        rows = often_seen([look(ear, message) for ear, message in told])
        print(f"{name}: {len(rows)} messages, {len({sign for values, _ in rows for sign in values})} signs")
        models[name] = learn(rows)
        lines = validated(rows)
        right = sum((likely >= 0.5) == (truth == 1.0) for likely, truth in lines)
        lost = {edge: sum(likely < edge for likely, truth in lines if truth) for edge in (0.05, 0.1, 0.2)}
        spared = {
            edge: sum(likely < edge for likely, truth in lines if not truth) for edge in (0.05, 0.1, 0.2)
        }
        print(
            f"  in cross-validation {right / len(rows):.3f} right; questions under {lost}, chat under {spared}"
        )
    models["answer"] = learn(answers(messages, ears), penalty=SURENESS_PENALTY)
    write(models)


def often_seen(rows: Sequence[Row]) -> list[Row]:
    counts = Counter(name for values, _ in rows for name in values)
    return [
        ({name: value for name, value in values.items() if counts[name] >= SEEN}, truth)
        for values, truth in rows
    ]


def texts(ears: Mapping[str, Ear]) -> Iterable[tuple[Ear, Message]]:
    """The texts beside this file, with names of the labels in turn put in."""
    slugs = ("paper-lantern", "northlight", "moonrise", "bada-records")
    labels = read_labels()
    for language in ("en", "ko"):
        lines = (Path(__file__).parent / f"texts.{language}.txt").read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(line for line in lines if line[:2] in ("+ ", "- ")):
            slug = slugs[at % 4]
            label = labels[slug]
            show = label.shows[at % len(label.shows)]
            names = {"artist": show.artists[0], "city": show.city, "venue": show.venue}
            if language == "ko":
                names["city"] = KOREAN.get(show.city, show.city)
            text = line[2:].format(
                **{key: value.lower() if at % 3 else value for key, value in names.items()}
            )
            action = Action.HANDOFF if line[0] == "+" else Action.IGNORE
            moment = show.start - timedelta(days=12)
            yield (
                ears[slug],
                Message(slug, moment, text, Context(), action, frozenset(), frozenset(), None, frozenset()),
            )


def whole(ear: Ear, message: Message) -> Row:
    tidied = tidy(message.text)
    today = message.at.astimezone(ear._label.timezone).date()  # noqa: SLF001
    heard = hear(plain(tidied), tokens(tidied), ear._names, today=today, context=message.context)  # noqa: SLF001
    return heard.signs, float(message.action is not Action.IGNORE)


def answers(messages: Sequence[Message], ears: Mapping[str, Ear]) -> list[Row]:
    """What each answer given would rest on, and whether it is right."""
    rested: list[Mapping[str, float]] = []

    def weigh(values: Mapping[str, float], of: str) -> float:
        if of == "answer":
            rested.append(values)
            return 1.0
        return likelihood(values, of)

    rows = []
    kept = judging.likelihood
    judging.likelihood = weigh
    for message in messages:
        rested.clear()
        reading = ears[message.label].read(message.text, now=message.at, context=message.context)
        if reading.action is Action.ANSWER:
            rows.append((rested[-1], float(is_right(message, reading))))
    judging.likelihood = kept
    return rows


def first(ear: Ear, message: Message) -> Row:
    parts = tokens(tidy(message.text))
    return glance(parts, clauses(parts, ear._lexicon), message.context), float(  # noqa: SLF001
        message.action is not Action.IGNORE
    )


def learn(rows: Sequence[Row], penalty: float = PENALTY) -> dict[str, float]:
    weights: dict[str, float] = {}
    step = 1.0
    names = sorted({name for values, _ in rows for name in values})
    velocity = dict.fromkeys(names, 0.0)
    weights = dict.fromkeys(names, 0.0)
    for _ in range(ROUNDS):
        slope = {
            name: (PIECES_PENALTY if " " in name else penalty) * weight * (name != "one")
            for name, weight in weights.items()
        }
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


def validated(rows: Sequence[Row], folds: int = 5) -> list[tuple[float, float]]:
    """What each row is held for by weights that were learnt without it, and its truth."""
    mixed = list(rows)
    random.Random(7).shuffle(mixed)
    held = []
    for fold in range(folds):
        weights = learn([one for at, one in enumerate(mixed) if at % folds != fold])
        held += [(predict(weights, values), truth) for values, truth in mixed[fold::folds]]
    return held


def write(models: Mapping[str, Mapping[str, float]]) -> None:
    lines = ["# Learnt by benchmarks/understanding/training; not for editing by hand."]
    for name, weights in models.items():
        lines += ["", f"[{name}]", *(f'"{sign}" = {weight:.4f}' for sign, weight in sorted(weights.items()))]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
