"""What the digest says of sessions and of fans' works."""

from datetime import timedelta

import pytest

from bot.domain.sessions.questions import SessionFigures
from bot.domain.works.work_figures import WorkFigures
from bot.interface.i18n import texts_for
from bot.reports.digest.sections import session_lines, work_lines

HELD = SessionFigures(
    session_id=1, artist="윤슬", asked=8, askers=6, first_timers=2, answered=6, votes=40, carried=1
)
WORKS = WorkFigures(
    seen=5,
    makers=4,
    first_time_makers=1,
    nominations=3,
    asked=4,
    granted=3,
    highlights=2,
    takedowns=1,
    takedown=timedelta(seconds=4),
    fans=12,
)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "윤슬: 8 questions · 6 fans asked · 2 for the first time · 75% answered · 1 carried over"),
        ("ko", "윤슬: 질문 8개 · 질문한 팬 6명 · 처음 질문한 사람 2명 · 75% 답함 · 다음으로 넘긴 질문 1개"),
    ],
)
def test_each_session_is_one_line(language: str, line: str) -> None:
    assert list(session_lines((HELD,), texts_for(language))) == [line]


def test_a_session_that_nobody_asked_in_says_just_that() -> None:
    nobody = SessionFigures(
        session_id=1, artist="윤슬", asked=0, askers=0, first_timers=0, answered=0, votes=0, carried=0
    )
    assert list(session_lines((nobody,), texts_for("en"))) == ["윤슬: 0 questions · 0 fans asked"]


def test_works_are_told_from_seen_to_taken_down() -> None:
    assert list(work_lines(WORKS, texts_for("en"))) == [
        "5 works seen by 4 makers · 1 of them new",
        "3 nominated · 75% of makers said yes · 2 highlights",
        "1 taken down · gone after 4 s (median)",
        "12 fans reacted or replied",
    ]


def test_a_week_without_works_says_nothing_of_them() -> None:
    quiet = WorkFigures(
        seen=0,
        makers=0,
        first_time_makers=0,
        nominations=0,
        asked=0,
        granted=0,
        highlights=0,
        takedowns=0,
        takedown=None,
        fans=0,
    )
    assert list(work_lines(quiet, texts_for("en"))) == list(work_lines(None, texts_for("en"))) == []
