"""A label that the ear's tests ask about."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.shows.label import Artist, Faq, Label
from bot.domain.shows.show import Show, Status

SEOUL = ZoneInfo("Asia/Seoul")
#: A Friday evening in Seoul.
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def show(show_id: str, artists: tuple[str, ...], start: str, city: str, **facts: object) -> Show:
    begins = datetime.fromisoformat(start).replace(tzinfo=SEOUL).astimezone(UTC)
    given: dict[str, object] = {
        "title": show_id.replace("-", " ").title(),
        "doors": begins - timedelta(hours=1),
        "venue": f"{city} Hall",
        "price": Decimal(30000),
        "currency": "KRW",
        "on_sale": begins - timedelta(days=60),
        "ticket_url": "https://tickets.example/" + show_id,
        "status": Status.ON_SALE,
        "age_limit": 12,
        "updated_at": NOW,
    }
    return Show(id=show_id, artists=artists, start=begins, city=city, **(given | facts))  # type: ignore[arg-type]


SHOWS = (
    show("gh-past", ("Glass Harbor",), "2026-11-10T19:00", "Jeju"),
    show("gh-incheon", ("Glass Harbor",), "2026-12-05T19:00", "Incheon", status=Status.SOLD_OUT),
    show("gh-busan", ("Glass Harbor", "The Weather"), "2026-12-08T19:00", "Busan", venue="Wave Cellar"),
    show(
        "weather-tokyo", ("The Weather",), "2026-12-24T18:00", "Tokyo", price=None, age_limit=None, doors=None
    ),
    show(
        "moon-daegu", ("달나라 우체국",), "2027-01-09T17:00", "대구", title="첫눈 배달", venue="클럽 모퉁이"
    ),
    show(
        "moon-taipei",
        ("달나라 우체국",),
        "2027-01-23T17:00",
        "Taipei",
        status=Status.SCHEDULED,
        on_sale=None,
        ticket_url="",
    ),
    show(
        "free-rooftop",
        ("Glass Harbor",),
        "2027-02-06T15:00",
        "Seoul",
        price=Decimal(0),
        status=Status.POSTPONED,
    ),
)
LABEL = Label(
    name="Small Hours Records",
    timezone=SEOUL,
    languages=("en", "ko"),
    artists=(
        Artist(name="Glass Harbor", aliases=("유리항구", "GH")),
        Artist(name="The Weather", aliases=("더 웨더",)),
        Artist(name="달나라 우체국", aliases=("Moon Post Office",)),
        Artist(name="바다"),
    ),
    faqs=(
        Faq(
            id="lost",
            examples=("I left my scarf at the venue", "공연장에 목도리를 두고 왔어요"),
            answers={"en": "Write to us."},
        ),
        Faq(id="parking", examples=("Is there parking?", "주차 되나요?"), answers={"en": "No."}),
        Faq(id="refund", examples=("Can I get a refund?", "환불 되나요?"), answers={"en": "Yes."}),
        Faq(id="frog", examples=("Why is there a frog on the logo?",), answers={"en": "Luck."}),
    ),
    shows=SHOWS,
)
