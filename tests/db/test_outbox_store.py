"""A post is kept until it is known to have been sent, and never forgotten that it may have been."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.posts import NewPost, Priority
from db.outbox import Post
from db.store import Store, open_store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
POST = NewPost(key="answer:1", kind="answer", channel_id=2, subject=7, at=NOON, body={"뭐": ["가", 1, None]})


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "stagedoor.db") as opened:
        yield opened


async def due(store: Store, now: datetime = NOON) -> list[Post]:
    return await store.outbox.waiting(now=now)


async def test_a_post_is_read_back_as_it_was_queued(store: Store) -> None:
    await store.outbox.add([POST])
    (post,) = await due(store)
    assert (post.key, post.kind, post.channel_id, post.subject) == ("answer:1", "answer", 2, 7)
    assert (post.body, post.priority, post.queued_at) == (POST.body, Priority.ANSWER, NOON)
    assert (post.attempts, post.claimed_before) == (0, False)
    assert await store.outbox.get("answer:1") == post
    assert await store.outbox.get("answer:2") is None


async def test_the_same_key_is_never_queued_twice_not_even_after_it_was_sent(store: Store) -> None:
    await store.outbox.add([POST, POST])
    (post,) = await due(store)
    await store.outbox.finish(post.id, state="sent", message_id=300, at=NOON)
    await store.outbox.add([POST])
    assert await due(store) == []


async def test_what_was_claimed_and_never_finished_comes_again_marked_as_perhaps_sent(
    tmp_path: Path,
) -> None:
    path = tmp_path / "stagedoor.db"
    async with open_store(path) as store:
        await store.outbox.add([POST])
        (post,) = await due(store)
        await store.outbox.claim(post.id, at=NOON)
    async with open_store(path) as store:
        assert await due(store) == [replace(post, attempts=1, claimed_before=True)]


async def test_a_postponed_post_waits_and_stays_claimed(store: Store) -> None:
    await store.outbox.add([POST])
    (post,) = await due(store)
    await store.outbox.claim(post.id, at=NOON)
    await store.outbox.postpone(post.id, until=NOON + MINUTE)
    assert await due(store) == []
    (again,) = await due(store, NOON + MINUTE)
    assert (again.attempts, again.claimed_before) == (1, True)


@pytest.mark.parametrize("state", ["sent", "dropped", "refused"])
async def test_a_finished_post_is_done_with(store: Store, state: str) -> None:
    await store.outbox.add([POST])
    (post,) = await due(store)
    for _ in range(2):
        await store.outbox.finish(post.id, state=state, message_id=300, at=NOON)
    assert await due(store, NOON + timedelta(days=1)) == []


async def test_the_most_urgent_goes_first_then_the_oldest_and_what_is_not_due_waits(store: Store) -> None:
    def post(key: str, priority: Priority, at: datetime = NOON) -> NewPost:
        return replace(POST, key=key, priority=priority, at=at)

    await store.outbox.add(
        [
            post("digest", Priority.DIGEST),
            post("first", Priority.ANSWER),
            post("second", Priority.ANSWER),
            post("later", Priority.ANSWER, NOON + MINUTE),
        ]
    )
    assert [one.key for one in await due(store)] == ["first", "second", "digest"]
    assert [one.key for one in await store.outbox.waiting(now=NOON, limit=1)] == ["first"]


async def test_posts_sent_a_while_ago_are_found_by_kind(store: Store) -> None:
    await store.outbox.add([POST, replace(POST, key="card:1", kind="card"), replace(POST, key="answer:2")])
    sent, card, waiting = await due(store)
    for post in (sent, card):
        await store.outbox.finish(post.id, state="sent", message_id=300, at=NOON)
    before = store.outbox.sent_before
    assert await before("answer", now=NOON + MINUTE, age=MINUTE) == [(sent.id, 2, 300)]
    assert await before("answer", now=NOON, age=MINUTE) == []
    assert waiting.key == "answer:2"


async def test_each_channel_has_its_next_post_however_many_wait_for_another(store: Store) -> None:
    many = [replace(POST, key=f"busy:{number}") for number in range(180)]
    card = replace(POST, key="card", channel_id=3, priority=Priority.CARD)
    later = replace(POST, key="later", channel_id=4, at=NOON + MINUTE)
    await store.outbox.add([*many, card, replace(card, key="answer", priority=Priority.ANSWER), later])
    found = await store.outbox.next_of_each_channel(now=NOON)
    assert [one.key for one in found] == ["busy:0", "answer"]


async def test_nothing_waits_for_ever_behind_what_is_more_urgent(store: Store) -> None:
    digest = replace(POST, key="digest", priority=Priority.DIGEST)
    await store.outbox.add([digest, replace(POST, key="soon", at=NOON + 39 * MINUTE)])
    assert [one.key for one in await due(store, NOON + 40 * MINUTE)] == ["soon", "digest"]
    await store.outbox.add([replace(POST, key="later", at=NOON + 41 * MINUTE)])
    assert [one.key for one in await due(store, NOON + 41 * MINUTE)] == ["soon", "digest", "later"]
    urgent = replace(POST, key="urgent", at=NOON + 50 * MINUTE, priority=Priority.URGENT)
    await store.outbox.add([urgent])
    assert (await due(store, NOON + 50 * MINUTE))[0].key == "urgent"


async def test_a_claim_reaches_back_to_the_first_try_of_which_nothing_is_known(store: Store) -> None:
    await store.outbox.add([POST])
    (post,) = await due(store)
    assert (post.claimed_at, post.tried_at, post.fingerprints) == (None, None, "")
    for minutes, fingerprint in enumerate(["a", "b", "a"]):
        await store.outbox.claim(post.id, at=NOON + minutes * MINUTE, fingerprint=fingerprint)
    (post,) = await due(store)
    assert (post.claimed_at, post.tried_at) == (NOON, NOON + 2 * MINUTE)
    assert post.fingerprints.split() == ["a", "b"]
    await store.outbox.claim(post.id, at=NOON + 5 * MINUTE, anew=True)
    (post,) = await due(store)
    assert post.claimed_at == NOON + 5 * MINUTE
    await store.outbox.redirect(post.id, 9)
    (post,) = await due(store)
    assert (post.channel_id, post.claimed_at, post.fingerprints) == (9, None, "")


async def test_it_is_known_which_messages_are_posts_already(store: Store) -> None:
    await store.outbox.add([POST])
    (post,) = await due(store)
    await store.outbox.finish(post.id, state="sent", message_id=300, at=NOON)
    assert await store.outbox.is_recorded(300)
    assert not await store.outbox.is_recorded(301)
