from __future__ import annotations

import asyncio
import contextlib
import zlib
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import orjson
import pytest
import zstandard

from bot.rehearsal.model import messages, threads
from tests.rehearsal.playground import TOKEN, Bot, Playground, open_playground, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.rehearsal.model.channels import Message
    from bot.rehearsal.model.world import World

MESSAGES = 1 << 9
CONTENT = 1 << 15


class Line:
    """A websocket as a library would open it, without the library."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, unpack: Any = None) -> None:
        self.socket = socket
        self.unpack = unpack

    async def next(self) -> dict[str, Any]:
        message = await self.socket.receive(timeout=3)
        assert message.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY), message
        return dict(orjson.loads(self.unpack(message.data) if self.unpack else message.data))

    async def named(self, name: str) -> dict[str, Any]:
        while (frame := await self.next())["t"] != name:
            pass
        return frame

    async def identify(self, intents: int = 1 | MESSAGES | CONTENT, token: str = TOKEN, **more: Any) -> None:
        await self.say(2, {"token": token, "properties": {}, "intents": intents, **more})

    async def resume(self, session: str, seq: int, token: str = TOKEN) -> None:
        await self.say(6, {"token": token, "session_id": session, "seq": seq})

    async def say(self, op: int, data: object) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def closed(self) -> int | None:
        while (await self.socket.receive(timeout=3)).type in (
            aiohttp.WSMsgType.TEXT,
            aiohttp.WSMsgType.BINARY,
        ):
            pass
        return self.socket.close_code


@contextlib.asynccontextmanager
async def line(playground: Playground, query: str = "", unpack: Any = None) -> AsyncIterator[Line]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(playground.discord.gateway_url + "/" + query) as socket,
    ):
        opened_line = Line(socket, unpack)
        hello = await opened_line.next()
        assert hello["op"] == 10
        yield opened_line


async def heard(playground: Playground, bot: Bot, text: str) -> discord.Message:
    return await playground.discord.wait_for(lambda: next((m for m in bot.heard if m.content == text), None))


async def test_an_unknown_token_is_closed_with_4004(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify(token="nobody")
        assert await socket.closed() == 4004
    async with line(playground) as socket:
        await socket.resume("x", 1, token="nobody")
        assert await socket.closed() == 4004


@pytest.mark.usefixtures("playground")
async def test_a_wrong_token_fails_the_login() -> None:
    with pytest.raises(discord.LoginFailure):
        async with running(Bot(), "nobody"):
            pass


async def test_an_intent_that_was_not_granted_is_closed_with_4014(playground: Playground) -> None:
    playground.app.privileged_intents = frozenset({"guild_members"})
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(Bot()):
            pass


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": TOKEN}, 4002),
        (2, {"token": TOKEN, "properties": {}}, 4013),
        (2, {"token": TOKEN, "properties": {}, "intents": 1 << 40}, 4013),
        (3, {}, 4003),
    ],
)
async def test_a_bad_first_frame_closes_the_line(
    playground: Playground, op: int, data: object, code: int
) -> None:
    async with line(playground) as socket:
        await socket.say(op, data)
        assert await socket.closed() == code


async def test_a_bad_later_frame_closes_the_line(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify()
        await socket.identify()
        assert await socket.closed() == 4005
    async with line(playground) as socket:
        await socket.identify()
        await socket.say(77, None)
        assert await socket.closed() == 4001
    for text in ("{", "[]"):
        async with line(playground) as socket:
            await socket.socket.send_str(text)
            assert await socket.closed() == 4002


@pytest.mark.parametrize("kind", ["zlib-stream", "zstd-stream"])
async def test_frames_are_compressed_as_asked_in_one_stream(playground: Playground, kind: str) -> None:
    unpacker = zlib.decompressobj() if kind == "zlib-stream" else zstandard.ZstdDecompressor().decompressobj()
    async with line(playground, f"?v=10&compress={kind}", unpacker.decompress) as socket:
        await socket.identify()
        await socket.say(1, None)
        assert (await socket.named("GUILD_CREATE"))["s"] == 2


async def test_intents_decide_what_is_heard(playground: Playground) -> None:
    person = playground.discord.person(playground.fan)
    async with line(playground) as socket:
        await socket.identify(intents=1 | MESSAGES)
        await socket.named("GUILD_CREATE")
        said = await person.say(playground.channel, "one")
        await person.react(said, "👍")
        await person.direct(playground.app.user, "psst")
        playground.guild.join(playground.world.user("other"))
        await person.say(playground.channel, f"two {playground.app.user.mention}")
        first, second = await socket.next(), await socket.next()
    assert first["d"]["content"] == ""
    assert second["t"] == "MESSAGE_CREATE"
    assert second["d"]["content"].startswith("two")


async def test_a_bot_without_guild_intents_hears_only_of_its_guilds_ids(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify(intents=0)
        assert len((await socket.named("READY"))["d"]["guilds"]) == 1
        await playground.discord.person(playground.fan).say(playground.channel, "?")
        await socket.say(1, None)
        assert (await socket.next())["op"] == 11


async def test_what_the_bot_may_not_view_it_does_not_hear(playground: Playground) -> None:
    hidden = playground.guild.text_channel("staff", deny={None: ["view_channel"]})
    async with line(playground) as socket:
        await socket.identify()
        await socket.named("GUILD_CREATE")
        await playground.discord.person(playground.owner).say(hidden, "secret")
        await playground.discord.person(playground.fan).say(playground.channel, "open")
        assert (await socket.next())["d"]["content"] == "open"


async def test_shards_share_the_guilds(playground: Playground) -> None:
    async with line(playground) as one, line(playground) as other:
        await one.identify(shard=[0, 2])
        await other.identify(shard=[1, 2])
        guilds = [len((await socket.named("READY"))["d"]["guilds"]) for socket in (one, other)]
        assert sorted(guilds) == [0, 1]
        await playground.discord.person(playground.fan).say(playground.channel, "?")
        await playground.discord.person(playground.fan).direct(playground.app.user, "?")
        mine = (one, other)[guilds.index(1)]
        assert await mine.named("MESSAGE_CREATE")


async def test_a_dropped_bot_resumes_and_hears_what_it_missed(playground: Playground) -> None:
    bot = Bot()
    person = playground.discord.person(playground.fan)
    async with running(bot):
        await person.say(playground.channel, "one")
        await heard(playground, bot, "one")
        playground.discord.gateway.drop()
        await playground.discord.wait_for(lambda: not playground.discord.gateway.connections or None)
        await person.say(playground.channel, "two")
        await heard(playground, bot, "two")
    assert len(bot.named("resumed")) == 1
    assert [message.content for message in bot.heard] == ["one", "two"]
    assert playground.discord.gateway.sessions.identifies == 1


async def test_a_bot_resumes_when_asked_to_reconnect_or_closed_with_a_code(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        playground.discord.gateway.reconnect()
        await playground.discord.wait_for(lambda: bot.named("resumed"))
        playground.discord.gateway.drop(4000)
        await playground.discord.wait_for(lambda: len(bot.named("resumed")) == 2)
    assert playground.discord.gateway.sessions.identifies == 1


async def test_a_lost_session_is_identified_anew(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        playground.discord.gateway.forget_sessions()
        playground.discord.gateway.drop()
        await playground.discord.wait_for(lambda: playground.discord.gateway.sessions.identifies == 2)
    assert bot.named("resumed") == []


async def test_a_refused_resume_and_a_short_memory_invalidate_the_session(world: World) -> None:
    async with open_playground(world, kept_events=2) as playground:
        async with line(playground) as socket:
            await socket.identify()
            ready = await socket.named("READY")
            session = ready["d"]["session_id"]
            for number in range(4):
                await playground.discord.person(playground.fan).say(playground.channel, str(number))
        for seq, refuse in ((1, False), (99, False), (5, True)):
            playground.discord.gateway.sessions.refuse_resume = refuse
            async with line(playground) as socket:
                await socket.resume(session, seq)
                assert await socket.next() == {"op": 9, "d": False}


async def test_a_session_ends_when_the_bot_closes_it(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify()
        await socket.named("READY")
        await socket.socket.close(code=1000)
        await playground.discord.wait_for(lambda: not playground.discord.gateway.sessions.by_id or None)


async def test_a_second_line_takes_a_session_over(playground: Playground) -> None:
    async with line(playground) as socket, line(playground) as other:
        await socket.identify()
        session = (await socket.named("READY"))["d"]["session_id"]
        await other.resume(session, 1)
        assert (await other.next())["t"] == "GUILD_CREATE"
        assert (await other.next())["t"] == "RESUMED"
        assert await socket.closed() == 4000


async def test_an_invalidated_session_can_be_resumed_or_not(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        playground.discord.gateway.invalidate(resumable=True)
        await playground.discord.wait_for(lambda: bot.named("resumed"))
        playground.discord.gateway.invalidate()
        await playground.discord.wait_for(lambda: playground.discord.gateway.sessions.identifies == 2)


async def test_an_event_can_be_delivered_twice(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        playground.discord.faults.once("event_doubled", "MESSAGE_CREATE")
        await playground.discord.person(playground.fan).say(playground.channel, "one")
        await playground.discord.wait_for(lambda: len(bot.heard) == 2)
        playground.discord.faults.once("event_doubled")
        await playground.discord.person(playground.fan).say(playground.channel, "two")
        await playground.discord.wait_for(lambda: len(bot.heard) == 4)


async def test_frames_can_be_slowed(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        playground.discord.gateway.slow(0.05)
        await playground.discord.person(playground.fan).say(playground.channel, "late")
        await asyncio.sleep(0.02)
        assert bot.heard == []
        await heard(playground, bot, "late")
        playground.discord.gateway.slow(0)


async def test_a_malformed_frame_ends_the_client(playground: Playground) -> None:
    bot = Bot()
    task = asyncio.create_task(bot.start(TOKEN))
    await playground.discord.wait_for(bot.is_ready)
    playground.discord.gateway.send_malformed()
    with pytest.raises(KeyError):
        await task
    await bot.close()


async def test_people_go_on_talking_while_the_bot_is_cut_off(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify()
        session = (await socket.named("READY"))["d"]["session_id"]
        playground.discord.gateway.go_offline()
        await socket.closed()
        await playground.discord.person(playground.fan).say(playground.channel, "anyone?")
    async with aiohttp.ClientSession() as http:
        async with http.get(playground.discord.api_url + "/gateway") as response:
            assert response.status == 503
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(playground.discord.gateway_url)
    playground.discord.gateway.come_back()
    async with line(playground) as socket:
        await socket.resume(session, 2)
        assert (await socket.named("MESSAGE_CREATE"))["d"]["content"] == "anyone?"
    playground.discord.gateway.come_back(resumable=False)
    assert not playground.discord.gateway.sessions.by_id


async def test_members_are_asked_for_in_chunks(playground: Playground) -> None:
    for number in range(5):
        playground.guild.join(playground.world.user(f"guest{number}"))
    guild = str(playground.guild.id)
    async with line(playground) as socket:
        await socket.identify(intents=1 | 2)
        await socket.say(8, {"guild_id": guild, "query": "guest", "limit": 3, "presences": True})
        assert len((await socket.named("GUILD_MEMBERS_CHUNK"))["d"]["members"]) == 3
        await socket.say(8, {"guild_id": guild, "query": "", "limit": 0, "nonce": "n"})
        chunk = (await socket.named("GUILD_MEMBERS_CHUNK"))["d"]
        assert (len(chunk["members"]), chunk["nonce"]) == (8, "n")
        await socket.say(8, {"guild_id": guild, "user_ids": [str(playground.fan.id), "5"]})
        assert (await socket.named("GUILD_MEMBERS_CHUNK"))["d"]["not_found"] == ["5"]
        await socket.say(8, {"guild_id": "5"})
        await socket.say(1, None)
        assert (await socket.next())["op"] == 11


async def test_all_members_need_the_members_intent(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify(intents=1)
        await socket.named("GUILD_CREATE")
        await socket.say(8, {"guild_id": str(playground.guild.id), "query": "", "limit": 0})
        await socket.say(1, None)
        assert (await socket.next())["op"] == 11


async def test_a_bot_hears_of_being_let_in_and_thrown_out(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        other = playground.world.guild("Elsewhere")
        other.add_bot(playground.app)
        await playground.discord.wait_for(lambda: bot.get_guild(other.id))
        other.remove_bot(playground.app)
        await playground.discord.wait_for(lambda: bot.named("guild_remove"))


async def test_ids_give_the_worlds_time_to_messages(playground: Playground) -> None:
    bot = Bot()
    async with running(bot):
        said: Message = await playground.discord.person(playground.fan).say(playground.channel, "now")
        message = await heard(playground, bot, "now")
    assert message.created_at == said.created_at
    assert abs((playground.world.clock() - said.created_at).total_seconds()) < 5


async def test_a_bot_in_no_guild_of_an_event_is_not_told(playground: Playground) -> None:
    other = playground.world.application("other", token="other")
    place = playground.world.guild("Elsewhere").text_channel("x")
    async with line(playground) as socket, line(playground) as elsewhere:
        await elsewhere.identify(1 | 1 << 12, token="other")
        await elsewhere.named("READY")
        await socket.identify(shard=[1, 2] if playground.guild.id >> 22 & 1 else [0, 2])
        await socket.named("READY")
        person = playground.discord.person(playground.fan)
        messages.post(place, playground.owner, content="not for you")
        await person.direct(other.user, "psst")
        playground.world.guilds[place.guild.id].add_bot(other)
        assert (await elsewhere.next())["t"] == "MESSAGE_CREATE"
        assert (await elsewhere.next())["t"] == "GUILD_CREATE"


async def test_a_message_without_content_intent_shows_replies_to_it(playground: Playground) -> None:
    person = playground.discord.person(playground.fan)
    said = await person.say(playground.channel, "secret")
    async with line(playground) as socket:
        await socket.identify(intents=1 | MESSAGES)
        await socket.named("READY")
        await person.reply(said, f"{playground.app.user.mention} look")
        event = (await socket.named("MESSAGE_CREATE"))["d"]
    assert event["content"].endswith("look")
    assert event["referenced_message"]["content"] == ""


async def test_a_webhook_like_author_outside_the_guild_has_no_member(playground: Playground) -> None:
    gone = playground.world.user("gone")
    async with line(playground) as socket:
        await socket.identify(intents=1 | MESSAGES | 1 << 10 | 1 << 12 | CONTENT)
        await socket.named("READY")
        message = messages.post(playground.channel, gone, content="still here")
        messages.react(message, gone, "👍")
        messages.typing(playground.channel, gone)
        assert "member" not in (await socket.named("MESSAGE_CREATE"))["d"]
        assert "member" not in (await socket.named("MESSAGE_REACTION_ADD"))["d"]
        direct = playground.world.direct(playground.fan, playground.app.user)
        first = await playground.discord.person(playground.fan).direct(playground.app.user, "x")
        await playground.discord.person(playground.fan).reply(first, f"y {playground.owner.mention}")
        await socket.named("MESSAGE_CREATE")
        event = (await socket.named("MESSAGE_CREATE"))["d"]
    assert event["channel_id"] == str(direct.id)
    assert "guild_id" not in event["message_reference"]


async def test_a_bot_hears_of_a_private_thread_when_added(playground: Playground) -> None:
    secret = threads.start(playground.channel, playground.owner, "secret", kind=12)
    bot = Bot()
    async with running(bot):
        assert bot.get_channel(secret.id) is None
        threads.join(secret, playground.app.user)
        await playground.discord.wait_for(lambda: bot.get_channel(secret.id))


async def test_a_bot_that_sends_no_close_frame_keeps_its_session(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify()
        await socket.named("READY")
        socket.socket._response.connection.transport.abort()
        await playground.discord.wait_for(lambda: not playground.discord.gateway.connections)
    assert len(playground.discord.gateway.sessions.by_id) == 1
