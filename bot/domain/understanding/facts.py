"""Which kinds of facts are known of a show: what is not known is for the team to say."""

from datetime import datetime

from bot.domain.shows import Show, Tickets
from bot.domain.understanding.reading import Kind


def is_known(kind: Kind, show: Show, *, now: datetime) -> bool:
    """Whether the label's data answer a question of that kind about that show at `now`."""
    match kind:
        case Kind.DOORS_TIME:
            return show.doors is not None
        case Kind.PRICE:
            return show.price is not None
        case Kind.AGE:
            return show.age_limit is not None
        case Kind.ON_SALE:
            return show.on_sale is not None or show.tickets(now) not in (Tickets.UNKNOWN, Tickets.NOT_YET)
        case Kind.TICKET_LINK:
            stopped = (Tickets.SOLD_OUT, Tickets.CANCELLED, Tickets.POSTPONED, Tickets.OVER)
            return bool(show.ticket_url) or show.tickets(now) in stopped
        case Kind.FAQ:
            return False
        case _:
            return True
