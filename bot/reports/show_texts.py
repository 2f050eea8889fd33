"""Shows in words: the facts that a fan asks for, as they stand at a moment. Times are Discord timestamps."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from discord.utils import format_dt

from bot.domain.shows.show import Show, Tickets
from bot.domain.understanding.reading import Kind
from bot.interface.i18n import Texts

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\*_~`|>[]<#"})
_ADDRESS = re.compile(r"(https?://[^\s<>]+)")


def plain(text: str, most: int = 1000) -> str:
    """Return at most `most` characters, with Discord's markup made harmless; web addresses stay as they are."""
    pieces = _ADDRESS.split(text[:most])
    pieces[::2] = [words.translate(_MARKDOWN) for words in pieces[::2]]
    harmless = "".join(pieces)
    if len(text) <= most and len(harmless) <= most:
        return harmless
    return harmless[: most - 1].rstrip("\\") + "…"


def fact(kind: Kind, show: Show, *, now: datetime, texts: Texts) -> str:
    """Say what the data hold on one kind of question; an empty text if there is nothing to say."""
    if kind in _BY_KIND:
        return _BY_KIND[kind](show, now, texts)
    return ""


def standing(show: Show, *, now: datetime, texts: Texts) -> str:
    """Say first what changes everything: cancelled, postponed, over; an empty text otherwise."""
    when = format_dt(show.start, "F")
    match show.tickets(now):
        case Tickets.CANCELLED:
            return texts.t("This show has been cancelled. It was planned for {when}.", when=when)
        case Tickets.POSTPONED:
            return texts.t(
                "This show has been postponed. It was planned for {when}; the new date is still to come.",
                when=when,
            )
        case Tickets.OVER:
            return texts.t("This show is over. It was on {when}.", when=when)
        case Tickets.ON_SALE | Tickets.NOT_YET | Tickets.UNKNOWN | Tickets.SOLD_OUT:
            return ""


def facts(kinds: Iterable[Kind], show: Show, *, now: datetime, texts: Texts) -> list[str]:
    """Say all that was asked of one show, what changes everything first, nothing twice."""
    asked, tickets = list(kinds), show.tickets(now)
    lines = [standing(show, now=now, texts=texts)]
    if tickets is Tickets.SOLD_OUT and not _BUYERS_ASK.isdisjoint(asked):
        lines.append(texts.t("It’s sold out."))
    silent = _SILENT.get(tickets, frozenset())
    lines += [fact(kind, show, now=now, texts=texts) for kind in asked if kind not in silent]
    return list(dict.fromkeys(line for line in lines if line))


def when_line(show: Show, *, now: datetime) -> str:
    """Say when a show takes place; an empty text for one that does not, or not then."""
    off = show.tickets(now) in {Tickets.CANCELLED, Tickets.POSTPONED}
    return "" if off else format_dt(show.start, "F")


def tickets_line(show: Show, *, now: datetime, texts: Texts) -> str:
    """Say how tickets stand, in one line; an empty text when that isn't known."""
    match show.tickets(now):
        case Tickets.ON_SALE:
            return texts.t("Tickets are on sale.")
        case Tickets.NOT_YET if show.on_sale is not None:
            return texts.t(
                "Tickets go on sale {when} ({how_soon}).",
                when=format_dt(show.on_sale, "F"),
                how_soon=format_dt(show.on_sale, "R"),
            )
        case Tickets.SOLD_OUT:
            return texts.t("It’s sold out.")
        case Tickets.CANCELLED | Tickets.POSTPONED | Tickets.OVER:
            return standing(show, now=now, texts=texts)
        case _ if show.price == 0:
            return texts.t("It’s free.")
        case _:
            return texts.t("No ticket sale has been announced yet.")


def price_line(show: Show, texts: Texts) -> str:
    """Say what a ticket costs; an empty text when that isn't known."""
    if show.price is None:
        return ""
    if show.price == 0:
        return texts.t("It’s free.")
    return texts.t("A ticket is {price}.", price=texts.price(show.price, show.currency))


