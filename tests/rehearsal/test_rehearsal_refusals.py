from __future__ import annotations

import io
import json
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.rehearsal.model import messages, threads
from bot.rehearsal.model.png import plain, size_of

if TYPE_CHECKING:
    from bot.rehearsal.model.channels import Message
    from tests.rehearsal.playground import Api, Playground

SAY = ("POST", "/channels/{channel}/messages")
EVENTS = "/guilds/{guild}/scheduled-events"


@pytest.fixture
def admin(playground: Playground) -> None:
    boss = playground.guild.role("boss", ["administrator"])
    playground.guild.set_roles(
        playground.app.user, [*playground.guild.members[playground.app.user.id].roles, boss]
    )


@pytest.fixture
async def question(playground: Playground) -> Message:
    return await playground.discord.person(playground.fan).say(playground.channel, "a question")


def without(playground: Playground, *names: str) -> None:
    """Keep the bot from what is named here in the channel."""
    playground.channel.deny(playground.app.user, names)


async def test_an_unknown_route_is_501_and_loud(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert (await api("GET", "/fan_server-instances/1"))[0] == 501
        assert (await api("DELETE", "/users/@me"))[0] == 501
    assert "No route for GET /fan_server-instances/1" in caplog.text


async def test_a_missing_or_wrong_token_is_401(playground: Playground, api: Api) -> None:
    api.headers = {"Authorization": "Bot nobody"}
    assert await api("GET", "/users/@me") == (401, {"message": "401: Unauthorized", "code": 0})
    api.headers = {}
    assert (await api("GET", "/users/@me"))[0] == 401
    assert (await api("GET", "/gateway"))[0] == 200
    assert playground.discord.record.of("GET", "/users/@me")[0].status == 401


async def test_answers_are_exactly_json(api: Api) -> None:
    await api("GET", "/users/@me")
    assert api.last.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("GET", "/channels/5", None, 10003),
        ("GET", "/guilds/5", None, 10004),
        ("GET", "/guilds/5/channels", None, 10004),
        ("GET", "/channels/{channel}/messages/5", None, 10008),
        ("PATCH", "/channels/{channel}/messages/5", {"content": "x"}, 10008),
        ("GET", "/users/5", None, 10013),
        ("POST", "/users/@me/channels", {"recipient_id": "5"}, 10013),
        ("POST", "/users/@me/channels", {"recipient_id": "{bot}"}, 50007),
        ("GET", "/guilds/{guild}/members/5", None, 10013),
        ("GET", "/guilds/{guild}/roles/5", None, 10011),
        ("GET", "/applications/{app}/commands/5", None, 10063),
        ("GET", "/applications/5/commands", None, 20012),
        ("GET", "/applications/{app}/guilds/5/commands", None, 50001),
        ("GET", EVENTS + "/5", None, 10070),
        ("POST", "/interactions/5/nothing/callback", {"type": 4}, 10062),
        ("POST", "/webhooks/{app}/nothing", {"content": "x"}, 10015),
        ("POST", "/channels/{channel}/messages", [], 50109),
        ("PUT", "/applications/{app}/commands", {}, 50109),
        ("POST", "/channels/{channel}/messages", {}, 50006),
        ("POST", "/channels/{channel}/messages", {"content": "  "}, 50006),
        ("POST", "/channels/{channel}/messages", {"content": None, "embeds": [{}]}, 50006),
        ("POST", "/channels/{channel}/messages", {"content": "x", "tts": True}, 50013),
        ("PATCH", "/channels/{channel}", {"name": "x"}, 50013),
        ("DELETE", "/channels/{channel}", None, 50013),
        ("POST", "/guilds/{guild}/channels", {"name": "x"}, 50013),
        ("PUT", "/guilds/{guild}/members/{fan}/roles/{guild}", None, 50013),
        ("PATCH", "/guilds/{guild}/members/{fan}", {"nick": "x"}, 50013),
        ("POST", EVENTS, {}, 50013),
        ("PUT", "/channels/{channel}/thread-members/@me", None, 50024),
        ("GET", "/channels/{channel}/messages?limit=101", None, 50035),
        ("GET", "/channels/{channel}/messages?limit=x", None, 50035),
        ("POST", "/channels/{channel}/messages/bulk-delete", {"messages": []}, 50013),
        (
            "POST",
            "/channels/{channel}/messages",
            {"content": "x", "message_reference": {"message_id": "5"}},
            50035,
        ),
        ("GET", "/channels/{channel}/threads/archived/private", None, 50013),
    ],
)
async def test_what_discord_refuses_is_refused(
    api: Api, method: str, path: str, body: Any, code: int
) -> None:
    if isinstance(body, dict) and body.get("recipient_id") == "{bot}":
        body = {"recipient_id": str(api.playground.app.id)}
    assert await api.code(method, path, body) == code


