"""A scene of a few hours in fast-forward: fans ask, the bot answers, staff reply, the figures come out."""

import asyncio
import tempfile
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.cli.demo.demo import Demo
from bot.cli.demo.page_host import Play
from bot.cli.demo.scene_steps import PATIENCE, SceneSteps
from bot.cli.demo.session_act import play_session_act
from bot.cli.demo.transcript import Transcript
from bot.cli.demo.works_act import play_works_act
from bot.domain.digests.times import posting_moment
from bot.domain.reply_time import Week, figures
from bot.interface.i18n import texts_for
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.channels import Message
from bot.team.opening_hours import zone_of

#: From this local hour on, the scene waits for the next afternoon, so that it ends on the same day.
LATE, AFTERNOON = time(19), time(14)
#: After so long, a show that was spoken of is no longer meant, and nobody goes on with what they asked.
FORGOTTEN = timedelta(minutes=15)
#: How long the fans of the scene wait for the team.
WAITS = (timedelta(minutes=42), timedelta(minutes=65), timedelta(minutes=8))
#: No act has more.
STEPS = 12


class Scene(SceneSteps):
    """Plays the cast."""

    async def play(self) -> None:
        """Play every act in order."""
        acts = (
            self.comes_in_time,
            self.set_up,
            self.fans_ask,
            self.the_team_replies,
            self.more_ways,
            partial(play_works_act, self),
            partial(play_session_act, self),
            self.figures,
            self.next_monday,
        )
        for act in acts:
            await asyncio.sleep(self.pace)
            try:
                async with asyncio.timeout((PATIENCE + self.pace * STEPS) * 3):
                    await act()
            except (TimeoutError, Refused):
                self.check(self.texts.t("Something that should have happened did not."), passed=False)
        await asyncio.sleep(self.pace * 3)

    # --- acts -------------------------------------------------------------------------------------

    async def comes_in_time(self) -> None:
        """Let pass what visitors have just spoken of, and the evening, if they have moved time there."""
        now, zone = self.fan_server.world.clock(), self._zone
        begins = now + FORGOTTEN if self._somebody_spoke_since(now - FORGOTTEN) else now
        local = begins.astimezone(zone)
        if local.time() >= LATE:
            afternoon = datetime.combine(local.date() + timedelta(days=1), AFTERNOON, zone)
            begins = afternoon.astimezone(UTC)
        if begins > now:
            await self.demo.time_travel().go(begins)
            self.passed(begins - now)

    def _somebody_spoke_since(self, moment: datetime) -> bool:
        channels = self.fan_server.world.channels.values()
        return any(channel.messages and channel.messages[-1].created_at > moment for channel in channels)

    async def set_up(self) -> None:
        """The manager says who the team is and where fans ask."""
        t, fan_server = self.texts.t, self.fan_server
        self.heading(t("Hana, the label’s manager, sets Stagedoor up with /setup."))
        name = fan_server.questions.name
        done = await (await self.person(fan_server.hana)).slash(
            fan_server.team_desk,
            "setup",
            team=fan_server.team,
            managers=fan_server.managers,
            team_channel=fan_server.team_desk,
            listen=fan_server.questions,
        )
        await self.answered(done, t("Stagedoor listens in #{channel}.", channel=name), name)

    async def fans_ask(self) -> None:
        """Fans ask in two languages; chatter is left alone; a vague question is asked back."""
        t, fan_server = self.texts.t, self.fan_server
        self.heading(t("Fans ask in the channel, each in their own words."))
        await self.asks(fan_server.leo, "doors for the Incheon show?", "18:00")
        self.later(minutes=6)
        await self.asks(fan_server.minji, "인천 공연 티켓 얼마예요", "₩44,000")
        await self.chats(fan_server.dohyun, "어제 라디오 라이브 클립 봤어? 진짜 미쳤다 ㅋㅋㅋ")
        await self.chats(fan_server.leo, "omg that bassline though")
        self.later(minutes=11)
        await self.asks(fan_server.leo, "are there still tickets for The Weather in Seoul?", "sold out")
        self.later(minutes=3)
        self.heading(t("Not sure which show is meant? Then Stagedoor asks."))
        asked_back = await self.asks(fan_server.dohyun, "몇 시에 시작해요?", "어느 공연")
        await self.chooses(fan_server.dohyun, asked_back, "yearend", "22:00")

    async def the_team_replies(self) -> None:
        """What the label's data do not say goes to the team, who reply by message and from the card."""
        t, fan_server = self.texts.t, self.fan_server
        self.later(minutes=17)
        self.heading(t("What the data do not say goes to the team: never a guess."))
        signing = await self.says(fan_server.minji, "인천 공연 끝나고 사인회도 하나요?")
        await self.replied(signing, "팀에 전했으니")
        parking = await self.says(fan_server.leo, "can I park my van anywhere near the Busan venue?")
        await self.replied(parking, "asked the team")
        await self.on_cards(signing, parking)
        self.later(minutes=42)
        sera = await self.person(fan_server.sera)
        await sera.reply(signing, "네! 공연 끝나고 로비에서 30분 정도 할 거예요 :)")
        await self.recorded(signing, fan_server.sera, WAITS[0])
        self.later(minutes=23)
        await self.answers_from_card(
            fan_server.jun, parking, "There is a public car park two streets away, on Gwangan-ro."
        )
        await self.recorded(parking, fan_server.jun, WAITS[1])

    async def more_ways(self) -> None:
        """A direct message, /ask, and a staff member who simply names the fan."""
        t, fan_server = self.texts.t, self.fan_server
        self.heading(t("A direct message, the /ask command, and a reply that just names the fan."))
        direct = await (await self.person(fan_server.dohyun)).direct(
            fan_server.application.user, "티켓 환불 되나요?"
        )
        await self.replied(direct, "7일 전까지")
        asked = await (await self.person(fan_server.leo)).slash(
            fan_server.lounge, "ask", question="what shows are coming up in Seoul?"
        )
        await self.answered(asked, t("/ask lists the shows in Seoul."), self._yearend)
        merch = await self.says(fan_server.leo, "will there be tour shirts at the Tokyo show?")
        await self.replied(merch, "asked the team")
        self.later(minutes=8)
        sera = await self.person(fan_server.sera)
        words = f"{fan_server.leo.shown_name} yes! shirts and the new tape, cash or card"
        await sera.say(fan_server.questions, words)
        await self.recorded(merch, fan_server.sera, WAITS[2])

    async def figures(self) -> None:
        """The manager looks at the reply times."""
        t, fan_server = self.texts.t, self.fan_server
        self.heading(t("Hana looks at the reply times with /replies."))
        told = await (await self.person(fan_server.hana)).slash(fan_server.team_desk, "replies")
        read, median = texts_for(fan_server.hana.locale), await self._median()
        what = t("The median first reply is {median}.", median=self.texts.duration(median))
        await self.answered(told, what, read.duration(median))
        waiting = await self.bot.store.questions.waiting(fan_server.guild.id)
        nobody = bool(waiting) or read.t("Nobody. Everyone has heard back.") in self.words(told.message)
        ours = [question for question in waiting if question.message_id > self.began]
        self.check(t("Nobody is left without an answer."), passed=nobody and not ours)

    async def _median(self) -> timedelta:
        """Return the median first reply of this week: 42 minutes, unless visitors have had replies, too."""
        fan_server = self.fan_server
        week = Week.containing(fan_server.world.clock(), self._zone)
        waited = await self.bot.store.digests.waited(fan_server.guild.id, week)
        waits = [one.wait for one in waited if one.wait is not None]
        if len(waits) == len(WAITS):
            return sorted(WAITS)[len(WAITS) // 2]
        return figures(waited).median or timedelta(0)

    @property
    def _yearend(self) -> str:
        return next(show.title for show in self.demo.label.shows if show.id == "yearend")

    @property
    def _zone(self) -> ZoneInfo:
        return zone_of(self.bot, self.bot.store.servers.get(self.fan_server.guild.id))

    async def next_monday(self) -> None:
        """The week is over: its digest is posted for the managers, with a picture."""
        t, fan_server, clock = self.texts.t, self.fan_server, self.fan_server.world.clock
        server = self.bot.store.servers.get(fan_server.guild.id)
        zone = self._zone
        week, median = Week.containing(clock(), zone), await self._median()
        moment = posting_moment(week, weekday=server.digest_weekday, hour=server.digest_hour, zone=zone)
        await self.demo.time_travel().go(moment)
        self.heading(t("The next Monday, nine o’clock: the week’s digest comes by itself."))
        post = await self.discord.wait_for(lambda: self._digest(week), PATIENCE)
        text = texts_for(server.language)
        self.check_words(post, t("The digest is there."), week.name, text.duration(median))
        picture, *_ = post.attachments
        path = Path(tempfile.gettempdir()) / picture.filename
        path.write_bytes(picture.content)
        self.transcript.tell(t("Its picture: {path}", path=path))

    def _digest(self, week: Week) -> Message | None:
        named = (message for message in self.at_the_desk() if week.name in self.words(message))
        return next((message for message in named if message.attachments), None)


def scene_in(demo: Demo, transcript: Transcript, *, pace: float) -> Play:
    """Return what plays the scene for visitors of a demo."""

    async def play(locale: str) -> None:
        texts = texts_for(locale)
        await Scene(demo, transcript, texts, pace=pace, show=demo.host.show).play()

    return play
