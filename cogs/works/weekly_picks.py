"""What the team could show this week, suggested once a week."""

from datetime import datetime

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost, Priority
from bot.domain.works.picks import LATELY, LOOK_BACK, Pick, pick_due, picks
from bot.interface.components import persistent_view
from bot.team.opening_hours import zone_of
from cogs.works import view
from cogs.works.ask_maker_form import AskMakerButton
from db.outbox import Post


class WeeklyPicks:
    """Suggests works to the team once a week."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("work_pick", PostHandler(make=self.make_pick))
        bot.schedule.every(bot.tick, self.suggest, name="work picks")

    async def suggest(self) -> None:
        """Queue the weekly pick wherever it is due."""
        now = self.bot.clock()
        for settings in self.bot.store.work_settings.all():
            server = self.bot.store.servers.get(settings.guild_id)
            due = pick_due(settings, now=now, zone=zone_of(self.bot, server))
            if due is not None and server.staff_channel_id is not None:
                key = f"work_pick:{settings.guild_id}:{due[0].isoformat()}"
                await self.bot.store.outbox.add(
                    [_pick_post(key, settings.guild_id, server.staff_channel_id, now)]
                )
                self.bot.outbox.wake()

    async def make_pick(self, post: Post) -> OutgoingMessage | None:
        """Suggest works, each with its reasons; nothing where there are none."""
        found = await picks_now(self.bot, post.subject or 0)
        if not found:
            return None
        texts = self.bot.server_texts(post.subject or 0)
        return OutgoingMessage(embeds=[view.pick_embed(found, texts)], view=pick_buttons(found))


def _pick_post(key: str, guild_id: int, channel_id: int, now: datetime) -> NewPost:
    return NewPost(
        key=key, kind="work_pick", channel_id=channel_id, subject=guild_id, at=now, priority=Priority.DIGEST
    )


async def picks_now(bot: Stagedoor, guild_id: int) -> list[Pick]:
    """Choose what could be shown this week."""
    works, now = bot.store.works, bot.clock()
    return picks(
        await works.candidates(guild_id, since=now - LOOK_BACK),
        shown_makers=await works.ever_shown(guild_id),
        shown_lately=await works.shown(guild_id, since=now - LATELY),
    )


def pick_buttons(found: list[Pick]) -> discord.ui.View:
    """Return a button for each suggestion."""
    numbered = enumerate(found, start=1)
    return persistent_view(
        *(AskMakerButton(pick.work.id, str(number), detail=1) for number, pick in numbered)
    )
