"""The weekly digest in words, in both languages, however full or empty the week."""

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digests.digest import Digest
from bot.domain.questions.question import MatchedBy, Outcome, Source
from bot.domain.reply_time import Week
from bot.domain.understanding.reading import Kind
from bot.interface.i18n import Texts, texts_for
from bot.interface.limits import MOST_EMBED, MOST_FIELD
from bot.reports.digest.embed_words import DigestWords, digest_words
from bot.reports.digest.markdown import digest_markdown
from bot.reports.digest.picture import picture_description
from bot.reports.digest.summary import week_days
from bot.reports.digest.table import digest_csv
from bot.reports.question_texts import kind_name, outcome_name
from bot.reports.reply_time_texts import short_duration
from tests.digesting import DAY, HOUR, MADE_AT, MINUTE, SEOUL, WEEK, Told, a_full_week, local

EN, KO = texts_for("en"), texts_for("ko")
AT = local("2026-11-17T11:00")


def section(digest: Digest, name: str, texts: Texts = EN) -> str:
    return next(part.text for part in digest_words(digest, texts).sections if part.name == name)


def length(words: DigestWords) -> int:
    return (
        len(words.title) + len(words.lead) + sum(len(part.name) + len(part.text) for part in words.sections)
    )


def rows(digest: Digest, texts: Texts = EN) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(digest_csv(digest, texts).decode("utf-8-sig"), newline="")))


# --- what it says -------------------------------------------------------------------------------------


def test_a_week_is_told_in_all_its_parts() -> None:
    names = [part.name for part in digest_words(a_full_week().digest(), EN).sections]
    assert names == [
        "Questions",
        "First reply",
        "Waiting now",
        "What would have let me answer",
        "My answers",
        "Fans who helped fans",
        "What we said",
    ]


def test_the_figures_stand_beside_those_of_the_week_before() -> None:
    told = Told()
    told.ask(AT - 7 * DAY, after=2 * HOUR)
    told.ask(AT, after=30 * MINUTE, way=MatchedBy.MARKED)
    told.ask(AT, Outcome.ANSWERED_BY_BOT)
    assert section(told.digest(), "Questions").splitlines() == [
        "**2 questions** · the week before: 1",
        "1 answered by the team · the week before: 1",
        "1 answered by me · the week before: 0",
    ]
    assert section(told.digest(), "First reply").splitlines() == [
        (
            "Median: 30 min (30 min in opening hours) (from 1 reply)"
            " · the week before: 2 h (2 h in opening hours) (from 1 reply)"
        ),
        (
            "90th percentile: 30 min (30 min in opening hours) (from 1 reply)"
            " · the week before: 2 h (2 h in opening hours) (from 1 reply)"
        ),
        "Within 4 h of opening hours: 1 of 1 (100%) · the week before: 1 of 1 (100%)",
        "Median of the last eight weeks: 1 h 15 min (1 h 15 min in opening hours)",
        "1 reply set by hand",
    ]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (30, 60, "↓ Fans heard back sooner: median 30 min"),
        (60, 30, "↑ Fans waited longer: median 1 h"),
        (30, 30, "= Fans waited as long as the week before: median 30 min"),
    ],
)
def test_what_changed_is_said_in_words(now: int, before: int, said: str) -> None:
    told = Told()
    for _ in range(5):
        told.ask(AT, after=now * MINUTE)
        told.ask(AT - 7 * DAY, after=before * MINUTE)
    lead = digest_words(told.digest(), EN).lead
    assert lead.startswith(said)
    assert "As many questions as the week before." in lead


def test_with_few_replies_there_is_no_arrow() -> None:
    told = Told()
    told.ask(AT, after=HOUR)
    told.ask(AT, after=HOUR)
    told.ask(AT - 7 * DAY, after=2 * HOUR)
    lead = digest_words(told.digest(), EN).lead
    assert not re.search("[↑↓=]", lead)
    assert "1 question more than the week before." in lead


