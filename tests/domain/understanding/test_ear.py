import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.shows.label import Label
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Action, Context, Kind, Reading, Thresholds
from tests.domain.understanding.fan_label import LABEL, NOW, SHOWS

EAR = Ear(LABEL)


def read(text: str, **context: object) -> Reading:
    return EAR.read(text, now=NOW, context=Context(**context))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kinds", "shows"),
    [
        ("when is the Busan show?", "date", "gh-busan"),
        ("wehn is glass harbor in busan", "date", "gh-busan"),
        ("what day do GH play incheon", "date", "gh-incheon"),
        ("doors in busan?", "doors_time", "gh-busan"),
        ("what time can we get in at Wave Cellar", "doors_time", "gh-busan"),
        ("what time does it start in tokyo", "start_time", "weather-tokyo"),
        ("where is the taipei gig?", "venue", "moon-taipei"),
        ("someone drop the address for busan pls", "venue", "gh-busan"),
        ("how much are tickets for incheon", "price", "gh-incheon"),
        ("so the seoul one is free, right?", "price", "free-rooftop"),
        ("incheon tix gone??", "availability", "gh-incheon"),
        ("any tickets left for daegu", "availability", "moon-daegu"),
        ("when do tickets for busan go on sale", "on_sale", "gh-busan"),
        ("link for busan tickets please", "ticket_link", "gh-busan"),
        ("where can i buy tickets for incheon", "ticket_link", "gh-incheon"),
        ("who else is playing in busan?", "lineup", "gh-busan"),
        ("is there an age limit in daegu", "age", "moon-daegu"),
        ("is the seoul show still happening?", "status", "free-rooftop"),
        ("any shows in japan?", "list", "weather-tokyo"),
        ("what shows are on next tuesday?", "list", ""),
        ("when and where is the busan show?", "date venue", "gh-busan"),
        ("how much is it on december 8th?", "price", "gh-busan"),
        ("what time is the christmas eve show?", "start_time", "weather-tokyo"),
        ("when does The Weather play in tokyo?", "date", "weather-tokyo"),
        ("when is glas harbour in busan", "date", "gh-busan"),
        ("유리항구 부산 공연 언제예요?", "date", "gh-busan"),
        ("글래스 하버 부산 언제 해요", "date", "gh-busan"),
        ("부산 몇시 시작이에요", "start_time", "gh-busan"),
        ("부산 입장 몇 시부터예요", "doors_time", "gh-busan"),
        ("대구 공연 어디서 해요?", "venue", "moon-daegu"),
        ("클럽 모퉁이 티켓 얼마예요", "price", "moon-daegu"),
        ("인천 매진됐나요", "availability", "gh-incheon"),
        ("부산 표 남았나요?", "availability", "gh-busan"),
        ("대구 예매 언제 열려요", "on_sale", "moon-daegu"),
        ("부산 예매 링크 좀 주세요", "ticket_link", "gh-busan"),
        ("부산 라인업 알려주세요", "lineup", "gh-busan"),
        ("대구 공연 미성년자도 되나요", "age", "moon-daegu"),
        ("서울 공연 취소됐나요?", "status", "free-rooftop"),
        ("일본 공연 있나요?", "list", "weather-tokyo"),
        ("부산 공연 날짜랑 장소 알려주세요", "date venue", "gh-busan"),
        ("12월 8일 공연 얼마예요?", "price", "gh-busan"),
        ("크리스마스 이브 공연 몇 시예요?", "start_time", "weather-tokyo"),
    ],
)
def test_it_hears_kind_and_show(text: str, kinds: str, shows: str) -> None:
    reading = read(text)
    if not shows:
        assert reading.action is Action.HANDOFF
        return
    assert (reading.action, set(reading.kinds), reading.shows) == (
        Action.ANSWER,
        set(map(Kind, kinds.split())),
        tuple(shows.split()),
    )
    assert 0.8 <= reading.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "omg that encore last night",
        "she asked me where the exit was lol",
        "remember when the power went out at the end haha",
        "the weather is awful today",
        "who's going to busan? wanna meet up before",
        "how are they so good live",
        "can't wait!!!",
        "어제 공연 진짜 미쳤다",
        "부산 같이 가실 분 계세요?",
        "오늘 바다 보러 왔는데 너무 예쁘다",
        "친구가 표 얼마냐고 물어봐서 웃었다 ㅋㅋ",
        "",
        "   ",
        "😂😂😂",
        "https://example.com/when-is-the-show?",
        "> when is the busan show?",
    ],
)
def test_it_leaves_chat_alone(text: str) -> None:
    assert read(text).action is Action.IGNORE


@pytest.mark.parametrize(
    "text",
    [
        "what time is the after party in busan?",
        "is there a meet and greet in busan?",
        "when does the new glass harbor album come out?",
        "how much is the glass harbor vinyl?",
        "i was charged twice for one ticket, can someone help",
        "do you have a show in reykjavik?",
        "how much are tickets for tokyo?",
        "is there an age limit in tokyo?",
        "what time do doors open in tokyo?",
        "link for taipei tickets?",
        "who's opening for glass harbor in incheon?",
        "what's the new date for the postponed seoul show?",
        "부산 공연 뒤풀이 있나요?",
        "유리항구 새 앨범 언제 나와요?",
        "도쿄 티켓 얼마예요?",
    ],
)
def test_it_hands_off_what_the_data_do_not_say(text: str) -> None:
    assert read(text).action is Action.HANDOFF


def test_without_a_show_it_asks_which_soonest_first() -> None:
    reading = read("how much are tickets?")
    assert (reading.action, reading.kinds) == (Action.CLARIFY, (Kind.PRICE,))
    assert reading.choices[:2] == ("gh-incheon", "gh-busan")
    assert "gh-past" not in reading.choices


