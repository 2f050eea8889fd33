"""The weekly showcase: what was shown in a week, gathered in one post."""

from datetime import datetime

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost, Priority
from bot.domain.works.picks import SHOWCASE_BACK, showcase_due
from bot.team.opening_hours import zone_of
from cogs.works.rendering import showcase_outgoing
from cogs.works.takedowns import take_down_now
from db.outbox import Post


class Showcases:
    """Posts the week's works together, once a week."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        on = bot.outbox.on
        showcase = PostHandler(make=self.make_showcase, sent=self.showcase_sent, insists=True, withdraws=True)
        on("showcase", showcase)
        bot.schedule.every(bot.tick, self.open_due, name="work showcases")

    async def open_due(self) -> None:
        """Gather the week's highlights wherever a showcase is due."""
        now = self.bot.clock()
        for settings in self.bot.store.work_settings.all():
            server = self.bot.store.servers.get(settings.guild_id)
            due = showcase_due(settings, now=now, zone=zone_of(self.bot, server))
            if due is not None and settings.highlights_channel_id is not None:
                week, at = due
                await self._open(settings.guild_id, week.isoformat(), at, settings.highlights_channel_id)

    async def _open(self, guild_id: int, week: str, at: datetime, channel_id: int) -> None:
        post = NewPost(
            key=f"showcase:{guild_id}:{week}",
            kind="showcase",
            channel_id=channel_id,
            at=self.bot.clock(),
            priority=Priority.DIGEST,
        )
        since = at - SHOWCASE_BACK
        if await self.bot.store.work_showcases.open(
            guild_id, week, since=since, at=self.bot.clock(), posts=[post]
        ):
            self.bot.outbox.wake()

    async def make_showcase(self, post: Post) -> OutgoingMessage | None:
        """Show the week's works."""
        return await showcase_outgoing(self.bot, post.subject or 0)

    async def showcase_sent(self, post: Post, message_id: int) -> None:
        """Keep which works the post shows; those taken back meanwhile are taken out of it."""
        showcase_id = post.subject or 0
        works = await self.bot.store.work_showcases.works_of(showcase_id)
        await self.bot.store.work_copies.posted(
            works,
            channel_id=post.channel_id,
            message_id=message_id,
            showcase_id=showcase_id,
            at=self.bot.clock(),
        )
        await take_down_now(self.bot)
