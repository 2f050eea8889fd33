"""How far a day reaches: up to one, from one on, between two, and the day beside it."""

from datetime import date

import pytest

from bot.domain.understanding.dates import find_days
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Action, Kind
from bot.domain.understanding.words import tidy, tokens
from tests.domain.understanding.fan_label import LABEL, NOW

TODAY = date(2026, 12, 1)
EAR = Ear(LABEL)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 10 to 20 January", date(2027, 1, 10), date(2027, 1, 20)),
        ("between the 10th and the 20th", date(2026, 12, 10), date(2026, 12, 20)),
        ("from jan 10 to feb 3", date(2027, 1, 10), date(2027, 2, 3)),
        ("jan 3-9", date(2027, 1, 3), date(2027, 1, 9)),
        ("until the end of april", TODAY, date(2027, 4, 30)),
        ("4월까지만 있어요", TODAY, date(2027, 4, 30)),
        ("10일부터 20일까지", date(2026, 12, 10), date(2026, 12, 20)),
        ("10~20일", date(2026, 12, 10), date(2026, 12, 20)),
        ("3월부터 5월까지", date(2027, 3, 1), date(2027, 5, 31)),
        ("before christmas", TODAY, date(2026, 12, 24)),
        ("the day before valentines", date(2027, 2, 13), date(2027, 2, 13)),
        ("크리스마스 다음날", date(2026, 12, 26), date(2026, 12, 26)),
    ],
)
def test_days_reach_as_far_as_the_words_around_them_say(text: str, first: date, last: date) -> None:
    (days,) = find_days(tokens(tidy(text)), frozenset(), today=TODAY, country="KR")
    assert days.reaching(TODAY).readings[0] == (first, last)


@pytest.mark.parametrize("text", ["what shows are there until 8 december?", "12월 8일까지 공연 뭐 있어요?"])
def test_a_list_up_to_a_day_holds_all_before_it(text: str) -> None:
    reading = EAR.read(text, now=NOW)
    assert (reading.kinds, reading.shows) == ((Kind.LIST,), ("gh-incheon", "gh-busan"))


@pytest.mark.parametrize("text", ["what shows are there until the 45th?", "any shows from 33 to 40 january?"])
def test_a_list_is_not_answered_when_its_days_are_not_understood(text: str) -> None:
    assert EAR.read(text, now=NOW).action is not Action.ANSWER


@pytest.mark.parametrize(
    "text", ["부산 몇시 입장 몇시 시작이에요?", "what time in and what time on in busan?"]
)
def test_two_times_asked_in_one_breath_are_both_answered(text: str) -> None:
    reading = EAR.read(text, now=NOW)
    assert (set(reading.kinds), reading.shows) == ({Kind.DOORS_TIME, Kind.START_TIME}, ("gh-busan",))


@pytest.mark.parametrize("text", ["do both busan shows cost the same?", "is busan cheaper than the other?"])
def test_a_comparison_of_which_one_side_is_missing_is_not_answered(text: str) -> None:
    assert EAR.read(text, now=NOW).action is not Action.ANSWER


@pytest.mark.parametrize(
    ("text", "kind"), [("부산 공연 언제언제예요?", Kind.DATE), ("부산 공연 어디어디서 해요?", Kind.VENUE)]
)
def test_a_doubled_question_word_asks_what_the_single_one_asks(text: str, kind: Kind) -> None:
    reading = EAR.read(text, now=NOW)
    assert (reading.kinds, reading.shows) == ((kind,), ("gh-busan",))
