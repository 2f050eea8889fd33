"""A question's card at the team's desk, kept true."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.questions.question import Question
from bot.interface.components import persistent_view
from bot.interface.i18n import Texts
from bot.team.hand_off import card_updates
from cogs.questions import view
from cogs.questions.answering import ReplyButton
from cogs.questions.claims import ClaimButton, HandToButton, ReleaseButton
from cogs.questions.closing import DismissButton
from cogs.questions.review import MakeFaqButton
from db.connection import Change
from db.outbox import Post
from db.question_outcomes import note_card


class Cards:
    """Posts a card for each question of the team's, and brings it up to date."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.outbox.on("card", PostHandler(make=self.make_card, sent=self.card_sent, insists=True))
        bot.outbox.on("card_update", PostHandler(make=self.make_card_update))

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

    async def card_sent(self, post: Post, message_id: int) -> Change:
        """Remember which message is the card; if the team moved meanwhile, changes looked for it elsewhere."""
        question_id, channel_id = post.subject or 0, post.channel_id
        change = partial(note_card, question_id=question_id, message_id=message_id, channel_id=channel_id)
        if any(server.staff_channel_id == channel_id for server in self.bot.store.servers.all()):
            return change
        question = await self.bot.store.questions.get(question_id)
        if question is None:
            return change
        return partial(change, updates=card_updates(self.bot, replace(question, card_channel_id=channel_id)))


async def drawn_card(bot: Stagedoor, question: Question) -> tuple[discord.Embed, discord.ui.View]:
    """Draw a question's card as it stands, with the buttons that still make sense."""
    texts = bot.server_texts(question.guild_id)
    reply = None if question.is_open else await bot.store.replies.first_of(question.id)
    embed = view.card_embed(question, reply, now=bot.clock(), texts=texts)
    jump: discord.ui.Item[Any] = discord.ui.Button(label=texts.t("Go to it"), url=view.jump_url(question))
    if question.is_open:
        return embed, persistent_view(*work_buttons(question, bot.clock(), texts), jump)
    learn = [MakeFaqButton(question.id, texts.t("Make it a FAQ"))] if reply is not None else []
    return embed, persistent_view(*learn, jump)


def work_buttons(
    question: Question, now: datetime, texts: Texts, *, number: str = ""
) -> list[discord.ui.Item[Any]]:
    """Make the buttons with which the team works on an open question; `number` stands before their words."""
    taken = question.claimant(now) is not None
    claim = (
        ReleaseButton(question.id, texts.t("Let go"))
        if taken
        else ClaimButton(question.id, texts.t("I’ll take it"))
    )
    reply = texts.t("Reply")
    return [
        ReplyButton(question.id, f"{number} {reply}".strip(), style=discord.ButtonStyle.primary),
        claim,
        HandToButton(question.id, texts.t("Hand to…")),
        DismissButton(question.id, texts.t("Dismiss")),
    ]
