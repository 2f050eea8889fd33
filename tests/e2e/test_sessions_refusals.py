"""What fans and hosts press too late or in vain is refused in words that say why."""

from datetime import timedelta

from house import House, custom_id, press, told, words
from sessions import (
    RAIN,
    SONG,
    again,
    answer,
    ask,
    begin,
    being_asked,
    end,
    fans_of,
    fate,
    host_picks,
    host_presses,
    kept,
    notices,
    plan,
    the_console,
)

from bot.domain.session_questions import Fate

PUT = frozenset({Fate.PUT})


async def test_when_it_is_over_fans_are_told_so_and_still_see_their_questions(house: House) -> None:
    session = await plan(house)
    asker, voter = fans_of(house, 2)
    await ask(house, asker, session, SONG)
    await ask(house, asker, session, "How much are tickets for Incheon?")
    person = house.person(voter)
    (announcement,) = notices(house, session, "scheduled")
    listed = await press(person, announcement, "qna_list")
    assert SONG in told(listed)
    thread = await begin(house, session)
    await answer(house, thread, SONG, "In May")
    await end(house, session)
    for name in ("qna_ask", "qna_list"):
        assert "over" in told(await press(person, announcement, name))
    assert "settled already" in told(await press(person, listed.message, "qna_vote"))
    mine = await press(house.person(asker), announcement, "qna_mine")
    assert f"{SONG} · answered" in told(mine)
    assert "Incheon? · the team will answer it" in told(mine)
    assert mine.message is not None
    assert mine.message.components == []
    none = await press(person, announcement, "qna_mine")
    assert "nothing yet" in told(none)


async def test_a_fan_is_told_before_the_form_that_their_questions_are_used_up(house: House) -> None:
    session = await plan(house, per_fan=1)
    (fan,) = fans_of(house, 1)
    (announcement,) = notices(house, session, "scheduled")
    empty = await house.person(fan).slash(house.stage.lounge, "qna ask", question="?!")
    assert "in words" in told(await empty.done())
    form = await press(house.person(fan), announcement, "qna_ask")
    await ask(house, fan, session, SONG)
    assert "already" in told(await press(house.person(fan), announcement, "qna_ask"))
    sent = await house.person(fan).submit(form, {"text": RAIN, "who": "name", "where": "channel"})
    assert "already" in told(await sent.done())


