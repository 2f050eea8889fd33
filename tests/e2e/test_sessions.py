"""A session from its announcement to its recap."""

from datetime import timedelta

from bot.domain.sessions.questions import FanQuestionState
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.model.users import User
from tests.e2e.harness import Harness, custom_id, labels, press, told, words
from tests.e2e.sessions import (
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
    host_picks,
    host_presses,
    kept,
    notices,
    over,
    plan,
    put_in,
    state_of,
    vote,
)


async def test_a_planned_session_is_announced_with_discord_s_own_event(harness: Harness) -> None:
    session = await plan(harness)
    (announcement,) = notices(harness, session, "scheduled")
    assert "Q&A with 윤슬" in words(announcement)
    assert labels(announcement) == ["Ask a question", "Questions and votes", "My questions"]
    await harness.until(lambda: harness.fan_server.guild.scheduled_events)
    (event,) = harness.fan_server.guild.scheduled_events.values()
    assert (event.starts_at, event.ends_at) == (session.starts_at, session.ends_at)


async def test_it_is_announced_a_day_and_an_hour_before_once_each(harness: Harness) -> None:
    session = await plan(harness, after=timedelta(days=3))
    assert notices(harness, session, "day") == []
    harness.move(days=2, minutes=1)
    await harness.until(lambda: notices(harness, session, "day"))
    harness.move(hours=23)
    await harness.until(lambda: notices(harness, session, "hour"))
    await harness.restart_bot()
    await harness.settled()
    assert [len(notices(harness, session, what)) for what in ("day", "hour")] == [1, 1]


async def test_after_a_long_absence_nobody_is_told_that_it_starts_in_an_hour(harness: Harness) -> None:
    session = await plan(harness, after=timedelta(days=3))
    await harness.stop_bot()
    harness.move(days=3, minutes=10)
    await harness.start_bot()
    await begin(harness, session)
    assert notices(harness, session, "day") == notices(harness, session, "hour") == []


async def test_a_whole_session(harness: Harness) -> None:
    session = await plan(harness)
    fans = fans_of(harness, 4)
    asked = await ask(harness, fans[0], session, SONG)
    assert "waits for its turn" in told(asked)
    await ask(harness, fans[1], session, "Who taught you to sing?", who="anonymous")
    await vote(harness, fans[2], session, "Who taught you to sing?")
    thread = await begin(harness, session)
    first = await being_asked(harness, thread, "Who taught you to sing?")
    assert "Somebody asks" in words(first)
    assert "Fan 1" not in words(first)
    said = await answer(harness, thread, "Who taught you to sing?", "My grandmother!")
    await harness.person(fans[3]).say(thread, "I love this")
    await host_presses(harness, session, "qna_next")
    await being_asked(harness, thread, SONG)
    done = await end(harness, session)
    assert thread.archived
    assert thread.locked
    recap = next(one for one in harness.said_by_bot(thread) if "recap" in words(one))
    assert f"/{said.id}" in words(recap)
    assert "2 questions · 2 askers · 2 for the first time · 1 answered · 1 vote" in words(recap)
    assert await state_of(harness, SONG) is FanQuestionState.DEFERRED
    outcome = next(one for one in harness.said_by_bot(thread) if f"<@{fans[0].id}>" in one.content)
    assert "kept for the next session" in words(outcome)
    assert SONG in words(outcome)
    direct = harness.fan_server.world.direct(harness.me, fans[1])
    assert [f"/{said.id}" in words(one) for one in direct.messages] == [True]
    assert done.event_id is None or harness.fan_server.guild.scheduled_events == {}


async def test_a_question_like_another_is_shown_before_it_is_sent(harness: Harness) -> None:
    session = await plan(harness)
    one, other, third = fans_of(harness, 3)
    await ask(harness, one, session, SONG)
    shown = await ask(harness, other, session, "Which song was hardest to write??")
    assert "Is it one of these?" in told(shown)
    assert SONG in told(shown)
    panel = shown.message or shown.followups[0]
    await press(harness.person(other), panel, "qna_second")
    assert (await kept(harness, SONG)).votes == 1
    shown = await ask(harness, third, session, "Which of the songs was hardest to write?")
    panel = shown.message or shown.followups[0]
    await press(harness.person(third), panel, "qna_send")
    assert await state_of(harness, "Which of the songs was hardest to write?") is FanQuestionState.WAITING


async def test_nobody_votes_for_their_own_question_or_twice(harness: Harness) -> None:
    session = await plan(harness)
    asker, voter = fans_of(harness, 2)
    await ask(harness, asker, session, SONG)
    assert "own question" in told(await _own_vote(harness, asker))
    await vote(harness, voter, session, SONG)
    assert (await kept(harness, SONG)).votes == 1
    await vote(harness, voter, session, SONG)
    assert (await kept(harness, SONG)).votes == 0


