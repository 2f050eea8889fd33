"""The second opinion, and what is made of it where it and the rules differ."""

from datetime import timedelta

import pytest

from bot.domain.understanding.ear import Ear
from bot.domain.understanding.hearing import Heard, hear
from bot.domain.understanding.opinion import CHAT, CLASSES, ELSE, odds, opinion, sigmoid
from bot.domain.understanding.reading import Action, Context, Kind, Thresholds
from bot.domain.understanding.words import plain, tidy, tokens
from tests.domain.understanding.fan_label import LABEL, NOW

EAR = Ear(LABEL)


def heard(text: str, context: Context | None = None) -> Heard:
    index = EAR._names
    tidied = tidy(text)
    return hear(plain(tidied), tokens(tidied), index, today=NOW.date(), context=context or Context())


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ("how much are tickets for busan", Kind.PRICE),
        ("who's playing in busan on friday", Kind.LINEUP),
        ("부산 입장 몇시부터 해요", Kind.DOORS_TIME),
        ("is there parking at the venue", ELSE),
        ("주차장 있어요?", ELSE),
        ("see you all at the front row", CHAT),
        ("어제 공연 진짜 최고였다", CHAT),
    ],
)
def test_the_second_opinion_tells_kinds_other_subjects_and_chat_by_their_words(
    text: str, likeliest: str
) -> None:
    likely = heard(text).opinion
    assert max(likely, key=lambda name: likely[name]) == likeliest


def test_of_unknown_words_the_second_opinion_is_as_likely_as_messages_are() -> None:
    likely = opinion(["1 zyzzyva"])
    assert list(likely) == list(CLASSES)
    assert all(0 < sure < 1 for sure in likely.values())


def test_names_are_masked_so_that_nothing_is_learnt_of_them() -> None:
    assert heard("when is glass harbor in busan").opinion == heard("when is the weather in tokyo").opinion


def test_odds_are_even_at_a_half_and_bounded() -> None:
    assert odds(0.5) == pytest.approx(0)
    assert (odds(0.0), odds(1.0)) == (-1.0, 1.0)
    assert sigmoid(1e9) == pytest.approx(1)


def test_the_surer_the_ear_must_be_the_more_it_hands_off() -> None:
    texts = ["how much is busan", "doors in busan?", "부산 얼마예요", "what time is incheon"]
    answered = [
        sum(
            Ear(LABEL, thresholds=Thresholds(answer=sure)).read(text, now=NOW).action is Action.ANSWER
            for text in texts
        )
        for sure in (0.5, 0.9, 1.0)
    ]
    assert answered == sorted(answered, reverse=True)
    assert answered[0] == len(texts)
    assert answered[-1] == 0


def test_another_subject_in_passing_does_not_hide_what_is_asked() -> None:
    reading = EAR.read("address for the busan show please, i'm in the taxi already", now=NOW)
    assert reading.action is not Action.IGNORE
    assert reading.kinds in {(), (Kind.VENUE,)}


def test_a_place_that_one_only_comes_from_is_not_where_the_show_is() -> None:
    reading = EAR.read("coming from tokyo for glass harbor in busan, what time does it start", now=NOW)
    assert reading.shows in {(), ("gh-busan",)}
    assert EAR.read("도쿄에서 가는데 유리항구 부산 몇시 시작이에요", now=NOW).shows in {(), ("gh-busan",)}


def test_the_show_before_is_kept_when_only_the_day_of_a_sale_is_said() -> None:
    context = Context(shows=("gh-busan",), kinds=(Kind.ON_SALE,))
    reading = EAR.read("내일이네! 가격은?", now=NOW - timedelta(days=2), context=context)
    assert reading.shows in {(), ("gh-busan",)}
