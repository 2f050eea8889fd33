"""Fixtures: a rehearsal with one guild, one bot's application and a few people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.world import World
from tests.rehearsal.playground import START, Api, Playground, open_playground

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def world() -> World:
    return World(WorldClock(START))


@pytest.fixture
async def playground(world: World) -> AsyncIterator[Playground]:
    async with open_playground(world) as made:
        yield made


@pytest.fixture
async def api(playground: Playground) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(playground, session)
