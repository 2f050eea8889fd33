"""What the weights are learnt from: the signs of a message, and what it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks.understanding.figures import is_right
from benchmarks.understanding.messages import Message
from benchmarks.understanding.training.learning import Gist, Row
from bot.domain.understanding import hearing, judging, opinion, signs
from bot.domain.understanding.asked import clauses
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.grounds import options
from bot.domain.understanding.hearing import Heard, hear
from bot.domain.understanding.judging import Judge
from bot.domain.understanding.opinion import CHAT, CLASSES, ELSE, grams
from bot.domain.understanding.reading import Action, Kind, Reading
from bot.domain.understanding.signs import glance
from bot.domain.understanding.words import plain, tidy, tokens

Told = tuple[Ear, Message]
Models = dict[str, Any]
#: What is said of the models that are not yet learnt.
UNLEARNT = {
    "for us": {"one": 0.0, "signs": 3.0, "opinion": 3.0},
    "kinds": {"one": 3.0},
    "answer": {"one": 9.0},
    "faq": {"one": 9.0},
}


def apart(told: Told) -> Heard:
    ear, message = told
    tidied = tidy(message.text)
    today = message.at.astimezone(ear._label.timezone).date()  # noqa: SLF001
    return hear(plain(tidied), tokens(tidied), ear._names, today=today, context=message.context)  # noqa: SLF001


def read(told: Told) -> Reading:
    ear, message = told
    return ear.read(message.text, now=message.at, context=message.context)


def first(told: Told) -> Row:
    """What is seen of a message at a first glance."""
    ear, message = told
    parts = tokens(tidy(message.text))
    return glance(parts, clauses(parts, ear._lexicon), message.context), float(  # noqa: SLF001
        message.action is not Action.IGNORE
    )


def by_signs(told: Told, heard: Heard) -> Row:
    return heard.signs, float(told[1].action is not Action.IGNORE)


def gist(told: Told, heard: Heard) -> Gist:
    """The grams of a message and what it asks, as far as that is known."""
    message = told[1]
    said = grams(heard.tokens, heard.clauses, heard.mentions, heard.days, message.context)
    if message.action is Action.IGNORE:
        return Gist(said, {CHAT})
    if message.action is Action.HANDOFF:
        unknown = Action.ANSWER in message.also or _lacks_only_data(told, heard)
        return Gist(said, {ELSE}, frozenset(CLASSES) - {CHAT} if unknown else ())
    return Gist(said, {ELSE if kind is Kind.FAQ else kind.value for kind in message.kinds})


def _lacks_only_data(told: Told, heard: Heard) -> bool:
    """Whether a question goes to the team only because the data are silent on that show or place."""
    ear, message = told
    asked = heard.wanted.asked
    if not asked or heard.wanted.topics:
        return False
    judge = Judge(ear._label, ear._thresholds, message.at, {})  # noqa: SLF001
    shows = judge._place(heard, asked).shows  # noqa: SLF001
    return not shows or not judge._knows(heard, [one.kind for one in asked], shows)  # noqa: SLF001


def stacked(all_told: Iterable[tuple[Told, Heard]]) -> dict[str, list[Row]]:
    """What the two opinions say of each message: whether it is for the label, and which kinds it asks."""
    rows: dict[str, list[Row]] = {"for us": [], "kinds": []}
    for told, heard in all_told:
        ear, message = told
        fresh = Heard(**{name: getattr(heard, name) for name in heard.__dataclass_fields__})
        with listening() as said:
            likely = fresh.question
        rows["for us"].append((said["for us"][0], float(message.action is not Action.IGNORE)))
        if likely < LEAST or (message.action is Action.HANDOFF and gist(told, heard).unknown):
            continue
        judge = Judge(ear._label, ear._thresholds, message.at, {})  # noqa: SLF001
        asked = fresh.wanted.asked
        by_rules = () if fresh.wanted.topics else asked or judge._implied(fresh, judge._place(fresh, asked))  # noqa: SLF001
        with listening() as said:
            judge.likeliest(fresh, by_rules)
        due = message.kinds if message.action in {Action.ANSWER, Action.CLARIFY} else frozenset()
        for option, values in zip(options(fresh, by_rules), said["kinds"], strict=True):
            rows["kinds"].append((values, float(due == {one.kind for one in option})))
    return rows


#: Messages that are less likely questions than this, 0 to 1, teach nothing about kinds.
LEAST = 0.3


def answers(all_told: Iterable[Told]) -> dict[str, list[Row]]:
    """What each answer given would rest on, and whether it is right."""
    rows: dict[str, list[Row]] = {"answer": [], "faq": []}
    for told in all_told:
        with listening() as said:
            reading = read(told)
        if reading.action is Action.ANSWER:
            of = "faq" if reading.faq else "answer"
            rows[of].append((said[of][-1], float(is_right(told[1], reading))))
    return rows


@contextmanager
def listening() -> Iterator[dict[str, list[Mapping[str, float]]]]:
    """Hear all that is weighed."""
    said: dict[str, list[Mapping[str, float]]] = {}
    kept = signs.likelihood

    def weigh(values: Mapping[str, float], of: str) -> float:
        said.setdefault(of, []).append(values)
        return kept(values, of)

    with _put(weigh, "likelihood", hearing, judging):
        yield said


@contextmanager
def weighing(models: Models) -> Iterator[None]:
    """Let the ear weigh with these weights; "opinion" is what its file would hold."""
    weights = UNLEARNT | models
    learnt = models["opinion"]["bias"], models["opinion"]["grams"]
    with _put(lambda: weights, "_weights", signs), _put(lambda: learnt, "_learnt", opinion):
        yield


@contextmanager
def _put(instead: Callable[..., Any], name: str, *modules: Any) -> Iterator[None]:
    kept = [getattr(module, name) for module in modules]
    for module in modules:
        setattr(module, name, instead)
    yield
    for module, before in zip(modules, kept, strict=True):
        setattr(module, name, before)


def heard(all_told: Sequence[Told]) -> list[tuple[Told, Heard]]:
    return [(told, apart(told)) for told in all_told]
