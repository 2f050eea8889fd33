"""What the data can say of a show, and what only the team can."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.domain.shows.label import Faq, Label
from bot.domain.shows.show import USUAL_LENGTH, Show, Status
from bot.domain.understanding.known_facts import NEAR, choose, is_stale, knows, left_to_the_team
from bot.domain.understanding.reading import Action, Kind, Reading

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BARE = Show(
    id="bare",
    title="Details to follow",
    artists=("윤슬",),
    start=NOON + timedelta(days=30),
    venue="Revolver",
    city="Taipei",
    status=Status.SCHEDULED,
    updated_at=NOON,
)
FULL = replace(
    BARE,
    id="full",
    doors=BARE.start - timedelta(hours=1),
    price=Decimal(30000),
    currency="KRW",
    on_sale=NOON + timedelta(days=1),
    ticket_url="https://tickets.example/full",
    age_limit=19,
)
UNKNOWN_OF_BARE = {
    Kind.DOORS_TIME,
    Kind.PRICE,
    Kind.AGE,
    Kind.ON_SALE,
    Kind.TICKET_LINK,
}
LABEL = Label(
    name="Small Hours",
    timezone=ZoneInfo("Asia/Seoul"),
    languages=("en",),
    faqs=(Faq(id="refunds", examples=("Refunds?",), answers={"en": "Yes."}),),
    shows=(BARE, FULL),
)


@pytest.mark.parametrize("kind", Kind)
def test_what_the_label_left_empty_is_for_the_team_to_say(kind: Kind) -> None:
    assert knows(kind, BARE, now=NOON) is (kind not in UNKNOWN_OF_BARE)
    assert knows(kind, FULL, now=NOON)


@pytest.mark.parametrize("kind", Kind)
def test_of_a_cancelled_show_everything_is_known(kind: Kind) -> None:
    assert knows(kind, replace(BARE, status=Status.CANCELLED), now=NOON)


@pytest.mark.parametrize(
    ("status", "kind", "known"),
    [
        (Status.POSTPONED, Kind.START_TIME, True),
        (Status.POSTPONED, Kind.DOORS_TIME, True),
        (Status.POSTPONED, Kind.DATE, True),
        (Status.POSTPONED, Kind.STATUS, True),
        (Status.POSTPONED, Kind.AVAILABILITY, True),
        (Status.SOLD_OUT, Kind.AVAILABILITY, True),
        (Status.SOLD_OUT, Kind.ON_SALE, True),
        (Status.SOLD_OUT, Kind.TICKET_LINK, True),
        (Status.ON_SALE, Kind.ON_SALE, True),
        (Status.ON_SALE, Kind.TICKET_LINK, False),
    ],
)
def test_the_status_answers_some_questions_and_opens_others(status: Status, kind: Kind, known: bool) -> None:
    doors = BARE.start - timedelta(hours=1)
    assert knows(kind, replace(BARE, status=status, doors=doors), now=NOON) is known


@pytest.mark.parametrize("kind", [Kind.AVAILABILITY, Kind.ON_SALE, Kind.TICKET_LINK, Kind.DATE])
def test_of_a_show_that_is_over_nothing_about_tickets_is_left_to_ask(kind: Kind) -> None:
    assert knows(kind, BARE, now=BARE.start + USUAL_LENGTH)


def test_the_team_is_asked_what_the_data_do_not_say_of_every_show() -> None:
    reading = Reading(language="en", action=Action.ANSWER, kinds=(Kind.DATE, Kind.PRICE, Kind.AGE))
    assert left_to_the_team(reading, [FULL], now=NOON) == ()
    assert left_to_the_team(reading, [FULL, BARE], now=NOON) == (Kind.PRICE, Kind.AGE)


def test_choosing_a_show_answers_what_was_asked_about_it() -> None:
    asked = Reading(language="ko", action=Action.CLARIFY, kinds=(Kind.PRICE,), choices=("bare", "full"))
    chosen = choose(asked, "full", LABEL, now=NOON)
    assert (chosen.action, chosen.shows, chosen.choices) == (Action.ANSWER, ("full",), ())
    assert (chosen.kinds, chosen.language) == ((Kind.PRICE,), "ko")


def test_choosing_a_show_of_which_the_data_say_nothing_hands_the_question_to_the_team() -> None:
    asked = Reading(language="ko", action=Action.CLARIFY, kinds=(Kind.PRICE,), choices=("bare", "full"))
    assert choose(asked, "bare", LABEL, now=NOON).action is Action.HANDOFF


def test_choosing_a_frequent_question_answers_it() -> None:
    asked = Reading(language="en", action=Action.CLARIFY, choices=("refunds",))
    chosen = choose(asked, "refunds", LABEL, now=NOON)
    assert (chosen.action, chosen.kinds, chosen.faq) == (Action.ANSWER, (Kind.FAQ,), "refunds")


def test_choosing_what_the_label_has_taken_away_meanwhile_hands_the_question_to_the_team() -> None:
    asked = Reading(language="en", action=Action.CLARIFY, kinds=(Kind.DATE,), choices=("gone",))
    chosen = choose(asked, "gone", LABEL, now=NOON)
    assert (chosen.action, chosen.shows) == (Action.HANDOFF, ())


@pytest.mark.parametrize(
    ("to_show", "age", "stale"),
    [
        (timedelta(0), timedelta(days=31), True),
        (NEAR, timedelta(days=31), True),
        (NEAR, timedelta(days=30), False),
        (NEAR + timedelta(minutes=1), timedelta(days=31), False),
        (timedelta(minutes=-1), timedelta(days=31), False),
    ],
)
def test_data_are_stale_only_when_old_and_the_show_is_near(
    to_show: timedelta, age: timedelta, stale: bool
) -> None:
    show = replace(BARE, start=NOON + to_show, updated_at=NOON - age)
    assert is_stale(show, now=NOON, after=timedelta(days=30)) is stale
