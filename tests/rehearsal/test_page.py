"""The page's server: what visitors see and do, over its real socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from visiting import Refusal, visiting

if TYPE_CHECKING:
    from rehearsing import Scene

TEXTS = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "**bold** `code` ||spoiler|| <@123> [a](javascript:alert(1))",
    "\u202eright to left\u202c שלום مرحبا",
    "null \x00 bell \x07 escape \x1b[31m backspace \b tab \t end",
    "한글 👩‍👩‍👧‍👦 é e\u0301 \u200b\ufeff zero",
    "line\r\nbreak\u2028and\u2029paragraph",
)


async def test_a_fan_sees_what_is_said_and_says_something(scene: Scene) -> None:
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        assert fan.map["me"] == {"id": str(scene.fan.id), "name": "A Fan", "locale": "en-US"}
        assert fan.places == ["general"]
        said = await fan.do("say", channel=str(scene.channel.id), text="hello")
        await fan.until(lambda: fan.contents == ["hello"])
        assert fan.messages[0]["id"] == said["message"]
        assert fan.messages[0]["author"]["username"] == "fan"
        await scene.discord.person(scene.owner).say(scene.channel, "hi there")
        await fan.until(lambda: fan.contents == ["hello", "hi there"])


async def test_only_what_changed_is_told(scene: Scene) -> None:
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        await fan.do("say", channel=str(scene.channel.id), text="one")
        await fan.until(lambda: fan.contents == ["one"])
        fan.changes.clear()
        await fan.do("say", channel=str(scene.channel.id), text="two")
        await fan.until(lambda: fan.contents == ["one", "two"])
        changed = {key for change in fan.changes for key in change["set"]}
        assert changed == {"messages", f"message:{fan.map['messages'][1]}", "places"}


@pytest.mark.parametrize("text", TEXTS)
async def test_any_text_comes_back_as_it_was_written(scene: Scene, text: str) -> None:
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        await fan.do("say", channel=str(scene.channel.id), text=text)
        await fan.until(lambda: fan.contents == [text])


async def test_a_text_of_ten_thousand_characters_is_refused_in_discord_s_words(scene: Scene) -> None:
    async with visiting(scene.discord, scene.fan, channel=scene.channel) as fan:
        with pytest.raises(Refusal) as refusal:
            await fan.do("say", channel=str(scene.channel.id), text="가" * 10_000)
        assert refusal.value.code == 50035
        assert refusal.value.errors["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
        await fan.do("say", channel=str(scene.channel.id), text="가" * 2_000)
        await fan.until(lambda: fan.contents == ["가" * 2_000])
