"""The rehearsal room: visitors of the page, the real bot, and the clock."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from house import CHATTER, KNOWN, START, UNKNOWN
from rich.console import Console
from visiting import Refusal, Visitor, visiting

from bot.cli.rehearsing.house import House, open_house
from bot.cli.rehearsing.scene import scene_in
from bot.cli.rehearsing.transcript import Transcript
from bot.domain.label import Label
from bot.i18n import texts_for
from bot.rehearsal.clock import WorldClock
from bot.settings import Settings


@pytest.fixture
async def room(label: Label) -> AsyncIterator[House]:
    """A house that is open for visitors."""
    async with open_house(Settings(), label, WorldClock(START), port=0, sample=True) as house:
        transcript = Transcript(Console(file=io.StringIO()), house.stage, label.timezone, texts_for("en"))
        house.room.begin(house, play=scene_in(house, transcript, pace=0.0))
        yield house


def text_of(message: dict[str, Any]) -> str:
    embeds = [f"{one.get('title', '')} {one.get('description', '')}" for one in message["embeds"]]
    return " ".join([message["content"], *embeds])


async def answer_to(visitor: Visitor, message_id: str) -> dict[str, Any]:
    """Wait until the bot replies to a message that is seen."""
    found = await visitor.until(
        lambda: [
            one
            for one in visitor.messages
            if (one.get("message_reference") or {}).get("message_id") == message_id
            and one["author"].get("bot")
        ]
    )
    return dict(found[0])


async def asks(visitor: Visitor, house: House, text: str) -> str:
    channel = str(house.stage.questions.id)
    return str((await visitor.do("say", channel=channel, text=text))["message"])


async def test_a_fan_asks_and_sees_the_answer_come(room: House) -> None:
    async with visiting(room.discord, room.stage.leo, channel=room.stage.questions) as leo:
        answer = await answer_to(leo, await asks(leo, room, KNOWN))
        assert "18:00" in text_of(answer) or "<t:" in text_of(answer)


async def test_the_team_s_desk_is_for_the_team(room: House) -> None:
    stage = room.stage
    async with (
        visiting(room.discord, stage.leo, channel=stage.questions) as leo,
        visiting(room.discord, stage.sera, channel=stage.team_desk) as sera,
    ):
        assert "team-desk" not in leo.places
        assert "team-desk" in sera.places
        await asks(leo, room, UNKNOWN)
        await sera.until(lambda: any(UNKNOWN in repr(one["embeds"]) for one in sera.messages))
        await leo.look(channel=stage.team_desk)
        await leo.until(lambda: leo.map["messages"] == [])


async def test_the_scene_is_played_for_who_asks_for_it(room: House) -> None:
    async with visiting(room.discord, room.stage.leo, channel=room.stage.questions) as leo:
        assert leo.map["room"]["scene"] == "ready"
        await asks(leo, room, UNKNOWN)
        await leo.do("play")
        with pytest.raises(Refusal, match="wait for its end"):
            await leo.do("move", to="hour")
        await leo.until(lambda: leo.map["room"]["scene"] == "played", within=60)
        checks = [
            change["set"]["room"]["caption"]
            for change in leo.changes
            if (change["set"].get("room") or {}).get("caption", None)
        ]
        assert any(caption["kind"] == "heading" for caption in checks)
        assert [one for one in checks if one["kind"] == "check" and not one["passed"]] == []
        with pytest.raises(Refusal, match="Start over"):
            await leo.do("play")


async def test_a_week_passes_and_its_digest_comes_once(room: House) -> None:
    async with visiting(room.discord, room.stage.hana, channel=room.stage.team_desk) as hana:
        before = room.stage.world.clock()
        assert hana.map["room"]["moves"] == ["minutes", "hour", "digest", "week"]
        await hana.do("move", to="week")
        assert room.stage.world.clock() - before >= timedelta(weeks=1)
        digests = await hana.until(
            lambda: [one for one in hana.messages if one["attachments"] and "W4" in repr(one["embeds"])]
        )
        assert len(digests) == 1


async def explained(visitor: Visitor, message_id: str, having: str) -> dict[str, str]:
    """Select a message, and return what is explained once that has a row of this name."""
    await visitor.look(selected=message_id)

    def rows() -> dict[str, str]:
        told = visitor.map.get("explained") or {"message": None, "rows": []}
        found = {row["name"]: row["value"] for row in told["rows"]}
        return found if told["message"] == message_id and having in found else {}

    return dict(await visitor.until(rows))


async def test_a_message_is_explained_in_its_reader_s_language(room: House) -> None:
    async with visiting(room.discord, room.stage.leo, channel=room.stage.questions) as leo:
        asked = await asks(leo, room, KNOWN)
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
        chatter = await room.discord.person(room.stage.dohyun).say(room.stage.questions, CHATTER)
        left_alone = {"한 일": "레이블에 묻는 말이 아니어서 나서지 않았어요"}
        assert await explained(leo, str(chatter.id), "한 일") == left_alone


async def test_a_question_s_clock_runs_until_the_team_replied(room: House) -> None:
    stage = room.stage
    async with (
        visiting(room.discord, stage.leo, channel=stage.questions) as leo,
        visiting(room.discord, stage.sera, channel=stage.questions) as sera,
    ):
        asked = await asks(leo, room, UNKNOWN)
        await answer_to(leo, asked)
        told = await explained(leo, asked, "Handed to the team")
        assert told["The team means to answer within"] == "4 h 0 min"
        (waits,) = (row for row in leo.map["explained"]["rows"] if "since" in row)
        assert waits["name"] == "The fan has been waiting"
        await sera.do("move", to="minutes")
        reply = await sera.do("say", channel=str(stage.questions.id), text="Yes!", reply_to=asked)
        told = await explained(sera, reply["message"], "First reply")
        assert told["Answers the question of"] == "Leo"
        assert told["First reply"].startswith("10 min")
        assert told["First reply"].endswith("by Sera (by replying)")
        assert (await explained(leo, asked, "First reply"))["First reply"] == told["First reply"]


async def test_nothing_is_explained_to_who_can_not_see_it(room: House) -> None:
    stage = room.stage
    async with (
        visiting(room.discord, stage.leo, channel=stage.questions) as leo,
        visiting(room.discord, stage.sera, channel=stage.team_desk) as sera,
    ):
        await asks(leo, room, UNKNOWN)
        cards = await sera.until(
            lambda: [one for one in sera.messages if any("fields" in embed for embed in one["embeds"])]
        )
        assert await explained(sera, cards[0]["id"], "Handed to the team")
        leo.changes.clear()
        await leo.look(channel=stage.team_desk, selected=cards[0]["id"])
        await leo.until(lambda: leo.map["messages"] == [])
        assert leo.map["explained"] is None


async def test_a_question_by_command_and_one_by_direct_message_are_explained(room: House) -> None:
    stage = room.stage
    async with visiting(room.discord, stage.leo, channel=stage.lounge) as leo:
        used = await leo.do("slash", channel=str(stage.lounge.id), name="ask", options={"question": KNOWN})
        assert used["interaction"]
        (answer,) = await leo.until(lambda: [one for one in leo.messages if one["embeds"]])
        assert (await explained(leo, answer["id"], "What it did"))["Asked for"] == "doors"
        direct = await leo.do("direct", user=leo.map["room"]["bot"])
        await leo.look(channel=direct["channel"])
        asked = await leo.do("say", channel=direct["channel"], text=KNOWN)
        assert (await explained(leo, asked["message"], "What it did"))["Asked for"] == "doors"
        assert "Stagedoor" in leo.places
