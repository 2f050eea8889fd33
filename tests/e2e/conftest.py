"""A house for end-to-end tests: the label's server, the real bot, real files, over real sockets."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.rehearsing.stage import Stage, build_stage, running_bot, store_with
from bot.client import Stagedoor
from bot.domain.label import Label
from bot.domain.questions import Question
from bot.rehearsal.clock import WorldClock
from bot.rehearsal.messages import Message
from bot.rehearsal.person import Person
from bot.rehearsal.server import Rehearsal
from bot.sample_label import sample_label
from bot.settings import Settings
from db.store import Store

#: A Sunday in Seoul, 14:00.
START = datetime(2026, 11, 22, 5, tzinfo=UTC)


@dataclass
class House:
    """All a test needs: the people as fields of `stage`, Discord, the bot and its store."""

    stage: Stage
    discord: Rehearsal
    label: Label
    database: Path
    store: Store = field(init=False)
    bot: Stagedoor = field(init=False)
    _store_stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _bot_stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def open(self, **bot: Any) -> None:
        """Open the store and let the bot in."""
        context = store_with(self.database, self.label, self.stage.server())
        self.store = await self._store_stack.enter_async_context(context)
        await self.start_bot(**bot)

    async def start_bot(self, **bot: Any) -> None:
        context = running_bot(self.discord, self.store, Settings(), **bot)
        self.bot = await self._bot_stack.enter_async_context(context)

    async def stop_bot(self) -> None:
        await self._bot_stack.aclose()

    async def close(self) -> None:
        await self.stop_bot()
        await self._store_stack.aclose()

    def person(self, user: Any) -> Person:
        return self.discord.person(user)

    def move(self, **by: float) -> None:
        """Let so much time pass, by the world's clock."""
        self.stage.world.clock.advance(timedelta(**by))

    async def until(self, found: Callable[[], Any]) -> Any:
        return await self.discord.wait_for(found)

    async def reply_to(self, message: Message) -> Message:
        """Return the bot's reply to a message."""

        def reply() -> Message | None:
            return next(
                (
                    said
                    for said in message.channel.messages
                    if said.author is self.stage.application.user
                    and said.reference is not None
                    and said.reference.message_id == message.id
                ),
                None,
            )

        return await self.discord.wait_for(reply)

    async def card(self, number: int = 1) -> Message:
        """Return the so-manieth card at the team's desk."""
        cards = await self.discord.wait_for(
            lambda: len(self.cards()) >= number and self.cards(),
        )
        return cards[number - 1]

    def cards(self) -> list[Message]:
        return [
            said for said in self.stage.team_desk.messages if said.embeds and said.embeds[0].get("fields")
        ]

    async def question(self, message: Message) -> Question:
        """Return the question that a message is kept as, once it is."""
        return await self.eventually(lambda: self.store.questions.of_message(message.id))

    async def eventually(self, ask: Callable[[], Any], within: float = 5.0) -> Any:
        """Return the first truthy answer of the store."""
        import asyncio  # noqa: PLC0415

        async with asyncio.timeout(within):
            while not (found := await ask()):
                await asyncio.sleep(0.01)
            return found

    async def settled(self) -> None:
        """Wait until everything said was dealt with and everything to say was said."""
        import asyncio  # noqa: PLC0415

        async with asyncio.timeout(5):
            while True:
                await self.discord.idle()
                waiting = await self.store.connection.fetch_one(
                    "SELECT 1 FROM outbox WHERE state IN ('pending', 'sending')"
                )
                if waiting is None and self.bot.inbox.is_idle():
                    return
                await asyncio.sleep(0.02)


def words(message: Message) -> str:
    """Return all that a message says, embeds included."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.get("title"), embed.get("description"), (embed.get("author") or {}).get("name")]
        for item in embed.get("fields", []):
            parts += [item["name"], item["value"]]
        parts.append((embed.get("footer") or {}).get("text"))
    return "\n".join(part for part in parts if part)


@pytest.fixture
def label() -> Label:
    return sample_label(START)


@pytest.fixture
async def empty_house(tmp_path: Path, label: Label) -> AsyncIterator[House]:
    """A house whose bot has not come in yet."""
    stage = build_stage(WorldClock(START), label)
    async with Rehearsal(stage.world, rate_limits=False) as discord:
        house = House(stage=stage, discord=discord, label=label, database=tmp_path / "stagedoor.db")
        try:
            yield house
        finally:
            await house.close()


@pytest.fixture
async def house(empty_house: House) -> House:
    await empty_house.open()
    return empty_house
