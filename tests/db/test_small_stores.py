"""Servers, marks, and the file itself."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.posts import NewPost
from bot.domain.server import Server
from db.connection import DatabaseInUse
from db.cursors import Cursor
from db.migrate import NewerDatabase
from db.store import open_store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SERVER = Server(
    guild_id=1,
    language="ko",
    staff_channel_id=5,
    staff_roles=frozenset({10, 11}),
    manager_roles=frozenset({11, 20}),
    listened=frozenset({100, 101}),
    announced=frozenset({101, 102}),
    timezone="Europe/Berlin",
    opening_hours="mon-fri 10:00-18:00",
    holidays="2026-12-25",
    target_minutes=60,
    digest_channel_id=6,
    digest_weekday=4,
    digest_hour=17,
    on_duty_role_id=12,
    reminds=False,
    claim_minutes=15,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "stagedoor.db"


async def test_a_server_that_was_never_set_up_listens_to_nothing(path: Path) -> None:
    async with open_store(path) as store:
        assert store.servers.get(1) == Server(guild_id=1)
        assert store.servers.all() == []


async def test_how_a_server_is_set_up_is_known_at_once_and_after_a_restart(path: Path) -> None:
    other = Server(guild_id=2)
    async with open_store(path) as store:
        for server in (SERVER, other, SERVER):
            await store.servers.save(server)
        assert store.servers.get(1) == SERVER
    async with open_store(path) as store:
        assert store.servers.get(1) == SERVER
        assert sorted(store.servers.all(), key=lambda server: server.guild_id) == [SERVER, other]


async def test_saving_a_server_replaces_all_that_was_kept_of_it(path: Path) -> None:
    bare = Server(guild_id=1, staff_roles=frozenset({10}))
    async with open_store(path) as store:
        await store.servers.save(SERVER)
        await store.servers.save(bare)
    async with open_store(path) as store:
        assert store.servers.get(1) == bare


async def test_marks_only_move_forward(path: Path) -> None:
    mark = Cursor(channel_id=2, guild_id=1, seen=50, staff=40)
    direct = Cursor(channel_id=3, guild_id=None, seen=9)
    async with open_store(path) as store:
        await store.cursors.advance([mark, direct])
        await store.cursors.advance(
            [mark, replace(mark, seen=40, staff=30), replace(mark, seen=45, staff=None)]
        )
        assert await store.cursors.all() == {2: mark, 3: direct}
        await store.cursors.advance([replace(mark, seen=60, staff=None), replace(direct, staff=8)])
        assert await store.cursors.all() == {2: replace(mark, seen=60), 3: replace(direct, staff=8)}
        await store.cursors.advance([])


async def test_a_file_that_is_open_already_is_refused_and_free_again_afterwards(path: Path) -> None:
    async with open_store(path):
        with pytest.raises(DatabaseInUse, match="in use by another running Stagedoor"):
            async with open_store(path):
                pass
    async with open_store(path) as store:
        assert await store.label.get() is None


async def test_a_file_of_a_newer_version_is_refused_and_left_as_it_was(path: Path) -> None:
    async with open_store(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(NewerDatabase, match="update Stagedoor"):
        async with open_store(path):
            pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (999,)


async def test_the_file_is_closed_even_when_the_house_burns(path: Path) -> None:
    async def burn() -> None:
        async with open_store(path) as store:
            await store.outbox.add([NewPost(key="a", kind="b", channel_id=1, at=NOON)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await burn()
    async with open_store(path) as store:
        assert await store.outbox.get("a") is not None
