"""Who on the team is on it: taking a question, letting it go, handing it to a colleague."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Self

import discord

from bot.client import Stagedoor
from bot.domain.posts import NewPost, Priority
from bot.domain.questions.question import Question
from bot.domain.sentences import sentence
from bot.interface.components import PersistentButton, PersistentItem, persistent_view
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.interface.responses import say_privately
from bot.team.hand_off import card_updates
from bot.team.roles import the_question
from cogs.questions.open_question import open_question


class ClaimButton(PersistentButton, name="claim"):
    """“I'll take it”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Take the question, so that nobody else answers it meanwhile."""
        question = await open_question(bot, interaction, self.subject)
        await _hold(bot, question, interaction.user, interaction.user)
        texts = texts_for(interaction.locale)
        minutes = bot.store.servers.get(question.guild_id).claim_minutes
        await say_privately(interaction, texts.t("It’s yours for {minutes} minutes.", minutes=minutes))


class ReleaseButton(PersistentButton, name="release"):
    """“Let go”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Let the question go; anybody on the team may, in case its holder went home."""
        question = await the_question(bot, interaction, self.subject)
        await bot.store.replies.release(question.id, card_updates(bot, question))
        bot.outbox.wake()
        await say_privately(interaction, texts_for(interaction.locale).t("Anybody can take it now."))


class HandToButton(PersistentButton, name="hand"):
    """“Hand to…”."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Ask to whom."""
        question = await open_question(bot, interaction, self.subject)
        texts = texts_for(interaction.locale)
        menu = HandToChoice(question.id, texts.t("A colleague"))
        await say_privately(interaction, texts.t("Who should answer it?"), view=persistent_view(menu))


class HandToChoice(PersistentItem, template=r"hand_to:(?P<id>\d+)"):
    """The colleague who gets a question."""

    def __init__(self, question_id: int, placeholder: str | None = None) -> None:
        menu: discord.ui.UserSelect[Any] = discord.ui.UserSelect(
            custom_id=f"hand_to:{question_id}", placeholder=placeholder
        )
        super().__init__(menu)
        self.question_id = question_id

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003  # discord.py's interface
        item: discord.ui.Item[Any],  # noqa: ARG003  # discord.py's interface
        match: re.Match[str],
        /,
    ) -> Self:
        """Make the menu anew from what Discord kept of it."""
        return cls(int(match["id"]))

    async def used(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Hand the question over."""
        to: discord.User | discord.Member = self.item.values[0]
        question = await open_question(bot, interaction, self.question_id)
        server = bot.store.servers.get(question.guild_id)
        roles = await bot.reader.roles_of(question.guild_id, to.id) or frozenset()
        if not server.is_staff(roles):
            raise Refusal(sentence("{name} isn’t on the team.", name=to.display_name))
        told = [] if to == interaction.user else _told(bot, interaction, question, to)
        await _hold(bot, question, to, interaction.user, posts=told)
        texts = texts_for(interaction.locale)
        await interaction.response.edit_message(
            content=texts.t("{name} has it now.", name=to.display_name), view=None
        )


def _told(
    bot: Stagedoor,
    interaction: discord.Interaction[Any],
    question: Question,
    to: discord.User | discord.Member,
) -> list[NewPost]:
    """Return the post that tells a colleague; none where the team has no channel for it."""
    staff_channel = bot.store.servers.get(question.guild_id).staff_channel_id
    if staff_channel is None:
        return []
    return [
        NewPost(
            key=f"handed:{interaction.id}",
            kind="handed",
            channel_id=staff_channel,
            subject=question.id,
            at=bot.clock(),
            body={"to": to.id, "by": interaction.user.display_name},
            priority=Priority.CARD,
        )
    ]


async def _hold(
    bot: Stagedoor,
    question: Question,
    holder: discord.User | discord.Member,
    actor: discord.User | discord.Member,
    *,
    posts: Sequence[NewPost] = (),
) -> None:
    """Have somebody on the team hold a question for as long as the server lets a claim last.

    Raises:
        Refusal: somebody else than who acts was quicker.
    """
    now = bot.clock()
    until = now + timedelta(minutes=bot.store.servers.get(question.guild_id).claim_minutes)
    taken = await bot.store.replies.claim(
        question.id,
        by=holder.id,
        name=holder.display_name,
        until=until,
        now=now,
        held_by=actor.id,
        posts=[*card_updates(bot, question), *posts],
    )
    if not taken:
        raise Refusal(sentence("Somebody else has just taken it."))
    bot.outbox.wake()
