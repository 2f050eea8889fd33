"""What continues a question, and which question a staff message speaks of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.questions.incoming import IncomingMessage
from bot.domain.questions.question import (
    CONFIRM_WITHIN,
    RUN_GAP,
    MatchedBy,
    Question,
    Reply,
    Source,
    addressed_by,
    continues_run,
    says_name,
    worth_confirming,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def question(number: int, *, asker: int = 7, name: str = "민지", at: datetime = NOON) -> Question:
    return Question(
        id=number,
        guild_id=1,
        channel_id=2,
        message_id=number,
        asker_id=asker,
        asker_name=name,
        asked_at=at,
        text="몇 시예요?",
        language="ko",
        source=Source.CHANNEL,
        last_message_id=number,
    )


def said(
    text: str, *, at: datetime = NOON + SECOND, author: int = 99, mentions: set[int] | None = None
) -> IncomingMessage:
    return IncomingMessage(
        id=1000,
        guild_id=1,
        home_id=1,
        channel_id=2,
        author_id=author,
        author_name="Sera",
        text=text,
        said_at=at,
        mentions=frozenset(mentions or ()),
    )


@pytest.mark.parametrize(
    ("gap", "staff_id", "continues"),
    [
        (SECOND, None, True),
        (RUN_GAP, None, True),
        (RUN_GAP + SECOND, None, False),
        (SECOND, 49, True),
        (SECOND, 51, False),
    ],
)
def test_a_run_ends_after_five_minutes_or_when_staff_speak(
    gap: timedelta, staff_id: int | None, continues: bool
) -> None:
    found = continues_run(last_said_at=NOON, last_id=50, said_at=NOON + gap, staff_id=staff_id)
    assert found is continues


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Leo, doors are at six", "Leo"),
        ("hey leo!", "Leo"),
        ("thanks @Leo", "Leo"),
        ("(Leo) yes", "Leo"),
        ("ask Mary Jane's friend: Mary Jane", "Mary Jane"),
        ("민지님, 6시예요", "민지"),
        ("민지야 6시!", "민지"),
        ("민지한테 말했어요", "민지"),
        ("민지님도 오세요", "민지"),
        ("민지님의 질문은 확인했어요", "민지"),
        ("민지님께서 물어보신 건 6시예요", "민지"),
        ("민지님이랑 하늘님이랑 다 되세요", "하늘"),
        ("민지 언니 6시예요", "민지"),
        ("하늘씨는 6시예요", "하늘"),
        ("C++ fan, yes", "C++ fan"),
        ("yes, a.b*c(d)", "a.b*c(d)"),
        ("yes [leo] sure", "[leo]"),
        ("여기요 🎸leo🎸 6시예요", "🎸leo🎸"),
        ("🎸님 6시예요", "🎸"),
        ("$$$, yes", "$$$"),
        ("yes ^_^", "^_^"),
    ],
)
def test_a_name_said_as_a_word_is_heard(text: str, name: str) -> None:
    assert says_name(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Leopold knows", "Leo"),
        ("Cleo knows", "Leo"),
        ("민지희님, 6시예요", "민지"),
        ("김민지님, 6시예요", "민지"),
        ("axbxcd", "a.b*c(d)"),
        ("doors are at six", "Leo"),
        ("anything", ""),
        ("anything", "   "),
    ],
)
def test_a_name_inside_another_word_is_not_heard(text: str, name: str) -> None:
    assert not says_name(text, name)


@given(name=st.text(min_size=1).filter(str.strip), before=st.sampled_from(["", "hey ", "저기 "]))
def test_any_name_is_heard_when_said_as_it_is_written(name: str, before: str) -> None:
    assert says_name(f"{before}{name}, yes", name)


def test_a_mention_answers_that_fan_s_newest_open_question() -> None:
    old = question(1, at=NOON - timedelta(hours=3))
    new = question(2, at=NOON - timedelta(hours=2))
    other = question(3, asker=8, name="Leo", at=NOON - timedelta(hours=1))
    assert addressed_by(said("6시예요", mentions={7}), [old, new, other]) == new
    assert addressed_by(said("민지님 6시예요"), [old, new, other]) == new
    assert addressed_by(said("it's at six"), [old, new, other]) is None


def test_nobody_answers_what_was_asked_later_or_by_themselves() -> None:
    later = question(1, at=NOON + timedelta(minutes=1))
    assert addressed_by(said("민지님!", mentions={7}), [later]) is None
    assert addressed_by(said("민지예요", author=7, mentions={7}), [question(2)]) is None


@pytest.mark.parametrize(
    ("ago", "asked_about"),
    [(SECOND, True), (CONFIRM_WITHIN, True), (CONFIRM_WITHIN + SECOND, False), (timedelta(0), False)],
)
def test_staff_are_asked_about_a_question_of_the_last_five_minutes(ago: timedelta, asked_about: bool) -> None:
    asked = question(1)
    assert worth_confirming(said("at six", at=NOON + ago), [asked]) == (asked if asked_about else None)


def test_staff_are_asked_only_when_exactly_one_fan_asked_just_before() -> None:
    first, second = question(1), question(2, at=NOON + SECOND)
    message = said("at six", at=NOON + 2 * SECOND)
    assert worth_confirming(message, [first, second]) == second
    assert worth_confirming(message, [first, replace(second, asker_id=8)]) is None
    long_ago = question(3, asker=8, at=NOON - timedelta(hours=1))
    assert worth_confirming(message, [first, long_ago]) == first
    assert worth_confirming(message, []) is None
    assert worth_confirming(said("at six", author=7), [first]) is None


@pytest.mark.parametrize("way", MatchedBy)
def test_only_what_a_person_had_to_confirm_or_mark_was_set_by_hand(way: MatchedBy) -> None:
    reply = Reply(
        message_id=1,
        question_id=1,
        staff_id=99,
        staff_name="Sera",
        role_id=5,
        replied_at=NOON,
        way=way,
    )
    assert reply.by_hand is (way in {MatchedBy.CONFIRMED, MatchedBy.MARKED})
