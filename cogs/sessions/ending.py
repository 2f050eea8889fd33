"""A session ends: every question gets its outcome, and what is left goes to the team or to the next session."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import discord

from bot.client import Stagedoor
from bot.domain.posts import NewPost
from bot.domain.questions.question import Question, Source
from bot.domain.sessions import posts as session_posts
from bot.domain.sessions.questions import FanQuestion, FanQuestionState, SessionEnd
from bot.domain.sessions.session import Session, SessionState, next_in_series
from bot.domain.understanding.reading import Action, Context
from bot.team.hand_off import handing_off
from cogs.sessions.threads import close_thread, has_thread
from db.session_questions import mark_handed_over

LEFT = (FanQuestionState.PUT, FanQuestionState.WAITING, FanQuestionState.HELD)
#: An artist is asked, not the label: only what is less likely (0 to 1) than this to be no question for the label
#: is one for the team.
NOT_FOR_THE_TEAM = 0.1


async def end_session(bot: Stagedoor, session: Session, state: SessionState, *, goes_on: bool = True) -> None:
    """End a session, once, and plan the next one of its series if it `goes_on`."""
    if state is SessionState.ENDED and session.thread_id is None:
        state = SessionState.MISSED
    if not await has_thread(bot, session):
        session = replace(session, thread_id=None)  # what is left to say is said in the channel
    now = bot.clock()
    staff = bot.store.servers.get(session.guild_id).staff_channel_id
    next_one = _next_of_series(bot, session) if goes_on else None

    def announce(planned: Session) -> Sequence[NewPost]:
        return session_posts.announcements(planned, "scheduled", at=now)

    def posts(end: SessionEnd) -> Sequence[NewPost]:
        return session_posts.ending(session, state, end, staff, at=now)

    await bot.store.sessions.end(
        session,
        state,
        at=now,
        hand_over=await _for_the_team(bot, session),
        following=None if next_one is None else (next_one, announce),
        posts=posts,
    )
    bot.outbox.wake()


def _next_of_series(bot: Stagedoor, session: Session) -> Session | None:
    """Return the next session of a series, as yet to be planned."""
    after = next_in_series(session, now=bot.clock())
    if after is None:
        return None
    number, starts_at = after
    return Session(
        **{name: getattr(session, name) for name in session_posts.KEPT_IN_A_SERIES},
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=session.minutes),
    )


async def _for_the_team(bot: Stagedoor, session: Session) -> list[int]:
    """Return the questions left over that are about tickets, shows or the like: those the team can answer."""
    left = await bot.store.session_questions.in_state(session.id, *LEFT)
    return [question.id for question in left if await _is_for_the_team(bot, question)]


async def _is_for_the_team(bot: Stagedoor, question: FanQuestion) -> bool:
    await asyncio.sleep(0)  # thousands may be left
    reading = bot.ear.read(question.text, now=bot.clock(), context=Context(speaks_to_others=True))
    return reading.action is not Action.IGNORE or reading.confidence < NOT_FOR_THE_TEAM


async def close_when_all_is_said(bot: Stagedoor, session: Session) -> None:
    """Give the team what is theirs of a session that is over; once all is said, close its thread."""
    for question in await bot.store.session_questions.to_hand_over(session.id):
        await _hand_over(bot, session, question)
    if await bot.store.sessions.all_is_said(session):
        await close_thread(bot, session)
        await bot.store.sessions.note(session.id, closed_at=bot.clock())


async def _hand_over(bot: Stagedoor, session: Session, asked: FanQuestion) -> None:
    """Keep what is left among the open questions; who asked without a name is answered directly."""
    reading = bot.ear.read(asked.text, now=bot.clock(), context=Context(addressed=True))
    channel_id, source = session.channel_id, Source.SESSION
    if asked.anonymous:
        alone = await bot.create_dm(discord.Object(asked.fan_id))
        channel_id, source = alone.id, Source.DIRECT
    question = Question(
        id=0,
        guild_id=session.guild_id,
        channel_id=channel_id,
        message_id=asked.sent_id,
        asker_id=asked.fan_id,
        asker_name=asked.fan_name,
        asked_at=asked.asked_at,
        text=asked.text,
        language=asked.fan_language,
        source=source,
        kinds=reading.kinds,
        shows=reading.shows,
        last_message_id=asked.sent_id,
    )
    await bot.store.questions.ask(
        question, hand_off=handing_off(bot, question), also=partial(mark_handed_over, question_id=asked.id)
    )
    bot.outbox.wake()
