"""Each kind of fault as a client meets it: over plain HTTP, over a bare websocket, and with discord.py."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest

from bot.rehearsal.faults.events import CODES
from bot.rehearsal.faults.faults import KINDS, PASSING
from bot.rehearsal.faults.requests import EDGE_ERRORS, SERVER_ERRORS
from bot.rehearsal.model import messages, threads
from tests.rehearsal.playground import TOKEN, Bot, running
from tests.rehearsal.test_rehearsal_gateway import heard, line

if TYPE_CHECKING:
    from tests.rehearsal.playground import Api, Playground

SEND = "/channels/{channel}/messages"


# --- requests -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "scope", "via"),
    [
        ("rate_limit", "user", True),
        ("rate_limit_shared", "shared", True),
        ("rate_limit_global", "global", True),
    ],
)
async def test_a_rate_limit_says_whom_it_is_for_and_how_long_to_wait(
    api: Api, kind: str, scope: str, *, via: bool
) -> None:
    api.playground.discord.faults.once(kind, seconds=0.2)
    status, body = await api("POST", SEND, {"content": "hello"})
    assert (status, body["retry_after"], body["global"]) == (429, 0.2, scope == "global")
    assert api.last.headers["X-RateLimit-Scope"] == scope
    assert ("X-RateLimit-Global" in api.last.headers) == (scope == "global")
    assert ("Via" in api.last.headers) == via
    assert api.playground.channel.messages == []
    assert (await api("POST", SEND, {"content": "hello"}))[0] == 200


async def test_discord_py_waits_out_a_rate_limit_unless_it_comes_without_via(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        channel = bot.get_partial_messageable(playground.channel.id)
        for kind in ("rate_limit", "rate_limit_shared", "rate_limit_global"):
            storm = playground.discord.faults.once(kind, "POST *", seconds=0.05)
            await channel.send(kind)
            assert storm.struck == {kind: 1}
        playground.discord.faults.once("rate_limit_without_via", "POST *")
        with pytest.raises(discord.HTTPException) as refused:
            await channel.send("never")
    assert refused.value.status == 429
    assert refused.value.response.headers["Content-Type"].startswith("text/html")
    assert len(playground.channel.messages) == 3


@pytest.mark.parametrize(
    ("kind", "statuses", "html", "sent"),
    [
        ("server_error", SERVER_ERRORS, False, 0),
        ("edge_error", EDGE_ERRORS, True, 0),
        ("html_body", (200,), True, 0),
        ("answer_lost", (502,), True, 1),
    ],
)
async def test_an_error_comes_before_or_after_the_request_took_effect(
    api: Api, kind: str, statuses: tuple[int, ...], sent: int, *, html: bool
) -> None:
    api.playground.discord.faults.once(kind)
    status, _ = await api("POST", SEND, {"content": "hello"})
    assert status in statuses
    assert api.last.content_type == ("text/html" if html else "application/json")
    assert len(api.playground.channel.messages) == sent


@pytest.mark.parametrize(("kind", "sent"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_connection_is_reset_before_or_after_the_request_took_effect(
    api: Api, kind: str, sent: int
) -> None:
    api.playground.discord.faults.once(kind)
    with pytest.raises(aiohttp.ClientError):
        await api("POST", SEND, {"content": "hello"})
    assert len(api.playground.channel.messages) == sent


@pytest.mark.parametrize(("kind", "sent"), [("hang_before", 0), ("hang_after", 1)])
async def test_a_request_hangs_before_or_after_it_took_effect(api: Api, kind: str, sent: int) -> None:
    playground = api.playground
    playground.discord.faults.once(kind, seconds=0.4)
    with pytest.raises(TimeoutError):
        await api("POST", SEND, {"content": "hello"}, timeout=aiohttp.ClientTimeout(total=0.1))
    assert len(playground.channel.messages) == sent
    began = time.monotonic()
    playground.discord.faults.once(kind, seconds=0.2)
    assert (await api("POST", SEND, {"content": "again"}))[0] == 200
    assert time.monotonic() - began >= 0.2


# --- events -------------------------------------------------------------------------------------------


async def test_an_event_is_dropped_and_not_told_again_on_resume(playground: Playground) -> None:
    fan = playground.discord.person(playground.fan)
    async with line(playground) as socket:
        await socket.identify()
        ready = await socket.named("READY")
        await socket.named("GUILD_CREATE")
        playground.discord.faults.once("event_dropped")
        await fan.say(playground.channel, "lost")
        await fan.say(playground.channel, "told")
        told = await socket.named("MESSAGE_CREATE")
        assert told["d"]["content"] == "told"
        playground.discord.gateway.drop()
        await socket.closed()
    async with line(playground) as socket:
        await socket.resume(ready["d"]["session_id"], told["s"] - 1)
        assert (await socket.next())["d"]["content"] == "told"
        assert (await socket.next())["t"] == "RESUMED"


async def test_events_are_shuffled(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        playground.discord.faults.once("event_shuffled", "MESSAGE_CREATE")
        fan = playground.discord.person(playground.fan)
        for text in ("one", "two", "three"):
            await fan.say(playground.channel, text)
        await playground.discord.idle()
        assert [said.content for said in bot.heard] == ["two", "three", "one"]


async def test_a_malformed_event_ends_the_client_and_is_not_told_again(playground: Playground) -> None:
    bot = Bot()
    await bot.login(TOKEN)
    running_on = asyncio.create_task(bot.connect())
    await bot.wait_until_ready()
    playground.discord.faults.once("event_malformed", "MESSAGE_CREATE")
    await playground.discord.person(playground.fan).say(playground.channel, "lost")
    with pytest.raises(KeyError):
        await running_on
    assert bot.heard == []
    await bot.close()


async def test_a_line_cut_in_a_burst_loses_nothing_to_who_resumes(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        with playground.discord.faults.storm(5, ["socket_cut"], rate=0.3, where="MESSAGE_CREATE") as storm:
            fan = playground.discord.person(playground.fan)
            for number in range(10):
                await fan.say(playground.channel, str(number))
        await heard(playground, bot, "9")
        assert storm.struck["socket_cut"]
        assert [said.content for said in bot.heard] == [str(number) for number in range(10)]
        assert len(bot.named("resumed")) >= 1


async def test_a_socket_is_closed_with_a_code_after_which_one_may_come_again(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify()
        await socket.named("GUILD_CREATE")
        playground.discord.faults.once("socket_closed")
        await playground.discord.person(playground.fan).say(playground.channel, "hello")
        assert await socket.closed() in CODES


async def test_a_refused_resume_loses_what_was_told_meanwhile(playground: Playground) -> None:
    bot = Bot()
    fan = playground.discord.person(playground.fan)
    async with running(bot):
        playground.discord.faults.once("resume_refused")
        await fan.say(playground.channel, "lost")
        await playground.discord.wait_for(lambda: len(bot.named("ready")) == 2)
        await fan.say(playground.channel, "told")
        await heard(playground, bot, "told")
    assert [said.content for said in bot.heard] == ["told"]
    assert bot.named("resumed") == []


@pytest.mark.parametrize(
    ("kind", "again"), [("reconnect_asked", "resumed"), ("session_invalidated", "ready")]
)
async def test_a_bot_is_told_to_come_again(playground: Playground, kind: str, again: str) -> None:
    bot = Bot()
    async with running(bot):
        before = len(bot.named(again))
        playground.discord.faults.once(kind)
        await playground.discord.person(playground.fan).say(playground.channel, "hello")
        await playground.discord.wait_for(lambda: len(bot.named(again)) > before)


async def test_the_handshake_fails_only_where_it_is_named(playground: Playground) -> None:
    with playground.discord.faults.storm(1, ["event_dropped"], rate=1.0):
        async with line(playground) as socket:
            await socket.identify()
            await socket.named("GUILD_CREATE")
    with playground.discord.faults.storm(1, ["event_dropped"], rate=1.0, where="READY"):
        async with line(playground) as socket:
            await socket.identify()
            assert (await socket.next())["t"] == "GUILD_CREATE"


# --- things -------------------------------------------------------------------------------------------


async def test_a_permission_is_withdrawn_and_given_back(api: Api) -> None:
    with api.playground.discord.faults.storm(3, ["permission_withdrawn"], rate=1.0, where="POST *"):
        codes = {(await api("POST", SEND, {"content": "hello"}))[1].get("code") for _ in range(8)}
        assert codes & {50001, 50013}
    assert (await api("POST", SEND, {"content": "hello"}))[0] == 200
    assert api.playground.channel.overwrites == {}


async def test_a_channel_is_deleted_underneath(api: Api) -> None:
    api.playground.discord.faults.once("channel_deleted")
    assert await api.code("POST", SEND, {"content": "hello"}) == 10003
    assert api.playground.channel.deleted


async def test_a_thread_is_deleted_underneath(api: Api) -> None:
    thread = threads.start(api.playground.channel, api.playground.fan, "topic")
    storm = api.playground.discord.faults.once("thread_deleted")
    assert (await api("POST", SEND, {"content": "not the channel"}))[0] == 200
    assert await api.code("POST", f"/channels/{thread.id}/messages", {"content": "hello"}) == 10003
    assert storm.struck == {"thread_deleted": 1}


async def test_a_message_is_deleted_underneath(api: Api) -> None:
    said = messages.post(api.playground.channel, api.playground.fan, content="hello?")
    api.playground.discord.faults.once("message_deleted", "POST *")
    reply = {"content": "hello", "message_reference": {"message_id": str(said.id)}}
    assert await api.code("POST", SEND, reply) == 50035
    own = (await api("POST", SEND, {"content": "hello"}))[1]["id"]
    api.playground.discord.faults.once("message_deleted")
    assert await api.code("PATCH", f"{SEND}/{own}", {"content": "hello!"}) == 10008


async def test_a_role_is_deleted_underneath(api: Api) -> None:
    role = api.playground.guild.role("team")
    api.playground.discord.faults.once("role_deleted")
    assert (await api("POST", SEND, {"content": "hello"}))[0] == 200
    assert role.id not in api.playground.guild.roles


@pytest.mark.parametrize(
    "kind", ["permission_withdrawn", "channel_deleted", "thread_deleted", "message_deleted", "role_deleted"]
)
async def test_what_is_about_no_such_thing_is_left_alone(api: Api, kind: str) -> None:
    storm = api.playground.discord.faults.once(kind)
    assert (await api("GET", "/users/@me"))[0] == 200
    assert not storm.struck


# --- what is remembered, and the clock -----------------------------------------------------------------


@pytest.mark.parametrize(("after", "sent"), [(timedelta(minutes=3), 1), (timedelta(minutes=3, seconds=1), 2)])
async def test_nonces_are_remembered_for_three_minutes_and_no_longer(
    api: Api, after: timedelta, sent: int
) -> None:
    clock = api.playground.world.clock
    clock.ticking = False
    with api.playground.discord.faults.storm(1, ["nonces_forgotten"]):
        for _ in range(2):
            await api("POST", SEND, {"content": "hello", "nonce": "n", "enforce_nonce": True})
            clock.advance(after)
    assert len(api.playground.channel.messages) == sent


async def test_nonces_are_usually_remembered_for_five_minutes(api: Api) -> None:
    with api.playground.discord.faults.storm(1, ["nonces_forgotten"]):
        pass
    for _ in range(2):
        await api("POST", SEND, {"content": "hello", "nonce": "n", "enforce_nonce": True})
        api.playground.world.clock.advance(timedelta(minutes=4))
    assert len(api.playground.channel.messages) == 1


async def test_the_history_lags_by_a_minute_at_most(api: Api) -> None:
    clock = api.playground.world.clock
    clock.ticking = False
    with api.playground.discord.faults.storm(1, ["history_lags"], rate=1.0):
        sent = [(await api("POST", SEND, {"content": str(number)}))[1]["id"] for number in range(8)]
        assert (await api("GET", SEND))[1] == []
        assert (await api("GET", f"{SEND}/{sent[0]}"))[0] == 200
        clock.advance(timedelta(seconds=30))
        some = [one["id"] for one in (await api("GET", SEND))[1]]
        assert 0 < len(some) < 8
        assert some == [one["id"] for one in (await api("GET", SEND))[1]]
        clock.advance(timedelta(seconds=30))
        assert [one["id"] for one in (await api("GET", SEND))[1]] == sent[::-1]
        await api("POST", SEND, {"content": "late"})
    assert len((await api("GET", SEND))[1]) == 9


async def test_the_clock_jumps_by_ten_minutes_at_most(api: Api) -> None:
    clock = api.playground.world.clock
    clock.ticking = False
    before = clock.now()
    api.playground.discord.faults.once("clock_jumps")
    await api("GET", "/users/@me")
    assert timedelta(0) < abs(clock.now() - before) <= timedelta(minutes=10)


# --- storms -------------------------------------------------------------------------------------------


async def test_a_storm_of_the_same_seed_strikes_alike(api: Api) -> None:
    async def statuses(seed: int) -> list[int]:
        with api.playground.discord.faults.storm(seed, ["server_error", "edge_error"], rate=0.5):
            return [(await api("GET", "/users/@me"))[0] for _ in range(20)]

    first = await statuses(1)
    assert first == await statuses(1)
    assert first != await statuses(2)
    assert {200, *EDGE_ERRORS} & set(first)


async def test_a_storm_ends_by_itself_and_by_name(api: Api) -> None:
    faults = api.playground.discord.faults
    faults.storm(1, ["server_error"], rate=1.0, lasts=0.05)
    faults.storm(1, ["edge_error"], rate=1.0, where="POST *")
    assert faults.on() == {"server_error", "edge_error"}
    await api.playground.discord.wait_for(lambda: faults.on() == {"edge_error"})
    faults.stop("edge_error")
    faults.storm(1, PASSING)
    faults.clear()
    assert faults.on() == set()
    assert (await api("POST", SEND, {"content": "hello"}))[0] == 200


def test_every_kind_has_a_name_of_its_own_and_says_what_it_does(playground: Playground) -> None:
    described = playground.discord.faults.describe()
    names = [kind.name for kinds in described.values() for kind in kinds]
    assert len(names) == len(set(names)) == len(KINDS)
    assert all(kind.summary for kinds in described.values() for kind in kinds)


def test_the_readme_s_table_tells_of_every_kind_and_of_no_other() -> None:
    text = (files("bot.rehearsal") / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\|[^|]*\| `(\w+)` \| (.+) \|$", text, re.MULTILINE))
    assert {name: what.removesuffix(", for good") for name, what in told.items()} == {
        name: kind.summary for name, kind in KINDS.items()
    }
