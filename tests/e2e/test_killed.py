"""The bot as its own process: killed at any moment, stopped, started twice, given a bad token."""

import asyncio
import contextlib
import os
import random
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.demo.fan_server import TOKEN, FanServer, build_fan_server, store_with
from bot.cli.sample_label import sample_label
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.server import Rehearsal
from db.store import open_store
from tests.e2e.harness import KNOWN, UNKNOWN, cards_in, rehearsal_for, words

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


@dataclass
class Shell:
    """A machine on which the bot is started from the command line, against a Discord of today."""

    fan_server: FanServer
    discord: Rehearsal
    database: Path

    async def start(self, token: str = TOKEN) -> asyncio.subprocess.Process:
        """Start `run` as anybody would."""
        wanted = {
            "DISCORD_TOKEN": token,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "DISCORD_CDN_URL": self.discord.cdn_url,
            "DATABASE_PATH": str(self.database),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "run"),
            cwd=self.database.parent,
            env={**environment, **wanted},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def started(self) -> asyncio.subprocess.Process:
        """Start it and wait until it is connected."""
        process = await self.start()
        await self.discord.wait_for(lambda: self.discord.gateway.sessions.connected, PATIENCE)
        return process

    async def ended(self, process: asyncio.subprocess.Process) -> tuple[int, str]:
        """Return the exit status and all that was printed."""
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode is not None
        return process.returncode, (out + err).decode()

    async def kill(self, process: asyncio.subprocess.Process) -> None:
        process.kill()
        await self.ended(process)
        await self.discord.wait_for(lambda: not self.discord.gateway.connections, PATIENCE)

    def kept(self, sql: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()

    def replies_to(self, asked: Message) -> list[Message]:
        me = self.fan_server.application.user
        return [
            said
            for said in self.fan_server.questions.messages
            if said.author is me and said.reference and said.reference.message_id == asked.id
        ]


@pytest.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    clock = WorldClock()
    label = sample_label(clock.now())
    fan_server = build_fan_server(clock, label)
    database = tmp_path / "stagedoor.db"
    async with store_with(database, label, fan_server.server()):
        pass
    async with rehearsal_for(fan_server.world) as discord:
        yield Shell(fan_server=fan_server, discord=discord, database=database)


@pytest.mark.slow
async def test_no_kill_at_any_moment_loses_or_doubles_a_question(shell: Shell) -> None:
    asked: list[Message] = []
    dice = random.Random(20261122)  # noqa: S311  # any moments will do, the same ones each time

    async def fans_ask(seconds: float) -> None:
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            number = len(asked)
            fan = shell.fan_server.world.user(f"fan{number}")
            shell.fan_server.guild.join(fan)
            text = KNOWN if number % 2 else f"{UNKNOWN} ({number})"
            asked.append(await shell.discord.person(fan).say(shell.fan_server.questions, text))
            await asyncio.sleep(0.02)

    for _ in range(2):
        process = await shell.started()
        await fans_ask(0.1)
        await shell.discord.wait_for(lambda: shell.replies_to(asked[0]), PATIENCE)
        await fans_ask(dice.uniform(0.02, 0.4))
        acknowledged = {one.id for one in asked if shell.replies_to(one)}
        await shell.kill(process)
        assert shell.kept("PRAGMA integrity_check") == [("ok",)]
        assert acknowledged <= {row[0] for row in shell.kept("SELECT message_id FROM question_messages")}
        await fans_ask(0.1)

    process = await shell.started()
    unknown = asked[::2]
    await shell.discord.wait_for(lambda: all(shell.replies_to(one) for one in asked), PATIENCE)
    await shell.discord.wait_for(lambda: len(cards_in(shell.fan_server.team_desk)) >= len(unknown), PATIENCE)
    await shell.discord.idle(0.1)
    process.terminate()
    assert (await shell.ended(process))[0] == 0

    assert [len(shell.replies_to(one)) for one in asked] == [1] * len(asked)
    on_cards = [words(card) for card in cards_in(shell.fan_server.team_desk)]
    numbers = [f"({number})" for number in range(0, len(asked), 2)]
    assert [sum(number in card for card in on_cards) for number in numbers] == [1] * len(numbers)
    assert len(on_cards) == len(numbers)
    assert shell.kept("SELECT count(*) FROM questions") == [(len(asked),)]
    assert shell.kept("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_how_to_invite_it_and_ends_cleanly_when_asked_to(
    shell: Shell, sign: signal.Signals
) -> None:
    process = await shell.started()
    asked = await shell.discord.person(shell.fan_server.leo).say(shell.fan_server.questions, KNOWN)
    await shell.discord.wait_for(lambda: shell.replies_to(asked), PATIENCE)
    began = asyncio.get_running_loop().time()
    process.send_signal(sign)
    status, printed = await shell.ended(process)
    assert status == 0, printed
    assert asyncio.get_running_loop().time() - began < 5
    assert "Traceback" not in printed
    assert f"client_id={shell.fan_server.application.id}" in printed
    assert "permissions=" in printed
    assert TOKEN not in printed
    assert not list(shell.database.parent.glob("*-wal"))


async def test_a_bad_token_is_said_plainly_and_never_shown(shell: Shell) -> None:
    token = "MTIzNDU2.a-token-that-is-wrong"
    status, printed = await shell.ended(await shell.start(token))
    assert status == 3
    assert "Discord does not accept DISCORD_TOKEN" in printed
    assert token not in printed
    assert "Traceback" not in printed


async def test_no_token_is_said_plainly(shell: Shell) -> None:
    status, printed = await shell.ended(await shell.start(""))
    assert status == 2
    assert "DISCORD_TOKEN is missing" in printed


async def test_a_second_process_on_the_same_database_is_refused(shell: Shell) -> None:
    first = await shell.started()
    status, printed = await shell.ended(await shell.start())
    assert status == 2
    assert "Traceback" not in printed
    assert str(shell.database) in printed
    first.terminate()
    assert (await shell.ended(first))[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("carried_out", [True, False])
async def test_a_digest_is_posted_once_although_the_bot_is_killed_while_posting_it(
    shell: Shell, *, carried_out: bool
) -> None:
    desk = shell.fan_server.team_desk
    long_ago = shell.fan_server.world.clock.now() - timedelta(weeks=3)
    async with open_store(shell.database) as store:
        server = replace(shell.fan_server.server(), digest_channel_id=desk.id, digest_hour=0)
        await store.servers.save(server)
        await store.digests.since(server.guild_id, now=long_ago)

    def sending() -> bool:
        return shell.kept("SELECT state FROM outbox WHERE kind = 'digest'") == [("sending",)]

    shell.discord.faults.hang("POST", f"/channels/{desk.id}/messages", 5, after=carried_out)
    process = await shell.started()
    await shell.discord.wait_for(lambda: desk.messages if carried_out else sending(), PATIENCE)
    await shell.kill(process)
    assert (len(desk.messages), sending()) == (int(carried_out), True)

    shell.discord.faults.clear()
    process = await shell.started()
    await shell.discord.wait_for(lambda: desk.messages and not sending(), PATIENCE)
    process.terminate()
    assert (await shell.ended(process))[0] == 0
    assert len(desk.messages) == 1
    assert shell.kept("SELECT state, message_id FROM outbox WHERE kind = 'digest'") == [
        ("sent", desk.messages[0].id)
    ]
