"""How fast a vote is answered in a session of 5,000 questions and 50,000 votes: `python -m benchmarks.votes`.

The bot runs in a process of its own, as in earnest; Discord and the fans share this one. The baseline is a bare
client in the bot's place, on the same lists: it answers each press with the list as it is, and keeps nothing.
"""

import asyncio
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.cli.demo.fan_server import TOKEN, FanServer, build_fan_server, store_with
from bot.cli.sample_label import sample_label
from bot.domain.sessions.session import Order, Session
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.interactions import RESPONDED, Interaction
from bot.rehearsal.model.users import User
from bot.rehearsal.server import Rehearsal
from db.store import Store

START = datetime.now(UTC)
QUESTIONS = 5_000
VOTES = 50_000
FANS = 400
A_SECOND = 200
SECONDS = 15
A_PAGE = 5
MOST_MS = 50


async def fill(store: Store, fan_server: FanServer, chance: random.Random) -> Session:
    """Lay a session into the store whose queue is as long as it gets."""
    session = await store.sessions.add(
        Session(
            guild_id=fan_server.guild.id,
            channel_id=fan_server.lounge.id,
            artist="윤슬",
            language="en",
            starts_at=START + timedelta(days=1),
            ends_at=START + timedelta(days=1, hours=1),
            minutes=60,
            zone="Asia/Seoul",
            first_date="2026-11-22",
            local_time="15:00",
        ),
        lambda _: [],
    )
    async with store.connection.transaction() as write:
        for number in range(1, QUESTIONS + 1):
            await write.execute(
                """
                INSERT INTO session_questions (id, session_id, guild_id, fan_id, fan_name, fan_language, sent_id,
                    asked_at, text, anonymous, first_time, state)
                VALUES (?, ?, ?, ?, 'Leo', 'en', ?, ?, ?, 0, 1, 'waiting')
                """,
                (
                    number,
                    session.id,
                    fan_server.guild.id,
                    number,
                    number,
                    START,
                    f"Question number {number}, is it?",
                ),
            )
        pairs = {(chance.randint(1, QUESTIONS), chance.randint(10_000, 40_000)) for _ in range(VOTES + 500)}
        await write.executemany(
            "INSERT INTO session_votes (question_id, fan_id) VALUES (?, ?)", sorted(pairs)[:VOTES]
        )
        await write.execute(
            "UPDATE session_questions SET votes = (SELECT count(*) FROM session_votes WHERE question_id = id)"
        )
    return session


def join_all(fan_server: FanServer) -> list[User]:
    """Let the fans in who vote."""
    fans = [fan_server.world.user(f"fan{number}", display_name=f"Fan {number}") for number in range(FANS)]
    for fan in fans:
        fan_server.guild.join(fan)
    return fans


async def opened_list(discord: Rehearsal, fan_server: FanServer, fan: User, pages: int) -> Message:
    """Have a fan open the list, and turn some pages."""
    done = await (await discord.person(fan).slash(fan_server.lounge, "qna questions")).done()
    assert done.message is not None
    for _ in range(pages):
        await (await discord.person(fan).press(done.message, "Later")).done()
    return done.message


def buttons(message: Message) -> list[str]:
    ids = [item.get("custom_id", "") for row in message.components for item in row["components"]]
    return [custom_id for custom_id in ids if custom_id.startswith("qna_vote:")]


async def press(discord: Rehearsal, fan: User, message: Message, button: str) -> tuple[Interaction, float]:
    """Press, and return how many milliseconds the answer took."""
    before = time.perf_counter()
    pressed = await discord.person(fan).press(message, button)
    answered = asyncio.Event()
    become = pressed.become

    def noted(state: str) -> None:
        become(state)
        answered.set()

    pressed.become = noted  # type: ignore[method-assign]
    async with asyncio.timeout(10):
        await answered.wait()
    return pressed, (time.perf_counter() - before) * 1000


@asynccontextmanager
async def elsewhere(
    discord: Rehearsal, database: Path, *command: str, ready: Callable[[], bool]
) -> AsyncIterator[None]:
    """Run a bot in a process of its own."""
    settings = {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": discord.api_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
        "DISCORD_CDN_URL": discord.cdn_url,
        "DATABASE_PATH": str(database),
        "LOG_LEVEL": "WARNING",
    }
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", *command, env=os.environ | settings)
    try:
        await discord.wait_for(ready, timeout=30)
        await asyncio.sleep(3)
        yield
    finally:
        bot.terminate()
        await bot.wait()


