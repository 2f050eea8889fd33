"""Fixtures: a rehearsal with one guild, one bot's application and a few people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.world import World
from tests.rehearsal.rehearsing import START, Api, Scene, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def world() -> World:
    return World(WorldClock(START))


@pytest.fixture
async def scene(world: World) -> AsyncIterator[Scene]:
    async with opened(world) as made:
        yield made


@pytest.fixture
async def api(scene: Scene) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(scene, session)
