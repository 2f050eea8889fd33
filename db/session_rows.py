"""Rows of sessions and their questions, to and fro."""

import sqlite3
from dataclasses import fields
from typing import Any

from bot.domain.sessions.questions import FanQuestion, FanQuestionState
from bot.domain.sessions.session import Closing, Order, Repeats, Session, SessionReminders, SessionState
from db.codec import clean

SESSION_COLUMNS = [field.name for field in fields(Session) if field.name != "id"]
QUESTION_COLUMNS = [field.name for field in fields(FanQuestion) if field.name != "id"]


def _insert(table: str, columns: list[str]) -> str:
    places = ", ".join(f":{name}" for name in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  # our own names


INSERT_SESSION = _insert("sessions", SESSION_COLUMNS)
INSERT_QUESTION = _insert("session_questions", QUESTION_COLUMNS)


def session_of(row: sqlite3.Row) -> Session:
    """Read a session."""
    values = dict(row)
    kinds = {
        "repeats": Repeats,
        "reminders": SessionReminders,
        "closing": Closing,
        "queue_order": Order,
        "state": SessionState,
    }
    return Session(**values | {name: kind(values[name]) for name, kind in kinds.items()})


def session_row(session: Session) -> dict[str, Any]:
    """Write a session."""
    return {name: getattr(session, name) for name in SESSION_COLUMNS} | {"id": session.id}


def question_of(row: sqlite3.Row) -> FanQuestion:
    """Read a question."""
    values = dict(row)
    flags = {
        name: bool(values[name]) for name in ("anonymous", "first_time", "held", "pinned", "handed_over")
    }
    return FanQuestion(**values | flags | {"state": FanQuestionState(values["state"])})


def question_row(question: FanQuestion) -> dict[str, Any]:
    """Write a question."""
    row = {name: getattr(question, name) for name in QUESTION_COLUMNS}
    return row | {"text": clean(question.text), "fan_name": clean(question.fan_name)}
