"""The artist answers: replies in a session's thread, tied to their questions; chatter goes on beside them."""

from functools import partial

import discord
from discord.ext import commands

from bot.client import Stagedoor
from bot.delivery.inbox import Listener
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.sessions.questions import FanAnswer, FanQuestion, FanQuestionState
from bot.domain.sessions.session import Session, SessionState
from bot.interface.i18n import texts_for
from cogs.sessions.footers import number_in, question_footer

ANSWERABLE = {FanQuestionState.PUT, FanQuestionState.ANSWERED}


class ArtistAnswers(commands.Cog):
    """Listens to what is said, changed and deleted in sessions' threads."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        bot.inbox.listen(Listener.ARTIST_ANSWERS, self.keep_reply)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Queue an edit in a session's thread."""
        if payload.channel_id in self.bot.store.sessions.threads:
            self.bot.inbox.put(payload.guild_id, lambda: self._keep_edit(payload.message))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Queue a deletion in a session's thread."""
        self._queue_deletions(payload.guild_id, payload.channel_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Queue many deletions in a session's thread."""
        self._queue_deletions(payload.guild_id, payload.channel_id, payload.message_ids)

    def _queue_deletions(self, guild_id: int | None, channel_id: int, message_ids: set[int]) -> None:
        """An answer that is gone answers nothing."""
        if channel_id in self.bot.store.sessions.threads:
            for message_id in message_ids:
                self.bot.inbox.put(guild_id, partial(self.bot.store.session_answers.take_back, message_id))

    async def keep_reply(self, message: IncomingMessage) -> None:
        """Tie a reply of the artist or the team to the question that it answers."""
        if message.channel_id not in self.bot.store.sessions.threads or message.reply_to is None:
            return
        session = await self.bot.store.sessions.of_thread(message.channel_id)
        if (
            session is None
            or session.state is not SessionState.LIVE
            or not self._may_answer(session, message)
        ):
            return
        question = await self._question(session, message.reply_to)
        if question is None or question.session_id != session.id or question.state not in ANSWERABLE:
            return
        answer = FanAnswer(
            message_id=message.id, question_id=question.id, text=message.text, said_at=message.said_at
        )
        await self.bot.store.session_answers.keep(answer)
        self.bot.store.sessions.consoles_behind.add(session.id)

    def _may_answer(self, session: Session, message: IncomingMessage) -> bool:
        server = self.bot.store.servers.get(session.guild_id)
        return message.author_id == session.artist_id or server.is_staff(message.author_roles)

    async def _question(self, session: Session, message_id: int) -> FanQuestion | None:
        """Return the question that a message put, or that an earlier part of the answer answers."""
        questions = self.bot.store.session_questions
        known = await questions.of_message(message_id)
        earlier = await self.bot.store.session_answers.of_message(message_id)
        if known is not None or earlier is not None:
            return known or (await questions.get(earlier.question_id) if earlier else None)
        return await self._just_put(session, message_id)

    async def _just_put(self, session: Session, message_id: int) -> FanQuestion | None:
        """Read off the message itself which question it put: the answer came before we had noted that."""
        try:
            thread = self.bot.get_partial_messageable(session.thread_id or 0)
            message = await thread.fetch_message(message_id)
        except (discord.NotFound, discord.Forbidden):
            return None
        found = str(message.embeds[0].footer.text) if message.embeds else ""
        question = await self.bot.store.session_questions.get(number_in(found) or 0)
        if message.author != self.bot.user or question is None:
            return None
        wanted = question_footer(question, session, texts_for(session.language))
        return question if found == wanted else None

    async def _keep_edit(self, message: discord.Message) -> None:
        """Keep an answer as it reads now."""
        kept = await self.bot.store.session_answers.of_message(message.id)
        if kept is not None and message.author != self.bot.user:
            edited = await self.bot.reader.read(message)
            answer = FanAnswer(
                message_id=message.id, question_id=kept.question_id, text=edited.text, said_at=kept.said_at
            )
            await self.bot.store.session_answers.keep(answer)
