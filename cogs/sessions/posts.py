"""Makes a session's posts at the moment at which they are sent."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.sessions.questions import FanAnswer, FanQuestionState
from bot.domain.sessions.session import Session, SessionState, is_worth_reminding
from bot.interface.components import persistent_view
from bot.interface.i18n import Texts, texts_for
from cogs.sessions import asking, hosting, my_questions, view, voting
from cogs.sessions.footers import Dated
from cogs.sessions.hosting_view import trouble_words
from db.outbox import Post

if TYPE_CHECKING:
    from cogs.sessions.threads import Threads

REMINDERS = {"day", "hour"}
OVER = {SessionState.CANCELLED, SessionState.MISSED}


Make = Callable[[Session, Post], Awaitable[OutgoingMessage | None]]


def of_session(bot: Stagedoor, make: Make) -> Callable[[Post], Awaitable[OutgoingMessage | None]]:
    """Make a post about a session as it stands by then; none where it is not kept any more."""

    async def made(post: Post) -> OutgoingMessage | None:
        session = await bot.store.sessions.get(post.subject or 0)
        return None if session is None else await make(session, post)

    return made


def in_its_channel(bot: Stagedoor) -> Callable[[Post], Awaitable[int | None]]:
    """Have what was to be said in a thread that was deleted be said in the session's channel."""

    async def instead(post: Post) -> int | None:
        session = await bot.store.sessions.get(post.subject or 0)
        return None if session is None else session.channel_id

    return instead


