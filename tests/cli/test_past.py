"""The rehearsal's made-up past."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.demo.extras import add_extras, store_with_extras
from bot.cli.demo.fan_server import build_fan_server
from bot.cli.sample_label import sample_label
from bot.domain.digests.digest import Digest
from bot.domain.reply_time import FEW_REPLIES, Week
from bot.rehearsal.model.clock import WorldClock
from bot.reports.digest.load import load_digest

#: A Sunday in Seoul, 14:00.
SUNDAY = datetime(2026, 11, 22, 5, tzinfo=UTC)


async def digest(folder: Path, language: str, now: datetime = SUNDAY) -> Digest:
    label = sample_label(now, language)
    fan_server = build_fan_server(WorldClock(now), label, language)
    extras = add_extras(fan_server, label, language, sample=True)
    async with store_with_extras(folder / "past.db", label, extras) as store:
        week = Week.containing(now, label.timezone)
        assert await store.questions.waiting(fan_server.guild.id) == []
        return await load_digest(store, extras.server(label), label, week, now=now)


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_there_are_eight_weeks_in_which_fans_heard_back_sooner(tmp_path: Path, language: str) -> None:
    told = await digest(tmp_path, language)
    assert all(week.figures.replies >= FEW_REPLIES for week in told.weeks)
    medians = [week.figures.median or timedelta() for week in told.weeks]
    assert medians[0] > 5 * medians[-1]
    assert told.answered_by_bot > 0
    assert any(len(wish.questions) > 1 for wish in told.faq_wishes)


async def test_the_past_is_the_same_every_time_and_over_before_today(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first, again = await digest(tmp_path, "en"), await digest(tmp_path / "again", "en")
    assert [one.figures for one in first.weeks] == [one.figures for one in again.weeks]
    midnight = datetime(2026, 11, 21, 15, tzinfo=UTC)
    assert all(one.reply is None or one.reply.replied_at < midnight for one in first.asked)


async def test_on_a_monday_the_week_is_still_empty(tmp_path: Path) -> None:
    told = await digest(tmp_path, "en", SUNDAY + timedelta(days=1))
    assert told.weeks[-1].figures.questions == 0
    assert told.weeks[-2].figures.replies >= FEW_REPLIES


def test_the_korean_sample_has_the_same_shows_and_answers() -> None:
    english, korean = sample_label(SUNDAY), sample_label(SUNDAY, "ko")
    assert [one.id for one in korean.shows] == [one.id for one in english.shows]
    assert [(one.start, one.price, one.status) for one in korean.shows] == [
        (one.start, one.price, one.status) for one in english.shows
    ]
    assert [one.id for one in korean.faqs] == [one.id for one in english.faqs]
