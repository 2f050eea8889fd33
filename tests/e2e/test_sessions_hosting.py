"""A host leads a session: the console, the queue, what is held, what is refused."""

import asyncio
from datetime import timedelta

from house import House, custom_id, labels, press, told, words
from sessions import (
    RAIN,
    SONG,
    again,
    answer,
    ask,
    became,
    begin,
    being_asked,
    fans_of,
    fate,
    host_picks,
    host_presses,
    kill_and_restart,
    notices,
    plan,
    put_in,
    the_console,
    vote,
    waiting,
)

from bot.domain.session_questions import Fate
from bot.domain.sessions import State


async def test_two_hosts_press_at_once_and_one_question_is_asked(house: House) -> None:
    session = await plan(house)
    fans = fans_of(house, 3)
    for fan, text in zip(fans, (SONG, RAIN, "Tea or coffee?"), strict=True):
        await ask(house, fan, session, text)
    thread = await begin(house, session)
    message = await the_console(house, session)
    await house.until(lambda: custom_id(message, "qna_next") != f"qna_next:{session.id}:0")
    button = custom_id(message, "qna_next")
    pressed = await asyncio.gather(house.sera.press(message, button), house.jun.press(message, button))
    done = [await one.done() for one in pressed]
    await house.settled()
    assert len(put_in(house, thread)) == 2
    refused = [words(one.message) for one in done if one.message and one.message.ephemeral_to]
    assert len(refused) == 1
    assert "quicker" in refused[0] or "더 빨랐어요" in refused[0]


async def test_a_console_drawn_before_a_question_is_put_doesn_t_refuse_its_host(house: House) -> None:
    session = await plan(house)
    for fan, text in zip(fans_of(house, 3), (SONG, RAIN, "Tea or coffee?"), strict=True):
        await ask(house, fan, session, text)
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    late = house.discord.faults.hang("PATCH", f"/channels/{house.stage.team_desk.id}/messages/*", 0.3)
    await answer(house, thread, SONG, "In May")
    await house.until(lambda: late.times == 0)
    house.bot.schedule.stop()  # the bot dies before it looks again
    await press(house.sera, await the_console(house, session), "qna_next")
    await house.settled()
    await kill_and_restart(house)
    await host_presses(house, session, "qna_next")
    await house.until(lambda: len(put_in(house, thread)) == 3)


async def test_the_artist_is_late_before_and_after_the_start(house: House) -> None:
    session = await plan(house)
    house.move(days=1, hours=23, minutes=30)
    await the_console(house, session)
    await host_presses(house, session, "qna_late")
    await house.settled()
    moved = await again(house, session)
    assert moved.starts_at == session.starts_at + timedelta(minutes=10)
    assert notices(house, session, "moved")
    thread = await begin(house, session)
    await host_presses(house, session, "qna_late")
    await host_presses(house, session, "qna_extend")
    await house.settled()
    assert (await again(house, session)).ends_at == moved.ends_at + timedelta(minutes=20)
    said = [one.content for one in house.said_by_bot(thread)]
    assert any("a little late" in one for one in said)
    assert any("stay longer" in one for one in said)


async def test_held_words_wait_for_the_team(house: House) -> None:
    done = await (await house.sera.slash(house.stage.lounge, "qna words", words="stupid*, *spoiler*")).done()
    assert "`stupid*`" in told(done)
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    sent = await ask(house, fan, session, "Why are your STUPIDLY long songs so long?")
    assert "takes a look" in told(sent)
    await ask(house, fan, session, "See https://example.com, do you like it?")
    listed = await (await house.leo.slash(house.stage.lounge, "qna questions")).done()
    assert "STUPIDLY" not in words(listed.message)
    await begin(house, session)
    held = await host_presses(house, session, "qna_held")
    for text, button, after in (
        ("STUPIDLY", "qna_decline", Fate.DECLINED),
        ("example", "qna_let_in", Fate.PUT),
    ):
        row = await house.store.connection.fetch_one(
            "SELECT id, text FROM session_questions WHERE text LIKE ?", (f"%{text}%",)
        )
        menu = custom_id(held.message, "qna_queue")
        panel = await (await house.sera.choose(held.message, menu, [str(row["id"])])).done()
        pressed = await press(house.sera, panel.message, button)
        if button == "qna_decline":
            await (await house.sera.submit(pressed, {})).done()
        await house.eventually(lambda text=row["text"], after=after: became(house, text, after))


async def test_one_fan_s_flood_is_held(house: House) -> None:
    session = await plan(house, per_fan=20)
    (fan,) = fans_of(house, 1)
    subjects = ("rain", "bread", "Jeju in spring", "vinyl", "your cat", "early mornings")
    for subject in subjects:
        await ask(house, fan, session, subject)
    assert [await fate(house, subject) for subject in subjects] == [Fate.WAITING] * 5 + [Fate.HELD]
    same = await ask(house, fan, session, "Rain!")
    assert "already" in told(same)


async def test_only_the_team_and_the_host_may_do_what_hosts_do(house: House) -> None:
    await house.settled()
    refused = await house.leo.slash(
        house.stage.lounge, "qna schedule", artist="Me", date="2026-12-01", time="10:00"
    )
    assert "Only the team" in told(await refused.done())
    session = await plan(house, host=house.stage.leo)
    shown = await (await house.leo.slash(house.stage.lounge, "qna host")).done()
    assert labels(shown.message) == ["Artist is late: +10 min"]
    refused = await house.minji.slash(house.stage.lounge, "qna host", session=session.id)
    assert "진행자와 팀만" in told(await refused.done())


async def test_a_long_queue_has_more_pages(house: House) -> None:
    session = await plan(house)
    fans = fans_of(house, 28)
    for number, fan in enumerate(fans):
        await house.store.session_questions.ask(waiting(session, fan, number), most=3)
    thread = await begin(house, session)
    await being_asked(house, thread, "Question number 0?")
    shown = await host_presses(house, session, "qna_more")
    assert "26–27" in shown.message.content
    last = await press(house.sera, shown.message, "qna_more")
    assert "last one" in told(last)
    await vote(house, house.stage.leo, session, "Question number 27?")
    panel = await host_picks(house, session, "Question number 3?")
    assert "From" in words(panel.message)
    message = await the_console(house, session)
    for order in ("time", "newcomers", "votes"):
        menu = custom_id(message, "qna_order")
        await (await house.sera.choose(message, menu, [order])).done()
        assert (await again(house, session)).queue_order == order


async def test_the_host_is_told_that_it_ends_once_it_does(house: House) -> None:
    session = await plan(house)
    await begin(house, session)
    sure = await host_presses(house, session, "qna_end")
    async with house.store.connection.transaction():
        pressed = await house.sera.press(sure.message, custom_id(sure.message, "qna_end_now"))
        await house.discord.idle()
        assert "It ends" not in told(sure)
    await pressed.done()
    await house.until(lambda: "It ends" in told(sure))
    assert (await again(house, session)).state is State.ENDED
