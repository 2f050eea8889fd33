"""A session ends: recap, a word for each asker, what is left goes to the team or to the next session."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.posts import NewPost
from bot.domain.questions.question import Question, Source
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.questions import Ended, FanQuestion, FanQuestionState
from bot.domain.sessions.session import Session, SessionState, following
from bot.domain.understanding.reading import Action, Context
from bot.interface.i18n import texts_for
from bot.interface.limits import MOST_DESCRIPTION, fit
from bot.team.hand_off import hand_off
from cogs.sessions import ending_view
from cogs.sessions.footers import Dated, mark
from cogs.sessions.posts import in_its_channel, of_session, only
from cogs.sessions.view import COLOUR, title_of
from db.outbox import Post

if TYPE_CHECKING:
    from cogs.sessions.threads import Threads

LEFT = (FanQuestionState.PUT, FanQuestionState.WAITING, FanQuestionState.HELD)
#: An artist is asked, not the label: only what is less likely (0 to 1) than this to be no question for the label
#: is one for the team.
NOT_FOR_THE_TEAM = 0.1


class Ending:
    """Ends sessions and puts them away."""

    def __init__(self, bot: Stagedoor, threads: "Threads") -> None:
        self.bot = bot
        self.threads = threads
        recap, outcome = of_session(bot, self.make_recap), of_session(bot, self.make_outcome)
        elsewhere = in_its_channel(bot)
        bot.outbox.on("session_recap", PostHandler(make=recap, instead=elsewhere, insists=True))
        bot.outbox.on("session_outcomes", PostHandler(make=outcome, instead=elsewhere, insists=True))
        bot.outbox.on("session_outcome", PostHandler(make=outcome, refused=self.outcome_refused))

    async def finish(self, session: Session, state: SessionState, *, goes_on: bool = True) -> bool:
        """End a session, once, and plan the next one of its series if it `goes_on`; False if it was over."""
        if state is SessionState.ENDED and session.thread_id is None:
            state = SessionState.MISSED
        if not await self.threads.stands(session):
            session = replace(session, thread_id=None)  # what is left to say is said in the channel
        now = self.bot.clock()
        staff = self.bot.store.servers.get(session.guild_id).staff_channel_id
        left = await self.bot.store.session_questions.in_state(session.id, *LEFT)
        next_one = self._next_of(session) if goes_on else None

        def posts(ended: Ended) -> Sequence[NewPost]:
            return session_posts.ending(session, state, ended, staff, at=now)

        done = await self.bot.store.sessions.end(
            session,
            state,
            at=now,
            hand_over=[question.id for question in left if await self._is_for_the_team(question)],
            following=None if next_one is None else (next_one, self._announce),
            posts=posts,
        )
        self.bot.outbox.wake()
        return done

    def _next_of(self, session: Session) -> Session | None:
        """Return the next session of a series, as yet to be planned."""
        after = following(session, now=self.bot.clock())
        if after is None:
            return None
        number, starts_at = after
        return Session(
            **{name: getattr(session, name) for name in session_posts.KEPT_IN_A_SERIES},
            number=number,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=session.minutes),
        )

    def _announce(self, session: Session) -> Sequence[NewPost]:
        return session_posts.announced(session, "scheduled", at=self.bot.clock())

    async def _is_for_the_team(self, question: FanQuestion) -> bool:
        """Whether a question is about tickets, shows or the like: those the team can answer."""
        await asyncio.sleep(0)  # thousands may be left
        to_the_artist = Context(speaks_to_others=True)
        reading = self.bot.ear.read(question.text, now=self.bot.clock(), context=to_the_artist)
        return reading.action is not Action.IGNORE or reading.confidence < NOT_FOR_THE_TEAM

    async def put_away(self, session: Session) -> None:
        """Give the team what is theirs; once all is said, close the thread."""
        for question in await self.bot.store.session_questions.to_hand_over():
            if question.session_id == session.id:
                await self._hand_over(session, question)
        if await self.bot.store.sessions.is_quiet(session):
            await self.threads.close(session)
            await self.bot.store.sessions.note(session.id, closed_at=self.bot.clock())

    async def _hand_over(self, session: Session, question: FanQuestion) -> None:
        """Keep what is left among the open questions; who asked without a name is answered directly."""
        reading = self.bot.ear.read(question.text, now=self.bot.clock(), context=Context(addressed=True))
        channel_id, source = session.channel_id, Source.SESSION
        if question.anonymous:
            alone = await self.bot.create_dm(discord.Object(question.fan_id))
            channel_id, source = alone.id, Source.DIRECT
        kept = await self.bot.store.questions.ask(
            Question(
                id=0,
                guild_id=session.guild_id,
                channel_id=channel_id,
                message_id=question.sent_id,
                asker_id=question.fan_id,
                asker_name=question.fan_name,
                asked_at=question.asked_at,
                text=question.text,
                language=question.fan_language,
                source=source,
                kinds=reading.kinds,
                shows=reading.shows,
                last_message_id=question.sent_id,
            )
        )
        await hand_off(self.bot, kept)
        await self.bot.store.session_questions.handed_over(question.id)

    # --- what is said -----------------------------------------------------------------------------

    async def make_recap(self, session: Session, post: Post) -> OutgoingMessage | None:
        """List what was answered, a page at a time; the last page thanks everybody."""
        questions, texts = self.bot.store.session_questions, texts_for(session.language)
        answered = await questions.in_state(session.id, FanQuestionState.ANSWERED)
        page, pages = int(post.body["page"]), int(post.body["pages"])
        size = session_posts.ANSWERS_A_PAGE
        shown = answered[page * size : (page + 1) * size]
        answers = await self.bot.store.session_answers.of_session(session.id)
        embed = ending_view.recap_embed(session, shown, answers, page=page, pages=pages, texts=texts)
        if page == pages - 1:
            held = await self.bot.store.sessions.figures(session.id)
            asked = await questions.all_of(session.id)
            ending_view.add_thanks(embed, asked, held, texts)
        return OutgoingMessage(embeds=[embed])

    async def make_outcome(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Tell some fans what became of their questions; in the channel, nothing that was asked without a name."""
        direct, fans = bool(post.body["direct"]), list(post.body["fans"])
        lines = [await self._outcomes_of(session, fan, post, direct=direct) for fan in fans]
        told = [fan for fan, line in zip(fans, lines, strict=True) if line]
        if not told:
            return None
        texts = texts_for(session.language)
        embed = discord.Embed(
            colour=COLOUR,
            title=title_of(session, texts),
            description=fit(lines, MOST_DESCRIPTION, "\n\n"),
        ).set_footer(text=mark(session, texts.t("your questions")))
        called = [] if direct else told
        content = " ".join(f"<@{fan}>" for fan in called) or None
        return Dated(content=content, embeds=[embed], mentions=only(called))

    async def _outcomes_of(self, session: Session, fan: int, post: Post, *, direct: bool) -> str:
        questions = self.bot.store.session_questions
        own = [
            question
            for question in await questions.of_fan(session.id, fan)
            if direct or not question.anonymous
        ]
        if not own:
            return ""
        texts = texts_for(own[0].fan_language if direct else session.language)
        following_id = post.body["following"]
        after = await self.bot.store.sessions.get(following_id) if following_id else None
        answers = await self.bot.store.session_answers.of_session(session.id)
        lines = []
        for question in own:
            target = await questions.get(question.merged_into) if question.merged_into else None
            told = ending_view.outcome_words(session, question, target, answers, following=after, texts=texts)
            lines.append(f"• {told}")
        return "\n".join([*([] if direct else [f"<@{fan}>"]), *lines])

    async def outcome_refused(self, post: Post) -> None:
        """Tell a fan in the channel who takes no direct messages, unless they asked without their name."""
        session = await self.bot.store.sessions.get(post.subject or 0)
        if session is None or post.body["quiet"]:
            return
        (fan,) = post.body["fans"]
        told = session_posts.outcome_in_public(session, fan, post.body["following"], at=self.bot.clock())
        await self.bot.store.outbox.add([told])
        self.bot.outbox.wake()
