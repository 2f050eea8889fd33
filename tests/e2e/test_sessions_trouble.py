"""What goes wrong with sessions: the bot away, a thread deleted, permissions lost, people gone."""

from datetime import timedelta

from house import House, press, words
from sessions import (
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
    fate,
    host_presses,
    is_elsewhere,
    is_over,
    kept,
    notices,
    over,
    plan,
    put_in,
    the_console,
    thread_of,
)

from bot.domain.session_questions import Fate
from bot.domain.sessions import State


async def test_the_bot_was_away_for_the_whole_session_and_says_sorry(house: House) -> None:
    session = await plan(house, repeats="weekly")
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    await house.stop_bot()
    house.move(days=2, hours=2)
    await house.start_bot()
    missed = await over(house, session)
    assert missed.state is State.MISSED
    assert "We are sorry" in words(notices(house, session, "missed")[0])
    (after,) = await house.store.sessions.open_in(house.stage.guild.id)
    assert (await kept(house, SONG)).session_id == after.id


async def test_a_deleted_thread_is_opened_again_with_what_stood_in_it(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    house.stage.guild.delete_thread(thread)
    await house.eventually(lambda: is_elsewhere(house, session, thread.id))
    other = await thread_of(house, session)
    await answer(house, other, SONG, "The last one")
    assert await fate(house, SONG) is Fate.ANSWERED
    assert desk_says(house, "its thread was deleted")


async def test_a_thread_deleted_while_the_bot_was_away_is_opened_again(house: House) -> None:
    session = await plan(house)
    one, other = fans_of(house, 2)
    await ask(house, one, session, SONG)
    await ask(house, other, session, RAIN)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    await house.stop_bot()
    house.stage.guild.delete_thread(thread)
    await house.start_bot()
    await host_presses(house, session, "qna_next")
    await house.eventually(lambda: is_elsewhere(house, session, thread.id))
    again_there = await thread_of(house, session)
    await house.until(lambda: len(put_in(house, again_there)) == 2)


async def test_without_permissions_the_team_is_told_and_it_begins_once_they_are_back(house: House) -> None:
    session = await plan(house)
    await house.settled()
    house.stage.lounge.deny(house.me, ["create_public_threads"])
    house.move(days=2, seconds=1)
    await house.until(lambda: desk_says(house, "I may not write, or open threads"))
    await house.settled()
    house.stage.lounge.allow(house.me, ["create_public_threads"])
    house.move(minutes=11)
    await begin(house, session)
    told_of = [one for one in house.said_by_bot(house.stage.team_desk) if "I may not" in words(one)]
    assert len(told_of) == 1


async def test_the_artist_left_the_server_and_the_team_relays(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    house.stage.guild.leave(artist_of(house))
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    await house.until(lambda: desk_says(house, "is not on this server any more"))
    form = await host_presses(house, session, "qna_relay")
    await (await house.sera.submit(form, answer="The last one")).done()
    await house.eventually(lambda: is_answered(house))


async def is_answered(house: House) -> bool:
    return await fate(house, SONG) is Fate.ANSWERED


async def test_who_takes_no_direct_messages_is_told_in_the_channel_unless_anonymous(house: House) -> None:
    session = await plan(house)
    one, other = fans_of(house, 2)
    await ask(house, one, session, SONG, where="direct")
    await ask(house, other, session, RAIN, who="anonymous")
    one.open_to_direct = other.open_to_direct = False
    await begin(house, session)
    await end(house, session)
    await house.settled()
    public = " ".join(said.content for said in house.said_by_bot(house.stage.lounge))
    assert f"<@{one.id}>" in public
    assert f"<@{other.id}>" not in public


async def test_a_session_whose_opening_never_got_through_did_not_take_place(house: House) -> None:
    session = await plan(house, after=timedelta(minutes=30))
    await the_console(house, session)
    await house.settled()
    lost = house.discord.faults.answer("POST", f"/channels/{house.stage.lounge.id}/messages", 503, times=2)
    house.move(minutes=31)
    await house.until(lambda: lost.times == 1)
    house.move(hours=1)
    assert (await over(house, session)).state is State.MISSED
    house.move(minutes=11)
    await house.until(lambda: notices(house, session, "missed"))
    await house.settled()
    assert house.stage.lounge.threads == []
    assert "Did not take place" in words(await the_console(house, session))


async def test_what_lost_its_point_while_discord_was_away_is_not_said(house: House) -> None:
    session = await plan(house)
    thread = await begin(house, session)
    lost = house.discord.faults.answer("POST", f"/channels/{thread.id}/messages", 503)
    await host_presses(house, session, "qna_extend")
    await house.until(lambda: lost.times == 0)
    sure = await host_presses(house, session, "qna_end")
    await press(house.sera, sure.message, "qna_end_now")
    await house.eventually(lambda: is_over(house, session))
    house.move(minutes=11)
    await over(house, session)
    assert not [one for one in house.said_by_bot(thread) if "stay longer" in one.content]


async def test_a_cancelled_session_s_console_says_so(house: House) -> None:
    session = await plan(house, after=timedelta(minutes=30))
    await the_console(house, session)
    done = await house.sera.slash(house.stage.lounge, "qna cancel", session=session.id)
    await done.done()
    await over(house, session)
    assert "Cancelled" in words(await the_console(house, session))


async def test_a_press_that_discord_tells_of_twice_is_one_vote(house: House) -> None:
    session = await plan(house)
    asker, voter = fans_of(house, 2)
    await ask(house, asker, session, SONG)
    person = house.person(voter)
    listed = await (await person.slash(house.stage.lounge, "qna questions")).done()
    house.discord.gateway.deliver_twice("INTERACTION_CREATE")
    await press(person, listed.message, "qna_vote")
    await house.settled()
    assert (await kept(house, SONG)).votes == 1
    await press(person, listed.message, "qna_vote")
    assert (await kept(house, SONG)).votes == 0
