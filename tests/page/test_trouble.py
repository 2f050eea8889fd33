"""Trouble on the page: chosen, on, met by the bot, off."""

from playwright.async_api import Browser, expect

from bot.cli.demo.demo import Demo
from tests.page.test_for_everybody import barriers
from tests.page.visitor import Visitor


async def test_trouble_is_made_for_the_bot_which_answers_all_the_same(
    browser: Browser, fresh_demo: Demo
) -> None:
    async with Visitor.at(browser, fresh_demo.discord.page_url) as visitor:
        trouble = visitor.page.locator("#trouble")
        await trouble.locator("summary").click()
        once, a_while = (trouble.get_by_role("button", name=name) for name in ("Once", "For a minute"))
        await trouble.get_by_role("combobox").select_option(label="A channel is deleted")
        await expect(a_while).to_be_disabled()
        await trouble.get_by_role("combobox").select_option(label="An event comes twice")
        await a_while.click()
        await expect(trouble.locator("li")).to_have_text(["An event comes twiceOff"])
        await expect(trouble.locator("summary")).to_contain_text("1 on")
        assert await barriers(visitor.page, "trouble") == []
        await trouble.get_by_role("combobox").select_option(label="Discord has an error")
        await once.click()
        await visitor.say("doors for the Incheon show?")
        await visitor.sees("Doors open")
        await trouble.get_by_role("button", name="Switch off: An event comes twice").click()
        await expect(trouble.locator("li")).to_have_count(0)
