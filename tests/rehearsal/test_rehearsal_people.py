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
from tests.rehearsal.rehearsing import START, Api, Scene, opened

if TYPE_CHECKING:
    from bot.rehearsal.model.world import World
    from bot.rehearsal.people.person import Person


@pytest.fixture
def fan(scene: Scene) -> Person:
    return scene.discord.person(scene.fan)


@pytest.fixture
def owner(scene: Scene) -> Person:
    return scene.discord.person(scene.owner)


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


async def test_people_say_only_what_they_may(scene: Scene, fan: Person, owner: Person) -> None:
    hidden = scene.guild.text_channel("staff", deny={None: ["view_channel"]})
    mute = scene.guild.text_channel(
        "news", deny={None: ["send_messages"]}, allow={scene.owner: ["send_messages"]}
    )
    bare = scene.guild.text_channel("bare", deny={None: ["attach_files"]})
    with pytest.raises(Refused, match="50001"):
        await fan.say(hidden, "x")
    with pytest.raises(Refused, match="50013"):
        await fan.say(mute, "x")
    with pytest.raises(Refused, match="50013"):
        await fan.say(bare, "x", files=[("a", b"a")])
    with pytest.raises(Refused, match="50006"):
        await fan.say(scene.channel, " ")
    with pytest.raises(Refused, match="50035"):
        await fan.say(scene.channel, "x" * 2001)
    with pytest.raises(Refused, match="50008"):
        await fan.say(scene.guild.forum("q"), "x")
    with pytest.raises(Refused, match="50024"):
        await fan.post(scene.channel, "t", "x")
    assert (await owner.say(hidden, "x")).content == "x"
    assert fan.sees(hidden) == []
    scene.guild.delete_channel(mute)
    with pytest.raises(Refused, match="10003"):
        await owner.say(mute, "x")
    scene.guild.leave(scene.fan)
    with pytest.raises(Refused, match="50001"):
        await fan.say(scene.channel, "x")


async def test_people_edit_and_delete_their_own_messages(scene: Scene, fan: Person, owner: Person) -> None:
    said = await fan.say(scene.channel, "x", files=[("a.txt", b"a")])
    with pytest.raises(Refused, match="50005"):
        await owner.edit(said, "y")
    await fan.edit(said, "")
    answer = await owner.reply(said, "y")
    assert answer.mentions.users == [scene.fan]
    assert (await owner.reply(said, "z", ping=False)).mentions.users == []
    await owner.edit(answer, "better")
    assert answer.mentions.users == [scene.fan]
    with pytest.raises(Refused, match="50013"):
        await fan.delete(answer)
    await owner.delete(said)
    for again in (fan.edit(said, "x"), fan.delete(said), fan.reply(said, "x")):
        with pytest.raises(Refused):
            await again
    assert said.deleted
    assert said.jump_url.endswith(str(said.id))


async def test_people_react_and_type(scene: Scene, fan: Person) -> None:
    said = await fan.say(scene.channel, "x")
    await fan.react(said, "👍")
    scene.channel.deny(None, ["add_reactions"])
    await scene.discord.person(scene.owner).react(said, "👍")
    with pytest.raises(Refused, match="50013"):
        await fan.react(said, "🎵")
    await fan.react(said, "👍")
    await fan.unreact(said, "👍")
    await fan.unreact(said, "👍")
    await fan.typing(scene.channel)
    assert said.reactions == {"👍": [scene.owner]}


async def test_threads_are_started_archived_and_locked(scene: Scene, fan: Person, owner: Person) -> None:
    said = await fan.say(scene.channel, "x")
    thread = await fan.start_thread(said, "t")
    assert said.thread is thread
    assert scene.channel.threads == [thread]
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
    scene.guild.delete_thread(thread)
    assert thread.deleted
    forum = scene.guild.forum("q", ["tickets"])
    post = await fan.post(forum, "t", "x", tags=["tickets"])
    assert post.applied_tags == [forum.tags[0].id]
    assert forum.tags[0].name == "tickets"
    scene.guild.delete_channel(forum)
    assert scene.guild.threads == []


async def test_direct_conversations_are_for_two(scene: Scene, fan: Person, owner: Person) -> None:
    said = await fan.direct(scene.owner, "psst")
    assert (await owner.direct(scene.fan, "yes")).channel is said.channel
    assert "@me" in said.jump_url
    assert said.channel.threads == []
    assert len(fan.sees(said.channel)) == 2
    assert scene.discord.person(scene.app.user).sees(said.channel) == []
    scene.owner.open_to_direct = False
    with pytest.raises(Refused, match="50007"):
        await fan.direct(scene.owner, "psst")
    with pytest.raises(ValueError, match="direct"):
        said.channel.deny(None, ["view_channel"])
    await fan.react(said, "👍")
    await fan.typing(said.channel)


