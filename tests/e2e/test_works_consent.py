"""Whatever happens in whatever order, nothing is shown without consent."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.works.consent import ConsentOutcome, Scope
from bot.domain.works.work import WorkState
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.channels import Message
from tests.e2e.gallery import Gallery
from tests.e2e.harness import Harness, components, custom_id, press

Step = Callable[[], Awaitable[object]]


class Play:
    """One fan's picture and all that may happen to it; `wrong` collects what was shown without a yes."""

    def __init__(self, gallery: Gallery, dice: random.Random) -> None:
        self.gallery, self.harness, self.dice = gallery, gallery.harness, dice
        self.made: Message | None = None
        self.wrong: list[str] = []
        self.taken_back = False
        self.said_yes = False

    async def steps(self, count: int) -> None:
        self.made = await self.gallery.draws(self.harness.leo)
        await self.gallery.work(self.made)
        every: list[Step] = [
            self.staff_nominates, self.fan_reacts, self.answers, self.answers, self.changes, self.takes_back,
            self.deletes, self.restarts, self.loses_an_answer, self.time_passes, self.leaves, self.edits,
        ]  # fmt: skip
        weights = [4, 1, 4, 4, 1, 1, 1, 1, 2, 2, 0.3, 1]
        for step in self.dice.choices(every, weights, k=count):
            with contextlib.suppress(KeyError, Refused, IndexError):  # not possible now
                await step()
            self.look(step)
        await self.calm_down()

    def look(self, after: Step) -> None:
        if self.gallery.shown() and not self.said_yes:
            self.wrong.append(f"shown without a yes, after {after}")

    async def calm_down(self) -> None:
        """Let everything come to rest: then what stands must be allowed, and what was taken back is gone."""
        self.harness.discord.faults.clear()
        self.harness.move(minutes=11)
        for _ in range(2):
            await asyncio.sleep(0.25)
            await self.harness.settled()
        assert self.made is not None
        work = await self.harness.store.works.of_message(self.made.id)
        consent = await self.harness.store.work_consents.of_work(work.id) if work else None
        allowed = (
            work is not None
            and work.state is WorkState.GRANTED
            and consent is not None
            and consent.outcome is ConsentOutcome.GRANTED
            and Scope.SERVER in consent.scopes
        )
        if self.gallery.shown() and (not allowed or self.made.deleted or self.taken_back):
            self.wrong.append(f"stands although {work} {consent}")

    async def staff_nominates(self) -> None:
        assert self.made is not None
        await self.gallery.nominate(self.made)

    async def fan_reacts(self) -> None:
        assert self.made is not None
        await self.harness.minji.react(self.made, "⭐")
        await self.harness.dohyun.react(self.made, "⭐")

    def _question(self) -> Message:
        return [
            one for one in self.harness.said_by_bot(self.gallery.direct(self.harness.leo)) if components(one)
        ][-1]

    async def answers(self) -> None:
        question = self._question()
        if self.dice.random() < 0.75:
            opened = await press(self.harness.leo, question, "work_yes")
            scopes = self.dice.choice([["server"], ["server", "social"], ["social"]])
            if opened.modal is None:
                return
            self.said_yes = self.said_yes or "server" in scopes
            await (await self.harness.leo.submit(opened, {"credit": "Leo", "scopes": scopes})).done()
        else:
            await press(self.harness.leo, question, "work_no")

    async def changes(self) -> None:
        opened = await press(self.harness.leo, self._question(), "work_change")
        await (await self.harness.leo.submit(opened, {"credit": "Inky", "scopes": ["social"]})).done()

    async def takes_back(self) -> None:
        question = self._question()
        custom_id(question, "work_back")
        self.taken_back = True
        await press(self.harness.leo, question, "work_back")

    async def deletes(self) -> None:
        assert self.made is not None
        await self.harness.leo.delete(self.made)

    async def edits(self) -> None:
        assert self.made is not None
        await self.harness.leo.edit(self.made, f"take {self.dice.random()}")

    async def restarts(self) -> None:
        await self.harness.restart_bot()

    async def loses_an_answer(self) -> None:
        path = f"/channels/{self.gallery.highlights.id}/messages*"
        method = self.dice.choice(["POST", "DELETE"])
        self.harness.discord.faults.answer(method, path, 503, times=6, after=self.dice.random() < 0.7)

    async def time_passes(self) -> None:
        self.harness.move(minutes=self.dice.choice([1, 20, 60 * 5, 60 * 24 * 8]))
        await asyncio.sleep(0.2)

    async def leaves(self) -> None:
        self.harness.fan_server.guild.leave(self.harness.fan_server.leo)


@pytest.mark.parametrize("seed", range(12))
async def test_no_order_of_events_shows_a_work_without_a_granted_consent(harness: Harness, seed: int) -> None:
    gallery = Gallery(harness)
    await gallery.open()
    play = Play(gallery, random.Random(seed))  # noqa: S311  # the same orders each time
    await play.steps(14)
    assert play.wrong == []
