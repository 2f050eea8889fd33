"""The store shows no work without a granted consent, whatever is called in whatever order."""

import asyncio
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts import NewPost
from bot.domain.works.consent import Consent, ConsentOutcome, Scope
from bot.domain.works.work import Medium, NominatedBy, WithdrawnFor, Work, WorkKind
from db.store import Store, open_store

NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)
STEPS = (
    "nominate", "ask", "yes", "yes_elsewhere", "no", "expire", "withdraw", "revoke", "dismiss", "never", "posted",
    "edit",
)  # fmt: skip


class Told:
    """What the maker and the team said, in plain variables: the truth that the store is held against."""

    asked = answered = yes = withdrawn = never = False

    def hear(self, step: str) -> None:
        open_question = self.asked and not self.answered and not self.withdrawn
        if step == "ask" and not self.never and not self.withdrawn:
            self.asked = True
        elif step in {"yes", "yes_elsewhere"} and (open_question or (self.yes_ever and not self.withdrawn)):
            self.answered = self.yes_ever = True
            self.yes = step == "yes"
        elif step in {"no", "expire"} and open_question:
            self.answered = True
        elif step in {"withdraw", "revoke"}:
            self.withdrawn = True
        elif step == "never":
            self.never = True

    yes_ever = False

    @property
    def may_show(self) -> bool:
        return self.yes and not self.withdrawn


async def take(store: Store, work: Work, step: str, number: int) -> None:
    works, consents, at = store.works, store.work_consents, NOON + timedelta(minutes=number)
    consent = await consents.of_work(work.id)
    post = NewPost(key=f"post:{number}", kind="x", channel_id=1, at=at)
    if step == "nominate":
        await works.nominate(work.id, NominatedBy.STAFF, at=at, posts=[post])
    elif step == "ask":
        new = Consent(work_id=work.id, guild_id=1, maker_id=3, asked_at=at, asked_by=4, channel_id=5)
        await consents.ask(new, posts=[post])
    elif step in {"yes", "yes_elsewhere"} and consent is not None:
        scope = Scope.SERVER if step == "yes" else Scope.SOCIAL
        await consents.grant(replaced(consent, scope), at=at, posts=[post])
    elif step in {"no", "expire"} and consent is not None:
        outcome = ConsentOutcome.DECLINED if step == "no" else ConsentOutcome.EXPIRED
        await consents.end(consent, outcome, at=at, posts=[post])
    elif step in {"withdraw", "revoke"}:
        await works.withdraw(
            work.id, WithdrawnFor.REVOKED if step == "revoke" else WithdrawnFor.DELETED, at=at, posts=[post]
        )
    elif step == "dismiss":
        await works.dismiss(work.id, [post])
    elif step == "never":
        await works.never_ask(1, 3, never=True)
    elif step == "posted":
        await store.work_copies.posted(
            [work.id], channel_id=1, message_id=100 + number, showcase_id=None, at=at
        )
    else:
        await works.edited(replaced_caption(work, number), [post])
        await store.work_engagement.reacted(work, work.message_id, number, "⭐", at=at)


def replaced(consent: Consent, scope: Scope) -> Consent:
    return replace(consent, scopes=frozenset({scope}), credit="Leo")


def replaced_caption(work: Work, number: int) -> Work:
    return replace(work, caption=f"take {number}")


def new_work() -> Work:
    return Work(
        guild_id=1, channel_id=2, message_id=5, maker_id=3, maker_name="Leo", made_at=NOON, kind=WorkKind.ART,
        medium=Medium.IMAGE, prints=("file:3:a.png:100",),
    )  # fmt: skip


async def play(path: Path, steps: list[str]) -> None:
    async with open_store(path) as store:
        work, told = await store.works.notice(new_work()), Told()
        for number, step in enumerate(steps):
            await take(store, work, step, number)
            told.hear(step)
            assert await store.works.may_show(work.id) is told.may_show, steps[: number + 1]
            unwanted = await store.connection.fetch_one(
                "SELECT count(*) FROM work_copies WHERE wanted_gone_at IS NULL AND gone_at IS NULL"
            )
            assert unwanted is not None
            assert told.may_show or unwanted[0] == 0, steps[: number + 1]


@given(st.lists(st.sampled_from(STEPS), max_size=14))
def test_nothing_is_shown_but_what_the_maker_granted_and_did_not_take_back(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder) / "stagedoor.db", steps))


@given(
    st.lists(st.sampled_from(("yes", "yes_elsewhere", "posted", "withdraw", "revoke", "edit")), max_size=8)
)
def test_the_same_after_a_yes(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder) / "stagedoor.db", ["nominate", "ask", "yes", "posted", *steps]))
