"""`digest`, as it is typed: the same digest as files, without Discord."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.sample_label import sample_label
from bot.domain.questions.question import Question, Source
from bot.domain.server import Server
from db.store import open_store

ASKED = datetime(2026, 11, 18, 3, tzinfo=UTC)
GUILD = 7
QUESTION = Question(
    id=0,
    guild_id=GUILD,
    channel_id=8,
    message_id=9,
    asker_id=10,
    asker_name="Leo",
    asked_at=ASKED,
    text="=can I bring my dog?",
    language="en",
    source=Source.CHANNEL,
    handed_off_at=ASKED,
    last_message_id=9,
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with a server in Korean and one question."""
    path = tmp_path / "stagedoor.db"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_PATH", str(path))
    monkeypatch.chdir(tmp_path)

    async def fill() -> None:
        async with open_store(path) as store:
            await store.label.save(sample_label(ASKED))
            await store.servers.save(Server(guild_id=GUILD, language="ko"))
            await store.questions.ask(QUESTION)

    asyncio.run(fill())
    return path


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, ["digest", *arguments])
    assert result.exit_code == status, (result.output, result.exception)
    return result.stdout + result.stderr


@pytest.mark.usefixtures("database")
def test_a_week_is_written_as_text_picture_and_table(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    printed = run("--week", "2026-W47", "--out", str(out))
    names = [f"stagedoor-2026-W47.{ending}" for ending in ("md", "png", "csv")]
    assert printed.splitlines() == [f"{out / name} written." for name in names]
    assert "can I bring my dog?" in (out / names[0]).read_text(encoding="utf-8")
    assert "2026년 11월 16일" in (out / names[0]).read_text(encoding="utf-8")
    assert (out / names[1]).read_bytes().startswith(b"\x89PNG")
    assert "'=can I bring my dog?" in (out / names[2]).read_text(encoding="utf-8-sig")


def test_a_digest_is_written_while_the_bot_runs(database: Path, tmp_path: Path) -> None:
    async def meanwhile() -> None:
        async with open_store(database):
            await asyncio.to_thread(run, "--week", "2026-W47", "--out", str(tmp_path))

    asyncio.run(meanwhile())
    assert (tmp_path / "stagedoor-2026-W47.md").exists()


@pytest.mark.usefixtures("database")
def test_without_a_week_it_is_the_last_full_one(tmp_path: Path) -> None:
    assert ".md written." in run("--out", str(tmp_path))


def test_of_several_servers_one_must_be_named(database: Path, tmp_path: Path) -> None:
    async def another() -> None:
        async with open_store(database) as store:
            await store.servers.save(replace(Server(guild_id=GUILD), guild_id=11))

    asyncio.run(another())
    assert "Set up are: 7, 11" in run("--out", str(tmp_path), status=2)
    assert "Set up are: 7, 11" in run("--guild", "12", "--out", str(tmp_path), status=2)
    assert ".md written." in run("--guild", "7", "--out", str(tmp_path))


@pytest.mark.usefixtures("database")
def test_a_week_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "Write it like" in run("--week", "2026-W54", "--out", str(tmp_path), status=2)


def test_without_a_database_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PATH", str(tmp_path / "none.db"))
    assert "There is no database" in run("--out", str(tmp_path / "out"), status=2)
