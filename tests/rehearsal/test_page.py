"""What visitors of the page see: over its real socket."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rehearsal.model import messages, threads
from bot.rehearsal.model.scheduled_events import EXTERNAL, ScheduledEvent
from tests.rehearsal.visiting import Refusal, visiting

if TYPE_CHECKING:
    from tests.rehearsal.rehearsing import Scene

TEXTS = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "**bold** `code` ||spoiler|| <@123> [a](javascript:alert(1))",
    "\u202eright to left\u202c שלום مرحبا",
    "null \x00 bell \x07 escape \x1b[31m backspace \b tab \t end",
    "한글 👩‍👩‍👧‍👦 é e\u0301 \u200b\ufeff zero",
    "line\r\nbreak\u2028and\u2029paragraph",
    "&lt;b&gt; &amp; \"quotes\" 'single' \\ / {} ]]>",
)


async def test_a_visitor_learns_whom_they_can_be_before_they_look(scene: Scene) -> None:
    async with visiting(scene.discord) as visitor:
        room = await visitor.until(lambda: visitor.map.get("room"))
        assert [(one["name"], one["part"]) for one in room["people"]] == [
            ("A Fan", "fan"),
            ("mina", "manager"),
        ]
        assert room["bot"] == str(scene.app.id)
        assert set(visitor.map) == {"room", "clock"}


async def test_a_fan_sees_what_is_said_and_says_something(scene: Scene) -> None:
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        assert fan.map["me"] == {"id": str(scene.fan.id), "name": "A Fan", "locale": "en-US"}
        assert fan.places == ["general"]
        said = await fan.do("say", channel=str(scene.channel.id), text="hello")
        await fan.until(lambda: fan.contents == ["hello"])
        assert fan.messages[0]["id"] == said["message"]
        assert fan.messages[0]["author"]["username"] == "fan"
        await scene.discord.person(scene.owner).say(scene.channel, "hi there")
        await fan.until(lambda: fan.contents == ["hello", "hi there"])


async def test_who_nobody_knows_is_the_first_of_the_people(scene: Scene) -> None:
    async with visiting(scene.discord) as visitor:
        await visitor.do("look", **{"as": None, "channel": None, "locale": "ko", "selected": None})
        await visitor.until(lambda: visitor.map.get("me", {}).get("id") == str(scene.fan.id))
        assert scene.fan.locale == "ko"


async def test_only_what_changed_is_told(scene: Scene) -> None:
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        await fan.do("say", channel=str(scene.channel.id), text="one")
        await fan.until(lambda: fan.contents == ["one"])
        fan.changes.clear()
        await fan.do("say", channel=str(scene.channel.id), text="two")
        await fan.until(lambda: fan.contents == ["one", "two"])
        changed = {key for change in fan.changes for key in change["set"]}
        assert changed == {"messages", f"message:{fan.map['messages'][1]}", "places"}


async def test_two_visitors_see_each_other_s_deeds_and_only_their_own_whispers(scene: Scene) -> None:
    async with (
        visiting(scene.discord, scene.fan, channel=scene.channel) as fan,
        visiting(scene.discord, scene.owner, channel=scene.channel) as mina,
    ):
        messages.post(scene.channel, scene.app.user, content="psst", ephemeral_to=scene.fan)
        await fan.until(lambda: fan.contents == ["psst"])
        assert fan.messages[0]["ephemeral"]
        await fan.do("say", channel=str(scene.channel.id), text="seen by both")
        await mina.until(lambda: mina.contents == ["seen by both"])
        whisper = fan.map["messages"][0]
        for deed in ("edit", "delete", "react"):
            with pytest.raises(Refusal, match="Unknown Message"):
                await mina.do(deed, message=whisper, text="x", emoji="👍")
        await mina.look(selected=whisper)
        assert mina.map["explained"] is None


async def test_a_channel_that_is_closed_to_a_fan_is_as_if_it_were_not_there(scene: Scene) -> None:
    desk = scene.guild.text_channel("desk", deny={None: ["view_channel"]})
    said = await scene.discord.person(scene.owner).say(desk, "among us")
    async with (
        visiting(scene.discord, scene.fan, channel=desk) as fan,
        visiting(scene.discord, scene.owner, channel=desk) as mina,
    ):
        assert fan.places == ["general"]
        assert (fan.map["messages"], fan.map["commands"]) == ([], [])
        assert mina.places == ["general", "desk"]
        await mina.until(lambda: mina.contents == ["among us"])
        with pytest.raises(Refusal, match="Unknown Channel"):
            await fan.do("say", channel=str(desk.id), text="let me in")
        with pytest.raises(Refusal, match="Unknown Message"):
            await fan.do("react", message=str(said.id), emoji="👀")
        desk.allow(None, ["view_channel"])
        await fan.until(lambda: fan.contents == ["among us"])


async def test_places_come_in_order_with_what_one_may_do_there(scene: Scene) -> None:
    guild = scene.guild
    category = guild.category("Talk")
    forum = guild.forum("help", ["ticket"], category=category)
    guild.text_channel("news", category=category, deny={None: ["send_messages"]})
    guild.category("Empty")
    person = scene.discord.person(scene.fan)
    post = await person.post(forum, "Lost scarf", "I left it there" * 20, tags=["ticket"])
    started = await person.start_thread(await person.say(scene.channel, "a topic"), "A topic")
    threads.change(started, archived=True, locked=True)
    scene.world.direct(scene.fan, scene.owner)
    await scene.discord.person(scene.owner).direct(scene.fan, "hello you")
    async with visiting(scene.discord, scene.fan) as fan:
        assert fan.places == ["general", "A topic", "Talk", "help", "Lost scarf", "news", "mina"]
        general, topic = fan.place("general"), fan.place("A topic")
        assert {"send", "attach", "react", "thread", "commands", "history"} <= set(general["may"])
        assert (topic["archived"], topic["locked"], topic["parent"]) == (True, True, general["id"])
        assert "send" not in topic["may"]
        assert "send" not in fan.place("news")["may"]
        lost = fan.place("Lost scarf")
        assert len(lost["starter"]) == 120
        assert lost["applied_tags"] == [fan.place("help")["tags"][0]["id"]]
        assert (lost["id"], lost["sent"]) == (str(post.id), 1)
        mina = fan.place("mina")
        assert (mina["with"], mina["kind"], len(mina["pings"])) == (str(scene.owner.id), 1, 1)


async def test_who_is_called_is_told_so(scene: Scene) -> None:
    role = scene.guild.role("Crew", mentionable=True, colour=0x123456)
    scene.guild.set_roles(scene.fan, [role])
    mina = scene.discord.person(scene.owner)
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        for text in (scene.fan.mention, role.mention, "@everyone", "nobody"):
            await mina.say(scene.channel, text)
        await fan.until(lambda: len(fan.messages) == 4)
        assert [one["mentions_me"] for one in fan.messages] == [True, True, True, False]
        assert fan.place("general")["pings"] == fan.map["messages"][:3]
        (member,) = (one for one in fan.map["guild"]["members"] if one["id"] == str(scene.fan.id))
        assert (member["colour"], member["roles"]) == ("#123456", [str(role.id)])
        assert next(one for one in fan.map["guild"]["roles"] if one["name"] == "Crew")["mentionable"]


async def test_events_are_shown_where_they_may_be_seen(scene: Scene) -> None:
    closed = scene.guild.text_channel("closed", deny={None: ["view_channel"]})
    for name, channel in (("Open air", None), ("Secret", closed)):
        event = ScheduledEvent(
            id=scene.world.snowflakes.next(),
            guild=scene.guild,
            name=name,
            creator=scene.app.user,
            kind=EXTERNAL,
            starts_at=scene.world.clock() + timedelta(days=1),
            channel_id=channel.id if channel else None,
        )
        scene.guild.events[event.id] = event
    async with visiting(scene.discord, scene.fan) as fan:
        (shown,) = fan.map["guild"]["events"]
        assert (shown["name"], shown["user_count"], shown["interested"]) == ("Open air", 0, False)
        await fan.do("interested", event=shown["id"], interested=True)
        await fan.until(lambda: fan.map["guild"]["events"][0]["interested"])
        assert fan.map["guild"]["events"][0]["user_count"] == 1
        for hidden in (max(scene.guild.events), 7):
            with pytest.raises(Refusal, match="Unknown Guild Scheduled Event"):
                await fan.do("interested", event=str(hidden), interested=True)


async def test_the_clock_is_told_when_it_jumps(scene: Scene) -> None:
    async with visiting(scene.discord, scene.fan) as fan:
        before = fan.map["clock"]["offset"]
        scene.world.clock.advance(timedelta(hours=1))
        await fan.until(lambda: fan.map["clock"]["offset"] != before)
        assert abs(fan.map["clock"]["offset"] - before - 3_600_000) < 1_000
        fan.changes.clear()
        await asyncio.sleep(1.2)
        assert fan.changes == []


@pytest.mark.parametrize("text", TEXTS)
async def test_any_text_comes_back_as_it_was_written(scene: Scene, text: str) -> None:
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        await fan.do("say", channel=str(scene.channel.id), text=text)
        await fan.until(lambda: fan.contents == [text])


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_stays_whole(texts: list[str]) -> None:
    async def typed() -> None:
        from bot.rehearsal.model.clock import WorldClock  # noqa: PLC0415
        from bot.rehearsal.model.world import World  # noqa: PLC0415
        from tests.rehearsal.rehearsing import START, opened  # noqa: PLC0415

        wanted = [text.strip() for text in texts if text.strip()]
        async with (
            opened(World(WorldClock(START))) as scene,
            visiting(scene.discord, scene.fan, channel=scene.channel) as fan,
        ):
            for text in wanted:
                await fan.do("say", channel=str(scene.channel.id), text=text)
            await fan.until(lambda: fan.contents == wanted)

    asyncio.run(typed())


async def test_a_text_of_ten_thousand_characters_is_refused_in_discord_s_words(scene: Scene) -> None:
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        with pytest.raises(Refusal) as refusal:
            await fan.do("say", channel=str(scene.channel.id), text="가" * 10_000)
        assert refusal.value.code == 50035
        assert refusal.value.errors["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
        await fan.do("say", channel=str(scene.channel.id), text="가" * 2_000)
        await fan.until(lambda: fan.contents == ["가" * 2_000])


async def test_files_can_be_fetched_and_never_act_as_pages(scene: Scene) -> None:
    page = b"<script>alert(1)</script>"
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        files = [{"name": "../evil.html", "data": base64.b64encode(page).decode()}]
        await fan.do("say", channel=str(scene.channel.id), text="", files=files)
        (said,) = await fan.until(lambda: fan.messages)
        (attached,) = said["attachments"]
        assert attached["filename"] == ".._evil.html"
        async with fan.session.get(attached["url"]) as response:
            assert await response.read() == page
            assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("text", TEXTS)
async def test_any_text_comes_back_from_wherever_it_was_written(scene: Scene, text: str) -> None:
    forum = scene.guild.forum("help")
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        said = (await fan.do("say", channel=str(scene.channel.id), text="x"))["message"]
        await fan.do("edit", message=said, text=text)
        await fan.do("thread", message=said, name=text)
        await fan.until(lambda: fan.contents == [text])
        assert text in fan.places
        assert fan.messages[0]["thread"]["name"] == text
        post = await fan.do("post", forum=str(forum.id), title=text, text=text)
        await fan.look(channel=post["channel"])
        await fan.until(lambda: fan.contents == [text])
        (place,) = [one for one in fan.map["places"] if one["id"] == post["channel"]]
        assert (place["name"], place["starter"]) == (text, text[:120])
        scene.owner.display_name = text
        direct = await fan.do("direct", user=str(scene.owner.id))
        (place,) = [one for one in fan.map["places"] if one["id"] == direct["channel"]]
        assert place["name"] == text