async def test_broken_json_is_refused(api: Api) -> None:
    assert (await api(*SAY, data=b"{"))[1]["code"] == 50109
    assert (await api(*SAY, data=b" "))[1]["code"] == 50109


async def test_not_viewing_is_50001_and_not_speaking_50013(playground: Playground, api: Api) -> None:
    without(playground, "send_messages")
    assert await api.code(*SAY, {"content": "x"}) == 50013
    assert await api.code("POST", "/channels/{channel}/typing") == 50013
    without(playground, "view_channel")
    assert await api.code(*SAY, {"content": "x"}) == 50001
    elsewhere = playground.world.guild("Elsewhere").text_channel("x")
    assert await api.code("GET", f"/channels/{elsewhere.id}") == 50001
    private = playground.world.direct(playground.fan, playground.owner)
    assert await api.code("GET", f"/channels/{private.id}") == 50001


async def test_without_read_message_history_it_is_empty(
    playground: Playground, api: Api, question: Message
) -> None:
    assert len((await api("GET", "/channels/{channel}/messages"))[1]) == 1
    without(playground, "read_message_history")
    assert await api("GET", "/channels/{channel}/messages") == (200, [])
    assert await api("GET", "/channels/{channel}/pins") == (200, [])
    assert await api.code("GET", f"/channels/{{channel}}/messages/{question.id}") == 50013
    reply = {"content": "x", "message_reference": {"message_id": str(question.id)}}
    assert await api.code(*SAY, reply) == 160002


async def test_history_is_paged_newest_first(playground: Playground, api: Api) -> None:
    ids = [
        (await playground.discord.person(playground.fan).say(playground.channel, str(n))).id for n in range(5)
    ]

    async def page(query: str) -> list[int]:
        return [
            ids.index(int(one["id"]))
            for one in (await api("GET", "/channels/{channel}/messages?" + query))[1]
        ]

    assert await page("limit=2") == [4, 3]
    assert await page(f"limit=2&before={ids[3]}") == [2, 1]
    assert await page(f"limit=2&after={ids[1]}") == [3, 2]
    assert await page(f"limit=3&around={ids[2]}") == [3, 2, 1]


async def test_content_over_rest_is_blank_without_the_privileged_intent(
    playground: Playground, api: Api, question: Message
) -> None:
    playground.app.privileged_intents = frozenset()
    assert (await api("GET", f"/channels/{{channel}}/messages/{question.id}"))[1]["content"] == ""
    assert await api.code("GET", "/guilds/{guild}/members") == 50001


async def test_the_same_nonce_sends_once_for_a_few_minutes(playground: Playground, api: Api) -> None:
    body = {"content": "x", "nonce": "n", "enforce_nonce": True}
    first, second = await api(*SAY, body), await api(*SAY, body)
    assert first == second
    loose = await api(*SAY, {"content": "x", "nonce": "n"})
    assert loose[1]["id"] != first[1]["id"]
    playground.world.clock.advance(timedelta(minutes=6))
    assert (await api(*SAY, body))[1]["id"] not in (first[1]["id"], loose[1]["id"])
    messages.delete(playground.channel.messages[-1])
    assert await api.code(*SAY, body) == 10008
    assert "nonce" not in (await api("GET", "/channels/{channel}/messages"))[1][0]
    assert await api.code(*SAY, body | {"nonce": "n" * 26}) == 50035
    assert (await api(*SAY, {"content": "x", "nonce": 7}))[1]["nonce"] == 7


