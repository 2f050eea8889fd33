"""What a newcomer knows from Discord: who is typing, what is pinned, and that answers take a moment."""

from playwright.async_api import expect

from bot.cli.demo.demo import Demo
from tests.page.visitor import Visitor


async def test_who_is_typing_is_told_until_they_have_sent_it(visitor: Visitor, harness: Demo) -> None:
    fan_server, line = harness.fan_server, visitor.page.locator("#typing")
    minji = harness.discord.person(fan_server.minji)
    await minji.typing(fan_server.questions)
    await harness.discord.person(fan_server.sera).typing(fan_server.questions)
    await expect(line).to_have_text("민지 and Sera are typing…")
    await minji.say(fan_server.questions, "so excited")
    await expect(line).to_have_text("Sera is typing…")
    await visitor.go("lounge")
    await expect(line).to_have_text("")


async def test_others_are_told_that_the_visitor_types(visitor: Visitor, harness: Demo) -> None:
    fan_server = harness.fan_server
    await visitor.page.locator("#text").press_sequentially("doo")
    await harness.discord.wait_for(lambda: fan_server.leo.id in fan_server.questions.typed)
    await expect(visitor.page.locator("#typing")).to_have_text("")
    await visitor.page.locator("#text").fill("")


async def test_the_team_pins_a_message_and_a_fan_finds_it(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.say("thank you all for last night")
    await visitor.sees("for last night")
    await visitor.be("Sera")
    await visitor.menu(await visitor.sees("for last night"), "Pin")
    await visitor.be("Leo")
    await page.get_by_role("button", name="1 pinned message").click()
    await expect(visitor.dialog).to_contain_text("thank you all for last night")
    await expect(visitor.dialog.get_by_role("button", name="Unpin")).to_have_count(0)
    await visitor.dialog.get_by_role("button", name="Go to the message").click()
    await expect(page.locator(".message-row.flash")).to_contain_text("for last night")
    await visitor.be("Sera")
    await page.get_by_role("button", name="1 pinned message").click()
    await visitor.dialog.get_by_role("button", name="Unpin").click()
    await expect(visitor.dialog).to_contain_text("Nothing is pinned here.")
    await page.keyboard.press("Escape")


async def test_discord_is_moved_as_far_away_as_it_is(visitor: Visitor, harness: Demo) -> None:
    page, latency = visitor.page, harness.discord.latency
    await page.get_by_role("button", name="No delay").click()
    await page.get_by_role("menuitemradio", name="As usual").click()
    await expect(page.locator("#latency")).to_have_text("50–150 ms")
    assert (latency.least, latency.most) == (0.05, 0.15)
    await visitor.say("doors for the Incheon show?")
    await visitor.sees("Doors open")
    await page.locator("#latency").click()
    await page.get_by_role("menuitemradio", name="On this machine").click()
    await expect(page.locator("#latency")).to_have_text("No delay")
    assert latency.most == 0


async def test_a_clock_that_was_moved_tells_so_itself_and_covers_nothing(visitor: Visitor) -> None:
    page = visitor.page
    for _ in range(2):
        await visitor.move("Ten minutes later")
        await expect(page.locator(".notice")).to_have_count(0)
    await expect(page.locator("#spoken")).to_contain_text("now.")
    await expect(page.locator("#clock.moved")).to_have_count(0)


async def test_a_notice_covers_nothing_and_comes_once(visitor: Visitor) -> None:
    page = visitor.page
    for _ in range(3):
        await visitor.say("가" * 2001)
        await expect(page.locator("#text")).to_have_value("가" * 2001)
        await expect(page.locator(".notice")).to_have_count(1)
    above = await page.locator(".notice").bounding_box()
    below, log = await page.locator("#composer").bounding_box(), await page.locator("#log").bounding_box()
    assert above
    assert below
    assert log
    assert log["y"] + log["height"] <= above["y"]
    assert above["y"] + above["height"] <= below["y"]
    await page.locator("#text").fill("")


async def test_a_text_area_that_completes_is_no_combobox(visitor: Visitor) -> None:
    text = visitor.page.locator("#text")
    await text.fill("/")
    await visitor.page.locator("#suggestions [role=option]").first.wait_for()
    assert await text.get_attribute("role") is None
    assert await text.get_attribute("aria-expanded") is None
    active = await text.get_attribute("aria-activedescendant")
    await expect(visitor.page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    await text.fill("")
