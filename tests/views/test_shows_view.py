"""The list of what is coming up: filtered, paged, within Discord's limits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from discord.utils import format_dt

from bot.cli.sample_label import sample_label
from bot.domain.shows.show import Show, Status
from bot.domain.shows.show_rows import MOST, USUAL_MOST
from bot.interface.i18n import texts_for
from cogs.shows.view import fitting, key_of, pages_of, shows_embed

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LABEL = sample_label(NOON)


def listed(artist: str = "", city: str = "") -> list[str]:
    return [show.id for show in fitting(LABEL, artist_key=key_of(artist), city_key=key_of(city), now=NOON)]


def test_shows_are_found_by_artist_and_city_soonest_first() -> None:
    assert len(listed()) == len(LABEL.shows)
    assert listed(artist="윤슬") == ["yunseul-daegu", "yearend", "radio-seoul"]
    assert listed(city="Seoul") == ["hongdae-free", "weather-seoul", "yearend", "radio-seoul"]
    assert listed(artist="윤슬", city="Seoul") == ["yearend", "radio-seoul"]
    assert listed(artist="Nobody") == []


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_there_are_as_many_pages_as_are_needed_and_at_least_one(count: int, pages: int) -> None:
    assert pages_of([LABEL.shows[0]] * count) == pages


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_show_is_on_one_page_with_what_is_true_of_it(language: str) -> None:
    shows, texts = list(LABEL.shows), texts_for(language)
    pages = [shows_embed(shows, page, now=NOON, texts=texts) for page in range(pages_of(shows))]
    fields = [field for made in pages for field in made.fields]
    assert len(fields) == len(shows)
    for show, field in zip(shows, fields, strict=True):
        words = field.value or ""
        off = show.status in {Status.CANCELLED, Status.POSTPONED}
        assert words.startswith(format_dt(show.start, "F")) is not off
        assert words.count(format_dt(show.start, "F")) == 1
        assert (show.ticket_url != "" and show.ticket_url in words) is (
            show.ticket_url != "" and show.status in {Status.ON_SALE, Status.SCHEDULED}
        )
        assert (texts.t("It’s sold out.") in words) is (show.status is Status.SOLD_OUT)
    assert pages[0].footer.text == texts.t("Page {page} of {pages} · updated", page=1, pages=3)


def test_no_shows_are_told_as_none() -> None:
    made = shows_embed([], 0, now=NOON, texts=texts_for("en"))
    assert (made.description, len(made.fields)) == ("No shows are announced right now.", 0)


@pytest.mark.parametrize("sign", ["x", "*", "하"])
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_page_of_the_longest_shows_fits(sign: str, status: Status, language: str) -> None:
    show = Show(
        id="x",
        title=sign * USUAL_MOST,
        artists=(sign * 100,) * 3,
        start=NOON + timedelta(days=1),
        venue=sign * USUAL_MOST,
        city=sign * MOST["city"],
        address=sign * MOST["address"],
        price=Decimal("999999999999.99"),
        currency="KRW",
        on_sale=NOON + timedelta(hours=1),
        ticket_url="https://a.example/".ljust(MOST["ticket_url"], "x"),
        status=status,
        notes=sign * MOST["notes"],
        updated_at=NOON,
    )
    made = shows_embed([replace(show, id=str(n)) for n in range(30)], 0, now=NOON, texts=texts_for(language))
    assert len(made) <= 6000
    assert all(1 <= len(field.name or "") <= 256 for field in made.fields)
    assert all(1 <= len(field.value or "") <= 1024 for field in made.fields)


def test_a_key_is_short_and_the_same_for_the_same_name() -> None:
    names = {name for artist in LABEL.artists for name in (artist.name, *artist.aliases)}
    keys = {key_of(name) for name in names}
    assert len(keys) == len(names)
    assert {len(key) for key in keys} == {12}
    assert (key_of(""), key_of("윤슬")) == ("-", key_of("윤슬"))