async def test_direct_messages_can_be_closed(playground: Playground, api: Api) -> None:
    channel = (await api("POST", "/users/@me/channels", {"recipient_id": str(playground.fan.id)}))[1]
    assert (await api("POST", f"/channels/{channel['id']}/messages", {"content": "x"}))[0] == 200
    playground.fan.open_to_direct = False
    assert await api.code("POST", f"/channels/{channel['id']}/messages", {"content": "x"}) == 50007
    playground.fan.open_to_direct = True
    playground.guild.leave(playground.fan)
    assert await api.code("POST", f"/channels/{channel['id']}/messages", {"content": "x"}) == 50007
    assert await api.code("PATCH", f"/channels/{channel['id']}", {"name": "x"}) == 50024
    for method, path in (("DELETE", ""), ("PUT", "/permissions/5"), ("DELETE", "/permissions/5")):
        assert await api.code(method, f"/channels/{channel['id']}{path}", {}) == 50003
    assert (
        await api.code("POST", f"/channels/{channel['id']}/messages/bulk-delete", {"messages": ["5"]})
        == 50003
    )
    said = await playground.discord.person(playground.fan).direct(playground.app.user, "x")
    assert await api.code("DELETE", f"/channels/{channel['id']}/messages/{said.id}") == 50003


async def test_only_ones_own_messages_are_edited(playground: Playground, api: Api, question: Message) -> None:
    path = f"/channels/{{channel}}/messages/{question.id}"
    assert await api.code("PATCH", path, {"content": "x"}) == 50005
    assert await api.code("PATCH", path, {"flags": 4}) == 50005
    assert await api.code("DELETE", path) == 50013
    playground.channel.allow(playground.app.user, ["manage_messages"])
    assert (await api("PATCH", path, {"flags": 4}))[1]["flags"] == 4
    assert (await api("DELETE", path))[0] == 204
    assert await api.code("DELETE", path) == 10008


async def test_an_edit_may_not_leave_nothing(playground: Playground, api: Api) -> None:
    sent = (await api(*SAY, {"content": "x"}))[1]
    path = f"/channels/{{channel}}/messages/{sent['id']}"
    assert await api.code("PATCH", path, {"content": ""}) == 50006
    assert (await api("PATCH", path, {"embeds": [{"title": "t"}], "content": "", "flags": 4}))[1][
        "content"
    ] == ""
    assert (await api("PATCH", path, {"components": [], "content": "back"}))[1]["edited_timestamp"]
    playground.channel.messages[-1].kind = 21
    assert await api.code("DELETE", path) == 50021
    reply = {"content": "x", "message_reference": {"message_id": sent["id"]}}
    assert await api.code(*SAY, reply) == 50035


async def test_replies_carry_what_they_answer(playground: Playground, api: Api, question: Message) -> None:
    reply = {
        "content": "x",
        "message_reference": {"message_id": str(question.id), "channel_id": str(playground.channel.id)},
    }
    sent = (await api(*SAY, reply))[1]
    assert sent["referenced_message"]["id"] == str(question.id)
    assert [one["id"] for one in sent["mentions"]] == [str(playground.fan.id)]
    quiet = (await api(*SAY, reply | {"allowed_mentions": {"parse": [], "replied_user": False}}))[1]
    assert quiet["mentions"] == []
    messages.delete(question)
    lenient = {"message_id": str(question.id), "fail_if_not_exists": False}
    assert "message_reference" not in (await api(*SAY, {"content": "x", "message_reference": lenient}))[1]
    shown = (await api("GET", f"/channels/{{channel}}/messages/{sent['id']}"))[1]
    assert shown["referenced_message"] is None


async def test_allowed_mentions_are_honoured(playground: Playground, api: Api) -> None:
    team, loud = playground.guild.role("team", mentionable=True), playground.guild.role("quiet")
    text = f"<@{playground.fan.id}> <@{playground.owner.id}> <@&{team.id}> <@&{loud.id}> <@5> @everyone"

    async def heard(allowed: Any = None) -> tuple[int, int, bool]:
        body = {"content": text} | ({"allowed_mentions": allowed} if allowed is not None else {})
        sent = (await api(*SAY, body))[1]
        return len(sent["mentions"]), len(sent["mention_roles"]), sent["mention_everyone"]

    assert await heard() == (2, 2, True)
    assert await heard({"parse": []}) == (0, 0, False)
    assert await heard({"parse": ["everyone"], "users": [str(playground.fan.id)]}) == (1, 0, True)
    without(playground, "mention_everyone")
    assert await heard() == (2, 1, False)
    assert (
        await api.code(*SAY, {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["5"]}})
        == 50035
    )
    assert await api.code(*SAY, {"content": "x", "allowed_mentions": {"parse": ["all"]}}) == 50035


