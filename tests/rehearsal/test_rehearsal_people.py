from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages, snowflakes, threads
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.clock import WorldClock
from bot.rehearsal.model.permissions import bits
from bot.rehearsal.model.png import size_of
from tests.rehearsal.playground import START, Api, Playground, open_playground

if TYPE_CHECKING:
    from bot.rehearsal.model.world import World
    from bot.rehearsal.people.person import Person


@pytest.fixture
def fan(playground: Playground) -> Person:
    return playground.discord.person(playground.fan)


@pytest.fixture
def owner(playground: Playground) -> Person:
    return playground.discord.person(playground.owner)


def test_the_clock_ticks_stands_still_and_is_moved() -> None:
    clock = WorldClock(START, ticking=False)
    assert clock() == clock.now() == START
    assert clock.advance(timedelta(days=7)) == START + timedelta(days=7)
    clock.set(START)
    assert clock.now() == START
    assert WorldClock().now().tzinfo is UTC
    assert WorldClock(START).now() >= START
    with pytest.raises(ValueError, match="aware"):
        clock.set(datetime(2026, 1, 1))  # noqa: DTZ001


def test_ids_are_unique_and_rise_while_the_clock_stands_still_or_goes_back() -> None:
    clock = WorldClock(START, ticking=False)
    ids = snowflakes.Snowflakes(clock.now)
    made = [ids.next() for _ in range(3)]
    clock.advance(timedelta(days=-1))
    made += [ids.next() for _ in range(3)]
    assert made == sorted(set(made))
    assert snowflakes.time_of(made[0]) == START


def test_an_unknown_privileged_intent_is_said_at_once(world: World) -> None:
    with pytest.raises(ValueError, match="telepathy"):
        world.application("x", token="t", privileged_intents=["telepathy"])


def test_a_picture_has_a_size_and_a_text_has_none() -> None:
    assert size_of(b"hello") is None


async def test_people_say_only_what_they_may(playground: Playground, fan: Person, owner: Person) -> None:
    hidden = playground.guild.text_channel("staff", deny={None: ["view_channel"]})
    mute = playground.guild.text_channel(
        "news", deny={None: ["send_messages"]}, allow={playground.owner: ["send_messages"]}
    )
    bare = playground.guild.text_channel("bare", deny={None: ["attach_files"]})
    with pytest.raises(Refused, match="50001"):
        await fan.say(hidden, "x")
    with pytest.raises(Refused, match="50013"):
        await fan.say(mute, "x")
    with pytest.raises(Refused, match="50013"):
        await fan.say(bare, "x", files=[("a", b"a")])
    with pytest.raises(Refused, match="50006"):
        await fan.say(playground.channel, " ")
    with pytest.raises(Refused, match="50035"):
        await fan.say(playground.channel, "x" * 2001)
    with pytest.raises(Refused, match="50008"):
        await fan.say(playground.guild.forum("q"), "x")
    with pytest.raises(Refused, match="50024"):
        await fan.post(playground.channel, "t", "x")
    assert (await owner.say(hidden, "x")).content == "x"
    assert fan.sees(hidden) == []
    playground.guild.delete_channel(mute)
    with pytest.raises(Refused, match="10003"):
        await owner.say(mute, "x")
    playground.guild.leave(playground.fan)
    with pytest.raises(Refused, match="50001"):
        await fan.say(playground.channel, "x")


async def test_people_edit_and_delete_their_own_messages(
    playground: Playground, fan: Person, owner: Person
) -> None:
    said = await fan.say(playground.channel, "x", files=[("a.txt", b"a")])
    with pytest.raises(Refused, match="50005"):
        await owner.edit(said, "y")
    await fan.edit(said, "")
    answer = await owner.reply(said, "y")
    assert answer.mentions.users == [playground.fan]
    assert (await owner.reply(said, "z", ping=False)).mentions.users == []
    await owner.edit(answer, "better")
    assert answer.mentions.users == [playground.fan]
    with pytest.raises(Refused, match="50013"):
        await fan.delete(answer)
    await owner.delete(said)
    for again in (fan.edit(said, "x"), fan.delete(said), fan.reply(said, "x")):
        with pytest.raises(Refused):
            await again
    assert said.deleted
    assert said.jump_url.endswith(str(said.id))


async def test_people_react_and_type(playground: Playground, fan: Person) -> None:
    said = await fan.say(playground.channel, "x")
    await fan.react(said, "👍")
    playground.channel.deny(None, ["add_reactions"])
    await playground.discord.person(playground.owner).react(said, "👍")
    with pytest.raises(Refused, match="50013"):
        await fan.react(said, "🎵")
    await fan.react(said, "👍")
    await fan.unreact(said, "👍")
    await fan.unreact(said, "👍")
    await fan.typing(playground.channel)
    assert said.reactions == {"👍": [playground.owner]}


async def test_threads_are_started_archived_and_locked(
    playground: Playground, fan: Person, owner: Person
) -> None:
    said = await fan.say(playground.channel, "x")
    thread = await fan.start_thread(said, "t")
    assert said.thread is thread
    assert playground.channel.threads == [thread]
    with pytest.raises(Refused, match="160004"):
        await fan.start_thread(said, "t")
    await fan.archive(thread)
    await owner.say(thread, "x")
    assert not thread.archived
    with pytest.raises(Refused, match="50013"):
        await fan.archive(thread, locked=True)
    await owner.archive(thread, locked=True)
    with pytest.raises(Refused, match="160005"):
        await fan.say(thread, "x")
    await owner.say(thread, "x")
    threads.change(thread, locked=False)
    playground.guild.delete_thread(thread)
    assert thread.deleted
    forum = playground.guild.forum("q", ["tickets"])
    post = await fan.post(forum, "t", "x", tags=["tickets"])
    assert post.applied_tags == [forum.tags[0].id]
    assert forum.tags[0].name == "tickets"
    playground.guild.delete_channel(forum)
    assert playground.guild.threads == []


