"""One row of `shows.csv` → a `Show`, or every reason why not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.numbers import list_currencies

from bot.domain.sentences import Sentence, sentence
from bot.domain.shows.show import Show, Status

REQUIRED = ("id", "title", "artists", "start", "venue", "city", "status")
COLUMNS = (*REQUIRED, "doors", "address", "price", "currency", "on_sale", "ticket_url", "age_limit", "notes")
MOST = {"id": 80, "city": 100, "notes": 900, "address": 300, "ticket_url": 500}
USUAL_MOST = 200
OLDEST_AGE_LIMIT = 120
HIGHEST_PRICE = Decimal(10) ** 12
YEARS = range(1970, 3000)

_PRICE = re.compile(r"\d+(\.\d+)?", re.ASCII)
_AGE = re.compile(r"\d{1,3}", re.ASCII)
#: What the standard bars from addresses, and would end one in the middle of a message.
_NOT_IN_ADDRESSES = re.compile(r"[\s\x00-\x1f<>\"`\\]")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell."""

    column: str
    reason: Sentence


class _Row:
    """Reads cells, gathering what is wrong instead of stopping at the first."""

    def __init__(self, cells: Mapping[str, str], zone: ZoneInfo) -> None:
        self.cells = cells
        self.zone = zone
        self.errors: list[RowError] = []

    def wrong(self, column: str, reason: Sentence) -> None:
        self.errors.append(RowError(column, reason))

    def text(self, column: str) -> str:
        value = self.cells.get(column, "")
        most = MOST.get(column, USUAL_MOST)
        if not value and column in REQUIRED:
            self.wrong(column, sentence("This must not be empty."))
        if len(value) > most:
            self.wrong(column, sentence("Use at most {most} characters.", most=most))
        return value

    def instant(self, column: str) -> datetime | None:
        """Read a local date and time of the label's zone; returns it as aware UTC."""
        value = self.text(column)
        if not value:
            return None
        try:
            local = datetime.fromisoformat(value)
        except ValueError:
            local = None
        timed = any(mark in value for mark in "T ")
        if local is None or local.tzinfo is not None or not timed or local.year not in YEARS:
            self.wrong(
                column,
                sentence(
                    "{value} is not a local date and time. Write it like 2026-12-05T19:00.", value=value
                ),
            )
            return None
        instant = local.replace(tzinfo=self.zone).astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) != local:
            self.wrong(
                column,
                sentence(
                    "There is no {value} in {zone}: the clocks skip it.", value=value, zone=self.zone.key
                ),
            )
            return None
        return instant

    def price(self) -> Decimal | None:
        value = self.text("price")
        if not value:
            return None
        price = Decimal(value) if _PRICE.fullmatch(value) else HIGHEST_PRICE
        if price >= HIGHEST_PRICE:
            self.wrong(
                "price",
                sentence("{value} is not a price. Write digits only, like 33000 or 25.50.", value=value),
            )
            return None
        return price

    def currency(self, price: Decimal | None) -> str:
        code = self.text("currency").upper()
        if code and code not in list_currencies():
            self.wrong("currency", sentence("{code} is not a currency. Use a code such as KRW.", code=code))
        if price and not code:
            self.wrong("currency", sentence("A price needs its currency, such as KRW."))
        return code

    def address(self, column: str) -> str:
        value = self.text(column)
        if value and not _is_web_address(value):
            self.wrong(
                column,
                sentence(
                    "{value} is not a web address. It must start with https:// or http://.", value=value
                ),
            )
        return value

    def status(self) -> Status | None:
        value = self.text("status")
        try:
            return Status(value)
        except ValueError:
            if value:
                known = ", ".join(Status)
                self.wrong(
                    "status",
                    sentence("{value} is not a status. Use one of: {known}.", value=value, known=known),
                )
            return None

    def age_limit(self) -> int | None:
        value = self.text("age_limit")
        if not value:
            return None
        if not (_AGE.fullmatch(value) and int(value) <= OLDEST_AGE_LIMIT):
            self.wrong("age_limit", sentence("{value} is not an age. Write a whole number.", value=value))
            return None
        return int(value)

    def artists(self, known: Mapping[str, str]) -> tuple[str, ...]:
        text = self.text("artists")
        names = [name.strip() for name in text.split(";") if name.strip()]
        if text and not names:
            self.wrong("artists", sentence("This must not be empty."))
        for name in names:
            if name.casefold() not in known:
                self.wrong("artists", sentence("{name} is not an artist of label.toml.", name=name))
        return tuple(dict.fromkeys(known.get(name.casefold(), name) for name in names))

    def order(self, first: datetime | None, then: datetime | None, column: str) -> None:
        if first and then and first > then:
            self.wrong(column, sentence("This is later than the show’s start."))


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not _NOT_IN_ADDRESSES.search(value)


def read_show(
    cells: Mapping[str, str], *, zone: ZoneInfo, artists: Mapping[str, str], updated_at: datetime
) -> tuple[Show | None, list[RowError]]:
    """Read a row's stripped cells by column name; `artists` maps every casefolded name to the artist's.

    Returns the show, or None and all that is wrong. Local times are read in `zone`.
    """
    row = _Row(cells, zone)
    start, doors, on_sale = row.instant("start"), row.instant("doors"), row.instant("on_sale")
    row.order(doors, start, "doors")
    row.order(on_sale, start, "on_sale")
    price, status = row.price(), row.status()
    fields = {
        "id": row.text("id"),
        "title": row.text("title"),
        "artists": row.artists(artists),
        "venue": row.text("venue"),
        "city": row.text("city"),
        "address": row.text("address"),
        "currency": row.currency(price),
        "ticket_url": row.address("ticket_url"),
        "age_limit": row.age_limit(),
        "notes": row.text("notes"),
    }
    if row.errors or start is None or status is None:
        return None, row.errors
    show = Show(
        start=start,
        doors=doors,
        on_sale=on_sale,
        price=price,
        status=status,
        updated_at=updated_at,
        **fields,  # type: ignore[arg-type]  # read above, each by its own rule
    )
    return show, []
