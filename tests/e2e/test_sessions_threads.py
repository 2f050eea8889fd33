"""A session's thread: opened once, deleted by somebody, lost from sight, closed as set."""

from datetime import timedelta

import pytest

from bot.domain.sessions.questions import FanQuestionState
from bot.domain.sessions.session import SessionState
from tests.e2e.harness import Harness, words
from tests.e2e.sessions import (
    RAIN,
    SONG,
    again,
    answer,
    ask,
    became,
    begin,
    being_asked,
    desk_says,
    end,
    fans_of,
    host_presses,
    is_elsewhere,
    is_over,
    notices,
    over,
    plan,
    put_in,
    thread_of,
)


async def test_a_thread_whose_making_was_not_answered_is_not_made_twice(harness: Harness) -> None:
    session = await plan(harness)
    harness.discord.faults.answer("POST", "/channels/*/messages/*/threads", 503, after=True)
    harness.move(days=2, seconds=1)
    await harness.until(lambda: harness.discord.record.of("POST", "/threads"))
    harness.move(seconds=10)
    thread = await thread_of(harness, session)
    assert harness.fan_server.lounge.threads == [thread]


@pytest.mark.parametrize(
    ("closing", "archived", "locked"), [("open", False, False), ("archive", True, False)]
)
async def test_it_is_closed_as_set(harness: Harness, closing: str, *, archived: bool, locked: bool) -> None:
    session = await plan(harness, closing=closing)
    thread = await begin(harness, session)
    await end(harness, session)
    assert (thread.archived, thread.locked) == (archived, locked)


async def test_a_thread_that_may_not_be_closed_stays_open(harness: Harness) -> None:
    session = await plan(harness)
    thread = await begin(harness, session)
    harness.fan_server.lounge.deny(harness.me, ["manage_threads"])
    await end(harness, session)
    assert not thread.locked


