"""A language that nobody coded for: three files, and fans and the team are spoken to in it, plurals and all."""

import io
import warnings
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.cli.demo.fan_server import build_fan_server
from bot.cli.sample_label import sample_label
from bot.domain.sessions.session import Session
from bot.domain.understanding.lexicon import lexicon
from bot.rehearsal.model.channels import Channel, Message, Thread
from bot.rehearsal.model.clock import WorldClock
from cogs.setup.steps import Setting
from tests.e2e.gallery import Gallery
from tests.e2e.harness import START, Harness, choose, press, rehearsal_for, told, words
from tests.e2e.sessions import SONG, again, artist_of, ask, end, notices, plan
from tests.e2e.test_digest import digest
from tests.e2e.third_language import CODE, MARK, add_third_language

KNOWN = "kiom kvosta tiu konzerto en Incheon?"
UNKNOWN = "kvando estas garagio post tiu konzerto en Incheon?"


@pytest.fixture
def third_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    lexicon.cache_clear()
    add_third_language(tmp_path, monkeypatch)
    yield
    lexicon.cache_clear()


@pytest.fixture
async def harness(third_language: None, tmp_path: Path) -> AsyncIterator[Harness]:
    """A harness where everybody speaks the third language, and the label first of all."""
    del third_language
    label = replace(sample_label(START), languages=(CODE, "en", "ko"))
    fan_server = build_fan_server(WorldClock(START), label)
    for user in fan_server.world.users.values():
        user.locale = CODE
    async with rehearsal_for(fan_server.world) as discord:
        harness = Harness(fan_server=fan_server, discord=discord, label=label, database=tmp_path / "its.db")
        try:
            await harness.open()
            await set_up(harness)
            yield harness
        finally:
            await harness.close()


async def set_up(harness: Harness) -> None:
    """Have the manager choose the language."""
    done = await harness.hana.slash(harness.fan_server.team_desk, "setup", language=CODE)
    await done.done()
    assert f"{MARK}How Stagedoor is set up here" in told(done)
    assert "Polski" in told(done)


def fields(form: Any) -> dict[str, str]:
    """Return what a form asks for: each field's label, by its id."""
    return {part["component"]["custom_id"]: part["label"] for part in form["components"]}


async def test_a_fan_is_answered_in_it(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    reply = words(await harness.reply_to(asked))
    assert MARK in reply
    assert "44" in reply
    assert (await harness.question(asked)).language == CODE


async def test_a_question_for_the_team_becomes_a_card_and_a_frequent_question(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    reply = await harness.reply_to(asked)
    assert words(reply).startswith(f"{MARK}Good question!")
    card = await harness.card()
    assert MARK in words(card)
    harness.move(minutes=7)
    await harness.sera.reply(asked, "Jes, en la lobio.")
    await harness.until(lambda: "Sera answered" in words(card))
    form = await (await harness.sera.press(card, f"{MARK}Make it a FAQ")).done()
    assert fields(form.modal)["answer_pl"] == f"{MARK}Answer in polski"
    assert set(fields(form.modal)) == {"examples", "answer_en", "answer_ko", "answer_pl"}
    learned = await (await harness.sera.submit(form, {"examples": f"{UNKNOWN}\nbonvole garagio?"})).done()
    assert f"{MARK}Learned." in told(learned)
    again = await harness.minji.say(harness.fan_server.questions, UNKNOWN)
    assert "en la lobio" in words(await harness.reply_to(again))


async def test_the_digest_and_its_picture_are_in_it(harness: Harness) -> None:
    server = harness.store.servers.get(harness.fan_server.guild.id)
    await harness.store.servers.save(replace(server, digest_channel_id=server.staff_channel_id))
    await harness.eventually(lambda: harness.count("SELECT count(*) FROM digest_starts"))
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    harness.move(minutes=42)
    await harness.sera.reply(asked, "jes!")
    await harness.answered(asked)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        harness.move(days=1)
        post = await digest(harness)
    assert "16–22 listopada 2026" in words(post)
    assert f"{MARK}1 questions ·one" in words(post)
    picture, table = post.attachments
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 1500)
    assert UNKNOWN.encode() in table.content


async def test_a_session_is_held_in_it(harness: Harness) -> None:
    session = await plan(harness)
    assert session.language == CODE
    (announcement,) = notices(harness, session, "scheduled")
    assert f"{MARK}Q&A with" in words(announcement)
    await ask(harness, harness.fan_server.leo, session, SONG)
    harness.move(days=2)
    thread = await harness.eventually(lambda: thread_of(harness, session))
    await harness.until(lambda: any(f"· {MARK}how it goes" in words(said) for said in thread.messages))
    console = await harness.until(lambda: find(harness.fan_server.team_desk, "· consoleż"))
    await press(harness.sera, console, "qna_next")
    put = await harness.until(lambda: find(thread, f"· {MARK}question 1"))
    assert SONG in words(put)
    await harness.person(artist_of(harness)).reply(put, "La lasta.")
    await harness.until(lambda: "✓" in words(console))
    await end(harness, session)
    await harness.until(lambda: f"{MARK}1 questions ·one" in words(console))


async def thread_of(harness: Harness, session: Session) -> Thread | None:
    thread = harness.fan_server.world.channels.get((await again(harness, session)).thread_id or 0)
    return thread if isinstance(thread, Thread) else None


def find(channel: Channel, text: str) -> Message | None:
    """Return what says so in a channel."""
    return next((said for said in channel.messages if text in words(said)), None)


async def test_a_highlight_is_shown_in_it(harness: Harness) -> None:
    gallery = Gallery(harness)
    await gallery.open()
    made = await gallery.draws(harness.leo, "Glass Harbor rysunek")
    card = await gallery.fans_nominate(made)
    await gallery.ask(card)
    question = await gallery.question(harness.leo)
    assert MARK in words(question)
    await gallery.says_yes(harness.leo, question)
    assert f"{MARK}by Leo Inkwell" in words(await gallery.highlight())


@pytest.mark.parametrize(("hours", "form"), [(1, "one"), (3, "few"), (5, "many"), (12, "many"), (22, "few")])
async def test_a_number_has_the_form_that_it_asks_for(harness: Harness, hours: int, form: str) -> None:
    opened = await harness.hana.slash(harness.fan_server.team_desk, "setup")
    panel = (await opened.done()).message
    await choose(harness.hana, panel, str(Setting.TARGET.value), "setup_change")
    typed = await press(harness.hana, panel, "setup_type")
    await (await harness.hana.submit(typed, typed=f"{hours} godz")).done()
    assert f"{MARK}{hours} hours ·{form}" in words(panel)
