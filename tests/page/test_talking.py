"""Talking on the page, as a fan and as the team, in a real browser."""

from playwright.async_api import Browser, expect
from visitor import Visitor

from bot.cli.rehearsing.house import House


async def test_a_fan_asks_and_sees_the_answer(visitor: Visitor) -> None:
    await visitor.say("doors for the Incheon show?")
    answer = await visitor.sees("Doors open")
    await expect(answer).to_contain_text("18:00")
    await expect(answer.get_by_text("APP")).to_be_visible()


async def test_a_fan_asks_in_korean_and_sees_the_answer(browser: Browser, house: House) -> None:
    async with Visitor.at(browser, house.discord.page_url, language="ko") as fan:
        await fan.be("민지")
        await fan.say("인천 공연 티켓 얼마예요?")
        await fan.sees("₩44,000")
