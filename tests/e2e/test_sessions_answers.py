"""Artists answer in the thread, the team for them; what is read, edited and deleted there."""

from house import House
from sessions import (
    SONG,
    answer,
    artist_of,
    ask,
    became,
    begin,
    being_asked,
    fans_of,
    fate,
    plan,
)

from bot.domain.session_questions import Fate


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
    assert await fate(house, SONG) is Fate.PUT
