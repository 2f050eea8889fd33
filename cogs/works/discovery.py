"""Finds works in what fans write, and follows them: reactions, replies, edits, deletions, and lost originals."""

import logging
from datetime import datetime, timedelta

import discord

from bot.client import Stagedoor
from bot.delivery.inbox import Listener
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.works.recognition import work_in
from bot.domain.works.work import NominatedBy, WithdrawnFor, Work, WorkState
from cogs.works.files import OriginalGone, original
from cogs.works.posts import card_posts, edited_posts, update_posts
from cogs.works.takedowns import withdraw

log = logging.getLogger(__name__)

#: Originals of what is shown are checked this often, for what Discord never told us.
CHECK_EVERY = timedelta(minutes=10)
#: So many at a time, to go easy on Discord.
MOST_CHECKS = 10


class Discovery:
    """Notices works, counts who likes them, and notices when they are gone."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        self._checked_at: dict[int, datetime] = {}
        bot.inbox.listen(Listener.WORKS, self.on_incoming)
        bot.schedule.every(bot.tick, self.check_originals, name="originals of works")

    # --- what fans write --------------------------------------------------------------------------

    async def on_incoming(self, message: IncomingMessage) -> None:
        """Keep a message that is a work, or a reply to one."""
        if message.guild_id is None:
            return
        for said_to in (message.reply_to, message.channel_id if message.thread_of else None):
            replied = await self.bot.store.works.of_message(said_to) if said_to else None
            if replied is not None and self._is_fan(message, replied):
                at = message.said_at
                await self.bot.store.work_engagement.replied(replied, message.id, message.author_id, at=at)
        place = next(
            (place for place in message.place_ids if place in self.bot.store.work_settings.channels), None
        )
        if place is not None:
            work = self.recognize(message, place)
            if work is not None:
                await self.bot.store.works.notice(work)

    def recognize(self, message: IncomingMessage, place: int) -> Work | None:
        """Return the work that a message is, guessing its kind and artist from where and how it was posted."""
        guild_id = message.guild_id or 0
        channel = self.bot.get_channel(place)
        server, settings = self.bot.store.servers.get(guild_id), self.bot.store.work_settings.get(guild_id)
        artist_role = {settings.artist_role_id} if settings.artist_role_id else set()
        return work_in(
            message,
            usual=self.bot.store.work_settings.channels.get(place),
            channel_name=getattr(channel, "name", None) or "",
            artists=self.bot.label.artists,
            team=server.staff_roles | server.manager_roles | artist_role,
        )

    def _is_fan(self, message: IncomingMessage, work: Work) -> bool:
        server = self.bot.store.servers.get(work.guild_id)
        return message.author_id != work.maker_id and not server.is_staff(message.author_roles)

    # --- reactions --------------------------------------------------------------------------------

    async def reacted(self, payload: discord.RawReactionActionEvent) -> None:
        """Count a fan's reaction; with enough of the right one, fans have nominated the work."""
        work = await self.bot.store.works.of_message(payload.message_id)
        if work is None or payload.user_id == work.maker_id:
            return
        emoji = plain_emoji(str(payload.emoji))
        count = await self.bot.store.work_engagement.reacted(
            work, payload.message_id, payload.user_id, emoji, at=self.bot.clock()
        )
        settings = self.bot.store.work_settings.get(work.guild_id)
        right = emoji == plain_emoji(settings.reaction) and count >= settings.reactions_needed
        if right and work.state is WorkState.SEEN and not work.by_team:
            await self._nominate(work)

    async def _nominate(self, work: Work) -> None:
        """Put a work forward for the fans, and show it to the team."""
        cards, now = card_posts(self.bot, work), self.bot.clock()
        await self.bot.store.works.nominate(work.id, NominatedBy.FANS, at=now, posts=cards)
        self.bot.outbox.wake()

    # --- edits and deletions ----------------------------------------------------------------------

    async def edited(self, message: discord.Message) -> None:
        """Have a work, and its highlight, follow an edit; one with nothing left in it is gone."""
        work = await self.bot.store.works.of_message(message.id)
        unknown = work is None or work.message_id != message.id or work.state is WorkState.WITHDRAWN
        if work is None or unknown or not self.bot.intents.message_content:
            return
        incoming = await self.bot.reader.read(message)
        places = [place for place in incoming.place_ids if place in self.bot.store.work_settings.channels]
        now = self.recognize(incoming, places[0] if places else incoming.channel_id)
        if now is None:
            await withdraw(self.bot, work, WithdrawnFor.DELETED)
        elif not now.looks_like(work):
            posts = [*edited_posts(self.bot, work), *update_posts(self.bot, work)]
            await self.bot.store.works.edited(now, posts)
            self.bot.outbox.wake()

    async def deleted(self, message_id: int) -> None:
        """Take down a work whose original is gone; forget a reply, or a work posted again."""
        work = await self.bot.store.works.of_message(message_id)
        if work is not None and work.message_id == message_id:
            await withdraw(self.bot, work, WithdrawnFor.DELETED)
            return
        await self.bot.store.work_engagement.message_gone(message_id)
        await self.bot.store.work_copies.vanished(message_id, at=self.bot.clock())

    def check_all_again(self) -> None:
        """Check all originals now: a thread, or a channel, was lost."""
        self._checked_at.clear()

    async def check_originals(self) -> None:
        """See whether what is shown is still there, unchanged, and its maker too."""
        if not self.bot.is_ready():
            return
        now = self.bot.clock()
        due = [
            work
            for work in await self.bot.store.works.standing()
            if not timedelta(0)
            <= now - self._checked_at.get(work.id, datetime.min.replace(tzinfo=now.tzinfo))
            < CHECK_EVERY
        ]
        for work in due[:MOST_CHECKS]:
            self._checked_at[work.id] = now
            await self._check_original(work)

    async def _check_original(self, work: Work) -> None:
        try:
            message = await original(self.bot, work)
            left = await self.bot.reader.roles_of(work.guild_id, work.maker_id) is None
        except OriginalGone:
            await withdraw(self.bot, work, WithdrawnFor.DELETED)
        except (discord.HTTPException, OSError) as error:
            log.warning("Could not look after the original of work %s: %r", work.id, error)
        else:
            await (withdraw(self.bot, work, WithdrawnFor.LEFT) if left else self.edited(message))


def plain_emoji(emoji: str) -> str:
    """Write an emoji always in the same way."""
    return emoji.strip().removesuffix("\ufe0f")
