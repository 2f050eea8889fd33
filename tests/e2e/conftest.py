"""Harnesses for the tests of this folder."""

import io
import os
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
from bot.settings import Settings
from tests.e2e.harness import LATENCY, START, Harness, latency, rehearsal_for

FAR = "50-150"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Expect those to fail that are known to, where Discord is as far away as it is."""
    for item in items:
        known = item.get_closest_marker("fails_with_latency")
        if known and (os.environ.get(LATENCY) or item.get_closest_marker("latency")):
            item.add_marker(pytest.mark.xfail(strict=True, reason=known.args[0]))


@pytest.fixture(autouse=True)
def no_pause_before_identifying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the five seconds for which discord.py waits before it identifies again."""

    async def at_once(self: Stagedoor, shard_id: int | None, *, initial: bool = False) -> None:
        del self, shard_id, initial

    monkeypatch.setattr(Stagedoor, "before_identify_hook", at_once)


@pytest.fixture(autouse=True)
def distance(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Discord as far away as it is where that is asked for; else let a busy machine answer late."""
    if request.node.get_closest_marker("latency"):
        monkeypatch.setenv(LATENCY, FAR)
    if not os.environ.get(LATENCY):
        monkeypatch.setattr(interactions, "PATIENCE", 15.0)


@pytest.fixture
def label() -> Label:
    return sample_label(START)


@pytest.fixture
async def empty_harness(tmp_path: Path, label: Label) -> AsyncIterator[Harness]:
    """A harness whose bot has not come in yet."""
    fan_server = build_fan_server(WorldClock(START), label)
    async with rehearsal_for(fan_server.world) as discord:
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
    async with rehearsal_for(fan_server.world) as discord:
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
    async with open_demo(
        Settings(), label, WorldClock(START), port=0, sample=True, identify_pacing=False
    ) as demo:
        demo.discord.latency = latency()
        transcript = Transcript(Console(file=io.StringIO()), demo.fan_server, label.timezone, texts_for("en"))
        demo.host.begin(demo.bot, demo.discord, play=scene_in(demo, transcript, pace=0.0))
        yield demo
