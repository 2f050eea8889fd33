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
from tests.rehearsal.rehearsing import TOKEN, Bot, Scene, opened, running

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
async def line(scene: Scene, query: str = "", unpack: Any = None) -> AsyncIterator[Line]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(scene.discord.gateway_url + "/" + query) as socket,
    ):
        opened_line = Line(socket, unpack)
        hello = await opened_line.next()
        assert hello["op"] == 10
        yield opened_line


async def heard(scene: Scene, bot: Bot, text: str) -> discord.Message:
    return await scene.discord.wait_for(lambda: next((m for m in bot.heard if m.content == text), None))


async def test_an_unknown_token_is_closed_with_4004(scene: Scene) -> None:
    async with line(scene) as socket:
        await socket.identify(token="nobody")
        assert await socket.closed() == 4004
    async with line(scene) as socket:
        await socket.resume("x", 1, token="nobody")
        assert await socket.closed() == 4004


@pytest.mark.usefixtures("scene")
async def test_a_wrong_token_fails_the_login() -> None:
    with pytest.raises(discord.LoginFailure):
        async with running(Bot(), "nobody"):
            pass


async def test_an_intent_that_was_not_granted_is_closed_with_4014(scene: Scene) -> None:
    scene.app.privileged_intents = frozenset({"guild_members"})
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
async def test_a_bad_first_frame_closes_the_line(scene: Scene, op: int, data: object, code: int) -> None:
    async with line(scene) as socket:
        await socket.say(op, data)
        assert await socket.closed() == code


async def test_a_bad_later_frame_closes_the_line(scene: Scene) -> None:
    async with line(scene) as socket:
        await socket.identify()
        await socket.identify()
        assert await socket.closed() == 4005
    async with line(scene) as socket:
        await socket.identify()
        await socket.say(77, None)
        assert await socket.closed() == 4001
    for text in ("{", "[]"):
        async with line(scene) as socket:
            await socket.socket.send_str(text)
            assert await socket.closed() == 4002


@pytest.mark.parametrize("kind", ["zlib-stream", "zstd-stream"])
async def test_frames_are_compressed_as_asked_in_one_stream(scene: Scene, kind: str) -> None:
    unpacker = zlib.decompressobj() if kind == "zlib-stream" else zstandard.ZstdDecompressor().decompressobj()
    async with line(scene, f"?v=10&compress={kind}", unpacker.decompress) as socket:
        await socket.identify()
        await socket.say(1, None)
        assert (await socket.named("GUILD_CREATE"))["s"] == 2


async def test_intents_decide_what_is_heard(scene: Scene) -> None:
    person = scene.discord.person(scene.fan)
    async with line(scene) as socket:
        await socket.identify(intents=1 | MESSAGES)
        await socket.named("GUILD_CREATE")
        said = await person.say(scene.channel, "one")
        await person.react(said, "👍")
        await person.direct(scene.app.user, "psst")
        scene.guild.join(scene.world.user("other"))
        await person.say(scene.channel, f"two {scene.app.user.mention}")
        first, second = await socket.next(), await socket.next()
    assert first["d"]["content"] == ""
    assert second["t"] == "MESSAGE_CREATE"
    assert second["d"]["content"].startswith("two")


async def test_a_bot_without_guild_intents_hears_only_of_its_guilds_ids(scene: Scene) -> None:
    async with line(scene) as socket:
        await socket.identify(intents=0)
        assert len((await socket.named("READY"))["d"]["guilds"]) == 1
        await scene.discord.person(scene.fan).say(scene.channel, "?")
        await socket.say(1, None)
        assert (await socket.next())["op"] == 11


async def test_what_the_bot_may_not_view_it_does_not_hear(scene: Scene) -> None:
    hidden = scene.guild.text_channel("staff", deny={None: ["view_channel"]})
    async with line(scene) as socket:
        await socket.identify()
        await socket.named("GUILD_CREATE")
        await scene.discord.person(scene.owner).say(hidden, "secret")
        await scene.discord.person(scene.fan).say(scene.channel, "open")
        assert (await socket.next())["d"]["content"] == "open"


async def test_shards_share_the_guilds(scene: Scene) -> None:
    async with line(scene) as one, line(scene) as other:
        await one.identify(shard=[0, 2])
        await other.identify(shard=[1, 2])
        guilds = [len((await socket.named("READY"))["d"]["guilds"]) for socket in (one, other)]
        assert sorted(guilds) == [0, 1]
        await scene.discord.person(scene.fan).say(scene.channel, "?")
        await scene.discord.person(scene.fan).direct(scene.app.user, "?")
        mine = (one, other)[guilds.index(1)]
        assert await mine.named("MESSAGE_CREATE")


async def test_a_dropped_bot_resumes_and_hears_what_it_missed(scene: Scene) -> None:
    bot = Bot()
    person = scene.discord.person(scene.fan)
    async with running(bot):
        await person.say(scene.channel, "one")
        await heard(scene, bot, "one")
        scene.discord.gateway.drop()
        await scene.discord.wait_for(lambda: not scene.discord.gateway.connections or None)
        await person.say(scene.channel, "two")
        await heard(scene, bot, "two")
    assert len(bot.named("resumed")) == 1
    assert [message.content for message in bot.heard] == ["one", "two"]
    assert scene.discord.gateway.identifies == 1


