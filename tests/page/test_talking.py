"""Talking on the page: messages and what is done with them, threads, posts, conversations."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.async_api import expect

from tests.page.visitor import Visitor

EDITED, QUOTED = "omg that bassline though", "that bridge at the end"
LIKED, LONGER = "the drummer smiled at us", "which bassline is the best"


async def test_a_fan_asks_and_sees_the_answer(visitor: Visitor) -> None:
    await visitor.say("doors for the Incheon show?")
    answer = await visitor.sees("Doors open")
    await expect(answer).to_contain_text("18:00")
    await expect(answer.get_by_text("APP")).to_be_visible()


async def test_a_message_is_edited_with_the_arrow_key_and_deleted_by_its_menu(visitor: Visitor) -> None:
    await visitor.say(EDITED)
    await visitor.sees(EDITED)
    await visitor.page.keyboard.press("ArrowUp")
    await expect(visitor.page.locator("#text")).to_have_value(EDITED)
    await visitor.say(f"{EDITED}!!")
    message = await visitor.sees(f"{EDITED}!!")
    await expect(message).to_contain_text("(edited)")
    await visitor.menu(message, "Delete")
    await visitor.dialog.get_by_role("button", name="Delete").click()
    await expect(visitor.message(EDITED)).to_have_count(0)


async def test_a_reply_shows_whom_it_answers_and_leads_there(visitor: Visitor) -> None:
    await visitor.say(QUOTED)
    await visitor.be("Sera")
    await visitor.menu(await visitor.sees(QUOTED), "Reply")
    await expect(visitor.page.locator("#composer")).to_contain_text("Replying to Leo")
    await visitor.say("it is the best")
    reply = await visitor.sees("it is the best")
    await reply.get_by_role("button", name=QUOTED).click()
    await expect(visitor.page.locator(".message-row.flash")).to_contain_text(QUOTED)


async def test_a_reaction_is_added_joined_and_taken_back(visitor: Visitor) -> None:
    await visitor.say(LIKED)
    await visitor.menu(await visitor.sees(LIKED), "Add a reaction")
    await visitor.page.get_by_role("button", name="🔥", exact=True).click()
    fire = visitor.message(LIKED).locator(".reactions").get_by_role("button", name=re.compile("🔥"))
    await expect(fire).to_have_attribute("aria-pressed", "true")
    await visitor.be("도현")
    await expect(fire).to_have_attribute("aria-pressed", "false")
    await fire.click()
    await expect(fire).to_have_text(re.compile("2"))
    await fire.click()
    await expect(fire).to_have_text(re.compile("1"))


async def test_only_who_asked_sees_an_ephemeral_answer_and_dismisses_it(visitor: Visitor) -> None:
    await visitor.command("shows")
    await visitor.page.get_by_role("button", name="Use the command").click()
    answer = await visitor.sees("Only you can see this")
    await visitor.be("민지")
    await expect(answer).to_have_count(0)
    await visitor.be("Leo")
    await answer.get_by_role("button", name="Dismiss message").click()
    await expect(answer).to_have_count(0)


async def test_a_thread_is_created_from_a_message_and_written_in(visitor: Visitor) -> None:
    await visitor.go("lounge")
    await visitor.say(LONGER)
    await visitor.menu(await visitor.sees(LONGER), "Create thread")
    await visitor.dialog.get_by_role("textbox").fill("Basslines")
    await visitor.dialog.get_by_role("button", name="Create thread").click()
    await expect(visitor.page.locator("#place-head h2")).to_contain_text("Basslines")
    await visitor.say("the second one is even better")
    await visitor.sees("the second one is even better")
    await visitor.go("lounge")
    await expect(visitor.message(LONGER).get_by_role("button", name="Basslines")).to_be_visible()


async def test_a_post_in_the_forum_is_answered(visitor: Visitor) -> None:
    await visitor.go("help")
    await visitor.page.get_by_role("button", name="New post").click()
    await visitor.dialog.get_by_role("textbox", name="Title").fill("Tickets")
    await visitor.dialog.get_by_role("textbox", name="What it is about").fill("how much is the Incheon show?")
    await visitor.dialog.get_by_role("button", name="Post", exact=True).click()
    await visitor.sees("₩44,000")
    await visitor.go("help")
    await expect(visitor.page.locator("#forum .post")).to_contain_text("Tickets")


async def test_a_direct_message_is_answered_and_seen_by_nobody_else(visitor: Visitor) -> None:
    await visitor.page.locator("#members").get_by_role("button", name="Stagedoor").click()
    await visitor.page.get_by_role("menuitem", name="Send a direct message").click()
    await expect(visitor.page.locator("#place-head h2")).to_contain_text("Stagedoor")
    await visitor.say("are there tickets left for Tokyo?")
    await visitor.sees("Shimokita Shelter")
    talk = visitor.page.locator("#places [data-with]:not([data-with=''])")
    await expect(talk).to_have_count(1)
    await visitor.be("민지")
    await expect(talk).to_have_count(0)
    await expect(visitor.message("Shimokita Shelter")).to_have_count(0)


async def test_a_picture_is_attached_shown_and_enlarged(visitor: Visitor) -> None:
    file = io.BytesIO()
    Image.new("RGB", (320, 200), "#14213D").save(file, "PNG")
    await visitor.go("fan-art")
    await visitor.page.locator("#files").set_input_files(
        {"name": "harbour.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    await expect(visitor.page.locator("#composer")).to_contain_text("harbour.png")
    await visitor.say("for the new song")
    picture = (await visitor.sees("for the new song")).get_by_role("button", name="harbour.png")
    await picture.click()
    await expect(visitor.dialog.get_by_role("img", name="harbour.png")).to_be_visible()
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.dialog).to_have_count(0)


async def test_files_that_are_too_large_or_gone_are_refused_and_the_words_kept(
    visitor: Visitor, tmp_path: Path
) -> None:
    await visitor.go("fan-art")
    big, gone = tmp_path / "concert.mov", tmp_path / "gone.png"
    with big.open("wb") as film:
        film.truncate(80_000_000)
    gone.write_bytes(b"gone")
    for file, words in ((big, "too large"), (gone, "can’t be read")):
        await visitor.page.locator("#files").set_input_files(file)
        await expect(visitor.page.locator("#composer")).to_contain_text(file.name)
        file.unlink()
        await visitor.say("look at this")
        await expect(visitor.page.locator("#notices")).to_contain_text(words)
        await expect(visitor.page.locator("#text")).to_have_value("look at this")
        await visitor.page.get_by_role("button", name=f"Remove {file.name}").click()
    await visitor.say("words alone")
    await visitor.sees("words alone")
