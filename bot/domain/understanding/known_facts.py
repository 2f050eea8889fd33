"""What the label's data can say of a show, and what only the team can."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.shows.label import Label
from bot.domain.shows.show import Show, Tickets
from bot.domain.understanding.reading import Action, Kind, Reading

#: Tickets of which there is nothing more to say than this.
SETTLED = frozenset({Tickets.CANCELLED, Tickets.SOLD_OUT, Tickets.OVER})
#: Of a show that was postponed, “postponed” is the whole answer to these.
_OF_THE_PLAN = frozenset({Kind.DOORS_TIME, Kind.START_TIME, Kind.ON_SALE, Kind.TICKET_LINK})
#: Show data this near to the show must be fresh.
NEAR = timedelta(days=14)


def knows(kind: Kind, show: Show, *, now: datetime) -> bool:
    """Whether the data answer this kind of question about this show at `now`."""
    tickets = show.tickets(now)
    if tickets is Tickets.CANCELLED or (tickets is Tickets.POSTPONED and kind in _OF_THE_PLAN):
        return True
    match kind:
        case Kind.DOORS_TIME:
            return show.doors is not None
        case Kind.PRICE:
            return show.price is not None
        case Kind.AGE:
            return show.age_limit is not None
        case Kind.ON_SALE:
            return show.on_sale is not None or tickets in SETTLED or tickets is Tickets.ON_SALE
        case Kind.TICKET_LINK:
            return bool(show.ticket_url) or tickets in SETTLED
        case _:
            return True


def left_to_the_team(reading: Reading, shows: Iterable[Show], *, now: datetime) -> tuple[Kind, ...]:
    """Return the kinds asked that the data do not answer for every one of the shows."""
    of = list(shows)
    return tuple(kind for kind in reading.kinds if not all(knows(kind, show, now=now) for show in of))


def choose(reading: Reading, choice: str, label: Label, *, now: datetime) -> Reading:
    """Return the reading once the fan chose one of its `choices`: a show or a FAQ, answered if it can be."""
    if label.faq(choice) is not None and label.show(choice) is None:
        return replace(reading, action=Action.ANSWER, kinds=(Kind.FAQ,), faq=choice, choices=())
    show = label.show(choice)
    known = show is not None and any(knows(kind, show, now=now) for kind in reading.kinds)
    action = Action.ANSWER if known else Action.HANDOFF
    return replace(reading, action=action, shows=(choice,) if show else (), choices=())


def is_stale(show: Show, *, now: datetime, after: timedelta) -> bool:
    """Whether a show is near and its data were not updated for longer than `after`."""
    return timedelta(0) <= show.start - now <= NEAR and now - show.updated_at > after