def test_fewer_questions_are_said_too() -> None:
    told = Told()
    told.ask(AT)
    for _ in range(3):
        told.ask(AT - 7 * DAY)
    assert "2 questions fewer than the week before." in digest_words(told.digest(), EN).lead


@pytest.mark.parametrize("texts", [EN, KO])
def test_an_empty_week_says_so_kindly(texts: Texts) -> None:
    words = digest_words(Told().digest(), texts)
    assert texts.t("A quiet week: nobody asked anything.") in words.lead
    assert texts.t("Nobody is left waiting. Enjoy the calm!") in words.lead
    assert [part.text for part in words.sections] == [texts.t("Nobody. Everyone has heard back.")]


def test_a_quiet_week_does_not_forget_who_still_waits() -> None:
    told = Told()
    told.ask(WEEK.previous(2, SEOUL).start, Outcome.OPEN)
    words = digest_words(told.digest(), EN)
    assert "Enjoy the calm" not in words.lead
    assert "1001" in section(told.digest(), "Waiting now")


def test_older_questions_that_were_answered_have_their_own_line() -> None:
    told = Told()
    told.ask(WEEK.start - HOUR, after=2 * DAY)
    said = section(told.digest(), "Replies to older questions")
    assert said == "1 reply to a question of an earlier week, after 2 d 0 h (median)"


def test_who_waits_is_linked_with_how_long_and_what_was_asked() -> None:
    told = Told()
    told.ask(MADE_AT - 2 * DAY, Outcome.OPEN, text="Is *Haru*\n[coming](http://x)? " * 9)
    (line,) = section(told.digest(), "Waiting now").splitlines()
    start = "[2 d 0 h (5 h in opening hours)](https://discord.com/channels/1/2/1001) Is \\*Haru\\* \\[coming"
    assert line.startswith(start)
    assert line.endswith("…")


def test_a_direct_message_is_linked_to_its_card_because_nobody_else_can_open_it() -> None:
    told = Told()
    told.ask(AT, Outcome.OPEN, source=Source.DIRECT, card_message_id=77, card_channel_id=70)
    told.ask(AT, Outcome.OPEN, source=Source.DIRECT)
    with_card, without = section(told.digest(), "Waiting now").splitlines()
    assert "(https://discord.com/channels/1/70/77)" in with_card
    assert "http" not in without


def test_only_so_many_who_wait_are_listed_and_the_rest_counted() -> None:
    told = Told()
    for _ in range(9):
        told.ask(AT, Outcome.OPEN)
    said = section(told.digest(), "Waiting now").splitlines()
    assert len(said) == 6
    assert said[-1] == "…and 4 more"
    assert digest_markdown(told.digest(), EN).count("channels/1/2/") == 9


def test_what_was_asked_most_and_what_would_have_answered() -> None:
    told = Told()
    told.ask(AT, kinds=(Kind.PRICE,), shows=("bloom",), handed_off_at=AT)
    told.ask(AT, handed_off_at=AT)
    told.ask(AT, kinds=(Kind.AGE,), handed_off_at=AT)
    digest = told.digest()
    assert section(digest, "Asked most").splitlines() == [
        "price 1 · age limit 1",
        "Night \\[Bloom\\]: 1 question",
    ]
    assert section(digest, "What would have let me answer").splitlines() == [
        (
            "A new FAQ would have answered 1 question:"
            " [When does the vinyl ship?](https://discord.com/channels/1/2/1002)"
        ),
        "1 question about something that the data lack: price, Night \\[Bloom\\]",
        "1 question about something that the data lack: age limit, a show that was not clear",
    ]


def test_fans_who_helped_are_thanked_by_name() -> None:
    told = Told()
    told.ask(AT, Outcome.ANSWERED_BY_FAN, helper="Leo*")
    assert section(told.digest(), "Fans who helped fans") == "Thank you, Leo\\* (1)!"


