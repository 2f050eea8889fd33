"""How much Discord takes of a bot, and how it says so."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest

from bot.rehearsal.model import messages
from bot.rehearsal.rest import buckets
from bot.rehearsal.rest.service import ROUTES
from tests.rehearsal.playground import Api, Bot, Playground, open_playground, running
from tests.rehearsal.test_rehearsal_gateway import heard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.rehearsal.model.world import World

SAY = ("POST", "/channels/{channel}/messages", {"content": "x"})


@contextlib.asynccontextmanager
async def strict(world: World, **more: object) -> AsyncIterator[tuple[Playground, Api]]:
    async with (
        open_playground(world, rate_limits=True, **more) as playground,
        aiohttp.ClientSession() as session,
    ):
        yield playground, Api(playground, session)


async def remaining(api: Api, method: str, path: str, body: object = None) -> tuple[str, int]:
    """Return the bucket a request was counted in, and what is left of it."""
    await api(method, path, body)
    return api.last.headers["X-RateLimit-Bucket"], int(api.last.headers["X-RateLimit-Remaining"])


def test_every_limit_is_a_route_s() -> None:
    known = {route.name for route, _ in ROUTES}
    limited = [route for bucket in buckets.BUCKETS for route in bucket.routes]
    assert set(limited) <= known
    assert len(set(limited)) == len(limited)


async def test_five_messages_in_five_seconds_are_the_most(world: World) -> None:
    async with strict(world, rate_limit_speed=10) as (playground, api):
        assert (await api(*SAY))[0] == 200
        assert api.last.headers["X-RateLimit-Limit"] == "5"
        assert api.last.headers["X-RateLimit-Remaining"] == "4"
        assert float(api.last.headers["X-RateLimit-Reset-After"]) <= 0.5
        answers = [await api(*SAY) for _ in range(5)]
        body = answers[-1][1]
        assert [status for status, _ in answers] == [200] * 4 + [429]
        assert not body["global"]
        assert api.last.headers["Via"]
        assert api.last.headers["X-RateLimit-Scope"] == "user"
        other = playground.guild.text_channel("elsewhere")
        assert (await api("POST", f"/channels/{other.id}/messages", {"content": "x"}))[0] == 200
        await asyncio.sleep(body["retry_after"])
        assert (await api(*SAY))[0] == 200


async def test_fifty_requests_a_second_are_the_most_but_for_interactions(world: World) -> None:
    async with strict(world) as (playground, api):
        form = {"name": "shows", "description": "Upcoming shows"}
        await api("POST", "/applications/{app}/commands", form)
        asked = await playground.discord.person(playground.fan).slash(playground.channel, "shows")
        answers = await asyncio.gather(*[api("GET", "/users/@me") for _ in range(80)])
        refused = [body for status, body in answers if status == 429]
        assert refused
        assert refused[0]["global"]
        while (await api("GET", "/users/@me"))[0] != 429:
            pass
        assert api.last.headers["X-RateLimit-Global"] == "true"
        assert api.last.headers["X-RateLimit-Scope"] == "global"
        assert "X-RateLimit-Bucket" not in api.last.headers
        path = f"/interactions/{asked.id}/{asked.token}/callback"
        assert (await api("POST", path, {"type": 4, "data": {"content": "x"}}))[0] == 204
        assert (await api("GET", f"/webhooks/{{app}}/{asked.token}/messages/@original"))[0] == 200


async def test_answers_without_a_limit_of_their_own_have_no_headers(world: World) -> None:
    async with strict(world) as (_, api):
        await api("GET", "/channels/{channel}")
        assert not [name for name in api.last.headers if name.startswith("X-RateLimit")]


async def test_routes_share_a_bucket_or_have_their_own(world: World) -> None:
    async with strict(world) as (_, api):
        said = (await api(*SAY))[1]["id"]
        message = f"/channels/{{channel}}/messages/{said}"
        sending, _ = await remaining(api, *SAY)
        editing, left = await remaining(api, "PATCH", message, {"content": "y"})
        assert left == 4
        assert editing != sending
        adding, _ = await remaining(api, "PUT", f"{message}/reactions/%F0%9F%91%8D/@me")
        await asyncio.sleep(0.25)
        taking, _ = await remaining(api, "DELETE", f"{message}/reactions/%F0%9F%91%8D/@me")
        assert adding == taking
        assert (await api("DELETE", f"{message}/reactions"))[0] == 429


@pytest.mark.parametrize(
    ("request_line", "body", "limit", "seconds"),
    [
        ("PUT /channels/{channel}/messages/5/reactions/x/@me", None, 1, 0.25),
        ("PATCH /channels/{channel}/messages/5", {"content": "x"}, 5, 5),
        ("GET /channels/{channel}/messages", None, 5, 5),
        ("PATCH /channels/{channel}", {"nsfw": True}, 5, 15),
        ("POST /channels/{channel}/typing", None, 5, 5),
        ("POST /channels/{channel}/threads", {"name": "x", "type": 11}, 50, 300),
        ("PUT /applications/{app}/guilds/{guild}/commands", [], 2, 60),
        ("GET /guilds/{guild}/members/{fan}", None, 5, 1),
        ("GET /guilds/{guild}/scheduled-events", None, 1, 10),
        ("GET /gateway/bot", None, 2, 5),
    ],
)
async def test_limits_are_announced(
    world: World, request_line: str, body: object, limit: int, seconds: float
) -> None:
    async with strict(world) as (_, api):
        method, path = request_line.split()
        await api(method, path, body)
        assert int(api.last.headers["X-RateLimit-Limit"]) == limit
        assert seconds - 0.2 <= float(api.last.headers["X-RateLimit-Reset-After"]) <= seconds


async def test_deletions_are_counted_by_the_age_of_the_message(world: World) -> None:
    async with strict(world) as (playground, api):
        said = [messages.post(playground.channel, playground.app.user, content="x") for _ in range(3)]
        limits = []
        for wait in (timedelta(), timedelta(seconds=11), timedelta(days=15)):
            world.clock.advance(wait)
            await api("DELETE", f"/channels/{{channel}}/messages/{said.pop().id}")
            limits.append(api.last.headers["X-RateLimit-Limit"])
        assert limits == ["5", "3", "30"]


async def test_a_name_or_topic_changes_twice_in_ten_minutes_which_no_header_tells(world: World) -> None:
    async with strict(world, rate_limit_speed=600) as (playground, api):
        playground.guild.members[playground.app.id].roles[0].permissions |= 1 << 4
        rename = ("PATCH", "/channels/{channel}", {"name": "stage"})
        assert [(await api(*rename))[0] for _ in range(2)] == [200, 200]
        status, body = await api(*rename)
        assert status == 429
        assert body["retry_after"] > 0.5
        assert int(api.last.headers["X-RateLimit-Remaining"]) > 0
        assert (await api("PATCH", "/channels/{channel}", {"nsfw": False}))[0] == 200
        await asyncio.sleep(body["retry_after"])
        assert (await api(*rename))[0] == 200


async def test_what_everybody_shares_is_said_to_be_shared(world: World) -> None:
    async with strict(world) as (playground, api):
        paths = ["/guilds/{guild}/emojis/5"] * 2
        answers = [await api("DELETE", path) for path in paths]
        assert answers[-1][0] == 429
        assert answers[-1][1]["message"] == "The resource is being rate limited."
        assert api.last.headers["X-RateLimit-Scope"] == "shared"
        refused = playground.discord.rest.limits.refused
        assert refused.left == refused.most, "it is nobody's fault"


async def test_who_is_refused_too_often_is_banned_from_everything(world: World) -> None:
    async with strict(world) as (playground, api):
        limits = playground.discord.rest.limits
        assert (limits.refused.most, limits.refused.seconds) == (10_000, 600)
        limits.refused.most = 3
        stranger = Api(playground, api.session, token="nobody")
        for _ in range(3):
            assert (await stranger("GET", "/users/@me"))[0] == 401
        status, body = await api("GET", "/users/@me")
        assert (status, api.last.headers["Content-Type"].partition(";")[0]) == (429, "text/html")
        assert "1015" in body
        assert "Via" not in api.last.headers
        with pytest.raises(discord.HTTPException, match="429"):
            async with running(Bot()):
                pass


async def test_a_client_keeps_to_all_of_it_without_a_single_refusal(world: World) -> None:
    bot = Bot()
    async with open_playground(world, rate_limits=True, rate_limit_speed=10) as playground, running(bot):
        await playground.discord.person(playground.fan).say(playground.channel, "hello?")
        asked = await heard(playground, bot, "hello?")
        begun = time.monotonic()
        said = await asyncio.gather(*[asked.reply(str(number)) for number in range(12)])
        for number in range(7):
            await said[0].edit(content=f"edited {number}")
        for emoji in ("👋", "🎸", "🎤"):
            await asked.add_reaction(emoji)
        async for _ in asked.channel.history(limit=None):
            pass
        assert time.monotonic() - begun >= 1.0, "twelve messages are three times five"
        refused = [one for one in playground.discord.record.requests if one.status == 429]
    assert refused == []
