"""Other people's libraries, unmodified, take our Discord for the real one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rehearsal.test_rehearsal_wire import KNOWN_TO_DIFFER, WIRE, checker
from tests.strangers.stranger import CLIENTS, missing, running
from tests.strangers.walk import STEPS, Walk, opened, taken

if TYPE_CHECKING:
    from bot.rehearsal.record import Record

MUST = ("connect", "read", "reply", "button", "modal", "slash", "resume")
ENOUGH = 0.95
README = Path(__file__).parents[2] / "bot" / "rehearsal" / "README.md"
WENT_WELL = "✓"
OPTIONAL = "<body>: 'code' is a required property"
"""The documentation lets a 429 leave its code out, and most do."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("strangers"),  # the three seconds of an interaction are real ones
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize("client", CLIENTS)
async def test_a_strangers_client_walks_through_all_that_bots_do(client: str) -> None:
    if lacks := missing(client):
        pytest.skip(lacks)
    async with opened() as (discord, scene, told), running(client, told) as stranger:
        outcome = await taken(Walk(discord=discord, stranger=stranger, **scene))
    failed = {step: why for step, why in outcome.items() if why is not None}
    words = [f"{step}: {why}" for step, why in failed.items()] + stranger.complaints[-40:]
    assert not failed.keys() & set(MUST), "\n".join(words)
    assert 1 - len(failed) / len(STEPS) >= ENOUGH, "\n".join(words)
    assert failed.keys() == {step for step, cell in _table()[client].items() if cell != WENT_WELL}
    problems = _unlike_discord(discord.record)
    assert not problems, "\n".join(problems)


def _table() -> dict[str, dict[str, str]]:
    """Return what the rehearsal's README says of each client and step."""
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in README.read_text(encoding="utf-8").splitlines()
        if line.startswith(("| step |", *(f"| {step} |" for step in STEPS)))
    ]
    head, *steps = rows
    assert [row[0] for row in steps] == list(STEPS), "the README's table has other steps than the walk"
    return {client: {row[0]: row[head.index(client)] for row in steps} for client in CLIENTS}


def _unlike_discord(record: Record) -> list[str]:
    """Return what of the walk does not fit Discord's descriptions; nothing where they are not here."""
    if not (WIRE / "rest_check.py").exists():
        return []
    spec, gateway, found = checker("rest_check").Spec(), checker("gateway_check").Gateway(), []
    for one in record.requests:
        asked = spec.request(one.method, one.path, one.request) if one.request is not None else []
        answered = spec.response(one.method, one.path, one.status, one.response)
        told = [text for text in [*asked, *answered] if not text.startswith((*KNOWN_TO_DIFFER, OPTIONAL))]
        found += [f"{one.status} {one.method} {one.path}: {text}" for text in told]
    for event in record.events:
        if event.name in gateway.doc["definitions"]:
            found += [f"{event.name}: {text}" for text in gateway.check(event.name, event.data)]
    return found
