"""The rehearsal as a newcomer starts it."""

import asyncio
import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest
from typer.testing import CliRunner

from bot.cli import app, rehearse
from bot.cli.demo.demo import open_discord
from bot.cli.demo.fan_server import build_fan_server
from bot.cli.sample_label import sample_label
from bot.cli.terminal import label_in
from bot.clock import utc_now
from bot.rehearsal.model.clock import WorldClock
from bot.settings import Settings
from tests.rehearsal.visiting import visiting_at

SAMPLE = Path(rehearse.__file__).parents[1] / "sample"


class Terminal(io.StringIO):
    """Typed lines that end with Ctrl-D."""

    def isatty(self) -> bool:
        return True


class Bytes(io.TextIOWrapper):
    """The same, as bytes come from a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("language", ["en_GB.UTF-8", "ko_KR.UTF-8"])
def test_the_scene_goes_as_scripted(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", language)
    played = CliRunner().invoke(app, ["rehearse", "--exit", "--port", "0"])
    assert played.exit_code == 0, played.output
    assert "✗" not in played.output
    assert played.output.count("✓") > 15


async def test_a_typed_line_is_said_by_a_fan_and_the_answer_appears(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        sys, "stdin", Terminal("\ndoors for the Incheon show?\nsera: hello all\nminji: 다음 공연 언제예요?\n")
    )
    label = label_in(SAMPLE)
    rehearsal = rehearse._rehearse(Settings(), label, end=False, no_bot=False, port=0)
    assert await rehearsal
    told = capsys.readouterr().out
    assert "doors for the Incheon show?" in told
    assert "Sera" in told


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
async def test_typed_bytes_that_are_no_text_are_said_with_a_sign_for_them(
    errors: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = io.BytesIO(b"doors \xff for the Incheon show?\n")
    monkeypatch.setattr(sys, "stdin", Bytes(typed, encoding="utf-8", errors=errors))
    assert await rehearse._rehearse(Settings(), label_in(SAMPLE), end=False, no_bot=False, port=0)
    assert "doors \N{REPLACEMENT CHARACTER} for the Incheon show?" in capsys.readouterr().out


async def test_a_scene_that_goes_wrong_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.demo.scene_steps.PATIENCE", 0.0)
    assert not await rehearse._rehearse(Settings(), None, end=True, no_bot=False, port=0)
    assert "✗" in capsys.readouterr().out


async def test_a_visitor_begins_anew_at_the_same_address_and_ctrl_c_ends_it(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    opened: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr("webbrowser.open", lambda url: loop.call_soon_threadsafe(opened.put_nowait, url))
    rehearsal = asyncio.create_task(
        rehearse._rehearse(Settings(), None, end=False, no_bot=False, port=0, browser=True)
    )
    async with asyncio.timeout(60):
        address = await opened.get()
        await _begin_anew(address)
        assert await rehearsal
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert opened.empty()
    assert capsys.readouterr().out.count(address) == 2


async def _begin_anew(address: str) -> None:
    async with visiting_at(address) as visitor:
        await visitor.until(lambda: visitor.map.get("room", {}).get("scene") == "ready")
        await visitor.do("look", **{"as": None, "channel": None, "locale": "en-US"})
        questions = (await visitor.until(lambda: visitor.map.get("places")) and visitor.place("ask-away"))[
            "id"
        ]
        await visitor.do("say", channel=questions, text="doors for the Incheon show?")
        await visitor.until(lambda: visitor.place("ask-away")["sent"] == 2)
        await visitor.do("start_over")
        await visitor.gone()
    over = False
    while not over:
        with contextlib.suppress(aiohttp.ClientError):
            async with visiting_at(address) as visitor:
                await visitor.until(lambda: visitor.map.get("room", {}).get("scene") == "ready")
                await visitor.do("look", **{"as": None, "channel": None, "locale": "en-US"})
                await visitor.until(lambda: visitor.map.get("places"))
                assert visitor.place("ask-away")["sent"] == 0
                os.kill(os.getpid(), signal.SIGINT)
                await visitor.gone()
                over = True
        await asyncio.sleep(0.05)


async def test_a_room_that_nobody_used_begins_anew_in_its_visitor_s_language_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    opened: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr("webbrowser.open", lambda url: loop.call_soon_threadsafe(opened.put_nowait, url))
    rehearsal = asyncio.create_task(
        rehearse._rehearse(Settings(), None, end=False, no_bot=False, port=0, browser=True)
    )
    async with asyncio.timeout(60):
        address = await opened.get()
        async with visiting_at(address) as visitor:
            await visitor.until(lambda: visitor.map.get("room", {}).get("label") == "Small Hours Records")
            await visitor.socket.send_json({"n": 1, "do": "language", "language": "ko"})
            await visitor.gone()
        for language in ("en", "ko"):
            await _finds_it_korean(address, language)
        os.kill(os.getpid(), signal.SIGINT)
        assert await rehearsal


async def _finds_it_korean(address: str, language: str) -> None:
    """Come as soon as the room is open, and speak a language there."""
    spoken = False
    while not spoken:
        with contextlib.suppress(aiohttp.ClientError):
            async with visiting_at(address) as visitor:
                await visitor.until(lambda: visitor.map.get("room", {}).get("scene") == "ready")
                assert visitor.map["room"]["label"] == "새벽 레코드"
                await visitor.do("language", language=language)
                spoken = True
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_language_is_chosen_and_an_unknown_one_is_refused_in_words(language: str) -> None:
    begun = CliRunner().invoke(app, ["rehearse", "--no-bot", "--exit", "--port", "0", "--language", language])
    assert begun.exit_code == 0
    assert ("토큰" in begun.output) == (language == "ko")
    refused = CliRunner().invoke(app, ["rehearse", "--language", "xx"])
    assert refused.exit_code == 2
    assert "en, ko" in refused.output


def test_without_a_bot_only_the_addresses_are_told() -> None:
    played = CliRunner().invoke(app, ["rehearse", "--no-bot", "--exit", "--port", "0"])
    assert played.exit_code == 0
    assert re.search(r"DISCORD_API_URL=http://127\.0\.0\.1:\d+/api/v10", played.output)


async def test_without_a_bot_a_client_may_ask_for_all_intents(capsys: pytest.CaptureFixture[str]) -> None:
    open_to_all = asyncio.create_task(rehearse._rehearse(Settings(), None, end=False, no_bot=True, port=0))
    told = ""
    while not (found := re.search(r"ws://127\.0\.0\.1:\d+", told)):
        await asyncio.sleep(0.02)
        told += capsys.readouterr().out
    identify = {"token": "any", "properties": {}, "intents": (1 << 26) - 1}
    async with aiohttp.ClientSession() as session, session.ws_connect(found[0]) as socket:
        assert (await socket.receive_json(timeout=5))["op"] == 10
        await socket.send_json({"op": 2, "d": identify})
        assert (await socket.receive_json(timeout=5))["t"] == "READY"
    open_to_all.cancel()
    await asyncio.gather(open_to_all, return_exceptions=True)


def test_a_port_that_is_taken_is_one_clear_sentence() -> None:
    import socket  # noqa: PLC0415

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        played = CliRunner().invoke(app, ["rehearse", "--no-bot", "--exit", "--port", port])
    assert played.exit_code == 2
    assert "--port" in played.output


async def test_where_the_usual_port_is_taken_any_free_one_is_opened() -> None:
    fan_server = build_fan_server(WorldClock(), sample_label(utc_now()))
    async with open_discord(Settings(), fan_server, 0) as first:
        usual = Settings(rehearsal_port=first.port)
        async with open_discord(usual, fan_server, None) as second:
            assert second.port != first.port
        with pytest.raises(OSError, match="address"):
            async with open_discord(usual, fan_server, first.port):
                pass


def test_ctrl_c_ends_a_rehearsal_that_stays_open() -> None:
    command = [sys.executable, "-m", "bot", "rehearse", "--no-bot", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL) as process:  # noqa: S603
        assert process.stdout is not None
        while "Ctrl-C" not in process.stdout.readline():
            time.sleep(0)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) == 0
