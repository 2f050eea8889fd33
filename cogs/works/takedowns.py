"""Taking works down: every copy, at once, also copies of weeks ago; tried again until it is done."""

import asyncio
import logging
from datetime import timedelta

import aiohttp
import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost, Priority
from bot.domain.works.work import WithdrawnFor, Work, WorkCopy
from cogs.works.posts import update_posts
from cogs.works.rendering import showcase_outgoing
from db.outbox import Post

log = logging.getLogger(__name__)

JOB = "work takedowns"
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=10)
TRY_FOR = 15.0
UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError, TypeError)


async def withdraw(bot: Stagedoor, work: Work, why: WithdrawnFor) -> None:
    """Have a work be shown no more, and take every copy down now."""
    consent = await bot.store.work_consents.of_work(work.id)
    await bot.store.works.withdraw(work.id, why, at=bot.clock(), posts=update_posts(bot, work, consent))
    bot.outbox.wake()
    await take_down_now(bot)


async def take_down_now(bot: Stagedoor) -> None:
    """Take down all that is due, without waiting for the job's time."""
    await bot.schedule.run(JOB)


class Takedowns:
    """Works off the copies that must go."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("work_trouble", PostHandler(make=self.make_trouble, insists=True))
        bot.schedule.every(bot.tick, self.run, name=JOB)

    async def run(self) -> None:
        """Take down all that is due; what fails is due again later."""
        for copy in await self.bot.store.work_copies.unwanted(now=self.bot.clock()):
            await self._try(copy)

    async def _try(self, copy: WorkCopy) -> None:
        try:
            async with asyncio.timeout(TRY_FOR):
                await self._remove(copy)
        except discord.NotFound:
            await self._gone(copy)
        except UNREACHABLE as error:
            log.warning("Could not take down copy %s of work %s (%r)", copy.id, copy.work_id, error)
            pause = min(FIRST_PAUSE * 2 ** min(copy.tries, 10), LONGEST_PAUSE)
            posts = await self._trouble(copy, "stays") if copy.tries == 0 else []
            await self.bot.store.work_copies.stays(copy.id, until=self.bot.clock() + pause, posts=posts)
            self.bot.outbox.wake()
        else:
            await self._gone(copy)

    async def _gone(self, copy: WorkCopy) -> None:
        posts = await self._trouble(copy, "gone") if copy.tries else []
        await self.bot.store.work_copies.gone(copy.id, at=self.bot.clock(), posts=posts)
        self.bot.outbox.wake()

    async def _remove(self, copy: WorkCopy) -> None:
        message = self.bot.get_partial_messageable(copy.channel_id).get_partial_message(copy.message_id)
        outgoing = None
        if copy.showcase_id is not None:
            outgoing = await showcase_outgoing(self.bot, copy.showcase_id)
        if outgoing is None:
            await message.delete()
        else:
            await message.edit(embeds=outgoing.embeds, attachments=[one.file() for one in outgoing.files])

    async def _trouble(self, copy: WorkCopy, what: str) -> list[NewPost]:
        work = await self.bot.store.works.get(copy.work_id)
        desk = self.bot.store.servers.get(work.guild_id).staff_channel_id if work is not None else None
        if desk is None:
            return []
        key = f"work_trouble:{copy.id}:{what}"
        return [
            NewPost(
                key=key,
                kind="work_trouble",
                channel_id=desk,
                subject=copy.id,
                at=self.bot.clock(),
                body={"what": what},
                priority=Priority.CARD,
            )
        ]

    async def make_trouble(self, post: Post) -> OutgoingMessage | None:
        """Tell the team of a copy that could not be deleted, and later that it is gone."""
        found = await self.bot.store.work_copies.get(post.subject or 0)
        if found is None:
            return None
        copy, work, gone = found
        texts = self.bot.server_texts(work.guild_id)
        link = f"https://discord.com/channels/{work.guild_id}/{copy.channel_id}/{copy.message_id}"
        if post.body["what"] == "gone":
            return OutgoingMessage(
                content=texts.t("Work #{number} is gone from {link} now.", number=work.id, link=link)
            )
        if gone:
            return None
        return OutgoingMessage(
            content=texts.t(
                "Work #{number} must not be shown any more, but I can’t take it down: {link}. "
                "I keep trying; please delete it by hand if you can.",
                number=work.id,
                link=link,
            )
        )
