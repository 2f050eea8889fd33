"""A session's thread: opened once, deleted by somebody, lost from sight, closed as set."""

from datetime import timedelta

import pytest
from house import House, words
from sessions import (
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

from bot.domain.session_questions import Fate
from bot.domain.sessions import State


async def test_a_thread_whose_making_was_not_answered_is_not_made_twice(house: House) -> None:
    session = await plan(house)
    house.discord.faults.answer("POST", "/channels/*/messages/*/threads", 503, after=True)
    house.move(days=2, seconds=1)
    await house.until(lambda: house.discord.record.of("POST", "/threads"))
    house.move(seconds=10)
    thread = await thread_of(house, session)
    assert house.stage.lounge.threads == [thread]


@pytest.mark.parametrize(
    ("closing", "archived", "locked"), [("open", False, False), ("archive", True, False)]
)
async def test_it_is_closed_as_set(house: House, closing: str, *, archived: bool, locked: bool) -> None:
    session = await plan(house, closing=closing)
    thread = await begin(house, session)
    await end(house, session)
    assert (thread.archived, thread.locked) == (archived, locked)


async def test_a_thread_that_may_not_be_closed_stays_open(house: House) -> None:
    session = await plan(house)
    thread = await begin(house, session)
    house.stage.lounge.deny(house.me, ["manage_threads"])
    await end(house, session)
    assert not thread.locked


async def test_a_thread_deleted_before_the_end_leaves_the_recap_to_the_channel(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    await answer(house, thread, SONG, "In May")
    await house.stop_bot()
    house.stage.guild.delete_thread(thread)
    house.move(hours=1, minutes=1)
    await house.start_bot()
    await over(house, session)
    said = [one for one in house.said_by_bot(house.stage.lounge) if "recap" in words(one)]
    assert ["In May" in words(one) for one in said] == [True]
    assert [one for one in house.said_by_bot(house.stage.lounge) if f"<@{fan.id}>" in one.content]


async def test_a_thread_deleted_after_the_end_is_left_alone(house: House) -> None:
    session = await plan(house)
    thread = await begin(house, session)
    house.stage.lounge.deny(house.me, ["send_messages_in_threads"])
    house.move(hours=1, minutes=1)
    await house.eventually(lambda: is_over(house, session))
    house.stage.guild.delete_thread(thread)
    await house.settled()
    assert house.stage.lounge.threads == []
    assert (await again(house, session)).state is State.ENDED


async def test_what_a_deleted_thread_was_to_hear_is_said_in_the_channel(house: House) -> None:
    session = await plan(house, artist_account=None)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    form = await host_presses(house, session, "qna_relay")
    house.stage.lounge.deny(house.me, ["send_messages_in_threads"])
    await (await house.sera.submit(form, answer="In May")).done()
    house.move(hours=1, minutes=1)
    await house.eventually(lambda: is_over(house, session))
    await house.settled()
    house.stage.guild.delete_thread(thread)
    house.move(minutes=11)
    await over(house, session)
    said = house.said_by_bot(house.stage.lounge)
    assert [one for one in said if "In May" in words(one)]
    assert len([one for one in said if "recap" in words(one)]) == 1
    assert len([one for one in said if f"<@{fan.id}>" in one.content]) == 1


async def test_what_is_left_to_say_where_neither_thread_nor_channel_stands_is_given_up(house: House) -> None:
    session = await plan(house)
    thread = await begin(house, session)
    house.stage.lounge.deny(house.me, ["send_messages_in_threads"])
    house.move(hours=1, minutes=1)
    await house.eventually(lambda: is_over(house, session))
    await house.settled()
    house.stage.guild.delete_thread(thread)
    house.stage.guild.delete_channel(house.stage.lounge)
    house.move(minutes=11)
    await over(house, session)
    recap = await house.store.connection.fetch_one("SELECT state FROM outbox WHERE kind = 'session_recap'")
    assert recap is not None
    assert recap["state"] == "refused"


async def test_a_thread_out_of_sight_is_written_to_once_it_is_back(house: House) -> None:
    session = await plan(house)
    for fan, text in zip(fans_of(house, 2), (SONG, RAIN), strict=True):
        await ask(house, fan, session, text)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    await house.stop_bot()
    house.stage.lounge.deny(house.me, ["view_channel"])
    await house.start_bot()
    await host_presses(house, session, "qna_next")
    await house.until(lambda: desk_says(house, "I may not write, or open threads"))
    await house.settled()  # the question was tried, too, and waits
    house.stage.lounge.allow(house.me, ["view_channel"])
    house.move(minutes=11)
    await being_asked(house, thread, RAIN)
    assert len(put_in(house, thread)) == 2


async def test_without_its_channel_a_session_waits_for_another(house: House) -> None:
    session = await plan(house, after=timedelta(hours=2))
    house.stage.guild.delete_channel(house.stage.lounge)
    house.move(hours=1, minutes=1)
    await house.until(lambda: desk_says(house, "its channel is gone"))
    house.move(hours=1)
    await house.settled()
    assert (await again(house, session)).state is State.PLANNED
    moved = await house.sera.slash(
        house.stage.questions, "qna change", session=session.id, channel=house.stage.questions, time="18:00"
    )
    await moved.done()
    thread = await begin(house, session)
    assert thread.parent is house.stage.questions
    assert len([one for one in house.said_by_bot(house.stage.team_desk) if "is gone" in words(one)]) == 1
    assert notices(house, session, "moved") == []


async def test_an_answer_for_the_artist_follows_a_deleted_thread_to_the_next(house: House) -> None:
    session = await plan(house, artist_account=None)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    form = await host_presses(house, session, "qna_relay")
    lost = house.discord.faults.answer("POST", f"/channels/{thread.id}/messages", 503)
    await (await house.sera.submit(form, answer="In May")).done()
    await house.until(lambda: lost.times == 0)
    await house.stop_bot()
    house.stage.guild.delete_thread(thread)
    house.move(seconds=3)
    await house.start_bot()
    await house.eventually(lambda: is_elsewhere(house, session, thread.id))
    house.move(seconds=10)
    other = await thread_of(house, session)
    await house.until(lambda: [one for one in house.said_by_bot(other) if "In May" in words(one)])
    await house.eventually(lambda: became(house, SONG, Fate.ANSWERED))


async def test_a_thread_is_not_opened_again_where_it_may_not_be(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    house.stage.lounge.deny(house.me, ["create_public_threads"])
    house.stage.guild.delete_thread(thread)
    await house.until(lambda: desk_says(house, "I may not write, or open threads"))
    await house.settled()
    house.stage.lounge.allow(house.me, ["create_public_threads"])
    house.move(minutes=11)
    other = await thread_of(house, session)
    await being_asked(house, other, SONG)