def test_the_bot_says_how_much_it_answered_and_how_often_it_was_wrong() -> None:
    told = Told()
    told.ask(AT, Outcome.ANSWERED_BY_BOT)
    told.ask(AT, taken_back_at=AT)
    said = section(told.digest(), "My answers").splitlines()
    assert said == ["I answered 1 of 2 questions (50%).", "1 answer of mine was corrected."]


def test_conversation_and_announcements_are_told_apart() -> None:
    told = Told()
    told.answer_fans(3)
    told.announce(AT, fans=1)
    assert section(told.digest(), "What we said").splitlines() == [
        "3 replies to fans, 1 announcement: 75% of what we said was conversation.",
        "[Tue 17 Nov 2026, 11:00](https://discord.com/channels/1/4/503): 1 fan took part",
    ]


@pytest.mark.parametrize("texts", [EN, KO])
def test_a_missing_shift_is_said_in_words(texts: Texts) -> None:
    told = Told()
    for _ in range(3):
        told.ask(local("2026-11-20T20:10"), Outcome.OPEN)
    said = picture_description(told.digest(), texts)
    day = {"en": "Friday", "ko": "금요일"}[texts.language]
    assert day in said
    assert day in digest_words(told.digest(), texts).lead
    assert texts.t("No replies from the team yet") in said


def test_nobody_of_the_team_is_named_anywhere() -> None:
    digest = a_full_week().digest()
    written = digest_markdown(digest, EN) + digest_csv(digest, EN).decode()
    assert "Sera" in str(digest.asked)
    assert "Sera" not in written


# --- sizes and languages ------------------------------------------------------------------------------


@given(
    texts=st.sampled_from([EN, KO]),
    text=st.text(max_size=120),
    title=st.text(min_size=1, max_size=120),
    name=st.text(min_size=1, max_size=40),
    number=st.integers(0, 14),
)
def test_whatever_fans_write_the_digest_fits_into_an_embed(
    texts: Texts, text: str, title: str, name: str, number: int
) -> None:
    told = a_full_week(weeks=2)
    told.titles["haru"] = title
    for each in range(number):
        asked: dict[str, Any] = {"text": f"{text}{'*' * 80}{each}", "handed_off_at": AT, "shows": ("haru",)}
        told.ask(AT - each * DAY, Outcome.OPEN, **asked)
        told.ask(AT, Outcome.OPEN, kinds=(list(Kind)[each % len(Kind)],), **asked)
        told.ask(AT, Outcome.ANSWERED_BY_FAN, helper=f"{name}{each}")
        told.announce(AT, fans=each)
    words = digest_words(told.digest(), texts)
    assert length(words) <= MOST_EMBED
    assert all(0 < len(part.text) <= MOST_FIELD and 0 < len(part.name) <= 256 for part in words.sections)
    assert len(words.title) <= 256
    assert len(picture_description(told.digest(), texts)) <= 1024


def test_korean_leaves_nothing_in_english() -> None:
    told = a_full_week()
    for item in told.asked:
        object.__setattr__(
            item, "question", replace(item.question, text="바이닐 언제 와요?", kinds=tuple(Kind))
        )
    told.ask(WEEK.start - HOUR, after=2 * DAY)
    told.waiting = []
    told.titles = {}
    words = digest_markdown(told.digest(), KO)
    bare = re.sub(r"\(https://\S+\)|2026-W\d\d|Leo|FAQ", "", words)
    assert re.findall(r"[A-Za-z]{2,}", bare) == []


def test_markdown_has_a_table_of_eight_weeks() -> None:
    table = [
        line for line in digest_markdown(a_full_week().digest(), EN).splitlines() if line.startswith("|")
    ]
    assert len(table) == 10
    assert table[-1].startswith("| 2026-W47 | 20 | 10 |")


