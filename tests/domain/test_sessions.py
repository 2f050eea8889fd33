"""When sessions take place, what is due of them, and which questions are alike or held."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.sessions.posts import (
    announcements,
    console,
    console_update,
    ending,
    outcome_in_public,
    trouble,
)
from bot.domain.sessions.questions import (
    Asker,
    FanQuestion,
    SessionEnd,
    SessionFigures,
    folded,
    keywords_of,
    needs_review,
    says_held_word,
    similar,
)
from bot.domain.sessions.session import (
    Repeats,
    Session,
    SessionReminders,
    SessionState,
    date_of,
    instant_of,
    is_worth_reminding,
    next_in_series,
    next_is_due,
    occurrence,
    overlap,
    reminders_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def session(**changes: object) -> Session:
    planned = Session(
        id=7,
        guild_id=1,
        channel_id=2,
        artist="Yunseul",
        language="en",
        starts_at=NOON,
        ends_at=NOON + timedelta(hours=1),
        minutes=60,
        zone="Europe/Berlin",
        first_date="2026-03-02",
        local_time="12:00",
    )
    return replace(planned, **changes)  # type: ignore[arg-type]


def asked(text: str, number: int = 1) -> FanQuestion:
    return FanQuestion(
        id=number,
        session_id=7,
        guild_id=1,
        fan_id=number,
        fan_name="Leo",
        fan_language="en",
        sent_id=number,
        asked_at=NOON,
        text=text,
    )


# --- time ---------------------------------------------------------------------------------------------


def test_a_weekly_session_keeps_its_local_time_when_the_clocks_change() -> None:
    weekly = session(repeats=Repeats.WEEKLY)
    assert [occurrence(weekly, number).hour for number in (3, 4)] == [11, 10]


def test_a_time_that_the_clocks_skip_is_as_long_after_midnight_as_it_says() -> None:
    assert instant_of(date(2026, 3, 29), time(2, 30), BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    assert instant_of(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_session_is_as_long_as_planned_in_the_night_the_clocks_change() -> None:
    start = instant_of(date(2026, 3, 29), time(1, 30), BERLIN)
    assert (start + timedelta(hours=1)).astimezone(BERLIN).hour == 3


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, date(2026, 1, 31)), (1, date(2026, 2, 28)), (2, date(2026, 3, 31)), (12, date(2027, 1, 31))],
)
def test_a_monthly_session_of_the_31st_is_on_the_last_day_of_short_months(
    number: int, expected: date
) -> None:
    assert date_of(date(2026, 1, 31), number, Repeats.MONTHLY) == expected


def test_a_one_off_has_none_to_follow() -> None:
    assert next_in_series(session(), now=NOON) is None
    assert date_of(date(2026, 1, 31), 5, Repeats.ONCE) == date(2026, 1, 31)


def test_sessions_that_would_be_past_are_passed_over() -> None:
    found = next_in_series(session(repeats=Repeats.WEEKLY), now=NOON + timedelta(weeks=2, hours=3))
    assert found is not None
    assert found[0] == 3


# --- reminders ----------------------------------------------------------------------------------------


def test_both_reminders_are_to_come_of_a_session_far_away() -> None:
    found = dict(reminders_of(session(), now=NOON - timedelta(days=3)))
    assert found == {"day": NOON - timedelta(days=1), "hour": NOON - timedelta(hours=1)}


@pytest.mark.parametrize(
    ("wanted", "before", "expected"),
    [
        (SessionReminders.BOTH, timedelta(hours=5), ["hour"]),
        (SessionReminders.BOTH, timedelta(minutes=5), []),
        (SessionReminders.DAY, timedelta(days=3), ["day"]),
        (SessionReminders.HOUR, timedelta(days=3), ["hour"]),
        (SessionReminders.NONE, timedelta(days=3), []),
    ],
)
def test_only_wanted_reminders_that_are_not_past(
    wanted: SessionReminders, before: timedelta, expected: list[str]
) -> None:
    assert [which for which, _ in reminders_of(session(reminders=wanted), now=NOON - before)] == expected


def test_a_late_reminder_is_given_while_it_is_true() -> None:
    planned = session()
    assert is_worth_reminding(planned, "hour", starts_at=NOON, now=NOON - MINUTE)
    assert not is_worth_reminding(planned, "hour", starts_at=NOON, now=NOON)
    assert is_worth_reminding(planned, "day", starts_at=NOON, now=NOON - timedelta(hours=5))
    assert not is_worth_reminding(planned, "day", starts_at=NOON, now=NOON - timedelta(hours=2))


def test_a_moved_or_cancelled_session_is_not_reminded_of_by_its_old_time() -> None:
    early = NOON - timedelta(hours=1)
    assert not is_worth_reminding(session(starts_at=NOON + MINUTE), "hour", starts_at=NOON, now=early)
    assert not is_worth_reminding(session(state=SessionState.CANCELLED), "hour", starts_at=NOON, now=early)


# --- running ------------------------------------------------------------------------------------------


def test_the_first_question_comes_by_itself_even_with_a_host() -> None:
    assert next_is_due(session(state=SessionState.LIVE, thread_id=1), answered_at=None, now=NOON)
    assert not next_is_due(session(state=SessionState.LIVE), answered_at=None, now=NOON)
    assert not next_is_due(session(), answered_at=None, now=NOON)


@pytest.mark.parametrize(
    ("pace", "answered", "minutes", "expected"),
    [
        (0, True, 50, False),
        (2, True, 1, False),
        (2, True, 2, True),
        (2, False, 7, False),
        (2, False, 8, True),
    ],
)
def test_without_a_host_the_next_comes_a_while_after_an_answer_or_a_long_silence(
    pace: int, answered: bool, minutes: int, expected: bool
) -> None:
    live = session(state=SessionState.LIVE, thread_id=1, current_id=5, current_at=NOON, pace=pace)
    given = NOON if answered else None
    assert next_is_due(live, answered_at=given, now=NOON + minutes * MINUTE) is expected


def test_sessions_that_touch_do_not_overlap() -> None:
    later = session(starts_at=NOON + timedelta(hours=1), ends_at=NOON + timedelta(hours=2))
    assert not overlap(session(), later)
    assert overlap(session(), replace(later, starts_at=NOON + timedelta(minutes=59)))


# --- questions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("When does the new album come out?", "when will the new album come out??"),
        ("제일 좋아하는 노래가 뭐예요?", "제일 좋아하는 노래는 뭐예요"),
        ("What’s your favourite song?", "Favourite song?"),
    ],
)
def test_questions_in_other_words_are_found_to_be_alike(one: str, other: str) -> None:
    assert [found.text for found in similar(other, [asked(one), asked("Do you like rain?", 2)])] == [one]


def test_different_questions_are_not_alike() -> None:
    others = [asked("Which song was the hardest to write?"), asked("비 오는 날 좋아해요?", 2)]
    assert similar("Will you come to Peru?", others) == []


def test_texts_are_compared_without_case_marks_and_width() -> None:
    assert folded("  ＨＥＬＬＯ,  World!! ") == "hello world"


@pytest.mark.parametrize(
    ("keyword", "text", "held"),
    [
        ("cat", "my Cat sings", True),
        ("cat", "a category", False),
        ("cat*", "a category", True),
        ("*cat", "a tomcat!", True),
        ("*cat", "a category", False),
        ("*cat*", "concatenate", True),
        ("*욕설*", "이런 욕설은", True),
    ],
)
def test_words_are_held_as_discord_matches_them(keyword: str, text: str, held: bool) -> None:
    assert says_held_word(text, keywords_of(keyword)) is held


def test_held_words_are_read_by_comma_and_line() -> None:
    assert keywords_of("One, two\n*three*,, *,one") == ["one", "two", "*three*"]


def test_links_and_floods_are_looked_at_first() -> None:
    assert needs_review("see discord.gg/x", [], lately=0)
    assert needs_review("hello?", [], lately=5)
    assert not needs_review("hello?", [], lately=4)


def test_the_share_answered_needs_questions() -> None:
    none = SessionFigures(
        session_id=7, artist="Y", asked=0, askers=0, first_timers=0, answered=0, votes=0, carried=0
    )
    assert none.share_answered is None
    assert replace(none, asked=4, answered=1).share_answered == 0.25


# --- posts --------------------------------------------------------------------------------------------


def test_each_notice_of_a_start_has_a_key_of_its_own() -> None:
    posts = announcements(session(), "scheduled", at=NOON - timedelta(days=3))
    assert [post.body["what"] for post in posts] == ["scheduled", "day", "hour"]
    assert len({post.key for post in posts}) == 3


def test_a_team_without_a_channel_gets_no_console() -> None:
    assert console(session(), None, at=NOON) == []
    assert console_update(session(), 5, at=NOON) == []
    assert trouble(session(), None, "event", at=NOON) == []


def test_every_asker_is_told_once_and_nobody_without_a_name_in_public() -> None:
    askers = [Asker(fan_id=number, direct=None, anonymous=False) for number in range(23)]
    askers += [Asker(fan_id=50, direct=9, anonymous=True), Asker(fan_id=51, direct=None, anonymous=True)]
    ended = SessionEnd(askers=askers, answered=9, following=None)
    posts = ending(session(thread_id=3), SessionState.ENDED, ended, 5, at=NOON)
    outcomes = [post for post in posts if post.kind in {"session_outcome", "session_outcomes"}]
    told = [fan for post in outcomes for fan in post.body["fans"]]
    assert sorted(told) == [*range(23), 50]
    assert [post.channel_id for post in outcomes].count(9) == 1
    assert [post.kind for post in posts].count("session_recap") == 2
    assert [post.kind for post in posts].count("session_console") == 1


def test_a_session_that_did_not_take_place_has_no_recap() -> None:
    ended = SessionEnd(askers=[], answered=0, following=None)
    posts = ending(session(), SessionState.MISSED, ended, 5, at=NOON)
    assert [post.kind for post in posts] == ["session_notice"]
    assert outcome_in_public(session(), 4, None, at=NOON).channel_id == 2
