"""What happens in the READMEs' pictures: a week at the sample label, in either language."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from bot.cli.demo.demo import Demo
from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.model.users import User

#: The Monday on which the week begins, 10:00 in Seoul.
MONDAY = datetime(2026, 11, 16, 1, tzinfo=UTC)

WORDS = {
    "en": {
        "known": "doors for the Incheon show?",
        "unknown": "will there be a signing after the Incheon show?",
        "reply": "Yes, in the lobby, for half an hour after the show.",
        "song": "Which song was the hardest to write?",
        "where": "Where do you write your songs?",
        "answer": "In the kitchen, before sunrise. I like the sound of the fridge.",
        "drawing": "I drew the harbour at night, after your last song",
        "credit": "Dohyun’s drawing room",
        "note": "The lights on the water!",
        "asked": {
            "is there parking near the Busan venue?": "There is a car park two streets away.",
            "will there be a poster for the Busan show?": "Yes! A hundred of them, at the door.",
            "will there be a signing after the Seoul show?": "Yes, in the lobby, for half an hour.",
            "do you sell the tour shirt online?": "From Monday on, in our shop.",
            "is there a cloakroom at the Incheon venue?": "Yes, to the left of the entrance.",
            "will the Tokyo show be streamed?": "Not live, but we film two songs.",
        },
        "answered": [
            "how much is the Incheon show?",
            "when does the Busan show start?",
            "can I get a refund for my ticket?",
            "are there tickets left for Tokyo?",
            "where is the Daegu show?",
        ],
    },
    "ko": {
        "known": "인천 공연 입장 몇 시부터예요?",
        "unknown": "인천 공연 끝나고 사인회도 하나요?",
        "reply": "네! 공연 끝나고 로비에서 30분 정도 해요.",
        "song": "어떤 노래를 쓸 때 가장 힘들었어요?",
        "where": "어디에서 곡을 쓰세요?",
        "answer": "새벽에 부엌에서요. 냉장고 소리가 좋아요.",
        "drawing": "마지막 곡을 듣고 밤바다를 그려 봤어요",
        "credit": "도현의 그림방",
        "note": "물 위의 불빛이 정말 좋아요!",
        "asked": {
            "부산 공연장 근처에 주차할 수 있나요?": "두 블록 옆에 주차장이 있어요.",
            "부산 공연 포스터도 있나요?": "네! 입구에서 백 장 나눠 드려요.",
            "서울 공연 끝나고 사인회 있나요?": "네, 로비에서 30분 정도 해요.",
            "투어 티셔츠 온라인으로도 파나요?": "월요일부터 온라인 숍에서 살 수 있어요.",
            "인천 공연장에 물품보관함 있나요?": "네, 입구 왼쪽에 있어요.",
            "도쿄 공연 중계해 주시나요?": "생중계는 없지만 두 곡을 영상으로 올릴게요.",
        },
        "answered": [
            "인천 공연 티켓 얼마예요?",
            "부산 공연 몇 시에 시작해요?",
            "티켓 환불 되나요?",
            "도쿄 공연 표 남았어요?",
            "대구 공연 어디에서 해요?",
        ],
    },
}
#: After how many minutes the team answered what was handed to it, day by day.
WAITS = (4, 26, 9, 75, 16, 41)
HOURS = (2, 9, 5, 11, 3, 8)


@dataclass
class Story:
    """Plays the week, in one language."""

    demo: Demo
    language: str

    @property
    def words(self) -> dict[str, Any]:
        """Return what is said in this language."""
        return WORDS[self.language]

    @property
    def fan(self) -> User:
        """Return who asks: a fan who writes that language."""
        fan_server = self.demo.fan_server
        return fan_server.leo if self.language == "en" else fan_server.minji

    async def later(self, **delta: float) -> None:
        """Let time pass, and what is due happen."""
        await self.until(self.demo.fan_server.world.clock() + timedelta(**delta))

    async def until(self, moment: datetime) -> None:
        """Let time pass up to a moment."""
        await self.demo.time_travel().go(moment)

    async def ask(self, text: str, fan: User | None = None) -> Message:
        """Ask in the channel, and wait for the bot's words."""
        channel = self.demo.fan_server.questions
        asked = await self.demo.discord.person(fan or self.fan).say(channel, text)
        await self.answered(asked)
        return asked

    async def answered(self, asked: Message) -> Message:
        """Wait for the bot's words about a message."""

        def found() -> Message | None:
            return next((one for one in asked.channel.messages if _answers(one, asked)), None)

        return await self.demo.discord.wait_for(found)

    async def said(self, channel: Channel, mark: str) -> Message:
        """Wait for a message of the bot's with these words or that button."""

        def found() -> Message | None:
            said = (one for one in reversed(channel.messages) if one.author.bot)
            return next(
                (one for one in said if mark in repr((one.embeds, one.components, one.content))), None
            )

        return await self.demo.discord.wait_for(found)

    async def week(self) -> None:
        """Let fans ask on most days, and the team answer some time later."""
        fan_server = self.demo.fan_server
        sera = self.demo.discord.person(fan_server.sera)
        asked = zip(HOURS, WAITS, self.words["asked"].items(), strict=True)
        for day, (hour, wait, (question, reply)) in enumerate(asked):
            await self.until(MONDAY + timedelta(days=day, hours=hour))
            if day < len(self.words["answered"]):
                await self.ask(self.words["answered"][day])
            handed = await self.ask(question, fan_server.dohyun)
            await self.later(minutes=wait)
            await sera.reply(handed, reply)
            await self.demo.discord.idle()

    async def answer_card(self, card: Message) -> None:
        """Have the team reply from a question's card."""
        sera = self.demo.discord.person(self.demo.fan_server.sera)
        buttons = [
            one["custom_id"] for row in card.components for one in row["components"] if "custom_id" in one
        ]
        form = await (await sera.press(card, next(one for one in buttons if one.startswith("reply")))).done()
        await (await sera.submit(form, {"answer": self.words["reply"]})).done()

    async def use(self, user: User, name: str, **options: Any) -> Interaction:
        """Use a command in the lounge."""
        person = self.demo.discord.person(user)
        return await (await person.slash(self.demo.fan_server.lounge, name, **options)).done()

    async def session(self) -> Message:
        """Hold a Q&A until the artist has answered; returns the answer."""
        demo, fan_server, artist = self.demo, self.demo.fan_server, self.demo.extras.artist
        at = fan_server.world.clock().astimezone(demo.label.timezone) + timedelta(minutes=61)
        await self.use(
            fan_server.sera,
            "qna schedule",
            artist="윤슬",
            date=f"{at:%Y-%m-%d}",
            time=f"{at:%H:%M}",
            artist_account=artist,
            language=self.language,
        )
        await self.said(fan_server.lounge, "qna_ask")
        (session,) = await demo.store.sessions.open_in(fan_server.guild.id)
        await self.use(fan_server.dohyun, "qna ask", question=self.words["song"], session=session.id)
        await self.use(self.fan, "qna ask", question=self.words["where"], session=session.id)
        listed = await self.use(fan_server.hana, "qna questions", session=session.id)
        assert listed.message is not None
        vote = listed.message.components[0]["components"][1]["custom_id"]
        await (await demo.discord.person(fan_server.hana).press(listed.message, vote)).done()
        await self.later(minutes=62)
        await demo.discord.wait_for(lambda: fan_server.lounge.threads)
        question = await self.said(fan_server.lounge.threads[0], self.words["where"])
        said = await demo.discord.person(artist).reply(question, self.words["answer"])
        await demo.discord.idle()
        await self.later(seconds=1)
        return said

    async def highlight(self) -> Message:
        """Have a drawing shown, its maker willing; returns the highlight."""
        demo, fan_server, works = self.demo, self.demo.fan_server, self.demo.extras
        maker, staff = demo.discord.person(fan_server.dohyun), demo.discord.person(fan_server.sera)
        made = await maker.say(works.art, self.words["drawing"], files=[("harbour.png", harbour())])
        await demo.discord.idle()
        form = await (await staff.menu(made, "Nominate for highlights")).done()
        await (await staff.submit(form, note=self.words["note"])).done()
        asked = await self.said(
            fan_server.world.direct(fan_server.application.user, fan_server.dohyun), "work_yes"
        )
        yes = asked.components[0]["components"][0]["custom_id"]
        form = await (await maker.press(asked, yes)).done()
        await (await maker.submit(form, {"credit": self.words["credit"], "scopes": ["server"]})).done()
        return await self.said(works.highlights, "work_share")


