"""Names are shown as they are, wherever they come from."""

from playwright.async_api import Browser, expect

from bot.cli.demo.demo import Demo
from tests.page.nasty import MARKUP, NAMES, harm
from tests.page.visitor import Visitor


async def test_names_of_people_roles_channels_and_files_are_shown_as_they_are(
    browser: Browser, fresh_demo: Demo
) -> None:
    harness, fan_server = fresh_demo, fresh_demo.fan_server
    fan_server.leo.display_name, fan_server.minji.display_name, fan_server.dohyun.display_name = (
        MARKUP[0],
        NAMES[1],
        NAMES[-1],
    )
    fan_server.guild.members[fan_server.sera.id].nick = NAMES[9]
    fan_server.team.name, fan_server.guild.name = NAMES[3], NAMES[2]
    fan_server.lounge.name, fan_server.lounge.topic = NAMES[10], "\n".join(MARKUP)
    harness.extras.art.name = NAMES[-1]
    files = [(f"{name[:60]}.txt", b"text") for name in NAMES[:10]]
    await harness.discord.person(fan_server.leo).say(fan_server.questions, "files", files=files)
    await harness.discord.person(fan_server.minji).say(
        fan_server.questions, f"<@{fan_server.leo.id}> <@&{fan_server.team.id}> <#{fan_server.lounge.id}>"
    )
    said = await harness.discord.person(fan_server.leo).say(fan_server.questions, "a thread")
    await harness.discord.person(fan_server.leo).start_thread(said, NAMES[4])
    async with Visitor.at(browser, harness.discord.page_url) as visitor:
        page = visitor.page
        await expect(page.locator(".thread-name")).to_have_text(NAMES[4], use_inner_text=False)
        assert await page.locator("#people .person-name").all_text_contents() == [
            fan_server.guild.members[one.user.id].shown_name for one in harness.extras.people()
        ]
        await expect(page.locator("#label-name")).to_have_text(fan_server.guild.name, use_inner_text=False)
        assert await page.locator(".file-name").all_text_contents() == [name for name, _ in files]
        members = await page.locator("#members .name").all_text_contents()
        assert {NAMES[0], NAMES[1], NAMES[-1], NAMES[9]} <= set(members)
        assert await page.locator(".message .mention").all_text_contents() == [
            f"@{NAMES[0]}",
            f"@{NAMES[3]}",
            NAMES[10],
        ]
        assert await harm(page) == []
