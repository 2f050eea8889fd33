"""A session whose bot is killed over and over while fans vote and the host hosts, as its own process."""

import asyncio
import contextlib
import os
import random
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.cli.demo.fan_server import TOKEN, FanServer, build_fan_server, store_with
from bot.cli.sample_label import sample_label
from bot.domain.sessions.questions import FanQuestion
from bot.domain.sessions.session import Order, Session
from bot.rehearsal.model.channels import Message, Thread
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.interactions import RESPONDED, Interaction
from bot.rehearsal.model.users import User
from bot.rehearsal.server import Rehearsal
from tests.e2e.harness import components, custom_id, rehearsal_for, words

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0
QUESTIONS, FANS, KILLS = 8, 30, 2
PUT = "SELECT id FROM session_questions WHERE state = 'put'"


@dataclass
class Theatre:
    """A session that is about to begin, and the machine on which its bot runs and dies."""

    fan_server: FanServer
    discord: Rehearsal
    database: Path
    fans: list[User]
    bot: asyncio.subprocess.Process | None = None
    lists: dict[User, Message] = field(default_factory=dict)

    async def start(self) -> None:
        environment = os.environ | {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "DISCORD_CDN_URL": self.discord.cdn_url,
            "DATABASE_PATH": str(self.database),
            "PYTHONPATH": str(ROOT),
        }
        quick_bot = Path(__file__).with_name("quick_bot.py")
        self.bot = await asyncio.create_subprocess_exec(sys.executable, str(quick_bot), env=environment)
        await self.discord.wait_for(lambda: self.discord.gateway.sessions.connected, PATIENCE)

    async def kill(self) -> None:
        if self.bot is not None:
            self.bot.kill()
            await self.bot.wait()
            self.bot = None
            await self.discord.wait_for(lambda: not self.discord.gateway.connections, PATIENCE)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()

    def thread(self) -> Thread:
        (thread,) = self.fan_server.lounge.threads
        return thread

    def put(self) -> list[str]:
        """Return the questions that were put into the thread, in order."""
        footer = re.compile(r"Q&A #1 · question \d+$")
        said = [words(one) for one in self.thread().messages if one.embeds]
        return [
            found[0] for one in said if footer.search(one) and (found := re.search(r"Question \d+\?", one))
        ]

    def console(self) -> Message:
        (found,) = [one for one in self.fan_server.team_desk.messages if "· console" in words(one)]
        return found

    def has_put(self, texts: set[str]) -> bool:
        return texts <= set(self.put())

    def console_is_current(self) -> bool:
        ((current,),) = self.rows("SELECT current_id FROM sessions")
        return custom_id(self.console(), "qna_next").endswith(f":{current}")

    async def vote_all(self, which: int) -> list[Interaction]:
        """Have every fan vote for the question that stands so far down on their list, all at once."""
        pressed = []
        for fan, message in self.lists.items():
            buttons = [one["custom_id"] for one in components(message) if "qna_vote:" in one["custom_id"]]
            pressed.append(await self.discord.person(fan).press(message, buttons[which]))
        return pressed


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    clock = WorldClock()
    label = sample_label(clock.now())
    fan_server = build_fan_server(clock, label)
    fans = [fan_server.world.user(f"fan{number}") for number in range(FANS)]
    for fan in fans:
        fan_server.guild.join(fan)
    async with store_with(tmp_path / "stagedoor.db", label, fan_server.server()) as store:
        now = clock.now()
        session = Session(
            guild_id=fan_server.guild.id,
            channel_id=fan_server.lounge.id,
            artist="Yunseul",
            language="en",
            starts_at=now + timedelta(seconds=1),
            ends_at=now + timedelta(minutes=30),
            minutes=30,
            zone="Asia/Seoul",
            first_date="2026-11-22",
            local_time="14:00",
            queue_order=Order.TIME,
        )
        session = await store.sessions.add(session, lambda _: [])
        for number in range(1, QUESTIONS + 1):
            asked = FanQuestion(
                session_id=session.id,
                guild_id=session.guild_id,
                fan_id=number,
                fan_name="Leo",
                fan_language="en",
                sent_id=number,
                asked_at=now,
                text=f"Question {number}?",
            )
            await store.session_questions.ask(asked, most=3)
    async with rehearsal_for(fan_server.world) as discord:
        theatre = Theatre(
            fan_server=fan_server, discord=discord, database=tmp_path / "stagedoor.db", fans=fans
        )
        try:
            yield theatre
        finally:
            await theatre.kill()


@pytest.mark.slow
async def test_no_kill_asks_twice_or_loses_a_vote(theatre: Theatre) -> None:
    dice = random.Random(20261122)  # noqa: S311  # any moments will do, the same ones each time
    discord, fan_server = theatre.discord, theatre.fan_server
    host = discord.person(fan_server.sera)
    await theatre.start()
    await discord.wait_for(lambda: fan_server.lounge.threads and theatre.put(), PATIENCE)
    for fan in theatre.fans:
        opened = await (await discord.person(fan).slash(fan_server.lounge, "qna questions")).done()
        theatre.lists[fan] = opened.message
    acknowledged: set[tuple[int, int]] = set()
    for which in range(KILLS):
        discord.faults.hang("POST", f"/channels/{theatre.thread().id}/messages", 0.3, after=which % 2 == 0)
        await host.press(theatre.console(), custom_id(theatre.console(), "qna_next"))
        pressed = await theatre.vote_all(which)
        some = dice.randint(1, FANS // 2)
        await discord.wait_for(partial(are_answered, pressed, at_least=some), PATIENCE)
        await theatre.kill()
        acknowledged |= {voted_for(one) for one in pressed if one.state == RESPONDED}
        assert theatre.rows("PRAGMA integrity_check") == [("ok",)]
        discord.faults.clear()
        await theatre.start()
        told = {f"Question {number}?" for (number,) in theatre.rows(PUT)}
        await discord.wait_for(partial(theatre.has_put, told), PATIENCE)
        await discord.wait_for(theatre.console_is_current, PATIENCE)
    await discord.idle(0.3)
    assert acknowledged <= set(theatre.rows("SELECT question_id, fan_id FROM session_votes"))
    figures = theatre.rows("SELECT id, votes FROM session_questions WHERE votes > 0 ORDER BY id")
    assert figures == theatre.rows("SELECT question_id, count(*) FROM session_votes GROUP BY question_id")
    assert theatre.put() == [f"Question {number}?" for number in range(1, len(theatre.put()) + 1)]
    sure = await (await host.press(theatre.console(), "qna_end:1:0")).done()
    await (await host.press(sure.message, "qna_end_now:1:0")).done()
    await discord.wait_for(lambda: theatre.thread().locked, PATIENCE)
    recaps = [one for one in theatre.thread().messages if "· recap" in words(one)]
    assert len(recaps) == 1


def are_answered(pressed: list[Interaction], *, at_least: int) -> bool:
    return sum(one.state == RESPONDED for one in pressed) >= at_least


def voted_for(pressed: Interaction) -> tuple[int, int]:
    """Return the question and the fan of a vote."""
    return int(pressed.data["custom_id"].split(":")[1]), pressed.user.id