async def upload(api: Api, *files: tuple[str, bytes], payload: str = '{"content": "x"}') -> tuple[int, Any]:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", payload, content_type="application/json")
    form.add_field("unknown", "ignored")
    for index, (name, content) in enumerate(files):
        form.add_field(f"files[{index}]", io.BytesIO(content), filename=name)
    return await api(*SAY, data=form)


async def test_files_are_kept_and_served(playground: Playground, api: Api) -> None:
    status, sent = await upload(api, ("a.png", plain(0xFF0000)), ("b.bin", b"12"))
    assert status == 200
    picture, other = sent["attachments"]
    assert (picture["width"], picture["content_type"], other["size"]) == (16, "image/png", 2)
    async with api.session.get(picture["url"]) as response:
        assert size_of(await response.read()) == (16, 16)
    async with api.session.get(playground.discord.cdn_url + "/avatars/1/x.png") as response:
        assert response.content_type == "image/png"
    async with api.session.get(playground.discord.cdn_url + "/nothing") as response:
        assert response.status == 404
    path = f"/channels/{{channel}}/messages/{sent['id']}"
    left = (await api("PATCH", path, {"attachments": [{"id": other["id"]}]}))[1]["attachments"]
    assert [one["filename"] for one in left] == ["b.bin"]


async def test_files_may_be_too_large_or_not_allowed(playground: Playground, api: Api) -> None:
    assert (await upload(api, ("big", b"x" * (10 * 1024 * 1024 + 1))))[1]["code"] == 40005
    without(playground, "attach_files")
    assert (await upload(api, ("small", b"x")))[1]["code"] == 50013


async def test_without_embed_links_embeds_are_dropped(playground: Playground, api: Api) -> None:
    without(playground, "embed_links")
    assert (await api(*SAY, {"content": "x", "embeds": [{"title": "t"}]}))[1]["embeds"] == []


async def test_a_message_has_one_thread_and_threads_have_states(
    playground: Playground, api: Api, question: Message
) -> None:
    path = f"/channels/{{channel}}/messages/{question.id}/threads"
    assert await api.code("POST", path, {"name": ""}) == 50035
    assert await api.code("POST", path, {"name": "x", "auto_archive_duration": 5}) == 50035
    settings = {"name": "x", "auto_archive_duration": 60, "rate_limit_per_user": 5}
    assert (await api("POST", path, settings))[0] == 201
    assert await api.code("POST", path, {"name": "x"}) == 160004
    thread = f"/channels/{question.id}"
    assert (await api("POST", thread + "/messages", {"content": "x"}))[0] == 200
    own = (await api("GET", thread + "/messages?limit=1"))[1][0]["id"]
    assert (await api("PATCH", thread, {"archived": True}))[1]["thread_metadata"]["archived"]
    assert await api.code("PATCH", thread, {"name": "y"}) == 50083
    assert await api.code("PATCH", f"{thread}/messages/{own}", {"content": "y"}) == 50083
    assert await api.code("PUT", thread + "/thread-members/@me") == 50083
    assert (await api("POST", thread + "/messages", {"content": "opens it"}))[0] == 200
    assert not playground.guild.threads[0].archived
    threads.change(playground.guild.threads[0], locked=True)
    assert await api.code("POST", thread + "/messages", {"content": "x"}) == 160005
    assert await api.code("PATCH", thread, {"locked": False}) == 50013
    assert await api.code("PUT", thread + "/thread-members/5") == 10007
    assert await api.code("GET", thread + "/thread-members/5") == 10007
    assert await api.code("DELETE", thread + f"/thread-members/{playground.fan.id}") == 50013
    assert await api.code("DELETE", thread) == 50013


