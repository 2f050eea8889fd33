"""A Korean rehearsal is Korean throughout."""

import re

from playwright.async_api import Browser, expect

from tests.page.visitor import Visitor, open_sample

#: Names of things that Koreans write so, too.
KNOWN = {"Stagedoor", "EN", "FAQ"}
READ = """() => [...document.querySelectorAll("#channels, #panel, #people, #label-name, #place-head, #messages, #tour, #tools")]
  .map((one) => `${one.innerText} ${[...one.querySelectorAll("[aria-label]")].map((node) => node.getAttribute("aria-label")).join(" ")}`).join("\\n")"""


async def test_label_channels_topics_roles_people_and_shows_are_korean(browser: Browser) -> None:
    async with (
        open_sample(language="ko") as demo,
        Visitor.at(browser, demo.discord.page_url, language="ko", tour=True) as visitor,
    ):
        await visitor.be("하나")
        await expect(visitor.page.locator('[data-place="팀-업무"]')).to_be_visible()
        text = await visitor.page.evaluate(READ)
        await visitor.be("민지")
        await visitor.command("공연")
        await visitor.page.locator("#slash .button-primary").click()
        await visitor.sees("항구의 불빛")
        text += await visitor.page.evaluate(READ)
        assert set(re.findall(r"[A-Za-z]{2,}", re.sub(r"https?://\S+", "", text))) <= KNOWN
