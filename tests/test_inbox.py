"""What is queued is worked off in order, one server not waiting for another, and marks hold what failed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import bot.delivery.inbox
from bot.delivery.inbox import MOST_TRIES, Inbox, Listener
from db.cursors import Cursor
from db.store import Store, open_store

GUILD, CHANNEL = 1, 2


class Ears:
    """Takes every message as it is; those in `failing` are more than it can bear."""

    def __init__(self) -> None:
        self.failing: set[int] = set()

    def concerns(self, message: Any) -> bool:
        return bool(message.author)

    async def read(self, message: Any) -> Any:
        if message.id in self.failing:
            raise ValueError("unreadable")
        return message.id


def message(message_id: int, *, channel: int = CHANNEL, guild: int | None = GUILD) -> Any:
    server = SimpleNamespace(id=guild) if guild else None
    return SimpleNamespace(id=message_id, author="민지", channel=SimpleNamespace(id=channel), guild=server)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "stagedoor.db") as opened:
        yield opened


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
async def inbox(store: Store, ears: Ears) -> AsyncIterator[Inbox]:
    made = Inbox(store.cursors, ears)  # type: ignore[arg-type]
    yield made
    await made.stop()


async def idle(inbox: Inbox) -> None:
    async with asyncio.timeout(5):
        while not inbox.is_idle():  # noqa: ASYNC110  # it tells nobody when it is
            await asyncio.sleep(0)


def hearing_into(inbox: Inbox) -> list[Any]:
    heard: list[Any] = []

    async def hear(said: Any) -> None:
        heard.append(said)

    inbox.listen(Listener.FAN_QUESTIONS, hear)
    return heard


async def test_nothing_is_worked_off_before_it_may_flow_and_then_in_order(inbox: Inbox) -> None:
    heard = hearing_into(inbox)
    for number in (3, 1, 2):
        inbox.put_message(message(number))
    await asyncio.sleep(0.01)
    assert heard == []
    assert not inbox.is_idle()
    inbox.flow()
    await idle(inbox)
    assert heard == [3, 1, 2]


async def test_the_history_goes_before_what_was_said_since(inbox: Inbox) -> None:
    heard = hearing_into(inbox)
    inbox.put_message(message(5))

    async def history() -> None:
        await inbox.hear(message(4))

    inbox.put(GUILD, history, first=True)
    inbox.flow()
    await idle(inbox)
    assert heard == [4, 5]


async def test_one_server_does_not_wait_for_another(inbox: Inbox) -> None:
    heard = hearing_into(inbox)
    stuck = asyncio.Event()

    async def wait() -> None:
        await stuck.wait()

    inbox.put(99, wait)
    inbox.put_message(message(1))
    inbox.flow()
    async with asyncio.timeout(5):
        while heard != [1]:  # noqa: ASYNC110  # whoever hears tells nobody
            await asyncio.sleep(0)
    stuck.set()


async def test_an_event_that_fails_is_logged_and_the_next_one_happens(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    heard = hearing_into(inbox)

    async def fail() -> None:
        raise ValueError("no")

    inbox.put(GUILD, fail)
    inbox.put_message(message(1))
    inbox.flow()
    await idle(inbox)
    assert heard == [1]
    assert "working off an event" in caplog.text


async def test_a_message_heard_twice_is_dealt_with_once(inbox: Inbox) -> None:
    heard = hearing_into(inbox)
    for _ in range(2):
        await inbox.hear(message(1))
    assert heard == [1]


async def test_the_mark_moves_with_what_was_dealt_with_and_never_back(inbox: Inbox) -> None:
    await inbox.hear(message(10))
    await inbox.hear(message(8))
    assert inbox.seen(CHANNEL) == 10
    assert inbox.seen(77) is None


async def test_a_message_that_fails_holds_the_mark_until_it_was_dealt_with(inbox: Inbox, ears: Ears) -> None:
    heard = hearing_into(inbox)
    ears.failing = {11}
    for number in (10, 11, 12):
        await inbox.hear(message(number))
    assert heard == [10, 12]
    assert inbox.seen(CHANNEL) == 10
    ears.failing = set()
    await inbox.hear(message(11))
    await inbox.hear(message(13))
    assert heard == [10, 12, 11, 13]
    assert inbox.seen(CHANNEL) == 13


async def test_a_message_that_fails_for_ever_is_given_up_so_that_the_mark_can_move_on(
    inbox: Inbox, ears: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    ears.failing = {11}
    for _ in range(MOST_TRIES):
        await inbox.hear(message(11))
    assert inbox.seen(CHANNEL) == 11
    assert f"given up after {MOST_TRIES} tries" in caplog.text
    assert all(record.levelno >= logging.ERROR for record in caplog.records)


async def test_staff_s_latest_message_is_remembered_per_channel(inbox: Inbox) -> None:
    inbox.advance(CHANNEL, GUILD, 5, staff=True)
    inbox.advance(CHANNEL, GUILD, 9)
    inbox.advance(CHANNEL, GUILD, 4, staff=True)
    assert inbox.staff_message(CHANNEL) == 5
    assert inbox.staff_message(77) is None
    assert inbox.seen(CHANNEL) == 9


async def test_marks_are_kept_and_known_after_a_restart(store: Store, ears: Ears, inbox: Inbox) -> None:
    await inbox.hear(message(10))
    await inbox.hear(message(3, channel=8, guild=None))
    await inbox.stop()
    again = Inbox(store.cursors, ears)  # type: ignore[arg-type]
    await again.load()
    assert (again.seen(CHANNEL), again.seen(8)) == (10, 3)
    assert again.direct_channels() == [8]
    await again.save_cursors()
    assert await store.cursors.all() == {
        CHANNEL: Cursor(channel_id=CHANNEL, guild_id=GUILD, seen=10),
        8: Cursor(channel_id=8, guild_id=None, seen=3),
    }


async def test_a_queue_without_end_is_cut_off_for_the_sweep_to_find_the_rest(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.delivery.inbox, "LONGEST_QUEUE", 2)
    heard = hearing_into(inbox)
    for number in (1, 2, 3):
        inbox.put_message(message(number))
    assert inbox.overflowed
    inbox.flow()
    await idle(inbox)
    assert heard == [1, 2]


async def test_only_so_many_messages_are_remembered_as_dealt_with(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.delivery.inbox, "MOST_DONE", 2)
    heard = hearing_into(inbox)
    for number in (1, 2, 3, 1, 3):
        await inbox.hear(message(number))
    assert heard == [1, 2, 3, 1]


async def test_cursors_whose_saving_was_cut_short_are_saved_the_next_time(inbox: Inbox, store: Store) -> None:
    inbox.advance(CHANNEL, None, 5)
    async with store.connection.transaction():
        saving = asyncio.create_task(inbox.save_cursors())
        await asyncio.sleep(0)
        saving.cancel()
        await asyncio.gather(saving, return_exceptions=True)
    await inbox.save_cursors()
    assert (await store.cursors.all())[CHANNEL].seen == 5