async def test_a_question_that_was_asked_or_taken_back_meanwhile_can_t_be_changed(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    person = house.person(fan)
    for text in (SONG, RAIN):
        await ask(house, fan, session, text)
    mine = await (await person.slash(house.stage.lounge, "qna mine")).done()
    forms = [await (await person.press(mine.message, f"Change {number}")).done() for number in (1, 2)]
    await (await person.press(mine.message, "Take back 2")).done()
    late = await person.submit(forms[1], {"text": "Snow?"})
    assert "can’t be changed" in told(await late.done())
    thread = await begin(house, session)
    await being_asked(house, thread, SONG)
    late = await person.submit(forms[0], {"text": "Snow?"})
    assert "can’t be changed" in told(await late.done())


async def test_of_a_fan_s_two_phones_the_first_one_counts(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    person = house.person(fan)
    await ask(house, fan, session, SONG)
    mine = await (await person.slash(house.stage.lounge, "qna mine")).done()
    form = await (await person.press(mine.message, "Change 1")).done()
    async with house.store.connection.transaction():  # both find it unchanged, and then wait to write
        first = await person.press(mine.message, "Take back 1")
        await house.discord.idle()
        second = await person.press(mine.message, "Take back 1")
        third = await person.submit(form, {"text": RAIN})
        await house.discord.idle()
    assert told(await first.done()) == "Taken back."
    assert "can’t be changed" in told(await second.done())
    assert "can’t be changed" in told(await third.done())
    assert await fate(house, SONG) is Fate.WITHDRAWN


async def test_voters_don_t_read_what_is_held_or_taken_back_meanwhile(house: House) -> None:
    session = await plan(house)
    asker, other, voter = fans_of(house, 3)
    cook = "What do you cook at home?"
    for fan, text in ((asker, SONG), (asker, cook), (other, RAIN)):
        await ask(house, fan, session, text)
    listed = await (await house.person(voter).slash(house.stage.lounge, "qna questions")).done()
    await (await house.sera.slash(house.stage.lounge, "qna words", words="secret")).done()
    mine = await (await house.person(asker).slash(house.stage.lounge, "qna mine")).done()
    form = await (await house.person(asker).press(mine.message, "Change 1")).done()
    await (await house.person(asker).submit(form, {"text": "a secret"})).done()
    await (await house.person(asker).press(mine.message, "Take back 2")).done()
    await (await house.person(voter).press(listed.message, await _vote_id(house, RAIN))).done()
    assert listed.message is not None
    seen = words(listed.message)
    assert RAIN in seen
    assert "secret" not in seen
    assert cook not in seen


async def _vote_id(house: House, text: str) -> str:
    return f"qna_vote:{(await kept(house, text)).id}:0"


async def test_a_fan_keeps_their_question_where_the_one_like_it_was_settled_meanwhile(house: House) -> None:
    session = await plan(house)
    first, fan = fans_of(house, 2)
    await ask(house, first, session, SONG)
    own = "Which song was hardest to write??"
    shown = await ask(house, fan, session, own)
    panel = shown.message or shown.followups[0]
    mine = await (await house.person(first).slash(house.stage.lounge, "qna mine")).done()
    await (await house.person(first).press(mine.message, "Take back 1")).done()
    assert "settled already" in told(await press(house.person(fan), panel, "qna_second"))
    await press(house.person(fan), panel, "qna_send")
    assert await fate(house, own) is Fate.WAITING


async def test_a_question_is_not_changed_into_one_without_words(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    mine = await (await house.person(fan).slash(house.stage.lounge, "qna mine")).done()
    form = await (await house.person(fan).press(mine.message, "Change 1")).done()
    assert "in words" in told(await (await house.person(fan).submit(form, {"text": " \n?"})).done())
    assert (await kept(house, SONG)).state is Fate.WAITING


async def test_without_a_session_nobody_can_ask_and_a_wrong_number_is_said(house: House) -> None:
    await house.settled()
    for name in ("mine", "questions", "host"):
        done = await house.sera.slash(house.stage.lounge, f"qna {name}")
        assert "No session is planned" in told(await done.done())
    listed = await house.leo.slash(house.stage.lounge, "qna list")
    assert "No session is planned" in told(await listed.done())
    for name, options in (("cancel", {}), ("change", {"date": "2026-12-24"}), ("transcript", {})):
        done = await house.sera.slash(house.stage.lounge, f"qna {name}", session=77, **options)
        assert "no such session" in told(await done.done())
    none = await house.sera.slash(house.stage.lounge, "qna words")
    assert "None yet" in told(await none.done())


async def test_a_session_that_began_is_neither_moved_nor_cancelled(house: House) -> None:
    session = await plan(house)
    await begin(house, session)
    for name, options in (("cancel", {}), ("change", {"date": "2026-12-24"})):
        done = await house.sera.slash(house.stage.lounge, f"qna {name}", session=session.id, **options)
        assert "began already" in told(await done.done())


async def test_a_host_who_presses_in_vain_is_told_why(house: House) -> None:
    session = await plan(house, after=timedelta(minutes=30))
    one, other = fans_of(house, 2)
    early = await the_console(house, session)
    assert "not live" in told(await _by_id(house, early, f"qna_next:{session.id}:0"))
    assert "isn’t kept" in told(await _by_id(house, early, "qna_next:77:0"))
    assert "isn’t kept" in told(await _by_id(house, early, "qna_pin:77:0"))
    assert "over" in told(await _by_id(house, early, "qna_mine:77:0"))
    thread = await begin(house, session)
    await ask(house, one, session, SONG)
    await being_asked(house, thread, SONG)
    assert "Nobody waits" in told(await host_presses(house, session, "qna_next"))
    assert "Nothing is held" in told(await _by_id(house, early, f"qna_held:{session.id}:0"))
    await ask(house, other, session, RAIN)
    panel = await host_picks(house, session, RAIN)
    await host_presses(house, session, "qna_next")
    await being_asked(house, thread, RAIN)
    assert "quicker" in told(await press(house.sera, panel.message, "qna_put"))
    await answer(house, thread, RAIN, "From inside")
    assert "settled already" in told(await press(house.sera, panel.message, "qna_pin"))
    form = await host_presses(house, session, "qna_relay")
    await end(house, session)
    assert "not live" in told(await (await house.sera.submit(form, answer="Too late")).done())
    console = await the_console(house, session)
    assert "over" in told(await _by_id(house, console, f"qna_late:{session.id}:0"))
    assert "not live" in told(await _by_id(house, console, f"qna_extend:{session.id}:0"))
    assert (await again(house, session)).ends_at == session.ends_at


async def test_a_question_is_joined_only_with_one_that_still_stands(house: House) -> None:
    session = await plan(house, after=timedelta(minutes=30))
    one, other = fans_of(house, 2)
    await ask(house, one, session, SONG)
    await the_console(house, session)
    await house.settled()
    alone = await host_picks(house, session, SONG)
    assert "no other question" in told(await press(house.sera, alone.message, "qna_merge"))
    await ask(house, other, session, RAIN)
    panel = await host_picks(house, session, RAIN)
    target = await host_picks(house, session, SONG)
    merge = await press(house.sera, panel.message, "qna_merge")
    form = await press(house.sera, target.message, "qna_decline")
    await (await house.sera.submit(form, {"reason": "Private."})).done()
    menu = custom_id(merge.message, "qna_merge_into")
    late = await house.sera.choose(merge.message, menu, [str((await kept(house, SONG)).id)])
    assert "settled already" in told(await late.done())
    assert [await fate(house, text) for text in (SONG, RAIN)] == [Fate.DECLINED, Fate.WAITING]


async def test_what_was_answered_meanwhile_is_not_answered_for_the_artist_again(house: House) -> None:
    session = await plan(house, after=timedelta(minutes=30))
    (fan,) = fans_of(house, 1)
    await the_console(house, session)
    thread = await begin(house, session)
    console = await the_console(house, session)
    assert "isn’t being asked" in told(await _by_id(house, console, f"qna_relay:{session.id}:0"))
    await ask(house, fan, session, SONG)
    asked = await being_asked(house, thread, SONG)
    form = await host_presses(house, session, "qna_relay")
    late = await house.store.session_questions.move((await kept(house, SONG)).id, PUT, Fate.DECLINED)
    assert late
    assert "isn’t being asked" in told(await (await house.sera.submit(form, answer="In May")).done())
    assert house.replies_to(asked) == []


async def _by_id(house: House, message, name: str):  # noqa: ANN001, ANN202
    """Press what stood under a message before, or in somebody's old app."""
    before = message.components
    button = {"type": 2, "style": 1, "label": "Old", "custom_id": name, "id": 99}
    message.components = [{"type": 1, "id": 98, "components": [button]}]
    try:
        return await (await house.sera.press(message, name)).done()
    finally:
        message.components = before
