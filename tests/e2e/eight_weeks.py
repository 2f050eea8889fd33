"""Eight weeks of a label's life, planned with dice, acted out on Discord, and counted with pencil and paper.

The counting here shares nothing with the bot's: waits are counted minute by minute, percentiles are those of
the standard library, and every event happens at a whole minute so that such counting is exact.
"""

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from statistics import quantiles
from zoneinfo import ZoneInfo

from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.model.users import User
from tests.e2e.harness import Harness, answer_through_the_bot, cards_in, choose, press

#: Clocks go back here on Sunday, 1 November 2026.
ZONE = ZoneInfo("America/New_York")
MONDAY = date(2026, 9, 28)
WEEKS = 8
HOURS = "Mon-Fri 10:00-19:00, Sat 12:00-17:00"
HOLIDAYS = "2026-10-12, 2026-11-11"
TARGET = timedelta(hours=4)
POSTED_AT = time(9)

_CLOSED_DAYS = {date(2026, 10, 12), date(2026, 11, 11)}
_MINUTE = timedelta(minutes=1)

#: What fans ask, and how it is to be read: kinds and shows.
KNOWN = {
    "doors for the Incheon show?": (["doors_time"], ["gh-incheon"]),
    "how much are tickets for the Incheon show?": (["price"], ["gh-incheon"]),
    "where is the Busan show?": (["venue"], ["radio-busan"]),
}
UNKNOWN: dict[str, tuple[list[str], list[str]]] = {
    "will there be a signing after the show?": ([], []),
    "can I bring my dog?": ([], []),
}
CHATTER = ("I love this song so much", "omg that bassline though", "good morning everyone", "haha same")

Act = Callable[[], Awaitable[None]]


def local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


@cache
def is_open(at: datetime) -> bool:
    here = at.astimezone(ZONE)
    if here.date() in _CLOSED_DAYS or here.weekday() == 6:
        return False
    first, last = (12, 17) if here.weekday() == 5 else (10, 19)
    return first <= here.hour < last


@cache
def open_minutes(start: datetime, end: datetime) -> timedelta:
    """Count the open minutes, one by one."""
    count, at = 0, start
    while at < end:
        count += is_open(at)
        at += _MINUTE
    return count * _MINUTE


def at_percent(waits: list[timedelta], percent: int) -> timedelta | None:
    if len(waits) < 2:
        return waits[0] if waits else None
    seconds = quantiles([wait.total_seconds() for wait in waits], n=100, method="inclusive")[percent - 1]
    return timedelta(seconds=seconds)


@dataclass(eq=False)
class Line:
    """A question in the ledger."""

    message: Message
    fan: User
    at: datetime
    text: str
    outcome: str = "open"
    replied_at: datetime | None = None
    by_hand: bool = False
    taken_back: bool = False
    helper: User | None = None

    @property
    def reading(self) -> tuple[list[str], list[str]]:
        return (KNOWN | UNKNOWN)[self.text]


@dataclass(eq=False)
class Said:
    """A message of the team in the ledger, with the fans it drew."""

    at: datetime
    message: Message
    reply: bool
    fans: set[int] = field(default_factory=set)


