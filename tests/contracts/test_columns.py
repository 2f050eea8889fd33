"""What is kept has a place for all that the domain knows, and is read back as it was."""

import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from bot.domain.posts import NewPost
from bot.domain.questions.question import Question, Reply
from bot.domain.server import Server
from bot.domain.shows.label import Artist, Faq, Label
from bot.domain.shows.show import Show
from bot.domain.works.consent import Consent
from bot.domain.works.work import Work, WorkCopy
from bot.domain.works.work_settings import RemixKit, WorkSettings
from db.migrate import migrate


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("columns") / "stagedoor.db"
    with closing(sqlite3.connect(path)) as connection:
        migrate(connection)
    return path


def columns(database: Path, table: str) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


#: For each kind of thing, its table; fields that live in tables of their own; columns that only SQL needs.
KEPT = [
    (Show, "shows", set(), set()),
    (Artist, "artists", set(), set()),
    (Faq, "faqs", set(), {"learned_from"}),
    (Label, "label", {"artists", "faqs", "shows"}, {"id"}),
    (Question, "questions", set(), set()),
    (Reply, "replies", set(), {"wait", "undone"}),
    (Server, "servers", {"staff_roles", "manager_roles", "listened", "announced"}, set()),
    (Work, "works", set(), set()),
    (Consent, "work_consents", set(), set()),
    (WorkCopy, "work_copies", set(), {"posted_at", "gone_at", "due_at"}),
    (WorkSettings, "work_settings", set(), set()),
    (RemixKit, "remix_kits", set(), set()),
    (
        NewPost,
        "outbox",
        {"at"},
        {"id", "state", "queued_at", "due_at", "claimed_at", "tried_at", "fingerprints"}
        | {"attempts", "message_id", "done_at"},
    ),
]


@pytest.mark.parametrize(("kind", "table", "elsewhere", "only_sql"), KEPT)
def test_columns_are_named_as_the_fields(
    database: Path, kind: type, table: str, elsewhere: set[str], only_sql: set[str]
) -> None:
    named = {field.name for field in fields(kind)} - elsewhere
    assert columns(database, table) - only_sql == named