def place_line(show: Show, most: int = 1000) -> str:
    """Name the venue, its city and, if known, its address."""
    return plain(", ".join(part for part in (show.venue, show.city, show.address) if part), most)


def _date(show: Show, now: datetime, texts: Texts) -> str:
    return texts.t("It’s on {when}.", when=format_dt(show.start, "F"))


def _doors(show: Show, now: datetime, texts: Texts) -> str:
    if show.doors is None:
        return ""
    return texts.t("Doors open {when}.", when=format_dt(show.doors, "F"))


def _start(show: Show, now: datetime, texts: Texts) -> str:
    return texts.t("It starts {when}.", when=format_dt(show.start, "F"))


def _venue(show: Show, now: datetime, texts: Texts) -> str:
    return texts.t("It’s at {place}.", place=place_line(show))


def _price(show: Show, now: datetime, texts: Texts) -> str:
    return price_line(show, texts)


def _availability(show: Show, now: datetime, texts: Texts) -> str:
    return tickets_line(show, now=now, texts=texts)


def _on_sale(show: Show, now: datetime, texts: Texts) -> str:
    if show.tickets(now) is Tickets.ON_SALE and show.on_sale is not None:
        return texts.t("Tickets have been on sale since {when}.", when=format_dt(show.on_sale, "F"))
    return tickets_line(show, now=now, texts=texts)


def _ticket_link(show: Show, now: datetime, texts: Texts) -> str:
    line = tickets_line(show, now=now, texts=texts)
    if show.tickets(now) is Tickets.SOLD_OUT or not show.ticket_url:
        return line
    return "\n".join(filter(None, [line, texts.t("Tickets: {link}", link=show.ticket_url)]))


def _lineup(show: Show, now: datetime, texts: Texts) -> str:
    return texts.t("On stage: {names}.", names=plain(", ".join(show.artists)))


def _age(show: Show, now: datetime, texts: Texts) -> str:
    if show.age_limit is None:
        return ""
    if show.age_limit == 0:
        return texts.t("All ages are welcome.")
    return texts.t("It’s for ages {age} and over.", age=show.age_limit)


def _status(show: Show, now: datetime, texts: Texts) -> str:
    return texts.t("It’s going ahead as planned, on {when}.", when=format_dt(show.start, "F"))


_BY_KIND: dict[Kind, Callable[[Show, datetime, Texts], str]] = {
    Kind.DATE: _date,
    Kind.DOORS_TIME: _doors,
    Kind.START_TIME: _start,
    Kind.VENUE: _venue,
    Kind.PRICE: _price,
    Kind.AVAILABILITY: _availability,
    Kind.ON_SALE: _on_sale,
    Kind.TICKET_LINK: _ticket_link,
    Kind.LINEUP: _lineup,
    Kind.AGE: _age,
    Kind.STATUS: _status,
}

_TIMES = frozenset({Kind.DATE, Kind.DOORS_TIME, Kind.START_TIME, Kind.STATUS, Kind.AVAILABILITY})
_SALES = frozenset({Kind.ON_SALE, Kind.TICKET_LINK})
#: Whoever asks these may want to come, and must know first that there are no tickets.
_BUYERS_ASK = _SALES | {Kind.DATE, Kind.PRICE, Kind.AVAILABILITY, Kind.STATUS}
#: What is not said of a show that won't happen as planned, or is over: the lead line says it.
_SILENT: dict[Tickets, frozenset[Kind]] = {
    Tickets.CANCELLED: frozenset(Kind),
    Tickets.POSTPONED: _TIMES | _SALES,
    Tickets.OVER: _TIMES | _SALES,
}


def and_more(count: int, texts: Texts) -> str:
    """Say how many a list leaves out; an empty text for none."""
    return texts.t("…and {count} more", count=count) if count > 0 else ""
