"""A made-up past: weeks in which fans heard back sooner and sooner, so that a digest has something to show."""

import asyncio
import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from bot.cli.demo.fan_server import FanServer
from bot.cli.sample_label import sample_text
from bot.domain.questions.question import MatchedBy, Question, Reply, Source
from bot.domain.shows.label import Label
from bot.domain.understanding.reading import Kind
from bot.rehearsal.model.snowflakes import first_of
from db.store import Store

#: A digest looks back on eight weeks: seven whole ones, and what has passed of this one.
WEEKS = 7
#: How long fans waited for the team lately, one question after the other; in the weeks before, so many times as long.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (14, 31, 9, 52, 21, 74, 17))
TIMES_AS_LONG = (9.0, 7.0, 7.5, 5.0, 3.5, 3.0, 1.8, 1.0)
#: So many fans ask on each day from Monday on, at these local times.
A_DAY = (2, 2, 1, 2, 3, 3, 2)
TIMES = (time(12, 20), time(16, 5), time(19, 40))
BOT_TAKES = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the sample's past, and who answered it."""

    by_team: bool
    kinds: tuple[Kind, ...]
    show: str
    text: str


async def write_past(store: Store, fan_server: FanServer, label: Label, language: str) -> None:
    """Write what fans asked before today, and how it was answered."""
    today = fan_server.world.clock().astimezone(label.timezone).date()
    first = today - timedelta(days=today.weekday(), weeks=WEEKS)
    waits, known, writing = cycle(WAITS), {show.id for show in label.shows}, []
    for at, asked in zip(_moments(first, today, label.timezone), cycle(_sample(language)), strict=False):
        question = _question(fan_server, asked, at, language)
        if asked.show not in known:
            question = replace(question, shows=())
        week = (at.astimezone(label.timezone).date() - first).days // 7
        wait = next(waits) * TIMES_AS_LONG[week] if asked.by_team else None
        writing.append(_write(store, fan_server, question, wait))
    await asyncio.gather(*writing)


def _moments(first: date, until: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield when somebody asked, from one day up to another."""
    for day in (first + timedelta(days=days) for days in range((until - first).days)):
        for at in TIMES[: A_DAY[day.weekday()]]:
            yield datetime.combine(day, at, zone)


def _sample(language: str) -> list[Asked]:
    return [
        Asked(
            by_team=row["answered_by"] == "team",
            kinds=tuple(map(Kind, row["kinds"].split())),
            show=row["show"],
            text=row["text"],
        )
        for row in csv.DictReader(sample_text("past.csv", language).splitlines())
    ]


def _question(fan_server: FanServer, asked: Asked, at: datetime, language: str) -> Question:
    number = first_of(at)
    fans = (fan_server.minji, fan_server.leo, fan_server.dohyun)
    fan = fans[at.toordinal() % len(fans)]
    return Question(
        id=0,
        guild_id=fan_server.guild.id,
        channel_id=fan_server.questions.id,
        message_id=number,
        last_message_id=number,
        asker_id=fan.id,
        asker_name=fan.shown_name,
        asked_at=at,
        text=asked.text,
        language=language,
        source=Source.CHANNEL,
        kinds=asked.kinds,
        shows=(asked.show,),
        handed_off_at=at + BOT_TAKES if asked.by_team else None,
    )


async def _write(store: Store, fan_server: FanServer, question: Question, wait: timedelta | None) -> None:
    """Keep a question and its end: the team's reply after a wait, or the bot's answer at once."""
    kept = await store.questions.ask(question)
    if wait is None:
        await store.outcomes.bot_answered(kept.id, at=question.asked_at + BOT_TAKES)
        return
    replied_at = question.asked_at + wait
    staff = (fan_server.sera, fan_server.jun)[kept.id % 2]
    await store.replies.record(
        Reply(
            message_id=first_of(replied_at) + 1,
            question_id=kept.id,
            staff_id=staff.id,
            staff_name=staff.shown_name,
            role_id=fan_server.team.id,
            replied_at=replied_at,
            way=MatchedBy.REPLY,
        )
    )
