"""What goes wrong with sessions: the bot away, a thread deleted, permissions lost, people gone."""

from datetime import timedelta

from bot.domain.sessions.questions import FanQuestionState
from bot.domain.sessions.session import SessionState
from tests.e2e.harness import Harness, press, words
from tests.e2e.sessions import (
    RAIN,
    SONG,
    answer,
    artist_of,
    ask,
    begin,
    being_asked,
    desk_says,
    end,
    fans_of,
    host_presses,
    is_elsewhere,
    is_over,
    kept,
    notices,
    over,
    plan,
    put_in,
    state_of,
    the_console,
    thread_of,
)


async def test_the_bot_was_away_for_the_whole_session_and_says_sorry(harness: Harness) -> None:
    session = await plan(harness, repeats="weekly")
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    await harness.stop_bot()
    harness.move(days=2, hours=2)
    await harness.start_bot()
    missed = await over(harness, session)
    assert missed.state is SessionState.MISSED
    assert "We are sorry" in words(notices(harness, session, "missed")[0])
    (after,) = await harness.store.sessions.open_in(harness.fan_server.guild.id)
    assert (await kept(harness, SONG)).session_id == after.id


async def test_a_deleted_thread_is_opened_again_with_what_stood_in_it(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    harness.fan_server.guild.delete_thread(thread)
    await harness.eventually(lambda: is_elsewhere(harness, session, thread.id))
    other = await thread_of(harness, session)
    await answer(harness, other, SONG, "The last one")
    assert await state_of(harness, SONG) is FanQuestionState.ANSWERED
    assert desk_says(harness, "its thread was deleted")


async def test_a_thread_deleted_while_the_bot_was_away_is_opened_again(harness: Harness) -> None:
    session = await plan(harness)
    one, other = fans_of(harness, 2)
    await ask(harness, one, session, SONG)
    await ask(harness, other, session, RAIN)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    await harness.stop_bot()
    harness.fan_server.guild.delete_thread(thread)
    await harness.start_bot()
    await host_presses(harness, session, "qna_next")
    await harness.eventually(lambda: is_elsewhere(harness, session, thread.id))
    again_there = await thread_of(harness, session)
    await harness.until(lambda: len(put_in(harness, again_there)) == 2)


async def test_without_permissions_the_team_is_told_and_it_begins_once_they_are_back(
    harness: Harness,
) -> None:
    session = await plan(harness)
    await harness.settled()
    harness.fan_server.lounge.deny(harness.me, ["create_public_threads"])
    harness.move(days=2, seconds=1)
    await harness.until(lambda: desk_says(harness, "I may not write, or open threads"))
    await harness.settled()
    harness.fan_server.lounge.allow(harness.me, ["create_public_threads"])
    harness.move(minutes=11)
    await begin(harness, session)
    told_of = [one for one in harness.said_by_bot(harness.fan_server.team_desk) if "I may not" in words(one)]
    assert len(told_of) == 1


async def test_the_artist_left_the_server_and_the_team_relays(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    harness.fan_server.guild.leave(artist_of(harness))
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    await harness.until(lambda: desk_says(harness, "is not on this server any more"))
    form = await host_presses(harness, session, "qna_relay")
    await (await harness.sera.submit(form, answer="The last one")).done()
    await harness.eventually(lambda: is_answered(harness))


async def is_answered(harness: Harness) -> bool:
    return await state_of(harness, SONG) is FanQuestionState.ANSWERED


async def test_who_takes_no_direct_messages_is_told_in_the_channel_unless_anonymous(harness: Harness) -> None:
    session = await plan(harness)
    one, other = fans_of(harness, 2)
    await ask(harness, one, session, SONG, where="direct")
    await ask(harness, other, session, RAIN, who="anonymous")
    one.open_to_direct = other.open_to_direct = False
    await begin(harness, session)
    await end(harness, session)
    await harness.settled()
    public = " ".join(said.content for said in harness.said_by_bot(harness.fan_server.lounge))
    assert f"<@{one.id}>" in public
    assert f"<@{other.id}>" not in public


async def test_a_session_whose_opening_never_got_through_did_not_take_place(harness: Harness) -> None:
    session = await plan(harness, after=timedelta(minutes=30))
    await the_console(harness, session)
    await harness.settled()
    lost = harness.discord.faults.answer(
        "POST", f"/channels/{harness.fan_server.lounge.id}/messages", 503, times=2
    )
    harness.move(minutes=31)
    await harness.until(lambda: lost.times == 1)
    harness.move(hours=1)
    assert (await over(harness, session)).state is SessionState.MISSED
    harness.move(minutes=11)
    await harness.until(lambda: notices(harness, session, "missed"))
    await harness.settled()
    assert harness.fan_server.lounge.threads == []
    assert "Did not take place" in words(await the_console(harness, session))


async def test_what_lost_its_point_while_discord_was_away_is_not_said(harness: Harness) -> None:
    session = await plan(harness)
    thread = await begin(harness, session)
    lost = harness.discord.faults.answer("POST", f"/channels/{thread.id}/messages", 503)
    await host_presses(harness, session, "qna_extend")
    await harness.until(lambda: lost.times == 0)
    sure = await host_presses(harness, session, "qna_end")
    await press(harness.sera, sure.message, "qna_end_now")
    await harness.eventually(lambda: is_over(harness, session))
    harness.move(minutes=11)
    await over(harness, session)
    assert not [one for one in harness.said_by_bot(thread) if "stay longer" in one.content]


async def test_a_cancelled_session_s_console_says_so(harness: Harness) -> None:
    session = await plan(harness, after=timedelta(minutes=30))
    await the_console(harness, session)
    done = await harness.sera.slash(harness.fan_server.lounge, "qna cancel", session=session.id)
    await done.done()
    await over(harness, session)
    assert "Cancelled" in words(await the_console(harness, session))


async def test_a_press_that_discord_tells_of_twice_is_one_vote(harness: Harness) -> None:
    session = await plan(harness)
    asker, voter = fans_of(harness, 2)
    await ask(harness, asker, session, SONG)
    person = harness.person(voter)
    listed = await (await person.slash(harness.fan_server.lounge, "qna questions")).done()
    harness.discord.faults.once("event_doubled", "INTERACTION_CREATE")
    await press(person, listed.message, "qna_vote")
    await harness.settled()
    assert (await kept(harness, SONG)).votes == 1
    await press(person, listed.message, "qna_vote")
    assert (await kept(harness, SONG)).votes == 0
