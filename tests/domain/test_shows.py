"""How a fan stands with tickets, and what is coming up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.shows.show import USUAL_LENGTH, Show, Status, Tickets, upcoming

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SHOW = Show(
    id="gh-incheon",
    title="Harbor Lights",
    artists=("Glass Harbor",),
    start=NOON + timedelta(days=13),
    venue="Dockside Hall",
    city="Incheon",
    status=Status.SCHEDULED,
    updated_at=NOON,
)
SALE = NOON + timedelta(days=2)


@pytest.mark.parametrize(
    ("status", "on_sale", "now", "tickets"),
    [
        (Status.SCHEDULED, None, NOON, Tickets.UNKNOWN),
        (Status.SCHEDULED, SALE, SALE - MINUTE, Tickets.NOT_YET),
        (Status.SCHEDULED, SALE, SALE, Tickets.ON_SALE),
        (Status.ON_SALE, None, NOON, Tickets.ON_SALE),
        (Status.ON_SALE, SALE, SALE - MINUTE, Tickets.NOT_YET),
        (Status.ON_SALE, SALE, SALE, Tickets.ON_SALE),
        (Status.SOLD_OUT, SALE, NOON, Tickets.SOLD_OUT),
        (Status.SOLD_OUT, None, SHOW.start + USUAL_LENGTH, Tickets.OVER),
        (Status.ON_SALE, None, SHOW.start + USUAL_LENGTH - MINUTE, Tickets.ON_SALE),
        (Status.ON_SALE, None, SHOW.start + USUAL_LENGTH, Tickets.OVER),
        (Status.CANCELLED, SALE, NOON, Tickets.CANCELLED),
        (Status.CANCELLED, SALE, SHOW.start + USUAL_LENGTH, Tickets.CANCELLED),
        (Status.POSTPONED, SALE, NOON, Tickets.POSTPONED),
        (Status.POSTPONED, SALE, SHOW.start + USUAL_LENGTH, Tickets.POSTPONED),
    ],
)
def test_tickets_stand_as_the_label_says_and_the_clock_allows(
    status: Status, on_sale: datetime | None, now: datetime, tickets: Tickets
) -> None:
    assert replace(SHOW, status=status, on_sale=on_sale).tickets(now) is tickets


def test_what_is_coming_up_is_what_is_not_over_soonest_first() -> None:
    over = replace(SHOW, id="over", start=NOON - USUAL_LENGTH)
    running = replace(SHOW, id="running", start=NOON - USUAL_LENGTH + MINUTE)
    twin = replace(SHOW, id="a-twin")
    found = upcoming([SHOW, twin, over, running], now=NOON)
    assert [show.id for show in found] == ["running", "a-twin", "gh-incheon"]
