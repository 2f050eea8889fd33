"""What tests of sessions have in common: planning one, asking, hosting, and a kill."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from house import House, choose, components, press, told, words

from bot.domain.session_questions import FanQuestion, Fate
from bot.domain.sessions import Session
from bot.rehearsal.invocations import Invocation
from bot.rehearsal.messages import Message
from bot.rehearsal.people import User
from bot.rehearsal.places import Thread

SEOUL = ZoneInfo("Asia/Seoul")
SONG = "Which song was the hardest to write?"
RAIN = "Do you like rain?"


def artist_of(house: House) -> User:
    """Return the artist's account, who joins when first asked for."""
    for user in house.stage.world.users.values():
        if user.username == "yunseul":
            return user
    artist = house.stage.world.user("yunseul", display_name="Yunseul", locale="ko")
    house.stage.guild.join(artist)
    return artist


def fans_of(house: House, count: int) -> list[User]:
    fans = [house.stage.world.user(f"fan{n}", display_name=f"Fan {n}") for n in range(count)]
    for fan in fans:
        house.stage.guild.join(fan)
    return fans


async def plan(house: House, *, after: timedelta = timedelta(days=2), **options: Any) -> Session:
    """Have Sera plan a session; it starts on a full minute."""
    at = (house.stage.world.clock.now() + after).astimezone(SEOUL)
    options.setdefault("artist_account", artist_of(house))
    done = await house.sera.slash(
        house.stage.lounge,
        "qna schedule",
        artist="Yunseul",
        date=f"{at:%Y-%m-%d}",
        time=f"{at:%H:%M}",
        **{name: value for name, value in options.items() if value is not None},
    )
    await done.done()
    assert "Planned" in told(done), told(done)
    await house.settled()
    sessions = await house.store.sessions.open_in(house.stage.guild.id)
    return max(sessions, key=lambda session: session.id)


async def again(house: House, session: Session) -> Session:
    """Return a session as it stands now."""
    found = await house.store.sessions.get(session.id)
    assert found is not None
    return found


def notices(house: House, session: Session, what: str) -> list[Message]:
    mark = f"Q&A #{session.id} · {what}"
    return [said for said in house.said_by_bot(house.stage.lounge) if mark in words(said)]


async def ask(
    house: House, fan: User, session: Session, text: str, *, who: str = "name", where: str = "channel"
) -> Invocation:
    """Ask with the button under the announcement and its form."""
    person = house.person(fan)
    under = house.said_by_bot(house.stage.lounge)
    announcement = next(one for one in under if f"Q&A #{session.id} ·" in words(one) and one.components)
    form = await press(person, announcement, "qna_ask")
    sent = await person.submit(form, {"text": text, "who": who, "where": where})
    await sent.done()
    return sent


def waiting(session: Session, fan: User, number: int) -> FanQuestion:
    """Return a question to lay into the store, the so-manieth."""
    return FanQuestion(
        session_id=session.id,
        guild_id=session.guild_id,
        fan_id=fan.id,
        fan_name=fan.display_name or fan.username,
        fan_language="en",
        sent_id=number + 1,
        asked_at=session.starts_at - timedelta(days=1),
        text=f"Question number {number}?",
    )


async def kept(house: House, text: str) -> FanQuestion:
    """Return the latest question of that text."""
    row = await house.store.connection.fetch_one(
        "SELECT id FROM session_questions WHERE text = ? ORDER BY id DESC", (text,)
    )
    assert row is not None, text
    found = await house.store.session_questions.get(row["id"])
    assert found is not None
    return found


async def fate(house: House, text: str) -> Fate:
    return (await kept(house, text)).state


async def vote(house: House, fan: User, session: Session, text: str) -> Invocation:
    """Open the list and vote for the question of that text."""
    person = house.person(fan)
    listed = await person.slash(house.stage.lounge, "qna questions", session=session.id)
    await listed.done()
    question = await kept(house, text)
    while True:
        buttons = [item["custom_id"] for item in components(listed.message)]
        mine = [one for one in buttons if one.startswith(f"qna_vote:{question.id}:")]
        if mine:
            return await (await person.press(listed.message, mine[0])).done()
        await (await person.press(listed.message, "Later")).done()


