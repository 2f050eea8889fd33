"""What other people's libraries do otherwise than discord.py, and Discord allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rehearsal.model import threads
from tests.rehearsal.test_rehearsal_gateway import line

if TYPE_CHECKING:
    from tests.rehearsal.playground import Api, Playground


async def test_an_address_may_be_encoded_where_it_need_not_be(playground: Playground, api: Api) -> None:
    using = playground.discord.person(playground.fan)
    await api("POST", "/applications/{app}/commands", {"name": "shows", "description": "Upcoming shows"})
    asked = await using.slash(playground.channel, "shows")
    await api("POST", f"/interactions/{asked.id}/{asked.token}/callback", {"type": 5})
    answer = f"/webhooks/{{app}}/{asked.token}/messages/%40original"
    assert (await api("PATCH", answer, {"content": "None yet"}))[0] == 200
    assert asked.message.content == "None yet"
    assert (await api("GET", "/users/%40me"))[0] == 200


async def test_thread_members_come_in_pages_with_their_membership(playground: Playground, api: Api) -> None:
    thread = threads.start(playground.channel, playground.app.user, "Backstage")
    for number in range(4):
        guest = playground.world.user(f"guest{number}")
        playground.guild.join(guest)
        threads.join(thread, guest)
    everybody = sorted(thread.members)
    at = f"/channels/{thread.id}/thread-members"

    async def ids(query: str) -> list[int]:
        return [int(one["user_id"]) for one in (await api("GET", at + query))[1]]

    assert await ids("?with_member=true&limit=2") == everybody[:2]
    assert await ids(f"?with_member=true&after={everybody[1]}") == everybody[2:]
    assert await ids(f"?with_member=true&after={everybody[-1]}") == []
    assert sorted(await ids("?limit=2")) == everybody, "pages are for those who ask for members"
    assert await api.code("GET", at + "?with_member=true&limit=101") == 50035
    _, first = await api("GET", f"{at}/{everybody[0]}?with_member=true")
    assert first["member"]["user"]["id"] == str(everybody[0])
    assert "member" not in (await api("GET", f"{at}/{everybody[0]}"))[1]


async def test_thread_members_need_the_members_intent(playground: Playground, api: Api) -> None:
    thread = threads.start(playground.channel, playground.app.user, "Backstage")
    playground.app.privileged_intents = frozenset()
    assert await api.code("GET", f"/channels/{thread.id}/thread-members") == 50001


async def test_voice_channels_can_be_asked_about(playground: Playground) -> None:
    async with line(playground) as socket:
        await socket.identify(intents=1)
        await socket.say(43, {"guild_id": str(playground.guild.id), "fields": ["status"]})
        told = (await socket.named("CHANNEL_INFO"))["d"]
        assert told == {"guild_id": str(playground.guild.id), "channels": []}
        await socket.say(43, {"guild_id": "5", "fields": ["status"]})
        await socket.say(1, None)
        assert (await socket.next())["op"] == 11


async def test_what_is_sent_as_null_is_kept_as_left_out(api: Api) -> None:
    option = {"type": 3, "name": "artist", "description": "Who", "min_length": None, "choices": None}
    form = {"name": "find", "description": "Find", "options": [option], "default_member_permissions": None}
    _, made = await api("POST", "/applications/{app}/commands", form)
    assert made["options"] == [{"type": 3, "name": "artist", "description": "Who"}]
    _, changed = await api("PATCH", f"/applications/{{app}}/commands/{made['id']}", {"options": [option]})
    assert changed["options"] == made["options"]
    choice = {"label": "Vinyl", "value": "vinyl", "description": None, "emoji": {"id": None, "name": "💿"}}
    select = {"type": 3, "custom_id": "kind", "options": [choice], "placeholder": None}
    rows = [{"type": 1, "components": [select]}]
    _, sent = await api("POST", "/channels/{channel}/messages", {"components": rows})
    [shown] = sent["components"][0]["components"]
    assert "placeholder" not in shown
    assert shown["options"] == [{"label": "Vinyl", "value": "vinyl", "emoji": {"name": "💿"}}]
