"""From what is kept to a week's digest: for the weekly post, the preview and the command line alike."""

import asyncio
from dataclasses import replace
from datetime import datetime

from bot.domain.digests.digest import WEEKS_SHOWN, Digest, make_digest
from bot.domain.hours.server_hours import hours_in, target_of
from bot.domain.reply_time import Week
from bot.domain.server import Server
from bot.domain.shows.label import Label
from bot.interface.i18n import Texts
from db.store import Store


async def digest_of(store: Store, server: Server, label: Label, week: Week, *, now: datetime) -> Digest:
    """Look back on a server's week, as of `now`; the counting is done in a thread, as busy weeks take a while."""
    hours = hours_in(server, label.timezone)
    first = week.previous(WEEKS_SHOWN - 1, hours.zone)
    digest = await asyncio.to_thread(
        make_digest,
        guild_id=server.guild_id,
        week=week,
        now=now,
        hours=hours,
        target=target_of(server),
        waited=await store.digests.waited(server.guild_id, first, week),
        asked=await store.digests.asked(server.guild_id, week),
        late=await store.digests.late(server.guild_id, week),
        waiting=await store.questions.waiting(server.guild_id),
        said=await store.announcements.of_week(server.guild_id, week),
        show_titles={show.id: show.title for show in label.shows},
    )
    held = await store.sessions.sessions_held(server.guild_id, week)
    works = await store.digests.works(server.guild_id, week)
    return replace(digest, sessions=tuple(held), works=works)


async def picture_of(digest: Digest, texts: Texts) -> bytes:
    """Draw a digest's picture, in a thread, as that takes a while."""
    return await asyncio.to_thread(_draw, digest, texts)


def _draw(digest: Digest, texts: Texts) -> bytes:
    from bot.reports.charts import digest_picture  # noqa: PLC0415  # matplotlib is slow to load and seldom needed

    return digest_picture(digest, texts)
