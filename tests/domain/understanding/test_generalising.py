"""The ear on what labels have in common: short names of shows, unknown acts, free shows, near misses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import bot
from bot.cli.label_folder import read_label_folder
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Action, Kind

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SAMPLE = Ear(read_label_folder(Path(bot.__file__).parent / "sample"))


@pytest.mark.parametrize("text", ["so year end is free right?", "연말 공연 무료죠?"])
def test_everyday_words_of_a_title_name_its_show_in_either_language(text: str) -> None:
    reading = SAMPLE.read(text, now=NOW)
    assert (reading.action, reading.kinds, reading.shows) == (Action.ANSWER, (Kind.PRICE,), ("yearend",))


@pytest.mark.parametrize("text", ["any free shows?", "which shows are free", "무료 공연도 있나요?"])
def test_asked_for_free_shows_the_free_ones_are_listed(text: str) -> None:
    reading = SAMPLE.read(text, now=NOW)
    assert (reading.kinds, reading.shows) == ((Kind.LIST,), ("hongdae-free",))


@pytest.mark.parametrize("text", ["when's the next pinecone show", "how much is it to see pinecone in tokyo"])
def test_an_act_that_is_not_known_is_never_answered_with_another_show(text: str) -> None:
    assert SAMPLE.read(text, now=NOW).action is not Action.ANSWER


@pytest.mark.parametrize(
    "text",
    [
        "유리항구 새 앨범 언제 나와요",
        "do i need a ticket for the listening party",
        "is there a show in paris",
        "where can i hear glass harbor's music",
    ],
)
def test_what_the_data_do_not_hold_goes_to_the_team(text: str) -> None:
    assert SAMPLE.read(text, now=NOW).action is Action.HANDOFF


@pytest.mark.parametrize(
    "text",
    [
        "where did the weekend go",
        "who else cried at the last show",
        "no idea what time it is but we are still dancing",
        "how much would you pay to hear that live? i'd pay anything",
        "who's driving down to busan tonight? got 2 spots in my car",
        "월급날은 언제 오나",
    ],
)
def test_chat_in_the_shape_of_a_question_is_left_alone(text: str) -> None:
    assert SAMPLE.read(text, now=NOW).action is Action.IGNORE


def test_paying_in_parts_is_for_the_team_and_no_question_of_price() -> None:
    assert SAMPLE.read("can i pay for the year end show in two goes", now=NOW).action is not Action.ANSWER
