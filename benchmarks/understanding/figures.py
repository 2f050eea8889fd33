"""Counts what was read rightly, per language."""

from collections.abc import Sequence

from benchmarks.understanding.messages import Message
from bot.domain.understanding.reading import Action, Reading

Read = Sequence[tuple[Message, Reading]]
STEPS = (0.8, 0.85, 0.9, 0.95, 0.98)


def is_right(message: Message, reading: Reading) -> bool:
    """Whether what the bot would do is what it should, or as good."""
    if reading.action is Action.ANSWER:
        if message.action is Action.ANSWER:
            return right_kinds(message, reading) and right_shows(message, reading)
        return Action.ANSWER in message.also
    return reading.action is message.action or reading.action in message.also


def right_kinds(message: Message, reading: Reading) -> bool:
    return frozenset(reading.kinds) == message.kinds and reading.faq == message.faq


def right_shows(message: Message, reading: Reading) -> bool:
    return frozenset(reading.shows) == message.shows


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "none"


def report(read: Read, *, title: str, errors: bool) -> str:
    lines = [f"== {title}: {len(read)} messages =="]
    answers = [(m, r) for m, r in read if r.action is Action.ANSWER]
    answerable = [(m, r) for m, r in read if m.action is Action.ANSWER]
    both = [(m, r) for m, r in answers if m.action is Action.ANSWER]
    chatter = [(m, r) for m, r in read if m.action is Action.IGNORE]
    staff = [(m, r) for m, r in read if m.action is Action.HANDOFF]
    back = [(m, r) for m, r in read if m.action is Action.CLARIFY]
    lines += [
        f"answers given that are right      {share(sum(is_right(m, r) for m, r in answers), len(answers))}",
        f"answerable, answered              {share(len(both), len(answerable))}",
        f"answerable, answered rightly      {share(sum(is_right(m, r) for m, r in both), len(answerable))}",
        f"  right kinds of those answered   {share(sum(right_kinds(m, r) for m, r in both), len(both))}",
        f"  right shows of those answered   {share(sum(right_shows(m, r) for m, r in both), len(both))}",
        f"asked back where due              {share(sum(is_right(m, r) for m, r in back), len(back))}",
        f"handed off where due              {share(sum(is_right(m, r) for m, r in staff), len(staff))}",
        f"  of these answered wrongly       {share(sum(r.action is Action.ANSWER and not is_right(m, r) for m, r in staff), len(staff))}",
        f"chatter left alone                {share(sum(is_right(m, r) for m, r in chatter), len(chatter))}",
        _false_alarms(chatter),
        f"all right                         {share(sum(is_right(m, r) for m, r in read), len(read))}",
        "sure at least  answers  right",
    ]
    for step in STEPS:
        sure = [(m, r) for m, r in answers if r.confidence >= step]
        lines.append(
            f"         {step:.2f}  {len(sure):7d}  {share(sum(is_right(m, r) for m, r in sure), len(sure))}"
        )
    if errors:
        lines += [line for m, r in read if not is_right(m, r) for line in _error(m, r)]
    return "\n".join(lines)


def _false_alarms(chatter: Read) -> str:
    counted = {
        action: sum(r.action is action and not is_right(m, r) for m, r in chatter) for action in Action
    }
    return (
        f"  false alarms: answered {counted[Action.ANSWER]}, asked back {counted[Action.CLARIFY]},"
        f" handed off {counted[Action.HANDOFF]}"
    )


def _error(message: Message, reading: Reading) -> list[str]:
    context = message.context
    said = "".join(
        f" [{name}]"
        for name, on in (("addressed", context.addressed), ("to others", context.speaks_to_others))
        if on
    )
    before = (
        f" [before: {' '.join(context.shows)} {' '.join(context.kinds)}]"
        if context.shows or context.kinds
        else ""
    )
    return [
        f"- {message.label} {message.at:%m-%d} {message.text!r}{said}{before}",
        f"    due  {message.action} {' '.join(sorted(message.kinds))} {' '.join(sorted(message.shows))} {message.faq or ''}",
        f"    read {reading.action} {' '.join(reading.kinds)} {' '.join(reading.shows)} {reading.faq or ''}",
        f"         {' '.join(reading.choices)} {reading.confidence:.2f}",
    ]
