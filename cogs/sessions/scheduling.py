"""Planning a session: what staff type becomes a plan, or a sentence that says what was wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
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
from bot.interface.command_names import language_choices
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from bot.interface.responses import say_privately
from bot.reports.show_texts import plain
from bot.team.opening_hours import zone_of
from bot.team.roles import rank_of

if TYPE_CHECKING:
    from cogs.sessions.planning import Planning

Command = TypeVar("Command", bound=Callable[..., Any])

_DESCRIBE = app_commands.describe(
    artist=locale_str("Who answers"),
    date=locale_str("Local date, like 2026-12-05"),
    time=locale_str("Local time, like 19:00"),
    channel=locale_str("Where it takes place; here, if you say nothing"),
    minutes=locale_str("How long it lasts"),
    repeats=locale_str("How often it takes place"),
    host=locale_str("Who hosts; everybody on the team may"),
    artist_account=locale_str("The artist’s account; without it the team passes on the answers"),
    pace=locale_str("Without a host: minutes from an answer to the next question"),
    language=locale_str("The language of its posts"),
    reminders=locale_str("When to remind"),
    per_fan=locale_str("How many questions a fan may ask"),
    slow_mode=locale_str("Seconds between a fan’s messages in the thread"),
    closing=locale_str("What becomes of the thread"),
)
_RENAME = app_commands.rename(
    artist=locale_str("artist"),
    date=locale_str("date"),
    time=locale_str("time"),
    channel=locale_str("channel"),
    minutes=locale_str("minutes"),
    repeats=locale_str("repeats"),
    host=locale_str("host"),
    artist_account=locale_str("artist_account"),
    pace=locale_str("pace"),
    language=locale_str("language"),
    reminders=locale_str("reminders"),
    per_fan=locale_str("per_fan"),
    slow_mode=locale_str("slow_mode"),
    closing=locale_str("closing"),
)
_CHOICES = app_commands.choices(
    repeats=[
        Choice(name=locale_str("Once"), value="once"),
        Choice(name=locale_str("Every week"), value="weekly"),
        Choice(name=locale_str("Every month"), value="monthly"),
    ],
    language=language_choices(),
    reminders=[
        Choice(name=locale_str("A day and an hour before"), value="both"),
        Choice(name=locale_str("A day before"), value="day"),
        Choice(name=locale_str("An hour before"), value="hour"),
        Choice(name=locale_str("Not at all"), value="none"),
    ],
    closing=[
        Choice(name=locale_str("Lock and archive it"), value="lock_and_archive"),
        Choice(name=locale_str("Archive it"), value="archive"),
        Choice(name=locale_str("Leave it open"), value="open"),
    ],
)


def describe_plan(command: Command) -> Command:
    """Describe the options with which a session is planned."""
    return _DESCRIBE(_RENAME(_CHOICES(command)))


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


def require_staff(bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
    """Refuse anybody who is not on the team.

    Raises:
        Refusal: telling so.
    """
    staff, _ = rank_of(interaction, bot.store.servers.get(interaction.guild_id or 0))
    if not staff:
        raise Refusal(sentence("Only the team can do this."))


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


async def schedule(cog: "Planning", interaction: discord.Interaction[Any], plan: Plan) -> None:
    """Keep a plan, and announce it."""
    bot = cog.bot
    require_staff(bot, interaction)
    session = session_of(bot, interaction.guild_id or 0, plan)
    lacking = cog.threads.lacking(session)
    at_once = [one for one in await bot.store.sessions.open_in(session.guild_id) if overlap(one, session)]
    added = await bot.store.sessions.add(
        session, lambda kept: session_posts.announced(kept, "scheduled", at=bot.clock())
    )
    bot.outbox.wake()
    texts = texts_for(interaction.locale)
    await say_privately(interaction, planned_words(added, lacking, at_once, texts))


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


def planned_words(session: Session, lacking: list[str] | None, at_once: list[Session], texts: Texts) -> str:
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
    if lacking:
        names = ", ".join(name.replace("_", " ") for name in lacking)
        lines.append(
            texts.t("• In <#{channel}> I lack: {permissions}", channel=session.channel_id, permissions=names)
        )
    lines += [
        texts.t("At the same time: Q&A #{id} with {artist}.", id=other.id, artist=plain(other.artist, 100))
        for other in at_once
    ]
    return "\n".join(lines)


async def planned(bot: Stagedoor, interaction: discord.Interaction[Any], session_id: int) -> Session:
    """Return a planned session of this server to the team.

    Raises:
        Refusal: there is none of that number, or it began.
    """
    require_staff(bot, interaction)
    session = await bot.store.sessions.get(session_id)
    if session is None or session.guild_id != interaction.guild_id:
        raise Refusal(sentence("There is no such session. Pick one from the list."))
    if session.state is not SessionState.PLANNED:
        raise Refusal(sentence("This session began already."))
    return session


async def change(
    cog: "Planning",
    interaction: discord.Interaction[Any],
    session: Session,
    *,
    date: str | None,
    time: str | None,
    minutes: int | None,
    channel: discord.TextChannel | None,
    onwards: bool,
) -> None:
    """Move a session in time or place; `onwards` moves those that follow, too."""
    local = session.starts_at.astimezone(ZoneInfo(session.zone))
    day, at = date or f"{local:%Y-%m-%d}", time or f"{local:%H:%M}"
    starts_at = moment(cog.bot, day, at, ZoneInfo(session.zone))
    changes: dict[str, Any] = {"channel_id": channel.id} if channel else {}
    if onwards:
        changes |= {"first_date": day.strip(), "local_time": at.strip(), "number": 0}
    if not await cog.move(session, starts_at, minutes or session.minutes, **changes):
        raise Refusal(sentence("This session began already."))
    texts = texts_for(interaction.locale)
    words = texts.t("Changed: it starts {when}. Everybody is told.", when=format_dt(starts_at, "F"))
    await say_privately(interaction, words)
