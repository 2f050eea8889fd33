"""What the cast of a scene does, and what must come of it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.cli.demo.demo import Demo
from bot.cli.demo.transcript import Transcript
from bot.domain.questions.question import Reply
from bot.interface.i18n import Texts
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.model.users import User
from bot.rehearsal.people.person import Person

#: A step that takes longer than this (real seconds) did not go as scripted.
PATIENCE = 10.0
#: Shows visitors of the page what the scene is at.
Show = Callable[[dict[str, Any]], None]


class SceneSteps:
    """Moves the cast; `went_well` tells whether every step went as scripted.

    `pace`: real seconds before each step, for reading. What was there before the scene began is left alone.
    """

    def __init__(
        self,
        demo: Demo,
        transcript: Transcript,
        texts: Texts,
        *,
        pace: float = 0.0,
        show: Show | None = None,
    ) -> None:
        self.demo = demo
        self.fan_server, self.discord, self.bot = demo.fan_server, demo.discord, demo.bot
        self.transcript, self.texts = transcript, texts
        self.pace = pace
        self.went_well = True
        self.began = demo.fan_server.world.snowflakes.next()
        self._show = show or (lambda _: None)

    async def person(self, user: User) -> Person:
        """Return somebody of the cast, about to act."""
        await asyncio.sleep(self.pace)
        return self.discord.person(user)

    # --- what is told -----------------------------------------------------------------------------

    def heading(self, words: str) -> None:
        """Tell what comes next."""
        self.transcript.heading(words)
        self._show({"kind": "heading", "text": words})

    def later(self, **by: float) -> None:
        """Let time pass."""
        length = timedelta(**by)
        self.fan_server.world.clock.advance(length)
        self.passed(length)

    def passed(self, length: timedelta) -> None:
        """Tell that time passed."""
        words = self.texts.t("{time} later", time=self.texts.duration(length))
        self.transcript.later(words)
        self._show({"kind": "later", "text": words})

    def check(self, words: str, *, passed: bool) -> None:
        """Note whether a step went as scripted."""
        self.went_well = self.went_well and passed
        self.transcript.check(words, passed=passed)
        self._show({"kind": "check", "text": words, "passed": passed})

    # --- what people do ---------------------------------------------------------------------------

    async def says(self, fan: User, text: str) -> Message:
        """Have a fan write in the channel for questions."""
        said = await (await self.person(fan)).say(self.fan_server.questions, text)
        self.transcript.catch_up()
        return said

    async def asks(self, fan: User, text: str, *expected: str) -> Message:
        """Have a fan ask, and check the reply."""
        return await self.replied(await self.says(fan, text), *expected)

    async def chats(self, fan: User, text: str) -> None:
        """Have a fan say something that is nobody's business, and check that the bot keeps out of it."""
        said = await self.says(fan, text)
        await self.discord.wait_for(lambda: (self.bot.inbox.seen(said.channel.id) or 0) >= said.id, PATIENCE)
        await self.discord.idle()
        self.check(self.texts.t("Chatter is left alone."), passed=self.reply(said) is None)

    async def chooses(self, fan: User, asked_back: Message, choice: str, *expected: str) -> None:
        """Have a fan choose one of the shows offered, and check the answer."""
        select = asked_back.components[0]["components"][0]["custom_id"]
        done = await (await self.person(fan)).choose(asked_back, select, [choice])
        await done.done(PATIENCE)
        if asked_back.reference is not None and asked_back.reference.message_id is not None:
            await self._noted(asked_back.reference.message_id)
        self.check_words(asked_back, self.texts.t("The chosen show’s time comes."), *expected)

    async def _noted(self, question_id: int) -> None:
        """Wait until a question's answer is noted: time must not run on before."""
        async with asyncio.timeout(PATIENCE):
            while True:
                kept = await self.bot.store.questions.of_message(question_id)
                if kept is not None and not kept.is_open:
                    return
                await asyncio.sleep(0.02)

    async def answers_from_card(self, staff: User, question: Message, text: str) -> None:
        """Have staff press Reply on a question's card and fill in the form."""
        card = await self.discord.wait_for(lambda: self._card(question), PATIENCE)
        person = await self.person(staff)
        buttons = (part["custom_id"] for row in card.components for part in row["components"])
        reply = next(custom_id for custom_id in buttons if custom_id.startswith("reply:"))
        form = await (await person.press(card, reply)).done(PATIENCE)
        await (await person.submit(form, {"answer": text})).done(PATIENCE)

    # --- what must come of it ---------------------------------------------------------------------

    async def replied(self, said: Message, *expected: str) -> Message:
        """Wait for the bot's reply to a message, and check its words."""
        reply = await self.discord.wait_for(lambda: self.reply(said), PATIENCE)
        name = said.author.shown_name
        self.check_words(reply, self.texts.t("{name} heard back.", name=name), *expected)
        return reply

    async def answered(self, done: Interaction, what: str, *expected: str) -> None:
        """Wait for the response to a command, and check its words."""
        await done.done(PATIENCE)
        if done.message is None:
            self.check(what, passed=False)
        else:
            self.check_words(done.message, what, *expected)

    async def on_cards(self, *questions: Message) -> None:
        """Wait until the team's desk shows these questions."""
        await self.discord.wait_for(lambda: all(map(self._card, questions)), PATIENCE)
        self.transcript.catch_up()
        channel = self.fan_server.team_desk.name
        self.check(self.texts.t("Both wait in #{channel}.", channel=channel), passed=True)

    async def recorded(self, question: Message, staff: User, wait: timedelta) -> None:
        """Wait until a staff reply is recorded, and check whose it was and how long the fan waited."""
        async with asyncio.timeout(PATIENCE):
            while (reply := await self._first_reply(question)) is None:  # noqa: ASYNC110  # the store has no events
                await asyncio.sleep(0.02)
        await self.discord.idle()
        self.transcript.catch_up()
        waited = reply.replied_at - question.created_at
        passed = reply.staff_id == staff.id and abs(waited - wait) < timedelta(minutes=1)
        words = self.texts.t(
            "{staff}’s reply is recorded: {name} waited {wait}.",
            staff=staff.shown_name,
            name=question.author.shown_name,
            wait=self.texts.duration(waited),
        )
        self.check(words, passed=passed)

    async def _first_reply(self, question: Message) -> Reply | None:
        kept = await self.bot.store.questions.of_message(question.id)
        return None if kept is None else await self.bot.store.replies.first_of(kept.id)

    def reply(self, said: Message) -> Message | None:
        """Return the bot's reply to a message, if there is one."""
        return next(
            (
                message
                for message in said.channel.messages
                if message.author is self.fan_server.application.user
                and message.reference is not None
                and message.reference.message_id == said.id
            ),
            None,
        )

    def words(self, message: Message | None) -> str:
        """Return what a message says, in plain words."""
        return "" if message is None else self.transcript.body(message)

    def check_words(self, message: Message, what: str, *expected: str) -> None:
        """Check that a message says what it should."""
        self.transcript.catch_up()
        said = self.words(message)
        self.check(what, passed=all(part in said for part in expected))

    def at_the_desk(self) -> list[Message]:
        """Return what the bot told the team since the scene began."""
        said = (
            one
            for one in self.fan_server.team_desk.messages
            if one.author is self.fan_server.application.user
        )
        return [one for one in said if one.id > self.began]

    def _card(self, question: Message) -> Message | None:
        return next((card for card in self.at_the_desk() if question.content in self.words(card)), None)
