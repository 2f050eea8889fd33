"""Houses for the tests of this folder."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import START, House
from rich.console import Console

from bot.cli.rehearsing.house import House as OpenHouse
from bot.cli.rehearsing.house import open_house
from bot.cli.rehearsing.scene import scene_in
from bot.cli.rehearsing.stage import build_stage
from bot.cli.rehearsing.transcript import Transcript
from bot.client import Stagedoor
from bot.domain.label import Label
from bot.i18n import texts_for
from bot.rehearsal.clock import WorldClock
from bot.rehearsal.server import Rehearsal
from bot.sample_label import sample_label
from bot.settings import Settings


@pytest.fixture(autouse=True)
def no_pause_before_identifying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the five seconds for which discord.py waits before it identifies again."""

    async def at_once(self: Stagedoor, shard_id: int | None, *, initial: bool = False) -> None:
        del self, shard_id, initial

    monkeypatch.setattr(Stagedoor, "before_identify_hook", at_once)


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
async def unheard_house(tmp_path: Path, label: Label) -> AsyncIterator[House]:
    """A house whose bot was not granted the Message Content intent, and does without."""
    stage = build_stage(WorldClock(START), label, privileged_intents=())
    async with Rehearsal(stage.world, rate_limits=False) as discord:
        house = House(stage=stage, discord=discord, label=label, database=tmp_path / "stagedoor.db")
        try:
            await house.open(message_content=False)
            yield house
        finally:
            await house.close()


@pytest.fixture
async def house(empty_house: House) -> House:
    await empty_house.open()
    return empty_house


@pytest.fixture
async def room(label: Label) -> AsyncIterator[OpenHouse]:
    """A house that is open for visitors."""
    async with open_house(Settings(), label, WorldClock(START), port=0, sample=True) as house:
        transcript = Transcript(Console(file=io.StringIO()), house.stage, label.timezone, texts_for("en"))
        house.room.begin(house, play=scene_in(house, transcript, pace=0.0))
        yield house