async def test_a_bot_resumes_when_asked_to_reconnect_or_closed_with_a_code(scene: Scene) -> None:
    bot = Bot()
    async with running(bot):
        scene.discord.gateway.reconnect()
        await scene.discord.wait_for(lambda: bot.named("resumed"))
        scene.discord.gateway.drop(4000)
        await scene.discord.wait_for(lambda: len(bot.named("resumed")) == 2)
    assert scene.discord.gateway.identifies == 1


async def test_a_lost_session_is_identified_anew(scene: Scene) -> None:
    bot = Bot()
    async with running(bot):
        scene.discord.gateway.forget_sessions()
        scene.discord.gateway.drop()
        await scene.discord.wait_for(lambda: scene.discord.gateway.identifies == 2)
    assert bot.named("resumed") == []


async def test_a_refused_resume_and_a_short_memory_invalidate_the_session(world: World) -> None:
    async with opened(world, kept_events=2) as scene:
        async with line(scene) as socket:
            await socket.identify()
            ready = await socket.named("READY")
            session = ready["d"]["session_id"]
            for number in range(4):
                await scene.discord.person(scene.fan).say(scene.channel, str(number))
        for seq, refuse in ((1, False), (99, False), (5, True)):
            scene.discord.gateway.refuse_resume = refuse
            async with line(scene) as socket:
                await socket.resume(session, seq)
                assert await socket.next() == {"op": 9, "d": False}


async def test_a_session_ends_when_the_bot_closes_it(scene: Scene) -> None:
    async with line(scene) as socket:
        await socket.identify()
        await socket.named("READY")
        await socket.socket.close(code=1000)
        await scene.discord.wait_for(lambda: not scene.discord.gateway.sessions or None)


async def test_a_second_line_takes_a_session_over(scene: Scene) -> None:
    async with line(scene) as socket, line(scene) as other:
        await socket.identify()
        session = (await socket.named("READY"))["d"]["session_id"]
        await other.resume(session, 1)
        assert (await other.next())["t"] == "GUILD_CREATE"
        assert (await other.next())["t"] == "RESUMED"
        assert await socket.closed() == 4000


async def test_an_invalidated_session_can_be_resumed_or_not(scene: Scene) -> None:
    bot = Bot()
    async with running(bot):
        scene.discord.gateway.invalidate(resumable=True)
        await scene.discord.wait_for(lambda: bot.named("resumed"))
        scene.discord.gateway.invalidate()
        await scene.discord.wait_for(lambda: scene.discord.gateway.identifies == 2)


async def test_an_event_can_be_delivered_twice(scene: Scene) -> None:
    bot = Bot()
    async with running(bot):
        scene.discord.gateway.deliver_twice("MESSAGE_CREATE")
        await scene.discord.person(scene.fan).say(scene.channel, "one")
        await scene.discord.wait_for(lambda: len(bot.heard) == 2)
        scene.discord.gateway.deliver_twice()
        await scene.discord.person(scene.fan).say(scene.channel, "two")
        await scene.discord.wait_for(lambda: len(bot.heard) == 4)


async def test_frames_can_be_slowed(scene: Scene) -> None:
    bot = Bot()
    async with running(bot):
        scene.discord.gateway.slow(0.05)
        await scene.discord.person(scene.fan).say(scene.channel, "late")
        await asyncio.sleep(0.02)
        assert bot.heard == []
        await heard(scene, bot, "late")
        scene.discord.gateway.slow(0)


async def test_a_malformed_frame_ends_the_client(scene: Scene) -> None:
    bot = Bot()
    task = asyncio.create_task(bot.start(TOKEN))
    await scene.discord.wait_for(bot.is_ready)
    scene.discord.gateway.send_malformed()
    with pytest.raises(KeyError):
        await task
    await bot.close()


async def test_people_go_on_talking_while_the_bot_is_cut_off(scene: Scene) -> None:
    async with line(scene) as socket:
        await socket.identify()
        session = (await socket.named("READY"))["d"]["session_id"]
        scene.discord.gateway.go_offline()
        await socket.closed()
        await scene.discord.person(scene.fan).say(scene.channel, "anyone?")
    async with aiohttp.ClientSession() as http:
        async with http.get(scene.discord.api_url + "/gateway") as response:
            assert response.status == 503
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(scene.discord.gateway_url)
    scene.discord.gateway.come_back()
    async with line(scene) as socket:
        await socket.resume(session, 2)
        assert (await socket.named("MESSAGE_CREATE"))["d"]["content"] == "anyone?"
    scene.discord.gateway.come_back(resumable=False)
    assert not scene.discord.gateway.sessions


