"""Makes a session's posts at the moment at which they are sent."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.sessions.questions import FanAnswer, FanQuestionState
from bot.domain.sessions.session import Session, SessionState, is_worth_reminding
from bot.interface.components import persistent_view
from bot.interface.i18n import Texts, texts_for
from cogs.sessions import asking, my_questions, view, voting
from cogs.sessions.actions import undelivered
from cogs.sessions.console import draw_console, look_of
from cogs.sessions.console_view import trouble_words
from cogs.sessions.outgoing import MakeSessionPost, calling, in_its_channel, of_session
from cogs.sessions.threads import check_channel, ensure_thread, start_thread
from db.connection import Change
from db.outbox import Post, queue
from db.session_answers import keep_answer
from db.session_questions import note_message
from db.sessions import note_session

REMINDERS = {"day", "hour"}
OVER = {SessionState.CANCELLED, SessionState.MISSED}


class SessionPosts:
    """The kinds of posts while a session is planned or live."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        self._on("notice", self.make_notice, insists=True)
        self._on("open", self.make_opener, sent=self.opener_sent, insists=True)
        self._on("rules", self.make_rules, insists=True)
        elsewhere = in_its_channel(bot)
        relay = {"sent": self.relay_sent, "refused": self.relay_refused, "instead": elsewhere}
        self._on("relay", self.make_relay, insists=True, **relay)
        self._on("said", self.make_extension)
        self._on("console", self.make_console, sent=self.console_sent, insists=True)
        self._on("trouble", self.make_trouble, insists=True)
        question = PostHandler(make=self.make_question, sent=self.question_sent, insists=True)
        bot.outbox.on("session_question", question)

    def _on(self, name: str, make: MakeSessionPost, **rest: Any) -> None:
        self.bot.outbox.on(f"session_{name}", PostHandler(make=of_session(self.bot, make), **rest))

    async def make_notice(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Announce a session, remind of it, or tell what changed; none when that is not true any more."""
        texts = texts_for(session.language)
        what, starts = str(post.body["what"]), datetime.fromtimestamp(post.body["starts"], UTC)
        if what in OVER:
            return OutgoingMessage(embeds=[view.notice_embed(session, what, texts)])
        now = self.bot.clock()
        if what in REMINDERS and not is_worth_reminding(session, what, starts_at=starts, now=now):
            return None
        if session.state is not SessionState.PLANNED or session.starts_at.replace(microsecond=0) != starts:
            return None
        return OutgoingMessage(
            embeds=[view.notice_embed(session, what, texts)], view=fan_buttons(session, texts)
        )

    async def make_opener(self, session: Session, _: Post) -> OutgoingMessage | None:
        """Say that a session begins."""
        if session.state is not SessionState.LIVE:
            return None
        texts = texts_for(session.language)
        if not await check_channel(self.bot, session):
            raise PermissionError(f"The thread of session {session.id} can't be opened.")
        return OutgoingMessage(embeds=[view.open_embed(session, texts)], view=fan_buttons(session, texts))

    async def opener_sent(self, post: Post, message_id: int) -> Change | None:
        """Start the thread from it."""
        session = await self.bot.store.sessions.get(post.subject or 0)
        return None if session is None else await start_thread(self.bot, session, message_id)

    async def make_rules(self, session: Session, _: Post) -> OutgoingMessage | None:
        """Say how it goes; this calls the artist and the host into the thread."""
        if not await ensure_thread(self.bot, session):
            return None
        texts = texts_for(session.language)
        content, mentions = calling(session.artist_id, session.host_id)
        return OutgoingMessage(
            content=content,
            embeds=[view.rules_embed(session, texts)],
            view=fan_buttons(session, texts),
            mentions=mentions,
        )

    async def make_question(self, post: Post) -> OutgoingMessage | None:
        """Put a question to the artist."""
        questions = self.bot.store.session_questions
        question = await questions.get(post.subject or 0)
        session = await self.bot.store.sessions.get(question.session_id if question else 0)
        if question is None or session is None or session.thread_id != post.channel_id:
            return None
        if question.state is not FanQuestionState.PUT or not await ensure_thread(self.bot, session):
            return None
        others = await questions.others_asked(question.id)
        texts = texts_for(session.language)
        return OutgoingMessage(embeds=[view.question_embed(session, question, others, texts)])

    async def question_sent(self, post: Post, message_id: int) -> Change:
        """Know the question by its message, to which the artist replies."""
        return partial(note_message, question_id=post.subject or 0, message_id=message_id)

    async def make_relay(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Give the artist's answer, as a reply to the question; an answer waits for a thread to be opened again."""
        question = await self.bot.store.session_questions.get(post.body["question"])
        if question is None:
            return None
        if not await ensure_thread(self.bot, session) and session.state is SessionState.LIVE:
            raise LookupError(f"The thread of session {session.id} is being opened again.")
        pressed_at = discord.utils.snowflake_time(int(post.key.rsplit(":", 1)[-1]))
        embed = view.relay_embed(session, post.body["text"], pressed_at, texts_for(session.language))
        in_thread = post.channel_id == session.thread_id
        return OutgoingMessage(embeds=[embed], reply_to=question.message_id if in_thread else None)

    async def relay_sent(self, post: Post, message_id: int) -> Change:
        """Tie the answer to its question."""
        answer = FanAnswer(
            message_id=message_id,
            question_id=post.body["question"],
            text=post.body["text"],
            said_at=discord.utils.snowflake_time(message_id).astimezone(UTC),
        )
        self.bot.store.sessions.consoles_behind.add(post.subject or 0)
        return partial(keep_answer, answer=answer)

    async def relay_refused(self, post: Post) -> Change | None:
        """Give the team an answer back that can be posted nowhere."""
        session = await self.bot.store.sessions.get(post.subject or 0)
        if session is None:
            return None
        return partial(queue, posts=undelivered(self.bot, session, post.key, post.body["text"]))

    async def make_extension(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Tell those in the thread of a change."""
        if session.state is not SessionState.LIVE:
            return None
        return OutgoingMessage(
            content=view.extension_words(session, post.body["what"], texts_for(session.language))
        )

    async def make_console(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Show the host's console, or bring it up to date; none where a press has just shown the same."""
        embed, buttons = await draw_console(self.bot, session, self.bot.server_texts(session.guild_id))
        if not post.body.get("update"):
            content, mentions = calling(session.host_id)
            return OutgoingMessage(content=content, embeds=[embed], view=buttons, mentions=mentions)
        shown = self.bot.store.sessions.consoles_shown.get(session.id)
        if shown == look_of(embed, buttons) and not post.claimed_before:
            return None
        return OutgoingMessage(embeds=[embed], view=buttons, edits=session.console_id)

    async def console_sent(self, post: Post, message_id: int) -> Change | None:
        """Know the console, so that it can be brought up to date with what happened while it was sent."""
        session_id, sessions = post.subject or 0, self.bot.store.sessions
        sessions.consoles_shown[session_id] = object()  # what was sent may have come after a press drew more
        if post.body.get("update"):
            return None
        sessions.consoles_behind.add(session_id)
        return partial(note_session, session_id=session_id, console_id=message_id)

    async def make_trouble(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Tell the team what is wrong."""
        texts = self.bot.server_texts(session.guild_id)
        lost = post.body.get("text")
        embeds = [discord.Embed(description=lost)] if lost else []
        return OutgoingMessage(content=trouble_words(session, str(post.body["what"]), texts), embeds=embeds)


def fan_buttons(session: Session, texts: Texts) -> discord.ui.View:
    """Make what fans press under everything that tells of a session."""
    return persistent_view(
        asking.AskButton(session.id, texts.t("Ask a question"), style=discord.ButtonStyle.primary),
        voting.QuestionListButton(session.id, texts.t("Questions and votes")),
        my_questions.MyQuestionsButton(session.id, texts.t("My questions")),
    )
