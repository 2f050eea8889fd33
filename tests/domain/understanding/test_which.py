"""Which show is meant: by the hour, by a part of a country, by a word of the title, by a holiday in it."""

from dataclasses import replace

import pytest

from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Context, Kind
from tests.domain.understanding.fan_label import LABEL, NOW, show

TWICE = replace(
    LABEL,
    shows=(
        *LABEL.shows,
        show("early", ("Glass Harbor",), "2026-12-19T14:00", "Glasgow", title="Long Way", venue="The Ropery"),
        show(
            "late",
            ("Glass Harbor",),
            "2026-12-19T21:00",
            "Glasgow",
            title="Long Way (late)",
            venue="The Ropery",
        ),
        show("xmas", ("The Weather",), "2026-12-19T20:00", "Leeds", title="Christmas Do", venue="Sugar Shed"),
        show("lighthouse", ("바다",), "2026-12-27T20:00", "부산", title="등대 콘서트", venue="소극장 파란"),
        show("anchor", ("바다",), "2026-12-28T20:00", "부산", title="닻", venue="클럽 모래"),
    ),
)
EAR = Ear(TWICE)


def shows(text: str, context: Context | None = None) -> set[str]:
    return set(EAR.read(text, now=NOW, context=context or Context()).shows)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("how much is the matinee in glasgow?", {"early"}),
        ("how much is the late show in glasgow?", {"late"}),
        ("what's the price of the 9pm show in glasgow?", {"late"}),
        ("what's the price of the 2pm show in glasgow?", {"early"}),
        ("how much are the matinee and the late show in glasgow?", {"early", "late"}),
        ("글래스고 낮공 얼마예요?", {"early"}),
        ("글래스고 9시 공연 얼마예요?", {"late"}),
        ("how much is glasgow?", {"early", "late"}),
    ],
)
def test_of_two_shows_on_one_day_the_hour_tells_which(text: str, meant: set[str]) -> None:
    assert shows(text) in (meant, set())


def test_the_other_show_of_the_day_is_found_from_the_one_spoken_of() -> None:
    context = Context(shows=("early",), kinds=(Kind.PRICE,))
    assert shows("and the late one?", context) in ({"late"}, set())
    assert shows("and how much is it?", context) == {"early"}


def test_a_part_of_a_country_stands_for_its_cities() -> None:
    assert shows("any shows in scotland?") == {"early", "late"}
    assert shows("any shows in england?") == {"xmas"}


def test_a_holiday_in_a_title_tells_its_show_from_others_of_that_day() -> None:
    assert shows("what time does the christmas do start on december 19th?") in ({"xmas"}, set())


def test_a_word_of_a_title_before_the_word_for_show_names_it() -> None:
    assert shows("부산 등대공연 얼마예요?") in ({"lighthouse"}, set())


@pytest.mark.parametrize(
    "text", ["anything on australia day?", "what's on next weekend?", "다음주 주말 공연 있어요?"]
)
def test_days_without_a_show_are_not_answered_with_another(text: str) -> None:
    assert shows(text) == set()
