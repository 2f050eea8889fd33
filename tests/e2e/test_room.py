"""The rehearsal room: visitors of the page, the real bot, and the clock."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from house import KNOWN, START, UNKNOWN
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
