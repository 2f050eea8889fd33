"""What fans and hosts press too late or in vain is refused in words that say why."""

from datetime import timedelta

from bot.domain.sessions.questions import FanQuestionState
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.interactions import Interaction
from tests.e2e.harness import Harness, custom_id, press, told, words
from tests.e2e.sessions import (
    RAIN,
    SONG,
    again,
    answer,
    ask,
    begin,
    being_asked,
    end,
    fans_of,
    host_picks,
    host_presses,
    kept,
    notices,
    plan,
    state_of,
    the_console,
)

PUT = frozenset({FanQuestionState.PUT})


async def test_when_it_is_over_fans_are_told_so_and_still_see_their_questions(harness: Harness) -> None:
    session = await plan(harness)
    asker, voter = fans_of(harness, 2)
    await ask(harness, asker, session, SONG)
    await ask(harness, asker, session, "How much are tickets for Incheon?")
    person = harness.person(voter)
    (announcement,) = notices(harness, session, "scheduled")
    listed = await press(person, announcement, "qna_list")
    assert SONG in told(listed)
    thread = await begin(harness, session)
    await answer(harness, thread, SONG, "In May")
    await end(harness, session)
    for name in ("qna_ask", "qna_list"):
        assert "over" in told(await press(person, announcement, name))
    assert "settled already" in told(await press(person, listed.message, "qna_vote"))
    mine = await press(harness.person(asker), announcement, "qna_mine")
    assert f"{SONG} · answered" in told(mine)
    assert "Incheon? · the team will answer it" in told(mine)
    assert mine.message is not None
    assert mine.message.components == []
    none = await press(person, announcement, "qna_mine")
    assert "nothing yet" in told(none)


async def test_a_fan_is_told_before_the_form_that_their_questions_are_used_up(harness: Harness) -> None:
    session = await plan(harness, per_fan=1)
    (fan,) = fans_of(harness, 1)
    (announcement,) = notices(harness, session, "scheduled")
    empty = await harness.person(fan).slash(harness.fan_server.lounge, "qna ask", question="?!")
    assert "in words" in told(await empty.done())
    form = await press(harness.person(fan), announcement, "qna_ask")
    await ask(harness, fan, session, SONG)
    assert "already" in told(await press(harness.person(fan), announcement, "qna_ask"))
    sent = await harness.person(fan).submit(form, {"text": RAIN, "who": "name", "where": "channel"})
    assert "already" in told(await sent.done())


