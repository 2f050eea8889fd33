"""From what is kept to a week's digest: for the weekly post, the preview and the command line alike."""

import asyncio
from dataclasses import replace
from datetime import datetime

from bot.domain.digests.digest import WEEKS_SHOWN, Digest
from bot.domain.digests.make_digest import make_digest
from bot.domain.hours.server_hours import hours_in, target_of
from bot.domain.reply_time import Week
from bot.domain.server import Server
from bot.domain.shows.label import Label
from db.store import Store


async def load_digest(store: Store, server: Server, label: Label, week: Week, *, now: datetime) -> Digest:
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
        said=await store.label_messages.of_week(server.guild_id, week),
        show_titles={show.id: show.title for show in label.shows},
    )
    sessions = await store.session_figures.of_week(server.guild_id, week)
    works = await store.digests.works(server.guild_id, week)
    return replace(digest, sessions=tuple(sessions), works=works)
