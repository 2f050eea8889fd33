"""An act of the scene: a short Q&A with an artist, from its announcement to its recap."""

from datetime import timedelta
from typing import Any

from bot.cli.demo.scene_steps import PATIENCE, SceneSteps
from bot.interface.i18n import texts_for
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.users import User

ARTIST, LANGUAGE = "윤슬", "ko"
LONG = timedelta(minutes=30)
WHY, WHERE = "Which song was the hardest to write?", "어디에서 곡을 쓰세요?"


async def play_session_act(scene: SceneSteps) -> None:
    """Fans ask and vote; the team passes on the artist's answer; everybody hears what became of it."""
    act = _Act(scene)
    t, fan_server = scene.texts.t, scene.fan_server
    scene.heading(t("A Q&A: fans ask and vote beforehand, and every question gets an outcome."))
    await act.plan()
    await act.ask(fan_server.leo, WHY)
    await act.ask(fan_server.minji, WHERE)
    await act.vote(fan_server.dohyun)
    scene.later(hours=1, minutes=1)
    asked = await act.being_asked()
    scene.check(t("The question with the most votes comes first."), passed=WHERE in scene.words(asked))
    await act.answer("새벽에 부엌에서요. 냉장고 소리가 좋아요.")
    scene.later(minutes=30)
    recap = await act.said(act.texts.t("recap"))
    scene.check(t("The recap has the question and its answer."), passed=WHERE in scene.words(recap))
    outcome = await act.said(act.texts.t("your questions"))
    scene.check(t("Each asker hears what became of their question."), passed=WHY in scene.words(outcome))


class _Act:
    def __init__(self, scene: SceneSteps) -> None:
        self.scene = scene
        self.fan_server = scene.fan_server
        self.bot = scene.bot
        self.texts = texts_for(LANGUAGE)
        self.id = 0

    async def plan(self) -> None:
        """Have the team plan a session for in an hour."""
        at = (self.fan_server.world.clock.now() + timedelta(hours=1)).astimezone(self.bot.zone())
        done = await (await self.scene.person(self.fan_server.sera)).slash(
            self.fan_server.lounge,
            "qna schedule",
            artist=ARTIST,
            date=f"{at:%Y-%m-%d}",
            time=f"{at:%H:%M}",
            minutes=int(LONG.total_seconds()) // 60,
            language=LANGUAGE,
        )
        await self.scene.answered(done, self.scene.texts.t("The Q&A is announced."), ARTIST)
        self.id = max(
            session.id for session in await self.bot.store.sessions.open_in(self.fan_server.guild.id)
        )
        await self.said(self.texts.t("announcement"))

    async def ask(self, fan: User, question: str) -> None:
        """Have a fan ask."""
        person = await self.scene.person(fan)
        asked = await person.slash(self.fan_server.lounge, "qna ask", question=question, session=self.id)
        await asked.done(PATIENCE)
        self.scene.transcript.catch_up()

    async def vote(self, fan: User) -> None:
        """Have a fan vote for the second question of the list."""
        person = await self.scene.person(fan)
        listed = await person.slash(self.fan_server.lounge, "qna questions", session=self.id)
        await listed.done(PATIENCE)
        assert listed.message is not None  # noqa: S101  # it was answered
        buttons: list[dict[str, Any]] = listed.message.components[0]["components"]
        await (await person.press(listed.message, buttons[1]["custom_id"])).done(PATIENCE)
        self.scene.transcript.catch_up()

    async def said(self, mark: str) -> Message:
        """Wait for what the bot says of the session, in its channel or thread."""

        def found() -> Message | None:
            for channel in (self.fan_server.lounge, *self.fan_server.lounge.threads):
                for message in channel.messages:
                    footers = [(embed.get("footer") or {}).get("text", "") for embed in message.embeds]
                    if any(footer.startswith(f"Q&A #{self.id} · {mark}") for footer in footers):
                        return message
            return None

        message = await self.scene.discord.wait_for(found, PATIENCE)
        self.scene.transcript.catch_up()
        return message

    async def being_asked(self) -> Message:
        """Wait for the question that is put to the artist."""
        session = await self.bot.store.sessions.get(self.id)
        assert session is not None  # noqa: S101  # it was planned
        (first, *_) = await self.bot.store.session_questions.queue(session.id, session.queue_order, limit=1)
        return await self.said(self.texts.t("question {number}", number=first.id))

    async def answer(self, words: str) -> None:
        """Have the team pass the artist's answer on."""
        sera = await self.scene.person(self.fan_server.sera)
        shown = await (await sera.slash(self.fan_server.team_desk, "qna host", session=self.id)).done(
            PATIENCE
        )
        assert shown.message is not None  # noqa: S101  # it was answered
        form = await (await sera.press(shown.message, f"qna_relay:{self.id}:0")).done(PATIENCE)
        await (await sera.submit(form, {"answer": words})).done(PATIENCE)
        await self.said(self.texts.t("answer"))
