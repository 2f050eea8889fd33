"""Whatever is written stays what was written: text, wherever the page shows it."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.async_api import expect

from bot.cli.demo.demo import Demo
from bot.rehearsal.model import messages
from tests.page.nasty import EVERY, MARKUP, NAMES, anything, harm, unmarked
from tests.page.visitor import Visitor

SHOWN = """() => Object.fromEntries([...document.querySelectorAll(".message-row")].map(
  (row) => [row.dataset.id, row.querySelector(".content")?.textContent ?? null]))"""
few = settings(max_examples=4, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True)


async def spoken(visitor: Visitor, harness: Demo, texts: list[str]) -> dict[str, Any]:
    """Have somebody say texts in the lounge; returns what the page shows of each."""
    dohyun = harness.discord.person(harness.fan_server.dohyun)
    ids = [str((await dohyun.say(harness.fan_server.lounge, text)).id) for text in texts]
    await visitor.page.locator(f'[data-id="{ids[-1]}"]').wait_for()
    shown = await visitor.page.evaluate(SHOWN)
    return {text: shown[number] for text, number in zip(texts, ids, strict=True)}


async def test_what_is_typed_arrives_and_is_kept_as_it_was_typed(visitor: Visitor, harness: Demo) -> None:
    await visitor.go("lounge")
    for text in EVERY:
        typed = text[:1998]
        await visitor.say(f"a{typed}z")
        said = await harness.discord.wait_for(
            lambda: next(
                (one.content for one in harness.fan_server.lounge.messages[-1:] if one.content[0] == "a"),
                None,
            )
        )
        assert said == f"a{typed}z"
        await expect(visitor.page.locator("#text")).to_have_value("")
        messages.delete(harness.fan_server.lounge.messages[-1])
    assert await harm(visitor.page) == []


async def test_nothing_that_is_said_runs_or_breaks_the_page(visitor: Visitor, harness: Demo) -> None:
    await visitor.go("lounge")
    await spoken(visitor, harness, list(EVERY))
    assert await harm(visitor.page) == []


async def test_a_sign_that_ends_lines_elsewhere_ends_no_heading_and_no_list(
    visitor: Visitor, harness: Demo
) -> None:
    await visitor.go("lounge")
    for text in ("# loud\u2028and clear", "- one\u2029half"):
        assert (await spoken(visitor, harness, [text]))[text] == text[2:]


async def test_links_are_drawn_in_browsers_of_some_years_ago(visitor: Visitor, harness: Demo) -> None:
    await visitor.go("lounge")
    await visitor.page.evaluate("delete URL.parse")
    await spoken(visitor, harness, ["see https://example.com/older"])
    await expect(visitor.page.locator('a[href="https://example.com/older"]')).to_be_visible()


async def test_a_message_that_can_not_be_drawn_hides_nothing_else(visitor: Visitor, harness: Demo) -> None:
    await visitor.go("lounge")
    broken: list[dict[str, Any]] = [{"fields": [{"value": "a field without a name"}]}]
    said = messages.post(
        harness.fan_server.lounge, harness.fan_server.leo, content="its words", embeds=broken
    )
    await spoken(visitor, harness, ["after it"])
    await visitor.sees("its words")
    messages.delete(said)
    await expect(visitor.message("its words")).to_have_count(0)
    assert visitor.wrong != []
    visitor.forgive("undefined")


@few
@given(texts=st.lists(unmarked, min_size=20, max_size=40, unique=True))
async def test_what_has_no_marks_is_shown_as_it_was_written(
    visitor: Visitor, harness: Demo, texts: list[str]
) -> None:
    await visitor.go("lounge")
    shown = await spoken(visitor, harness, texts)
    assert shown == {text: text for text in texts}


@few
@given(texts=st.lists(anything, min_size=20, max_size=40, unique=True))
async def test_no_text_at_all_breaks_the_page(visitor: Visitor, harness: Demo, texts: list[str]) -> None:
    await visitor.go("lounge")
    await spoken(visitor, harness, texts)
    assert await harm(visitor.page) == []


async def test_what_is_typed_into_forms_and_options_stays_text(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.go("help")
    for name in (MARKUP[1], NAMES[9], NAMES[-1]):
        await page.get_by_role("button", name="New post").click()
        await visitor.dialog.get_by_role("textbox", name="Title").fill(name)
        await visitor.dialog.get_by_role("textbox", name="What it is about").fill(f"{MARKUP[0]}{name}")
        await visitor.dialog.get_by_role("button", name="Post", exact=True).click()
        await expect(page.locator("#place-head h2")).to_have_text(name, use_inner_text=False)
        await visitor.go("help")
        await expect(page.locator(".post-title").filter(has_text=name)).to_be_visible()
    assert await harm(page) == []
    await visitor.go("lounge")
    await visitor.command("ask")
    await page.get_by_role("textbox", name="question").fill(f"doors for the Incheon show? {MARKUP[2]}")
    await page.keyboard.press("Enter")
    await visitor.sees("<svg onload=window.ran=1>")
    assert await harm(page) == []


async def test_a_reply_through_a_form_reaches_the_fan_as_it_was_written(visitor: Visitor) -> None:
    await visitor.say("can I park my van anywhere near the Busan venue?")
    await visitor.sees("asked the team")
    await visitor.be("Sera")
    await visitor.go("team-desk")
    await (await visitor.sees("park my van")).locator("[data-press^=reply]").click()
    answer = "\n".join((*MARKUP, NAMES[9], "Yes!"))
    await visitor.dialog.get_by_role("textbox").fill(answer)
    await visitor.dialog.get_by_role("button", name="Send").click()
    await visitor.be("Leo")
    await visitor.go("ask-away")
    await expect(await visitor.sees("Yes!")).to_contain_text(MARKUP[0])
    assert await harm(visitor.page) == []


async def test_too_long_a_text_is_refused_in_words_and_not_lost(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.say("가" * 10_000)
    await expect(page.locator("#notices")).to_contain_text("at most 2000 characters")
    await expect(page.locator("#text")).to_have_value("가" * 10_000)
    await expect(page.locator("#counter")).to_have_text("-8000")
    assert await harm(page) == []


async def test_half_a_character_does_not_hold_up_what_follows(visitor: Visitor) -> None:
    await visitor.page.locator("#text").evaluate(
        "(box) => { box.value = 'half \\ud83d'; box.dispatchEvent(new Event('input')) }"
    )
    await visitor.page.locator("#text").press("Enter")
    await visitor.sees("half")
    await visitor.say("and on")
    await visitor.sees("and on")
