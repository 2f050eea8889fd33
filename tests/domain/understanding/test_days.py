from datetime import date

import pytest

from bot.domain.understanding.dates import find_days
from bot.domain.understanding.holidays import holiday
from bot.domain.understanding.words import tidy, tokens

#: A Friday.
TODAY = date(2026, 11, 20)


def first(text: str, today: date = TODAY) -> tuple[str, str] | None:
    found = find_days(tokens(tidy(text)), frozenset(), today=today, country="kr")
    if not found:
        return None
    begin, end = found[0].readings[0]
    return begin.isoformat(), end.isoformat()


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("tonight", "2026-11-20", "2026-11-20"),
        ("tmrw", "2026-11-21", "2026-11-21"),
        ("the day after tomorrow", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-19", "2026-11-19"),
        ("on friday", "2026-11-20", "2026-11-20"),
        ("on tuesday", "2026-11-24", "2026-11-24"),
        ("next friday", "2026-11-27", "2026-11-27"),
        ("last friday", "2026-11-13", "2026-11-13"),
        ("tuesday next week", "2026-11-24", "2026-11-24"),
        ("next week on tuesday", "2026-11-24", "2026-11-24"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("this weekend", "2026-11-21", "2026-11-22"),
        ("next weekend", "2026-11-28", "2026-11-29"),
        ("the weekend", "2026-11-21", "2026-11-22"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("in december", "2026-12-01", "2026-12-31"),
        ("february", "2027-02-01", "2027-02-28"),
        ("in may", "2027-05-01", "2027-05-31"),
        ("dec 8th", "2026-12-08", "2026-12-08"),
        ("8th of december", "2026-12-08", "2026-12-08"),
        ("the 8th", "2026-12-08", "2026-12-08"),
        ("2026-12-08", "2026-12-08", "2026-12-08"),
        ("12/8", "2026-12-08", "2026-12-08"),
        ("in 3 days", "2026-11-23", "2026-11-23"),
        ("in 2 weeks", "2026-12-04", "2026-12-04"),
        ("christmas eve", "2026-12-24", "2026-12-24"),
        ("xmas weekend", "2026-12-25", "2026-12-27"),
        ("nye", "2026-12-31", "2026-12-31"),
        ("new year's day", "2027-01-01", "2027-01-01"),
        ("lunar new year", "2027-02-07", "2027-02-07"),
        ("easter", "2027-03-28", "2027-03-28"),
        ("good friday", "2027-03-26", "2027-03-26"),
        ("오늘", "2026-11-20", "2026-11-20"),
        ("낼", "2026-11-21", "2026-11-21"),
        ("모레", "2026-11-22", "2026-11-22"),
        ("글피", "2026-11-23", "2026-11-23"),
        ("다음 주 금요일", "2026-11-27", "2026-11-27"),
        ("담주 금욜", "2026-11-27", "2026-11-27"),
        ("다다음주 금요일", "2026-12-04", "2026-12-04"),
        ("다다음주", "2026-11-30", "2026-12-06"),
        ("이번 주말", "2026-11-21", "2026-11-22"),
        ("다음주", "2026-11-23", "2026-11-29"),
        ("다음 달", "2026-12-01", "2026-12-31"),
        ("토요일", "2026-11-21", "2026-11-21"),
        ("12월 8일", "2026-12-08", "2026-12-08"),
        ("12월", "2026-12-01", "2026-12-31"),
        ("8일", "2026-12-08", "2026-12-08"),
        ("3일 뒤", "2026-11-23", "2026-11-23"),
        ("2주 뒤", "2026-12-04", "2026-12-04"),
        ("크리스마스 이브", "2026-12-24", "2026-12-24"),
        ("설날", "2027-02-07", "2027-02-07"),
        ("추석", "2027-09-15", "2027-09-15"),
    ],
)
def test_days_are_found(text: str, begin: str, end: str) -> None:
    assert first(text) == (begin, end)


@pytest.mark.parametrize(
    "text", ["who wants pizza", "32월 45일", "2026-13-45", "no maybe", "13/45", "the 99th", "99월"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert first(text) is None


def test_a_day_just_gone_is_a_second_reading() -> None:
    found = find_days(tokens("nov 10"), frozenset(), today=TODAY, country="kr")
    assert [begin.isoformat() for begin, _ in found[0].readings] == ["2027-11-10", "2026-11-10"]


def test_a_day_is_found_once() -> None:
    assert len(find_days(tokens("friday december 4th"), frozenset(), today=TODAY, country="kr")) == 2
    assert find_days(tokens("friday"), frozenset({0}), today=TODAY, country="kr") == []


def test_public_holidays_are_those_of_the_country() -> None:
    spans = list(holiday("public_holiday", today=TODAY, country="kr"))
    assert (date(2026, 12, 25), date(2026, 12, 25)) in spans
    assert list(holiday("bank_holiday", today=TODAY, country="nowhere")) == []
