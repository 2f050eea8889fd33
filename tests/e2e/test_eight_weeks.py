"""Eight weeks with thousands of messages: every digest once, every figure as counted by hand."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.demo.fan_server import build_fan_server
from bot.cli.sample_label import sample_label
from bot.domain.digests.digest import Digest
from bot.domain.reply_time import Figures, Week
from bot.interface.i18n import texts_for
from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.model.clock import WorldClock
from bot.reports.digest.load import load_digest
from cogs.digests.view import digest_embed
from tests.e2e.eight_weeks import (
    HOLIDAYS,
    HOURS,
    MONDAY,
    POSTED_AT,
    TARGET,
    UNKNOWN,
    WEEKS,
    ZONE,
    EightWeeks,
    Line,
    hours_of_week,
    local,
    open_minutes,
)
from tests.e2e.harness import Harness, rehearsal_for, words

FIRST = local(MONDAY, 0, 1)
LONG = timedelta(weeks=20)


@pytest.fixture
async def harness(tmp_path: Path) -> AsyncIterator[Harness]:
    label = sample_label(FIRST)
    shows = tuple(replace(s, start=s.start + LONG, doors=s.doors and s.doors + LONG) for s in label.shows)
    label = replace(label, shows=shows)
    fan_server = build_fan_server(WorldClock(FIRST, ticking=False), label)
    async with rehearsal_for(fan_server.world) as discord:
        harness = Harness(
            fan_server=fan_server, discord=discord, label=label, database=tmp_path / "stagedoor.db"
        )
        try:
            yield harness
        finally:
            await harness.close()


@pytest.fixture
async def news(harness: Harness) -> Channel:
    """A channel for announcements in a server with opening hours, holidays and a zone of its own."""
    channel = harness.fan_server.guild.text_channel("news")
    await harness.open_store()
    server = replace(
        harness.fan_server.server(),
        announced=frozenset({channel.id}),
        timezone=ZONE.key,
        opening_hours=HOURS,
        holidays=HOLIDAYS,
        target_minutes=int(TARGET / timedelta(minutes=1)),
        digest_channel_id=harness.fan_server.team_desk.id,
        digest_hour=POSTED_AT.hour,
        reminds=False,
    )
    await harness.store.servers.save(server)
    await harness.start_bot()
    harness.bot.inbox.advance(channel.id, server.guild_id, channel.id)
    await harness.eventually(lambda: harness.count("SELECT count(*) FROM digest_starts"))
    return channel


def digests(harness: Harness) -> dict[str, list[Message]]:
    """Return the digests that were posted, by the name of their week."""
    found: dict[str, list[Message]] = {}
    for said in harness.fan_server.team_desk.messages:
        footer = (said.embeds[0].get("footer") or {}).get("text", "") if said.embeds else ""
        if footer.startswith("Stagedoor · "):
            found.setdefault(footer.removeprefix("Stagedoor · "), []).append(said)
    return found


async def kill(harness: Harness) -> None:
    """End the bot as a power cut would: what is under way is neither finished nor noted."""
    for task in list(harness.bot.outbox._tasks):
        task.cancel()
    await harness.stop_bot()


async def killed_while_sending(harness: Harness, name: str, moment: datetime, *, carried_out: bool) -> None:
    """Reach the digest's moment, and lose the bot while Discord has its post, or has it not quite yet."""
    path = f"/channels/{harness.fan_server.team_desk.id}/messages"
    harness.discord.faults.hang("POST", path, 3, after=carried_out)
    harness.fan_server.world.clock.set(moment)
    state = "SELECT count(*) FROM outbox WHERE kind = 'digest' AND state = 'sending'"
    await harness.eventually(lambda: harness.count(state))
    if carried_out:
        await harness.until(lambda: name in digests(harness))
    await kill(harness)
    assert (name in digests(harness)) is carried_out
    assert await harness.count(state) == 1
    await harness.start_bot()


@pytest.mark.slow
async def test_eight_weeks_end_with_each_digest_posted_once_and_every_figure_as_counted_by_hand(
    harness: Harness, news: Channel
) -> None:
    life = EightWeeks(harness, news, seed=20261122)
    life.plan(questions=30, chatter=230, news=3)
    zone = ZONE
    for number in range(WEEKS):
        week = Week.containing(local(MONDAY + timedelta(weeks=number), 12), zone)
        moment = local(MONDAY + timedelta(weeks=number + 1), POSTED_AT.hour)
        if number == 4:  # the week in which clocks go back: nobody is there from Sunday evening on
            await life.until(week.end - timedelta(hours=4))
            await harness.stop_bot()
            life.running = False
            moment += timedelta(hours=6)
            await life.until(moment)
            assert week.name not in digests(harness)
            await harness.start_bot()
            life.running = True
        else:
            await life.until(moment - timedelta(minutes=1))
            assert week.name not in digests(harness)
            if number in {1, 2}:
                await killed_while_sending(harness, week.name, moment, carried_out=number == 1)
        harness.fan_server.world.clock.set(moment)
        await is_posted(harness, week.name)
        await harness.settled()
        await as_counted(harness, life, week, digests(harness)[week.name][0], now=moment)
    assert {name: len(posts) for name, posts in digests(harness).items()} == {
        f"2026-W{40 + number}": 1 for number in range(WEEKS)
    }
    assert len(harness.fan_server.questions.messages) + len(news.messages) > 2_000
    assert await harness.count("SELECT count(*) FROM questions") == len(life.ledger)


