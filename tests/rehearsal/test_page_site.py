"""The page's own addresses: who is let in, what is served, and what happens when something goes wrong."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import aiohttp
import pytest
from yarl import URL

from bot.rehearsal.page import host, site
from bot.rehearsal.server import Rehearsal
from tests.rehearsal.playground import open_playground
from tests.rehearsal.visiting import Refusal, visiting

if TYPE_CHECKING:
    from pathlib import Path

    from bot.rehearsal.model.world import World
    from tests.rehearsal.playground import Playground

FOREIGN = ("evil.example", "evil.example:8765", "127.0.0.1.evil.example", "[::2]", "", "a b", "[")


async def get(playground: Playground, path: str, **headers: str) -> aiohttp.ClientResponse:
    address = URL(playground.discord.page_url.removesuffix("/room/") + path, encoded=True)
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as response:
        await response.read()
        return response


@pytest.mark.parametrize("path", ["/", "/room", "/room/"])
async def test_the_address_of_the_server_leads_to_the_page(playground: Playground, path: str) -> None:
    response = await get(playground, path)
    assert (response.status, response.url.path) == (200, "/room/")
    assert response.content_type == "text/html"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-cache"


async def test_files_are_served_as_what_they_are(
    playground: Playground, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(site, "STATIC", tmp_path / "static")
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "secret.js").write_text("secret")
    (tmp_path / "static" / "js" / "main.js").write_text("export {};")
    (tmp_path / "static" / "notes.txt").write_text("notes")
    assert (await get(playground, "/room/js/main.js")).content_type == "text/javascript"
    for path in ("notes.txt", "js", "js/", "none.js", "../secret.js", "%2e%2e/secret.js", "..%2fsecret.js"):
        assert (await get(playground, f"/room/{path}")).status in (404, 501), path
    assert (await get(playground, "/room/%00.js")).status == 404
    assert (await get(playground, f"/room/{'a' * 300}.js")).status == 404


async def test_the_fonts_handed_in_are_served_too(world: World, tmp_path: Path) -> None:
    (tmp_path / "Some.ttf").write_bytes(b"glyphs")
    (tmp_path / "LICENCE.txt").write_text("free")
    async with open_playground(world, page_fonts=tmp_path) as playground:
        response = await get(playground, "/room/fonts/Some.ttf")
        assert (response.status, response.content_type) == (200, "font/ttf")
        assert (await get(playground, "/room/fonts/LICENCE.txt")).status == 404


async def test_without_fonts_none_are_found(playground: Playground) -> None:
    assert (await get(playground, "/room/fonts/Some.ttf")).status == 404


@pytest.mark.parametrize("name", ["곡 #1 50%?.png", "..", "a\\b\n.svg", "page.html", "x.js", "%2e%2e"])
async def test_an_uploaded_file_is_found_under_its_address_and_never_acts(
    playground: Playground, name: str
) -> None:
    script = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    data = base64.b64encode(script.encode()).decode()
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        await fan.do("say", channel=str(playground.channel.id), text="", files=[{"name": name, "data": data}])
        (said,) = await fan.until(lambda: fan.messages)
    (file,) = said["attachments"]
    assert file["filename"] == name
    async with aiohttp.ClientSession() as session, session.get(file["url"]) as response:
        assert (response.status, await response.text()) == (200, script)
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", FOREIGN)
async def test_another_name_that_leads_here_is_not_let_in(playground: Playground, host: str) -> None:
    for path in ("/room", "/room/", "/room/socket", "/room/fonts/NanumSquareR.ttf"):
        assert (await get(playground, path, Host=host)).status in (400, 403)


@pytest.mark.parametrize("host", FOREIGN)
async def test_rest_gateway_and_files_are_not_let_in_under_another_name(
    playground: Playground, host: str
) -> None:
    for path in ("/", "/api/v10/gateway", "/api/v10/users/@me", "/cdn/x.png"):
        assert (await get(playground, path, Host=host)).status in (400, 403)


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://127.0.0.1:1"])
async def test_a_page_elsewhere_drives_neither_rest_nor_the_gateway(
    playground: Playground, origin: str
) -> None:
    assert (await get(playground, "/api/v10/gateway", Origin=origin)).status == 403
    assert (await get(playground, "/api/v10/gateway")).status == 200
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(playground.discord.gateway_url, origin=origin)


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost", "LOCALHOST:80", "[::1]:8765"])
async def test_this_machine_s_own_names_are_let_in(playground: Playground, host: str) -> None:
    assert (await get(playground, "/room/", Host=host)).status == 200


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:1"])
async def test_another_page_s_socket_is_refused(playground: Playground, origin: str | None) -> None:
    address = playground.discord.page_url + "socket"
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(address, origin=origin)
    assert not playground.discord.page.visits


@pytest.mark.parametrize("text", ["", "[]", "7", "null", '"x"', "{", "\x00", '{"n": 1e999}', "[" * 100_000])
async def test_what_is_no_frame_is_refused_and_the_visit_goes_on(playground: Playground, text: str) -> None:
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        with pytest.raises(Refusal) as refusal:
            await fan.send(text)
        assert refusal.value.code == 0
        await fan.do("say", channel=str(playground.channel.id), text="still here")


async def test_an_unexpected_error_is_logged_and_told(
    playground: Playground, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_to: str, _locale: str, /) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr(playground.discord.page.host, "move", broken)
    async with visiting(playground.discord, playground.fan) as fan:
        with pytest.raises(Refusal, match="Something went wrong"):
            await fan.do("move", to="week")
        await fan.do("say", channel=str(playground.channel.id), text="still here")
    assert "a bug" in caplog.text


async def test_a_map_that_can_not_be_made_is_logged_and_made_again(
    playground: Playground, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    room = playground.discord.page.host
    status = room.status
    tries = iter([LookupError("a bug")])

    async def broken() -> host.HostStatus:
        for error in tries:
            raise error
        return await status()

    monkeypatch.setattr(room, "status", broken)
    async with visiting(playground.discord) as visitor:
        await visitor.until(lambda: visitor.map.get("room"))
    assert "a bug" in caplog.text


async def test_a_visitor_who_never_listens_disturbs_nobody(playground: Playground) -> None:
    person = playground.discord.person(playground.owner)
    origin = playground.discord.page_url.removesuffix("/room/")
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{origin}/room/socket", origin=origin) as deaf,
        visiting(playground.discord, playground.fan, channel=playground.channel) as fan,
    ):
        channel = str(playground.channel.id)
        look = {"n": 0, "do": "look", "as": str(playground.fan.id), "channel": channel, "locale": "en-US"}
        await deaf.send_json(look)
        for number in range(300):
            await deaf.send_json({"n": number, "do": "typing", "channel": channel})
        for number in range(100):
            await person.say(playground.channel, f"{number} " * 300)
            await asyncio.sleep(0)
        await fan.until(lambda: len(fan.messages) == 100)


async def test_a_visitor_who_leaves_is_forgotten(playground: Playground) -> None:
    async with visiting(playground.discord, playground.fan):
        assert len(playground.discord.page.visits) == 1
    await playground.discord.wait_for(lambda: not playground.discord.page.visits)


async def test_a_server_that_stops_sends_its_visitors_away(world: World) -> None:
    world.guild("Moonwave", world.user("mina"))
    discord = Rehearsal(world)
    await discord.start()
    async with visiting(discord) as visitor:
        await visitor.until(lambda: visitor.map.get("room"))
        await discord.stop()
        await visitor.gone()
    assert not discord.page.visits


async def test_a_world_without_a_server_is_an_empty_room(world: World) -> None:
    async with Rehearsal(world) as discord, visiting(discord) as visitor:
        room = await visitor.until(lambda: visitor.map.get("room"))
        assert (room["people"], room["bot"]) == ([], None)
        with pytest.raises(Refusal, match="Unknown User"):
            await visitor.do("look", **{"as": None, "channel": None, "locale": "en-US"})