def test_the_conversation_carries_the_show_and_the_kind() -> None:
    assert read("and how much is it?", shows=("gh-busan",)).shows == ("gh-busan",)
    reading = read("and the one in daegu?", shows=("gh-busan",), kinds=(Kind.PRICE,))
    assert (reading.kinds, reading.shows) == ((Kind.PRICE,), ("moon-daegu",))
    assert read("그럼 얼마예요?", shows=("gh-busan",)).shows == ("gh-busan",)
    spoken = ("gh-incheon", "gh-busan")
    assert read("is the second one cancelled?", shows=spoken, kinds=(Kind.LIST,)).shows == ("gh-busan",)
    assert read("is the second one cancelled?", shows=("gh-past", "gh-past", "gh-busan")).shows == (
        "gh-busan",
    )


def test_the_only_show_today_is_meant() -> None:
    evening = SHOWS[2].start - timedelta(hours=3)
    assert EAR.read("what time do doors open?", now=evening).shows == ("gh-busan",)


def test_few_shows_are_answered_for_at_once() -> None:
    ear = Ear(replace(LABEL, shows=SHOWS[1:3]))
    assert ear.read("how much are tickets?", now=NOW).shows == ("gh-incheon", "gh-busan")
    assert ear.read("when is the next show?", now=NOW).shows == ("gh-incheon",)


def test_a_past_show_is_answered_when_it_alone_is_named() -> None:
    assert read("when was the glass harbor show in jeju?").shows == ("gh-past",)


def test_what_is_said_to_others_is_left_alone() -> None:
    assert read("when is the busan show?", speaks_to_others=True).action is Action.IGNORE
    assert read("when is the busan show?", speaks_to_others=True, addressed=True).action is Action.ANSWER


def test_thanks_to_the_bot_need_no_answer() -> None:
    assert read("thank you!", addressed=True).action is Action.IGNORE
    assert read("감사합니다!", addressed=True).action is Action.IGNORE


@pytest.mark.parametrize(
    ("text", "faq"),
    [
        ("i left my jacket at the venue, who do i ask?", "lost"),
        ("is there parking at the venue?", "parking"),
        ("차 가져가려는데 주차 되나요?", "parking"),
        ("환불 받을 수 있나요?", "refund"),
        ("why is there a frog on your logo?", "frog"),
    ],
)
def test_it_matches_faqs_by_meaning(text: str, faq: str) -> None:
    reading = read(text)
    assert (reading.action, reading.faq) == (Action.ANSWER, faq)


def test_a_near_faq_is_offered() -> None:
    reading = read(
        "i lost the parking ticket from my car, is there a wheelchair or a vegan discount?", addressed=True
    )
    assert reading.action in (Action.CLARIFY, Action.HANDOFF)


def test_a_strict_threshold_hands_off_instead() -> None:
    strict = Ear(LABEL, thresholds=Thresholds(answer=1.0))
    assert strict.read("when is the busan show?", now=NOW).action is Action.HANDOFF
    assert strict.read("is there parking?", now=NOW).action in (Action.CLARIFY, Action.HANDOFF)


def test_the_language_is_that_of_the_words_not_of_the_names() -> None:
    assert read("when is 유리항구 in busan?").language == "en"
    assert read("GH busan 언제예요?").language == "ko"
    assert read("유리항구").language == "ko"
    assert read("лампа").language == "en"


def test_a_label_without_anything_is_no_trouble() -> None:
    empty = Ear(Label(name="New", timezone=LABEL.timezone, languages=("en",)))
    assert empty.read("when is the next show?", now=NOW).action is Action.HANDOFF
    assert empty.read("hello there", now=NOW).action is Action.IGNORE


NASTY = [
    "\ud800 when?",
    "\x00",
    "a" * 10_000,
    "?" * 10_000,
    "언제" * 5_000,
    "\u202ewohs eht si nehw",
    "🏳️‍🌈?",
    "``` when",
    "1/0 32월 45일 99th",
]


@example(text="\ud800 when?", addressed=True)
@given(text=st.text(st.characters(), max_size=300), addressed=st.booleans())
def test_it_reads_anything_and_the_same_again(text: str, addressed: bool) -> None:
    first = read(text, addressed=addressed)
    assert first == read(text, addressed=addressed)
    assert 0 <= first.confidence <= 1


WORDS = [
    "when",
    "where",
    "언제",
    "얼마",
    "busan",
    "부산",
    "the",
    "weather",
    "ticket",
    "8th",
    "12/8",
    "next",
    "friday",
    "다음",
    "주",
    "추석",
    "?",
    ",",
    "and",
    "첫눈",
    "gone",
]


@given(parts=st.lists(st.sampled_from(WORDS), max_size=12))
def test_it_never_answers_with_a_show_that_it_does_not_have(parts: list[str]) -> None:
    reading = read(" ".join(parts), addressed=True)
    known = {one.id for one in SHOWS}
    assert known.issuperset(reading.shows)
    assert len(reading.choices) <= 25
    if reading.action is Action.ANSWER:
        assert reading.faq or reading.shows


@pytest.mark.parametrize("text", NASTY)
def test_long_and_odd_texts_stay_quick(text: str) -> None:
    began = time.perf_counter()
    read(text, addressed=True)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "text", ["when is glass harbor playing?", "how much is Glass Harbor", "유리항구 언제 공연해요?"]
)
def test_a_plain_question_on_an_act_with_a_few_shows_is_answered_for_all_of_them(text: str) -> None:
    upcoming = {show.id for show in LABEL.shows if show.start > NOW and "Glass Harbor" in show.artists}
    reading = read(text)
    assert (reading.action, set(reading.shows)) == (Action.ANSWER, upcoming)
