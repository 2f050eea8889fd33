"""Weights for messages to a label that were learnt without it: in turn, some labels are left out."""

from collections.abc import Mapping, Sequence

from benchmarks.understanding.messages import Message
from benchmarks.understanding.training.learning import SURENESS_PENALTY, Row, learn
from benchmarks.understanding.training.rows import Told, answers, questions, weighing
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Reading

#: Labels are left out in so many groups, each of one that English is spoken to and one that Korean is.
GROUPS = 4
Models = dict[str, dict[str, float]]


def groups(told: Sequence[Told]) -> dict[str, int]:
    """Say to which group each label belongs."""
    most: dict[str, dict[bool, int]] = {}
    for _, message in told:
        counted = most.setdefault(message.label, {})
        korean = any("가" <= char <= "힣" for char in message.text)
        counted[korean] = counted.get(korean, 0) + 1
    spoken = {slug: max(counted, key=lambda korean: counted[korean]) for slug, counted in most.items()}
    found: dict[str, int] = {}
    for korean in (False, True):
        for at, slug in enumerate(sorted(slug for slug, is_korean in spoken.items() if is_korean == korean)):
            found[slug] = at % GROUPS
    return found


def held_out(
    messages: Sequence[Told], more: Sequence[Told]
) -> tuple[list[tuple[Message, Reading]], list[Row]]:
    """Read every message with weights learnt without its label; return also the grounds of all answers."""
    group = groups(messages)
    models: list[Models] = []
    grounds: list[list[Row]] = []
    for left in range(GROUPS):
        others = [one for one in messages if group[one[1].label] != left]
        kept = [one for one in more if group[one[1].label] != left]
        models.append(questions([*others, *kept]))
        with weighing(models[-1]):
            grounds.append(answers(one for one in messages if group[one[1].label] == left))
    read: list[tuple[Message, Reading]] = []
    for left in range(GROUPS):
        rows = [row for at, some in enumerate(grounds) if at != left for row in some]
        models[left]["answer"] = learn(rows, SURENESS_PENALTY)
        with weighing(models[left]):
            read += [
                (message, _read(ear, message)) for ear, message in messages if group[message.label] == left
            ]
    return read, [row for some in grounds for row in some]


def _read(ear: Ear, message: Message) -> Reading:
    return ear.read(message.text, now=message.at, context=message.context)


def told_to(messages: Sequence[Message], ears: Mapping[str, Ear]) -> list[Told]:
    return [(ears[message.label], message) for message in messages]
