"""A manager sets the bot up, step by step or with one command."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from house import House, custom_id

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
