"""A database and a label folder as version 0.1.0 left them: today's program opens both, and nothing is lost."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli.label_folder import read_label_folder
from bot.domain.questions.question import Outcome
from bot.domain.reply_time import Week
from bot.domain.sessions.session import SessionState
from bot.domain.works.consent import ConsentOutcome
from bot.domain.works.work import WorkState
from bot.reports.digest.load import load_digest
from db.migrate import MIGRATIONS
from db.store import open_store

HERE = Path(__file__).parent
FOLDER = HERE / "label-0.1.0"
#: What the tables are called today whose names have changed.
RENAMED = {"channel_marks": "cursors"}
#: How many rows some tables have, so that the file is known to be the one that is meant.
COUNTS = {
    "questions": 12,
    "replies": 3,
    "sessions": 2,
    "session_questions": 5,
    "works": 4,
    "work_consents": 4,
    "work_copies": 3,
    "outbox": 76,
}

Row = dict[str, Any]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "stagedoor.db"
    kept = sqlite3.connect(path)
    kept.executescript((HERE / "stagedoor-0.1.0.sql").read_text(encoding="utf-8"))
    kept.close()
    return path


def version_of(path: Path) -> int:
    database = sqlite3.connect(path)
    (version,) = database.execute("PRAGMA user_version").fetchone()
    database.close()
    return int(version)


def rows_of(path: Path) -> dict[str, list[Row]]:
    """Return all rows of all tables, as they are stored."""
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {table: [dict(row) for row in database.execute(f"SELECT * FROM {table}")] for table in tables}  # noqa: S608
    database.close()
    return rows


async def test_every_row_is_still_there_once_the_migrations_ran(database: Path) -> None:
    assert version_of(database) == 3
    before = rows_of(database)
    assert {table: len(before[table]) for table in COUNTS} == COUNTS
    async with open_store(database):
        pass
    assert version_of(database) == len([one for one in MIGRATIONS.iterdir() if one.name.endswith(".sql")])
    after = rows_of(database)
    for table, rows in before.items():
        now = after[RENAMED.get(table, table)]
        assert len(now) == len(rows), table
        for row in rows:
            assert any(row.items() <= one.items() for one in now), (table, row)


async def test_what_was_kept_is_read_as_it_was_meant(database: Path) -> None:
    async with open_store(database) as store:
        (server,) = store.servers.all()
        guild_id = server.guild_id
        assert (server.opening_hours, server.holidays) == ("Mon-Fri 10:00-19:00", "2026-12-25")
        dog, lockers, corrected = await store.questions.waiting(guild_id)
        assert (dog.text, dog.outcome) == ("can I bring my dog to the Busan show?", Outcome.OPEN)
        assert (lockers.asker_name, lockers.claimed_name) == ("민지", "Jun")
        assert corrected.taken_back_at is not None
        signing = await store.questions.get(5)
        reply = await store.replies.first_of(5)
        assert signing is not None
        assert reply is not None
        assert (signing.outcome, reply.staff_name) == (Outcome.ANSWERED_BY_STAFF, "Sera")
        assert round((reply.replied_at - signing.asked_at).total_seconds() / 60) == 42
        over, planned = await store.sessions.get(1), await store.sessions.get(2)
        assert over is not None
        assert planned is not None
        assert (over.state, planned.state) == (SessionState.ENDED, SessionState.PLANNED)
        states = [work.state for _, work in await store.work_consents.record(guild_id)]
        assert states == [WorkState.WITHDRAWN, WorkState.GRANTED, WorkState.DECLINED, WorkState.ASKED]
        consent = await store.work_consents.of_work(2)
        assert consent is not None
        assert (consent.outcome, consent.credit) == (ConsentOutcome.GRANTED, "도현의 그림방")
        (kit,) = await store.work_settings.kits(guild_id)
        assert (kit.title, kit.link) == ("Harbor stems", "https://stems.example/harbor")
        label = await store.label.get()
        assert label is not None
        assert label.faq("learned-5") is not None
        week = Week.parse("2026-W48", label.timezone)
        digest = await load_digest(store, server, label, week, now=week.end)
        assert (digest.figures.questions, digest.answered_by_bot, len(digest.sessions)) == (9, 6, 1)


async def test_its_label_folder_is_imported_as_it_was(tmp_path: Path) -> None:
    label = read_label_folder(FOLDER, updated_at=datetime(2026, 11, 22, tzinfo=UTC))
    assert (label.name, label.timezone.key, label.languages) == (
        "Small Hours Records",
        "Asia/Seoul",
        ("en", "ko"),
    )
    assert (len(label.artists), len(label.shows), len(label.faqs)) == (6, 12, 5)
    incheon = label.show("gh-incheon")
    assert incheon is not None
    assert (incheon.artists, incheon.venue, str(incheon.price), incheon.currency) == (
        ("Glass Harbor",),
        "Dockside Hall",
        "44000",
        "KRW",
    )
    async with open_store(tmp_path / "stagedoor.db") as store:
        imported = await store.label.save(label)
        assert len(imported.added) == 12
        kept = await store.label.get()
        assert kept is not None
        assert sorted(kept.shows, key=lambda show: show.id) == sorted(label.shows, key=lambda show: show.id)
        assert sorted(kept.faqs, key=lambda faq: faq.id) == sorted(label.faqs, key=lambda faq: faq.id)
