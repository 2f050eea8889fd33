"""Moves time from one moment at which something may be due to the next, so that all happens when it should."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

from bot.cli.demo.fan_server import FanServer
from bot.client import Stagedoor
from bot.domain.digests.times import posting_moment
from bot.domain.hours.server_hours import target_of
from bot.domain.questions.question import CHOICE_PATIENCE
from bot.domain.reply_time import Week
from bot.domain.sessions.session import HOUR, Session, SessionState
from bot.rehearsal.server import Rehearsal
from bot.team.opening_hours import hours_of, zone_of

MINUTES, AN_HOUR, SESSION, DIGEST, WEEK = "minutes", "hour", "session", "digest", "week"
_BY = {MINUTES: timedelta(minutes=10), AN_HOUR: timedelta(hours=1), WEEK: timedelta(weeks=1)}
#: While a session runs, its next question may come so often.
SESSION_STEP = timedelta(minutes=10)
#: A moment at which things take longer than this (real seconds) to become quiet is left all the same.
PATIENCE = 10.0


class TimeTravel:
    """Knows what can be moved to, and goes there."""

    def __init__(self, bot: Stagedoor, fan_server: FanServer, discord: Rehearsal) -> None:
        self._bot, self._store = bot, bot.store
        self._guild_id = fan_server.guild.id
        self._world, self._clock = fan_server.world, fan_server.world.clock
        self._discord = discord

    async def offered(self) -> list[str]:
        """Return what can be moved to now."""
        session, digest = await self._next_session(), self._next_digest()
        lacking = {SESSION} if session is None else set()
        lacking |= {DIGEST} if digest is None else set()
        return [to for to in (MINUTES, AN_HOUR, SESSION, DIGEST, WEEK) if to not in lacking]

    async def moment(self, to: str) -> datetime | None:
        """Return the moment of a move; None if it isn't offered."""
        if to == SESSION:
            session = await self._next_session()
            if session is None:
                return None
            return session.ends_at if session.state is SessionState.LIVE else session.starts_at
        if to == DIGEST:
            return self._next_digest()
        return self._clock() + _BY[to] if to in _BY else None

    async def go(self, until: datetime) -> None:
        """Go there, by way of every moment at which something may be due."""
        await self._quiet()
        while (now := self._clock()) < until:
            stops = [moment async for moment in self._moments(now) if now < moment < until]
            self._clock.set(min(stops, default=until))
            self._world.notify()
            await self._quiet()

    async def _next_session(self) -> Session | None:
        sessions = await self._store.sessions.open_in(self._guild_id)
        return next((one for one in sessions if one.ends_at > self._clock()), None)

    def _next_digest(self) -> datetime | None:
        server = self._store.servers.get(self._guild_id)
        if server.digest_channel_id is None:
            return None
        zone, now = zone_of(self._bot, server), self._clock()
        this = Week.containing(now, zone)
        moments = (
            posting_moment(week, weekday=server.digest_weekday, hour=server.digest_hour, zone=zone)
            for week in (this.previous(1, zone), this)
        )
        return next(moment for moment in moments if moment > now)

    # --- on the way -------------------------------------------------------------------------------

    async def _moments(self, now: datetime) -> AsyncIterator[datetime]:
        server = self._store.servers.get(self._guild_id)
        hours, target = hours_of(self._bot, server), target_of(server)
        works = self._store.work_settings.get(self._guild_id)
        for day in (now.astimezone(hours.zone).date() + timedelta(days=days) for days in range(2)):
            for hour in (server.digest_hour, works.hour):
                yield datetime.combine(day, time(hour), hours.zone).astimezone(UTC)
        for session in await self._store.sessions.unfinished():
            for moment in (session.starts_at - HOUR, session.starts_at, session.ends_at):
                yield moment
            if session.state is SessionState.LIVE:
                yield now + SESSION_STEP
        for question in await self._store.questions.waiting(self._guild_id):
            yield question.asked_at + CHOICE_PATIENCE
            for wait in (target / 2, target):
                yield hours.after(question.asked_at, wait) or now
        yield hours.next_opening(now) or now
        yield await self._store.outbox.next_due(after=now) or now

    async def _quiet(self) -> None:
        """Let the bot look at what is due, and wait until all that follows from it is done."""
        seen = -1
        try:
            async with asyncio.timeout(PATIENCE):
                while seen != self._discord.traffic or await self._is_busy():
                    seen = self._discord.traffic
                    await self._bot.schedule.run_all()
                    await self._discord.idle()
        except TimeoutError:
            return

    async def _is_busy(self) -> bool:
        due = await self._store.outbox.waiting(now=self._clock(), limit=1)
        return bool(due) or not self._bot.inbox.is_idle()
