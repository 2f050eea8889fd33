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
    from tests.rehearsal.playground import Playground

TEXTS = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "**bold** `code` ||spoiler|| <@123> [a](javascript:alert(1))",
    "\u202eright to left\u202c שלום مرحبا",
    "null \x00 bell \x07 escape \x1b[31m backspace \b tab \t end",
    "한글 👩‍👩‍👧‍👦 é e\u0301 \u200b\ufeff zero",
    "line\r\nbreak\u2028and\u2029paragraph",
    "&lt;b&gt; &amp; \"quotes\" 'single' \\ / {} ]]>",
)


async def test_a_visitor_learns_whom_they_can_be_before_they_look(playground: Playground) -> None:
    async with visiting(playground.discord) as visitor:
        room = await visitor.until(lambda: visitor.map.get("room"))
        assert [(one["name"], one["part"]) for one in room["people"]] == [
            ("A Fan", "fan"),
            ("mina", "manager"),
        ]
        assert room["bot"] == str(playground.app.id)
        assert set(visitor.map) == {"room", "clock", "latency", "trouble"}


async def test_a_fan_sees_what_is_said_and_says_something(playground: Playground) -> None:
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        assert fan.map["me"] == {"id": str(playground.fan.id), "name": "A Fan", "locale": "en-US"}
        assert fan.places == ["general"]
        said = await fan.do("say", channel=str(playground.channel.id), text="hello")
        await fan.until(lambda: fan.contents == ["hello"])
        assert fan.messages[0]["id"] == said["message"]
        assert fan.messages[0]["author"]["username"] == "fan"
        await playground.discord.person(playground.owner).say(playground.channel, "hi there")
        await fan.until(lambda: fan.contents == ["hello", "hi there"])


async def test_who_nobody_knows_is_the_first_of_the_people(playground: Playground) -> None:
    async with visiting(playground.discord) as visitor:
        await visitor.do("look", **{"as": None, "channel": None, "locale": "ko", "selected": None})
        await visitor.until(lambda: visitor.map.get("me", {}).get("id") == str(playground.fan.id))
        assert playground.fan.locale == "ko"


async def test_only_what_changed_is_told(playground: Playground) -> None:
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        await fan.do("say", channel=str(playground.channel.id), text="one")
        await fan.until(lambda: fan.contents == ["one"])
        fan.changes.clear()
        await fan.do("say", channel=str(playground.channel.id), text="two")
        await fan.until(lambda: fan.contents == ["one", "two"])
        changed = {key for change in fan.changes for key in change["set"]}
        assert changed == {"messages", f"message:{fan.map['messages'][1]}", "places"}


async def test_two_visitors_see_each_other_s_deeds_and_only_their_own_whispers(
    playground: Playground,
) -> None:
    async with (
        visiting(playground.discord, playground.fan, channel=playground.channel) as fan,
        visiting(playground.discord, playground.owner, channel=playground.channel) as mina,
    ):
        messages.post(playground.channel, playground.app.user, content="psst", ephemeral_to=playground.fan)
        await fan.until(lambda: fan.contents == ["psst"])
        assert fan.messages[0]["ephemeral"]
        await fan.do("say", channel=str(playground.channel.id), text="seen by both")
        await mina.until(lambda: mina.contents == ["seen by both"])
        whisper = fan.map["messages"][0]
        for deed in ("edit", "delete", "react"):
            with pytest.raises(Refusal, match="Unknown Message"):
                await mina.do(deed, message=whisper, text="x", emoji="👍")
        await mina.look(selected=whisper)
        assert mina.map["explained"] is None


