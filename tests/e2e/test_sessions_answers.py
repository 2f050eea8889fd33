"""Artists answer in the thread, the team for them; what is read, edited and deleted there."""

from bot.domain.sessions.questions import FanQuestionState
from bot.rehearsal.model import messages
from tests.e2e.harness import Harness, choose, press, told, words
from tests.e2e.sessions import (
    SONG,
    answer,
    artist_of,
    ask,
    became,
    begin,
    being_asked,
    end,
    fans_of,
    host_presses,
    kept,
    plan,
    put_in,
    state_of,
    the_console,
    waiting,
)


async def test_an_answer_edited_or_deleted_is_kept_as_it_stands(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    said = await answer(harness, thread, SONG, "The lastt one")
    artist = harness.person(artist_of(harness))
    await artist.edit(said, "The last one")

    async def corrected() -> bool:
        kept_answer = await harness.store.session_answers.of_message(said.id)
        return kept_answer is not None and kept_answer.text == "The last one"

    await harness.eventually(corrected)
    more = await artist.reply(said, "And the first")
    await harness.eventually(lambda: harness.store.session_answers.of_message(more.id))
    await artist.delete(said)
    await artist.delete(more)
    await harness.eventually(lambda: became(harness, SONG, FanQuestionState.PUT))


async def test_answers_deleted_together_answer_nothing_any_more(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    said = await answer(harness, thread, SONG, "The last one")
    chatter = await harness.person(artist_of(harness)).say(thread, "Hello all!")
    messages.delete_many(thread, [said, chatter])
    await harness.eventually(lambda: became(harness, SONG, FanQuestionState.PUT))


async def test_fans_chatter_and_replies_in_the_thread_are_left_alone(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    asked = await being_asked(harness, thread, SONG)
    before = len(harness.said_by_bot(thread))
    said = await harness.leo.reply(asked, "what time do doors open in Busan?")
    await harness.person(artist_of(harness)).say(thread, "Hello all!")
    await harness.settled()
    assert len(harness.said_by_bot(thread)) == before
    assert await harness.store.questions.of_message(said.id) is None
    await harness.leo.delete(said)
    await harness.settled()
    assert await state_of(harness, SONG) is FanQuestionState.PUT


async def test_an_answer_that_comes_before_its_question_is_noted_counts(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    thread = await begin(harness, session)
    harness.discord.faults.hang("POST", f"/channels/{thread.id}/messages", 1.0, after=True)
    await ask(harness, fan, session, SONG)
    asked = await harness.until(lambda: [one for one in put_in(harness, thread) if SONG in words(one)])
    rules = harness.said_by_bot(thread)[0]
    artist = harness.person(artist_of(harness))
    await artist.reply(rules, "Hello all!")
    await artist.reply(await harness.leo.say(thread, "I love this"), "Me too")
    said = await artist.reply(asked[0], "In May")
    await harness.eventually(lambda: harness.store.session_answers.of_message(said.id))
    assert (await kept(harness, SONG)).message_id is None
    await harness.settled()
    assert (await kept(harness, SONG)).message_id == asked[0].id
    assert (
        len((await harness.store.session_answers.of_session(session.id))[(await kept(harness, SONG)).id]) == 1
    )


async def test_a_reply_to_what_is_gone_by_now_answers_nothing(harness: Harness) -> None:
    session = await plan(harness)
    thread = await begin(harness, session)
    await harness.stop_bot()
    chatter = await harness.leo.say(thread, "I love this")
    said = await harness.person(artist_of(harness)).reply(chatter, "Me too")
    await harness.leo.delete(chatter)
    await harness.start_bot()
    await harness.settled()
    assert await harness.store.session_answers.of_message(said.id) is None


async def test_after_the_end_a_reply_is_chatter(harness: Harness) -> None:
    session = await plan(harness, closing="open")
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    asked = await being_asked(harness, thread, SONG)
    await end(harness, session)
    said = await harness.person(artist_of(harness)).reply(asked, "In May")
    await harness.person(artist_of(harness)).edit(said, "In June")
    await harness.settled()
    assert await harness.store.session_answers.of_message(said.id) is None


async def test_many_answers_have_more_pages_and_one_without_words_is_not_learned(harness: Harness) -> None:
    session = await plan(harness)
    fans = fans_of(harness, 27)
    for number, fan in enumerate(fans):
        await harness.store.session_questions.ask(waiting(session, fan, number), most=3)
    thread = await begin(harness, session)
    first = await being_asked(harness, thread, "Question number 0?")
    picture = [("song.txt", b"la la la")]
    said = await harness.person(artist_of(harness)).reply(first, "", files=picture)
    await harness.eventually(lambda: harness.store.session_answers.of_message(said.id))
    for number in range(1, 27):
        await host_presses(harness, session, "qna_next")
        await answer(harness, thread, f"Question number {number}?", f"Answer {number}")
    await end(harness, session)
    recaps = [words(one) for one in harness.said_by_bot(thread) if "recap" in words(one)]
    assert ["(4/4)" in one for one in recaps] == [False, False, False, True]
    assert ["In figures" in one for one in recaps] == [False, False, False, True]
    console = await the_console(harness, session)
    silent = await kept(harness, "Question number 0?")
    refused = await choose(harness.sera, console, str(silent.id), "qna_faq")
    assert "can’t read this answer" in told(refused)
    more = await press(harness.sera, console, "qna_faqs")
    last = await kept(harness, "Question number 26?")
    assert "Learned" in told(await choose(harness.sera, more.message, str(last.id), "qna_faq"))
    text = await harness.sera.slash(harness.fan_server.lounge, "qna transcript", session=session.id)
    (file,) = (await text.done()).message.attachments
    assert f"/{thread.id}/{said.id}" in file.content.decode()
