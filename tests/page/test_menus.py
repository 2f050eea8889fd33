"""Context menus open, and stay open, however a browser asks for them."""

import pytest
from playwright.async_api import Browser, Locator, expect

from bot.cli.demo.demo import Demo
from tests.page.visitor import Visitor

#: Linux and macOS ask for a menu when the button goes down, Windows when it comes up.
ASKED_AT = """(moment) => {
  addEventListener("contextmenu", (event) => {
    if (!event.isTrusted) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  addEventListener(moment, ({ button, target, clientX, clientY }) => {
    if (button !== 2) return;
    target.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, button, clientX, clientY }));
  });
}"""
#: macOS selects the word under the pointer before it asks for a menu.
SELECTS = """(row) => addEventListener("contextmenu", () => getSelection().selectAllChildren(row), true)"""


async def said(visitor: Visitor, text: str) -> Locator:
    await visitor.open_page()  # without what another test listens to
    await visitor.say(text)
    return await visitor.sees(text)


async def right_click(visitor: Visitor, on: Locator) -> None:
    await on.hover(position={"x": 200, "y": 10})
    await visitor.page.mouse.down(button="right")
    await visitor.page.mouse.up(button="right")


@pytest.mark.parametrize("moment", ["mousedown", "mouseup"])
async def test_a_menu_opens_whether_it_is_asked_for_at_the_press_or_at_the_release(
    visitor: Visitor, moment: str
) -> None:
    message = await said(visitor, f"the queue was so long, {moment}")
    await visitor.page.evaluate(ASKED_AT, moment)
    await right_click(visitor, message)
    reply = visitor.page.get_by_role("menuitem", name="Reply")
    await expect(reply).to_be_focused()
    await visitor.page.locator("#place-head").click()
    await expect(reply).to_have_count(0)
    await right_click(visitor, visitor.page.locator("#members").get_by_role("button", name="Sera"))
    await expect(visitor.page.get_by_role("menuitem", name="Send a direct message")).to_be_focused()


async def test_a_word_that_the_browser_selects_at_a_right_click_does_not_keep_the_menu_away(
    visitor: Visitor,
) -> None:
    message = await said(visitor, "a word of it is selected")
    await message.evaluate(SELECTS)
    await right_click(visitor, message)
    await expect(visitor.page.get_by_role("menuitem", name="Reply")).to_be_focused()


async def test_who_selected_text_gets_the_browser_s_own_menu(visitor: Visitor) -> None:
    message = await said(visitor, "all of it is selected")
    await message.evaluate("(row) => getSelection().selectAllChildren(row)")
    await visitor.page.evaluate(
        "addEventListener('contextmenu', (event) => { window.prevented = event.defaultPrevented })"
    )
    await message.locator(".content").click(button="right")
    assert await visitor.page.evaluate("window.prevented") is False
    await expect(visitor.page.get_by_role("menu")).to_have_count(0)


async def test_a_menu_of_the_keyboard_has_the_focus_and_gives_it_back(visitor: Visitor) -> None:
    message = await said(visitor, "keys open the menu of this")
    for key in ("Shift+F10", "ContextMenu"):
        await message.focus()
        await visitor.page.keyboard.press(key)
        await expect(visitor.page.get_by_role("menuitem", name="Reply")).to_be_focused()
        await visitor.page.keyboard.press("Escape")
        await expect(message).to_be_focused()


async def test_a_long_press_opens_a_menu_once_the_finger_is_lifted(browser: Browser, harness: Demo) -> None:
    async with Visitor.at(browser, harness.discord.page_url, has_touch=True) as visitor:
        message = await said(visitor, "a finger is on this")
        box = await message.bounding_box()
        assert box is not None
        finger = await visitor.context.new_cdp_session(visitor.page)
        at = [{"x": box["x"] + 200, "y": box["y"] + 10}]
        await finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at})
        await expect(message).to_contain_class("held")
        await finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        await expect(visitor.page.get_by_role("menuitem", name="Reply")).to_be_focused()
