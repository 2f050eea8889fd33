"""Fixtures: a rehearsal with one guild, one bot's application and a few people."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from rehearsing import START, Scene, opened

from bot.rehearsal.clock import WorldClock
from bot.rehearsal.world import World


@pytest.fixture
def world() -> World:
    return World(WorldClock(START))


@pytest.fixture
async def scene(world: World) -> AsyncIterator[Scene]:
    async with opened(world) as made:
        yield made
