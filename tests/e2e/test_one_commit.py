"""What was decided and what is to be said about it is one commit: nothing can fall between two."""

import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest

from bot.domain.questions.question import Outcome
from db.connection import Connection
from db.group_commit import Writer
from tests.e2e.gallery import Gallery
from tests.e2e.harness import (
    CHATTER,
    KNOWN,
    UNKNOWN,
    WHICH,
    Harness,
    answer_through_the_bot,
    choose,
    components,
    custom_id,
    pick,
    press,
    words,
)

#: What the outbox notes of its own, and the inbox of how far it has read.
NOTES = {"OutboxStore.claim", "OutboxStore.finish", "OutboxStore.postpone", "CursorStore.advance"}
Commits = Callable[[], list[str]]


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> Commits:
    """Return a function that names the commits since it was called last, without the notes."""
    opened: list[str] = []
    transaction = Connection.transaction

    def counted(self: Connection) -> AbstractAsyncContextManager[Writer]:
        opened.append(sys._getframe(1).f_code.co_qualname)
        return transaction(self)

    def since() -> list[str]:
        named = [name for name in opened if name not in NOTES]
        opened.clear()
        return named

    monkeypatch.setattr(Connection, "transaction", counted)
    return since


async def test_chatter_commits_nothing(harness: Harness, commits: Commits) -> None:
    await harness.leo.say(harness.fan_server.questions, CHATTER)
    await harness.settled()
    assert commits() == []


async def test_a_question_is_kept_with_what_is_said_about_it(harness: Harness, commits: Commits) -> None:
    known = await harness.leo.say(harness.fan_server.questions, KNOWN)
    assert (await harness.question(known)).outcome is Outcome.ANSWERED_BY_BOT
    assert commits() == ["QuestionStore.ask"]
    unknown = await harness.minji.say(harness.fan_server.questions, UNKNOWN)
    await harness.card()
    assert (await harness.question(unknown)).card_message_id is not None
    assert commits() == ["QuestionStore.ask"]
    await harness.minji.say(harness.fan_server.questions, "and may I take photos of Glass Harbor there?")
    await harness.settled()
    assert commits() == ["QuestionStore.ask_more"]
    await harness.minji.edit(unknown, KNOWN)
    await harness.settled()
    assert commits() == ["QuestionStore.reread"]
    await harness.leo.delete(known)
    await harness.settled()
    ours = [name for name in commits() if name.startswith(("QuestionStore", "OutcomeStore"))]
    assert ours == ["OutcomeStore.delete_message"]


async def test_a_command_is_kept_with_its_hand_off(harness: Harness, commits: Commits) -> None:
    await (await harness.leo.slash(harness.fan_server.questions, "ask", question=UNKNOWN)).done()
    await harness.card()
    assert commits() == ["QuestionStore.ask"]
    used = await (await harness.leo.slash(harness.fan_server.questions, "ask", question=KNOWN)).done()
    assert used.message is not None
    message_id = used.message.id

    async def answered() -> bool:
        question = await harness.store.questions.of_message(message_id)
        return question is not None and question.outcome is Outcome.ANSWERED_BY_BOT

    await harness.eventually(answered)
    assert commits() == [
        "QuestionStore.ask",
        "OutcomeStore.bot_answered",
    ]  # the second once the answer stands there


@pytest.mark.parametrize("city", ["Incheon", "Taipei"])
async def test_a_choice_is_kept_with_what_comes_of_it(harness: Harness, commits: Commits, city: str) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, WHICH)
    back = await harness.reply_to(asked)
    await harness.settled()
    commits()
    await pick(harness.leo, back, city)
    await harness.settled()
    assert commits() == ["QuestionStore.choose"]
    assert len(harness.cards()) == (city == "Taipei")


async def test_an_answer_that_is_taken_back_is_kept_with_its_hand_off(
    harness: Harness, commits: Commits
) -> None:
    for by_menu in (False, True):
        asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
        reply = await harness.reply_to(asked)
        await harness.settled()
        commits()
        if by_menu:
            await harness.sera.menu(reply, "Not an answer")
        else:
            await press(harness.leo, reply, "team")
        await harness.card(1 + by_menu)
        await harness.settled()
        assert "asked the team" in words(reply)
        assert commits() == ["OutcomeStore.hand_off"]
        harness.move(minutes=20)


async def test_a_staff_reply_is_kept_with_its_time_and_its_card(harness: Harness, commits: Commits) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.settled()
    commits()
    reply = await harness.sera.reply(asked, "Yes, at the merch table.")
    await harness.card_says(card, "Sera answered")
    await harness.settled()
    assert commits() == ["ReplyStore.record"]
    await harness.sera.menu(reply, "Not an answer")
    await harness.card_says(card, "Waiting for an answer")
    assert commits() == ["ReplyStore.undo"]
    await harness.settled()
    await answer_through_the_bot(harness.jun, card, "Yes!")
    await harness.answered(asked)
    assert commits() == ["ReplyStore.queue"]  # it is recorded with the mark that it was sent


async def test_a_question_is_handed_to_a_colleague_with_the_word_to_them(
    harness: Harness, commits: Commits
) -> None:
    await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    card = await harness.card()
    await harness.settled()
    commits()
    menu = (await press(harness.sera, card, "hand")).message
    assert menu is not None
    person = harness.fan_server.jun
    await (await harness.sera.choose(menu, custom_id(menu, "hand_to"), [person])).done()
    await harness.card_says(card, "Jun is on it")
    await harness.settled()
    assert commits() == ["ReplyStore.claim"]
    reasons = (await press(harness.jun, card, "dismiss")).message
    assert reasons is not None
    await choose(harness.jun, reasons, "spam", "dismiss_as")
    await harness.card_says(card, "Dismissed")
    assert commits() == ["OutcomeStore.close"]


async def test_where_the_label_knows_less_by_the_time_of_the_answer_the_team_is_asked(
    harness: Harness,
) -> None:
    await harness.settled()  # what was missed is read, after which the outbox flows
    harness.bot.outbox.hold()
    asked = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.eventually(lambda: harness.store.questions.of_message(asked.id))
    shows = tuple(replace(show, doors=None) for show in harness.label.shows)
    harness.bot.label = replace(harness.label, shows=shows)
    harness.bot.outbox.flow()
    assert "asked the team" in words(await harness.reply_to(asked))
    await harness.card()
    assert (await harness.question(asked)).is_open


async def test_a_maker_is_asked_and_their_work_shown_in_a_commit_each(
    harness: Harness, commits: Commits
) -> None:
    gallery = Gallery(harness)
    await gallery.open()
    made = await gallery.draws(harness.leo)
    await gallery.work(made)
    await harness.settled()
    commits()
    await gallery.nominate(made, "Lovely")
    question = await gallery.question(harness.leo)
    await harness.settled()
    assert commits() == ["WorkStore.notice", "WorkConsentStore.ask"]
    await gallery.says_yes(harness.leo, question)
    await gallery.highlight()
    await harness.settled()
    assert commits() == ["WorkConsentStore.grant", "WorkCopyStore.posted"]


async def test_never_again_is_kept_with_the_no(harness: Harness, commits: Commits) -> None:
    gallery = Gallery(harness)
    await gallery.open()
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await gallery.question(harness.leo)
    await harness.settled()
    commits()
    never = [one["custom_id"] for one in components(question) if one.get("label") == "Never ask me"]
    await (await harness.leo.press(question, never[0])).done()
    await harness.settled()
    assert commits() == ["WorkConsentStore.end"]
    assert not await harness.store.works.may_ask(harness.fan_server.guild.id, harness.fan_server.leo.id)