async def test_threads_need_their_permissions(playground: Playground, api: Api, question: Message) -> None:
    without(playground, "create_public_threads", "create_private_threads", "send_messages_in_threads")
    assert (
        await api.code("POST", f"/channels/{{channel}}/messages/{question.id}/threads", {"name": "x"})
        == 50013
    )
    assert await api.code("POST", "/channels/{channel}/threads", {"name": "x"}) == 50013
    assert await api.code("POST", "/channels/{channel}/threads", {"name": "x", "type": 11}) == 50013
    assert await api.code("POST", "/channels/{channel}/threads", {"name": "x", "type": 0}) == 50024
    thread = await playground.discord.person(playground.fan).start_thread(question, "by a fan")
    assert await api.code("POST", f"/channels/{thread.id}/messages", {"content": "x"}) == 50013
    assert await api.code("POST", f"/channels/{thread.id}/typing") == 50013
    assert await api.code("PUT", f"/channels/{thread.id}/thread-members/{playground.fan.id}") == 50013
    assert await api.code("PATCH", f"/channels/{thread.id}", {"archived": True}) == 50013
    assert (
        await api.code("POST", f"/channels/{thread.id}/messages/{question.id}/threads", {"name": "x"})
        == 50013
    )


async def test_a_private_thread_is_for_its_members(playground: Playground, api: Api) -> None:
    secret = threads.start(playground.channel, playground.owner, "secret", kind=12)
    assert await api.code("GET", f"/channels/{secret.id}") == 50001
    threads.join(secret, playground.app.user)
    threads.join(secret, playground.app.user)
    assert (await api("GET", f"/channels/{secret.id}"))[1]["member"]
    threads.leave(secret, playground.app.user)
    threads.leave(secret, playground.app.user)
    assert await api.code("GET", f"/channels/{secret.id}") == 50001
    playground.channel.allow(playground.app.user, ["manage_threads"])
    assert (await api("GET", f"/channels/{secret.id}"))[0] == 200


@pytest.mark.usefixtures("admin")
async def test_a_forum_takes_posts_not_messages(playground: Playground, api: Api) -> None:
    forum = playground.guild.forum("q", tags=["a"])
    path = f"/channels/{forum.id}"
    post = {"name": "x", "message": {"content": "x"}}
    assert await api.code("POST", path + "/messages", {"content": "x"}) == 50008
    assert await api.code("GET", path + "/messages") == 50008
    assert await api.code("POST", path + "/threads", {"name": "x"}) == 50035
    assert await api.code("POST", path + "/threads", post | {"applied_tags": ["5"]}) == 10087
    assert await api.code("POST", path + "/threads", {"name": "x", "message": {}}) == 50006
    forum.flags |= 1 << 4
    assert await api.code("POST", path + "/threads", post) == 40067
    assert (await api("POST", path + "/threads", post | {"applied_tags": [str(forum.tags[0].id)]}))[0] == 201
    made = playground.guild.threads[0]
    assert (await api("PATCH", f"/channels/{made.id}", {"applied_tags": []}))[1]["applied_tags"] == []
    assert await api.code("PATCH", f"/channels/{made.id}", {"name": ""}) == 50035
    assert await api.code("POST", f"/channels/{forum.id}/messages/5/threads", {"name": "x"}) == 50024


async def test_a_forum_needs_send_messages_for_posts(playground: Playground, api: Api) -> None:
    forum = playground.guild.forum("q", deny={None: ["send_messages"]})
    assert (
        await api.code("POST", f"/channels/{forum.id}/threads", {"name": "x", "message": {"content": "x"}})
        == 50013
    )


async def test_reactions_are_limited(playground: Playground, api: Api, question: Message) -> None:
    path = f"/channels/{{channel}}/messages/{question.id}/reactions"
    assert await api.code("PUT", path + "/nonsense/@me") == 10014
    assert (await api("PUT", path + "/party:1234/@me"))[0] == 204
    shown = (await api("GET", f"/channels/{{channel}}/messages/{question.id}"))[1]["reactions"][0]["emoji"]
    assert shown == {"id": "1234", "name": "party", "animated": False}
    for number in range(19):
        messages.react(question, playground.fan, chr(0x1F600 + number))
    messages.react(question, playground.fan, chr(0x1F600))
    messages.unreact(question, playground.owner, chr(0x1F600))
    assert await api.code("PUT", path + "/%F0%9F%8E%B5/@me") == 30010
    without(playground, "add_reactions")
    assert await api.code("PUT", path + "/%F0%9F%8E%B5/@me") == 50013
    assert (await api("PUT", path + "/%F0%9F%98%80/@me"))[0] == 204
    assert await api.code("DELETE", path) == 50013
    playground.channel.allow(playground.app.user, ["manage_messages"])
    assert await api.code("DELETE", path + "/%F0%9F%98%80/5") == 10013
    messages.clear_reactions(question, "none")


