"""What tests of sessions have in common: planning one, asking, hosting, and a kill."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.sessions.questions import FanQuestion, FanQuestionState
from bot.domain.sessions.session import Session
from bot.rehearsal.model.channels import Message, Thread
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.model.users import User
from tests.e2e.harness import Harness, choose, components, press, told, words

SEOUL = ZoneInfo("Asia/Seoul")
SONG = "Which song was the hardest to write?"
RAIN = "Do you like rain?"
#: What fans read under what is told of a session.
NOTICES = {
    "scheduled": "announcement",
    "day": "one day to go",
    "hour": "one hour to go",
    "moved": "new time",
    "cancelled": "cancelled",
    "missed": "did not take place",
}


def artist_of(harness: Harness) -> User:
    """Return the artist's account, who joins when first asked for."""
    for user in harness.fan_server.world.users.values():
        if user.username == "yunseul":
            return user
    artist = harness.fan_server.world.user("yunseul", display_name="Yunseul", locale="ko")
    harness.fan_server.guild.join(artist)
    return artist


def fans_of(harness: Harness, count: int) -> list[User]:
    fans = [harness.fan_server.world.user(f"fan{n}", display_name=f"Fan {n}") for n in range(count)]
    for fan in fans:
        harness.fan_server.guild.join(fan)
    return fans


async def plan(harness: Harness, *, after: timedelta = timedelta(days=2), **options: Any) -> Session:
    """Have Sera plan a session; it starts on a full minute."""
    at = (harness.fan_server.world.clock.now() + after).astimezone(SEOUL)
    options.setdefault("artist_account", artist_of(harness))
    done = await harness.sera.slash(
        harness.fan_server.lounge,
        "qna schedule",
        artist="Yunseul",
        date=f"{at:%Y-%m-%d}",
        time=f"{at:%H:%M}",
        **{name: value for name, value in options.items() if value is not None},
    )
    await done.done()
    assert "Planned" in told(done), told(done)
    await harness.settled()
    sessions = await harness.store.sessions.open_in(harness.fan_server.guild.id)
    return max(sessions, key=lambda session: session.id)


async def again(harness: Harness, session: Session) -> Session:
    """Return a session as it stands now."""
    found = await harness.store.sessions.get(session.id)
    assert found is not None
    return found


def notices(harness: Harness, session: Session, what: str) -> list[Message]:
    footer = f"Q&A #{session.id} · {NOTICES[what]}"
    return [said for said in harness.said_by_bot(harness.fan_server.lounge) if footer in words(said)]


async def ask(
    harness: Harness, fan: User, session: Session, text: str, *, who: str = "name", where: str = "channel"
) -> Interaction:
    """Ask with the button under the announcement and its form."""
    person = harness.person(fan)
    under = harness.said_by_bot(harness.fan_server.lounge)
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


async def kept(harness: Harness, text: str) -> FanQuestion:
    """Return the latest question of that text."""
    row = await harness.store.connection.fetch_one(
        "SELECT id FROM session_questions WHERE text = ? ORDER BY id DESC", (text,)
    )
    assert row is not None, text
    found = await harness.store.session_questions.get(row["id"])
    assert found is not None
    return found


async def state_of(harness: Harness, text: str) -> FanQuestionState:
    return (await kept(harness, text)).state


async def vote(harness: Harness, fan: User, session: Session, text: str) -> Interaction:
    """Open the list and vote for the question of that text."""
    person = harness.person(fan)
    listed = await person.slash(harness.fan_server.lounge, "qna questions", session=session.id)
    await listed.done()
    question = await kept(harness, text)
    while True:
        buttons = [item["custom_id"] for item in components(listed.message)]
        mine = [one for one in buttons if one.startswith(f"qna_vote:{question.id}:")]
        if mine:
            return await (await person.press(listed.message, mine[0])).done()
        await (await person.press(listed.message, "Later")).done()


async def begin(harness: Harness, session: Session) -> Thread:
    """Let it become time, and return the thread once its first posts stand in it."""
    now = harness.fan_server.world.clock.now()
    session = await again(harness, session)
    if session.starts_at > now:
        harness.move(seconds=(session.starts_at - now).total_seconds() + 1)
    return await thread_of(harness, session)


