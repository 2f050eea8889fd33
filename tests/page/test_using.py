"""Using the bot on the page: commands, buttons, selects, forms, menus, for those who may."""

import re
from datetime import timedelta

from playwright.async_api import expect

from bot.cli.demo.demo import Demo
from tests.page.visitor import Visitor

ASKED = "can I park my van anywhere near the Busan venue?"


async def test_a_question_is_handed_off_and_the_team_s_reply_reaches_the_fan(visitor: Visitor) -> None:
    await visitor.say(ASKED)
    await visitor.sees("asked the team")
    await visitor.be("Sera")
    await visitor.go("team-desk")
    card = await visitor.sees(ASKED)
    await card.locator("[data-press^=reply]").click()
    await visitor.dialog.get_by_role("textbox").fill("There is a car park two streets away.")
    await visitor.dialog.get_by_role("button", name="Send").click()
    await expect(visitor.dialog).to_have_count(0)
    await expect(card).to_contain_text("Sera answered")
    await visitor.be("Leo")
    await visitor.go("ask-away")
    reply = await visitor.sees("There is a car park two streets away.")
    await expect(reply).to_contain_text("Leo")


async def test_a_question_is_dismissed_for_a_reason_chosen_from_a_list(visitor: Visitor) -> None:
    await visitor.say("will there be balloons at the Busan show?")
    await visitor.sees("asked the team")
    await visitor.be("Sera")
    await visitor.go("team-desk")
    card = await visitor.sees("balloons")
    await card.get_by_role("button", name="Dismiss").click()
    await (await visitor.sees("Why should it be dismissed?")).locator(".picker").click()
    await visitor.page.get_by_role("option", name="asked twice").click()
    await expect(card).to_contain_text("Dismissed: asked twice")


async def test_a_command_is_picked_and_filled_in_by_keyboard_alone(visitor: Visitor) -> None:
    keyboard = visitor.page.keyboard
    await visitor.page.locator("#text").focus()
    await keyboard.type("/sho")
    await expect(visitor.page.get_by_role("option", name="/shows")).to_be_visible()
    await keyboard.press("Enter")
    await keyboard.press("Tab")
    more = visitor.page.get_by_role("button", name="+ city")
    await more.focus()
    await keyboard.press("Enter")
    await keyboard.type("bus")
    await expect(visitor.page.get_by_role("option", name="Busan")).to_be_visible()
    await keyboard.press("Enter")
    await keyboard.press("Enter")
    shown = await visitor.sees("라디오가 꺼진 밤")
    await expect(shown).to_contain_text("Only you can see this")
    await expect(visitor.page.locator("#text")).to_be_focused()


async def test_a_vague_question_is_asked_back_and_answered_by_choosing(visitor: Visitor) -> None:
    await visitor.say("doors for Glass Harbor?")
    which = await visitor.sees("Which show")
    await which.get_by_role("button", name="Tokyo").click()
    await visitor.sees("17:30")


async def test_who_one_is_decides_what_one_sees_and_may_use(visitor: Visitor) -> None:
    desk = visitor.page.locator('#places [data-place="team-desk"]')
    await expect(desk).to_have_count(0)
    await visitor.page.locator("#text").fill("/")
    offered = visitor.page.locator("#suggestions")
    await expect(offered.get_by_role("option", name="/ask")).to_be_visible()
    await expect(offered.get_by_role("option", name="/setup")).to_have_count(0)
    await visitor.page.locator("#text").fill("")
    await visitor.go("announcements")
    await expect(visitor.page.locator("#text")).to_be_disabled()
    await visitor.be("Hana")
    await expect(desk).to_be_visible()
    await expect(visitor.page.locator("#text")).to_be_enabled()
    await visitor.page.locator("#text").fill("/setup")
    await expect(offered.get_by_role("option", name="/setup").first).to_be_visible()


async def test_somebody_else_s_button_is_refused(visitor: Visitor) -> None:
    await visitor.say("doors for the Incheon show?")
    await visitor.sees("Doors open")
    await visitor.be("민지")
    await visitor.message("Doors open").get_by_role("button", name="That’s not it").click()
    await expect(await visitor.sees("Only you can see this")).to_be_visible()


async def test_the_application_s_own_menu_is_used_by_mouse_and_by_keyboard(visitor: Visitor) -> None:
    await visitor.say("the queue was so long last time")
    said = await visitor.sees("the queue was so long")
    await said.click(button="right", position={"x": 200, "y": 10})
    await expect(visitor.page.get_by_role("menuitem", name="Reply")).to_be_focused()
    await visitor.page.keyboard.press("Escape")
    await visitor.be("Sera")
    await said.focus()
    await visitor.page.keyboard.press("Shift+F10")
    await visitor.page.keyboard.type("t")
    await expect(visitor.page.get_by_role("menuitem", name="This is a question")).to_be_focused()
    await visitor.page.keyboard.press("Enter")
    await visitor.sees("Only you can see this")
    await visitor.go("team-desk")
    await visitor.sees("the queue was so long")


async def test_a_planned_q_and_a_is_an_event_that_one_can_be_interested_in(
    visitor: Visitor, harness: Demo
) -> None:
    at = (harness.fan_server.world.clock() + timedelta(hours=2)).astimezone(harness.label.timezone)
    await visitor.be("Sera")
    await visitor.go("lounge")
    await visitor.command("qna schedule")
    for name, value in (("artist", "Yunseul"), ("date", f"{at:%Y-%m-%d}"), ("time", f"{at:%H:%M}")):
        await visitor.page.locator(f'[data-option="{name}"] input').fill(value)
    await visitor.page.get_by_role("button", name="Use the command").click()
    await visitor.sees("Ask a question")
    await visitor.be("Leo")
    await visitor.page.locator("#places").get_by_role("button", name="Events").click()
    event = visitor.dialog.locator(".event")
    await expect(event).to_contain_text("Q&A with 윤슬")
    interested = event.get_by_role("button", name="Interested")
    await interested.click()
    await expect(interested).to_have_attribute("aria-pressed", "true")
    await expect(interested).to_contain_text("1")


async def test_a_message_that_is_selected_is_explained_beside_it(visitor: Visitor) -> None:
    await visitor.say("doors for the Incheon show, please?")
    asked = visitor.page.locator(".message-row").filter(has_text="Incheon show, please?")
    await expect(asked).to_have_count(2)  # it, and the answer that quotes it
    await asked.locator(".content", has_text="please?").click()
    explained = visitor.page.get_by_role("region", name="How Stagedoor read it")
    await expect(explained).to_contain_text("Glass Harbor · Incheon")
    await expect(explained).to_contain_text(re.compile(r"9\d%"))
