"""Shows: what a fan can go to, and how its tickets stand at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

#: No end time is known of any show; after this long it counts as over.
USUAL_LENGTH = timedelta(hours=4)


class Status(StrEnum):
    """What the label says of a show."""

    SCHEDULED = "scheduled"
    ON_SALE = "on_sale"
    SOLD_OUT = "sold_out"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class Tickets(StrEnum):
    """How a fan stands with tickets for a show at a moment."""

    ON_SALE = "on_sale"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"
    SOLD_OUT = "sold_out"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """One show; `start`, `doors`, `on_sale` and `updated_at` are aware UTC, an empty text is not known."""

    id: str
    title: str
    artists: tuple[str, ...]
    start: datetime
    doors: datetime | None = None
    venue: str
    city: str
    address: str = ""
    price: Decimal | None = None
    currency: str = ""
    on_sale: datetime | None = None
    ticket_url: str = ""
    status: Status
    age_limit: int | None = None
    notes: str = ""
    updated_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether the show has ended at `now`, as far as one can tell without an end time."""
        return now >= self.start + USUAL_LENGTH

    def tickets(self, now: datetime) -> Tickets:
        """Say how tickets stand at `now`; what the label decided wins over what the clock says."""
        match self.status:
            case Status.CANCELLED:
                return Tickets.CANCELLED
            case Status.POSTPONED:
                return Tickets.POSTPONED
            case _ if self.is_over(now):
                return Tickets.OVER
            case Status.SOLD_OUT:
                return Tickets.SOLD_OUT
            case _ if self.on_sale is not None and now < self.on_sale:
                return Tickets.NOT_YET
            case Status.ON_SALE:
                return Tickets.ON_SALE
            case Status.SCHEDULED:
                return Tickets.UNKNOWN if self.on_sale is None else Tickets.ON_SALE


def upcoming(shows: Iterable[Show], *, now: datetime) -> list[Show]:
    """Return the shows that are not over at `now`, soonest first."""
    return sorted((show for show in shows if not show.is_over(now)), key=lambda show: (show.start, show.id))