async def test_a_thread_deleted_before_the_end_leaves_the_recap_to_the_channel(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    await answer(harness, thread, SONG, "In May")
    await harness.stop_bot()
    harness.fan_server.guild.delete_thread(thread)
    harness.move(hours=1, minutes=1)
    await harness.start_bot()
    await over(harness, session)
    said = [one for one in harness.said_by_bot(harness.fan_server.lounge) if "recap" in words(one)]
    assert ["In May" in words(one) for one in said] == [True]
    assert [one for one in harness.said_by_bot(harness.fan_server.lounge) if f"<@{fan.id}>" in one.content]


async def test_a_thread_deleted_after_the_end_is_left_alone(harness: Harness) -> None:
    session = await plan(harness)
    thread = await begin(harness, session)
    harness.fan_server.lounge.deny(harness.me, ["send_messages_in_threads"])
    harness.move(hours=1, minutes=1)
    await harness.eventually(lambda: is_over(harness, session))
    harness.fan_server.guild.delete_thread(thread)
    await harness.settled()
    assert harness.fan_server.lounge.threads == []
    assert (await again(harness, session)).state is SessionState.ENDED


async def test_what_a_deleted_thread_was_to_hear_is_said_in_the_channel(harness: Harness) -> None:
    session = await plan(harness, artist_account=None)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    form = await host_presses(harness, session, "qna_relay")
    harness.fan_server.lounge.deny(harness.me, ["send_messages_in_threads"])
    await (await harness.sera.submit(form, answer="In May")).done()
    harness.move(hours=1, minutes=1)
    await harness.eventually(lambda: is_over(harness, session))
    await harness.settled()
    harness.fan_server.guild.delete_thread(thread)
    harness.move(minutes=11)
    await over(harness, session)
    said = harness.said_by_bot(harness.fan_server.lounge)
    assert [one for one in said if "In May" in words(one)]
    assert len([one for one in said if "recap" in words(one)]) == 1
    assert len([one for one in said if f"<@{fan.id}>" in one.content]) == 1


async def test_what_is_left_to_say_where_neither_thread_nor_channel_stands_is_given_up(
    harness: Harness,
) -> None:
    session = await plan(harness)
    thread = await begin(harness, session)
    harness.fan_server.lounge.deny(harness.me, ["send_messages_in_threads"])
    harness.move(hours=1, minutes=1)
    await harness.eventually(lambda: is_over(harness, session))
    await harness.settled()
    harness.fan_server.guild.delete_thread(thread)
    harness.fan_server.guild.delete_channel(harness.fan_server.lounge)
    harness.move(minutes=11)
    await over(harness, session)
    recap = await harness.store.connection.fetch_one("SELECT state FROM outbox WHERE kind = 'session_recap'")
    assert recap is not None
    assert recap["state"] == "refused"


async def test_a_thread_out_of_sight_is_written_to_once_it_is_back(harness: Harness) -> None:
    session = await plan(harness)
    for fan, text in zip(fans_of(harness, 2), (SONG, RAIN), strict=True):
        await ask(harness, fan, session, text)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    await harness.stop_bot()
    harness.fan_server.lounge.deny(harness.me, ["view_channel"])
    await harness.start_bot()
    await host_presses(harness, session, "qna_next")
    await harness.until(lambda: desk_says(harness, "I may not write, or open threads"))
    await harness.settled()  # the question was tried, too, and waits
    harness.fan_server.lounge.allow(harness.me, ["view_channel"])
    harness.move(minutes=11)
    await being_asked(harness, thread, RAIN)
    assert len(put_in(harness, thread)) == 2


async def test_without_its_channel_a_session_waits_for_another(harness: Harness) -> None:
    session = await plan(harness, after=timedelta(hours=2))
    harness.fan_server.guild.delete_channel(harness.fan_server.lounge)
    harness.move(hours=1, minutes=1)
    await harness.until(lambda: desk_says(harness, "its channel is gone"))
    harness.move(hours=1)
    await harness.settled()
    assert (await again(harness, session)).state is SessionState.PLANNED
    moved = await harness.sera.slash(
        harness.fan_server.questions,
        "qna change",
        session=session.id,
        channel=harness.fan_server.questions,
        time="18:00",
    )
    await moved.done()
    thread = await begin(harness, session)
    assert thread.parent is harness.fan_server.questions
    assert (
        len([one for one in harness.said_by_bot(harness.fan_server.team_desk) if "is gone" in words(one)])
        == 1
    )
    assert notices(harness, session, "moved") == []


async def test_an_answer_for_the_artist_follows_a_deleted_thread_to_the_next(harness: Harness) -> None:
    session = await plan(harness, artist_account=None)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    form = await host_presses(harness, session, "qna_relay")
    lost = harness.discord.faults.answer("POST", f"/channels/{thread.id}/messages", 503)
    await (await harness.sera.submit(form, answer="In May")).done()
    await harness.until(lambda: lost.times == 0)
    await harness.stop_bot()
    harness.fan_server.guild.delete_thread(thread)
    harness.move(seconds=3)
    await harness.start_bot()
    await harness.eventually(lambda: is_elsewhere(harness, session, thread.id))
    harness.move(seconds=10)
    other = await thread_of(harness, session)
    await harness.until(lambda: [one for one in harness.said_by_bot(other) if "In May" in words(one)])
    await harness.eventually(lambda: became(harness, SONG, FanQuestionState.ANSWERED))


async def test_a_thread_is_not_opened_again_where_it_may_not_be(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    harness.fan_server.lounge.deny(harness.me, ["create_public_threads"])
    harness.fan_server.guild.delete_thread(thread)
    await harness.until(lambda: desk_says(harness, "I may not write, or open threads"))
    await harness.settled()
    harness.fan_server.lounge.allow(harness.me, ["create_public_threads"])
    harness.move(minutes=11)
    other = await thread_of(harness, session)
    await being_asked(harness, other, SONG)
