"""Asks makers whether their work may be shown: nothing is before yes, and nobody is asked twice."""

from dataclasses import replace
from functools import partial

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost, Priority
from bot.domain.sentences import sentence
from bot.domain.works.consent import ANSWER_WITHIN, Consent, ConsentOutcome
from bot.domain.works.work import NominatedBy, WithdrawnFor, Work
from bot.interface.errors import Refusal
from cogs.works.consent_answers import consent_buttons
from cogs.works.consent_view import consent_embed
from cogs.works.files import OriginalGone, fetch
from cogs.works.posts import card_posts, maker_texts, update_posts
from cogs.works.takedowns import withdraw
from db.connection import Change
from db.outbox import Post
from db.work_consents import note_asked, note_ended


async def ask_maker(
    bot: Stagedoor,
    work: Work,
    *,
    by: int,
    nominated_by: NominatedBy | None = None,
    note: str = "",
    purpose: str = "",
    request: int = 0,
) -> None:
    """Ask a work's maker in a direct message. `purpose`, with the id of the `request`: of merchandise.

    Raises:
        Refusal: they can't be asked, for a reason that the team should know.
    """
    await _require_showable(bot, work)
    try:
        direct = await bot.create_dm(discord.Object(work.maker_id))
        channel_id = direct.id
    except discord.HTTPException:
        channel_id = work.channel_id
    now = bot.clock()
    consent = Consent(
        work_id=work.id,
        guild_id=work.guild_id,
        maker_id=work.maker_id,
        purpose=purpose,
        asked_at=now,
        asked_by=by,
        channel_id=channel_id,
    )
    key = f"work_ask:{work.message_id}:{request}"
    post = NewPost(key=key, kind="work_ask", channel_id=channel_id, at=now, priority=Priority.CARD)
    asked = await bot.store.work_consents.ask(
        consent,
        note=note,
        nominated_by=nominated_by,
        cards=card_posts(bot, work),
        posts=[post, *update_posts(bot, work)],
    )
    bot.outbox.wake()
    if asked is None:
        raise Refusal(sentence("Its maker was asked already, and nobody is asked twice."))


async def _require_showable(bot: Stagedoor, work: Work) -> None:
    """Refuse to ask for what could not be shown anyway."""
    if not bot.intents.message_content:
        raise Refusal(
            sentence("Without the Message Content intent Discord doesn’t let me fetch fans’ files.")
        )
    if bot.store.work_settings.get(work.guild_id).highlights_channel_id is None:
        raise Refusal(sentence("Choose a channel for highlights first: /works setup."))
    if not await bot.store.works.may_ask(work.guild_id, work.maker_id):
        raise Refusal(sentence("{name} doesn’t want to be asked.", name=work.maker_name))
    if await bot.reader.roles_of(work.guild_id, work.maker_id) is None:
        await withdraw(bot, work, WithdrawnFor.LEFT)
        raise Refusal(sentence("{name} has left the server.", name=work.maker_name))
    try:
        found = await fetch(bot, work)
    except OriginalGone:
        await withdraw(bot, work, WithdrawnFor.DELETED)
        raise Refusal(sentence("The original is gone.")) from None
    if not found.shows(work):
        raise Refusal(sentence("I can’t show this file: it is broken, too large, or not what its name says."))


class ConsentRequests:
    """Sends the questions, by direct message or under the original, and lets them expire."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on(
            "work_ask", PostHandler(make=self.make_ask, sent=self.ask_sent, refused=self.ask_refused)
        )
        bot.outbox.on("work_ask_update", PostHandler(make=self.make_update))
        bot.schedule.every(bot.tick, self.expire, name="work consents")

    async def make_ask(self, post: Post) -> OutgoingMessage | None:
        """Ask; not if the question lost its point."""
        consent = await self.bot.store.work_consents.get(post.subject or 0)
        if consent is None or consent.outcome is not ConsentOutcome.ASKED:
            return None
        return await self._ask(consent)

    async def make_update(self, post: Post) -> OutgoingMessage | None:
        """Have a question show what became of it; nothing where it never got through."""
        consent = await self.bot.store.work_consents.get(post.subject or 0)
        if consent is None or consent.message_id is None or post.channel_id != consent.channel_id:
            return None
        return await self._ask(consent, edits=consent.message_id)

    async def _ask(self, consent: Consent, *, edits: int | None = None) -> OutgoingMessage | None:
        work = await self.bot.store.works.get(consent.work_id)
        if work is None:
            return None
        texts = maker_texts(self.bot, work)
        in_public = consent.channel_id == work.channel_id
        settings = self.bot.store.work_settings.get(work.guild_id)
        embed = consent_embed(work, consent, settings, label=self.bot.label.name or "Stagedoor", texts=texts)
        maker = discord.Object(work.maker_id)
        return OutgoingMessage(
            content=f"<@{work.maker_id}>" if in_public else None,
            embeds=[embed],
            view=consent_buttons(consent, work, texts),
            reply_to=work.message_id if in_public and edits is None else None,
            edits=edits,
            mentions=discord.AllowedMentions(everyone=False, roles=False, users=[maker], replied_user=False),
        )

    async def ask_sent(self, post: Post, message_id: int) -> Change | None:
        """Remember where the maker was asked."""
        consent = await self.bot.store.work_consents.get(post.subject or 0)
        work = await self.bot.store.works.get(consent.work_id) if consent is not None else None
        if consent is None or work is None:
            return None
        late = update_posts(self.bot, work, replace(consent, channel_id=post.channel_id))
        return partial(
            note_asked, consent_id=consent.id, channel_id=post.channel_id, message_id=message_id, late=late
        )

    async def ask_refused(self, post: Post) -> Change | None:
        """Ask under the original where direct messages are closed; if that can't be either, tell the team."""
        consent = await self.bot.store.work_consents.get(post.subject or 0)
        work = await self.bot.store.works.get(consent.work_id) if consent is not None else None
        if consent is None or work is None:
            return None
        now = self.bot.clock()
        if post.channel_id == work.channel_id:
            posts = update_posts(self.bot, work)
            return partial(note_ended, consent=consent, outcome=ConsentOutcome.UNREACHED, at=now, posts=posts)
        here = NewPost(
            key=f"{post.key}:here",
            kind="work_ask",
            channel_id=work.channel_id,
            subject=consent.id,
            at=now,
            priority=post.priority,
        )
        return partial(note_asked, consent_id=consent.id, channel_id=work.channel_id, posts=[here])

    async def expire(self) -> None:
        """Let go of what makers left open for a week."""
        now = self.bot.clock()
        for consent in await self.bot.store.work_consents.unanswered(asked_before=now - ANSWER_WITHIN):
            work = await self.bot.store.works.get(consent.work_id)
            posts = update_posts(self.bot, work, consent) if work is not None else []
            await self.bot.store.work_consents.end(consent, ConsentOutcome.EXPIRED, at=now, posts=posts)
            self.bot.outbox.wake()
