"""A manager sets the bot up, step by step or with one command."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from house import KNOWN, UNKNOWN, House, components, custom_id, labels, told, words

from bot.cli.rehearsing.stage import store_with
from bot.rehearsal.invocations import Invocation
from bot.rehearsal.messages import Message
from bot.rehearsal.person import Person

STEPS = 13


@pytest.fixture
async def new_house(empty_house: House) -> AsyncIterator[House]:
    """A house that nobody has set up."""
    context = store_with(empty_house.database, empty_house.label)
    empty_house.store = await empty_house._store_stack.enter_async_context(context)
    await empty_house.start_bot()
    empty_house.stage.hana.locale = "en-US"
    return empty_house


def kept(house: House) -> Any:
    return house.store.servers.get(house.stage.guild.id)


async def panel(house: House, who: Person | None = None, **options: Any) -> Message:
    """Open the panel."""
    done = await (await (who or house.hana).slash(house.stage.team_desk, "setup", **options)).done()
    assert done.message is not None
    return done.message


async def press(message: Message, who: Person, label: str) -> Invocation:
    return await (await who.press(message, label)).done()


async def pick(message: Message, who: Person, name: str, values: list[Any]) -> Invocation:
    return await (await who.choose(message, custom_id(message, name), values)).done()


async def write(message: Message, who: Person, button: str, text: str) -> Invocation:
    """Open a form, fill it in and send it."""
    form = await press(message, who, button)
    return await (await who.submit(form, typed=text)).done()


async def test_show(new_house: House) -> None:
    house, stage = new_house, new_house.stage
    m = await panel(house)
    def show(what):
        print("\n>>>", what)
        print(words(m)); print(labels(m), [ (c.get("placeholder"), c.get("custom_id")) for c in components(m) if c["type"]!=2])
    show("/setup")
    async def do(what, done):
        assert done.state == "responded", done
        show(what)
    await do("Start", await press(m, house.hana, "Start"))
    await do("pick team", await pick(m, house.hana, "setup_roles", [stage.team]))
    await do("Next", await press(m, house.hana, "Next"))
    await do("Skip", await press(m, house.hana, "Skip"))
    await do("desk", await pick(m, house.hana, "setup_channels", [stage.team_desk]))
    await do("Next", await press(m, house.hana, "Next"))
    await do("listen", await pick(m, house.hana, "setup_channels", [stage.questions, stage.forum]))
    await do("Next", await press(m, house.hana, "Next"))
    await do("Skip", await press(m, house.hana, "Skip"))
    await do("Next", await press(m, house.hana, "Next"))
    done = await write(m, house.hana, "Something else…", "Soul")
    print(">>> typed Soul:", told(done))
    await do("zone", await write(m, house.hana, "Something else…", "서울"))
    await do("Next", await press(m, house.hana, "Next"))
    await do("hours", await write(m, house.hana, "Write it", "월-금 10:00-19:00"))
    await do("Next", await press(m, house.hana, "Next"))
    await do("holidays", await write(m, house.hana, "Write it", "2026-12-25"))
    await do("Next", await press(m, house.hana, "Next"))
    await do("target", await pick(m, house.hana, "setup_value", ["2 hours"]))
    await do("Next", await press(m, house.hana, "Next"))
    await do("duty", await pick(m, house.hana, "setup_roles", [stage.team]))
    await do("Next", await press(m, house.hana, "Next"))
    await do("Next", await press(m, house.hana, "Next"))
    await do("Finish", await press(m, house.hana, "Finish"))
    print(kept(house))
    assert 0
