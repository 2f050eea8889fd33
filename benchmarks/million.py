"""A file of a million questions: the list, a digest and one more question, against plain scans.

`python -m benchmarks.million`
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.questions.question import Question, Source
from bot.domain.reply_time import Week
from bot.domain.server import Server
from bot.domain.shows.label import Label
from bot.reports.digest.load import load_digest
from db.store import Store, open_store

QUESTIONS = 1_000_000
#: Over five years, all of one server: some 3,800 a week, 550 a day.
SPAN = timedelta(weeks=260)
NOW = datetime(2026, 11, 23, 0, tzinfo=UTC)
GUILD, STAFF, CHANNELS, FANS = 1, 2, 8, 20_000
ROUNDS = 5
BATCH = 50_000
TEXTS = (
    "will there be a signing after the show?",
    "공연 끝나고 사인회 있나요?",
    "can I bring my camera on friday",
    "굿즈는 몇 시부터 팔아요?",
)
KINDS = ('["doors_time"]', '["price"]', "[]", '["venue", "start_time"]', "[]")
HOURS = "Mon-Fri 10:00-19:00, Sat 12:00-17:00"

QUESTION = """
    INSERT INTO questions (id, guild_id, channel_id, message_id, asker_id, asker_name, asked_at, text, language,
        source, outcome, outcome_at, kinds, shows, handed_off_at, last_message_id)
    VALUES (?, ?, ?, ?, ?, 'Leo', ?, ?, 'en', 'channel', ?, ?, ?, '[]', ?, ?)
"""
REPLY = """
    INSERT INTO replies (message_id, question_id, staff_id, staff_name, role_id, replied_at, wait, open_wait, way)
    VALUES (?, ?, ?, 'Sera', 9, ?, ?, ?, 'reply')
"""
SCAN_WAITED = """
    SELECT q.id, q.outcome, q.asked_at, min(r.wait) FROM questions q NOT INDEXED
    LEFT JOIN replies r ON r.question_id = q.id AND NOT r.undone
    WHERE q.guild_id = ? AND q.asked_at >= ? AND q.asked_at < ? GROUP BY q.id
"""
SCAN_OPEN = "SELECT * FROM questions NOT INDEXED WHERE outcome = 'open' AND guild_id = ? ORDER BY asked_at"


def rows(chance: random.Random) -> Iterator[tuple[tuple[object, ...], tuple[object, ...] | None]]:
    """Yield questions evenly over the time, most of them answered, each with its reply."""
    step, start = SPAN / QUESTIONS, NOW - SPAN
    for number in range(1, QUESTIONS + 1):
        asked = start + step * number
        fate = chance.random()
        late = number > QUESTIONS - 2_000 and fate < 0.4
        outcome = (
            "open" if late or fate < 0.0002 else "answered_by_staff" if fate < 0.6 else "answered_by_bot"
        )
        wait = timedelta(minutes=chance.lognormvariate(4, 1.2))
        given = asked if outcome != "answered_by_bot" else None
        answered = outcome == "answered_by_staff"
        question = (
            number,
            GUILD,
            number % CHANNELS,
            number * 4,
            chance.randrange(FANS),
            asked,
            TEXTS[number % len(TEXTS)],
            outcome,
            asked + wait if answered else None,
            KINDS[number % len(KINDS)],
            given,
            number * 4,
        )
        micro = wait // timedelta(microseconds=1)
        reply = (number * 4 + 1, number, STAFF, asked + wait, micro, micro // 2) if answered else None
        yield question, reply


async def fill(store: Store) -> None:
    """Write the million, in batches."""
    questions: list[tuple[object, ...]] = []
    replies: list[tuple[object, ...]] = []

    async def write() -> None:
        async with store.connection.transaction() as writer:
            await writer.executemany(QUESTION, questions)
            await writer.executemany(REPLY, replies)
        questions.clear()
        replies.clear()

    for question, reply in rows(random.Random(7)):
        questions.append(question)
        replies += [reply] if reply else []
        if len(questions) == BATCH:
            await write()


async def median_of(work: Callable[[], Awaitable[object]], rounds: int = ROUNDS) -> float:
    """Return the median of how many seconds a piece of work takes."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def line(name: str, ours: float, scan: float | None = None) -> None:
    beside = f"   plain scan {scan * 1000:8.1f} ms   {scan / ours:6.1f}x" if scan else ""
    print(f"{name:34}{ours * 1000:9.2f} ms{beside}")


async def record(store: Store) -> float:
    """Ask one question after the other, and return the median."""
    numbers = iter(range(QUESTIONS * 4 + 2, QUESTIONS * 8, 4))

    async def ask() -> None:
        message_id = next(numbers)
        await store.questions.ask(
            Question(
                id=0,
                guild_id=GUILD,
                channel_id=1,
                message_id=message_id,
                asker_id=5,
                asker_name="Leo",
                asked_at=NOW,
                text=TEXTS[0],
                language="en",
                source=Source.CHANNEL,
                last_message_id=message_id,
            )
        )

    return await median_of(ask, 500)


async def main() -> None:
    """Build the file and print a line for each measure."""
    label = Label(name="", timezone=ZoneInfo("Asia/Seoul"), languages=("en", "ko"))
    server = Server(guild_id=GUILD, opening_hours=HOURS)
    # In the working folder: what /tmp is made of may know no disk.
    with tempfile.TemporaryDirectory(dir=".", prefix="million.") as folder:
        path = Path(folder) / "million.db"
        async with open_store(path) as store:
            start = time.perf_counter()
            await fill(store)
            built = time.perf_counter() - start
            print(f"{QUESTIONS:,} questions in {built:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
            week = Week.containing(NOW, label.timezone).previous(1, label.timezone)
            first = week.previous(7, label.timezone)

            async def scan_waited() -> None:
                await store.connection.fetch_all(SCAN_WAITED, (GUILD, first.start, week.end))

            async def scan_open() -> None:
                await store.connection.fetch_all(SCAN_OPEN, (GUILD,))

            async def waited() -> None:
                await store.digests.waited(GUILD, first, week)

            listed = await median_of(lambda: store.questions.waiting(GUILD))
            line("who is waiting (/questions)", listed, await median_of(scan_open, 3))
            line("waits of eight weeks", await median_of(waited), await median_of(scan_waited, 3))
            line("the week's questions, whole", await median_of(lambda: store.digests.asked(GUILD, week)))
            line("late replies", await median_of(lambda: store.digests.late(GUILD, week)))
            line(
                "a digest, all its figures",
                await median_of(lambda: load_digest(store, server, label, week, now=NOW)),
            )
            line("one more question, durably", await record(store))
        start = time.perf_counter()
        async with open_store(path):
            line("opening the file", time.perf_counter() - start)


if __name__ == "__main__":
    asyncio.run(main())
