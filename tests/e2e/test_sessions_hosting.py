"""A host leads a session: the console, the queue, what is held, what is refused."""

import asyncio
from datetime import timedelta
from functools import partial

from bot.domain.sessions.questions import FanQuestionState
from bot.domain.sessions.session import SessionState
from tests.e2e.harness import Harness, components, custom_id, labels, press, told, words
from tests.e2e.sessions import (
    RAIN,
    SONG,
    again,
    answer,
    ask,
    became,
    begin,
    being_asked,
    fans_of,
    host_picks,
    host_presses,
    kept,
    kill_and_restart,
    notices,
    plan,
    put_in,
    state_of,
    the_console,
    vote,
    waiting,
)


async def test_two_hosts_press_at_once_and_one_question_is_asked(harness: Harness) -> None:
    session = await plan(harness)
    fans = fans_of(harness, 3)
    for fan, text in zip(fans, (SONG, RAIN, "Tea or coffee?"), strict=True):
        await ask(harness, fan, session, text)
    thread = await begin(harness, session)
    message = await the_console(harness, session)
    await harness.until(lambda: not custom_id(message, "qna_next").startswith(f"qna_next:{session.id}:0"))
    button = custom_id(message, "qna_next")
    pressed = await asyncio.gather(harness.sera.press(message, button), harness.jun.press(message, button))
    done = [await one.done() for one in pressed]
    await harness.settled()
    assert len(put_in(harness, thread)) == 2
    refused = [words(one.message) for one in done if one.message and one.message.ephemeral_to]
    assert len(refused) == 1
    assert "quicker" in refused[0] or "더 빨랐어요" in refused[0]


async def test_a_console_drawn_before_a_question_is_put_doesn_t_refuse_its_host(harness: Harness) -> None:
    session = await plan(harness)
    for fan, text in zip(fans_of(harness, 3), (SONG, RAIN, "Tea or coffee?"), strict=True):
        await ask(harness, fan, session, text)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    late = harness.discord.faults.hang(
        "PATCH", f"/channels/{harness.fan_server.team_desk.id}/messages/*", 0.3
    )
    await answer(harness, thread, SONG, "In May")
    await harness.until(lambda: late.times == 0)
    harness.bot.schedule.stop()  # the bot dies before it looks again
    await press(harness.sera, await the_console(harness, session), "qna_next")
    await harness.settled()
    await kill_and_restart(harness)
    await host_presses(harness, session, "qna_next")
    await harness.until(lambda: len(put_in(harness, thread)) == 3)


async def test_what_a_press_on_the_console_changes_is_drawn_once(harness: Harness) -> None:
    session = await plan(harness)
    for fan, text in zip(fans_of(harness, 3), (SONG, RAIN, "Tea or coffee?"), strict=True):
        await ask(harness, fan, session, text)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    harness.bot.schedule.stop()  # an update that is sent before the press is answered is sent all the same
    await harness.bot.schedule.run_all()
    await harness.settled()
    desk = harness.fan_server.team_desk.id
    edits = harness.discord.faults.hang("PATCH", f"/channels/{desk}/messages/*", 0, times=100)
    await host_presses(harness, session, "qna_next")
    await being_asked(harness, thread, RAIN)
    await harness.bot.schedule.run_all()
    await harness.settled()
    assert edits.times == 100
    assert f"qna_next:{session.id}:{(await kept(harness, RAIN)).id}" in str(
        components(await the_console(harness, session))
    )
    alone = await (await harness.sera.slash(harness.fan_server.lounge, "qna host")).done()
    await press(harness.sera, alone.message, "qna_next")
    await being_asked(harness, thread, "Tea or coffee?")
    assert edits.times == 99
    assert "Tea or coffee?" in words(await the_console(harness, session))


async def test_a_console_is_current_after_presses_whose_answers_cross(harness: Harness) -> None:
    session = await plan(harness)
    for fan, text in zip(fans_of(harness, 2), (SONG, RAIN), strict=True):
        await ask(harness, fan, session, text)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    await harness.bot.schedule.run_all()
    await harness.settled()
    message = await the_console(harness, session)
    slow = harness.discord.faults.hang("POST", "/interactions/*", 0.5)
    longer = await harness.jun.press(message, custom_id(message, "qna_extend"))
    await harness.until(lambda: slow.times == 0)
    await press(harness.sera, message, "qna_next")
    await longer.done()
    current = (await kept(harness, RAIN)).id
    await harness.until(lambda: custom_id(message, "qna_next") == f"qna_next:{session.id}:{current}")


