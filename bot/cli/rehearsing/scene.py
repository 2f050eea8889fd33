"""A scene of a few hours in fast-forward: fans ask, the bot answers, staff reply, the figures come out."""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.rehearsing.gallery import gallery
from bot.cli.rehearsing.house import House
from bot.cli.rehearsing.session import a_session
from bot.cli.rehearsing.transcript import Transcript
from bot.domain.digest_times import posting_moment
from bot.domain.questions import Reply
from bot.domain.reply_time import Week
from bot.hours import zone_of
from bot.i18n import Texts, texts_for
from bot.rehearsal.invocations import Invocation
from bot.rehearsal.messages import Message
from bot.rehearsal.people import User

if TYPE_CHECKING:
    from bot.rehearsal.places import Channel

#: A step that takes longer than this (real seconds) did not go as scripted.
PATIENCE = 10.0


class Scene:
    """Plays the cast; `went_well` tells whether every step went as scripted."""

    def __init__(self, house: House, transcript: Transcript, texts: Texts, *, pace: float = 0.0) -> None:
        self.house = house
        self.stage, self.discord, self.bot = house.stage, house.discord, house.bot
        self.transcript, self.texts = transcript, texts
        self.pace = pace
        self.went_well = True

    async def play(self) -> None:
        """Play every act in order."""
        acts = (
            self.set_up,
            self.fans_ask,
            self.the_team_replies,
            self.more_ways,
            self.gallery,
            self.session,
            self.figures,
            self.next_monday,
        )
        for act in acts:
            try:
                async with asyncio.timeout(PATIENCE * 3):
                    await act()
            except TimeoutError:
                self.check(self.texts.t("Something that should have happened did not."), passed=False)

    # --- acts -------------------------------------------------------------------------------------

    async def set_up(self) -> None:
        """The manager says who the team is and where fans ask."""
        t, stage = self.texts.t, self.stage
        self.transcript.heading(t("Hana, the label’s manager, sets Stagedoor up with /setup."))
        done = await self.discord.person(stage.hana).slash(
            stage.team_desk,
            "setup",
            team=stage.team,
            managers=stage.managers,
            team_channel=stage.team_desk,
            listen=stage.questions,
        )
        await self.answered(
            done, t("Stagedoor listens in #{channel}.", channel=stage.questions.name), "ask-away"
        )

    async def fans_ask(self) -> None:
        """Fans ask in two languages; chatter is left alone; a vague question is asked back."""
        t, stage = self.texts.t, self.stage
        self.transcript.heading(t("Fans ask in the channel, each in their own words."))
        await self.asks(stage.leo, "doors for the Incheon show?", "18:00")
        self.later(minutes=6)
        await self.asks(stage.minji, "인천 공연 티켓 얼마예요", "₩44,000")
        await self.chats(stage.dohyun, "어제 라디오 라이브 클립 봤어? 진짜 미쳤다 ㅋㅋㅋ")
        await self.chats(stage.leo, "omg that bassline though")
        self.later(minutes=11)
        await self.asks(stage.leo, "are there still tickets for The Weather in Seoul?", "sold out")
        self.later(minutes=3)
        self.transcript.heading(t("Not sure which show is meant? Then Stagedoor asks."))
        asked_back = await self.asks(stage.dohyun, "몇 시에 시작해요?", "어느 공연")
        await self.chooses(stage.dohyun, asked_back, "yearend", "22:00")

    async def the_team_replies(self) -> None:
        """What the label's data do not say goes to the team, who reply by message and from the card."""
        t, stage = self.texts.t, self.stage
        self.later(minutes=17)
        self.transcript.heading(t("What the data do not say goes to the team: never a guess."))
        signing = await self.says(stage.minji, "인천 공연 끝나고 사인회도 하나요?")
        await self.replied(signing, "팀에 전했으니")
        parking = await self.says(stage.leo, "can I park my van anywhere near the Busan venue?")
        await self.replied(parking, "asked the team")
        await self.cards(2)
        self.later(minutes=42)
        sera = self.discord.person(stage.sera)
        await sera.reply(signing, "네! 공연 끝나고 로비에서 30분 정도 할 거예요 :)")
        await self.recorded(signing, stage.sera, timedelta(minutes=42))
        self.later(minutes=23)
        await self.answers_from_card(
            stage.jun, parking, "There is a public car park two streets away, on Gwangan-ro."
        )
        await self.recorded(parking, stage.jun, timedelta(minutes=65))

    async def more_ways(self) -> None:
        """A direct message, /ask, and a staff member who simply names the fan."""
        t, stage = self.texts.t, self.stage
        self.transcript.heading(t("A direct message, the /ask command, and a reply that just names the fan."))
        direct = await self.discord.person(stage.dohyun).direct(stage.application.user, "티켓 환불 되나요?")
        await self.replied(direct, "7일 전까지")
        asked = await self.discord.person(stage.leo).slash(
            stage.lounge, "ask", question="what shows are coming up in Seoul?"
        )
        await self.answered(asked, t("/ask lists the shows in Seoul."), "Year-End")
        merch = await self.says(stage.leo, "will there be tour shirts at the Tokyo show?")
        await self.replied(merch, "asked the team")
        self.later(minutes=8)
        sera = self.discord.person(stage.sera)
        await sera.say(stage.questions, "Leo yes! shirts and the new tape, cash or card")
        await self.recorded(merch, stage.sera, timedelta(minutes=8))

    async def gallery(self) -> None:
        """A fan's picture is shown with their consent, and taken back."""
        await gallery(self)

    async def figures(self) -> None:
        """The manager looks at the reply times."""
        t, stage = self.texts.t, self.stage
        self.transcript.heading(t("Hana looks at the reply times with /replies."))
        told = await self.discord.person(stage.hana).slash(stage.team_desk, "replies")
        korean = texts_for("ko")
        median = korean.duration(timedelta(minutes=42))
        await self.answered(told, t("The median first reply is 42 minutes."), median)
        expected = korean.t("Nobody. Everyone has heard back.")
        self.check(t("Nobody is left without an answer."), passed=expected in self.words(told.message))

    async def session(self) -> None:
        """A short Q&A with an artist."""
        await a_session(self)

    async def next_monday(self) -> None:
        """The week is over: its digest is posted for the managers, with a picture."""
        t, stage, clock = self.texts.t, self.stage, self.stage.world.clock
        server = self.bot.store.servers.get(stage.guild.id)
        zone = zone_of(self.bot, server)
        week = Week.containing(clock(), zone)
        clock.set(posting_moment(week, weekday=server.digest_weekday, hour=server.digest_hour, zone=zone))
        self.transcript.heading(t("The next Monday, nine o’clock: the week’s digest comes by itself."))
        post = await self.discord.wait_for(lambda: self._digest(week), PATIENCE)
        text = texts_for(server.language)
        self._check_words(post, t("The digest is there."), week.name, text.duration(timedelta(minutes=42)))
        picture, *_ = post.attachments
        path = Path(tempfile.gettempdir()) / picture.filename
        path.write_bytes(picture.content)
        self.transcript.tell(t("Its picture: {path}", path=path))

    def _digest(self, week: Week) -> Message | None:
        named = (message for message in self._cards() if week.name in self.words(message))
        return next((message for message in named if message.attachments), None)

    # --- what people do ---------------------------------------------------------------------------

    async def says(self, fan: User, text: str) -> Message:
        """Have a fan write in the channel for questions."""
        said = await self.discord.person(fan).say(self.stage.questions, text)
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
        done = await self.discord.person(fan).choose(asked_back, select, [choice])
        await done.done(PATIENCE)
        if asked_back.reference is not None:
            await self._noted(asked_back.reference.message_id)
        self._check_words(asked_back, self.texts.t("The chosen show’s time comes."), *expected)

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
        card = next(card for card in self._cards() if question.content in self.words(card))
        form = await (await self.discord.person(staff).press(card, "Reply")).done(PATIENCE)
        await (await self.discord.person(staff).submit(form, {"answer": text})).done(PATIENCE)

    def later(self, **by: float) -> None:
        """Let time pass."""
        length = timedelta(**by)
        self.stage.world.clock.advance(length)
        self.transcript.later(self.texts.t("{time} later", time=self.texts.duration(length)))

    # --- what must come of it ---------------------------------------------------------------------

    async def replied(self, said: Message, *expected: str) -> Message:
        """Wait for the bot's reply to a message, and check its words."""
        reply = await self.discord.wait_for(lambda: self.reply(said), PATIENCE)
        name = said.author.shown_name
        self._check_words(reply, self.texts.t("{name} heard back.", name=name), *expected)
        return reply

    async def answered(self, done: Invocation, what: str, *expected: str) -> None:
        """Wait for the response to a command, and check its words."""
        await done.done(PATIENCE)
        if done.message is None:
            self.check(what, passed=False)
        else:
            self._check_words(done.message, what, *expected)

    async def cards(self, count: int) -> None:
        """Wait until the team's desk shows so many questions."""
        await self.discord.wait_for(lambda: len(self._cards()) >= count, PATIENCE)
        self.transcript.catch_up()
        channel = self.stage.team_desk.name
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

    def check(self, words: str, *, passed: bool) -> None:
        """Note whether a step went as scripted."""
        self.went_well = self.went_well and passed
        self.transcript.check(words, passed=passed)

    def reply(self, said: Message) -> Message | None:
        """Return the bot's reply to a message, if there is one."""
        return next(
            (
                message
                for message in said.channel.messages
                if message.author is self.stage.application.user
                and message.reference is not None
                and message.reference.message_id == said.id
            ),
            None,
        )

    def words(self, message: Message | None) -> str:
        """Return what a message says, in plain words."""
        return "" if message is None else self.transcript.body(message)

    def _check_words(self, message: Message, what: str, *expected: str) -> None:
        self.transcript.catch_up()
        said = self.words(message)
        self.check(what, passed=all(part in said for part in expected))

    def _cards(self) -> list[Message]:
        desk: Channel = self.stage.team_desk
        return [message for message in desk.messages if message.author is self.stage.application.user]
