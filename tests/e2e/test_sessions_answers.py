"""Artists answer in the thread, the team for them; what is read, edited and deleted there."""

from house import House, choose, press, told, words
from sessions import (
    SONG,
    answer,
    artist_of,
    ask,
    became,
    begin,
    being_asked,
    end,
    fans_of,
    fate,
    host_presses,
    kept,
    plan,
    put_in,
    the_console,
    waiting,
)

from bot.domain.session_questions import Fate
from bot.rehearsal import talk


async def test_an_answer_edited_or_deleted_is_kept_as_it_stands(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    said = await answer(house, thread, SONG, "The lastt one")
    artist = house.person(artist_of(house))
    await artist.edit(said, "The last one")

    async def corrected() -> bool:
        kept_answer = await house.store.session_answers.of_message(said.id)
        return kept_answer is not None and kept_answer.text == "The last one"

    await house.eventually(corrected)
    more = await artist.reply(said, "And the first")
    await house.eventually(lambda: house.store.session_answers.of_message(more.id))
    await artist.delete(said)
    await artist.delete(more)
    await house.eventually(lambda: became(house, SONG, Fate.PUT))


async def test_answers_deleted_together_answer_nothing_any_more(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    said = await answer(house, thread, SONG, "The last one")
    chatter = await house.person(artist_of(house)).say(thread, "Hello all!")
    talk.delete_many(thread, [said, chatter])
    await house.eventually(lambda: became(house, SONG, Fate.PUT))


async def test_fans_chatter_and_replies_in_the_thread_are_left_alone(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    asked = await being_asked(house, thread, SONG)
    before = len(house.said_by_bot(thread))
    said = await house.leo.reply(asked, "what time do doors open in Busan?")
    await house.person(artist_of(house)).say(thread, "Hello all!")
    await house.settled()
    assert len(house.said_by_bot(thread)) == before
    assert await house.store.questions.of_message(said.id) is None
    await house.leo.delete(said)
    await house.settled()
    assert await fate(house, SONG) is Fate.PUT


async def test_an_answer_that_comes_before_its_question_is_noted_counts(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    thread = await begin(house, session)
    house.discord.faults.hang("POST", f"/channels/{thread.id}/messages", 1.0, after=True)
    await ask(house, fan, session, SONG)
    asked = await house.until(lambda: [one for one in put_in(house, thread) if SONG in words(one)])
    rules = house.said_by_bot(thread)[0]
    artist = house.person(artist_of(house))
    await artist.reply(rules, "Hello all!")
    await artist.reply(await house.leo.say(thread, "I love this"), "Me too")
    said = await artist.reply(asked[0], "In May")
    await house.eventually(lambda: house.store.session_answers.of_message(said.id))
    assert (await kept(house, SONG)).message_id is None
    await house.settled()
    assert (await kept(house, SONG)).message_id == asked[0].id
    assert len((await house.store.session_answers.of_session(session.id))[(await kept(house, SONG)).id]) == 1


async def test_a_reply_to_what_is_gone_by_now_answers_nothing(house: House) -> None:
    session = await plan(house)
    thread = await begin(house, session)
    await house.stop_bot()
    chatter = await house.leo.say(thread, "I love this")
    said = await house.person(artist_of(house)).reply(chatter, "Me too")
    await house.leo.delete(chatter)
    await house.start_bot()
    await house.settled()
    assert await house.store.session_answers.of_message(said.id) is None


async def test_after_the_end_a_reply_is_chatter(house: House) -> None:
    session = await plan(house, closing="open")
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, SONG)
    thread = await begin(house, session)
    asked = await being_asked(house, thread, SONG)
    await end(house, session)
    said = await house.person(artist_of(house)).reply(asked, "In May")
    await house.person(artist_of(house)).edit(said, "In June")
    await house.settled()
    assert await house.store.session_answers.of_message(said.id) is None


async def test_many_answers_have_more_pages_and_one_without_words_is_not_learned(house: House) -> None:
    session = await plan(house)
    fans = fans_of(house, 27)
    for number, fan in enumerate(fans):
        await house.store.session_questions.ask(waiting(session, fan, number), most=3)
    thread = await begin(house, session)
    first = await being_asked(house, thread, "Question number 0?")
    picture = [("song.txt", b"la la la")]
    said = await house.person(artist_of(house)).reply(first, "", files=picture)
    await house.eventually(lambda: house.store.session_answers.of_message(said.id))
    for number in range(1, 27):
        await host_presses(house, session, "qna_next")
        await answer(house, thread, f"Question number {number}?", f"Answer {number}")
    await end(house, session)
    recaps = [words(one) for one in house.said_by_bot(thread) if "recap" in words(one)]
    assert ["(4/4)" in one for one in recaps] == [False, False, False, True]
    assert ["In figures" in one for one in recaps] == [False, False, False, True]
    console = await the_console(house, session)
    silent = await kept(house, "Question number 0?")
    refused = await choose(house.sera, console, str(silent.id), "qna_faq")
    assert "can’t read this answer" in told(refused)
    more = await press(house.sera, console, "qna_faqs")
    last = await kept(house, "Question number 26?")
    assert "Learned" in told(await choose(house.sera, more.message, str(last.id), "qna_faq"))
    text = await house.sera.slash(house.stage.lounge, "qna transcript", session=session.id)
    (file,) = (await text.done()).message.attachments
    assert f"/{thread.id}/{said.id}" in file.content.decode()
