"""Polls as applications and people make them, and what Discord refuses of them."""

from datetime import datetime, timedelta
from typing import Any

from bot.rehearsal.checks.fields import items
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.polls import Poll, PollAnswer

Json = dict[str, Any]

QUESTION, ANSWER, ANSWERS, HOURS = 300, 55, 10, 32 * 24


def read(form: Json, problems: Problems, path: str, now: datetime) -> Poll:
    """Return a poll as asked for; notes what is wrong with it."""
    question = (form.get("question") or {}).get("text")
    problems.length(f"{path}.question.text", question, most=QUESTION, least=1)
    listed = items(form, "answers", problems, f"{path}.answers")
    problems.count(f"{path}.answers", listed, most=ANSWERS, least=1)
    hours = form.get("duration") or 24
    if not isinstance(hours, (int, float)) or hours != int(hours) or not 1 <= hours <= HOURS:
        problems.add(
            f"{path}.duration", "NUMBER_TYPE_MAX", f"int value should be between 1 and {HOURS} inclusive."
        )
        hours = 24
    return Poll(
        question=str(question),
        answers=[
            _answer(one, problems, f"{path}.answers.{index}", index + 1) for index, one in enumerate(listed)
        ],
        ends_at=now + timedelta(hours=hours),
        several=bool(form.get("allow_multiselect")),
    )


def _answer(form: Json, problems: Problems, path: str, number: int) -> PollAnswer:
    media = form.get("poll_media") or {}
    problems.length(f"{path}.poll_media.text", media.get("text"), most=ANSWER, least=1)
    emoji = media.get("emoji") or {}
    custom = f"{emoji.get('name')}:{emoji['id']}" if emoji.get("id") else emoji.get("name")
    return PollAnswer(id=number, text=str(media.get("text")), emoji=custom)


def open_poll(message: Message) -> Poll:
    """Return a message's poll: 520006 where there is none, 520001 where it has ended."""
    if message.poll is None:
        raise Refused(520006)
    if message.poll.ended:
        raise Refused(520001)
    return message.poll