async def test_members_are_asked_for_in_chunks(scene: Scene) -> None:
    for number in range(5):
        scene.guild.join(scene.world.user(f"guest{number}"))
    guild = str(scene.guild.id)
    async with line(scene) as socket:
        await socket.identify(intents=1 | 2)
        await socket.say(8, {"guild_id": guild, "query": "guest", "limit": 3, "presences": True})
        assert len((await socket.named("GUILD_MEMBERS_CHUNK"))["d"]["members"]) == 3
        await socket.say(8, {"guild_id": guild, "query": "", "limit": 0, "nonce": "n"})
        chunk = (await socket.named("GUILD_MEMBERS_CHUNK"))["d"]
        assert (len(chunk["members"]), chunk["nonce"]) == (8, "n")
        await socket.say(8, {"guild_id": guild, "user_ids": [str(scene.fan.id), "5"]})
        assert (await socket.named("GUILD_MEMBERS_CHUNK"))["d"]["not_found"] == ["5"]
        await socket.say(8, {"guild_id": "5"})
        await socket.say(1, None)
        assert (await socket.next())["op"] == 11


async def test_all_members_need_the_members_intent(scene: Scene) -> None:
    async with line(scene) as socket:
        await socket.identify(intents=1)
        await socket.named("GUILD_CREATE")
        await socket.say(8, {"guild_id": str(scene.guild.id), "query": "", "limit": 0})
        await socket.say(1, None)
        assert (await socket.next())["op"] == 11


async def test_a_bot_hears_of_being_let_in_and_thrown_out(scene: Scene) -> None:
    bot = Bot()
    async with running(bot):
        other = scene.world.guild("Elsewhere")
        other.add_bot(scene.app)
        await scene.discord.wait_for(lambda: bot.get_guild(other.id))
        other.remove_bot(scene.app)
        await scene.discord.wait_for(lambda: bot.named("guild_remove"))


async def test_ids_give_the_worlds_time_to_messages(scene: Scene) -> None:
    bot = Bot()
    async with running(bot):
        said: Message = await scene.discord.person(scene.fan).say(scene.channel, "now")
        message = await heard(scene, bot, "now")
    assert message.created_at == said.created_at
    assert abs((scene.world.clock() - said.created_at).total_seconds()) < 5


async def test_a_bot_in_no_guild_of_an_event_is_not_told(scene: Scene) -> None:
    other = scene.world.application("other", token="other")
    place = scene.world.guild("Elsewhere").text_channel("x")
    async with line(scene) as socket, line(scene) as elsewhere:
        await elsewhere.identify(1 | 1 << 12, token="other")
        await elsewhere.named("READY")
        await socket.identify(shard=[1, 2] if scene.guild.id >> 22 & 1 else [0, 2])
        await socket.named("READY")
        person = scene.discord.person(scene.fan)
        messages.post(place, scene.owner, content="not for you")
        await person.direct(other.user, "psst")
        scene.world.guilds[place.guild.id].add_bot(other)
        assert (await elsewhere.next())["t"] == "MESSAGE_CREATE"
        assert (await elsewhere.next())["t"] == "GUILD_CREATE"


async def test_a_message_without_content_intent_shows_replies_to_it(scene: Scene) -> None:
    person = scene.discord.person(scene.fan)
    said = await person.say(scene.channel, "secret")
    async with line(scene) as socket:
        await socket.identify(intents=1 | MESSAGES)
        await socket.named("READY")
        await person.reply(said, f"{scene.app.user.mention} look")
        event = (await socket.named("MESSAGE_CREATE"))["d"]
    assert event["content"].endswith("look")
    assert event["referenced_message"]["content"] == ""


async def test_a_webhook_like_author_outside_the_guild_has_no_member(scene: Scene) -> None:
    gone = scene.world.user("gone")
    async with line(scene) as socket:
        await socket.identify(intents=1 | MESSAGES | 1 << 10 | 1 << 12 | CONTENT)
        await socket.named("READY")
        message = messages.post(scene.channel, gone, content="still here")
        messages.react(message, gone, "👍")
        messages.typing(scene.channel, gone)
        assert "member" not in (await socket.named("MESSAGE_CREATE"))["d"]
        assert "member" not in (await socket.named("MESSAGE_REACTION_ADD"))["d"]
        direct = scene.world.direct(scene.fan, scene.app.user)
        first = await scene.discord.person(scene.fan).direct(scene.app.user, "x")
        await scene.discord.person(scene.fan).reply(first, f"y {scene.owner.mention}")
        await socket.named("MESSAGE_CREATE")
        event = (await socket.named("MESSAGE_CREATE"))["d"]
    assert event["channel_id"] == str(direct.id)
    assert "guild_id" not in event["message_reference"]


async def test_a_bot_hears_of_a_private_thread_when_added(scene: Scene) -> None:
    secret = threads.start(scene.channel, scene.owner, "secret", kind=12)
    bot = Bot()
    async with running(bot):
        assert bot.get_channel(secret.id) is None
        threads.join(secret, scene.app.user)
        await scene.discord.wait_for(lambda: bot.get_channel(secret.id))


async def test_a_bot_that_sends_no_close_frame_keeps_its_session(scene: Scene) -> None:
    async with line(scene) as socket:
        await socket.identify()
        await socket.named("READY")
        socket.socket._response.connection.transport.abort()
        await scene.discord.wait_for(lambda: not scene.discord.gateway.connections)
    assert len(scene.discord.gateway.sessions) == 1