async def test_a_question_that_was_asked_or_taken_back_meanwhile_can_t_be_changed(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    person = harness.person(fan)
    for text in (SONG, RAIN):
        await ask(harness, fan, session, text)
    mine = await (await person.slash(harness.fan_server.lounge, "qna mine")).done()
    forms = [await (await person.press(mine.message, f"Change {number}")).done() for number in (1, 2)]
    await (await person.press(mine.message, "Take back 2")).done()
    late = await person.submit(forms[1], {"text": "Snow?"})
    assert "can’t be changed" in told(await late.done())
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    late = await person.submit(forms[0], {"text": "Snow?"})
    assert "can’t be changed" in told(await late.done())


async def test_of_a_fan_s_two_phones_the_first_one_counts(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    person = harness.person(fan)
    await ask(harness, fan, session, SONG)
    mine = await (await person.slash(harness.fan_server.lounge, "qna mine")).done()
    form = await (await person.press(mine.message, "Change 1")).done()
    async with harness.store.connection.transaction():  # both find it unchanged, and then wait to write
        first = await person.press(mine.message, "Take back 1")
        await harness.discord.idle()
        second = await person.press(mine.message, "Take back 1")
        third = await person.submit(form, {"text": RAIN})
        await harness.discord.idle()
    assert told(await first.done()) == "Taken back."
    assert "can’t be changed" in told(await second.done())
    assert "can’t be changed" in told(await third.done())
    assert await state_of(harness, SONG) is FanQuestionState.WITHDRAWN


async def test_voters_don_t_read_what_is_held_or_taken_back_meanwhile(harness: Harness) -> None:
    session = await plan(harness)
    asker, other, voter = fans_of(harness, 3)
    cook = "What do you cook at home?"
    for fan, text in ((asker, SONG), (asker, cook), (other, RAIN)):
        await ask(harness, fan, session, text)
    listed = await (await harness.person(voter).slash(harness.fan_server.lounge, "qna questions")).done()
    await (await harness.sera.slash(harness.fan_server.lounge, "qna words", words="secret")).done()
    mine = await (await harness.person(asker).slash(harness.fan_server.lounge, "qna mine")).done()
    form = await (await harness.person(asker).press(mine.message, "Change 1")).done()
    await (await harness.person(asker).submit(form, {"text": "a secret"})).done()
    await (await harness.person(asker).press(mine.message, "Take back 2")).done()
    await (await harness.person(voter).press(listed.message, await _vote_id(harness, RAIN))).done()
    assert listed.message is not None
    seen = words(listed.message)
    assert RAIN in seen
    assert "secret" not in seen
    assert cook not in seen


async def _vote_id(harness: Harness, text: str) -> str:
    return f"qna_vote:{(await kept(harness, text)).id}:0"


async def test_a_fan_keeps_their_question_where_the_one_like_it_was_settled_meanwhile(
    harness: Harness,
) -> None:
    session = await plan(harness)
    first, fan = fans_of(harness, 2)
    await ask(harness, first, session, SONG)
    own = "Which song was hardest to write??"
    shown = await ask(harness, fan, session, own)
    panel = shown.message or shown.followups[0]
    mine = await (await harness.person(first).slash(harness.fan_server.lounge, "qna mine")).done()
    await (await harness.person(first).press(mine.message, "Take back 1")).done()
    assert "settled already" in told(await press(harness.person(fan), panel, "qna_second"))
    await press(harness.person(fan), panel, "qna_send")
    assert await state_of(harness, own) is FanQuestionState.WAITING


async def test_a_question_is_not_changed_into_one_without_words(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    mine = await (await harness.person(fan).slash(harness.fan_server.lounge, "qna mine")).done()
    form = await (await harness.person(fan).press(mine.message, "Change 1")).done()
    assert "in words" in told(await (await harness.person(fan).submit(form, {"text": " \n?"})).done())
    assert (await kept(harness, SONG)).state is FanQuestionState.WAITING


async def test_without_a_session_nobody_can_ask_and_a_wrong_number_is_said(harness: Harness) -> None:
    await harness.settled()
    for name in ("mine", "questions", "host"):
        done = await harness.sera.slash(harness.fan_server.lounge, f"qna {name}")
        assert "No session is planned" in told(await done.done())
    listed = await harness.leo.slash(harness.fan_server.lounge, "qna list")
    assert "No session is planned" in told(await listed.done())
    for name, options in (("cancel", {}), ("change", {"date": "2026-12-24"}), ("transcript", {})):
        done = await harness.sera.slash(harness.fan_server.lounge, f"qna {name}", session=77, **options)
        assert "no such session" in told(await done.done())
    none = await harness.sera.slash(harness.fan_server.lounge, "qna words")
    assert "None yet" in told(await none.done())


async def test_a_session_that_began_is_neither_moved_nor_cancelled(harness: Harness) -> None:
    session = await plan(harness)
    await begin(harness, session)
    for name, options in (("cancel", {}), ("change", {"date": "2026-12-24"})):
        done = await harness.sera.slash(
            harness.fan_server.lounge, f"qna {name}", session=session.id, **options
        )
        assert "began already" in told(await done.done())


async def test_a_host_who_presses_in_vain_is_told_why(harness: Harness) -> None:
    session = await plan(harness, after=timedelta(minutes=30))
    one, other = fans_of(harness, 2)
    early = await the_console(harness, session)
    assert "not live" in told(await _by_id(harness, early, f"qna_next:{session.id}:0"))
    assert "isn’t kept" in told(await _by_id(harness, early, "qna_next:77:0"))
    assert "isn’t kept" in told(await _by_id(harness, early, "qna_pin:77:0"))
    assert "over" in told(await _by_id(harness, early, "qna_mine:77:0"))
    thread = await begin(harness, session)
    await ask(harness, one, session, SONG)
    await being_asked(harness, thread, SONG)
    assert "Nobody waits" in told(await host_presses(harness, session, "qna_next"))
    assert "Nothing is held" in told(await _by_id(harness, early, f"qna_held:{session.id}:0"))
    await ask(harness, other, session, RAIN)
    panel = await host_picks(harness, session, RAIN)
    await host_presses(harness, session, "qna_next")
    await being_asked(harness, thread, RAIN)
    assert "quicker" in told(await press(harness.sera, panel.message, "qna_put"))
    await answer(harness, thread, RAIN, "From inside")
    assert "settled already" in told(await press(harness.sera, panel.message, "qna_pin"))
    form = await host_presses(harness, session, "qna_relay")
    await end(harness, session)
    assert "not live" in told(await (await harness.sera.submit(form, answer="Too late")).done())
    console = await the_console(harness, session)
    assert "over" in told(await _by_id(harness, console, f"qna_late:{session.id}:0"))
    assert "not live" in told(await _by_id(harness, console, f"qna_extend:{session.id}:0"))
    assert (await again(harness, session)).ends_at == session.ends_at


async def test_a_question_is_joined_only_with_one_that_still_stands(harness: Harness) -> None:
    session = await plan(harness, after=timedelta(minutes=30))
    one, other = fans_of(harness, 2)
    await ask(harness, one, session, SONG)
    await the_console(harness, session)
    await harness.settled()
    alone = await host_picks(harness, session, SONG)
    assert "no other question" in told(await press(harness.sera, alone.message, "qna_merge"))
    await ask(harness, other, session, RAIN)
    panel = await host_picks(harness, session, RAIN)
    target = await host_picks(harness, session, SONG)
    merge = await press(harness.sera, panel.message, "qna_merge")
    form = await press(harness.sera, target.message, "qna_decline")
    await (await harness.sera.submit(form, {"reason": "Private."})).done()
    menu = custom_id(merge.message, "qna_merge_into")
    late = await harness.sera.choose(merge.message, menu, [str((await kept(harness, SONG)).id)])
    assert "settled already" in told(await late.done())
    assert [await state_of(harness, text) for text in (SONG, RAIN)] == [
        FanQuestionState.DECLINED,
        FanQuestionState.WAITING,
    ]


async def test_what_was_answered_meanwhile_is_not_answered_for_the_artist_again(harness: Harness) -> None:
    session = await plan(harness, after=timedelta(minutes=30))
    (fan,) = fans_of(harness, 1)
    await the_console(harness, session)
    thread = await begin(harness, session)
    console = await the_console(harness, session)
    assert "isn’t being asked" in told(await _by_id(harness, console, f"qna_relay:{session.id}:0"))
    await ask(harness, fan, session, SONG)
    asked = await being_asked(harness, thread, SONG)
    form = await host_presses(harness, session, "qna_relay")
    late = await harness.store.session_questions.change_state(
        (await kept(harness, SONG)).id, PUT, FanQuestionState.DECLINED
    )
    assert late
    assert "isn’t being asked" in told(await (await harness.sera.submit(form, answer="In May")).done())
    assert harness.replies_to(asked) == []


async def _by_id(harness: Harness, message: Message, name: str) -> Interaction:
    """Press what stood under a message before, or in somebody's old app."""
    before = message.components
    button = {"type": 2, "style": 1, "label": "Old", "custom_id": name, "id": 99}
    message.components = [{"type": 1, "id": 98, "components": [button]}]
    try:
        return await (await harness.sera.press(message, name)).done()
    finally:
        message.components = before
