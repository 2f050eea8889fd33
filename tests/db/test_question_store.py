"""Questions are kept once, end once, and open again only for a reason."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.posts import NewPost
from bot.domain.questions.posts import HandOff
from bot.domain.questions.question import (
    Conversation,
    Dismissal,
    MatchedBy,
    Outcome,
    Question,
    Reply,
    Source,
)
from bot.domain.understanding.reading import Action, Kind, Reading
from db.connection import Connection, Writer
from db.question_outcomes import note_bot_reply, note_card
from db.store import Store, open_store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GUILD, CHANNEL, FAN, SERA, JUN = 1, 2, 7, 90, 91


def question(
    message_id: int = 100, *, fan: int = FAN, at: datetime = NOON, channel: int = CHANNEL
) -> Question:
    return Question(
        id=0,
        guild_id=GUILD,
        channel_id=channel,
        message_id=message_id,
        asker_id=fan,
        asker_name="민지",
        asked_at=at,
        text="몇 시예요?",
        language="ko",
        source=Source.CHANNEL,
        kinds=(Kind.START_TIME,),
        shows=("gh-incheon",),
        choices=("gh-incheon", "gh-tokyo"),
        last_message_id=message_id,
    )


def reply_to(
    asked: Question,
    message_id: int = 500,
    *,
    after: timedelta = MINUTE,
    staff: int = SERA,
    way: MatchedBy = MatchedBy.REPLY,
) -> Reply:
    return Reply(
        message_id=message_id,
        question_id=asked.id,
        staff_id=staff,
        staff_name="세라",
        role_id=10,
        replied_at=asked.asked_at + after,
        way=way,
    )


def post(key: str) -> NewPost:
    return NewPost(key=key, kind="card_update", channel_id=3, at=NOON)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "stagedoor.db") as opened:
        yield opened


@pytest.fixture
async def asked(store: Store) -> Question:
    return await store.questions.ask(question())


async def now_of(store: Store, asked: Question) -> Question:
    found = await store.questions.get(asked.id)
    assert found is not None
    return found


async def bot_replied(store: Store, asked: Question, *, at: datetime, answers: bool) -> None:
    async with store.connection.transaction() as write:
        await note_bot_reply(write, asked.id, message_id=300, at=at, answers=answers)


async def queued(store: Store) -> list[tuple[str, int | None]]:
    return [(one.key, one.subject) for one in await store.outbox.waiting(now=NOON + timedelta(days=1))]


# --- asking ---------------------------------------------------------------------------------------


async def test_a_question_is_read_back_as_it_was_asked(store: Store) -> None:
    new = replace(question(), faq="refunds", handed_off_at=NOON)
    asked = await store.questions.ask(new)
    assert asked == replace(new, id=asked.id)
    assert await store.questions.get(asked.id) == asked
    assert await store.questions.of_message(100) == asked
    around = await store.questions.conversation(channel_id=CHANNEL, asker_id=FAN)
    assert around == Conversation(latest=asked)
    assert await store.questions.open_in(CHANNEL) == await store.questions.waiting(GUILD) == [asked]


async def test_a_message_delivered_twice_is_one_question_with_one_post(store: Store) -> None:
    first = await store.questions.ask(question(), [post("answer:100")])
    await store.replies.record(reply_to(first))
    again = await store.questions.ask(question(), [post("answer:100"), post("another")])
    assert again == await now_of(store, first)
    assert await queued(store) == [("answer:100", first.id)]


async def test_text_that_would_upset_the_file_is_cleaned(store: Store) -> None:
    asked = await store.questions.ask(replace(question(), text="\ud800 a\x00b", asker_name="가"))
    kept = await now_of(store, asked)
    assert (kept.text, kept.asker_name) == ("\ufffd ab", "가")


async def test_what_nobody_asked_is_not_found(store: Store) -> None:
    questions = store.questions
    assert await questions.get(1) is None
    assert await questions.of_message(1) is None
    assert await questions.of_answer(1) is None
    assert await store.replies.question_of(1) is None
    nothing = await questions.conversation(channel_id=1, asker_id=1, thread_id=1, reply_to=1)
    assert nothing == Conversation()
    assert await store.replies.first_of(1) is None
    assert await store.replies.undo(1) is None
    assert not await store.outcomes.delete_message(1, 1, at=NOON)
    assert not await store.outcomes.hand_off(1, HandOff(at=NOON))
    assert not await store.outcomes.close(1, Outcome.DISMISSED, at=NOON)


async def test_who_asked_where_is_known_at_once_and_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "stagedoor.db"
    async with open_store(path) as store:
        await store.questions.ask(question())
        assert store.questions.askers == {(CHANNEL, FAN)}
    async with open_store(path) as store:
        assert store.questions.askers == {(CHANNEL, FAN)}
        assert store.questions.channels == {CHANNEL}


async def test_the_open_questions_come_oldest_first(store: Store) -> None:
    later = await store.questions.ask(question(102, fan=8, at=NOON + MINUTE))
    sooner = await store.questions.ask(question(101))
    elsewhere = await store.questions.ask(question(103, at=NOON + 2 * MINUTE, channel=9))
    assert await store.questions.open_in(CHANNEL) == [sooner, later]
    assert await store.questions.waiting(GUILD) == [sooner, later, elsewhere]
    around = await store.questions.conversation(channel_id=CHANNEL, asker_id=FAN)
    assert around.latest == sooner


# --- runs -----------------------------------------------------------------------------------------

PRICE = Reading(language="en", action=Action.ANSWER, kinds=(Kind.PRICE,), shows=("gh-tokyo",))


async def test_a_further_message_of_a_run_belongs_to_its_question(store: Store, asked: Question) -> None:
    await store.questions.join(asked, 101)
    kept = await now_of(store, asked)
    assert kept == replace(asked, last_message_id=101)
    assert await store.questions.of_message(101) == kept


async def test_a_further_question_of_a_run_adds_its_text_and_is_what_is_read_now(
    store: Store, asked: Question
) -> None:
    for _ in range(2):
        await store.questions.ask_more(
            asked, 101, text="and how much?", reading=PRICE, posts=[post("answer:101")]
        )
    kept = await now_of(store, asked)
    assert kept.text == "몇 시예요?\nand how much?"
    assert (kept.language, kept.kinds, kept.shows, kept.choices) == ("en", (Kind.PRICE,), ("gh-tokyo",), ())
    assert await queued(store) == [("answer:101", asked.id)]


async def test_an_edit_replaces_text_and_reading(store: Store, asked: Question) -> None:
    for _ in range(2):
        await store.questions.reread(asked.id, text="how much?", reading=PRICE, posts=[post("again")])
    kept = await now_of(store, asked)
    assert (kept.text, kept.kinds, kept.asked_at) == ("how much?", (Kind.PRICE,), NOON)
    assert await queued(store) == [("again", asked.id)]


async def test_a_question_is_gone_when_all_its_asking_messages_are(store: Store, asked: Question) -> None:
    await store.questions.ask_more(asked, 101, text="how much?", reading=PRICE)
    await store.questions.join(asked, 102)
    deleted = partial(store.outcomes.delete_message, asked.id, at=NOON + MINUTE, posts=[post("gone")])
    assert not await deleted(100)
    assert not await deleted(102)
    assert await queued(store) == []
    assert await deleted(101)
    assert not await deleted(101)
    kept = await now_of(store, asked)
    assert (kept.outcome, kept.outcome_at) == (Outcome.WITHDRAWN, NOON + MINUTE)
    assert await queued(store) == [("gone", asked.id)]


async def test_a_message_finds_the_questions_around_it(store: Store, asked: Question) -> None:
    other = await store.questions.ask(question(101, fan=8, at=NOON + MINUTE))
    await store.outbox.add([replace(post("answer:101"), kind="answer", subject=other.id)])
    (waiting,) = await store.outbox.waiting(now=NOON)
    await store.outbox.finish(waiting.id, state="sent", message_id=300, at=NOON)
    look = store.questions.conversation
    assert await look(channel_id=9, asker_id=FAN) == Conversation()
    assert await look(channel_id=CHANNEL, asker_id=8, thread_id=100) == Conversation(
        latest=other, of_thread=asked
    )
    assert await look(channel_id=9, reply_to=100) == Conversation(replied_to=asked)
    assert await look(channel_id=9, reply_to=300) == Conversation(of_answer=other)


# --- one transaction ------------------------------------------------------------------------------

TO_THE_TEAM = HandOff(at=NOON + MINUTE, posts=[post("card:100")], updates=[post("card_update:100")])


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    """List every transaction that is opened from now on."""
    opened: list[Connection] = []
    transaction = Connection.transaction

    def counted(self: Connection) -> AbstractAsyncContextManager[Writer]:
        opened.append(self)
        return transaction(self)

    monkeypatch.setattr(Connection, "transaction", counted)
    return opened


async def test_a_question_for_the_team_is_kept_in_one_transaction_with_its_reply_and_its_card(
    store: Store, commits: list[Connection]
) -> None:
    await store.questions.ask(question(), [post("answer:100")], hand_off=TO_THE_TEAM)
    assert len(commits) == 1
    kept = await store.questions.of_message(100)
    assert kept is not None
    assert kept.handed_off_at == NOON + MINUTE
    assert await queued(store) == [("answer:100", kept.id), ("card:100", kept.id)]
    await store.questions.ask(question(), [post("another")], hand_off=HandOff(at=NOON, posts=[post("more")]))
    assert await store.questions.of_message(100) == kept
    assert len(await queued(store)) == 2


async def test_a_part_of_a_run_that_is_delivered_again_is_no_question_of_its_own(
    store: Store, asked: Question
) -> None:
    await store.questions.join(asked, 101)
    again = await store.questions.ask(question(101), [post("answer:101")])
    assert again.id == asked.id
    assert await queued(store) == []


@pytest.mark.parametrize("how", ["further", "edited", "chosen"])
async def test_what_makes_a_question_the_team_s_is_kept_in_one_transaction_with_its_card(
    store: Store, asked: Question, commits: list[Connection], how: str
) -> None:
    commits.clear()
    questions = store.questions
    match how:
        case "further":
            await questions.ask_more(asked, 101, text="how much?", reading=PRICE, hand_off=TO_THE_TEAM)
        case "edited":
            await questions.reread(asked.id, text="how much?", reading=PRICE, hand_off=TO_THE_TEAM)
        case _:
            await questions.choose(asked.id, PRICE, at=NOON, hand_off=TO_THE_TEAM)
    assert len(commits) == 1
    kept = await now_of(store, asked)
    assert (kept.is_open, kept.handed_off_at, kept.kinds) == (True, NOON + MINUTE, PRICE.kinds)
    assert await queued(store) == [("card:100", asked.id)]


async def test_a_choice_that_the_bot_answers_ends_the_question(store: Store, asked: Question) -> None:
    await store.questions.choose(asked.id, PRICE, at=NOON + MINUTE)
    kept = await now_of(store, asked)
    assert (kept.outcome, kept.outcome_at, kept.choices) == (Outcome.ANSWERED_BY_BOT, NOON + MINUTE, ())


async def test_what_follows_from_a_post_is_kept_with_its_mark_or_not_at_all(
    store: Store, asked: Question, commits: list[Connection]
) -> None:
    await store.outbox.add([post("answer:100")])
    (waiting,) = await store.outbox.waiting(now=NOON)

    async def follows(write: Writer, *, fails: bool) -> None:
        await note_bot_reply(write, asked.id, message_id=300, at=NOON, answers=True)
        if fails:
            raise RuntimeError

    finish = partial(store.outbox.finish, waiting.id, state="sent", message_id=300, at=NOON)
    with pytest.raises(RuntimeError):
        await finish(also=partial(follows, fails=True))
    assert await now_of(store, asked) == asked
    assert await queued(store) == [("answer:100", None)]
    commits.clear()
    await finish(also=partial(follows, fails=False))
    assert len(commits) == 1
    assert (await now_of(store, asked)).outcome is Outcome.ANSWERED_BY_BOT
    assert await queued(store) == []


# --- the bot's answers ----------------------------------------------------------------------------


async def test_an_answer_of_the_bot_closes_the_question(store: Store, asked: Question) -> None:
    for _ in range(2):
        await bot_replied(store, asked, at=NOON + MINUTE, answers=True)
    kept = await now_of(store, asked)
    assert (kept.outcome, kept.outcome_at, kept.answer_message_id) == (
        Outcome.ANSWERED_BY_BOT,
        NOON + MINUTE,
        300,
    )


async def test_a_question_back_leaves_it_open(store: Store, asked: Question) -> None:
    await bot_replied(store, asked, at=NOON, answers=False)
    kept = await now_of(store, asked)
    assert (kept.outcome, kept.answer_message_id) == (Outcome.OPEN, 300)


async def test_what_the_team_has_the_bot_does_not_close(store: Store, asked: Question) -> None:
    await store.outcomes.hand_off(asked.id, HandOff(at=NOON))
    await bot_replied(store, asked, at=NOON, answers=True)
    assert (await now_of(store, asked)).is_open


async def test_a_question_is_handed_to_the_team_once(store: Store, asked: Question) -> None:
    first, again = (
        HandOff(at=at, posts=[post(f"card:{at}")], updates=[post(f"update:{at}")])
        for at in (NOON + MINUTE, NOON + 2 * MINUTE)
    )
    assert await store.outcomes.hand_off(asked.id, first)
    assert not await store.outcomes.hand_off(asked.id, again)
    assert (await now_of(store, asked)).handed_off_at == NOON + MINUTE
    assert await queued(store) == [(f"card:{first.at}", asked.id), (f"update:{again.at}", asked.id)]


async def test_an_answer_that_was_wrong_opens_the_question_from_its_first_moment(
    store: Store, asked: Question
) -> None:
    await bot_replied(store, asked, at=NOON, answers=True)
    assert await store.outcomes.hand_off(asked.id, HandOff(at=NOON + MINUTE, by=FAN))
    kept = await now_of(store, asked)
    assert (kept.outcome, kept.outcome_at, kept.handed_off_at) == (Outcome.OPEN, None, NOON + MINUTE)
    assert (kept.asked_at, kept.taken_back_at, kept.taken_back_by) == (NOON, NOON + MINUTE, FAN)
    assert await store.questions.to_review(GUILD) == [kept]
    await store.outcomes.reviewed(asked.id, at=NOON + 2 * MINUTE)
    assert await store.questions.to_review(GUILD) == []


async def test_a_wrong_answer_that_staff_had_followed_up_leaves_the_staff_s_reply(
    store: Store, asked: Question
) -> None:
    await bot_replied(store, asked, at=NOON, answers=True)
    await store.replies.record(reply_to(asked, after=5 * MINUTE))
    await store.outcomes.hand_off(asked.id, HandOff(at=NOON + 9 * MINUTE, by=FAN))
    kept = await now_of(store, asked)
    assert (kept.outcome, kept.outcome_at) == (Outcome.ANSWERED_BY_STAFF, NOON + 5 * MINUTE)


async def test_whoever_was_asked_back_and_never_chose_is_found_once_the_reply_is_out(
    store: Store, asked: Question
) -> None:
    assert await store.questions.undecided(asked_before=NOON) == [asked]
    assert await store.questions.undecided(asked_before=NOON - MINUTE) == []
    await store.outbox.add(
        [NewPost(key="answer:100", kind="answer", channel_id=CHANNEL, at=NOON, subject=asked.id)]
    )
    assert await store.questions.undecided(asked_before=NOON) == []
    (waiting,) = await store.outbox.waiting(now=NOON)
    await store.outbox.finish(waiting.id, state="sent", message_id=300, at=NOON)
    assert await store.questions.undecided(asked_before=NOON) == [asked]
    assert (await store.questions.of_answer(300)) == asked
    await store.outcomes.hand_off(asked.id, HandOff(at=NOON))
    assert await store.questions.undecided(asked_before=NOON) == []


# --- staff replies --------------------------------------------------------------------------------


async def test_a_staff_reply_answers_an_open_question_once(store: Store, asked: Question) -> None:
    reply = reply_to(asked)
    assert await store.replies.record(reply, [post("card_update:1")])
    assert not await store.replies.record(reply, [post("card_update:2")])
    kept = await now_of(store, asked)
    assert (kept.outcome, kept.outcome_at) == (Outcome.ANSWERED_BY_STAFF, NOON + MINUTE)
    assert await store.replies.first_of(asked.id) == reply
    assert await store.replies.question_of(500) == kept
    assert await queued(store) == [("card_update:1", asked.id)]


async def test_later_replies_are_kept_and_the_first_one_counts(store: Store, asked: Question) -> None:
    first, second = reply_to(asked), reply_to(asked, 501, after=5 * MINUTE, staff=JUN)
    assert await store.replies.record(second)
    assert await store.replies.record(first)
    assert await store.replies.first_of(asked.id) == first


FIRST_OUTCOMES = [
    Outcome.ANSWERED_BY_BOT,
    Outcome.ANSWERED_BY_FAN,
    Outcome.DISMISSED,
    Outcome.WITHDRAWN,
]


async def settle(store: Store, asked: Question, outcome: Outcome) -> None:
    match outcome:
        case Outcome.ANSWERED_BY_BOT:
            await bot_replied(store, asked, at=NOON, answers=True)
        case Outcome.ANSWERED_BY_STAFF:
            await store.replies.record(reply_to(asked))
        case Outcome.OPEN:
            pass
        case _:
            dismissed_as = Dismissal.SPAM if outcome is Outcome.DISMISSED else None
            assert await store.outcomes.close(asked.id, outcome, at=NOON, dismissed_as=dismissed_as)


@pytest.mark.parametrize("outcome", FIRST_OUTCOMES)
async def test_the_first_outcome_stays_and_the_staff_s_reply_is_recorded_too(
    store: Store, asked: Question, outcome: Outcome
) -> None:
    await settle(store, asked, outcome)
    assert await store.replies.record(reply_to(asked))
    kept = await now_of(store, asked)
    assert (kept.outcome, kept.outcome_at) == (outcome, NOON)
    assert await store.replies.first_of(asked.id) == reply_to(asked)


@pytest.mark.parametrize("outcome", [*FIRST_OUTCOMES, Outcome.ANSWERED_BY_STAFF])
@pytest.mark.parametrize("then", [Outcome.DISMISSED, Outcome.WITHDRAWN, Outcome.ANSWERED_BY_FAN])
async def test_what_has_ended_does_not_end_again(
    store: Store, asked: Question, outcome: Outcome, then: Outcome
) -> None:
    await settle(store, asked, outcome)
    before = await now_of(store, asked)
    assert not await store.outcomes.close(asked.id, then, at=NOON + MINUTE, posts=[post("x")])
    assert await now_of(store, asked) == before
    assert await queued(store) == []


@pytest.mark.parametrize("outcome", [Outcome.DISMISSED, Outcome.WITHDRAWN, Outcome.ANSWERED_BY_FAN])
async def test_only_an_answer_of_the_bot_is_handed_back_to_the_team(
    store: Store, asked: Question, outcome: Outcome
) -> None:
    await settle(store, asked, outcome)
    assert not await store.outcomes.hand_off(asked.id, HandOff(at=NOON))
    assert (await now_of(store, asked)).outcome is outcome


async def test_an_undone_reply_opens_the_question_again_and_can_be_set_once_more(
    store: Store, asked: Question
) -> None:
    await store.replies.record(reply_to(asked))
    opened = await store.replies.undo(500, [post("u")])
    assert opened == asked
    assert await store.replies.first_of(asked.id) is None
    assert await store.replies.undo(500, [post("v")]) is None
    assert await queued(store) == [("u", asked.id)]
    marked = reply_to(asked, way=MatchedBy.MARKED)
    assert await store.replies.record(marked)
    assert await store.replies.first_of(asked.id) == marked
    assert (await now_of(store, asked)).outcome is Outcome.ANSWERED_BY_STAFF


async def test_undoing_one_of_two_replies_leaves_the_other_as_the_answer(
    store: Store, asked: Question
) -> None:
    await store.replies.record(reply_to(asked))
    await store.replies.record(reply_to(asked, 501, after=5 * MINUTE, staff=JUN))
    kept = await store.replies.undo(500)
    assert kept is not None
    assert (kept.outcome, kept.outcome_at) == (Outcome.ANSWERED_BY_STAFF, NOON + 5 * MINUTE)


async def test_a_message_that_answered_two_questions_is_undone_for_one_at_a_time(
    store: Store, asked: Question
) -> None:
    other = await store.questions.ask(question(101, fan=8))
    for one in (asked, other):
        await store.replies.record(reply_to(one))
    undone = await store.replies.undo(500)
    assert undone == asked
    assert (await now_of(store, other)).outcome is Outcome.ANSWERED_BY_STAFF
    assert await store.replies.undo(500) == other


async def test_undoing_a_late_reply_keeps_the_first_outcome(store: Store, asked: Question) -> None:
    await settle(store, asked, Outcome.ANSWERED_BY_BOT)
    await store.replies.record(reply_to(asked))
    kept = await store.replies.undo(500)
    assert kept is not None
    assert kept.outcome is Outcome.ANSWERED_BY_BOT


async def test_a_dismissed_question_keeps_its_reason_until_it_is_opened_again(
    store: Store, asked: Question
) -> None:
    await settle(store, asked, Outcome.DISMISSED)
    assert (await now_of(store, asked)).dismissed_as is Dismissal.SPAM
    for at in (NOON + MINUTE, NOON + 2 * MINUTE):
        await store.outcomes.reopen(asked.id, at=at)
    assert await now_of(store, asked) == replace(asked, handed_off_at=NOON + MINUTE)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.DISMISSED])
async def test_nothing_but_a_dismissal_is_reopened(store: Store, asked: Question, outcome: Outcome) -> None:
    await settle(store, asked, outcome)
    before = await now_of(store, asked)
    await store.outcomes.reopen(asked.id, at=NOON + MINUTE)
    assert await now_of(store, asked) == before


async def test_only_the_first_sign_of_staff_is_noted_and_the_question_stays_open(
    store: Store, asked: Question
) -> None:
    for at in (NOON + MINUTE, NOON + 2 * MINUTE):
        await store.outcomes.acknowledge(asked.id, at=at, posts=[post(f"seen:{at}")])
    await store.outcomes.acknowledge(999, at=NOON, posts=[post("unknown")])
    assert await now_of(store, asked) == replace(asked, acknowledged_at=NOON + MINUTE)
    assert len(await queued(store)) == 1


async def test_two_of_the_team_cannot_answer_through_the_bot_at_once(store: Store, asked: Question) -> None:
    def answer(key: str) -> NewPost:
        return NewPost(key=key, kind="staff_answer", channel_id=CHANNEL, subject=asked.id, at=NOON)

    assert await store.replies.queue(answer("sera"))
    assert not await store.replies.queue(answer("jun"))
    assert await queued(store) == [("sera", asked.id)]
    (waiting,) = await store.outbox.waiting(now=NOON)
    await store.outbox.finish(waiting.id, state="refused", message_id=None, at=NOON)
    assert await store.replies.queue(answer("jun"))


async def test_a_closed_question_is_not_answered_through_the_bot(store: Store, asked: Question) -> None:
    await settle(store, asked, Outcome.DISMISSED)
    late = NewPost(key="sera", kind="staff_answer", channel_id=CHANNEL, subject=asked.id, at=NOON)
    assert not await store.replies.queue(late)


async def test_a_claim_holds_until_it_lapses_or_is_let_go(store: Store, asked: Question) -> None:
    async def claim(by: int, now: datetime) -> bool:
        return await store.replies.claim(asked.id, by=by, name="세라", until=now + 30 * MINUTE, now=now)

    assert await claim(SERA, NOON)
    assert not await claim(JUN, NOON + MINUTE)
    assert await claim(SERA, NOON + MINUTE)
    kept = await now_of(store, asked)
    assert kept.claimant(NOON + 2 * MINUTE) == SERA
    assert kept.claimant(NOON + 31 * MINUTE) is None
    assert await claim(JUN, NOON + 31 * MINUTE)
    await store.replies.release(asked.id)
    assert (await now_of(store, asked)).claimant(NOON + 32 * MINUTE) is None
    assert await claim(SERA, NOON + 32 * MINUTE)


async def test_the_card_is_remembered(store: Store, asked: Question) -> None:
    async with store.connection.transaction() as write:
        await note_card(write, asked.id, 800, channel_id=801, updates=[post("moved")])
    kept = await now_of(store, asked)
    assert (kept.card_message_id, kept.card_channel_id) == (800, 801)
    assert await queued(store) == [("moved", asked.id)]


async def test_who_holds_a_question_may_hand_it_on(store: Store, asked: Question) -> None:
    claim = partial(store.replies.claim, asked.id, until=NOON + 30 * MINUTE, now=NOON)
    assert await claim(by=SERA, name="세라")
    assert not await claim(by=JUN, name="준")
    assert await claim(by=JUN, name="준", held_by=SERA)
    assert (await now_of(store, asked)).claimant(NOON) == JUN
