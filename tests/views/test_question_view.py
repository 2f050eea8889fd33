"""What the team reads: cards, lists of who waits, figures, within Discord's limits."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import discord
import pytest
from discord.utils import format_dt

from bot.domain.questions.question import Dismissal, MatchedBy, Outcome, Question, Reply, Source
from bot.domain.reply_time import Figures
from bot.domain.shows.label import Label
from bot.domain.understanding.reading import Kind
from bot.interface.i18n import texts_for
from cogs.questions.view import (
    Waits,
    card_embed,
    figures_embed,
    figures_text,
    jump_url,
    review_embed,
    staff_answer_embed,
    waiting_embed,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BIG = 2**63 - 1
QUESTION = Question(
    id=12,
    guild_id=1,
    channel_id=2,
    message_id=100,
    asker_id=7,
    asker_name="민지",
    asked_at=NOON - HOUR,
    text="Doors?",
    language="en",
    source=Source.CHANNEL,
    last_message_id=100,
)
REPLY = Reply(
    message_id=500,
    question_id=12,
    staff_id=90,
    staff_name="Sera",
    role_id=10,
    replied_at=NOON - HOUR / 2,
    way=MatchedBy.REPLY,
)
LONGEST = replace(
    QUESTION,
    guild_id=BIG,
    channel_id=BIG,
    message_id=BIG,
    asker_name="*" * 32,
    text="*" * 20_000,
    kinds=tuple(Kind),
    shows=tuple("x" * 80 for _ in range(25)),
    claimed_by=90,
    claimed_name="*" * 32,
    claimed_until=NOON + HOUR,
)


def check(made: discord.Embed) -> None:
    assert len(made) <= 6000
    assert len(made.title or "") <= 256
    assert len(made.description or "") <= 4096
    assert all(1 <= len(field.name or "") <= 256 for field in made.fields)
    assert all(1 <= len(field.value or "") <= 1024 for field in made.fields)


def state(question: Question, reply: Reply | None, language: str) -> str | None:
    return card_embed(question, reply, now=NOON, texts=texts_for(language)).fields[1].value


@pytest.mark.parametrize(
    ("changes", "reply", "english", "korean"),
    [
        ({}, None, "Waiting for an answer", "답을 기다리는 중"),
        (
            {"acknowledged_at": NOON},
            None,
            f"Waiting, seen {format_dt(NOON, 'R')}",
            f"기다리는 중, {format_dt(NOON, 'R')}에 확인함",
        ),
        (
            {"outcome": Outcome.ANSWERED_BY_STAFF},
            REPLY,
            "Sera answered after 30 min",
            "Sera 님이 30분 만에 답함",
        ),
        ({"outcome": Outcome.ANSWERED_BY_STAFF}, None, "Answered by the team", "팀이 답함"),
        ({"outcome": Outcome.ANSWERED_BY_BOT}, None, "Answered by me", "제가 답함"),
        ({"outcome": Outcome.ANSWERED_BY_FAN}, None, "Answered by another fan", "다른 팬이 답함"),
        (
            {"outcome": Outcome.DISMISSED, "dismissed_as": Dismissal.DUPLICATE},
            None,
            "Dismissed: asked twice",
            "닫음: 같은 질문",
        ),
        ({"outcome": Outcome.WITHDRAWN}, None, "Taken back by 민지", "민지 님이 거둬들임"),
    ],
)
def test_a_card_says_how_its_question_stands(
    changes: dict[str, object], reply: Reply | None, english: str, korean: str
) -> None:
    question = replace(QUESTION, **changes)  # type: ignore[arg-type]
    assert state(question, reply, "en") == english
    assert state(question, reply, "ko") == korean


def test_a_card_tells_where_it_was_asked_and_is_known_by_its_number() -> None:
    made = card_embed(QUESTION, None, now=NOON, texts=texts_for("en"))
    assert made.fields[0].value == f"{format_dt(QUESTION.asked_at, 'R')} · <#2>"
    assert made.footer.text == "#12"
    direct = card_embed(replace(QUESTION, source=Source.DIRECT), None, now=NOON, texts=texts_for("en"))
    assert (direct.fields[0].value or "").endswith("a direct message")


def test_a_question_s_address_is_that_of_its_message_and_of_me_in_a_direct_message() -> None:
    assert jump_url(QUESTION) == "https://discord.com/channels/1/2/100"
    assert jump_url(QUESTION, 101) == "https://discord.com/channels/1/2/101"
    assert jump_url(replace(QUESTION, source=Source.DIRECT)) == "https://discord.com/channels/@me/2/100"


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("outcome", Outcome)
def test_the_longest_question_fits_on_a_card(language: str, outcome: Outcome) -> None:
    question = replace(LONGEST, outcome=outcome, dismissed_as=Dismissal.NOT_A_QUESTION)
    reply = replace(REPLY, staff_name="*" * 32)
    check(card_embed(question, reply, now=NOON, texts=texts_for(language)))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("count", [0, 1, 10, 300])
def test_the_longest_lists_fit(language: str, count: int) -> None:
    texts = texts_for(language)
    waiting = [LONGEST] * count
    none = figures(0)
    made = figures_embed(none, none, waiting, now=NOON + timedelta(days=9999), texts=texts)
    check(made)
    check(review_embed(waiting, Label(name="", timezone=ZoneInfo("UTC"), languages=("en",)), texts))
    waits = Waits(wall=timedelta(days=999), opened=timedelta(days=99))
    listed = [(question, waits) for question in waiting[:5]]
    check(waiting_embed(listed, first=296, of=count, now=NOON, texts=texts))
    told = made.fields[2].value or ""
    lines = told.split("\n")
    if count > 10:
        assert lines[-1] == texts.t("…and {count} more", count=count - len(lines) + 1)
    assert all(line.startswith("[") == (")" in line) for line in lines)


def test_when_nobody_waits_that_is_said() -> None:
    none = figures(0)
    made = figures_embed(none, none, [], now=NOON, texts=texts_for("en"))
    assert made.fields[2].value == "Nobody. Everyone has heard back."


def test_an_answer_through_the_bot_carries_its_author_s_name_and_own_markup() -> None:
    made = staff_answer_embed("**Six** o’clock", "Sera")
    assert (made.description, made.author.name) == ("**Six** o’clock", "Sera")
    check(staff_answer_embed("x" * 1800, "x" * 300))


def figures(replies: int, *, by_hand: int = 0, outcomes: dict[Outcome, int] | None = None) -> Figures:
    return Figures(
        questions=replies,
        outcomes=Counter(outcomes or {Outcome.ANSWERED_BY_STAFF: replies}),
        replies=replies,
        by_hand=by_hand,
        median=timedelta(minutes=90) if replies else None,
        ninetieth=timedelta(days=1, hours=2) if replies else None,
    )


def test_few_replies_are_told_with_their_number() -> None:
    assert figures_text(figures(4), texts_for("en")).split("\n") == [
        "4 questions",
        "4 answered by the team",
        "Median first reply: 1 h 30 min (from 4 replies)",
        "90th percentile: 1 d 2 h (from 4 replies)",
    ]
    assert "(from 1 reply)" in figures_text(figures(1), texts_for("en"))
    assert "from" not in figures_text(figures(5), texts_for("en"))


def test_what_was_set_by_hand_is_told() -> None:
    assert figures_text(figures(5, by_hand=1), texts_for("en")).endswith("1 reply set by hand")
    assert figures_text(figures(5, by_hand=2), texts_for("ko")).endswith("손으로 표시한 답변 2개")


def test_without_replies_no_percentile_is_claimed() -> None:
    found = figures_text(
        replace(figures(0), questions=1, outcomes=Counter({Outcome.OPEN: 1})), texts_for("en")
    )
    assert found.split("\n") == ["1 question", "1 open", "No replies from the team yet"]


def test_every_outcome_has_its_line() -> None:
    each = dict.fromkeys(Outcome, 2)
    for language in ("en", "ko"):
        lines = figures_text(figures(5, outcomes=each), texts_for(language)).split("\n")
        assert len(set(lines[1:7])) == len(Outcome)
        assert all("2" in line for line in lines[1:7])
