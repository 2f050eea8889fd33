"""Fans ask, in every way there is."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from conftest import House, words


async def test_a_question_in_a_listened_channel_is_answered_from_the_label_s_data(house: House) -> None:
    asked = await house.person(house.stage.leo).say(house.stage.questions, "doors for the Incheon show?")
    reply = await house.reply_to(asked)
    doors = house.label.show("gh-incheon").doors
    assert f"<t:{int(doors.timestamp())}:F>" in words(reply)
    assert "Harbor Lights" in words(reply)
    await house.settled()
    assert (await house.question(asked)).outcome == "answered_by_bot"


async def test_a_question_that_the_data_do_not_answer_goes_to_the_team(house: House) -> None:
    asked = await house.person(house.stage.minji).say(
        house.stage.questions, "인천 공연 끝나고 사인회 있나요?"
    )
    reply = await house.reply_to(asked)
    assert "팀에 전했으니" in words(reply)
    card = await house.card()
    assert "사인회" in words(card)
    await house.settled()
    assert (await house.question(asked)).is_open
