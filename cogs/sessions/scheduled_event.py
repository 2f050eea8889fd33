"""Discord's own scheduled event of a session, made and kept in step."""

import discord

from bot.client import Stagedoor
from bot.domain.sessions.session import Session, SessionState
from bot.interface.i18n import Texts, texts_for
from cogs.sessions.actions import tell_trouble
from cogs.sessions.view import title_of

MOST_NAME = 100


async def update_event(bot: Stagedoor, session: Session) -> None:
    """Have the event say what its session says; what was told last is kept, so a restart changes nothing."""
    wanted = (
        f"{session.state} {session.starts_at.isoformat()} {session.ends_at.isoformat()} {session.channel_id}"
    )
    guild = bot.get_guild(session.guild_id)
    if wanted == session.event_shown or guild is None:
        return
    try:
        event_id = await _show(bot, guild, session)
    except discord.Forbidden:
        await tell_trouble(bot, session, "event")
        event_id = None
    except discord.NotFound:  # somebody deleted it, and may have had a reason
        event_id = None
    await bot.store.sessions.note(session.id, event_id=event_id, event_shown=wanted)


async def _show(bot: Stagedoor, guild: discord.Guild, session: Session) -> int | None:
    if session.event_id is not None:
        await _change(await guild.fetch_scheduled_event(session.event_id), guild, session)
        return session.event_id
    is_new = session.state is SessionState.PLANNED and not session.event_shown
    if is_new and session.starts_at > bot.clock():
        return (await _made_before(guild, session) or await _make(guild, session)).id
    return None


async def _made_before(guild: discord.Guild, session: Session) -> discord.ScheduledEvent | None:
    """Return the event that an earlier try made, whose answer never came."""
    for event in await guild.fetch_scheduled_events():
        if event.creator_id == guild.me.id and (event.description or "").endswith(f"{session.marker}."):
            return event
    return None


async def _make(guild: discord.Guild, session: Session) -> discord.ScheduledEvent:
    texts = texts_for(session.language)
    return await guild.create_scheduled_event(
        name=title_of(session, texts)[:MOST_NAME],
        description=_description(session, texts),
        start_time=session.starts_at,
        end_time=session.ends_at,
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        location=_place(guild, session),
    )


async def _change(event: discord.ScheduledEvent, guild: discord.Guild, session: Session) -> None:
    match session.state:
        case SessionState.PLANNED:
            place = _place(guild, session)
            await event.edit(start_time=session.starts_at, end_time=session.ends_at, location=place)
        case SessionState.LIVE if event.status is discord.EventStatus.scheduled:
            await event.start()
        case SessionState.LIVE:
            await event.edit(end_time=session.ends_at)
        case SessionState.ENDED if event.status is discord.EventStatus.active:
            await event.end()
        case _:
            await event.delete()


def _place(guild: discord.Guild, session: Session) -> str:
    channel = guild.get_channel(session.channel_id)
    return f"#{channel.name}" if channel else session.marker


def _description(session: Session, texts: Texts) -> str:
    return texts.t("Ask your questions and vote: every one gets an outcome.") + f"\n{session.marker}."
