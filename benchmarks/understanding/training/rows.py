"""What the weights are learnt from: the signs of a message, and what it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.understanding.figures import is_right
from benchmarks.understanding.messages import Message
from benchmarks.understanding.training.learning import Row, learn
from bot.domain.label import Label
from bot.domain.understanding import judging, signs
from bot.domain.understanding.asked import clauses
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.hearing import hear
from bot.domain.understanding.reading import Action, Context
from bot.domain.understanding.signs import glance, likelihood
from bot.domain.understanding.words import plain, tidy, tokens

Told = tuple[Ear, Message]
KOREAN = {
    "Seoul": "서울",
    "Busan": "부산",
    "Tokyo": "도쿄",
    "Osaka": "오사카",
    "Taipei": "타이베이",
    "Daejeon": "대전",
    "Daegu": "대구",
}


def texts(ears: Mapping[str, Ear], labels: Mapping[str, Label]) -> Iterable[Told]:
    """The texts beside this file, with names of the labels in turn put in."""
    slugs = sorted(labels)
    for language in ("en", "ko"):
        lines = (Path(__file__).parent / f"texts.{language}.txt").read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(line for line in lines if line[:2] in ("+ ", "- ")):
            slug = slugs[at % len(slugs)]
            show = labels[slug].shows[at % len(labels[slug].shows)]
            names = {"artist": show.artists[0], "city": show.city, "venue": show.venue}
            if language == "ko":
                names["city"] = KOREAN.get(show.city, show.city)
            text = line[2:].format(
                **{key: value.lower() if at % 3 else value for key, value in names.items()}
            )
            action = Action.HANDOFF if line[0] == "+" else Action.IGNORE
            moment = show.start - timedelta(days=12)
            nothing = frozenset[Action]()
            yield (
                ears[slug],
                Message(slug, moment, text, Context(), action, frozenset(), frozenset(), None, also=nothing),
            )


def question(told: Told) -> Row:
    ear, message = told
    tidied = tidy(message.text)
    today = message.at.astimezone(ear._label.timezone).date()  # noqa: SLF001
    heard = hear(plain(tidied), tokens(tidied), ear._names, today=today, context=message.context)  # noqa: SLF001
    return heard.signs, float(message.action is not Action.IGNORE)


def first(told: Told) -> Row:
    ear, message = told
    parts = tokens(tidy(message.text))
    return glance(parts, clauses(parts, ear._lexicon), message.context), float(  # noqa: SLF001
        message.action is not Action.IGNORE
    )


def questions(told: Sequence[Told]) -> dict[str, dict[str, float]]:
    """Learn what a question looks like, at a first glance and taken apart."""
    return {
        "question": learn([question(one) for one in told]),
        "glance": learn([first(one) for one in told]),
    }


def answers(told: Iterable[Told]) -> list[Row]:
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
    for ear, message in told:
        rested.clear()
        reading = ear.read(message.text, now=message.at, context=message.context)
        if reading.action is Action.ANSWER:
            rows.append((rested[-1], float(is_right(message, reading))))
    judging.likelihood = kept
    return rows


@contextmanager
def weighing(models: Mapping[str, Mapping[str, float]]) -> Iterator[None]:
    """Let the ear weigh with these weights."""
    kept = signs._weights  # noqa: SLF001
    signs._weights = lambda: models  # type: ignore[assignment]  # noqa: SLF001
    yield
    signs._weights = kept  # noqa: SLF001
