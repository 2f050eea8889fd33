"""Fans ask: in channels, by mention, directly, with /ask. Each is answered, asked back, or handed to the team."""

from functools import partial

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import Stagedoor
from bot.delivery.inbox import Listener
from bot.domain.questions.question import CHOICE_PATIENCE
from bot.team.hand_off import hand_off
from cogs.answers import ask_command
from cogs.answers.asking import fan_wrote
from cogs.answers.choosing import PickShowButton, PickShowSelect, ToTheTeam
from cogs.answers.editing import fan_edited
from cogs.answers.replying import BotReplies

MOST_ASKED = 1500


class Answers(commands.Cog):
    """Listens to fans: `asking` deals with what they write, `replying` with what they read."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.inbox.listen(Listener.FAN_QUESTIONS, partial(fan_wrote, bot))
        BotReplies(bot)
        bot.add_dynamic_items(ToTheTeam, PickShowButton, PickShowSelect)
        bot.schedule.every(bot.tick, self.hand_off_undecided, name="undecided questions")

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Queue an edit."""
        self.bot.inbox.put(payload.guild_id, partial(fan_edited, self.bot, payload))

    async def hand_off_undecided(self) -> None:
        """Give the team what fans were asked back about and never chose: nobody is left without an answer."""
        before = self.bot.clock() - CHOICE_PATIENCE
        for question in await self.bot.store.questions.undecided(asked_before=before):
            await hand_off(self.bot, question)

    @app_commands.command(
        name=locale_str("ask"), description=locale_str("Ask about shows, tickets, anything")
    )
    @app_commands.describe(question=locale_str("What would you like to know?"))
    @app_commands.rename(question=locale_str("question"))
    async def ask(
        self, interaction: discord.Interaction[Stagedoor], question: app_commands.Range[str, 1, MOST_ASKED]
    ) -> None:
        """Answer a question for all to see, so that the team can reply to it."""
        await ask_command.ask(interaction, question)


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Answers(bot))
