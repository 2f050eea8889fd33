"""Sentences in the reader's language, with the particles, numbers and dates that it asks for."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.languages.language import codes
from bot.domain.sentences import sentence
from bot.interface.i18n import Texts, texts_for, texts_here, with_particle


@pytest.mark.parametrize(
    ("word", "particles"),
    [
        ("윤슬", "은 이 을 과 로 이에요"),
        ("한밤", "은 이 을 과 으로 이에요"),
        ("한밤의 라디오", "는 가 를 와 로 예요"),
        ("유리항구", "는 가 를 와 로 예요"),
        ("Glass Harbor", "는 가 를 와 로 예요"),
        ("Seoul", "은 이 을 과 로 이에요"),
        ("Album", "은 이 을 과 으로 이에요"),
        ("Spring", "은 이 을 과 으로 이에요"),
        ("2026-12-05T19:00", "은 이 을 과 으로 이에요"),
        ("1", "은 이 을 과 로 이에요"),
        ("2", "는 가 를 와 로 예요"),
        ("3", "은 이 을 과 으로 이에요"),
        ("윤슬 (Yoonseul)", "은 이 을 과 로 이에요"),
        ("“한밤”", "은 이 을 과 으로 이에요"),
        ("윤슬!", "은 이 을 과 로 이에요"),
        (r"\*윤슬\*", "은 이 을 과 로 이에요"),
        ("🎸", "는 가 를 와 로 예요"),
        ("", "는 가 를 와 로 예요"),
    ],
)
def test_korean_particles_follow_how_a_word_is_spoken(word: str, particles: str) -> None:
    pairs = ("은/는", "이/가", "을/를", "과/와", "으로/로", "이에요/예요")
    assert [with_particle(word, pair) for pair in pairs] == [word + end for end in particles.split()]


@given(word=st.text())
def test_any_word_takes_a_particle(word: str) -> None:
    assert with_particle(word, "은/는") in {f"{word}은", f"{word}는"}


def test_a_sentence_that_no_catalogue_knows_is_said_in_english() -> None:
    assert texts_for("ko").t("Never {how} translated", how="ever") == "Never ever translated"


@given(value=st.text())
def test_braces_in_values_mean_nothing(value: str) -> None:
    assert texts_for("en").t("{name} asks", name=value) == f"{value} asks"
    assert value in texts_for("ko").say(sentence("{name} asks", name=value))


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("ko", "ko"),
        ("ko_KR.UTF-8", "ko"),
        ("en-GB", "en"),
        ("KO", "ko"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("pt-BR", "en"),
        ("", "en"),
    ],
)
def test_a_locale_is_known_by_its_language_and_english_stands_in_for_the_unknown(
    locale: str, language: str
) -> None:
    assert texts_for(locale).language == language


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "ko"}, "ko"),
        ({"LANG": "ko", "LC_ALL": ""}, "ko"),
    ],
)
def test_the_terminal_s_language_is_found_as_other_programs_find_it(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert texts_here().language == language


def test_numbers_have_their_singular_where_a_language_has_one() -> None:
    def questions(texts: Texts, count: int) -> str:
        return texts.n("{count} question", "{count} questions", count)

    assert [questions(texts_for("en"), count) for count in (0, 1, 2)] == [
        "0 questions",
        "1 question",
        "2 questions",
    ]
    assert [questions(texts_for("ko"), count) for count in (1, 2)] == ["질문 1개", "질문 2개"]
    assert texts_for("ko").n("{count} oddity", "{count} oddities", 2) == "2 oddities"


@pytest.mark.parametrize(
    ("length", "english", "korean"),
    [
        (timedelta(0), "0 s", "0초"),
        (timedelta(seconds=-5), "0 s", "0초"),
        (timedelta(seconds=59.4), "59 s", "59초"),
        (timedelta(seconds=59.6), "1 min", "1분"),
        (timedelta(minutes=2, seconds=5), "2 min 5 s", "2분 5초"),
        (timedelta(minutes=10, seconds=5), "10 min", "10분"),
        (timedelta(hours=1), "1 h", "1시간"),
        (timedelta(hours=23, minutes=59), "23 h 59 min", "23시간 59분"),
        (timedelta(days=3, hours=4, minutes=59), "3 d 4 h", "3일 4시간"),
    ],
)
def test_durations_are_as_exact_as_anybody_wants_to_know(
    length: timedelta, english: str, korean: str
) -> None:
    assert (texts_for("en").duration(length), texts_for("ko").duration(length)) == (english, korean)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Sat 5 Dec 2026, 19:00"), ("ko", "2026년 12월 5일 (토) 19:00")],
)
def test_a_moment_is_told_in_the_zone_s_time_with_its_weekday_and_year(language: str, words: str) -> None:
    at = datetime(2026, 12, 5, 10, tzinfo=UTC)
    assert texts_for(language).moment(at, ZoneInfo("Asia/Seoul")) == words


@pytest.mark.parametrize("language", codes())
@given(cents=st.integers(0, 10**11))
def test_any_price_is_written_with_its_digits_and_no_idle_ones(language: str, cents: int) -> None:
    written = texts_for(language).price(Decimal(cents) / 100, "EUR")
    whole, rest = divmod(cents, 100)
    assert "".join(filter(str.isdigit, written)) == (f"{whole}{rest:02}" if rest else str(whole))
