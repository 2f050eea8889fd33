"""Discord's own scheduled event of a session, made and kept in step."""

import logging
from typing import TYPE_CHECKING

import discord

from bot.domain.sessions.session import Session, SessionState
from bot.interface.i18n import Texts, texts_for
from cogs.sessions.view import title_of

if TYPE_CHECKING:
    from bot.client import Stagedoor
    from cogs.sessions.threads import Threads

log = logging.getLogger(__name__)

MOST_NAME = 100


class Events:
    """Makes each event say what its session says; what was told last is kept, so a restart changes nothing."""

    def __init__(self, bot: "Stagedoor", threads: "Threads") -> None:
        self.bot = bot
        self.threads = threads

    async def follow(self, session: Session) -> None:
        """Bring the event up to date, if the session changed since it was told last."""
        wanted = f"{session.state} {session.starts_at.isoformat()} {session.ends_at.isoformat()} {session.channel_id}"
        guild = self.bot.get_guild(session.guild_id)
        if wanted == session.event_shown or guild is None:
            return
        try:
            event_id = await self._show(guild, session)
        except discord.Forbidden:
            await self.threads.tell_trouble(session, "event")
            event_id = None
        except discord.NotFound:  # somebody deleted it, and may have had a reason
            event_id = None
        await self.bot.store.sessions.note(session.id, event_id=event_id, event_shown=wanted)

    async def _show(self, guild: discord.Guild, session: Session) -> int | None:
        if session.event_id is not None:
            event = await guild.fetch_scheduled_event(session.event_id)
            await self._change(event, session)
            return session.event_id
        if (
            session.state is SessionState.PLANNED
            and not session.event_shown
            and session.starts_at > self.bot.clock()
        ):
            return (await self._made_before(guild, session) or await self._make(guild, session)).id
        return None

    async def _made_before(self, guild: discord.Guild, session: Session) -> discord.ScheduledEvent | None:
        """Return the event that an earlier try made, whose answer never came."""
        for event in await guild.fetch_scheduled_events():
            if event.creator_id == guild.me.id and (event.description or "").endswith(f"{session.marker}."):
                return event
        return None

    async def _make(self, guild: discord.Guild, session: Session) -> discord.ScheduledEvent:
        texts = texts_for(session.language)
        return await guild.create_scheduled_event(
            name=title_of(session, texts)[:MOST_NAME],
            description=_description(session, texts),
            start_time=session.starts_at,
            end_time=session.ends_at,
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location=self._place(guild, session),
        )

    async def _change(self, event: discord.ScheduledEvent, session: Session) -> None:
        match session.state:
            case SessionState.PLANNED:
                place = self._place(event.guild, session) if event.guild else session.marker
                await event.edit(start_time=session.starts_at, end_time=session.ends_at, location=place)
            case SessionState.LIVE if event.status is discord.EventStatus.scheduled:
                await event.start()
            case SessionState.LIVE:
                await event.edit(end_time=session.ends_at)
            case SessionState.ENDED if event.status is discord.EventStatus.active:
                await event.end()
            case _:
                await event.delete()

    def _place(self, guild: discord.Guild, session: Session) -> str:
        channel = guild.get_channel(session.channel_id)
        return f"#{channel.name}" if channel else session.marker


def _description(session: Session, texts: Texts) -> str:
    return texts.t("Ask your questions and vote: every one gets an outcome.") + f"\n{session.marker}."
