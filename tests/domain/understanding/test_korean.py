from dataclasses import replace

import pytest

from bot.domain.understanding.ear import Ear
from bot.domain.understanding.ideas import find_ideas, is_common
from bot.domain.understanding.lexicon import lexicon
from bot.domain.understanding.reading import Action, Kind
from bot.domain.understanding.titles import called
from bot.domain.understanding.words import tidy, tokens
from tests.domain.understanding.fan_label import LABEL, NOW, SHOWS


def ideas(text: str) -> set[str]:
    found = find_ideas(tokens(tidy(text)), frozenset(), lexicon())
    return {idea for phrase in found for idea in phrase.ideas}


def test_words_written_by_their_first_letters_are_read_as_those_words() -> None:
    assert tidy("예매 ㅇㄷ?") == "예매 어디?"
    assert tidy("초딩도 ㄱㄴ") == "초딩도 가능"


def test_laughter_stays_laughter() -> None:
    assert tidy("대박ㅋㅋㅋㅋ ㅠㅠ") == "대박ㅋ ㅠㅠ"


@pytest.mark.parametrize("text", ["따로 있는지도 궁금", "다음주에 봐요", "어제 예매내역 봤는데"])
def test_two_syllables_within_a_word_are_no_word(text: str) -> None:
    assert ideas(text).isdisjoint({"place", "drink"})


def test_a_show_glued_to_its_city_is_a_show() -> None:
    assert "show" in ideas("서울공연 언제")


@pytest.mark.parametrize("word", ["있을까요", "알려주세요", "여쭤봐도", "못갔는데요", "부탁드립니다"])
def test_verbs_that_say_nothing_of_a_subject_are_common(word: str) -> None:
    assert is_common(word, lexicon())


def test_titles_are_called_by_their_telling_words() -> None:
    shows = [
        replace(SHOWS[0], title="은하수 페스티벌 1일차"),
        replace(SHOWS[1], title="은하수 페스티벌 2일차"),
        replace(SHOWS[2], title="첫차가 오기 전에"),
    ]
    names = called(shows, frozenset(), lexicon())
    assert names["은하수페"] == names["페스티벌"] == {SHOWS[0].id, SHOWS[1].id}
    assert names["둘째날"] == {SHOWS[1].id}
    assert names["첫차공연"] == {SHOWS[2].id}


def test_free_shows_are_listed_not_priced() -> None:
    reading = Ear(LABEL).read("무료 공연도 있나요?", now=NOW)
    free = tuple(show.id for show in LABEL.shows if show.price == 0 and not show.is_over(NOW))
    assert (reading.action, reading.kinds, reading.shows) == (Action.ANSWER, (Kind.LIST,), free)
