"""What goes into the database comes out as it was, or is refused."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.codec import clean, from_microseconds, to_microseconds

SEOUL = ZoneInfo("Asia/Seoul")
offsets = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
#: Any text that Python can hold, lone surrogates and controls included.
anything = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)) as opened:
        opened.execute("CREATE TABLE moments (at INSTANT)")
        yield opened


def test_an_instant_is_stored_as_microseconds_and_read_as_utc(connection: sqlite3.Connection) -> None:
    at = datetime(2026, 11, 22, 9, 0, 0, 1, tzinfo=SEOUL)
    connection.execute("INSERT INTO moments VALUES (?)", (at,))
    row = connection.execute("SELECT at, typeof(at), at + 0 FROM moments").fetchone()
    assert row == (at, "integer", 1_795_305_600_000_001)
    assert row[0].tzinfo is UTC


def test_no_instant_is_none(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO moments VALUES (NULL)")
    assert connection.execute("SELECT at FROM moments").fetchone() == (None,)


def test_a_naive_datetime_is_refused(connection: sqlite3.Connection) -> None:
    naive = datetime(2026, 11, 22)  # noqa: DTZ001  # the naive one is what is tested
    with pytest.raises(ValueError, match="time zone"):
        to_microseconds(naive)
    with pytest.raises((ValueError, sqlite3.Error)):
        connection.execute("INSERT INTO moments VALUES (?)", (naive,))
    assert connection.execute("SELECT count(*) FROM moments").fetchone() == (0,)


def test_durations_are_subtraction(connection: sqlite3.Connection) -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    [waited] = connection.execute("SELECT ? - ?", (noon + timedelta(minutes=90), noon)).fetchone()
    assert timedelta(microseconds=waited) == timedelta(minutes=90)


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=offsets))  # noqa: DTZ001
def test_every_instant_survives(at: datetime) -> None:
    again = from_microseconds(to_microseconds(at))
    assert again == at
    assert again.tzinfo is UTC


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes(timezones=st.just(UTC)),
)
def test_instants_sort_as_their_numbers(one: datetime, other: datetime) -> None:
    assert (one < other) == (to_microseconds(one) < to_microseconds(other))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("문 몇 시에 열어요?", "문 몇 시에 열어요?"),
        (unicodedata.normalize("NFD", "공연"), "공연"),
        ("\ud83d", "\ufffd"),
        ("a\udc00b", "a\ufffdb"),
        ("\ud83c\udfab", "🎫"),
        ("nul\0 bell\a\ttab\r\nline", "nul bell\ttab\nline"),
        ("e\x01\u0301", "é"),
        ("\ufeffmark", "\ufeffmark"),
        ("", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(anything)
def test_clean_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    with closing(sqlite3.connect(":memory:")) as connection:
        assert connection.execute("SELECT ?", (cleaned,)).fetchone() == (cleaned,)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [character for character in cleaned if character < " " and character not in "\n\t"]