@pytest.mark.usefixtures("admin")
async def test_two_hundred_and_fifty_pins_are_the_most(playground: Playground, api: Api) -> None:
    made = [messages.post(playground.channel, playground.fan, content=str(n)) for n in range(251)]
    for message in made[:250]:
        message.pinned_at = playground.world.clock.now()
    assert await api.code("PUT", f"/channels/{{channel}}/pins/{made[250].id}") == 30003
    assert len((await api("GET", "/channels/{channel}/pins"))[1]) == 50


async def test_pinning_needs_a_permission(api: Api, question: Message) -> None:
    assert await api.code("PUT", f"/channels/{{channel}}/messages/pins/{question.id}") == 50013


@pytest.mark.usefixtures("admin")
async def test_bulk_deletion_has_bounds(playground: Playground, api: Api, question: Message) -> None:
    path = "/channels/{channel}/messages/bulk-delete"
    assert await api.code("POST", path, {"messages": [str(question.id)]}) == 50016
    assert await api.code("POST", path, {"messages": "all"}) == 50035
    playground.world.clock.advance(timedelta(days=15))
    assert await api.code("POST", path, {"messages": [str(question.id), "5"]}) == 50034


@pytest.mark.usefixtures("admin")
async def test_channels_are_made_within_bounds(playground: Playground, api: Api) -> None:
    path = "/guilds/{guild}/channels"
    assert await api.code("POST", path, {"name": ""}) == 50035
    assert await api.code("POST", path, {"name": "x", "type": 77}) == 50035
    assert await api.code("POST", path, {"name": "x", "topic": "t" * 1025}) == 50035
    assert await api.code("POST", path, {"name": "x", "rate_limit_per_user": 21601}) == 50035
    assert await api.code("POST", path, {"name": "x", "parent_id": str(playground.channel.id)}) == 50035
    category = playground.guild.category("c", deny={None: ["send_messages"]})
    made = (await api("POST", path, {"name": "A B", "parent_id": str(category.id), "nsfw": True}))[1]
    assert (made["name"], made["nsfw"], len(made["permission_overwrites"])) == ("a-b", True, 1)
    for number in range(500):
        playground.guild.channels[number] = playground.channel
    assert await api.code("POST", path, {"name": "x"}) == 30013


async def test_a_bot_gives_no_permission_it_lacks(playground: Playground, api: Api) -> None:
    role = next(role for role in playground.guild.roles.values() if role.managed)
    role.grant("manage_channels", "manage_roles")
    overwrites = [{"id": str(playground.guild.id), "type": 0, "allow": str(1 << 3), "deny": "0"}]
    assert await api.code("PATCH", "/channels/{channel}", {"permission_overwrites": overwrites}) == 50013
    above = playground.guild.role("above")
    assert await api.code("PUT", f"/guilds/{{guild}}/members/{{fan}}/roles/{above.id}") == 50013
    assert await api.code("PUT", f"/guilds/{{guild}}/members/{{fan}}/roles/{role.id}") == 50013
    role.position = 9
    assert (await api("PUT", f"/guilds/{{guild}}/members/{{fan}}/roles/{above.id}"))[0] == 204
    assert (await api("PUT", f"/guilds/{{guild}}/members/{{fan}}/roles/{above.id}"))[0] == 204
    stranger = playground.world.user("stranger")
    assert await api.code("GET", f"/guilds/{{guild}}/members/{stranger.id}") == 10007
    role.grant("manage_nicknames", "moderate_members")
    assert await api.code("PATCH", "/guilds/{guild}/members/{fan}", {"nick": "n" * 33}) == 50035
    until = {"communication_disabled_until": None}
    assert (await api("PATCH", "/guilds/{guild}/members/{fan}", until))[0] == 200
    assert await api.code("PATCH", f"/guilds/{{guild}}/members/{playground.owner.id}", {"nick": "x"}) == 50013


