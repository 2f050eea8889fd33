"""What is said of a show: for every kind of question and state of its tickets, the right thing and nothing wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from discord.utils import format_dt
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.shows.show import Show, Status, Tickets
from bot.domain.understanding.reading import Kind
from bot.interface.i18n import texts_for
from bot.reports.show_texts import facts, plain, tickets_line, when_line

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LINK = "https://tickets.example/gh"
SHOW = Show(
    id="gh",
    title="Harbor Lights",
    artists=("Glass Harbor", "윤슬"),
    start=NOON + timedelta(days=13),
    doors=NOON + timedelta(days=13, hours=-1),
    venue="Dockside Hall",
    city="Incheon",
    address="8 Haean-daero",
    price=Decimal(44000),
    currency="KRW",
    on_sale=NOON + timedelta(days=2),
    ticket_url=LINK,
    status=Status.SCHEDULED,
    age_limit=19,
    updated_at=NOON,
)
START, DOORS, SALE = (format_dt(at, "F") for at in (SHOW.start, SHOW.doors, SHOW.on_sale))
SOON = format_dt(SHOW.on_sale, "R")
#: For each state of the tickets, a show and a moment at which it holds.
STATES = {
    Tickets.NOT_YET: (SHOW, NOON),
    Tickets.ON_SALE: (replace(SHOW, status=Status.ON_SALE), NOON + timedelta(days=3)),
    Tickets.UNKNOWN: (replace(SHOW, on_sale=None), NOON),
    Tickets.SOLD_OUT: (replace(SHOW, status=Status.SOLD_OUT), NOON),
    Tickets.CANCELLED: (replace(SHOW, status=Status.CANCELLED), NOON),
    Tickets.POSTPONED: (replace(SHOW, status=Status.POSTPONED), NOON),
    Tickets.OVER: (replace(SHOW, status=Status.ON_SALE), SHOW.start + timedelta(days=1)),
}
LEADS = {
    Tickets.SOLD_OUT: ("It’s sold out.", "매진됐어요."),
    Tickets.CANCELLED: (
        f"This show has been cancelled. It was planned for {START}.",
        f"이 공연은 취소됐어요. 원래 {START}에 열릴 예정이었어요.",
    ),
    Tickets.POSTPONED: (
        f"This show has been postponed. It was planned for {START}; the new date is still to come.",
        f"이 공연은 연기됐어요. 원래 {START}에 열릴 예정이었고, 새 날짜는 아직 정해지지 않았어요.",
    ),
    Tickets.OVER: (
        f"This show is over. It was on {START}.",
        f"이미 끝난 공연이에요. {START}에 열렸어요.",
    ),
}
#: What is said of a show that goes ahead and whose tickets are not the point.
PLAIN = {
    Kind.DATE: (f"It’s on {START}.", f"공연은 {START}에 열려요."),
    Kind.DOORS_TIME: (f"Doors open {DOORS}.", f"입장은 {DOORS}부터예요."),
    Kind.START_TIME: (f"It starts {START}.", f"공연은 {START}에 시작해요."),
    Kind.VENUE: (
        "It’s at Dockside Hall, Incheon, 8 Haean-daero.",
        "장소는 Dockside Hall, Incheon, 8 Haean-daero예요.",
    ),
    Kind.PRICE: ("A ticket is ₩44,000.", "티켓 가격: ₩44,000"),
    Kind.LINEUP: ("On stage: Glass Harbor, 윤슬.", "출연: Glass Harbor, 윤슬"),
    Kind.AGE: ("It’s for ages 19 and over.", "만 19세 이상 관람할 수 있어요."),
    Kind.STATUS: (
        f"It’s going ahead as planned, on {START}.",
        f"예정대로 {START}에 열려요.",
    ),
}
ON_SALE = ("Tickets are on sale.", "지금 예매할 수 있어요.")
NOT_YET = (f"Tickets go on sale {SALE} ({SOON}).", f"예매는 {SALE}에 시작해요 ({SOON}).")
NO_SALE = ("No ticket sale has been announced yet.", "아직 예매 일정이 나오지 않았어요.")
TICKETS = ("Tickets: " + LINK, "예매: " + LINK)
#: What is said about tickets, a line each.
SALES = {
    (Kind.AVAILABILITY, Tickets.ON_SALE): [ON_SALE],
    (Kind.AVAILABILITY, Tickets.NOT_YET): [NOT_YET],
    (Kind.AVAILABILITY, Tickets.UNKNOWN): [NO_SALE],
    (Kind.ON_SALE, Tickets.ON_SALE): [
        (f"Tickets have been on sale since {SALE}.", f"{SALE}에 예매가 시작됐고, 지금도 예매할 수 있어요.")
    ],
    (Kind.ON_SALE, Tickets.NOT_YET): [NOT_YET],
    (Kind.ON_SALE, Tickets.UNKNOWN): [NO_SALE],
    (Kind.TICKET_LINK, Tickets.ON_SALE): [ON_SALE, TICKETS],
    (Kind.TICKET_LINK, Tickets.NOT_YET): [NOT_YET, TICKETS],
    (Kind.TICKET_LINK, Tickets.UNKNOWN): [NO_SALE, TICKETS],
}
STILL_TRUE = {Kind.VENUE, Kind.PRICE, Kind.LINEUP, Kind.AGE}
BUYERS_ASK = {
    Kind.DATE,
    Kind.PRICE,
    Kind.AVAILABILITY,
    Kind.ON_SALE,
    Kind.TICKET_LINK,
    Kind.STATUS,
}


def said(kind: Kind, tickets: Tickets, language: str) -> list[str]:
    show, now = STATES[tickets]
    lines = facts([kind], show, now=now, texts=texts_for(language))
    return [part for line in lines for part in line.split("\n")]


def expected(kind: Kind, tickets: Tickets) -> list[tuple[str, str]]:
    lead = [LEADS[tickets]] if tickets in LEADS else []
    fact = [PLAIN[kind]] if kind in PLAIN else []
    match tickets:
        case Tickets.CANCELLED:
            return lead
        case Tickets.POSTPONED | Tickets.OVER:
            return [*lead, *(fact if kind in STILL_TRUE else [])]
        case Tickets.SOLD_OUT:
            return [*(lead if kind in BUYERS_ASK else []), *fact]
        case _:
            return SALES.get((kind, tickets), fact)


@pytest.mark.parametrize(("number", "language"), [(0, "en"), (1, "ko")])
@pytest.mark.parametrize(("kind", "tickets"), list(product(Kind, Tickets)))
def test_each_question_in_each_state_gets_the_right_facts(
    kind: Kind, tickets: Tickets, number: int, language: str
) -> None:
    assert STATES[tickets][0].tickets(STATES[tickets][1]) is tickets
    assert said(kind, tickets, language) == [line[number] for line in expected(kind, tickets)]


@pytest.mark.parametrize(("language", "for_sale"), [("en", "on sale"), ("ko", "예매")])
@pytest.mark.parametrize("tickets", [Tickets.CANCELLED, Tickets.POSTPONED, Tickets.SOLD_OUT, Tickets.OVER])
def test_a_show_without_tickets_never_speaks_of_a_sale_nor_links_to_one(
    tickets: Tickets, language: str, for_sale: str
) -> None:
    show, now = STATES[tickets]
    words = "\n".join(facts(list(Kind), show, now=now, texts=texts_for(language)))
    assert for_sale not in words
    assert LINK not in words


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_changes_everything_is_said_first_and_once(language: str) -> None:
    for tickets, leads in LEADS.items():
        show, now = STATES[tickets]
        lead = leads[language == "ko"]
        lines = facts(list(Kind), show, now=now, texts=texts_for(language))
        assert lines[0] == lead
        assert "\n".join(lines).count(lead) == 1


def test_a_show_that_is_not_held_then_has_no_date_beside_its_name() -> None:
    for tickets, (show, now) in STATES.items():
        off = tickets in {Tickets.CANCELLED, Tickets.POSTPONED}
        assert when_line(show, now=now) == ("" if off else START)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", [Kind.DOORS_TIME, Kind.PRICE, Kind.AGE])
def test_of_what_is_not_known_nothing_is_said(kind: Kind, language: str) -> None:
    empty = replace(SHOW, doors=None, price=None, on_sale=None, ticket_url="", age_limit=None)
    assert facts([kind], empty, now=NOON, texts=texts_for(language)) == []


@pytest.mark.parametrize(
    ("price", "currency", "english", "korean"),
    [
        ("0", "KRW", "It’s free.", "무료예요."),
        ("0", "", "It’s free.", "무료예요."),
        ("44000", "KRW", "A ticket is ₩44,000.", "티켓 가격: ₩44,000"),
        ("25.50", "USD", "A ticket is $25.50.", "티켓 가격: US$25.50"),
        ("25.00", "EUR", "A ticket is €25.", "티켓 가격: €25"),
        ("4500", "JPY", "A ticket is ¥4,500.", "티켓 가격: JP¥4,500"),
    ],
)
def test_prices_are_written_as_people_write_them(
    price: str, currency: str, english: str, korean: str
) -> None:
    show = replace(SHOW, price=Decimal(price), currency=currency)
    for language, words in (("en", english), ("ko", korean)):
        assert facts([Kind.PRICE], show, now=NOON, texts=texts_for(language)) == [words]


def test_everybody_may_come_where_the_lowest_age_is_none() -> None:
    everybody = replace(SHOW, age_limit=0)
    assert facts([Kind.AGE], everybody, now=NOON, texts=texts_for("en")) == ["All ages are welcome."]


def test_a_sale_without_a_known_beginning_is_just_on() -> None:
    show = replace(SHOW, status=Status.ON_SALE, on_sale=None)
    assert facts([Kind.ON_SALE], show, now=NOON, texts=texts_for("en")) == ["Tickets are on sale."]
    assert tickets_line(show, now=NOON, texts=texts_for("ko")) == "지금 예매할 수 있어요."


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("**loud** _soft_ ~~gone~~", r"\*\*loud\*\* \_soft\_ \~\~gone\~\~"),
        ("||secret|| `code`", r"\|\|secret\|\| \`code\`"),
        ("[free tickets](https://evil.example)", r"\[free tickets\](https://evil.example)"),
        ("<@1> <#2> <t:0:F>", r"\<@1\> \<#2\> \<t:0:F\>".replace("#", r"\#")),
        ("# Big\n-# small\n> quoted", "\\# Big\n-\\# small\n\\> quoted"),
        ("C:\\", "C:\\\\"),
        ("see https://a.example/x_y_z*1 _now_", r"see https://a.example/x_y_z*1 \_now\_"),
    ],
)
def test_markup_in_data_does_nothing_and_addresses_stay_whole(text: str, harmless: str) -> None:
    assert plain(text) == harmless


@given(text=st.text(alphabet=st.sampled_from("ab\\*_[]<>#` \n")), most=st.integers(1, 40))
def test_a_text_made_harmless_is_never_longer_than_allowed_nor_ends_in_half_an_escape(
    text: str, most: int
) -> None:
    found = plain(text, most)
    assert len(found) <= most
    bare = found.replace("\\\\", "")
    assert not bare.endswith("\\")
    assert "\\…" not in bare