async def vote(discord: Rehearsal, lists: dict[User, Message]) -> list[float]:
    """Press so many times a second, whether or not the last one was answered."""
    presses: list[asyncio.Task[tuple[Interaction, float]]] = []
    fans = list(lists)
    gc.collect()
    gc.disable()  # the fans' and Discord's garbage is not what is measured
    start = time.perf_counter()
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, start + number / A_SECOND - time.perf_counter()))
        fan = fans[number % FANS]
        button = buttons(lists[fan])[(number // FANS) % A_PAGE]
        presses.append(asyncio.create_task(press(discord, fan, lists[fan], button)))
    done = await asyncio.gather(*presses)
    gc.enable()
    unanswered = sum(pressed.state != RESPONDED for pressed, _ in done)
    assert not unanswered, f"{unanswered} presses were not answered."
    return [waited for _, waited in done]


async def counted(store: Store) -> int:
    """Return the votes, having checked that the figures at the questions are the same."""
    row = await store.connection.fetch_one("SELECT count(*) FROM session_votes")
    kept = await store.connection.fetch_one("SELECT sum(votes) FROM session_questions")
    assert row is not None
    assert kept is not None
    assert row[0] == kept[0], "Votes and their figures differ."
    return int(row[0])


def expected(presses: int) -> int:
    """Return how many votes come of the presses: each fan's second press on a question takes one back."""
    turns: dict[tuple[int, int], int] = {}
    for number in range(presses):
        key = (number % FANS, (number // FANS) % A_PAGE)
        turns[key] = turns.get(key, 0) + 1
    return sum(count % 2 for count in turns.values())


async def queue_times(store: Store, session: Session) -> dict[Order, float]:
    """Return how many milliseconds the first page of the queue takes in each order."""
    found = {}
    for order in Order:
        before = time.perf_counter()
        shown = await store.session_questions.queue(session.id, order)
        found[order] = (time.perf_counter() - before) * 1000
        assert len(shown) == 25
    return found


def offers_qna(discord: Rehearsal, fan_server: FanServer) -> bool:
    return any(one.name == "qna" for one in discord.person(fan_server.sera).commands(fan_server.lounge))


def figures(waits: list[float]) -> str:
    late = sorted(waits)[int(len(waits) * 0.99)]
    return f"answered after {statistics.median(waits):.1f} ms (median), {late:.1f} ms (99th percentile)"


async def main() -> int:
    """Print the figures; 1 if a vote was lost or answered too late."""
    chance = random.Random(20261122)
    label = sample_label(START)
    fan_server = build_fan_server(WorldClock(START), label)
    with tempfile.TemporaryDirectory(dir=".", prefix="votes.") as name:
        database = Path(name) / "votes.db"
        async with Rehearsal(fan_server.world, rate_limits=False) as discord:
            async with store_with(database, label, fan_server.server()) as store:
                session = await fill(store, fan_server, chance)
            fans = join_all(fan_server)
            async with elsewhere(
                discord, database, "bot", "run", ready=lambda: offers_qna(discord, fan_server)
            ):
                lists = {
                    fan: await opened_list(discord, fan_server, fan, number % 4)
                    for number, fan in enumerate(fans)
                }
                waits = await vote(discord, lists)
            bare = "benchmarks._bare"
            async with elsewhere(discord, database, bare, ready=lambda: bool(discord.gateway.sessions.by_id)):
                baseline = await vote(discord, lists)
            async with store_with(database, label) as store:
                votes = await counted(store)
                queue = await queue_times(store, session)
    lost = VOTES + expected(len(waits)) - votes
    median, bare_median = statistics.median(waits), statistics.median(baseline)
    print(f"{len(waits):,} presses at {A_SECOND} a second; queue of {QUESTIONS:,}, {VOTES:,} votes before")
    print(f"Stagedoor: {figures(waits)}; {lost} votes lost")
    print(f"bare client: {figures(baseline)}; ratio {median / bare_median:.2f}")
    print("queue: " + ", ".join(f"{order} {ms:.1f} ms" for order, ms in queue.items()))
    return int(median > MOST_MS or lost != 0)


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
