"""What the label told us is kept as it was told, and an import changes just what it names."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli.sample_label import sample_label
from bot.domain.shows.label import Artist, Faq, Label
from bot.domain.shows.show import Show, Status
from db.store import Store, open_store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAMPLE = sample_label(NOON)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "stagedoor.db") as opened:
        yield opened


async def kept(store: Store) -> Label:
    label = await store.label.get()
    assert label is not None
    return label


async def test_before_an_import_there_is_no_label(store: Store) -> None:
    assert await store.label.get() is None


async def test_a_label_is_read_back_as_it_was_told(store: Store) -> None:
    done = await store.label.save(SAMPLE)
    assert await kept(store) == SAMPLE
    assert done.added == tuple(show.id for show in SAMPLE.shows)
    assert done.updated == done.kept == ()


async def test_importing_the_same_again_changes_nothing(store: Store) -> None:
    await store.label.save(SAMPLE)
    done = await store.label.save(SAMPLE)
    assert await kept(store) == SAMPLE
    assert done.updated == tuple(show.id for show in SAMPLE.shows)
    assert done.added == done.kept == ()


async def test_every_field_of_a_show_is_updated(store: Store) -> None:
    old = SAMPLE.shows[0]
    new = Show(
        id=old.id,
        title="다른 제목",
        artists=("윤슬", "Glass Harbor"),
        start=datetime(2027, 1, 1, tzinfo=UTC),
        doors=None,
        venue="Elsewhere",
        city="Busan",
        address="",
        price=Decimal("0.10"),
        currency="EUR",
        on_sale=datetime(2026, 12, 1, tzinfo=UTC),
        ticket_url="https://a.example/x",
        status=Status.POSTPONED,
        age_limit=0,
        notes="new",
        updated_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    await store.label.save(SAMPLE)
    await store.label.save(replace(SAMPLE, shows=(new,)))
    assert (await kept(store)).show(old.id) == new


async def test_what_a_folder_no_longer_names_is_kept_until_it_is_pruned(store: Store) -> None:
    await store.label.save(SAMPLE)
    smaller = replace(
        SAMPLE,
        name="Renamed",
        timezone=ZoneInfo("Europe/Berlin"),
        artists=(Artist(name="윤슬"),),
        shows=SAMPLE.shows[:1],
        faqs=SAMPLE.faqs[:1],
    )
    done = await store.label.save(smaller)
    assert done.kept == tuple(sorted(show.id for show in SAMPLE.shows[1:]))
    assert await kept(store) == replace(smaller, shows=SAMPLE.shows, faqs=SAMPLE.faqs)
    done = await store.label.save(smaller, prune=True)
    assert (done.added, done.updated, done.kept) == ((), (SAMPLE.shows[0].id,), ())
    assert await kept(store) == smaller


async def test_a_frequent_question_learned_from_staff_outlives_a_pruning_import(store: Store) -> None:
    await store.label.save(SAMPLE)
    learned = Faq(id="learned-1", examples=("포스터 있나요?",), answers={"ko": "네!"})
    for _ in range(2):
        await store.label.learn_faq(learned, question_id=1)
    await store.label.save(SAMPLE, prune=True)
    faqs = {faq.id: faq for faq in (await kept(store)).faqs}
    assert faqs == {faq.id: faq for faq in (*SAMPLE.faqs, learned)}
