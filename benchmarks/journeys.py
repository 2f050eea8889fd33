"""How far one thing travels through the house: `python -m benchmarks.journeys`.

For each journey: the files and functions of ours that its code runs through (the rehearsal and the command line
left out), the reads, and the commits. What the outbox notes of its own (claims, sent marks) and the inbox of how
far it has read is counted apart, as *notes*: it is the same for every message.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from bot.cli.demo.fan_server import FanServer, build_fan_server, running_bot, store_with
from bot.cli.sample_label import sample_label
from bot.client import Stagedoor
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.server import Rehearsal
from bot.settings import Settings
from db.connection import Connection, Writer

START = datetime(2026, 11, 22, 5, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
OURS = tuple(str(ROOT / package) + "/" for package in ("bot", "cogs", "db"))
BESIDE = tuple(str(ROOT / "bot" / package) + "/" for package in ("rehearsal", "cli"))
NOTES = {"OutboxStore.claim", "OutboxStore.finish", "OutboxStore.postpone", "CursorStore.advance"}

CHATTER = "I love this song so much"
KNOWN = "doors for the Incheon show?"
QUESTIONS = ("Which song took longest?", "Where do you write?", "Who taught you the piano?")
UNKNOWN = "will there be a signing after the Incheon show?"


@dataclass
class Journey:
    """What one journey ran through."""

    code: set[CodeType] = field(default_factory=set)
    reads: int = 0
    commits: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        kept = [one for one in self.commits if one not in NOTES]
        files = len({code.co_filename for code in self.code})
        notes = len(self.commits) - len(kept)
        row = f"{name:<22}{files:>6}{len(self.code):>11}{self.reads:>7}{len(kept):>9}{notes:>7}"
        return f"{row}   {', '.join(kept)}"


@contextmanager
def travelled() -> Iterator[Journey]:
    """Watch everything of ours that this thread runs."""
    journey = Journey()

    def called(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(OURS) and not code.co_filename.startswith(BESIDE):
            journey.code.add(code)

    with _counted(journey):
        sys.setprofile(called)
        try:
            yield journey
        finally:
            sys.setprofile(None)


@contextmanager
def _counted(journey: Journey) -> Iterator[None]:
    """Count the doors to the database."""
    doors = [(owner, name) for owner in (Connection, Writer) for name in ("fetch_one", "fetch_all")]
    before = {(owner, name): getattr(owner, name) for owner, name in doors}
    transaction = Connection.transaction

    def reading(fetch: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def read(*args: Any, **kwargs: Any) -> Any:
            journey.reads += sys._getframe(1).f_code.co_filename != __file__  # noqa: SLF001  # our own looks apart
            return await fetch(*args, **kwargs)

        return read

    def commit(self: Connection) -> Any:
        caller = sys._getframe(1)  # noqa: SLF001  # who commits is what is asked
        journey.commits.append(caller.f_code.co_qualname)
        return transaction(self)

    for (owner, name), fetch in before.items():
        setattr(owner, name, reading(fetch))
    Connection.transaction = commit  # type: ignore[method-assign]
    try:
        yield
    finally:
        for (owner, name), fetch in before.items():
            setattr(owner, name, fetch)
        Connection.transaction = transaction  # type: ignore[method-assign]


@dataclass
class Playthrough:
    """The bot in the made-up label's server, and who acts there."""

    server: FanServer
    discord: Rehearsal
    bot: Stagedoor

    async def settled(self) -> None:
        """Wait until everything said was dealt with and everything to say was said."""
        quiet = 0
        while quiet < 5:
            await self.discord.idle()
            waiting = await self.bot.store.connection.fetch_one(
                "SELECT 1 FROM outbox WHERE state IN ('pending', 'sending') AND due_at <= ?",
                (self.server.world.clock.now(),),
            )
            quiet = quiet + 1 if waiting is None and self.bot.inbox.is_idle() else 0
            await asyncio.sleep(0.02)

    async def says(self, who: Any, text: str) -> None:
        await self.discord.person(who).say(self.server.questions, text)
        await self.settled()

    async def chatter(self) -> None:
        await self.says(self.server.leo, CHATTER)

    async def answered(self) -> None:
        await self.says(self.server.minji, KNOWN)

    async def handed_off(self) -> None:
        await self.says(self.server.dohyun, UNKNOWN)

    async def replied(self) -> None:
        asked = next(m for m in reversed(self.server.questions.messages) if m.content == UNKNOWN)
        await self.discord.person(self.server.sera).reply(asked, "Yes, at the merch table.")
        await self.settled()

    async def digest(self) -> None:
        hana = self.discord.person(self.server.hana)
        await (await hana.slash(self.server.team_desk, "digest")).done()
        await self.settled()

    async def ask_next(self) -> None:
        sera = self.discord.person(self.server.sera)
        console = next(
            message
            for message in self.server.team_desk.messages
            if any(one["custom_id"].startswith("qna_next:") for one in _buttons(message))
        )
        press = next(
            one["custom_id"] for one in _buttons(console) if one["custom_id"].startswith("qna_next:")
        )
        await (await sera.press(console, press)).done()
        await self.settled()

    async def begin_session(self) -> None:
        """Plan a Q&A, have fans ask, and let it begin."""
        sera, lounge = self.discord.person(self.server.sera), self.server.lounge
        at = (self.server.world.clock.now() + timedelta(hours=1)).astimezone(self.bot.zone())
        plan = {
            "artist": "윤슬",
            "date": f"{at:%Y-%m-%d}",
            "time": f"{at:%H:%M}",
            "minutes": 60,
            "language": "en",
        }
        await (await sera.slash(lounge, "qna schedule", **plan)).done()
        asked = zip((self.server.leo, self.server.minji, self.server.dohyun), QUESTIONS, strict=True)
        for fan, question in asked:
            await (await self.discord.person(fan).slash(lounge, "qna ask", question=question)).done()
        self.server.world.clock.advance(timedelta(minutes=61))
        await self.bot.schedule.run_all()
        await self.settled()


def _buttons(message: Message) -> list[dict[str, Any]]:
    parts = (part for row in message.components for part in row.get("components", []))
    return [part for part in parts if "custom_id" in part]


@asynccontextmanager
async def opened() -> AsyncIterator[Playthrough]:
    """Open it, with nothing that happens by itself in between."""
    label = sample_label(START)
    server = build_fan_server(WorldClock(START), label)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Rehearsal(server.world, rate_limits=False) as discord,
            store_with(Path(folder) / "journeys.db", label, server.server()) as store,
            running_bot(discord, store, Settings()) as bot,
        ):
            played = Playthrough(server, discord, bot)
            await played.settled()
            bot.schedule.stop()
            yield played


async def main() -> None:
    """Make each journey twice, so that nothing is loaded for the first time, and tell of the second."""
    print(f"{'journey':<22}{'files':>6}{'functions':>11}{'reads':>7}{'commits':>9}{'notes':>7}   by")
    async with opened() as played:
        journeys = {
            "chatter": played.chatter,
            "a message answered": played.answered,
            "handed to the team": played.handed_off,
            "staff reply recorded": played.replied,
            "/digest": played.digest,
            "Ask next": played.ask_next,
        }
        for name, journey in journeys.items():
            if journey == played.ask_next:
                await played.begin_session()
            played.server.world.clock.advance(timedelta(minutes=11))
            await journey()
            if journey == played.replied:
                await played.handed_off()
            played.server.world.clock.advance(timedelta(minutes=11))
            with travelled() as seen:
                await journey()
            print(seen.row(name))


if __name__ == "__main__":
    asyncio.run(main())