async def is_posted(harness: Harness, week: str) -> None:
    await harness.until(lambda: week in digests(harness))


async def as_counted(harness: Harness, life: EightWeeks, week: Week, post: Message, *, now: datetime) -> None:
    """Hold a posted digest against the ledger."""
    guild_id = harness.fan_server.guild.id
    server = harness.store.servers.get(guild_id)
    digest = await load_digest(harness.store, server, harness.label, week, now=now)
    assert_figures(digest, life, now)
    assert_lists(digest, life, now)
    shown = digest_embed(digest, texts_for("en")).to_dict()
    assert {key: post.embeds[0][key] for key in ("title", "description", "footer")} == {
        key: shown[key] for key in ("title", "description", "footer")
    }
    assert [(f["name"], f["value"]) for f in post.embeds[0]["fields"]] == [
        (f["name"], f["value"]) for f in shown["fields"]
    ]
    own = life.asked_in(week.start, week.end)
    assert f"{len(own)} questions" in words(post)
    _, table = post.attachments
    assert table.content.decode("utf-8-sig").count("https://discord.com/channels/") == len(own)


def counted(figures: Figures, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in names}


def assert_figures(digest: Digest, life: EightWeeks, now: datetime) -> None:
    """The figures of each of the eight weeks, and the median of all."""
    everything: list[Line] = []
    for shown in digest.weeks:
        lines = life.asked_in(shown.week.start, shown.week.end)
        expected = life.figures(lines, now)
        found = counted(shown.figures, expected)
        assert {k: v for k, v in found.items() if k != "outcomes"} == {
            k: v for k, v in expected.items() if k != "outcomes"
        }
        assert {k.value: v for k, v in found["outcomes"].items()} == expected["outcomes"]
        everything += lines
    assert digest.median_of_weeks == life.figures(everything, now)["median"]
    assert digest.open_median_of_weeks == life.figures(everything, now)["open_median"]


def assert_lists(digest: Digest, life: EightWeeks, now: datetime) -> None:
    """All else that a digest says."""
    start, end = digest.week.start, digest.week.end
    own = life.asked_in(start, end)
    late = [
        line for line in life.ledger if line.replied_at and line.at < start and start <= line.replied_at < end
    ]
    assert [(reply.asked_at, reply.replied_at) for reply in digest.late] == [
        (line.at, line.replied_at) for line in late
    ]
    assert [reply.open_wait for reply in digest.late] == [
        open_minutes(line.at, line.replied_at) for line in late
    ]
    waiting = [line for line in life.ledger if line.outcome == "open"]
    assert [(one.question.message_id, one.wait, one.open_wait) for one in digest.waiting] == [
        (line.message.id, now - line.at, open_minutes(line.at, now)) for line in waiting
    ]
    really = [line for line in own if line.outcome not in {"dismissed", "withdrawn"}]
    assert {kind.value: n for kind, n in digest.kinds} == Counter(k for o in really for k in o.reading[0])
    assert {show.show_id: show.questions for show in digest.shows} == Counter(
        show for line in really for show in line.reading[1]
    )
    assert {helper.user_id: helper.answers for helper in digest.helpers} == Counter(
        line.helper.id for line in own if line.helper
    )
    assert digest.answered_by_bot == sum(line.outcome == "answered_by_bot" for line in own)
    assert digest.corrected == sum(line.taken_back for line in own)
    replied = [line.replied_at for line in own + late if line.replied_at and line.replied_at < end]
    asked = [line.at for line in own]
    for grid, moments in ((digest.asked_by_hour, asked), (digest.replied_by_hour, replied)):
        found = {(day, hour): n for day, row in enumerate(grid) for hour, n in enumerate(row) if n}
        assert found == hours_of_week(moments)
    wished = [question.message_id for wish in digest.faq_wishes for question in wish.questions]
    assert sorted(wished) == [line.message.id for line in really if line.text in UNKNOWN]
    said = [one for one in life.said if start <= one.at < end]
    assert digest.dialogue.replies == sum(one.reply for one in said)
    assert {one.message_id: one.fans for one in digest.dialogue.announcements} == {
        one.message.id: len(one.fans) for one in said if not one.reply
    }
