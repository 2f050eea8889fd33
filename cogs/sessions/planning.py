"""The team plans a session: what they type becomes a plan, or a sentence that says what was wrong."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord.utils import format_dt

from bot.client import Stagedoor
from bot.domain.languages.language import ENGLISH
from bot.domain.sentences import sentence
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.session import (
    Closing,
    Repeats,
    Session,
    SessionReminders,
    SessionState,
    instant_of,
    overlap,
)
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from bot.reports.show_texts import plain
from bot.team.opening_hours import zone_of
from bot.team.roles import require_staff
from cogs.sessions.actions import reschedule
from cogs.sessions.session_choice import require_here
from cogs.sessions.threads import missing_permissions

BEGAN_ALREADY = sentence("This session began already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What staff typed."""

    artist: str
    date: str
    time: str
    minutes: int
    repeats: str
    pace: int
    language: str | None
    reminders: str
    per_fan: int
    slow_mode: int
    closing: str
    channel_id: int
    host_id: int | None
    artist_id: int | None


def moment(bot: Stagedoor, day: str, at: str, zone: ZoneInfo) -> datetime:
    """Read a local date and time as they are typed.

    Raises:
        Refusal: they can't be read, or are past.
    """
    try:
        starts_at = instant_of(date.fromisoformat(day.strip()), time.fromisoformat(at.strip()), zone)
    except ValueError as error:
        raise Refusal(sentence("Please write the date like 2026-12-05 and the time like 19:00.")) from error
    if starts_at <= bot.clock():
        raise Refusal(sentence("That is past already."))
    return starts_at


async def schedule(bot: Stagedoor, interaction: discord.Interaction[Any], plan: Plan) -> None:
    """Keep a plan, and announce it."""
    require_staff(bot, interaction, interaction.guild_id or 0)
    session = session_of(bot, interaction.guild_id or 0, plan)
    missing = missing_permissions(bot, session)
    at_once = [one for one in await bot.store.sessions.open_in(session.guild_id) if overlap(one, session)]
    added = await bot.store.sessions.add(
        session, lambda kept: session_posts.announcements(kept, "scheduled", at=bot.clock())
    )
    bot.outbox.wake()
    await say_privately(interaction, planned_words(added, missing, at_once, texts_for(interaction.locale)))


def session_of(bot: Stagedoor, guild_id: int, plan: Plan) -> Session:
    """Make a session of what was typed."""
    server = bot.store.servers.get(guild_id)
    zone = zone_of(bot, server)
    starts_at = moment(bot, plan.date, plan.time, zone)
    languages = bot.label.languages
    return Session(
        guild_id=guild_id,
        channel_id=plan.channel_id,
        artist=_artist(bot, plan.artist),
        artist_id=plan.artist_id,
        host_id=plan.host_id,
        language=plan.language or (languages[0] if languages else ENGLISH),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=plan.minutes),
        minutes=plan.minutes,
        zone=zone.key,
        first_date=date.fromisoformat(plan.date.strip()).isoformat(),
        local_time=time.fromisoformat(plan.time.strip()).isoformat(),
        repeats=Repeats(plan.repeats),
        reminders=SessionReminders(plan.reminders),
        per_fan=plan.per_fan,
        pace=plan.pace,
        slow_mode=plan.slow_mode,
        closing=Closing(plan.closing),
    )


def _artist(bot: Stagedoor, typed: str) -> str:
    """Return the artist's own name for one of its aliases; others may answer, too."""
    wanted = typed.strip().casefold()
    for artist in bot.label.artists:
        if wanted in {name.casefold() for name in (artist.name, *artist.aliases)}:
            return artist.name
    return typed.strip()


def planned_words(session: Session, missing: list[str] | None, at_once: list[Session], texts: Texts) -> str:
    """Tell staff what was planned, and what may go wrong."""
    when = format_dt(session.starts_at, "F")
    lines = [
        texts.t(
            "Planned: Q&A #{id} with {artist}, {when}.",
            id=session.id,
            artist=plain(session.artist, 100),
            when=when,
        )
    ]
    if missing:
        names = ", ".join(name.replace("_", " ") for name in missing)
        lines.append(
            texts.t("• In <#{channel}> I lack: {permissions}", channel=session.channel_id, permissions=names)
        )
    lines += [
        texts.t("At the same time: Q&A #{id} with {artist}.", id=other.id, artist=plain(other.artist, 100))
        for other in at_once
    ]
    return "\n".join(lines)


async def require_planned(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int) -> Session:
    """Return a planned session of this server to the team.

    Raises:
        Refusal: there is none of that number, or it began.
    """
    require_staff(bot, interaction, interaction.guild_id or 0)
    session = await require_here(bot, interaction, session_id)
    if session.state is not SessionState.PLANNED:
        raise Refusal(BEGAN_ALREADY)
    return session


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """What staff typed to move a session; `onwards` moves those that follow, too."""

    date: str | None
    time: str | None
    minutes: int | None
    channel_id: int | None
    onwards: bool


async def change(
    bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int, wanted: PlanChange
) -> None:
    """Move a session in time or place, and tell so."""
    session = await require_planned(bot, interaction, session_id)
    zone = ZoneInfo(session.zone)
    local = session.starts_at.astimezone(zone)
    day, at = wanted.date or f"{local:%Y-%m-%d}", wanted.time or f"{local:%H:%M}"
    starts_at = moment(bot, day, at, zone)
    changes: dict[str, Any] = {"channel_id": wanted.channel_id} if wanted.channel_id else {}
    if wanted.onwards:
        changes |= {"first_date": day.strip(), "local_time": at.strip(), "number": 0}
    if not await reschedule(bot, session, starts_at, wanted.minutes or session.minutes, **changes):
        raise Refusal(BEGAN_ALREADY)
    bot.outbox.wake()
    words = texts_for(interaction.locale).t(
        "Changed: it starts {when}. Everybody is told.", when=format_dt(starts_at, "F")
    )
    await say_privately(interaction, words)
