"""Whatever is written stays what was written: text, wherever the page shows it."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nasty import EVERY, MARKUP, NAMES, anything, unmarked
from playwright.async_api import Browser, Page, expect
from visitor import Visitor

from bot.cli.rehearsing.house import House
from bot.rehearsal import talk

#: Nothing may have run, no element may have come out of a text, no link may lead elsewhere than to the web.
HARM = """() => {
  const found = [];
  if (window.ran !== undefined) found.push("a script ran");
  const made = "script:not([src]), iframe, object, embed, base, style, form:not(#composer, dialog form), svg[onload], img[onerror], main h1";
  for (const node of document.querySelectorAll(`body :is(${made})`)) found.push(node.outerHTML.slice(0, 200));
  for (const link of document.querySelectorAll("a[href]")) {
    if (!/^(https?:|#)/.test(link.getAttribute("href")) && !link.hasAttribute("download")) found.push(link.href);
  }
  for (const box of document.querySelectorAll("html, #log, #forum, #channels, #panel, header, dialog")) {
    if (box.scrollWidth > box.clientWidth + 1 && !box.hidden) found.push(`${box.tagName}#${box.id} is too wide`);
  }
  return found;
}"""
SHOWN = """() => Object.fromEntries([...document.querySelectorAll(".message-row")].map(
  (row) => [row.dataset.id, row.querySelector(".content")?.textContent ?? null]))"""
few = settings(max_examples=4, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True)


async def harm(page: Page) -> list[str]:
    """Return what a text did to the page, in a wide and in a narrow window."""
    found: list[str] = []
    for width in (1280, 390):
        await page.set_viewport_size({"width": width, "height": 800})
        found += await page.evaluate(HARM)
    await page.set_viewport_size({"width": 1280, "height": 800})
    return found


async def spoken(visitor: Visitor, house: House, texts: list[str]) -> dict[str, Any]:
    """Have somebody say texts in the lounge; returns what the page shows of each."""
    dohyun = house.discord.person(house.stage.dohyun)
    ids = [str((await dohyun.say(house.stage.lounge, text)).id) for text in texts]
    await visitor.page.locator(f'[data-id="{ids[-1]}"]').wait_for()
    shown = await visitor.page.evaluate(SHOWN)
    return {text: shown[number] for text, number in zip(texts, ids, strict=True)}


async def test_what_is_typed_arrives_and_is_kept_as_it_was_typed(visitor: Visitor, house: House) -> None:
    await visitor.go("lounge")
    for text in EVERY:
        typed = text[:1998]
        await visitor.say(f"a{typed}z")
        said = await house.discord.wait_for(
            lambda: next(
                (one.content for one in house.stage.lounge.messages[-1:] if one.content[0] == "a"), None
            )
        )
        assert said == f"a{typed}z"
        await expect(visitor.page.locator("#text")).to_have_value("")
        talk.delete(house.stage.lounge.messages[-1])
    assert await harm(visitor.page) == []


async def test_nothing_that_is_said_runs_or_breaks_the_page(visitor: Visitor, house: House) -> None:
    await visitor.go("lounge")
    await spoken(visitor, house, list(EVERY))
    assert await harm(visitor.page) == []


@few
@given(texts=st.lists(unmarked, min_size=20, max_size=40, unique=True))
async def test_what_has_no_marks_is_shown_as_it_was_written(
    visitor: Visitor, house: House, texts: list[str]
) -> None:
    await visitor.go("lounge")
    shown = await spoken(visitor, house, texts)
    assert shown == {text: text for text in texts}


@few
@given(texts=st.lists(anything, min_size=20, max_size=40, unique=True))
async def test_no_text_at_all_breaks_the_page(visitor: Visitor, house: House, texts: list[str]) -> None:
    await visitor.go("lounge")
    await spoken(visitor, house, texts)
    assert await harm(visitor.page) == []


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
    async with Visitor.at(browser, house.discord.page_url) as visitor:
        page = visitor.page
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
    await expect(page.locator("#notices")).to_contain_text("2000")
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