class EightWeeks:
    """Plans what happens, makes it happen in order, and keeps the ledger."""

    def __init__(self, harness: Harness, news: Channel, *, seed: int) -> None:
        self.harness, self.news = harness, news
        self.dice = random.Random(seed)  # noqa: S311  # any life will do, the same one each time
        self.ledger: list[Line] = []
        self.said: list[Said] = []
        self.running = True
        fan_server, world = harness.fan_server, harness.fan_server.world
        self.team = [fan_server.sera, fan_server.jun, fan_server.hana]
        self.fans = [world.user(f"asker{number:02}") for number in range(15)]
        self.crowd = [world.user(f"crowd{number:02}") for number in range(15)]
        for fan in (*self.fans, *self.crowd):
            fan_server.guild.join(fan)
        self._plan: list[tuple[datetime, int, Act, bool]] = []
        self._number = itertools.count()
        self._taken: set[datetime] = set()

    # --- planning ---------------------------------------------------------------------------------

    def plan(self, *, questions: int, chatter: int, news: int) -> None:
        """Plan each week's events at minutes of their own."""
        for week in range(WEEKS):
            monday = MONDAY + timedelta(weeks=week)
            for _ in range(questions):
                self._plan_question(self._minute(monday))
            for _ in range(chatter):
                self.on(self._minute(monday), self._chats, needs_bot=False)
            for _ in range(news):
                self.on(self._minute(monday), self._announces, needs_bot=False)

    def on(self, at: datetime, act: Act, *, needs_bot: bool = True) -> None:
        while at in self._taken:
            at += _MINUTE
        self._taken.add(at)
        heapq.heappush(self._plan, (at, next(self._number), act, needs_bot))

    def _minute(self, monday: date) -> datetime:
        day = monday + timedelta(days=self.dice.choice([0, 1, 2, 3, 4, 4, 5, 5, 6]))
        return local(day, self.dice.choice([*range(24), *range(9, 23)]), self.dice.randrange(60))

    def _plan_question(self, at: datetime) -> None:
        fan = self.dice.choice(self.fans)
        known = self.dice.random() < 0.3
        text = self.dice.choice(sorted(KNOWN if known else UNKNOWN))
        chance = self.dice.random()

        async def asks() -> None:
            line = await self._asks(fan, text)
            later = self.harness.fan_server.world.clock.now() + timedelta(minutes=self._wait())
            if known:
                line.outcome = "answered_by_bot"
                if chance < 0.2:
                    soon = line.at + timedelta(minutes=10)
                    self.on(soon, lambda: self._takes_back(line))
                    self.on(max(later, soon + _MINUTE), lambda: self._answers(line))
            elif chance < 0.07:
                self.on(later, lambda: self._withdraws(line))
            elif chance < 0.14:
                self.on(later, lambda: self._dismisses(line))
            elif chance < 0.24:
                self.on(later, lambda: self._fan_helps(line))
            elif chance < 0.94:
                self.on(later, lambda: self._answers(line), needs_bot=False)

        self.on(at, asks, needs_bot=False)

    def _wait(self) -> int:
        if self.dice.random() < 0.15:
            return self.dice.randrange(24 * 60, 6 * 24 * 60)
        return max(6, round(self.dice.lognormvariate(4.2, 1.3)))

    # --- acting -----------------------------------------------------------------------------------

    async def until(self, moment: datetime) -> None:
        """Let everything happen that is planned before a moment, then set the clock to it."""
        clock = self.harness.fan_server.world.clock
        while self._plan and self._plan[0][0] < moment:
            at, _, act, needs_bot = heapq.heappop(self._plan)
            if needs_bot and not self.running:
                self.on(moment + _MINUTE, act)
                continue
            clock.set(at)
            await act()
        if self.running:
            await self.harness.settled()
        clock.set(moment)

    async def _asks(self, fan: User, text: str) -> Line:
        # A fan's run of messages is one question: another question of theirs comes from somebody else.
        now = self.harness.fan_server.world.clock.now()
        busy = {line.fan for line in self.ledger if now - line.at < timedelta(minutes=30)}
        fan = next(one for one in [fan, *self.fans] if one not in busy)
        message = await self.harness.person(fan).say(self.harness.fan_server.questions, text)
        line = Line(message, fan, now, text)
        self.ledger.append(line)
        return line

    async def _chats(self) -> None:
        person = self.harness.person(self.dice.choice(self.crowd))
        channel = self.dice.choice(
            [self.harness.fan_server.questions, self.harness.fan_server.questions, self.news]
        )
        await person.say(channel, self.dice.choice(CHATTER))

    async def _announces(self) -> None:
        now = self.harness.fan_server.world.clock.now()
        message = await self.harness.person(self.dice.choice(self.team)).say(
            self.news, "News from the studio."
        )
        said = Said(now, message, reply=False)
        self.said.append(said)
        for fan in self.dice.sample(self.crowd, self.dice.randrange(6)):
            way = self.dice.choice(["react", "reply", "both"])
            self.on(now + timedelta(minutes=self.dice.randrange(1, 300)), self._joins_in(said, fan, way))

    def _joins_in(self, said: Said, fan: User, way: str) -> Act:
        async def joins() -> None:
            if way in {"react", "both"}:
                await self.harness.person(fan).react(said.message, "🎉")
            if way in {"reply", "both"}:
                await self.harness.person(fan).reply(said.message, "finally")
            said.fans.add(fan.id)

        return joins

    async def _answers(self, line: Line) -> None:
        """Have somebody of the team answer, in one of the ways there are."""
        staff = self.harness.person(self.dice.choice(self.team))
        now = self.harness.fan_server.world.clock.now()
        open_theirs = [one for one in self.ledger if one.fan is line.fan and one.outcome == "open"]
        way = self.dice.choice(["reply", "reply", "reply", "mention", "bot", "hand", "thread"])
        if way == "mention" and self.running and line is open_theirs[-1]:
            await self.harness.settled()  # what the bot answers is not open any more
            text = f"<@{line.fan.id}> yes, all is arranged"
            message = await staff.say(self.harness.fan_server.questions, text)
        elif way == "bot" and self.running:
            message = await self._through_the_bot(staff.user, line)
        elif way == "hand" and self.running:
            message = await staff.say(self.harness.fan_server.questions, "yes, all is arranged")
            await self._sets_by_hand(staff.user, line, message)
            line.by_hand = True
        elif way == "thread":
            message = await staff.say(await staff.start_thread(line.message, "answer"), "yes")
        else:
            message = await staff.reply(line.message, "yes, all is arranged")
        self.said.append(Said(now, message, reply=True))
        line.outcome, line.replied_at = "answered_by_staff", now

    async def _through_the_bot(self, staff: User, line: Line) -> Message:
        card = await self._card(line)
        await answer_through_the_bot(self.harness.person(staff), card, "Yes, all is arranged")
        await self.harness.answered(line.message)
        return self.harness.replies_to(line.message)[-1]

    async def _sets_by_hand(self, staff: User, line: Line, answer: Message) -> None:
        await self.harness.question(line.message)
        used = await (await self.harness.person(staff).menu(answer, "This answers…")).done()
        await self._choose_if_asked(staff, used.message, line)

    async def _choose_if_asked(self, user: User, asked: Message | None, line: Line) -> None:
        if asked is not None and asked.components:
            number = (await self.harness.question(line.message)).id
            await choose(self.harness.person(user), asked, str(number), "answers_which")
        await self.harness.settled()

    async def _fan_helps(self, line: Line) -> None:
        helper = self.dice.choice(self.crowd)
        answer = await self.harness.person(helper).reply(line.message, "yes, I was there last time")
        await self.harness.question(line.message)
        used = await (await self.harness.person(line.fan).menu(answer, "This answers…")).done()
        await self._choose_if_asked(line.fan, used.message, line)
        line.outcome, line.helper = "answered_by_fan", helper

    async def _takes_back(self, line: Line) -> None:
        reply = await self.harness.reply_to(line.message)
        await self.harness.settled()
        await press(self.harness.person(line.fan), reply, "team")
        await self.harness.settled()
        line.outcome, line.taken_back = "open", True

    async def _withdraws(self, line: Line) -> None:
        await self.harness.question(line.message)
        await self.harness.person(line.fan).delete(line.message)
        await self.harness.settled()
        line.outcome = "withdrawn"

    async def _dismisses(self, line: Line) -> None:
        staff = self.harness.person(self.dice.choice(self.team))
        asked = await press(staff, await self._card(line), "dismiss")
        assert asked.message is not None
        await choose(staff, asked.message, "not_a_question", "dismiss_as")
        await self.harness.settled()
        line.outcome = "dismissed"

    async def _card(self, line: Line) -> Message:
        number = (await self.harness.question(line.message)).id
        cards = await self.harness.until(
            lambda: [
                card for card in cards_in(self.harness.fan_server.team_desk) if f"#{number}" == _footer(card)
            ]
        )
        return cards[0]

    # --- counting ---------------------------------------------------------------------------------

    def asked_in(self, start: datetime, end: datetime) -> list[Line]:
        return [line for line in self.ledger if start <= line.at < end]

    def figures(self, lines: list[Line], now: datetime) -> dict[str, object]:
        """Count some questions as of now."""
        replied = [(line.at, line.replied_at) for line in lines if line.replied_at is not None]
        waits = [end - start for start, end in replied]
        open_waits = [open_minutes(start, end) for start, end in replied]
        overdue = [line for line in lines if line.outcome == "open" and open_minutes(line.at, now) > TARGET]
        return {
            "questions": len(lines),
            "outcomes": Counter(line.outcome for line in lines),
            "replies": len(waits),
            "by_hand": sum(line.by_hand for line in lines),
            "median": at_percent(waits, 50),
            "ninetieth": at_percent(waits, 90),
            "open_median": at_percent(open_waits, 50),
            "open_ninetieth": at_percent(open_waits, 90),
            "within_target": sum(wait <= TARGET for wait in open_waits),
            "due": len(open_waits) + len(overdue),
        }


def _footer(card: Message) -> str:
    return str(card.embeds[0].get("footer", {}).get("text", ""))


def hours_of_week(moments: list[datetime]) -> Counter[tuple[int, int]]:
    """Count moments by weekday and hour on the label's wall."""
    here = [moment.astimezone(ZONE) for moment in moments]
    return Counter((moment.weekday(), moment.hour) for moment in here)