def test_permissions_add_up(scene: Scene) -> None:
    guild, channel = scene.guild, scene.channel
    fan = guild.members[scene.fan.id]
    team = guild.role("team")
    guild.set_roles(scene.fan, [team])
    assert fan.may("send_messages", channel=channel)
    channel.deny(None, ["send_messages"])
    assert not fan.may("embed_links", channel=channel)
    channel.allow(team, ["send_messages"])
    assert fan.may("embed_links", channel=channel)
    channel.deny(scene.fan, ["send_messages"])
    assert not fan.may("send_messages", channel=channel)
    assert guild.members[scene.owner.id].may("send_messages", channel=channel)
    channel.deny(scene.fan, ["view_channel"])
    assert not fan.may("read_message_history", channel=channel)
    channel.allow(scene.fan, ["view_channel", "send_messages"])
    fan.timed_out_until = scene.world.clock.now() + timedelta(minutes=1)
    assert fan.may("view_channel", channel=channel)
    assert not fan.may("send_messages", channel=channel)
    scene.world.clock.advance(timedelta(minutes=2))
    assert fan.may("send_messages", channel=channel)
    team.grant("administrator")
    assert fan.may("manage_guild", channel=channel)
    team.revoke("administrator")
    guild.delete_role(team)
    assert fan.roles == []
    assert fan.shown_name == "A Fan"
    assert team.mention == f"<@&{team.id}>"
    assert channel.mention == f"<#{channel.id}>"
    assert guild.member(scene.fan) is fan
    with pytest.raises(KeyError):
        bits(["levitate"])


async def test_waiting_ends_with_the_first_result_or_in_time(scene: Scene, fan: Person) -> None:
    task = asyncio.create_task(scene.discord.wait_for(lambda: scene.channel.messages))
    await fan.say(scene.channel, "x")
    assert [message.content for message in await task] == ["x"]
    with pytest.raises(TimeoutError):
        await scene.discord.wait_for(lambda: None, timeout=0.01)


async def test_an_edit_of_a_whisper_is_told_to_nobody(scene: Scene) -> None:
    whisper = messages.post(scene.channel, scene.app.user, content="x", ephemeral_to=scene.fan)
    messages.edit(whisper, content="y")
    assert scene.discord.person(scene.fan).sees(scene.channel) == [whisper]
    assert isinstance(whisper, Message)


# failures on order


async def test_requests_fail_as_ordered(scene: Scene, api: Api) -> None:
    faults = scene.discord.faults
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
    scene: Scene, api: Api, *, after: bool
) -> None:
    scene.discord.faults.cut("POST", "/channels/*/messages", after=after)
    with pytest.raises(aiohttp.ClientError):
        await api("POST", "/channels/{channel}/messages", {"content": "x"})
    assert len(scene.channel.messages) == after
    scene.discord.faults.hang("POST", "*", 0.01, after=True)
    assert (await api("POST", "/channels/{channel}/messages", {"content": "x"}))[0] == 200


async def test_five_messages_in_five_seconds_are_the_most(world: World) -> None:
    async with (
        opened(world, rate_limits=True, message_limit=(2, 0.2)) as scene,
        aiohttp.ClientSession() as session,
    ):
        api = Api(scene, session)
        say = ("POST", "/channels/{channel}/messages", {"content": "x"})
        assert (await api(*say))[0] == 200
        assert api.last.headers["X-RateLimit-Remaining"] == "1"
        assert float(api.last.headers["X-RateLimit-Reset-After"]) <= 0.2
        await api(*say)
        status, body = await api(*say)
        assert (status, body["global"]) == (429, False)
        assert api.last.headers["Via"]
        assert api.last.headers["X-RateLimit-Scope"] == "user"
        await asyncio.sleep(body["retry_after"])
        assert (await api(*say))[0] == 200


async def test_fifty_requests_a_second_are_the_most(world: World) -> None:
    async with opened(world, rate_limits=True) as scene, aiohttp.ClientSession() as session:
        api = Api(scene, session)
        answers = [await api("GET", path) for path in ("/users/@me", "/gateway/bot") for _ in range(40)]
        refused = [body for status, body in answers if status == 429]
        assert refused
        assert refused[0]["global"]


async def test_any_token_will_do_where_that_is_asked_for(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(world, any_token=True) as scene, aiohttp.ClientSession() as session:
        api = Api(scene, session, token="whatever")
        assert (await api("GET", "/users/@me"))[1]["username"] == "stagedoor"
        async with session.ws_connect(scene.discord.gateway_url) as socket:
            await socket.send_json({"op": 2, "d": {"token": "whatever", "properties": {}, "intents": 0}})
            await scene.discord.wait_for(lambda: scene.discord.gateway.sessions)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def test_the_record_can_be_searched_and_cleared(scene: Scene, api: Api) -> None:
    await api("GET", "/users/@me")
    assert scene.discord.record.of("GET", "/users")
    scene.discord.record.clear()
    assert not scene.discord.record.of("GET")
