"""The demo: visitors of the page, and the real bot."""

import re

import pytest

from bot.cli.demo import explain as explaining
from bot.cli.demo.demo import Demo, open_demo
from bot.cli.demo.explain import matched_by_words
from bot.cli.demo.page_host import DemoHost
from bot.domain.questions.question import MatchedBy
from bot.domain.shows.label import Label
from bot.interface.i18n import texts_for
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.clock import WorldClock
from bot.settings import Settings
from tests.e2e.harness import CHATTER, KNOWN, START, UNKNOWN
from tests.e2e.visitors import answer_to, asks, explained, text_of
from tests.rehearsal.visiting import Refusal, visiting


async def test_a_fan_asks_and_sees_the_answer_come(demo: Demo) -> None:
    async with visiting(demo.discord, demo.fan_server.leo, channel=demo.fan_server.questions) as leo:
        answer = await answer_to(leo, await asks(leo, demo, KNOWN))
        assert "18:00" in text_of(answer) or "<t:" in text_of(answer)


async def test_the_team_s_desk_is_for_the_team(demo: Demo) -> None:
    fan_server = demo.fan_server
    async with (
        visiting(demo.discord, fan_server.leo, channel=fan_server.questions) as leo,
        visiting(demo.discord, fan_server.sera, channel=fan_server.team_desk) as sera,
    ):
        assert "team-desk" not in leo.places
        assert "team-desk" in sera.places
        await asks(leo, demo, UNKNOWN)
        await sera.until(lambda: any(UNKNOWN in repr(one["embeds"]) for one in sera.messages))
        await leo.look(channel=fan_server.team_desk)
        await leo.until(lambda: leo.map["messages"] == [])


async def test_a_message_is_explained_in_its_reader_s_language(demo: Demo) -> None:
    async with visiting(demo.discord, demo.fan_server.leo, channel=demo.fan_server.questions) as leo:
        asked = await asks(leo, demo, KNOWN)
        answer = await answer_to(leo, asked)
        for message in (asked, answer["id"]):
            told = await explained(leo, message, "What became of it")
            assert told["What it did"] == "Answered from the label’s data"
            assert told["Asked for"] == "doors"
            assert "Incheon" in told["Which show"]
            assert told["How sure it is"].endswith("%")
            assert told["What became of it"] == "answered by me"
        await leo.look(locale="ko")
        assert (await explained(leo, asked, "한 일"))["한 일"] == "레이블의 데이터로 답했어요"
        chatter = await demo.discord.person(demo.fan_server.dohyun).say(demo.fan_server.questions, CHATTER)
        left_alone = {"한 일": "레이블에 묻는 말이 아니어서 나서지 않았어요"}
        assert await explained(leo, str(chatter.id), "한 일") == left_alone


async def test_a_question_s_clock_runs_until_the_team_replied(demo: Demo) -> None:
    fan_server = demo.fan_server
    async with (
        visiting(demo.discord, fan_server.leo, channel=fan_server.questions) as leo,
        visiting(demo.discord, fan_server.sera, channel=fan_server.questions) as sera,
    ):
        asked = await asks(leo, demo, UNKNOWN)
        await answer_to(leo, asked)
        told = await explained(leo, asked, "Handed to the team")
        assert told["The team means to answer within"] == "4 h"
        (waits,) = (row for row in leo.map["explained"]["rows"] if "since" in row)
        assert waits["name"] == "Waiting since"
        await sera.do("move", to="minutes")
        reply = await sera.do("say", channel=str(fan_server.questions.id), text="Yes!", reply_to=asked)
        told = await explained(sera, reply["message"], "First reply")
        assert told["Answers the question of"] == "Leo"
        assert told["First reply"].startswith("10 min")
        assert told["First reply"].endswith("by Sera (by replying)")
        assert (await explained(leo, asked, "First reply"))["First reply"] == told["First reply"]


async def test_nothing_is_explained_to_who_can_not_see_it(demo: Demo) -> None:
    fan_server = demo.fan_server
    async with (
        visiting(demo.discord, fan_server.leo, channel=fan_server.questions) as leo,
        visiting(demo.discord, fan_server.sera, channel=fan_server.team_desk) as sera,
    ):
        await asks(leo, demo, UNKNOWN)
        cards = await sera.until(
            lambda: [one for one in sera.messages if any("fields" in embed for embed in one["embeds"])]
        )
        assert await explained(sera, cards[0]["id"], "Handed to the team")
        leo.changes.clear()
        await leo.look(channel=fan_server.team_desk, selected=cards[0]["id"])
        await leo.until(lambda: leo.map["messages"] == [])
        assert leo.map["explained"] is None