class Posts:
    """The kinds of posts while a session is planned or live."""

    def __init__(self, bot: Stagedoor, threads: "Threads") -> None:
        self.bot = bot
        self.threads = threads
        self._on("notice", self.make_notice, insists=True)
        self._on("open", self.make_opener, sent=threads.opened, insists=True)
        self._on("rules", self.make_rules, insists=True)
        elsewhere = in_its_channel(bot)
        self._on("relay", self.make_relay, sent=self.relayed, instead=elsewhere, insists=True)
        self._on("said", self.make_said)
        self._on("console", self.make_console, sent=self.console_sent, insists=True)
        self._on("trouble", self.make_trouble)
        bot.outbox.on(
            "session_question", PostHandler(make=self.make_question, sent=self.was_put, insists=True)
        )

    def _on(self, name: str, make: Make, **rest: Any) -> None:
        self.bot.outbox.on(f"session_{name}", PostHandler(make=of_session(self.bot, make), **rest))

    async def make_notice(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Announce a session, remind of it, or tell what changed; none when that is not true any more."""
        texts = texts_for(session.language)
        what, starts = str(post.body["what"]), datetime.fromtimestamp(post.body["starts"], UTC)
        if what in OVER:
            return Dated(embeds=[view.notice_embed(session, what, texts)])
        now = self.bot.clock()
        if what in REMINDERS and not is_worth_reminding(session, what, starts_at=starts, now=now):
            return None
        if session.state is not SessionState.PLANNED or session.starts_at.replace(microsecond=0) != starts:
            return None
        return Dated(embeds=[view.notice_embed(session, what, texts)], view=fan_buttons(session, texts))

    async def make_opener(self, session: Session, _: Post) -> OutgoingMessage | None:
        """Say that a session begins."""
        if session.state is not SessionState.LIVE:
            return None
        texts = texts_for(session.language)
        if not await self.threads.may_open(session):
            raise PermissionError(f"The thread of session {session.id} can't be opened.")
        return OutgoingMessage(embeds=[view.open_embed(session, texts)], view=fan_buttons(session, texts))

    async def make_rules(self, session: Session, _: Post) -> OutgoingMessage | None:
        """Say how it goes; this calls the artist and the host into the thread."""
        if not await self.threads.is_there(session):
            return None
        texts = texts_for(session.language)
        called = [user_id for user_id in (session.artist_id, session.host_id) if user_id is not None]
        return OutgoingMessage(
            content=" ".join(f"<@{user_id}>" for user_id in called) or None,
            embeds=[view.rules_embed(session, texts)],
            view=fan_buttons(session, texts),
            mentions=only(called),
        )

    async def make_question(self, post: Post) -> OutgoingMessage | None:
        """Put a question to the artist."""
        questions = self.bot.store.session_questions
        question = await questions.get(post.subject or 0)
        session = await self.bot.store.sessions.get(question.session_id if question else 0)
        if question is None or session is None or session.thread_id != post.channel_id:
            return None
        if question.state is not FanQuestionState.PUT or not await self.threads.is_there(session):
            return None
        others = await questions.others_asked(question.id)
        texts = texts_for(session.language)
        return OutgoingMessage(embeds=[view.question_embed(session, question, others, texts)])

    async def was_put(self, post: Post, message_id: int) -> None:
        """Know the question by its message, to which the artist replies."""
        await self.bot.store.session_questions.was_put(post.subject or 0, message_id)

    async def make_relay(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Give the artist's answer, as a reply to the question; an answer waits for a thread to be opened again."""
        question = await self.bot.store.session_questions.get(post.body["question"])
        if question is None:
            return None
        if not await self.threads.is_there(session) and session.state is SessionState.LIVE:
            raise LookupError(f"The thread of session {session.id} is being opened again.")
        pressed_at = discord.utils.snowflake_time(int(post.key.rsplit(":", 1)[-1]))
        embed = view.relay_embed(session, post.body["text"], pressed_at, texts_for(session.language))
        in_thread = post.channel_id == session.thread_id
        return Dated(embeds=[embed], reply_to=question.message_id if in_thread else None)

    async def relayed(self, post: Post, message_id: int) -> None:
        """Tie the answer to its question."""
        answer = FanAnswer(
            message_id=message_id,
            question_id=post.body["question"],
            text=post.body["text"],
            said_at=discord.utils.snowflake_time(message_id).astimezone(UTC),
        )
        await self.bot.store.session_answers.keep(answer)
        self.threads.stirred.add(post.subject or 0)

    async def make_said(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Tell those in the thread of a change."""
        if session.state is not SessionState.LIVE:
            return None
        return OutgoingMessage(
            content=view.said_words(session, post.body["what"], texts_for(session.language))
        )

    async def make_console(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Show the host's console, or bring it up to date."""
        embed, buttons = await hosting.drawn_console(
            self.bot, session, self.bot.server_texts(session.guild_id)
        )
        edits = session.console_id if post.body.get("update") else None
        called = [session.host_id] if session.host_id and edits is None else []
        content = " ".join(f"<@{user_id}>" for user_id in called) or None
        return OutgoingMessage(
            content=content, embeds=[embed], view=buttons, edits=edits, mentions=only(called)
        )

    async def console_sent(self, post: Post, message_id: int) -> None:
        """Know the console, so that it can be brought up to date with what happened while it was sent."""
        if not post.body.get("update"):
            await self.bot.store.sessions.note(post.subject or 0, console_id=message_id)
            self.threads.stirred.add(post.subject or 0)

    async def make_trouble(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Tell the team what is wrong."""
        texts = self.bot.server_texts(session.guild_id)
        return OutgoingMessage(content=trouble_words(session, str(post.body["what"]), texts))


def only(user_ids: list[int]) -> discord.AllowedMentions:
    """Let a post call these people, and nobody else."""
    users = [discord.Object(user_id) for user_id in user_ids]
    return discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=False)


def fan_buttons(session: Session, texts: Texts) -> discord.ui.View:
    """Make what fans press under everything that tells of a session."""
    return persistent_view(
        asking.AskButton(session.id, texts.t("Ask a question"), style=discord.ButtonStyle.primary),
        voting.ListButton(session.id, texts.t("Questions and votes")),
        my_questions.MineButton(session.id, texts.t("My questions")),
    )
