"""The highlight of a work: posted once its maker allowed it, with thanks and a role for them."""

import logging
from functools import partial

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost, Priority
from bot.domain.works.consent import Consent
from bot.domain.works.work import WithdrawnFor, Work
from cogs.works.files import FetchedFiles, OriginalGone, fetch
from cogs.works.posts import maker_texts, update_posts
from cogs.works.rendering import highlight_outgoing
from cogs.works.sharing import ShareButton
from cogs.works.takedowns import take_down_now, withdraw
from db.connection import Change
from db.outbox import Post, queue

log = logging.getLogger(__name__)


class Highlights:
    """Posts what makers allowed, exactly once, and makes sure of it at the last moment."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        on = bot.outbox.on
        highlight = PostHandler(
            make=self.make_highlight, sent=self.highlight_sent, insists=True, withdraws=True
        )
        on("highlight", highlight)
        on("highlight_update", PostHandler(make=self.make_update))
        on("work_thanks", PostHandler(make=self.make_thanks, refused=self.thanks_refused))

    async def make_highlight(self, post: Post) -> OutgoingMessage | None:
        """Show a work, if it may be."""
        return await self._highlight(post.subject or 0)

    async def make_update(self, post: Post) -> OutgoingMessage | None:
        """Have a highlight follow its work's edits; nothing where it does not stand."""
        copy = await self.bot.store.work_copies.highlight_of(post.subject or 0)
        if copy is None or copy.channel_id != post.channel_id:
            return None
        return await self._highlight(post.subject or 0, edits=copy.message_id)

    async def _highlight(self, work_id: int, *, edits: int | None = None) -> OutgoingMessage | None:
        ready = await self._ready(work_id)
        if ready is None:
            return None
        work, consent, found = ready
        share = ShareButton(work.id, self.bot.server_texts(work.guild_id).t("Share"))
        return highlight_outgoing(self.bot, work, consent, found, share=share, edits=edits)

    async def _ready(self, work_id: int) -> tuple[Work, Consent, FetchedFiles] | None:
        """Return all that is needed to show a work, fetched afresh; None if it may not be shown."""
        works = self.bot.store.works
        work = await works.get(work_id)
        if work is None or not await works.may_show(work_id):
            return None
        if await self.bot.reader.roles_of(work.guild_id, work.maker_id) is None:
            await withdraw(self.bot, work, WithdrawnFor.LEFT)
            return None
        try:
            found = await fetch(self.bot, work)
        except OriginalGone:
            await withdraw(self.bot, work, WithdrawnFor.DELETED)
            return None
        if not found.shows(work):
            await withdraw(self.bot, work, WithdrawnFor.DELETED)
            return None
        # Fetching takes a while: the last word counts.
        consent = await self.bot.store.work_consents.of_work(work_id)
        if consent is None or not await works.may_show(work_id):
            return None
        return work, consent, found

    async def highlight_sent(self, post: Post, message_id: int) -> None:
        """Keep the copy, thank the maker and give them their role; a yes taken back meanwhile counts."""
        work_id = post.subject or 0
        work = await self.bot.store.works.get(work_id)
        consent = await self.bot.store.work_consents.of_work(work_id)
        if work is None or consent is None:
            return
        now = self.bot.clock()
        thanks = NewPost(
            key=f"work_thanks:{work.message_id}",
            kind="work_thanks",
            channel_id=consent.channel_id,
            subject=work.id,
            at=now,
            body={"message_id": message_id, "channel_id": post.channel_id},
            priority=Priority.REMINDER,
        )
        may_stay = await self.bot.store.work_copies.posted(
            [work_id],
            channel_id=post.channel_id,
            message_id=message_id,
            at=now,
            posts=[thanks, *update_posts(self.bot, work)],
        )
        await take_down_now(self.bot)
        if may_stay:
            await self._give_role(work)

    async def make_thanks(self, post: Post) -> OutgoingMessage | None:
        """Tell a maker that their work is shown, where they were asked."""
        work = await self.bot.store.works.get(post.subject or 0)
        if work is None or not await self.bot.store.works.may_show(work.id):
            return None
        texts = maker_texts(self.bot, work)
        link = f"https://discord.com/channels/{work.guild_id}/{post.body['channel_id']}/{post.body['message_id']}"
        words = texts.t("Your work is up: {link}. Thank you for letting us show it!", link=link)
        in_public = post.channel_id == work.channel_id
        return OutgoingMessage(content=words, reply_to=work.message_id if in_public else None)

    async def thanks_refused(self, post: Post) -> Change | None:
        """Thank a maker under the original who takes no direct messages any more."""
        work = await self.bot.store.works.get(post.subject or 0)
        if work is None or post.channel_id == work.channel_id:
            return None
        here = NewPost(
            key=f"{post.key}:here",
            kind="work_thanks",
            channel_id=work.channel_id,
            subject=work.id,
            at=self.bot.clock(),
            body=post.body,
            priority=post.priority,
        )
        return partial(queue, posts=[here])

    async def _give_role(self, work: Work) -> None:
        role_id = self.bot.store.work_settings.get(work.guild_id).maker_role_id
        guild = self.bot.get_guild(work.guild_id)
        if role_id is None or guild is None:
            return
        try:
            member = await guild.fetch_member(work.maker_id)
            await member.add_roles(discord.Object(role_id), reason="A work was shown")
        except discord.HTTPException as error:
            log.warning("Could not give the makers' role to %s: %s", work.maker_id, error)