async def test_scheduled_events_are_checked(playground: Playground, api: Api) -> None:
    playground.guild.everyone.grant("create_events")
    now = playground.world.clock.now()
    good = {
        "name": "Show",
        "privacy_level": 2,
        "entity_type": 3,
        "scheduled_start_time": (now + timedelta(days=1)).isoformat(),
        "scheduled_end_time": (now + timedelta(days=2)).isoformat(),
        "entity_metadata": {"location": "Hall"},
    }

    async def wrong(**changed: Any) -> list[str]:
        status, body = await api("POST", EVENTS, {**good, **changed})
        assert (status, body["code"]) == (400, 50035)
        return list(body["errors"])

    assert await wrong(name=None) == ["name"]
    assert await wrong(scheduled_end_time=None) == ["scheduled_end_time"]
    assert await wrong(scheduled_end_time=now.isoformat()) == ["scheduled_end_time"]
    assert await wrong(scheduled_start_time=(now - timedelta(days=1)).isoformat()) == ["scheduled_start_time"]
    assert await wrong(scheduled_start_time="soon") == ["scheduled_start_time"]
    assert await wrong(entity_metadata=None) == ["entity_metadata"]
    assert await wrong(entity_metadata={"location": "l" * 101}) == ["entity_metadata"]
    assert await wrong(entity_type=9, channel_id=None) == ["entity_type", "channel_id"]
    assert await wrong(entity_type=2) == ["channel_id"]
    assert await wrong(privacy_level=1, description="d" * 1001) == ["description", "privacy_level"]
    assert await wrong(status=3) == ["status"]
    made = (await api("POST", EVENTS, good))[1]
    path = f"{EVENTS}/{made['id']}"
    assert (await api("PATCH", path, {"image": "data:image/png;base64,x", "description": ""}))[1]["image"]
    playground.guild.scheduled_events[int(made["id"])].creator = playground.owner
    assert await api.code("PATCH", path, {"name": "x"}) == 50013
    playground.guild.everyone.grant("manage_events")
    playground.guild.scheduled_events[int(made["id"])].status = 3
    assert await api.code("PATCH", path, {"name": "x"}) == 180000
    event = playground.guild.scheduled_events[int(made["id"])]
    event.status = 1
    for number in range(100):
        playground.guild.scheduled_events[number] = event
    assert await api.code("POST", EVENTS, good) == 30038


@pytest.mark.usefixtures("admin")
async def test_an_event_in_a_voice_channel_needs_no_end(playground: Playground, api: Api) -> None:
    voice = (await api("POST", "/guilds/{guild}/channels", {"name": "v", "type": 2}))[1]
    start = (playground.world.clock.now() + timedelta(days=1)).isoformat()
    body = {
        "name": "x",
        "privacy_level": 2,
        "entity_type": 2,
        "channel_id": voice["id"],
        "scheduled_start_time": start,
    }
    assert (await api("POST", EVENTS, body))[1]["channel_id"] == voice["id"]


async def test_a_form_of_no_known_shape_is_500_and_loud(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    assert (await api(*SAY, {"embeds": [{"author": "a"}]}))[0] == 500
    assert "Could not carry out POST" in caplog.text


async def test_a_layouts_media_are_files_that_came_with_it(playground: Playground, api: Api) -> None:
    parts = [
        {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]},
        {"type": 13, "file": {"url": "attachment://b.bin"}},
        {"type": 9, "components": [{"type": 10, "content": "x"}], "accessory": {"type": 11, "media": {"url": "https://e.com/c.png"}}},
        {"type": 14},
        {"type": 17, "components": [{"type": 10, "content": "x"}]},
    ]  # fmt: skip
    payload = json.dumps({"flags": 1 << 15, "components": parts})
    files = (("a.png", plain(0)), ("b.bin", b"12"))
    gallery, file, section, line, box = (await upload(api, *files, payload=payload))[1]["components"]
    address = gallery["items"][0]["media"]["url"]
    assert address == playground.channel.messages[-1].attachments[0].url
    assert file["name"] == "b.bin"
    assert section["accessory"]["media"]["proxy_url"] == "https://e.com/c.png"
    assert (line["spacing"], line["divider"], box["accent_color"]) == (1, True, None)
    assert (await upload(api, files[0], payload=payload))[1]["code"] == 50035


async def test_a_layout_takes_no_content_when_edited_either(api: Api) -> None:
    sent = (await api(*SAY, {"flags": 1 << 15, "components": [{"type": 10, "content": "x"}]}))[1]
    assert sent["components"][0]["id"] == 1
    assert await api.code("PATCH", f"/channels/{{channel}}/messages/{sent['id']}", {"content": "x"}) == 50035
