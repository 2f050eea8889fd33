"""A session from its announcement to its recap."""

from datetime import timedelta

from house import House, custom_id, labels, press, told, words
from sessions import (
    SONG,
    again,
    answer,
    artist_of,
    ask,
    begin,
    being_asked,
    console,
    end,
    fans_of,
    fate,
    host_picks,
    host_presses,
    kept,
    notices,
    over,
    plan,
    put_in,
    vote,
)

from bot.domain.session_questions import Fate


async def test_a_planned_session_is_announced_with_discord_s_own_event(house: House) -> None:
    session = await plan(house)
    (announcement,) = notices(house, session, "scheduled")
    assert "Q&A with 윤슬" in words(announcement)
    assert labels(announcement) == ["Ask a question", "Questions and votes", "My questions"]
    await house.until(lambda: house.stage.guild.events)
    (event,) = house.stage.guild.events.values()
    assert (event.starts_at, event.ends_at) == (session.starts_at, session.ends_at)


async def test_it_is_announced_a_day_and_an_hour_before_once_each(house: House) -> None:
    session = await plan(house, after=timedelta(days=3))
    assert notices(house, session, "day") == []
    house.move(days=2, minutes=1)
    await house.until(lambda: notices(house, session, "day"))
    house.move(hours=23)
    await house.until(lambda: notices(house, session, "hour"))
    await house.restart_bot()
    await house.settled()
    assert [len(notices(house, session, what)) for what in ("day", "hour")] == [1, 1]


async def test_after_a_long_absence_nobody_is_told_that_it_starts_in_an_hour(house: House) -> None:
    session = await plan(house, after=timedelta(days=3))
    await house.stop_bot()
    house.move(days=3, minutes=10)
    await house.start_bot()
    await begin(house, session)
    assert notices(house, session, "day") == notices(house, session, "hour") == []


async def test_a_whole_session(house: House) -> None:
    session = await plan(house)
    fans = fans_of(house, 4)
    asked = await ask(house, fans[0], session, SONG)
    assert "waits for its turn" in told(asked)
    await ask(house, fans[1], session, "Who taught you to sing?", who="anonymous")
    await vote(house, fans[2], session, "Who taught you to sing?")
    thread = await begin(house, session)
    first = await being_asked(house, thread, "Who taught you to sing?")
    assert "Somebody asks" in words(first)
    assert "Fan 1" not in words(first)
    said = await answer(house, thread, "Who taught you to sing?", "My grandmother!")
    await house.person(fans[3]).say(thread, "I love this")
    await host_presses(house, session, "qna_next")
    await being_asked(house, thread, SONG)
    done = await end(house, session)
    assert thread.archived
    assert thread.locked
    recap = next(one for one in house.said_by_bot(thread) if "recap" in words(one))
    assert f"/{said.id}" in words(recap)
    assert "2 questions · 2 askers · 2 for the first time · 1 answered · 1 vote" in words(recap)
    assert await fate(house, SONG) is Fate.DEFERRED
    outcome = next(one for one in house.said_by_bot(thread) if f"<@{fans[0].id}>" in one.content)
    assert "kept for the next session" in words(outcome)
    assert SONG in words(outcome)
    direct = house.stage.world.direct(house.me, fans[1])
    assert [f"/{said.id}" in words(one) for one in direct.messages] == [True]
    assert done.event_id is None or house.stage.guild.events == {}


async def test_a_question_like_another_is_shown_before_it_is_sent(house: House) -> None:
    session = await plan(house)
    one, other, third = fans_of(house, 3)
    await ask(house, one, session, SONG)
    shown = await ask(house, other, session, "Which song was hardest to write??")
    assert "Is it one of these?" in told(shown)
    assert SONG in told(shown)
    panel = shown.message or shown.followups[0]
    await press(house.person(other), panel, "qna_second")
    assert (await kept(house, SONG)).votes == 1
    shown = await ask(house, third, session, "Which of the songs was hardest to write?")
    panel = shown.message or shown.followups[0]
    await press(house.person(third), panel, "qna_send")
    assert await fate(house, "Which of the songs was hardest to write?") is Fate.WAITING


async def test_nobody_votes_for_their_own_question_or_twice(house: House) -> None:
    session = await plan(house)
    asker, voter = fans_of(house, 2)
    await ask(house, asker, session, SONG)
    assert "own question" in told(await _own_vote(house, asker))
    await vote(house, voter, session, SONG)
    assert (await kept(house, SONG)).votes == 1
    await vote(house, voter, session, SONG)
    assert (await kept(house, SONG)).votes == 0


