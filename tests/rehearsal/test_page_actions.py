"""What visitors of the page do, and how it is refused."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.rehearsal.visiting import Refusal, Visitor, visiting

if TYPE_CHECKING:
    from tests.rehearsal.playground import Playground


async def refusal(visitor: Visitor, name: str, /, **fields: Any) -> tuple[int, str]:
    with pytest.raises(Refusal) as refused:
        await visitor.do(name, **fields)
    return refused.value.code, refused.value.message


async def test_a_message_is_edited_answered_reacted_to_and_deleted(playground: Playground) -> None:
    channel = str(playground.channel.id)
    async with (
        visiting(playground.discord, playground.fan, channel=playground.channel) as fan,
        visiting(playground.discord, playground.owner, channel=playground.channel) as mina,
    ):
        first = (await fan.do("say", channel=channel, text="helo"))["message"]
        await fan.do("edit", message=first, text="hello")
        await mina.until(lambda: mina.contents == ["hello"])
        assert mina.messages[0]["edited_timestamp"]
        await mina.do("react", message=first, emoji="👍")
        (seen,) = await mina.until(lambda: [one for one in mina.messages if one.get("reactions")])
        assert seen["reactions"][0]["me"]
        await fan.until(lambda: fan.messages[0].get("reactions"))
        assert not fan.messages[0]["reactions"][0]["me"]
        await mina.do("unreact", message=first, emoji="👍")
        await mina.do("say", channel=channel, text="quiet", reply_to=first, ping=False)
        await mina.do("say", channel=channel, text="loud", reply_to=first)
        await fan.until(lambda: fan.contents == ["hello", "quiet", "loud"])
        assert [one["mentions_me"] for one in fan.messages] == [False, False, True]
        assert fan.messages[2]["referenced_message"]["content"] == "hello"
        await mina.do("delete", message=first)
        await fan.until(lambda: fan.contents == ["quiet", "loud"])
        assert f"message:{first}" not in fan.map
        assert fan.messages[1]["referenced_message"] is None


async def test_threads_and_posts_are_started_and_put_away(playground: Playground) -> None:
    forum = playground.guild.forum("help", ["ticket"])
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        said = (await fan.do("say", channel=str(playground.channel.id), text="a topic"))["message"]
        thread = (await fan.do("thread", message=said, name=" Topic "))["channel"]
        await fan.until(lambda: "Topic" in fan.places)
        assert fan.place("Topic")["id"] == thread
        assert await refusal(fan, "thread", message=said, name="Again") == (
            160004,
            "A thread has already been created for this message",
        )
        post = await fan.do("post", forum=str(forum.id), title="Lost", text="my scarf", tags=["ticket"])
        await fan.look(channel=post["channel"])
        await fan.until(lambda: fan.contents == ["my scarf"])
        inside = fan.map["messages"][0]
        assert (await refusal(fan, "thread", message=inside, name="Deeper"))[0] == 50024
        assert (await refusal(fan, "archive", channel=post["channel"], locked=True))[0] == 50013
        await fan.do("archive", channel=post["channel"], locked=False)
        await fan.until(lambda: fan.place("Lost")["archived"])
        assert (await refusal(fan, "archive", channel=str(playground.channel.id)))[0] == 50024


async def test_a_direct_conversation_is_opened_and_held(playground: Playground) -> None:
    stranger = playground.world.user("stranger")
    async with (
        visiting(playground.discord, playground.fan) as fan,
        visiting(playground.discord, playground.owner) as mina,
    ):
        opened = (await fan.do("direct", user=str(playground.owner.id)))["channel"]
        assert fan.place("mina")["id"] == opened
        assert "A Fan" not in mina.places
        await fan.do("say", channel=opened, text="between us")
        await mina.until(lambda: "A Fan" in mina.places)
        playground.owner.open_to_direct = False
        assert (await refusal(fan, "say", channel=opened, text="hello?"))[0] == 50007
        for user, code in ((playground.owner, 50007), (playground.fan, 50007), (stranger, 10013)):
            assert (await refusal(fan, "direct", user=str(user.id)))[0] == code
        between = playground.world.direct(playground.owner, playground.app.user)
        assert (await refusal(fan, "say", channel=str(between.id), text="I listen"))[0] == 10003


async def test_typing_is_heard(playground: Playground) -> None:
    heard: list[str] = []
    playground.world.listeners.append(lambda event: heard.append(event.name))
    async with visiting(playground.discord, playground.fan) as fan:
        await fan.do("typing", channel=str(playground.channel.id))
    assert "TYPING_START" in heard


async def test_what_discord_forbids_is_refused_in_its_words(playground: Playground) -> None:
    channel = playground.channel
    channel.deny(None, ["attach_files", "create_public_threads"])
    muted = playground.guild.text_channel("muted", deny={None: ["send_messages"]})
    forum = playground.guild.forum("help", ["ticket"])
    theirs = str((await playground.discord.person(playground.owner).say(channel, "mine")).id)
    empty = {"name": "a.txt", "data": ""}
    async with visiting(playground.discord, playground.fan, channel=channel) as fan:

        async def code(name: str, /, **fields: Any) -> int:
            return (await refusal(fan, name, **fields))[0]

        assert await refusal(fan, "say", channel=str(muted.id), text="x") == (50013, "Missing Permissions")
        assert await code("say", channel=str(channel.id), text="x", files=[empty]) == 50013
        assert await code("say", channel=str(channel.id), text=" ") == 50006
        assert await code("say", channel=str(forum.id), text="x") == 50008
        assert await code("say", channel=str(channel.id), text="x", reply_to="7") == 10008
        assert await code("say", channel="7", text="x") == 10003
        assert await code("edit", message=theirs, text="yours") == 50005
        assert await code("delete", message=theirs) == 50013
        assert await code("thread", message=theirs, name="x") == 50013
        assert await code("thread", message=theirs, name="x" * 101) == 50035
        assert await code("post", forum=str(channel.id), title="x", text="x") == 50024
        assert await code("post", forum=str(forum.id), title=" ", text="x") == 50035
        for emoji in ("", "a", "👍" * 65):
            assert await code("react", message=theirs, emoji=emoji) == 10014
        for number in range(20):
            await fan.do("react", message=theirs, emoji=chr(0x1F600 + number))
        assert await code("react", message=theirs, emoji="🚀") == 30010


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("say", {"text": "x"}),
        ("say", {"channel": "1" * 21, "text": "x"}),
        ("say", {"channel": ["1"], "text": "x"}),
        ("say", {"channel": "{channel}", "text": 7}),
        ("say", {"channel": "{channel}", "text": "x", "files": {"a": 1}}),
        ("say", {"channel": "{channel}", "text": "x", "files": ["x"]}),
        ("say", {"channel": "{channel}", "text": "x", "files": [{"name": "a", "data": "no base64!"}]}),
        ("post", {"forum": "{channel}", "title": "x", "text": "x", "tags": [7]}),
        ("post", {"forum": "{channel}", "title": "x", "text": "x", "tags": ["no tag"]}),
        ("say", {"channel": "{channel}", "text": "x", "reply_to": "1", "ping": "yes"}),
        ("look", {"as": "x", "channel": None, "locale": "en-US"}),
        ("look", {"as": "1", "channel": None, "locale": "tlh"}),
        ("language", {"language": "tlh"}),
        ("fly", {}),
        ("do", {}),
    ],
)
async def test_a_malformed_frame_is_refused_and_the_visit_goes_on(
    playground: Playground, name: str, fields: dict[str, Any]
) -> None:
    filled = {
        key: str(playground.channel.id) if value == "{channel}" else value for key, value in fields.items()
    }
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        code, message = await refusal(fan, name, **filled)
        assert code == 0
        assert message.startswith("Malformed frame")
        await fan.do("say", channel=str(playground.channel.id), text="still here")


async def test_a_file_above_ten_megabytes_is_too_large(playground: Playground) -> None:
    large = {"name": "a.bin", "data": base64.b64encode(bytes(10 * 1024 * 1024 + 1)).decode()}
    async with visiting(playground.discord, playground.fan) as fan:
        assert (await refusal(fan, "say", channel=str(playground.channel.id), text="x", files=[large]))[
            0
        ] == 40005


async def test_a_room_with_nothing_but_people_refuses_the_rest(playground: Playground) -> None:
    async with visiting(playground.discord, playground.fan) as fan:
        for name, fields in (
            ("move", {"to": "week"}),
            ("play", {}),
            ("start_over", {}),
            ("language", {"language": "ko"}),
        ):
            assert await refusal(fan, name, **fields) == (0, "There is no such thing in this room.")


async def test_nothing_is_done_before_one_is_somebody(playground: Playground) -> None:
    async with visiting(playground.discord) as visitor:
        code, message = await refusal(visitor, "say", channel=str(playground.channel.id), text="x")
        assert (code, message) == (0, "Malformed frame: look comes first.")
        assert (await refusal(visitor, "play"))[0] == 0


async def test_who_may_pins_a_message_and_everybody_finds_it(playground: Playground) -> None:
    async with (
        visiting(playground.discord, playground.fan, channel=playground.channel) as fan,
        visiting(playground.discord, playground.owner, channel=playground.channel) as mina,
    ):
        said = await fan.do("say", channel=str(playground.channel.id), text="keep this")
        assert await refusal(fan, "pin", message=said["message"]) == (50013, "Missing Permissions")
        await mina.do("pin", message=said["message"])
        (pinned,) = await fan.until(lambda: fan.map["pins"])
        assert (pinned["content"], fan.place("general")["pins"]) == ("keep this", 1)
        await mina.do("pin", message=said["message"], pinned=False)
        await fan.until(lambda: fan.map["pins"] == [])


async def test_who_types_is_told_to_the_others_for_ten_seconds(playground: Playground) -> None:
    async with (
        visiting(playground.discord, playground.fan, channel=playground.channel) as fan,
        visiting(playground.discord, playground.owner, channel=playground.channel) as mina,
    ):
        await fan.do("typing", channel=str(playground.channel.id))
        await mina.until(lambda: mina.place("general")["typing"] == [str(playground.fan.id)])
        assert fan.place("general")["typing"] == []
        playground.world.clock.advance(timedelta(seconds=10))
        await mina.until(lambda: mina.place("general")["typing"] == [])


async def test_discord_is_moved_away_and_back_for_everybody(playground: Playground) -> None:
    async with visiting(playground.discord, playground.fan) as fan, visiting(playground.discord) as other:
        await fan.do("latency", to="usual")
        await other.until(lambda: other.map["latency"] == [50, 150])
        assert playground.discord.latency.most == playground.discord.rest.latency.most == 0.15
        assert (await refusal(fan, "latency", to="the moon"))[0] == 0
        await fan.do("latency", to="none")
        await other.until(lambda: other.map["latency"] == [0, 0])
