from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import discord
import pytest

from tests.rehearsal import tour
from tests.rehearsal.playground import Bot, Playground, running

if TYPE_CHECKING:
    from types import ModuleType

WIRE = Path(os.environ.get("STAGEDOOR_WIRE") or Path(__file__).parents[2].parent / "shared" / "wire")
KNOWN_TO_DIFFER = ("url: 'ws://", "errors/")
"""The description knows web addresses only, and numbers where Discord's form errors have names."""
FORWARD = re.compile(r"(\d+/)?message_reference(/type: 0 was expected|: .*'type': 1)")
"""It doesn't know yet that a message may refer to one it forwards."""

needs_wire = pytest.mark.skipif(
    not (WIRE / "rest_check.py").exists(),
    reason="Discord's descriptions are not here: set STAGEDOOR_WIRE to the folder that holds them.",
)


def checker(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, WIRE / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def toured(playground: Playground) -> None:
    playground.guild.role("boss", ["administrator"])
    boss = list(playground.guild.roles.values())[-1]
    playground.guild.set_roles(
        playground.app.user, [*playground.guild.member(playground.app.user).roles, boss]
    )
    bot = Bot()
    tour.register(bot)
    async with running(bot):
        await tour.take(playground, bot)
        assert not [one for one in playground.discord.record.requests if one.status >= 400]
        channel = bot.get_channel(playground.channel.id)
        assert isinstance(channel, discord.TextChannel)
        for text in ("x" * 2001, " "):
            with pytest.raises(discord.HTTPException):
                await channel.send(text)
        with pytest.raises(discord.NotFound):
            await channel.fetch_message(5)


async def test_a_bot_can_do_all_that_a_bot_like_ours_does(playground: Playground) -> None:
    await toured(playground)
    names = {one.name for one in playground.discord.record.events}
    assert {
        "READY", "GUILD_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK",
        "INTERACTION_CREATE", "THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE", "THREAD_MEMBERS_UPDATE",
        "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "CHANNEL_PINS_UPDATE", "GUILD_ROLE_CREATE",
        "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE",
        "GUILD_MEMBERS_CHUNK", "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_REACTION_REMOVE_ALL",
        "MESSAGE_REACTION_REMOVE_EMOJI", "TYPING_START", "GUILD_SCHEDULED_EVENT_CREATE",
        "GUILD_SCHEDULED_EVENT_UPDATE", "GUILD_SCHEDULED_EVENT_DELETE", "GUILD_SCHEDULED_EVENT_USER_ADD",
        "GUILD_SCHEDULED_EVENT_USER_REMOVE", "MESSAGE_POLL_VOTE_ADD", "MESSAGE_POLL_VOTE_REMOVE",
        "GUILD_STICKERS_UPDATE", "AUTO_MODERATION_RULE_CREATE", "AUTO_MODERATION_ACTION_EXECUTION",
    } <= names  # fmt: skip


@needs_wire
@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_requests_and_answers_fit_discords_rest_description(playground: Playground) -> None:
    await toured(playground)
    spec = checker("rest_check").Spec()
    problems = []
    for one in playground.discord.record.requests:
        where = f"{one.method} {one.path}"
        if one.request is not None:
            found = spec.request(one.method, one.path, one.request)
            problems += [f"{where}: {text}" for text in found if not FORWARD.match(text)]
        found = spec.response(one.method, one.path, one.status, one.response)
        problems += [
            f"{one.status} {where}: {text}"
            for text in found
            if not text.startswith(KNOWN_TO_DIFFER) and not FORWARD.match(text)
        ]
    assert not problems, "\n".join(problems)


@needs_wire
@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_events_fit_the_gateways_description(playground: Playground) -> None:
    await toured(playground)
    gateway = checker("gateway_check").Gateway()
    known = [one for one in playground.discord.record.events if one.name in gateway.doc["definitions"]]
    problems = [
        f"{one.name}: {text} {one.data.get('data') or one.data}"
        for one in known
        for text in gateway.check(one.name, one.data)
    ]
    assert not problems, "\n".join(problems)
    assert {one.name for one in known} >= {"READY", "GUILD_CREATE", "INTERACTION_CREATE", "MESSAGE_CREATE"}
