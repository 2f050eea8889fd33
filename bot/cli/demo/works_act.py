"""The scene's act about fans' works: one is nominated, its maker is asked, and it is shown as they wish."""

import io

from PIL import Image, ImageDraw

from bot.cli.demo.scene_steps import PATIENCE, SceneSteps
from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.model.users import User


async def play_works_act(scene: SceneSteps) -> None:
    """Play from the picture to the highlight, and to its end at the maker's word."""
    t, fan_server = scene.texts.t, scene.fan_server
    scene.heading(t("Dohyun draws something. Before it is shown to all, Stagedoor asks him."))
    art, highlights = scene.demo.extras.art, scene.demo.extras.highlights
    done = await (await scene.person(fan_server.hana)).slash(
        fan_server.team_desk, "works setup", look_in=art, highlights=highlights
    )
    await scene.answered(done, t("Works are found in #{channel}.", channel=art.name), art.name)
    maker = await scene.person(fan_server.dohyun)
    made = await maker.say(art, "유리항구 팬아트예요!", files=[("harbor.png", _drawing())])
    await _ask(scene, made)
    direct = fan_server.world.direct(fan_server.application.user, fan_server.dohyun)
    question = await _said_by_bot(scene, direct, "work_yes", after=made)
    shown_early = [one for one in highlights.messages if one.id > made.id]
    scene.check(t("Nothing is shown before the maker says yes."), passed=not shown_early)
    await _say_yes(scene, fan_server.dohyun, question)
    shown = await _said_by_bot(scene, highlights, "work_share", after=made)
    passed = "도현의 그림방" in scene.words(shown) and len(shown.attachments) == 1
    scene.check(t("It is shown, with the name that the maker chose."), passed=passed)
    await (await scene.person(fan_server.dohyun)).delete(made)
    await scene.discord.wait_for(lambda: shown.deleted, PATIENCE)
    scene.transcript.catch_up()
    scene.check(t("The maker deletes the original, and the highlight is gone."), passed=shown.deleted)


async def _ask(scene: SceneSteps, made: Message) -> None:
    staff = await scene.person(scene.fan_server.sera)
    form = await (await staff.menu(made, "Nominate for highlights")).done(PATIENCE)
    await (await staff.submit(form, note="The lights on the water!")).done(PATIENCE)


async def _say_yes(scene: SceneSteps, maker: User, question: Message) -> None:
    person = await scene.person(maker)
    yes = question.components[0]["components"][0]["custom_id"]
    form = await (await person.press(question, yes)).done(PATIENCE)
    await (await person.submit(form, {"credit": "도현의 그림방", "scopes": ["server"]})).done(PATIENCE)


async def _said_by_bot(scene: SceneSteps, channel: Channel, button: str, *, after: Message) -> Message:
    """Wait until the bot says something with a button of that name."""

    def said() -> Message | None:
        new = (one for one in channel.messages if one.id > after.id)
        return next((one for one in new if button in repr(one.components)), None)

    found = await scene.discord.wait_for(said, PATIENCE)
    scene.transcript.catch_up()
    return found


def _drawing() -> bytes:
    """Draw a harbor at night."""
    picture = Image.new("RGB", (640, 480), "#14213D")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 300, 640, 480), fill="#0B132B")
    draw.ellipse((470, 60, 550, 140), fill="#FCA311")
    for x in range(40, 640, 90):
        draw.rectangle((x, 220, x + 50, 300), fill="#E5E5E5")
        draw.rectangle((x + 18, 300, x + 32, 400), fill="#FCA311")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
