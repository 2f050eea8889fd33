"""Time on the page: the reader's zone, the clock that moves, the scene that plays."""

from playwright.async_api import Browser, expect

from bot.cli.demo.demo import Demo
from tests.page.visitor import Visitor


async def test_times_are_those_of_the_reader_s_zone_and_the_clock_s_that_of_the_label(
    browser: Browser, fresh_demo: Demo
) -> None:
    page = fresh_demo.discord.page_url
    async with (
        Visitor.at(browser, page, timezone_id="Asia/Seoul") as here,
        Visitor.at(browser, page, timezone_id="America/New_York") as there,
    ):
        await here.say("doors for the Incheon show?")
        await expect(await here.sees("Doors open")).to_contain_text("December 5, 2026 at 18:00")
        await expect(await there.sees("Doors open")).to_contain_text("December 5, 2026 at 04:00")
        for visitor in (here, there):
            await expect(visitor.page.locator("#clock")).to_contain_text("14:0")
            await expect(visitor.page.locator("#clock")).to_contain_text("in Seoul")


async def test_time_is_moved_to_the_digest_and_its_picture_is_shown(
    browser: Browser, fresh_demo: Demo
) -> None:
    async with Visitor.at(browser, fresh_demo.discord.page_url) as visitor:
        await visitor.say("can I park my van anywhere near the Busan venue?")
        await visitor.sees("asked the team")
        await visitor.be("Hana")
        await visitor.go("team-desk")
        await visitor.move("To the next weekly digest")
        digest = await visitor.sees("2026-W47")
        picture = digest.locator("img").first
        await expect(picture).to_be_visible()
        await visitor.page.wait_for_function(
            "(img) => img.naturalWidth > 400", arg=await picture.element_handle()
        )
        assert await picture.get_attribute("alt")
        await expect(visitor.page.locator("#clock")).to_contain_text("Mon")


async def test_the_scene_plays_to_its_end_and_the_page_follows(browser: Browser, fresh_demo: Demo) -> None:
    async with Visitor.at(browser, fresh_demo.discord.page_url) as visitor:
        caption = visitor.page.locator("#caption")
        await visitor.page.get_by_role("button", name="Play the scene").click()
        await expect(caption).to_be_visible()
        again = visitor.page.get_by_role("button", name="Play it again")
        await expect(again).to_be_visible(timeout=60_000)
        await visitor.be("Hana")
        await visitor.go("team-desk")
        await expect(visitor.page.locator(".message-row").first).to_be_visible()
        await expect(visitor.page.locator(".not-passed")).to_have_count(0)
