"""`make pictures`: opens the real room in a real browser, and takes the READMEs' pictures of it."""

import asyncio
import io
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.async_api import Browser
from story import MONDAY, Story

from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.model.users import User
from tests.page.visitor import Visitor, browser_here, fast_bot, launched, open_sample

PICTURES = Path(__file__).parent / "pictures"
SCALE = 2
MARGIN = 6
COLOURS = 256
Window = dict[str, int]
WIDE: Window = {"width": 1280, "height": 800}
NARROW: Window = {"width": 1000, "height": 1000}
TALL: Window = {"width": 1000, "height": 3000}
WIDTH = 700
#: Milliseconds until nothing moves any more.
SETTLES = 400
#: Two pictures that differ by less are the same: a letter may be drawn a shade lighter.
SHADE = 24


class Camera:
    """Takes pictures of what a visitor sees, for one language's README."""

    def __init__(self, browser: Browser, story: Story) -> None:
        self.browser, self.story = browser, story
        self.folder = PICTURES / story.language
        self.folder.mkdir(parents=True, exist_ok=True)

    @asynccontextmanager
    async def as_(self, who: User, place: Channel, window: Window = NARROW) -> AsyncIterator[Visitor]:
        """Look as somebody, at a place."""
        async with Visitor.at(
            self.browser,
            self.story.demo.discord.page_url,
            language=self.story.language,
            viewport=WIDE,
            device_scale_factor=SCALE,
            color_scheme="light",
            reduced_motion="reduce",
        ) as visitor:
            await visitor.be(who.shown_name)
            await visitor.go(place.name)
            await visitor.page.set_viewport_size(window)
            yield visitor

    async def take(
        self, name: str, visitor: Visitor, *messages: Message, until: str = "", only: str = ""
    ) -> None:
        """Take a picture of the whole page, or of messages; of the last up to `until`, or `only` of its parts."""
        page, clip = visitor.page, None
        await page.mouse.move(0, 0)
        rows = [page.locator(f'.message-row[data-id="{one.id}"]') for one in messages]
        for row in rows:
            await row.scroll_into_view_if_needed()
        await page.wait_for_load_state("networkidle")
        await page.wait_for_timeout(SETTLES)
        if only:
            clip = await rows[-1].locator(only).bounding_box()
        elif rows:
            first = await rows[0].bounding_box()
            last = await (rows[-1].locator(until) if until else rows[-1]).bounding_box()
            assert first
            assert last
            height = last["y"] + last["height"] + MARGIN - first["y"]
            clip = {"x": first["x"], "y": first["y"], "width": WIDTH, "height": height}
        png = await page.screenshot(clip=clip, animations="disabled", caret="hide")
        keep(self.folder / f"{name}.png", Image.open(io.BytesIO(png)).convert("RGB"))


def keep(path: Path, picture: Image.Image) -> None:
    """Write a picture, small; leave the one that is there if it looks the same."""
    small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    if path.exists():
        with Image.open(path) as before:
            same = before.size == small.size and _differ(before.convert("RGB"), small.convert("RGB")) < SHADE
        if same:
            return
    small.save(path, optimize=True)
    sys.stdout.write(f"{path.relative_to(PICTURES.parent)}: {path.stat().st_size // 1024} kB\n")


def _differ(one: Image.Image, other: Image.Image) -> int:
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


async def take_all(browser: Browser, language: str) -> None:
    """Play the week in a language, and take its pictures."""
    async with open_sample(MONDAY, language=language, ticking=False) as demo:
        fan_server = demo.fan_server
        await demo.store.servers.change(
            fan_server.guild.id, lambda server: replace(server, language=language)
        )
        story = Story(demo, language)
        camera = Camera(browser, story)
        await story.week()
        await story.later(hours=2)
        asked = await story.ask(story.words["known"])
        answer = await story.answered(asked)
        async with camera.as_(story.fan, fan_server.questions, WIDE) as visitor:
            await visitor.page.locator(f'[data-id="{asked.id}"] .content').click()
            await visitor.page.locator("#explained dl").wait_for()
            await camera.take("room", visitor)
        async with camera.as_(story.fan, fan_server.questions) as visitor:
            await camera.take("answer", visitor, asked, answer)
        await story.later(minutes=48)
        await story.ask(story.words["unknown"])
        await story.later(minutes=12)
        card = await story.said(fan_server.team_desk, story.words["unknown"])
        async with camera.as_(fan_server.sera, fan_server.team_desk) as visitor:
            await camera.take("card", visitor, card)
        await story.answer_card(card)
        reply = await story.session()
        async with camera.as_(story.fan, reply.channel) as visitor:
            await camera.take("session", visitor, *reply.channel.messages[-3:])
        highlight = await story.highlight()
        async with camera.as_(story.fan, demo.extras.highlights) as visitor:
            await camera.take("highlight", visitor, highlight)
        await story.until(MONDAY + timedelta(weeks=1))
        digest = await story.said(fan_server.team_desk, "2026-W47")
        async with camera.as_(fan_server.hana, fan_server.team_desk, TALL) as visitor:
            await camera.take("digest", visitor, digest, until=".field:nth-child(3)")
            await camera.take("chart", visitor, digest, only=".embed-image img")


async def main() -> None:
    """Take the pictures in every language."""
    if browser_here() is None:
        sys.exit(
            "The pictures need Chromium or Chrome, and there is none here (Debian: apt install chromium)."
        )
    with pytest.MonkeyPatch.context() as patch:
        fast_bot(patch)
        async with launched() as browser:
            for language in ("en", "ko"):
                await take_all(browser, language)


if __name__ == "__main__":
    asyncio.run(main())
