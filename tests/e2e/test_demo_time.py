"""The demo's clock and scene."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cli.demo.demo import Demo
from tests.e2e.harness import UNKNOWN
from tests.e2e.visitors import answer_to, asks, moved, text_of
from tests.rehearsal.visiting import Refusal, visiting


@pytest.mark.parametrize("locale", ["en-US", "ko"])
async def test_the_scene_is_played_for_who_asks_for_it(demo: Demo, locale: str) -> None:
    async with visiting(demo.discord, demo.fan_server.hana) as hana:
        await hana.look(locale=locale)
        await hana.do("language", language=locale[:2])
    async with visiting(demo.discord, demo.fan_server.leo, channel=demo.fan_server.questions) as leo:
        assert leo.map["room"]["scene"] == "ready"
        await asks(leo, demo, UNKNOWN)
        await demo.discord.person(demo.fan_server.dohyun).say(
            demo.fan_server.questions, "인천 공연 몇 시예요?"
        )
        await leo.look(locale=locale)
        await leo.do("play")
        with pytest.raises(Refusal, match=r"wait for its end|기다려 주세요"):
            await leo.do("move", to="hour")
        await leo.until(lambda: leo.map["room"]["scene"] == "played", within=60)
        checks = [
            change["set"]["room"]["caption"]
            for change in leo.changes
            if (change["set"].get("room") or {}).get("caption", None)
        ]
        assert any(caption["kind"] == "heading" for caption in checks)
        assert [one for one in checks if one["kind"] == "check" and not one["passed"]] == []
        await leo.do("play")
        await leo.until(lambda: leo.map["room"]["scene"] == "playing")


async def test_a_week_passes_and_its_digest_comes_once(demo: Demo) -> None:
    async with visiting(demo.discord, demo.fan_server.hana, channel=demo.fan_server.team_desk) as hana:
        before = demo.fan_server.world.clock()
        assert hana.map["room"]["moves"] == ["minutes", "hour", "digest", "week"]
        await hana.do("move", to="week")
        assert demo.fan_server.world.clock() - before >= timedelta(weeks=1)
        digests = await hana.until(
            lambda: [one for one in hana.messages if one["attachments"] and "W4" in repr(one["embeds"])]
        )
        assert len(digests) == 1


async def test_time_moves_to_a_planned_session_and_to_its_end(demo: Demo) -> None:
    fan_server = demo.fan_server
    at = (fan_server.world.clock() + timedelta(days=2)).astimezone(demo.label.timezone)
    at = at.replace(second=0, microsecond=0)
    options = {"artist": "윤슬", "date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}", "minutes": 30}
    options |= {"artist_account": str(demo.extras.artist.id), "language": "en"}
    async with (
        visiting(demo.discord, fan_server.sera, channel=fan_server.lounge) as sera,
        visiting(demo.discord, fan_server.minji, channel=fan_server.lounge) as minji,
        visiting(demo.discord, demo.extras.artist, channel=fan_server.lounge) as artist,
    ):
        with pytest.raises(Refusal, match="can’t be moved"):
            await sera.do("move", to="session")
        await sera.do("slash", channel=str(fan_server.lounge.id), name="qna schedule", options=options)
        await sera.until(lambda: "session" in sera.map["room"]["moves"])
        (event,) = await minji.until(lambda: minji.map["guild"]["events"])
        assert event["status"] == 1
        asking = {"question": "Which song was the hardest?"}
        await minji.do("slash", channel=str(fan_server.lounge.id), name="qna ask", options=asking)
        await moved(sera, "session")
        assert fan_server.world.clock() >= at
        reminders = [one for one in minji.messages if one["author"].get("bot") and not one["ephemeral"]]
        assert len(reminders) >= 3
        (thread,) = [place for place in artist.map["places"] if place["kind"] == 11]
        await artist.look(channel=thread["id"])
        (put,) = await artist.until(lambda: [one for one in artist.messages if "Which song" in text_of(one)])
        await artist.do("say", channel=thread["id"], text="The last one.", reply_to=put["id"])
        await moved(sera, "session")
        recap = await artist.until(lambda: [one for one in artist.messages if "recap" in repr(one["embeds"])])
        assert "The last one." in repr(recap[0]["embeds"])
        await sera.until(lambda: "session" not in sera.map["room"]["moves"])


async def test_what_is_due_on_the_way_happens_at_its_moment(demo: Demo) -> None:
    fan_server = demo.fan_server
    async with (
        visiting(demo.discord, fan_server.leo, channel=fan_server.questions) as leo,
        visiting(demo.discord, fan_server.sera, channel=fan_server.team_desk) as sera,
    ):
        await answer_to(leo, await asks(leo, demo, UNKNOWN))
        asked_at = fan_server.world.clock()
        await moved(sera, "digest")
        reminded = [one for one in fan_server.team_desk.messages if one.content]
        waits = [round((one.created_at - asked_at) / timedelta(minutes=1)) for one in reminded]
        assert waits == [120, 240]


async def test_time_moves_for_one_visitor_at_a_time(demo: Demo) -> None:
    fan_server = demo.fan_server
    async with (
        visiting(demo.discord, fan_server.leo, channel=fan_server.questions) as leo,
        visiting(demo.discord, fan_server.sera) as sera,
    ):
        moving = asyncio.create_task(leo.do("move", to="hour"))
        await sera.until(lambda: sera.map["room"]["moving"])
        with pytest.raises(Refusal, match="Time is moving"):
            await sera.do("move", to="hour")
        await sera.look(locale="ko")
        with pytest.raises(Refusal, match="시간이 흐르는 중"):
            await sera.do("play")
        await moving
        await sera.until(lambda: not sera.map["room"]["moving"])
        with pytest.raises(Refusal):
            await sera.do("move", to="the moon")


async def test_without_a_channel_for_the_digest_there_is_none_to_move_to(demo: Demo) -> None:
    async with visiting(demo.discord, demo.fan_server.leo) as leo:
        assert "digest" in leo.map["room"]["moves"]
        guild_id = demo.fan_server.guild.id
        await demo.store.servers.change(guild_id, lambda server: replace(server, digest_channel_id=None))
        await leo.until(lambda: "digest" not in leo.map["room"]["moves"])
        with pytest.raises(Refusal, match="can’t be moved"):
            await leo.do("move", to="digest")


async def test_time_arrives_even_if_who_moved_it_went_away(demo: Demo) -> None:
    before = demo.fan_server.world.clock()
    async with visiting(demo.discord, demo.fan_server.leo) as leo:
        await leo.socket.send_json({"n": 1000, "do": "move", "to": "week"})
        await leo.until(lambda: leo.map["room"]["moving"])
    arrived = before + timedelta(weeks=1)
    await demo.discord.wait_for(lambda: demo.fan_server.world.clock() >= arrived, 60)


async def test_a_scene_with_a_bug_leaves_the_demo_open(demo: Demo, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_locale: str) -> None:
        raise LookupError("a bug")

    demo.host.begin(demo.bot, demo.discord, play=broken)
    async with visiting(demo.discord, demo.fan_server.leo) as leo:
        await leo.do("play")
        await leo.until(lambda: leo.map["room"]["scene"] == "played")
        assert leo.map["room"]["caption"] is None
    assert "a bug" in caplog.text


async def test_the_scene_waits_for_the_next_afternoon(demo: Demo) -> None:
    async with visiting(demo.discord, demo.fan_server.leo) as leo:
        await moved(leo, "digest")
        demo.fan_server.world.clock.advance(timedelta(hours=13))
        await leo.do("play")
        await leo.until(lambda: leo.map["room"]["scene"] == "played", within=60)
        checks = [(change["set"].get("room") or {}).get("caption") for change in leo.changes]
        assert [one for one in checks if one and one["kind"] == "check" and not one["passed"]] == []
