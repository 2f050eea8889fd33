"""Notes what the label itself says and which fans take part in it: for the digest, and without any text."""

import discord
from discord.ext import commands

from bot.client import Stagedoor
from bot.delivery.inbox import Listener
from bot.domain.digests.dialogue import label_message_kind
from bot.domain.digests.sources import LabelMessage
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.server import Server


class Dialogue(commands.Cog):
    """Tells the label's conversations from its announcements, and counts who joins in."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.inbox.listen(Listener.DIALOGUE, self.on_incoming)

    async def on_incoming(self, message: IncomingMessage) -> None:
        """Note a message of the team, or that a fan takes part in one."""
        if message.guild_id is None:
            return
        server = self.bot.store.servers.get(message.guild_id)
        if server.is_staff(message.author_roles):
            await self._keep(message, server)
            return
        if message.reply_to is not None:
            await self.took_part(message.reply_to, message.author_id)
        if message.thread_of is not None:
            await self.took_part(message.channel_id, message.author_id)

    async def _keep(self, message: IncomingMessage, server: Server) -> None:
        if await self.bot.store.label_messages.is_reply(message.id):
            return  # kept together with the answer that it is
        places = message.place_ids
        kind = label_message_kind(
            to_a_fan=await self._to_a_fan(message, server),
            among_fans=message.thread_of is not None and await self._among_fans(message),
            announces_here=server.announces(places) or server.listens(places),
        )
        if kind is not None:
            kept = LabelMessage(
                message_id=message.id, channel_id=message.channel_id, said_at=message.said_at, kind=kind
            )
            await self.bot.store.label_messages.keep(kept, guild_id=server.guild_id)

    async def _to_a_fan(self, message: IncomingMessage, server: Server) -> bool:
        me = self.bot.user.id if self.bot.user else 0
        others = (message.mentions | {message.reply_to_author}) - {None, me, message.author_id}
        for user_id in others:
            roles = await self.bot.reader.roles_of(server.guild_id, user_id or 0)
            if roles is not None and not server.is_staff(roles):
                return True
        return False

    async def _among_fans(self, message: IncomingMessage) -> bool:
        if await self.bot.store.questions.of_message(message.channel_id) is not None:
            return True
        return await self.bot.store.label_messages.draws_fans(message.channel_id)

    async def took_part(self, message_id: int, fan_id: int) -> None:
        """Note that a fan answered a message of the team or reacted to it."""
        await self.bot.store.label_messages.took_part(message_id, fan_id)

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Queue a fan's reaction, where the label speaks."""
        member = payload.member
        if payload.guild_id is None or member is None or member.bot:
            return
        server = self.bot.store.servers.get(payload.guild_id)
        if server.is_staff([role.id for role in member.roles]):
            return
        places = (payload.channel_id, self._parent_of(payload) or 0)
        if server.announces(places) or server.listens(places):
            self.bot.inbox.put(payload.guild_id, lambda: self.took_part(payload.message_id, member.id))

    def _parent_of(self, payload: discord.RawReactionActionEvent) -> int | None:
        guild = self.bot.get_guild(payload.guild_id or 0)
        thread = guild and guild.get_thread(payload.channel_id)
        return thread.parent_id if thread else None


async def setup(bot: Stagedoor) -> None:
    """Add the feature to the bot."""
    await bot.add_cog(Dialogue(bot))
