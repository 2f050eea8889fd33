"""Between rows and what they keep: questions and staff replies."""

import json
import sqlite3
from datetime import timedelta
from functools import lru_cache
from typing import Any

from bot.domain.questions.question import Dismissal, MatchedBy, Outcome, Question, Reply, Source
from bot.domain.understanding.reading import Kind
from db.codec import clean


def question_row(question: Question) -> dict[str, object]:
    """Return what a new question is kept as."""
    return {
        "guild_id": question.guild_id,
        "channel_id": question.channel_id,
        "message_id": question.message_id,
        "asker_id": question.asker_id,
        "asker_name": clean(question.asker_name),
        "asked_at": question.asked_at,
        "text": clean(question.text),
        "language": question.language,
        "source": question.source.value,
        "kinds": json.dumps(question.kinds),
        "shows": json.dumps(question.shows),
        "faq": question.faq,
        "choices": json.dumps(question.choices),
        "handed_off_at": question.handed_off_at,
        "answer_message_id": question.answer_message_id,
        "last_message_id": question.last_message_id,
    }


def question_of(row: sqlite3.Row) -> Question:
    """Return the question that a row keeps."""
    return _question(_values(row))


def named_question_of(row: sqlite3.Row) -> tuple[str, Question]:
    """Return the question that a row keeps beside a `name` for it."""
    values = _values(row)
    return values.pop("name"), _question(values)


def _values(row: sqlite3.Row) -> dict[str, Any]:
    return dict(zip(row.keys(), row, strict=True))  # dict(row) looks every name up, one by one


def _question(values: dict[str, Any]) -> Question:
    return Question(
        **values
        | {
            "source": Source(values["source"]),
            "outcome": Outcome(values["outcome"]),
            "dismissed_as": values["dismissed_as"] and Dismissal(values["dismissed_as"]),
            "kinds": tuple(map(Kind, _names(values["kinds"]))),
            "shows": _names(values["shows"]),
            "choices": _names(values["choices"]),
        }
    )


@lru_cache(maxsize=1_000)
def _names(listed: str) -> tuple[str, ...]:
    return tuple(json.loads(listed))


def reply_row(reply: Reply) -> dict[str, object]:
    """Return what a staff reply is kept as."""
    return {
        "message_id": reply.message_id,
        "question_id": reply.question_id,
        "staff_id": reply.staff_id,
        "staff_name": clean(reply.staff_name),
        "role_id": reply.role_id,
        "replied_at": reply.replied_at,
        "way": reply.way.value,
        "channel_id": reply.channel_id,
        "open_wait": None if reply.open_wait is None else reply.open_wait // timedelta(microseconds=1),
    }


def reply_of(row: sqlite3.Row) -> Reply:
    """Return the staff reply that a row keeps."""
    return Reply(
        message_id=row["message_id"],
        question_id=row["question_id"],
        staff_id=row["staff_id"],
        staff_name=row["staff_name"],
        role_id=row["role_id"],
        replied_at=row["replied_at"],
        way=MatchedBy(row["way"]),
        channel_id=row["channel_id"],
        open_wait=None if row["open_wait"] is None else timedelta(microseconds=row["open_wait"]),
    )


#: What becomes of a question whose outcome is taken back: a staff reply that stands has answered it.
OPEN_UNLESS_ANSWERED = """
    outcome = iif(
        EXISTS (SELECT 1 FROM replies WHERE question_id = :id AND NOT undone), 'answered_by_staff', 'open'
    ),
    outcome_at = (SELECT min(replied_at) FROM replies WHERE question_id = :id AND NOT undone)
"""