async def thread_of(harness: Harness, session: Session) -> Thread:
    async def opened() -> bool:
        return (await again(harness, session)).thread_id is not None

    await harness.eventually(opened)
    thread_id = (await again(harness, session)).thread_id
    thread = harness.fan_server.world.channels[thread_id]
    assert isinstance(thread, Thread)
    await harness.until(lambda: [one for one in harness.said_by_bot(thread) if "· how it goes" in words(one)])
    await harness.settled()
    return thread


def put_in(harness: Harness, thread: Thread) -> list[Message]:
    """Return the messages that put questions to the artist."""
    said = [one for one in harness.said_by_bot(thread) if one.embeds]
    footers = [(one.embeds[0].get("footer") or {}).get("text", "") for one in said]
    return [
        one
        for one, footer in zip(said, footers, strict=True)
        if re.fullmatch(r"Q&A #\d+ · question \d+", footer)
    ]


async def being_asked(harness: Harness, thread: Thread, text: str) -> Message:
    """Return the message that puts a question, once it stands in the thread."""
    found = await harness.until(lambda: [one for one in put_in(harness, thread) if text in words(one)])
    await harness.settled()
    return found[0]


async def answer(harness: Harness, thread: Thread, text: str, words_said: str) -> Message:
    """Have the artist reply to a question."""
    message = await being_asked(harness, thread, text)
    said = await harness.person(artist_of(harness)).reply(message, words_said)

    async def tied() -> bool:
        return await harness.store.session_answers.of_message(said.id) is not None

    await harness.eventually(tied)
    return said


def console(harness: Harness, session: Session) -> Message | None:
    found = [
        said
        for said in harness.said_by_bot(harness.fan_server.team_desk)
        if f"Q&A #{session.id} · console" in words(said)
    ]
    assert len(found) <= 1
    return found[0] if found else None


async def the_console(harness: Harness, session: Session) -> Message:
    return await harness.until(lambda: console(harness, session))


async def host_presses(harness: Harness, session: Session, name: str, by: User | None = None) -> Interaction:
    """Press a button of the console."""
    await harness.settled()
    return await press(
        harness.person(by or harness.fan_server.sera), await the_console(harness, session), name
    )


async def host_picks(harness: Harness, session: Session, text: str) -> Interaction:
    """Pick a question of the queue; returns the panel with what can be done."""
    question = await kept(harness, text)
    message = await the_console(harness, session)

    def offered() -> bool:
        options = [option["value"] for item in components(message) for option in item.get("options", [])]
        return str(question.id) in options

    await harness.until(offered)
    return await choose(harness.sera, message, str(question.id), "qna_queue")


async def is_over(harness: Harness, session: Session) -> bool:
    return not (await again(harness, session)).is_open


async def over(harness: Harness, session: Session) -> Session:
    """Wait until nothing is left to do of a session."""

    async def closed() -> bool:
        return (await again(harness, session)).closed_at is not None

    await harness.eventually(closed, within=20.0)
    await harness.settled()
    return await again(harness, session)


async def end(harness: Harness, session: Session) -> Session:
    """Let the session's time run out, unless it has: a clock set back would keep what is due from being said."""
    session = await again(harness, session)
    left = (session.ends_at - harness.fan_server.world.clock.now()).total_seconds()
    harness.move(seconds=max(0, left + 1))
    return await over(harness, session)


async def kill(harness: Harness) -> None:
    """Stop the bot as a kill does: nothing that was in hand is finished, no mark is kept."""

    async def nothing(*_: object, **__: object) -> None:
        return

    harness.bot.outbox.settle = nothing  # type: ignore[method-assign]
    harness.bot.inbox.save_cursors = nothing  # type: ignore[method-assign]
    await harness.stop_bot()


async def kill_and_restart(harness: Harness) -> None:
    await kill(harness)
    await harness.start_bot()


def desk_says(harness: Harness, text: str) -> bool:
    return any(text in words(said) for said in harness.said_by_bot(harness.fan_server.team_desk))


async def is_elsewhere(harness: Harness, session: Session, thread_id: int) -> bool:
    return (await again(harness, session)).thread_id not in {None, thread_id}


async def became(harness: Harness, text: str, after: FanQuestionState) -> bool:
    return await state_of(harness, text) is after