async def _own_vote(harness: Harness, asker: User) -> Interaction:
    person = harness.person(asker)
    listed = await (await person.slash(harness.fan_server.lounge, "qna questions")).done()
    pressed = await person.press(listed.message, custom_id(listed.message, "qna_vote"))
    return await pressed.done()


async def test_a_fan_changes_and_takes_back_until_it_is_asked(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    await ask(harness, fan, session, "What do you cook at home?")
    mine = await (await harness.person(fan).slash(harness.fan_server.lounge, "qna mine")).done()
    form = await (await harness.person(fan).press(mine.message, "Change 1")).done()
    await (await harness.person(fan).submit(form, {"text": "Which song was hard?"})).done()
    await (await harness.person(fan).press(mine.message, "Take back 2")).done()
    assert await state_of(harness, "Which song was hard?") is FanQuestionState.WAITING
    assert await state_of(harness, "What do you cook at home?") is FanQuestionState.WITHDRAWN
    thread = await begin(harness, session)
    await being_asked(harness, thread, "Which song was hard?")
    late = await (await harness.person(fan).press(mine.message, "Take back 1")).done()
    assert "can’t be changed" in told(late)
    assert len(put_in(harness, thread)) == 1


async def test_a_fan_asks_no_more_than_their_share(harness: Harness) -> None:
    session = await plan(harness, per_fan=1)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    done = await harness.person(fan).slash(
        harness.fan_server.lounge, "qna ask", question="Another one, please?"
    )
    await done.done()
    assert "already" in told(done)


async def test_the_host_works_through_the_queue(harness: Harness) -> None:
    session = await plan(harness)
    fans = fans_of(harness, 6)
    texts = [
        SONG,
        "Do you like rain?",
        "What is your favourite chord?",
        "Are you married?",
        "Will you tour Peru?",
        "Rain or snow?",
    ]
    for fan, text in zip(fans, texts, strict=True):
        await ask(harness, fan, session, text)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    sera = harness.sera
    panel = await host_picks(harness, session, "Are you married?")
    form = await press(sera, panel.message, "qna_decline")
    await (await sera.submit(form, {"reason": "That is private."})).done()
    assert await state_of(harness, "Are you married?") is FanQuestionState.DECLINED
    panel = await host_picks(harness, session, "Will you tour Peru?")
    await press(sera, panel.message, "qna_defer")
    panel = await host_picks(harness, session, "Rain or snow?")
    await press(sera, panel.message, "qna_merge")
    target = await kept(harness, "Do you like rain?")
    menu = custom_id(panel.message, "qna_merge_into")
    await (await sera.choose(panel.message, menu, [str(target.id)])).done()
    panel = await host_picks(harness, session, "What is your favourite chord?")
    await press(sera, panel.message, "qna_pin")
    await host_presses(harness, session, "qna_next")
    await being_asked(harness, thread, "What is your favourite chord?")
    panel = await host_picks(harness, session, "Do you like rain?")
    await press(sera, panel.message, "qna_put")
    rain = await being_asked(harness, thread, "Do you like rain?")
    assert "also asked by 1 other" in words(rain)
    form = await host_presses(harness, session, "qna_relay")
    await (await sera.submit(form, answer="Only from inside")).done()
    await harness.settled()
    assert await state_of(harness, "Do you like rain?") is FanQuestionState.ANSWERED
    sure = await host_presses(harness, session, "qna_end")
    await press(sera, sure.message, "qna_end_now")
    await over(harness, session)
    told_all = "\n".join(words(one) for one in harness.said_by_bot(thread))
    assert "That is private." in told_all
    assert "was joined with" in told_all
    assert told_all.count("read it here") == 2
    finished = console(harness, session)
    assert finished is not None
    menu = custom_id(finished, "qna_faq")
    learned = await (await sera.choose(finished, menu, [str(target.id)])).done()
    assert "Learned" in told(learned)
    assert any(faq.id == f"session-{target.id}" for faq in harness.bot.label.faqs)


async def test_with_nobody_hosting_the_next_question_comes_after_an_answer(harness: Harness) -> None:
    session = await plan(harness, pace=2)
    one, other = fans_of(harness, 2)
    await ask(harness, one, session, SONG)
    await ask(harness, other, session, "Do you like rain?")
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    harness.move(minutes=3)
    await harness.settled()
    assert len(put_in(harness, thread)) == 1
    await answer(harness, thread, SONG, "In May")
    await harness.settled()
    assert len(put_in(harness, thread)) == 1
    harness.move(minutes=2, seconds=1)
    await being_asked(harness, thread, "Do you like rain?")


async def test_a_transcript_for_the_label_s_website(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    await answer(harness, thread, SONG, "In May")
    await end(harness, session)
    done = await harness.sera.slash(harness.fan_server.lounge, "qna transcript", session=session.id)
    await done.done()
    (file,) = done.message.attachments
    text = file.content.decode()
    assert f"## {SONG}" in text
    assert "In May" in text
    assert (await again(harness, session)).artist_id == artist_of(harness).id