async def test_direct_conversations_are_for_two(playground: Playground, fan: Person, owner: Person) -> None:
    said = await fan.direct(playground.owner, "psst")
    assert (await owner.direct(playground.fan, "yes")).channel is said.channel
    assert "@me" in said.jump_url
    assert said.channel.threads == []
    assert len(fan.sees(said.channel)) == 2
    assert playground.discord.person(playground.app.user).sees(said.channel) == []
    playground.owner.open_to_direct = False
    with pytest.raises(Refused, match="50007"):
        await fan.direct(playground.owner, "psst")
    with pytest.raises(ValueError, match="direct"):
        said.channel.deny(None, ["view_channel"])
    await fan.react(said, "👍")
    await fan.typing(said.channel)


def test_permissions_add_up(playground: Playground) -> None:
    guild, channel = playground.guild, playground.channel
    fan = guild.members[playground.fan.id]
    team = guild.role("team")
    guild.set_roles(playground.fan, [team])
    assert channel.permits(fan, "send_messages")
    channel.deny(None, ["send_messages"])
    assert not channel.permits(fan, "embed_links")
    channel.allow(team, ["send_messages"])
    assert channel.permits(fan, "embed_links")
    channel.deny(playground.fan, ["send_messages"])
    assert not channel.permits(fan, "send_messages")
    assert channel.permits(guild.members[playground.owner.id], "send_messages")
    channel.deny(playground.fan, ["view_channel"])
    assert not channel.permits(fan, "read_message_history")
    channel.allow(playground.fan, ["view_channel", "send_messages"])
    fan.timed_out_until = playground.world.clock.now() + timedelta(minutes=1)
    assert channel.permits(fan, "view_channel")
    assert not channel.permits(fan, "send_messages")
    playground.world.clock.advance(timedelta(minutes=2))
    assert channel.permits(fan, "send_messages")
    team.grant("administrator")
    assert channel.permits(fan, "manage_guild")
    team.revoke("administrator")
    guild.delete_role(team)
    assert fan.roles == []
    assert fan.shown_name == "A Fan"
    assert team.mention == f"<@&{team.id}>"
    assert channel.mention == f"<#{channel.id}>"
    assert guild.member(playground.fan) is fan
    with pytest.raises(KeyError):
        bits(["levitate"])


async def test_waiting_ends_with_the_first_result_or_in_time(playground: Playground, fan: Person) -> None:
    task = asyncio.create_task(playground.discord.wait_for(lambda: playground.channel.messages))
    await fan.say(playground.channel, "x")
    assert [message.content for message in await task] == ["x"]
    with pytest.raises(TimeoutError):
        await playground.discord.wait_for(lambda: None, timeout=0.01)


async def test_an_edit_of_a_whisper_is_told_to_nobody(playground: Playground) -> None:
    whisper = messages.post(playground.channel, playground.app.user, content="x", ephemeral_to=playground.fan)
    messages.edit(whisper, content="y")
    assert playground.discord.person(playground.fan).sees(playground.channel) == [whisper]
    assert isinstance(whisper, Message)


# failures on order


async def test_requests_fail_as_ordered(playground: Playground, api: Api) -> None:
    faults = playground.discord.faults
    faults.answer("GET", "/users/*", 502, times=2)
    assert (await api("GET", "/users/@me"))[0] == 502
    assert (await api("GET", "/gateway"))[0] == 200
    assert "cloudflare" in (await api("GET", "/users/@me"))[1]
    assert (await api("GET", "/users/@me"))[0] == 200
    faults.answer("*", "*", 429, {"retry_after": 1}, headers={"Via": "x"})
    assert (await api("GET", "/users/@me")) == (429, {"retry_after": 1})
    faults.hang("GET", "*", 0.02)
    assert (await api("GET", "/users/@me"))[0] == 200
    faults.cut("GET", "*")
    faults.clear()
    assert (await api("GET", "/users/@me"))[0] == 200


@pytest.mark.parametrize("after", [False, True])
async def test_a_message_may_be_sent_though_its_answer_is_lost(
    playground: Playground, api: Api, *, after: bool
) -> None:
    playground.discord.faults.cut("POST", "/channels/*/messages", after=after)
    with pytest.raises(aiohttp.ClientError):
        await api("POST", "/channels/{channel}/messages", {"content": "x"})
    assert len(playground.channel.messages) == after
    playground.discord.faults.hang("POST", "*", 0.01, after=True)
    assert (await api("POST", "/channels/{channel}/messages", {"content": "x"}))[0] == 200


async def test_any_token_will_do_where_that_is_asked_for(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_playground(world, any_token=True) as playground, aiohttp.ClientSession() as session:
        api = Api(playground, session, token="whatever")
        assert (await api("GET", "/users/@me"))[1]["username"] == "stagedoor"
        async with session.ws_connect(playground.discord.gateway_url) as socket:
            await socket.send_json({"op": 2, "d": {"token": "whatever", "properties": {}, "intents": 0}})
            await playground.discord.wait_for(lambda: playground.discord.gateway.sessions.by_id)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def test_the_record_can_be_searched_and_cleared(playground: Playground, api: Api) -> None:
    await api("GET", "/users/@me")
    assert playground.discord.record.of("GET", "/users")
    playground.discord.record.clear()
    assert not playground.discord.record.of("GET")
