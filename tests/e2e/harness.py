"""A harness for end-to-end tests: the label's server, the real bot, real files, over real sockets."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.cli.demo.fan_server import FanServer, running_bot, store_with
from bot.client import Stagedoor
from bot.domain.questions.question import Question, Reply
from bot.domain.shows.label import Label
from bot.rehearsal.latency import Latency
from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World
from bot.rehearsal.people.person import Person
from bot.rehearsal.server import Rehearsal
from bot.settings import Settings
from db.store import Store

T = TypeVar("T")

#: A Sunday in Seoul, 14:00.
START = datetime(2026, 11, 22, 5, tzinfo=UTC)

#: What the sample label's data answer, and what only the team can.
KNOWN = "doors for the Incheon show?"
UNKNOWN = "will there be a signing after the Incheon show?"
KNOWN_KO = "인천 공연 티켓 얼마예요?"
UNKNOWN_KO = "인천 공연 끝나고 사인회 있나요?"
WHICH = "doors for Glass Harbor?"
CHATTER = "I love this song so much"

#: The tasks in which discord.py has the bot deal with an event, a command, a press or a form.
DEALING = (
    "discord.py: ",
    "CommandTree-invoker",
    "discord-ui-view-dispatch",
    "discord-ui-modal-dispatch",
    "discord-ui-dynamic-item",
)


#: How far away Discord is, as `50-150` (milliseconds); nothing: here.
LATENCY = "REHEARSAL_LATENCY"


def latency() -> Latency:
    """How far away Discord is in this run, or in a test marked for it."""
    return Latency.in_ms(os.environ.get(LATENCY, ""))


def rehearsal_for(world: World) -> Rehearsal:
    """Make a Discord that lets a bot do as much as it wants."""
    return Rehearsal(world, rate_limits=False, identify_pacing=False, latency=latency())


@dataclass
class Harness:
    """All a test needs: the people as fields of `fan_server`, Discord, the bot and its store."""

    fan_server: FanServer
    discord: Rehearsal
    label: Label
    database: Path
    store: Store = field(init=False)
    bot: Stagedoor = field(init=False)
    _store_stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _bot_stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    # --- the bot ----------------------------------------------------------------------------------

    async def open(self, **bot: Any) -> None:
        """Open the store and let the bot in."""
        await self.open_store()
        await self.start_bot(**bot)

    async def open_store(self) -> None:
        context = store_with(self.database, self.label, self.fan_server.server())
        self.store = await self._store_stack.enter_async_context(context)

    async def start_bot(self, **bot: Any) -> None:
        context = running_bot(self.discord, self.store, Settings(), **bot)
        self.bot = await self._bot_stack.enter_async_context(context)

    async def stop_bot(self) -> None:
        await self._bot_stack.aclose()

    async def restart_bot(self) -> None:
        await self.stop_bot()
        await self.start_bot()

    async def close(self) -> None:
        await self.stop_bot()
        await self._store_stack.aclose()

    # --- people and time --------------------------------------------------------------------------

    @property
    def me(self) -> User:
        """The bot's own account."""
        return self.fan_server.application.user

    def person(self, user: User) -> Person:
        return self.discord.person(user)

    @property
    def leo(self) -> Person:
        """A fan who reads English."""
        return self.person(self.fan_server.leo)

    @property
    def minji(self) -> Person:
        """A fan who reads Korean."""
        return self.person(self.fan_server.minji)

    @property
    def dohyun(self) -> Person:
        """Another fan."""
        return self.person(self.fan_server.dohyun)

    @property
    def sera(self) -> Person:
        """Somebody of the team."""
        return self.person(self.fan_server.sera)

    @property
    def jun(self) -> Person:
        """Somebody else of the team."""
        return self.person(self.fan_server.jun)

    @property
    def hana(self) -> Person:
        """The manager."""
        return self.person(self.fan_server.hana)

    def move(self, **by: float) -> None:
        """Let so much time pass, by the world's clock."""
        self.fan_server.world.clock.advance(timedelta(**by))

    # --- what is to be seen -----------------------------------------------------------------------

    def replies_to(self, message: Message) -> list[Message]:
        """Return what the bot replied to a message."""
        return [
            said
            for said in message.channel.messages
            if said.author is self.me and said.reference and said.reference.message_id == message.id
        ]

    async def reply_to(self, message: Message) -> Message:
        """Return the bot's first reply to a message, once it is there."""
        found = await self.discord.wait_for(lambda: self.replies_to(message))
        return found[0]

    def said_by_bot(self, channel: Channel) -> list[Message]:
        return [said for said in channel.messages if said.author is self.me]

    def cards(self) -> list[Message]:
        return cards_in(self.fan_server.team_desk)

    async def card(self, number: int = 1) -> Message:
        """Return the so-manieth card at the team's desk."""
        return (await self.until(lambda: self.cards()[number - 1 : number]))[0]

    async def card_says(self, card: Message, text: str) -> None:
        """Wait until a card says so."""
        await self.discord.wait_for(lambda: text in words(card))

    async def until(self, found: Callable[[], T]) -> T:
        return await self.discord.wait_for(found)

    # --- what is kept -----------------------------------------------------------------------------

    async def question(self, message: Message) -> Question:
        """Return the question that a message is kept as, once it is and nothing is left to do."""
        await self.eventually(lambda: self.store.questions.of_message(message.id))
        await self.settled()
        found = await self.store.questions.of_message(message.id)
        assert found is not None
        return found

    async def no_question(self, message: Message) -> None:
        """Make sure that a message is kept as no question and was answered by nothing."""
        await self.settled()
        assert await self.store.questions.of_message(message.id) is None
        assert self.replies_to(message) == []

    async def staff_reply(self, message: Message) -> Reply | None:
        """Return the first staff reply to the question that a message is kept as."""
        return await self.store.replies.first_of((await self.question(message)).id)

    async def answered(self, asked: Message) -> Reply:
        """Return the staff reply to a question, once there is one."""

        async def reply() -> Reply | None:
            question = await self.store.questions.of_message(asked.id)
            return await self.store.replies.first_of(question.id) if question else None

        found = await self.eventually(reply)
        await self.settled()
        return found

    async def count(self, sql: str, *values: object) -> int:
        row = await self.store.connection.fetch_one(sql, values)
        return int(row[0])

    async def eventually(self, ask: Callable[[], Awaitable[T]], within: float = 20.0) -> T:
        """Return the first truthy answer of the store."""
        async with asyncio.timeout(within):
            while not (found := await ask()):  # noqa: ASYNC110  # the store tells nobody of changes
                await asyncio.sleep(0.005)
            return found

    async def settled(self) -> None:
        """Wait until everything said was dealt with and everything to say was said."""
        async with asyncio.timeout(20):
            while True:
                await self.discord.idle()
                before = self.discord.traffic
                # The bot is looked at again behind its outbox: what it finished meanwhile may have added to that.
                quiet = not self._at_work() and not await self._has_to_say() and not self._at_work()
                if quiet and self.discord.traffic == before:
                    return
                await asyncio.sleep(0.01)

    def _at_work(self) -> bool:
        """Whether the bot deals with anything that Discord told it."""
        names = [task.get_name() for task in asyncio.all_tasks()]
        return not self.bot.inbox.is_idle() or any(name.startswith(DEALING) for name in names)

    async def _has_to_say(self) -> bool:
        due = await self.store.connection.fetch_one(
            "SELECT 1 FROM outbox WHERE state IN ('pending', 'sending') AND due_at <= ?",
            (self.fan_server.world.clock.now(),),
        )
        return due is not None


