"""A question's card at the team's desk, and the answers that are given from it."""

from datetime import UTC, datetime
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost
from bot.domain.questions.question import MatchedBy, Question, Reply
from bot.interface.components import persistent_view
from bot.interface.i18n import Texts
from bot.reports.show_texts import plain
from bot.team.hand_off import card_updates
from cogs.questions import buttons, claims, review, view
from cogs.questions.recording import record_reply
from db.outbox import Post


class Cards:
    """Keeps the cards true, and posts what the team answers from them."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("card", PostHandler(make=self.make_card, sent=self.card_sent, insists=True))
        bot.outbox.on("card_update", PostHandler(make=self.make_card_update))
        bot.outbox.on(
            "staff_answer",
            PostHandler(
                make=self.make_staff_answer, sent=self.staff_answer_sent, refused=self.answer_refused
            ),
        )
        bot.outbox.on("trouble", PostHandler(make=self.make_trouble))
        bot.outbox.on("unreadable", PostHandler(make=self.make_unreadable))

    async def make_card(self, post: Post) -> OutgoingMessage | None:
        """Show a question to the team; not if it was settled before its card went out."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or not question.is_open:
            return None
        return await self._card(question)

    async def make_card_update(self, post: Post) -> OutgoingMessage | None:
        """Bring a question's card up to date; nothing where it has none."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None or question.card_message_id is None:
            return None
        return await self._card(question, edits=question.card_message_id)

    async def _card(self, question: Question, *, edits: int | None = None) -> OutgoingMessage:
        embed, components = await drawn_card(self.bot, question)
        return OutgoingMessage(embeds=[embed], view=components, edits=edits)

    async def card_sent(self, post: Post, message_id: int) -> None:
        """Remember which message is the card; if the team moved meanwhile, changes looked for it elsewhere."""
        await self.bot.store.questions.set_card(post.subject or 0, message_id, channel_id=post.channel_id)
        question = await self.bot.store.questions.get(post.subject or 0)
        staff_channel = question and self.bot.store.servers.get(question.guild_id).staff_channel_id
        if question is not None and staff_channel != post.channel_id:
            await self.bot.store.outbox.add(card_updates(self.bot, question))

    # --- answers through the bot ------------------------------------------------------------------

    async def make_staff_answer(self, post: Post) -> OutgoingMessage | None:
        """Post a staff member's answer under the question, telling the asker."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return None
        asker = discord.Object(question.asker_id)
        return OutgoingMessage(
            content=f"<@{question.asker_id}>",
            embeds=[view.staff_answer_embed(post.body["text"], post.body["staff_name"])],
            reply_to=question.message_id,
            mentions=discord.AllowedMentions(everyone=False, roles=False, users=[asker], replied_user=False),
        )

    async def staff_answer_sent(self, post: Post, message_id: int) -> None:
        """Record the answer with its wait."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return
        at = discord.utils.snowflake_time(message_id).astimezone(UTC)
        reply = Reply(
            message_id=message_id,
            question_id=question.id,
            staff_id=post.body["staff_id"],
            staff_name=post.body["staff_name"],
            role_id=post.body["role_id"],
            replied_at=at,
            way=MatchedBy.BOT,
        )
        guild_id = None if question.source.value == "direct" else question.guild_id
        self.bot.inbox.advance(question.channel_id, guild_id, message_id, staff=True)
        await record_reply(self.bot, question, reply)

    async def answer_refused(self, post: Post) -> None:
        """Give a staff member's words back where they could not be posted."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return
        staff_channel = self.bot.store.servers.get(question.guild_id).staff_channel_id
        if staff_channel is not None:
            trouble = NewPost(
                key=f"trouble:{post.key}",
                kind="trouble",
                channel_id=staff_channel,
                subject=question.id,
                at=self.bot.clock(),
                body=post.body,
            )
            await self.bot.store.outbox.add([trouble])

    async def make_unreadable(self, post: Post) -> OutgoingMessage | None:
        """Tell the team that fans may be asking where we can't read."""
        texts = self.bot.server_texts(post.body["guild_id"])
        words = texts.t(
            "I can’t read <#{channel}>, so I may miss what fans ask there. "
            "Please give me View Channel and Read Message History.",
            channel=post.subject,
        )
        return OutgoingMessage(content=words)

    async def make_trouble(self, post: Post) -> OutgoingMessage | None:
        """Say that an answer could not be posted, with its text."""
        question = await self.bot.store.questions.get(post.subject or 0)
        if question is None:
            return None
        texts = self.bot.server_texts(question.guild_id)
        words = texts.t(
            "{staff}, I couldn’t post your answer to {name}: Discord doesn’t let me write there. Your words:",
            staff=plain(post.body["staff_name"], 100),
            name=plain(question.asker_name, 100),
        )
        embed = discord.Embed(description=post.body["text"])
        return OutgoingMessage(content=words, embeds=[embed.set_footer(text=view.marker(question))])


async def drawn_card(bot: Stagedoor, question: Question) -> tuple[discord.Embed, discord.ui.View]:
    """Draw a question's card as it stands, with the buttons that still make sense."""
    texts = bot.server_texts(question.guild_id)
    reply = await bot.store.replies.first_of(question.id)
    embed = view.card_embed(question, reply, now=bot.clock(), texts=texts)
    jump: discord.ui.Item[Any] = discord.ui.Button(label=texts.t("Go to it"), url=view.jump_url(question))
    if question.is_open:
        return embed, persistent_view(*work_buttons(question, bot.clock(), texts), jump)
    learn = [review.MakeFaqButton(question.id, texts.t("Make it a FAQ"))] if reply is not None else []
    return embed, persistent_view(*learn, jump)


def work_buttons(
    question: Question, now: datetime, texts: Texts, *, number: str = ""
) -> list[discord.ui.Item[Any]]:
    """Make the buttons with which the team works on an open question; `number` stands before their words."""
    taken = question.claimant(now) is not None
    claim = (
        claims.ReleaseButton(question.id, texts.t("Let go"))
        if taken
        else claims.ClaimButton(question.id, texts.t("I’ll take it"))
    )
    reply = texts.t("Reply")
    return [
        buttons.ReplyButton(question.id, f"{number} {reply}".strip(), style=discord.ButtonStyle.primary),
        claim,
        claims.HandToButton(question.id, texts.t("Hand to…")),
        buttons.DismissButton(question.id, texts.t("Dismiss")),
    ]