@pytest.mark.parametrize(
    ("name", "english", "korean"),
    [
        ("2026-W47", "16–22 November 2026", "2026년 11월 16일 – 11월 22일"),
        ("2026-W05", "26 January – 1 February 2026", "2026년 1월 26일 – 2월 1일"),
        ("2026-W53", "28 December 2026 – 3 January 2027", "2026년 12월 28일 – 1월 3일"),
    ],
)
def test_a_week_is_named_by_its_days(name: str, english: str, korean: str) -> None:
    digest = replace(Told().digest(), week=Week.parse(name, SEOUL))
    assert (week_days(digest, EN), week_days(digest, KO)) == (english, korean)


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(seconds=20), "0 min"),
        (42 * MINUTE, "42 min"),
        (timedelta(minutes=59, seconds=45), "1 h"),
        (90 * MINUTE, "1.5 h"),
        (timedelta(hours=9, minutes=58), "10 h"),
        (36 * HOUR, "36 h"),
        (47 * HOUR + 50 * MINUTE, "2 d"),
        (3.4 * DAY, "3.4 d"),
        (60 * DAY, "60 d"),
    ],
)
def test_a_duration_can_be_written_very_short(length: timedelta, written: str) -> None:
    assert short_duration(length, EN) == written


def test_every_kind_and_outcome_has_a_name_of_its_own_in_both_languages() -> None:
    for texts in (EN, KO):
        assert len({kind_name(kind, texts) for kind in Kind}) == len(Kind)
        assert len({outcome_name(outcome, texts) for outcome in Outcome}) == len(Outcome)


# --- the table for spreadsheets -----------------------------------------------------------------------


def test_the_table_has_a_row_for_each_question_with_both_waits() -> None:
    told = Told()
    told.ask(
        local("2026-11-20T18:30"), after=DAY, handed_off_at=local("2026-11-20T19:00"), kinds=(Kind.PRICE,)
    )
    told.ask(AT, Outcome.ANSWERED_BY_BOT, answer_message_id=5, shows=("haru", "bloom"))
    first, second = rows(told.digest())
    assert (first["Asked (Asia/Seoul)"], first["Outcome"]) == ("2026-11-17 11:00:00", "answered by me")
    assert (first["Shows"], first["My answer was corrected"], first["Wait (minutes)"]) == (
        "haru, bloom",
        "no",
        "",
    )
    assert second["Wait (minutes)"] == "1440.0"
    assert second["Wait in opening hours (minutes)"] == "330.0"
    assert second["Wait since given to the team (minutes)"] == "1410.0"
    assert (second["Within the target"], second["Set by hand"], second["About"]) == ("no", "no", "price")
    assert second["Link"] == "https://discord.com/channels/1/2/1001"


def test_the_table_starts_with_a_byte_order_mark_and_speaks_the_server_s_language() -> None:
    written = digest_csv(a_full_week().digest(), KO)
    assert written.startswith(b"\xef\xbb\xbf" + "번호".encode())
    assert len(rows(a_full_week().digest(), KO)) == 20


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", " =", "\u3000@"])
def test_a_text_that_poses_as_a_formula_stays_a_text(start: str) -> None:
    told = Told()
    told.ask(AT, text=f'{start}cmd|"/c calc"!A1')
    (row,) = rows(told.digest())
    assert row["Question"] == f'\'{start}cmd|"/c calc"!A1'


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_any_text_comes_back_out_of_the_table_and_never_as_a_formula(text: str) -> None:
    told = Told()
    told.ask(AT, text=text)
    (row,) = rows(told.digest())
    assert row["Question"].removeprefix("'") == text.removeprefix("'")
    assert not row["Question"].lstrip().startswith(("=", "+", "-", "@"))


def test_what_its_asker_took_back_is_not_told_again() -> None:
    told = Told()
    told.ask(AT, Outcome.WITHDRAWN, text="my address is …")
    (row,) = rows(told.digest())
    assert (row["Question"], row["Outcome"]) == ("", "taken back")