async def _own_vote(house: House, asker):  # noqa: ANN001, ANN202
    person = house.person(asker)
    listed = await (await person.slash(house.stage.lounge, "qna questions")).done()
    pressed = await person.press(listed.message, custom_id(listed.message, "qna_vote"))
    return await pressed.done()


async def test_a_fan_changes_and_takes_back_until_it_is_asked(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    await ask(house, fan, session, "What do you cook at home?")
    mine = await (await house.person(fan).slash(house.stage.lounge, "qna mine")).done()
    form = await (await house.person(fan).press(mine.message, "Change 1")).done()
    await (await house.person(fan).submit(form, {"text": "Which song was hard?"})).done()
    await (await house.person(fan).press(mine.message, "Take back 2")).done()
    assert await fate(house, "Which song was hard?") is Fate.WAITING
    assert await fate(house, "What do you cook at home?") is Fate.WITHDRAWN
    thread = await begin(house, session)
    await being_asked(house, thread, "Which song was hard?")
    late = await (await house.person(fan).press(mine.message, "Take back 1")).done()
    assert "can’t be changed" in told(late)
    assert len(put_in(house, thread)) == 1


async def test_a_fan_asks_no_more_than_their_share(house: House) -> None:
    session = await plan(house, per_fan=1)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    done = await house.person(fan).slash(house.stage.lounge, "qna ask", question="Another one, please?")
    await done.done()
    assert "already" in told(done)


async def test_the_host_works_through_the_queue(house: House) -> None:
    session = await plan(house)
    fans = fans_of(house, 6)
    texts = [
        SONG,
        "Do you like rain?",
        "What is your favourite chord?",
        "Are you married?",
        "Will you tour Peru?",
        "Rain or snow?",
    ]
    for fan, text in zip(fans, texts, strict=True):
        await ask(house, fan, session, text)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    sera = house.sera
    panel = await host_picks(house, session, "Are you married?")
    form = await press(sera, panel.message, "qna_decline")
    await (await sera.submit(form, {"reason": "That is private."})).done()
    assert await fate(house, "Are you married?") is Fate.DECLINED
    panel = await host_picks(house, session, "Will you tour Peru?")
    await press(sera, panel.message, "qna_defer")
    panel = await host_picks(house, session, "Rain or snow?")
    await press(sera, panel.message, "qna_merge")
    target = await kept(house, "Do you like rain?")
    menu = custom_id(panel.message, "qna_merge_into")
    await (await sera.choose(panel.message, menu, [str(target.id)])).done()
    panel = await host_picks(house, session, "What is your favourite chord?")
    await press(sera, panel.message, "qna_pin")
    await host_presses(house, session, "qna_next")
    await being_asked(house, thread, "What is your favourite chord?")
    panel = await host_picks(house, session, "Do you like rain?")
    await press(sera, panel.message, "qna_put")
    rain = await being_asked(house, thread, "Do you like rain?")
    assert "also asked by 1 other" in words(rain)
    form = await host_presses(house, session, "qna_relay")
    await (await sera.submit(form, answer="Only from inside")).done()
    await house.settled()
    assert await fate(house, "Do you like rain?") is Fate.ANSWERED
    sure = await host_presses(house, session, "qna_end")
    await press(sera, sure.message, "qna_end_now")
    await over(house, session)
    told_all = "\n".join(words(one) for one in house.said_by_bot(thread))
    assert "That is private." in told_all
    assert "was joined with" in told_all
    assert told_all.count("read it here") == 2
    finished = console(house, session)
    assert finished is not None
    menu = custom_id(finished, "qna_faq")
    learned = await (await sera.choose(finished, menu, [str(target.id)])).done()
    assert "Learned" in told(learned)
    assert any(faq.id == f"session-{target.id}" for faq in house.bot.label.faqs)


async def test_with_nobody_hosting_the_next_question_comes_after_an_answer(house: House) -> None:
    session = await plan(house, pace=2)
    one, other = fans_of(house, 2)
    await ask(house, one, session, SONG)
    await ask(house, other, session, "Do you like rain?")
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    house.move(minutes=3)
    await house.settled()
    assert len(put_in(house, thread)) == 1
    await answer(house, thread, SONG, "In May")
    await house.settled()
    assert len(put_in(house, thread)) == 1
    house.move(minutes=2, seconds=1)
    await being_asked(house, thread, "Do you like rain?")


async def test_a_transcript_for_the_label_s_website(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    await answer(house, thread, SONG, "In May")
    await end(house, session)
    done = await house.sera.slash(house.stage.lounge, "qna transcript", session=session.id)
    await done.done()
    (file,) = done.message.attachments
    text = file.content.decode()
    assert f"## {SONG}" in text
    assert "In May" in text
    assert (await again(house, session)).artist_id == artist_of(house).id
