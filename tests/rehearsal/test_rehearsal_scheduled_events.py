"""Scheduled events begin and end by the clock where they are elsewhere, and may recur."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.rehearsal.playground import Bot, running

if TYPE_CHECKING:
    from tests.rehearsal.playground import Api, Playground

EVENTS = "/guilds/{guild}/scheduled-events"


@pytest.fixture(autouse=True)
def organiser(playground: Playground) -> None:
    role = playground.guild.role("organiser", ["manage_events"])
    member = playground.guild.members[playground.app.id]
    playground.guild.set_roles(playground.app.user, [*member.roles, role])


def show(playground: Playground, **changes: Any) -> dict[str, Any]:
    now = playground.world.clock.now()
    return {
        "name": "Show",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "Rolling Hall"},
        "scheduled_start_time": (now + timedelta(hours=1)).isoformat(),
        "scheduled_end_time": (now + timedelta(hours=3)).isoformat(),
    } | changes


async def test_an_event_elsewhere_begins_and_ends_by_the_clock(playground: Playground, api: Api) -> None:
    bot = Bot()
    async with running(bot):
        made = (await api("POST", EVENTS, show(playground)))[1]
        assert made["status"] == 1
        at = f"{EVENTS}/{made['id']}"
        playground.world.clock.advance(timedelta(hours=1, seconds=1))
        assert (await api("GET", at))[1]["status"] == 2
        assert await api.code("PATCH", at, {"status": 4}) == 50035
        playground.world.clock.advance(timedelta(hours=2))
        assert (await api("GET", EVENTS))[1] == []
        await playground.discord.idle()
        updates = [
            one.data["status"]
            for one in playground.discord.record.events
            if one.name == "GUILD_SCHEDULED_EVENT_UPDATE"
        ]
        assert updates == [2, 3]


async def test_an_event_put_off_begins_when_it_is_put_off_to(playground: Playground, api: Api) -> None:
    made = (await api("POST", EVENTS, show(playground)))[1]
    later = playground.world.clock.now() + timedelta(hours=5)
    times = {
        "scheduled_start_time": later.isoformat(),
        "scheduled_end_time": (later + timedelta(hours=1)).isoformat(),
    }
    await api("PATCH", f"{EVENTS}/{made['id']}", times)
    playground.world.clock.advance(timedelta(hours=4))
    assert (await api("GET", f"{EVENTS}/{made['id']}"))[1]["status"] == 1
    playground.world.clock.advance(timedelta(days=1))
    assert await api.code("GET", f"{EVENTS}/{made['id']}") == 10070


def weekly(playground: Playground, **changes: Any) -> dict[str, Any]:
    start = (playground.world.clock.now() + timedelta(hours=1)).isoformat()
    return {"start": start, "frequency": 2, "interval": 1, "by_weekday": [0]} | changes


async def test_a_recurrence_rule_is_kept(playground: Playground, api: Api) -> None:
    form = show(playground, recurrence_rule=weekly(playground))
    kept = (await api("POST", EVENTS, form))[1]["recurrence_rule"]
    assert (kept["frequency"], kept["interval"], kept["by_weekday"], kept["end"]) == (2, 1, [0], None)
    (listed,) = (await api("GET", EVENTS))[1]
    assert listed["recurrence_rule"] == kept
    cleared = (await api("PATCH", f"{EVENTS}/{listed['id']}", {"recurrence_rule": None}))[1]
    assert cleared["recurrence_rule"] is None


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({"interval": 2}, True),
        ({"frequency": 3, "by_weekday": [5, 6]}, True),
        ({"frequency": 1, "by_weekday": None, "by_n_weekday": [{"n": 2, "day": 5}]}, True),
        ({"frequency": 0, "by_weekday": None, "by_month": [7], "by_month_day": [24]}, True),
        ({"start": None}, False),
        ({"frequency": 4}, False),
        ({"interval": 3}, False),
        ({"frequency": 3, "interval": 2, "by_weekday": None}, False),
        ({"frequency": 3, "by_weekday": [1, 3]}, False),
        ({"by_weekday": [0, 1]}, False),
        ({"by_month": [1]}, False),
        ({"frequency": 0, "by_weekday": None, "by_month": [7]}, False),
        ({"frequency": 1, "by_weekday": None, "by_n_weekday": [{"n": 6, "day": 0}]}, False),
        ({"count": 5}, False),
        ({"end": "2027-01-01T00:00:00Z"}, False),
    ],
)
async def test_recurrence_rules_are_those_discord_takes(
    playground: Playground, api: Api, changes: dict[str, Any], fits: bool
) -> None:
    form = show(playground, recurrence_rule=weekly(playground, **changes))
    status, answer = await api("POST", EVENTS, form)
    assert status == (200 if fits else 400), answer
    assert fits or "recurrence_rule" in answer["errors"]
