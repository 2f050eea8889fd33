"""The artist answers: replies in a session's thread, tied to their questions; chatter goes on beside them."""

from typing import TYPE_CHECKING

import discord

from bot.delivery.inbox import Listener
from bot.domain.questions.incoming import IncomingMessage
from bot.domain.sessions.questions import FanAnswer, FanQuestion, FanQuestionState
from bot.domain.sessions.session import Session, SessionState
from bot.interface.i18n import texts_for
from cogs.sessions.footers import number_in, question_mark

if TYPE_CHECKING:
    from bot.client import Stagedoor
    from cogs.sessions.threads import Threads

ANSWERABLE = {FanQuestionState.PUT, FanQuestionState.ANSWERED}


class ArtistAnswers:
    """Hears what is said in sessions' threads."""

    def __init__(self, bot: "Stagedoor", threads: "Threads") -> None:
        self.bot = bot
        self.threads = threads
        bot.inbox.listen(Listener.ARTIST_ANSWERS, self.hear)

    async def hear(self, message: IncomingMessage) -> None:
        """Tie a reply of the artist or the team to the question that it answers."""
        if message.channel_id not in self.bot.store.sessions.threads or message.reply_to is None:
            return
        session = await self.bot.store.sessions.of_thread(message.channel_id)
        if session is None or session.state is not SessionState.LIVE or not self._answers(session, message):
            return
        question = await self._question(session, message.reply_to)
        if question is None or question.session_id != session.id or question.state not in ANSWERABLE:
            return
        answer = FanAnswer(
            message_id=message.id, question_id=question.id, text=message.text, said_at=message.said_at
        )
        await self.bot.store.session_answers.keep(answer)
        self.threads.stirred.add(session.id)

    def _answers(self, session: Session, message: IncomingMessage) -> bool:
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
        footer = str(message.embeds[0].footer.text) if message.embeds else ""
        question = await self.bot.store.session_questions.get(number_in(footer) or 0)
        if message.author != self.bot.user or question is None:
            return None
        return question if footer == question_mark(question, session, texts_for(session.language)) else None

    async def edited(self, message: discord.Message) -> None:
        """Keep an answer as it reads now."""
        kept = await self.bot.store.session_answers.of_message(message.id)
        if kept is not None and message.author != self.bot.user:
            heard = await self.bot.reader.read(message)
            answer = FanAnswer(
                message_id=message.id, question_id=kept.question_id, text=heard.text, said_at=kept.said_at
            )
            await self.bot.store.session_answers.keep(answer)

    async def deleted(self, message_id: int) -> None:
        """An answer that is gone answers nothing."""
        await self.bot.store.session_answers.take_back(message_id)