async def test_a_question_by_command_and_one_by_direct_message_are_explained(demo: Demo) -> None:
    fan_server = demo.fan_server
    async with visiting(demo.discord, fan_server.leo, channel=fan_server.lounge) as leo:
        used = await leo.do(
            "slash", channel=str(fan_server.lounge.id), name="ask", options={"question": KNOWN}
        )
        assert used["interaction"]
        (answer,) = await leo.until(lambda: [one for one in leo.messages if one["embeds"]])
        assert (await explained(leo, answer["id"], "What it did"))["Asked for"] == "doors"
        direct = await leo.do("direct", user=leo.map["room"]["bot"])
        await leo.look(channel=direct["channel"])
        asked = await leo.do("say", channel=direct["channel"], text=KNOWN)
        assert (await explained(leo, asked["message"], "What it did"))["Asked for"] == "doors"
        assert "Stagedoor" in leo.places


async def test_faqs_choices_claims_and_marks_are_explained(demo: Demo) -> None:
    fan_server = demo.fan_server
    desk = str(fan_server.team_desk.id)
    async with (
        visiting(demo.discord, fan_server.leo, channel=fan_server.questions) as leo,
        visiting(demo.discord, fan_server.sera, channel=fan_server.team_desk) as sera,
    ):
        refunds = await asks(leo, demo, "Can I get a refund for my ticket?")
        assert "refund" in (await explained(leo, refunds, "Frequent question"))["Frequent question"]
        vague = await demo.discord.person(fan_server.dohyun).say(fan_server.questions, "몇 시에 시작해요?")
        told = await explained(leo, str(vague.id), "Offered")
        assert told["What it did"] == "Asked back which one is meant"
        asked = await demo.discord.person(fan_server.minji).say(fan_server.questions, UNKNOWN)
        card = (
            await sera.until(lambda: [one for one in sera.messages if "claim" in repr(one["components"])])
        )[0]
        parts = [part for row in card["components"] for part in row["components"]]
        claim = next(part["custom_id"] for part in parts if part.get("custom_id", "").startswith("claim"))
        await sera.do("press", message=card["id"], custom_id=claim)
        told = await explained(sera, card["id"], "Being answered by")
        assert told["Being answered by"] == "Sera"
        await sera.do("say", channel=str(fan_server.questions.id), text="민지 yes, after the show!")
        assert (await explained(leo, str(asked.id), "First reply"))["First reply"].endswith(
            "(by naming the fan)"
        )
        await leo.look(selected=(await sera.do("say", channel=desk, text="tea?"))["message"])
        await leo.until(lambda: leo.map["explained"] is None)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_way_to_answer_has_its_words(language: str) -> None:
    texts = texts_for(language)
    assert len({matched_by_words(way, texts) for way in MatchedBy}) == len(MatchedBy)


async def test_only_the_latest_readings_are_remembered(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "MOST_READ", 1)
    fan_server = demo.fan_server
    async with visiting(demo.discord, fan_server.leo, channel=fan_server.lounge) as leo:
        first = await demo.discord.person(fan_server.dohyun).say(fan_server.questions, CHATTER)
        assert await explained(leo, str(first.id), "What it did")
        second = await demo.discord.person(fan_server.minji).say(fan_server.questions, CHATTER)
        assert await explained(leo, str(second.id), "What it did")
        await leo.look(selected=str(first.id))
        await leo.until(lambda: leo.map["explained"] is None)


async def test_the_server_speaks_the_language_that_was_chosen(demo: Demo) -> None:
    async with visiting(demo.discord, demo.fan_server.hana, channel=demo.fan_server.team_desk) as hana:
        await hana.do("language", language="ko")
        assert demo.store.servers.get(demo.fan_server.guild.id).language == "ko"
        async with visiting(demo.discord, demo.fan_server.leo) as leo:
            await asks(leo, demo, UNKNOWN)
        await hana.until(
            lambda: [one for one in hana.messages if re.search("[가-힣]", repr(one["components"]))]
        )


async def test_a_label_of_one_s_own_has_its_artist_and_no_scene(label: Label) -> None:
    async with open_demo(
        Settings(), label, WorldClock(START), port=0, sample=False, identify_pacing=False
    ) as demo:
        demo.host.begin(demo.bot, demo.discord, play=None)
        async with visiting(demo.discord, demo.fan_server.leo) as leo:
            room = leo.map["room"]
            assert room["scene"] is None
            assert [one["name"] for one in room["people"] if one["part"] == "artist"] == ["Glass Harbor"]
            with pytest.raises(Refusal, match="no scene"):
                await leo.do("play")
            await leo.do("start_over")
        assert demo.host.restart_wanted.is_set()


async def test_a_demo_whose_bot_is_still_coming_only_has_people(demo: Demo) -> None:
    waiting = DemoHost(demo.extras, demo.label)
    situation = await waiting.status()
    assert (situation.scene, situation.moves, len(situation.people)) == (None, [], 7)
    await waiting.speak("ko")
    said = await demo.discord.person(demo.fan_server.leo).say(demo.fan_server.questions, "hi")
    assert await waiting.explain(said, demo.fan_server.leo) is None
    with pytest.raises(Refused):
        await waiting.move("hour", "en-US")
    await waiting.close()
