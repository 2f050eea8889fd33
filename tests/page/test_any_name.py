"""Names are shown as they are, wherever they come from."""

from nasty import MARKUP, NAMES, harm
from playwright.async_api import Browser, expect
from visitor import Visitor

from bot.cli.rehearsing.house import House


async def test_names_of_people_roles_channels_and_files_are_shown_as_they_are(
    browser: Browser, fresh_house: House
) -> None:
    house, stage = fresh_house, fresh_house.stage
    stage.leo.display_name, stage.minji.display_name, stage.dohyun.display_name = (
        MARKUP[0],
        NAMES[1],
        NAMES[-1],
    )
    stage.guild.members[stage.sera.id].nick = NAMES[9]
    stage.team.name, stage.guild.name = NAMES[3], NAMES[2]
    stage.lounge.name, stage.lounge.topic = NAMES[10], "\n".join(MARKUP)
    house.furniture.art.name = NAMES[-1]
    files = [(f"{name[:60]}.txt", b"text") for name in NAMES[:10]]
    await house.discord.person(stage.leo).say(stage.questions, "files", files=files)
    await house.discord.person(stage.minji).say(
        stage.questions, f"<@{stage.leo.id}> <@&{stage.team.id}> <#{stage.lounge.id}>"
    )
    said = await house.discord.person(stage.leo).say(stage.questions, "a thread")
    await house.discord.person(stage.leo).start_thread(said, NAMES[4])
    async with Visitor.at(browser, house.discord.page_url) as visitor:
        page = visitor.page
        await expect(page.locator(".thread-name")).to_have_text(NAMES[4], use_inner_text=False)
        assert await page.locator("#people .person-name").all_text_contents() == [
            stage.guild.members[one.user.id].shown_name for one in house.furniture.people()
        ]
        await expect(page.locator("#label-name")).to_have_text(stage.guild.name, use_inner_text=False)
        assert await page.locator(".file-name").all_text_contents() == [name for name, _ in files]
        members = await page.locator("#members .name").all_text_contents()
        assert {NAMES[0], NAMES[1], NAMES[-1], NAMES[9]} <= set(members)
        assert await page.locator(".message .mention").all_text_contents() == [
            f"@{NAMES[0]}",
            f"@{NAMES[3]}",
            NAMES[10],
        ]
        assert await harm(page) == []