def cards_in(channel: Channel) -> list[Message]:
    """Return the cards of questions that stand in a channel: each is signed with its number."""
    return [
        said
        for said in channel.messages
        if said.embeds
        and said.embeds[0].get("fields")
        and (said.embeds[0].get("footer") or {}).get("text", "").startswith("#")
    ]


def words(message: Message) -> str:
    """Return all that a message says, embeds included."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.get("title"), embed.get("description"), (embed.get("author") or {}).get("name")]
        for item in embed.get("fields", []):
            parts += [item["name"], item["value"]]
        parts.append((embed.get("footer") or {}).get("text"))
    return "\n".join(part for part in parts if part)


def components(message: Message) -> list[dict[str, Any]]:
    return [item for row in message.components for item in row.get("components", [])]


def labels(message: Message) -> list[str]:
    """Return what stands on the buttons under a message."""
    return [item["label"] for item in components(message) if "label" in item]


def custom_id(message: Message, name: str) -> str:
    """Return the whole id of the component of that name under a message."""
    for item in components(message):
        if item.get("custom_id", "").split(":")[0] == name:
            return str(item["custom_id"])
    raise KeyError(f"There is no {name} under it, but {components(message)}")


async def press(person: Person, message: Message, name: str) -> Interaction:
    """Press the button whose id starts with a name, and wait for what it does."""
    return await (await person.press(message, custom_id(message, name))).done()


async def choose(person: Person, message: Message, value: str, named: str) -> Interaction:
    """Choose in the menu whose id starts with a name."""
    return await (await person.choose(message, custom_id(message, named), [value])).done()


async def pick(person: Person, message: Message, city: str) -> Interaction:
    """Say which show is meant, by its city, be it with a button or in a menu."""
    for item in components(message):
        if city in item.get("label", ""):
            return await (await person.press(message, item["custom_id"])).done()
        for option in item.get("options", []):
            if city in option["label"]:
                return await (await person.choose(message, item["custom_id"], [option["value"]])).done()
    raise KeyError(city)


async def answer_through_the_bot(person: Person, card: Message, text: str) -> Interaction:
    """Press Reply on a card, write and send."""
    form = await press(person, card, "reply")
    return await (await person.submit(form, answer=text)).done()


def told(invocation: Interaction) -> str:
    """Return what only the person who acted reads."""
    message = invocation.message or next(iter(invocation.followups), None)
    assert message is not None, f"Nothing was said: {invocation.state}"
    assert message.ephemeral_to is invocation.user
    return words(message)
