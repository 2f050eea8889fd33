"""Harnesses for the tests of this folder."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.demo.demo import Demo, open_demo
from bot.cli.demo.fan_server import build_fan_server
from bot.cli.demo.scene import scene_in
from bot.cli.demo.transcript import Transcript
from bot.cli.sample_label import sample_label
from bot.client import Stagedoor
from bot.domain.shows.label import Label
from bot.interface.i18n import texts_for
from bot.rehearsal.model import interactions
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.server import Rehearsal
from bot.settings import Settings
from tests.e2e.harness import START, Harness


@pytest.fixture(autouse=True)
def no_pause_before_identifying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the five seconds for which discord.py waits before it identifies again."""

    async def at_once(self: Stagedoor, shard_id: int | None, *, initial: bool = False) -> None:
        del self, shard_id, initial

    monkeypatch.setattr(Stagedoor, "before_identify_hook", at_once)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a busy machine answer later than within the three seconds that Discord waits."""
    monkeypatch.setattr(interactions, "PATIENCE", 15.0)


@pytest.fixture
def label() -> Label:
    return sample_label(START)


@pytest.fixture
async def empty_harness(tmp_path: Path, label: Label) -> AsyncIterator[Harness]:
    """A harness whose bot has not come in yet."""
    fan_server = build_fan_server(WorldClock(START), label)
    async with Rehearsal(fan_server.world, rate_limits=False) as discord:
        harness = Harness(
            fan_server=fan_server, discord=discord, label=label, database=tmp_path / "stagedoor.db"
        )
        try:
            yield harness
        finally:
            await harness.close()


@pytest.fixture
async def harness_without_content(tmp_path: Path, label: Label) -> AsyncIterator[Harness]:
    """A harness whose bot was not granted the Message Content intent, and does without."""
    fan_server = build_fan_server(WorldClock(START), label, privileged_intents=())
    async with Rehearsal(fan_server.world, rate_limits=False) as discord:
        harness = Harness(
            fan_server=fan_server, discord=discord, label=label, database=tmp_path / "stagedoor.db"
        )
        try:
            await harness.open(message_content=False)
            yield harness
        finally:
            await harness.close()


@pytest.fixture
async def harness(empty_harness: Harness) -> Harness:
    await empty_harness.open()
    return empty_harness


@pytest.fixture
async def demo(label: Label) -> AsyncIterator[Demo]:
    """A demo that is open for visitors."""
    async with open_demo(Settings(), label, WorldClock(START), port=0, sample=True) as demo:
        transcript = Transcript(Console(file=io.StringIO()), demo.fan_server, label.timezone, texts_for("en"))
        demo.host.begin(demo.bot, demo.discord, play=scene_in(demo, transcript, pace=0.0))
        yield demo
