"""Gives out a work's text to share, with its maker's credit."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.sentences import sentence
from bot.domain.works.consent import Scope
from bot.interface.components import PersistentButton
from bot.interface.errors import Refusal
from bot.interface.i18n import texts_for
from bot.interface.responses import say_privately
from cogs.works import view


class ShareButton(PersistentButton, name="work_share"):
    """Gives out a text for outside, with the maker's credit and a plain link."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Tell the text to who pressed; on the card (`detail` 1) with what the label itself may do."""
        work, consent = (
            await bot.store.works.get(self.subject),
            await bot.store.work_consents.of_work(self.subject),
        )
        copy = await bot.store.work_copies.highlight_of(self.subject)
        if work is None or consent is None or copy is None or not await bot.store.works.may_show(work.id):
            raise Refusal(sentence("It isn’t shown any more."))
        texts = texts_for(interaction.locale)
        link = f"https://discord.com/channels/{work.guild_id}/{copy.channel_id}/{copy.message_id}"
        words = view.share_text(work, consent, label=bot.label.name, link=consent.credit_link or link)
        hint = texts.t("To share, with the credit kept:")
        if self.detail:
            social = consent.allows(Scope.SOCIAL)
            hint = (
                texts.t("For the label’s social media, with the credit kept:")
                if social
                else texts.t(
                    "Not for the label’s social media: the maker allowed this server only. A link may be shared:"
                )
            )
        await say_privately(interaction, f"{hint}\n```\n{words.replace('```', '')}\n```")