async def begin(house: House, session: Session) -> Thread:
    """Let it become time, and return the thread once its first posts stand in it."""
    now = house.stage.world.clock.now()
    session = await again(house, session)
    if session.starts_at > now:
        house.move(seconds=(session.starts_at - now).total_seconds() + 1)
    return await thread_of(house, session)


async def thread_of(house: House, session: Session) -> Thread:
    async def opened() -> bool:
        return (await again(house, session)).thread_id is not None

    await house.eventually(opened)
    thread_id = (await again(house, session)).thread_id
    thread = house.stage.world.channels[thread_id]
    assert isinstance(thread, Thread)
    await house.until(lambda: [one for one in house.said_by_bot(thread) if "· rules ·" in words(one)])
    await house.settled()
    return thread


def put_in(house: House, thread: Thread) -> list[Message]:
    """Return the messages that put questions to the artist."""
    said = [one for one in house.said_by_bot(thread) if one.embeds]
    footers = [(one.embeds[0].get("footer") or {}).get("text", "") for one in said]
    return [one for one, footer in zip(said, footers, strict=True) if re.fullmatch(r"Q&A #\d+ · \d+", footer)]


async def being_asked(house: House, thread: Thread, text: str) -> Message:
    """Return the message that puts a question, once it stands in the thread."""
    found = await house.until(lambda: [one for one in put_in(house, thread) if text in words(one)])
    await house.settled()
    return found[0]


async def answer(house: House, thread: Thread, text: str, words_said: str) -> Message:
    """Have the artist reply to a question."""
    message = await being_asked(house, thread, text)
    said = await house.person(artist_of(house)).reply(message, words_said)

    async def tied() -> bool:
        return await house.store.session_answers.of_message(said.id) is not None

    await house.eventually(tied)
    return said


def console(house: House, session: Session) -> Message | None:
    found = [
        said
        for said in house.said_by_bot(house.stage.team_desk)
        if f"Q&A #{session.id} · console" in words(said)
    ]
    assert len(found) <= 1
    return found[0] if found else None


async def the_console(house: House, session: Session) -> Message:
    return await house.until(lambda: console(house, session))


async def host_presses(house: House, session: Session, name: str, by: User | None = None) -> Invocation:
    """Press a button of the console."""
    await house.settled()
    return await press(house.person(by or house.stage.sera), await the_console(house, session), name)


async def host_picks(house: House, session: Session, text: str) -> Invocation:
    """Pick a question of the queue; returns the panel with what can be done."""
    question = await kept(house, text)
    message = await the_console(house, session)

    def offered() -> bool:
        options = [option["value"] for item in components(message) for option in item.get("options", [])]
        return str(question.id) in options

    await house.until(offered)
    return await choose(house.sera, message, str(question.id), "qna_queue")


async def is_over(house: House, session: Session) -> bool:
    return not (await again(house, session)).is_open


async def over(house: House, session: Session) -> Session:
    """Wait until nothing is left to do of a session."""

    async def closed() -> bool:
        return (await again(house, session)).closed_at is not None

    await house.eventually(closed, within=20.0)
    await house.settled()
    return await again(house, session)


async def end(house: House, session: Session) -> Session:
    """Let the session's time run out, unless it has: a clock set back would keep what is due from being said."""
    session = await again(house, session)
    left = (session.ends_at - house.stage.world.clock.now()).total_seconds()
    house.move(seconds=max(0, left + 1))
    return await over(house, session)


async def kill(house: House) -> None:
    """Stop the bot as a kill does: nothing that was in hand is finished, no mark is kept."""

    async def nothing(*_: object, **__: object) -> None:
        return

    house.bot.outbox.settle = nothing  # type: ignore[method-assign]
    house.bot.inbox.save_marks = nothing  # type: ignore[method-assign]
    await house.stop_bot()


async def kill_and_restart(house: House) -> None:
    await kill(house)
    await house.start_bot()


def desk_says(house: House, text: str) -> bool:
    return any(text in words(said) for said in house.said_by_bot(house.stage.team_desk))


async def is_elsewhere(house: House, session: Session, thread_id: int) -> bool:
    return (await again(house, session)).thread_id not in {None, thread_id}


async def became(house: House, text: str, after: Fate) -> bool:
    return await fate(house, text) is after
