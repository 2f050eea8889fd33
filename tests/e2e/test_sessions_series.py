"""A weekly series of three sessions with forty fans, and a kill in every phase."""

import hashlib
import re
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.reply_time import Week
from bot.domain.sessions.questions import FanQuestionState
from bot.domain.sessions.session import Session
from bot.rehearsal.model.channels import Thread
from bot.rehearsal.model.users import User
from tests.e2e.harness import Harness, labels, words
from tests.e2e.sessions import (
    SEOUL,
    again,
    answer,
    ask,
    begin,
    being_asked,
    end,
    fans_of,
    host_presses,
    is_over,
    kill,
    kill_and_restart,
    notices,
    plan,
    put_in,
    state_of,
    vote,
)

FANS = 40
#: So many are answered each week.
ANSWERED = 4
_LETTERS = str.maketrans("0123456789abcdef", "bdfghklmnoprstuv")
TICKETS = "How much are tickets for Incheon?"


def question_of(week: int, number: int) -> str:
    """Return a question that is like no other, and not about shows."""
    words_of_it = hashlib.sha256(f"{week} {number}".encode()).hexdigest().translate(_LETTERS)
    return f"{words_of_it[:9]} {words_of_it[9:18]} {words_of_it[18:27]}?"


async def collect(harness: Harness, session: Session, fans: list[User], week: int) -> None:
    """Ten fans ask, thirty vote: the fourth question gets the most votes, then the third …"""
    for number, fan in enumerate(fans[week * 10 : week * 10 + 10]):
        await ask(
            harness, fan, session, question_of(week, number), where="direct" if number % 2 else "channel"
        )
        if number == 4:
            await kill_and_restart(harness)
    voters = [fan for fan in fans if fan not in fans[week * 10 : week * 10 + 10]]
    for number in range(ANSWERED):
        for voter in voters[: 3 + number]:
            await vote(harness, voter, session, question_of(week, number))


async def run(harness: Harness, session: Session, week: int) -> Thread:
    """The artist answers four, the most wanted first; the bot dies at the start and in the middle."""
    await kill(harness)
    session = await again(harness, session)
    harness.move(seconds=(session.starts_at - harness.fan_server.world.clock.now()).total_seconds() + 61)
    await harness.start_bot()
    thread = await begin(harness, session)
    for number in reversed(range(ANSWERED)):
        text = question_of(week, number)
        asked = await being_asked(harness, thread, text)
        assert "votes" not in words(asked)
        if number == 2:
            await kill(harness)
            said = await harness.person(harness.fan_server.world.users[session.artist_id]).reply(
                asked, f"About {text}"
            )
            await harness.start_bot()
            await harness.eventually(partial(harness.store.session_answers.of_message, said.id))
        else:
            await answer(harness, thread, text, f"About {text}")
        if number:
            await host_presses(harness, session, "qna_next")
    return thread


async def check_the_thread(harness: Harness, thread: Thread, week: int) -> None:
    """Each question was asked once, in the order of its votes."""
    asked = [re.search(r"\w{9} \w{9} \w{9}\?", words(one)) for one in put_in(harness, thread)]
    assert [one[0] for one in asked if one] == [question_of(week, number) for number in (3, 2, 1, 0)]
    recaps = [words(one) for one in harness.said_by_bot(thread) if "recap" in words(one)]
    assert len(recaps) == 1
    assert all(question_of(week, number) in recaps[0] for number in range(ANSWERED))
    assert thread.locked
    assert thread.archived


def heard(harness: Harness, thread: Thread, fan: User) -> list[str]:
    """Return what a fan was told of a session: in its thread, and directly."""
    here = [
        said.content + words(said) for said in harness.said_by_bot(thread) if f"<@{fan.id}>" in said.content
    ]
    direct = harness.fan_server.world.direct(harness.me, fan)
    return [*here, *(words(said) for said in direct.messages)]


@pytest.mark.slow
async def test_a_series_with_forty_fans_and_a_kill_in_every_phase(harness: Harness) -> None:
    start = harness.fan_server.world.clock.now()
    fans = fans_of(harness, FANS)
    await plan(harness, repeats="weekly", minutes=60)
    first_start = None
    told_directly: Counter[int] = Counter()
    for week in range(3):
        (session,) = await harness.store.sessions.open_in(harness.fan_server.guild.id)
        first_start = first_start or session.starts_at
        assert session.starts_at == first_start + timedelta(weeks=week)
        assert len(notices(harness, session, "scheduled")) == 1
        await collect(harness, session, fans, week)
        if week == 0:
            await ask(harness, fans[39], session, TICKETS)
        thread = await run(harness, session, week)
        session = await again(harness, session)
        harness.move(seconds=(session.ends_at - harness.fan_server.world.clock.now()).total_seconds() - 1)
        await kill(harness)
        harness.move(seconds=2)
        await harness.start_bot()
        await harness.eventually(partial(is_over, harness, session))
        await kill_and_restart(harness)
        await end(harness, session)
        await check_the_thread(harness, thread, week)
        held = await harness.store.session_figures.of_session(session.id)
        carried_in = 6 * week
        assert (held.asked, held.answered, held.first_timers) == (
            10 + carried_in + (week == 0),
            4,
            10 + (week == 0),
        )
        assert held.carried == 6 + carried_in
        for number, fan in enumerate(fans[week * 10 : week * 10 + 10]):
            told = heard(harness, thread, fan)
            assert len(told) == 1, (week, number, told)
            outcome = "read it here" if number < ANSWERED else "kept for the next session"
            assert outcome in told[0]
            assert question_of(week, number) in told[0]
            told_directly[fan.id] += number % 2
    assert await state_of(harness, TICKETS) is FanQuestionState.HANDED_OVER
    card = await harness.card()
    assert "Incheon" in words(card)
    assert "Reply" in labels(card)
    weeks = [Week.containing(start + timedelta(weeks=week, days=2), SEOUL) for week in range(3)]
    figures = [
        await harness.store.session_figures.of_week(harness.fan_server.guild.id, week) for week in weeks
    ]
    assert [len(held) for held in figures] == [1, 1, 1]
    assert figures[0][0].share_answered == 4 / 11
    assert await harness.count("SELECT sum(votes) FROM session_questions") == await harness.count(
        "SELECT count(*) FROM session_votes"
    )
