"""Makes what is said when a session is over: the recap, and to each asker what became of their questions."""

from functools import partial

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingMessage, PostHandler
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.questions import FanQuestionState
from bot.domain.sessions.session import Session
from bot.interface.i18n import texts_for
from bot.interface.limits import MOST_DESCRIPTION, fit
from cogs.sessions import ending_view
from cogs.sessions.actions import undelivered
from cogs.sessions.footers import footer
from cogs.sessions.outgoing import calling, in_its_channel, of_session
from cogs.sessions.view import COLOUR, title_of
from db.connection import Change
from db.outbox import Post, queue


class EndingPosts:
    """The kinds of posts of a session that is over."""

    def __init__(self, bot: Stagedoor) -> None:
        self.bot = bot
        recap, outcome = of_session(bot, self.make_recap), of_session(bot, self.make_outcome)
        elsewhere = in_its_channel(bot)
        bot.outbox.on("session_recap", PostHandler(make=recap, instead=elsewhere, insists=True))
        bot.outbox.on("session_outcomes", PostHandler(make=outcome, instead=elsewhere, insists=True))
        bot.outbox.on("session_outcome", PostHandler(make=outcome, refused=self.outcome_refused))

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
            figures = await self.bot.store.session_figures.of_session(session.id)
            asked = await questions.all_of(session.id)
            ending_view.add_thanks(embed, asked, figures, texts)
        return OutgoingMessage(embeds=[embed])

    async def make_outcome(self, session: Session, post: Post) -> OutgoingMessage | None:
        """Tell some fans what became of their questions; in the channel, nothing that was asked without a name."""
        direct, fans = bool(post.body["direct"]), list(post.body["fans"])
        parts = [await self._outcomes_of(session, fan, post, direct=direct) for fan in fans]
        told = [fan for fan, part in zip(fans, parts, strict=True) if part]
        if not told:
            return None
        texts = texts_for(session.language)
        embed = discord.Embed(
            colour=COLOUR,
            title=title_of(session, texts),
            description=fit(parts, MOST_DESCRIPTION, "\n\n"),
        ).set_footer(text=footer(session, texts.t("your questions")))
        content, mentions = calling(*([] if direct else told))
        return OutgoingMessage(content=content, embeds=[embed], mentions=mentions)

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
        following = await self.bot.store.sessions.get(following_id) if following_id else None
        answers = await self.bot.store.session_answers.of_session(session.id)
        lines = [] if direct else [f"<@{fan}>"]
        for question in own:
            target = await questions.get(question.merged_into) if question.merged_into else None
            told = ending_view.outcome_words(
                session, question, target, answers, following=following, texts=texts
            )
            lines.append(f"• {told}")
        return "\n".join(lines)

    async def outcome_refused(self, post: Post) -> Change | None:
        """Tell a fan in the channel who takes no direct messages; the team, if they asked without their name."""
        session = await self.bot.store.sessions.get(post.subject or 0)
        if session is None:
            return None
        if post.body["quiet"]:
            return partial(queue, posts=undelivered(self.bot, session, post.key))
        (fan,) = post.body["fans"]
        told = session_posts.outcome_in_public(session, fan, post.body["following"], at=self.bot.clock())
        return partial(queue, posts=[told])