async def test_the_artist_is_late_before_and_after_the_start(harness: Harness) -> None:
    session = await plan(harness)
    harness.move(days=1, hours=23, minutes=30)
    await the_console(harness, session)
    await host_presses(harness, session, "qna_late")
    await harness.settled()
    moved = await again(harness, session)
    assert moved.starts_at == session.starts_at + timedelta(minutes=10)
    assert notices(harness, session, "moved")
    thread = await begin(harness, session)
    await host_presses(harness, session, "qna_late")
    await host_presses(harness, session, "qna_extend")
    await harness.settled()
    assert (await again(harness, session)).ends_at == moved.ends_at + timedelta(minutes=20)
    said = [one.content for one in harness.said_by_bot(thread)]
    assert any("a little late" in one for one in said)
    assert any("stay longer" in one for one in said)


async def test_held_words_wait_for_the_team(harness: Harness) -> None:
    done = await (
        await harness.sera.slash(harness.fan_server.lounge, "qna words", words="stupid*, *spoiler*")
    ).done()
    assert "`stupid*`" in told(done)
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    sent = await ask(harness, fan, session, "Why are your STUPIDLY long songs so long?")
    assert "takes a look" in told(sent)
    await ask(harness, fan, session, "See https://example.com, do you like it?")
    listed = await (await harness.leo.slash(harness.fan_server.lounge, "qna questions")).done()
    assert "STUPIDLY" not in words(listed.message)
    await begin(harness, session)
    held = await host_presses(harness, session, "qna_held")
    for text, button, after in (
        ("STUPIDLY", "qna_decline", FanQuestionState.DECLINED),
        ("example", "qna_let_in", FanQuestionState.PUT),
    ):
        row = await harness.store.connection.fetch_one(
            "SELECT id, text FROM session_questions WHERE text LIKE ?", (f"%{text}%",)
        )
        menu = custom_id(held.message, "qna_queue")
        panel = await (await harness.sera.choose(held.message, menu, [str(row["id"])])).done()
        pressed = await press(harness.sera, panel.message, button)
        if button == "qna_decline":
            await (await harness.sera.submit(pressed, {})).done()
        await harness.eventually(partial(became, harness, row["text"], after))


async def test_one_fan_s_flood_is_held(harness: Harness) -> None:
    session = await plan(harness, per_fan=20)
    (fan,) = fans_of(harness, 1)
    subjects = ("rain", "bread", "Jeju in spring", "vinyl", "your cat", "early mornings")
    for subject in subjects:
        await ask(harness, fan, session, subject)
    assert [await state_of(harness, subject) for subject in subjects] == [FanQuestionState.WAITING] * 5 + [
        FanQuestionState.HELD
    ]
    same = await ask(harness, fan, session, "Rain!")
    assert "already" in told(same)


async def test_only_the_team_and_the_host_may_do_what_hosts_do(harness: Harness) -> None:
    await harness.settled()
    refused = await harness.leo.slash(
        harness.fan_server.lounge, "qna schedule", artist="Me", date="2026-12-01", time="10:00"
    )
    assert "Only the team" in told(await refused.done())
    session = await plan(harness, host=harness.fan_server.leo)
    shown = await (await harness.leo.slash(harness.fan_server.lounge, "qna host")).done()
    assert labels(shown.message) == ["Artist is late: +10 min"]
    refused = await harness.minji.slash(harness.fan_server.lounge, "qna host", session=session.id)
    assert "진행자와 팀만" in told(await refused.done())


async def test_a_long_queue_has_more_pages(harness: Harness) -> None:
    session = await plan(harness)
    fans = fans_of(harness, 28)
    for number, fan in enumerate(fans):
        await harness.store.session_questions.ask(waiting(session, fan, number), most=3)
    thread = await begin(harness, session)
    await being_asked(harness, thread, "Question number 0?")
    shown = await host_presses(harness, session, "qna_more")
    assert "26–27" in shown.message.content
    last = await press(harness.sera, shown.message, "qna_more")
    assert "last one" in told(last)
    await vote(harness, harness.fan_server.leo, session, "Question number 27?")
    panel = await host_picks(harness, session, "Question number 3?")
    assert "From" in words(panel.message)
    message = await the_console(harness, session)
    for order in ("time", "newcomers", "votes"):
        menu = custom_id(message, "qna_order")
        await (await harness.sera.choose(message, menu, [order])).done()
        assert (await again(harness, session)).queue_order == order


async def test_the_host_is_told_that_it_ends_once_it_does(harness: Harness) -> None:
    session = await plan(harness)
    await begin(harness, session)
    sure = await host_presses(harness, session, "qna_end")
    async with harness.store.connection.transaction():
        pressed = await harness.sera.press(sure.message, custom_id(sure.message, "qna_end_now"))
        await harness.discord.idle()
        assert "It ends" not in told(sure)
    await pressed.done()
    await harness.until(lambda: "It ends" in told(sure))
    assert (await again(harness, session)).state is SessionState.ENDED
