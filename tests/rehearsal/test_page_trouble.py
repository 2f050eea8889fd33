"""Trouble from the page: switched on once or for a while, shown, and switched off."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from bot.rehearsal.faults.faults import GROUPS, KINDS
from tests.rehearsal.visiting import Refusal, visiting

if TYPE_CHECKING:
    from tests.rehearsal.playground import Api, Playground


def on(map_: dict[str, Any]) -> list[str]:
    return list(map_["trouble"]["on"])


async def test_a_kind_strikes_once_and_is_shown_until_it_has(api: Api) -> None:
    playground = api.playground
    async with visiting(playground.discord, playground.fan) as fan:
        await fan.do("trouble", kind="server_error", how="once")
        await fan.until(lambda: on(fan.map) == ["server_error"])
        assert (await api("GET", "/users/@me"))[0] >= 500
        await fan.until(lambda: on(fan.map) == [])
        assert (await api("GET", "/users/@me"))[0] == 200


async def test_a_kind_is_on_for_a_while(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.rehearsal.page.trouble.A_WHILE", 0.1)
    async with visiting(playground.discord, playground.fan) as fan:
        await fan.do("trouble", kind="history_lags", how="while")
        await fan.until(lambda: on(fan.map) == ["history_lags"])
        await fan.until(lambda: on(fan.map) == [])
        assert playground.world.history_lag is None


async def test_all_that_is_on_is_switched_off_one_by_one_by_anybody(playground: Playground) -> None:
    async with (
        visiting(playground.discord, playground.fan) as fan,
        visiting(playground.discord, playground.owner) as mina,
    ):
        for kind in fan.map["trouble"]["groups"]["events"]:
            for how in kind["ways"]:
                await fan.do("trouble", kind=kind["name"], how=how)
        await mina.until(lambda: len(on(mina.map)) == len(GROUPS["events"]))
        for name in on(mina.map):
            await mina.do("trouble", kind=name, how="off")
        assert playground.discord.faults.storms == []


@pytest.mark.parametrize(
    ("kind", "how"), [("sunshine", "once"), ("channel_deleted", "while"), ("history_lags", "once"), ("", "")]
)
async def test_there_is_no_other_trouble(playground: Playground, kind: str, how: str) -> None:
    async with visiting(playground.discord, playground.fan) as fan:
        with pytest.raises(Refusal):
            await fan.do("trouble", kind=kind, how=how)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_has_words_for_every_kind(language: str) -> None:
    path = files("bot.rehearsal.page") / "static" / "words" / f"{language}.json"
    words = orjson.loads(path.read_bytes())
    wanted = {f"trouble.{name}" for name in KINDS} | {f"trouble.group.{name}" for name in GROUPS}
    assert wanted <= words.keys()