async def test_a_channel_that_is_closed_to_a_fan_is_as_if_it_were_not_there(playground: Playground) -> None:
    desk = playground.guild.text_channel("desk", deny={None: ["view_channel"]})
    said = await playground.discord.person(playground.owner).say(desk, "among us")
    async with (
        visiting(playground.discord, playground.fan, channel=desk) as fan,
        visiting(playground.discord, playground.owner, channel=desk) as mina,
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


async def test_places_come_in_order_with_what_one_may_do_there(playground: Playground) -> None:
    guild = playground.guild
    category = guild.category("Talk")
    forum = guild.forum("help", ["ticket"], category=category)
    guild.text_channel("news", category=category, deny={None: ["send_messages"]})
    guild.category("Empty")
    person = playground.discord.person(playground.fan)
    post = await person.post(forum, "Lost scarf", "I left it there" * 20, tags=["ticket"])
    started = await person.start_thread(await person.say(playground.channel, "a topic"), "A topic")
    threads.change(started, archived=True, locked=True)
    playground.world.direct(playground.fan, playground.owner)
    await playground.discord.person(playground.owner).direct(playground.fan, "hello you")
    async with visiting(playground.discord, playground.fan) as fan:
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
        assert (mina["with"], mina["kind"], len(mina["pings"])) == (str(playground.owner.id), 1, 1)


async def test_who_is_called_is_told_so(playground: Playground) -> None:
    role = playground.guild.role("Crew", mentionable=True, colour=0x123456)
    playground.guild.set_roles(playground.fan, [role])
    mina = playground.discord.person(playground.owner)
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        for text in (playground.fan.mention, role.mention, "@everyone", "nobody"):
            await mina.say(playground.channel, text)
        await fan.until(lambda: len(fan.messages) == 4)
        assert [one["mentions_me"] for one in fan.messages] == [True, True, True, False]
        assert fan.place("general")["pings"] == fan.map["messages"][:3]
        (member,) = (one for one in fan.map["guild"]["members"] if one["id"] == str(playground.fan.id))
        assert (member["colour"], member["roles"]) == ("#123456", [str(role.id)])
        assert next(one for one in fan.map["guild"]["roles"] if one["name"] == "Crew")["mentionable"]


async def test_events_are_shown_where_they_may_be_seen(playground: Playground) -> None:
    closed = playground.guild.text_channel("closed", deny={None: ["view_channel"]})
    for name, channel in (("Open air", None), ("Secret", closed)):
        event = ScheduledEvent(
            id=playground.world.snowflakes.next(),
            guild=playground.guild,
            name=name,
            creator=playground.app.user,
            kind=EXTERNAL,
            starts_at=playground.world.clock() + timedelta(days=1),
            channel_id=channel.id if channel else None,
        )
        playground.guild.scheduled_events[event.id] = event
    async with visiting(playground.discord, playground.fan) as fan:
        (shown,) = fan.map["guild"]["events"]
        assert (shown["name"], shown["user_count"], shown["interested"]) == ("Open air", 0, False)
        await fan.do("interested", event=shown["id"], interested=True)
        await fan.until(lambda: fan.map["guild"]["events"][0]["interested"])
        assert fan.map["guild"]["events"][0]["user_count"] == 1
        for hidden in (max(playground.guild.scheduled_events), 7):
            with pytest.raises(Refusal, match="Unknown Guild Scheduled Event"):
                await fan.do("interested", event=str(hidden), interested=True)


async def test_the_clock_is_told_when_it_jumps(playground: Playground) -> None:
    async with visiting(playground.discord, playground.fan) as fan:
        before = fan.map["clock"]["offset"]
        playground.world.clock.advance(timedelta(hours=1))
        await fan.until(lambda: fan.map["clock"]["offset"] != before)
        assert abs(fan.map["clock"]["offset"] - before - 3_600_000) < 1_000
        fan.changes.clear()
        await asyncio.sleep(1.2)
        assert fan.changes == []


@pytest.mark.parametrize("text", TEXTS)
async def test_any_text_comes_back_as_it_was_written(playground: Playground, text: str) -> None:
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        await fan.do("say", channel=str(playground.channel.id), text=text)
        await fan.until(lambda: fan.contents == [text])


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=20))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_stays_whole(texts: list[str]) -> None:
    async def typed() -> None:
        from bot.rehearsal.model.clock import WorldClock  # noqa: PLC0415
        from bot.rehearsal.model.world import World  # noqa: PLC0415
        from tests.rehearsal.playground import START, open_playground  # noqa: PLC0415

        wanted = [text.strip() for text in texts if text.strip()]
        async with (
            open_playground(World(WorldClock(START))) as playground,
            visiting(playground.discord, playground.fan, channel=playground.channel) as fan,
        ):
            for text in wanted:
                await fan.do("say", channel=str(playground.channel.id), text=text)
            await fan.until(lambda: fan.contents == wanted)

    asyncio.run(typed())


async def test_a_text_of_ten_thousand_characters_is_refused_in_discord_s_words(
    playground: Playground,
) -> None:
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        with pytest.raises(Refusal) as refusal:
            await fan.do("say", channel=str(playground.channel.id), text="가" * 10_000)
        assert refusal.value.code == 50035
        assert refusal.value.errors["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
        await fan.do("say", channel=str(playground.channel.id), text="가" * 2_000)
        await fan.until(lambda: fan.contents == ["가" * 2_000])


async def test_files_can_be_fetched_and_never_act_as_pages(playground: Playground) -> None:
    page = b"<script>alert(1)</script>"
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        files = [{"name": "../evil.html", "data": base64.b64encode(page).decode()}]
        await fan.do("say", channel=str(playground.channel.id), text="", files=files)
        (said,) = await fan.until(lambda: fan.messages)
        (attached,) = said["attachments"]
        assert attached["filename"] == ".._evil.html"
        async with fan.session.get(attached["url"]) as response:
            assert await response.read() == page
            assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("text", TEXTS)
async def test_any_text_comes_back_from_wherever_it_was_written(playground: Playground, text: str) -> None:
    forum = playground.guild.forum("help")
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        said = (await fan.do("say", channel=str(playground.channel.id), text="x"))["message"]
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
        playground.owner.display_name = text
        direct = await fan.do("direct", user=str(playground.owner.id))
        (place,) = [one for one in fan.map["places"] if one["id"] == direct["channel"]]
        assert place["name"] == text
