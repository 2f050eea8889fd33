"""Other people's libraries, unmodified, take our Discord for the real one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.strangers.stranger import CLIENTS, missing, running
from tests.strangers.walk import STEPS, Walk, opened, taken

MUST = ("connect", "read", "reply", "button", "modal", "slash", "resume")
ENOUGH = 0.95


@pytest.mark.slow
@pytest.mark.parametrize("client", CLIENTS)
async def test_a_strangers_client_walks_through_all_that_bots_do(client: str, record_property: Any) -> None:
    if lacks := missing(client):
        pytest.skip(lacks)
    async with opened() as (discord, scene, told), running(client, told) as stranger:
        outcome = await taken(Walk(discord=discord, stranger=stranger, **scene))
    failed = {step: why for step, why in outcome.items() if why is not None}
    record_property("failed", failed)
    words = [f"{step}: {why}" for step, why in failed.items()] + stranger.complaints[-40:]
    told_all = "\n".join(words)
    assert not failed.keys() & set(MUST), told_all
    assert 1 - len(failed) / len(STEPS) >= ENOUGH, told_all
