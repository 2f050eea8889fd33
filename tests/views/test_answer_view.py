"""What a fan reads and presses: answers, questions back, hand-offs, within Discord's limits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import discord
import pytest
from discord.utils import format_dt

from bot.cli.plain_text import embed_text
from bot.domain.shows.label import Artist, Faq, Label
from bot.domain.shows.label_folder import MOST_ANSWER, MOST_NAME
from bot.domain.shows.show import Show, Status
from bot.domain.shows.show_rows import MOST, USUAL_MOST
from bot.domain.understanding.reading import Action, Kind, Reading
from bot.interface.i18n import texts_for
from cogs.answers.choosing import reply_view
from cogs.answers.view import choice_name, reply_embed

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHOW = Show(
    id="gh",
    title="Harbor Lights",
    artists=("Glass Harbor",),
    start=datetime(2026, 12, 5, 10, tzinfo=UTC),
    venue="Dockside Hall",
    city="Incheon",
    price=Decimal(44000),
    currency="KRW",
    ticket_url="https://tickets.example/gh",
    status=Status.ON_SALE,
    notes="Bring *ear plugs*.",
    updated_at=NOON - timedelta(days=2),
)
OTHER = replace(SHOW, id="other", city="Busan", price=None, updated_at=NOON - timedelta(days=5))
FAQ = Faq(
    id="refunds",
    examples=("Can I get a refund?", "환불 되나요?"),
    answers={"en": "Yes, **until** the day before.", "ko": "네, 전날까지 돼요."},
)
LABEL = Label(
    name="Small Hours Records",
    timezone=ZoneInfo("Asia/Seoul"),
    languages=("en", "ko"),
    artists=(Artist(name="Glass Harbor"),),
    faqs=(FAQ, Faq(id="fr", examples=("Photos?",), answers={"fr": "Oui."})),
    shows=(SHOW, OTHER),
)


def answer(
    *kinds: Kind, shows: tuple[str, ...] = (), faq: str | None = None, language: str = "en"
) -> Reading:
    return Reading(language=language, action=Action.ANSWER, kinds=kinds, shows=shows, faq=faq)


def embed(reading: Reading, label: Label = LABEL, now: datetime = NOON) -> discord.Embed:
    texts = texts_for(reading.language)
    return reply_embed(reading, label, now=now, stale_after=timedelta(days=30), texts=texts)


def with_show(**changes: Any) -> Label:
    return replace(LABEL, shows=(replace(SHOW, **changes),))


def test_an_answer_names_its_show_its_link_its_notes_and_how_fresh_it_is() -> None:
    made = embed(answer(Kind.PRICE, shows=("gh",)))
    assert made.description == "\n".join(
        [
            "A ticket is ₩44,000.",
            "Tickets: https://tickets.example/gh",
            r"Bring \*ear plugs\*.",
            f"-# **Glass Harbor: Harbor Lights (Incheon)** · {format_dt(SHOW.start, 'F')} · Dockside Hall",
        ]
    )
    assert made.footer.text == "Small Hours Records · updated"
    assert made.timestamp == SHOW.updated_at


def test_a_link_is_given_once() -> None:
    assert (embed(answer(Kind.TICKET_LINK, Kind.PRICE, shows=("gh",))).description or "").count("http") == 1


@pytest.mark.parametrize("status", [Status.POSTPONED, Status.CANCELLED])
@pytest.mark.parametrize("shows", [("gh",), ("gh", "other")])
@pytest.mark.parametrize("kinds", [(Kind.DATE,), (Kind.LIST,), (Kind.PRICE, Kind.VENUE)])
def test_the_old_date_of_a_show_is_only_told_as_the_old_date(
    status: Status, shows: tuple[str, ...], kinds: tuple[Kind, ...]
) -> None:
    label = replace(LABEL, shows=tuple(replace(show, status=status) for show in LABEL.shows))
    words = embed_text(embed(answer(*kinds, shows=shows), label))
    old = format_dt(SHOW.start, "F")
    assert words.count(old) == words.count(f"It was planned for {old}") == len(shows)
    assert "tickets.example" not in words


def test_a_postponed_show_is_offered_as_a_choice_without_its_old_date() -> None:
    assert choice_name("gh", LABEL, "en") == "12/5 Glass Harbor · Incheon"
    assert choice_name("gh", with_show(status=Status.POSTPONED), "en") == "Glass Harbor · Incheon"


def test_several_shows_have_a_field_each_and_the_oldest_data_date_the_answer() -> None:
    made = embed(answer(Kind.PRICE, shows=("gh", "other")))
    assert [field.name for field in made.fields][:2] == [
        "Glass Harbor: Harbor Lights (Incheon)",
        "Glass Harbor: Harbor Lights (Busan)",
    ]
    assert "I don’t have the rest of what you asked, so I’ve asked the team." in (made.fields[2].value or "")
    assert made.timestamp == OTHER.updated_at


def test_a_frequent_question_asked_with_a_show_gets_both_answers() -> None:
    words = embed(answer(Kind.FAQ, Kind.PRICE, shows=("gh",), faq="refunds")).description or ""
    assert words.startswith("Yes, **until** the day before.\nA ticket is ₩44,000.")


@pytest.mark.parametrize(
    ("faq", "language", "words"),
    [
        ("refunds", "en", "Yes, **until** the day before."),
        ("refunds", "ko", "네, 전날까지 돼요."),
        ("refunds", "ja", "Yes, **until** the day before."),
        ("fr", "ko", "Oui."),
    ],
)
def test_a_frequent_question_is_answered_in_the_fan_s_language_or_the_label_s_first(
    faq: str, language: str, words: str
) -> None:
    made = embed(answer(Kind.FAQ, faq=faq, language=language))
    assert (made.description, made.footer.text) == (words, "Small Hours Records")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Please check before you go: this was last updated"),
        ("ko", "가시기 전에 한 번 더 확인해 주세요."),
    ],
)
def test_old_data_of_a_near_show_come_with_a_doubt(language: str, words: str) -> None:
    label = with_show(updated_at=NOON - timedelta(days=31))
    assert words in embed_text(embed(answer(Kind.PRICE, shows=("gh",), language=language), label))
    assert words not in embed_text(embed(answer(Kind.PRICE, shows=("gh",), language=language)))


@pytest.mark.parametrize("action", [Action.HANDOFF, Action.IGNORE])
def test_a_hand_off_says_who_will_answer(action: Action) -> None:
    assert "the team" in (embed(Reading(language="en", action=action)).description or "")
    assert "팀" in (embed(Reading(language="ko", action=action)).description or "")


def test_asking_back_says_whether_shows_or_frequent_questions_are_offered() -> None:
    shows = Reading(language="en", action=Action.CLARIFY, choices=("gh", "other"))
    faqs = replace(shows, choices=("gh", "refunds"))
    assert embed(shows).description == "Which show do you mean?"
    assert embed(faqs).description == "Is one of these it?"


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Can I get a refund?"), ("ko", "환불 되나요?"), ("ja", "Can I get a refund?")],
)
def test_a_frequent_question_is_offered_in_the_words_of_the_fan_s_language(language: str, name: str) -> None:
    assert choice_name("refunds", LABEL, language) == name
    assert choice_name("fr", LABEL, language) == "Photos?"
    assert choice_name("gone", LABEL, language) == "gone"


def longest(number: int, sign: str) -> Show:
    """Return a show as long as an import allows, made of one character."""
    url = f"https://tickets.example/{number}/".ljust(MOST["ticket_url"], "x")
    return Show(
        id=f"{number}".rjust(MOST["id"], "x"),
        title=sign * USUAL_MOST,
        artists=tuple(sign * (MOST_NAME - 1) + chr(0x4E00 + one) for one in range(60)),
        start=NOON + timedelta(days=number + 1),
        doors=NOON + timedelta(days=number),
        venue=sign * USUAL_MOST,
        city=sign * MOST["city"],
        address=sign * MOST["address"],
        price=Decimal("999999999999.99"),
        currency="KRW",
        on_sale=NOON + timedelta(hours=1),
        ticket_url=url,
        status=Status.SCHEDULED,
        age_limit=120,
        notes=sign * MOST["notes"],
        updated_at=NOON - timedelta(days=400),
    )


def check(made: discord.Embed) -> None:
    assert len(made) <= 6000
    assert len(made.title or "") <= 256
    assert len(made.description or "") <= 4096
    assert len(made.footer.text or "") <= 2048
    assert len(made.fields) <= 25
    for field in made.fields:
        assert 1 <= len(field.name or "") <= 256
        assert 1 <= len(field.value or "") <= 1024


@pytest.mark.parametrize("sign", ["x", "*", "하"])
@pytest.mark.parametrize("count", [1, 2, 5, 40])
@pytest.mark.parametrize("kinds", [tuple(Kind), tuple(set(Kind) - {Kind.LIST}), (Kind.PRICE,)])
@pytest.mark.parametrize("faq", [None, "long"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_longest_answer_that_an_import_allows_fits_into_an_embed(
    sign: str, count: int, kinds: tuple[Kind, ...], faq: str | None, language: str
) -> None:
    shows = tuple(longest(number, sign) for number in range(count))
    long = Faq(id="long", examples=("x" * 500,), answers={language: sign * MOST_ANSWER})
    label = replace(LABEL, name=sign * USUAL_MOST, shows=shows, faqs=(long,))
    reading = answer(*kinds, shows=tuple(show.id for show in shows), faq=faq, language=language)
    made = embed(reading, label)
    check(made)
    assert made.description or made.fields


def test_of_more_shows_than_fit_the_rest_is_counted() -> None:
    shows = tuple(replace(SHOW, id=str(number)) for number in range(14))
    label = replace(LABEL, shows=shows)
    ids = tuple(show.id for show in shows)
    several = embed(answer(Kind.PRICE, shows=ids), label)
    assert len(several.fields) == 11
    assert several.fields[-1].value == "…and 4 more: see /shows."
    listed = (embed(answer(Kind.LIST, shows=ids), label).description or "").split("\n")
    assert (len(listed), listed[-1]) == (11, "…and 4 more: see /shows.")


@pytest.mark.parametrize("count", [1, 2, 4, 5, 25])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_choices_fit_under_a_message_and_always_leave_a_way_to_the_team(count: int, language: str) -> None:
    shows = tuple(longest(number, "하") for number in range(count))
    reading = Reading(language=language, action=Action.CLARIFY, choices=tuple(show.id for show in shows))
    label = replace(LABEL, shows=shows)
    view = reply_view(reading, 2**62, label)
    assert view is not None
    rows = view.to_components()
    assert len(rows) <= 5
    parts = [part for row in rows for part in row["components"]]
    ids = [part["custom_id"] for part in parts]
    assert len(set(ids)) == len(ids)
    assert all(len(one) <= 100 for one in ids)
    offered = 0
    for part in parts:
        if part["type"] == discord.ComponentType.select.value:
            offered += len(part["options"])
            assert len(part["placeholder"]) <= 150
            assert all(len(option["label"]) <= 100 for option in part["options"])
            assert all(len(option["value"]) <= 100 for option in part["options"])
        else:
            assert 1 <= len(part["label"]) <= 80
            offered += part["custom_id"].startswith("pick:")
    assert offered == count
    assert any(one.startswith("team:") for one in ids)


def test_under_an_answer_stands_the_way_to_the_team_and_under_a_hand_off_nothing() -> None:
    answered, handed = (
        reply_view(Reading(language="en", action=action), 7, LABEL)
        for action in (Action.ANSWER, Action.HANDOFF)
    )
    assert answered is not None
    assert [item.to_component_dict()["custom_id"] for item in answered.children] == ["team:7:0"]
    assert handed is None