def harbour() -> bytes:
    """Draw a harbour at night: hills, houses with lit windows, a moon, and all of it in the water."""
    width, height, shore, fine = 640, 340, 210, 3
    picture = Image.new("RGB", (width * fine, height * fine), "#16213E")
    draw = ImageDraw.Draw(picture)

    def box(shape: Any, x: float, y: float, wide: float, high: float, *, colour: str) -> None:
        shape([x * fine, y * fine, (x + wide) * fine, (y + high) * fine], fill=colour)

    for x, wide, high, colour in ((-80, 420, 190, "#1B2A4E"), (250, 520, 150, "#203259")):
        box(draw.ellipse, x, shore - high / 2, wide, high, colour=colour)
    box(draw.ellipse, 505, 38, 52, 52, colour="#F6D58E")
    box(draw.rectangle, 0, shore, width, height - shore, colour="#0E1731")
    for number in range(9):
        wide = 12 + number % 3 * 12
        box(draw.rectangle, 531 - wide / 2, shore + 12 + number * 12, wide, 3, colour="#C9AE77")
    houses = ((46, 62), (98, 46), (148, 74), (214, 52), (276, 66), (338, 44), (392, 58))
    for number, (x, high) in enumerate(houses):
        box(draw.rectangle, x, shore - high, 40, high, colour="#0B1226")
        for floor in range(high // 22):
            lit = "#F4A259" if (number + floor) % 3 else "#F6D58E"
            box(draw.rectangle, x + 9 + number % 2 * 12, shore - high + 10 + floor * 20, 9, 9, colour=lit)
            box(draw.rectangle, x + 11 + number % 2 * 12, shore + 10 + floor * 24, 5, 16, colour="#7A5A45")
    file = io.BytesIO()
    picture.resize((width, height), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


def _answers(message: Message, asked: Message) -> bool:
    return message.author.bot and message.reference is not None and message.reference.message_id == asked.id
