"""What bots of other kinds do to a guild: roles, bans, webhooks, invites, emojis, AutoMod, and themselves."""

from __future__ import annotations

import functools
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.rehearsal.model.channels import NEWS
from tests.rehearsal.test_rehearsal_gateway import line
from tests.rehearsal.test_rehearsal_wire import KNOWN_TO_DIFFER, WIRE, checker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.rehearsal.playground import Api, Playground

PICTURE = "data:image/png;base64,iVBORw0KGgo="
ROLES, BANS = "/guilds/{guild}/roles", "/guilds/{guild}/bans"
RULES, EMOJIS = "/guilds/{guild}/auto-moderation/rules", "/guilds/{guild}/emojis"
ALL = 0x3FFFFFF
WIDER = ("<body>: 'username' is a required", "description: 'Carries amps.' is not of type 'object'")
"""The documentation lets all of an account's fields be left out, and a description is words."""


pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@functools.cache
def description() -> Any:
    return checker("rest_check").Spec()


@pytest.fixture(autouse=True)
async def _fits_the_description(playground: Playground) -> AsyncIterator[None]:
    """Check all that was asked and answered against Discord's own description, where that is here."""
    yield
    if not (WIRE / "rest_check.py").exists():
        return
    problems: list[str] = []
    spec = description()
    for one in playground.discord.record.requests:
        where = f"{one.method} {one.path}"
        if one.request is not None and one.status < 400:
            asked = spec.request(one.method, one.path, one.request)
            problems += [f"{where}: {text}" for text in asked if not text.startswith(WIDER)]
        if one.status < 400:
            found = spec.response(one.method, one.path, one.status, one.response)
            problems += [f"{where}: {text}" for text in found if not text.startswith(KNOWN_TO_DIFFER)]
    assert not problems, "\n".join(problems)


@pytest.fixture
def granted(playground: Playground) -> None:
    """Let the bot do what moderators do, from a role above the fan's."""
    boss = playground.guild.role("boss", [
        "manage_roles", "kick_members", "ban_members", "manage_webhooks", "manage_guild", "view_audit_log",
        "create_instant_invite", "manage_channels", "manage_expressions", "create_expressions", "change_nickname",
    ])  # fmt: skip
    own = playground.guild.members[playground.app.user.id]
    playground.guild.set_roles(playground.app.user, [*own.roles, boss])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", ROLES, {"name": "Crew"}),
        ("PATCH", ROLES, []),
        ("DELETE", "/guilds/{guild}/members/{fan}", None),
        ("PUT", BANS + "/{fan}", {}),
        ("GET", BANS, None),
        ("GET", "/guilds/{guild}/audit-logs", None),
        ("GET", RULES, None),
        ("POST", EMOJIS, {"name": "wave", "image": PICTURE}),
        ("POST", "/channels/{channel}/webhooks", {"name": "News"}),
        ("GET", "/guilds/{guild}/webhooks", None),
        ("GET", "/guilds/{guild}/invites", None),
    ],
)
async def test_without_the_permission_it_is_50013(api: Api, method: str, path: str, body: Any) -> None:
    if body == []:
        body = [{"id": "{guild}", "position": 1}]
        assert (
            await api.code(method, path, [{"id": str(api.playground.guild.everyone.id), "position": 1}])
            == 50013
        )
        return
    assert await api.code(method, path, body) == 50013


@pytest.mark.usefixtures("granted")
async def test_roles_are_made_changed_moved_and_deleted(api: Api) -> None:
    _, crew = await api("POST", ROLES, {"name": "Crew", "color": 0xFF0000, "hoist": True})
    _, street = await api("POST", ROLES, {"name": "Street team", "permissions": "1024"})
    assert (crew["colors"]["primary_color"], crew["hoist"], street["position"]) == (0xFF0000, True, 1)
    _, changed = await api("PATCH", f"{ROLES}/{crew['id']}", {"name": "Road crew", "mentionable": True})
    assert (changed["name"], changed["mentionable"]) == ("Road crew", True)
    _, moved = await api("PATCH", ROLES, [{"id": street["id"], "position": 2}])
    order = [one["name"] for one in sorted(moved, key=lambda one: one["position"])]
    assert order.index("Road crew") < order.index("Street team") < order.index("boss")
    fan = "/guilds/{guild}/members/{fan}/roles/" + crew["id"]
    assert (await api("PUT", fan))[0] == (await api("DELETE", fan))[0] == 204
    assert (await api("GET", ROLES + "/member-counts"))[1][crew["id"]] == 0
    assert (await api("DELETE", f"{ROLES}/{crew['id']}"))[0] == 204
    assert await api.code("GET", f"{ROLES}/{crew['id']}") == 10011
    _, log = await api("GET", "/guilds/{guild}/audit-logs")
    assert [one["action_type"] for one in log["audit_log_entries"]] == [32, 25, 25, 31, 30, 30]


@pytest.mark.usefixtures("granted")
async def test_a_bot_neither_gives_what_it_lacks_nor_touches_what_is_above_it(
    playground: Playground, api: Api
) -> None:
    above = playground.guild.role("above")
    assert await api.code("POST", ROLES, {"permissions": str(1 << 3)}) == 50013
    assert await api.code("PATCH", f"{ROLES}/{above.id}", {"name": "below"}) == 50013
    assert await api.code("PATCH", ROLES, [{"id": str(above.id), "position": 1}]) == 50013
    playground.guild.set_roles(playground.fan, [above])
    assert await api.code("DELETE", "/guilds/{guild}/members/{fan}") == 50013
    assert await api.code("PUT", BANS + "/{fan}", {}) == 50013


@pytest.mark.usefixtures("granted")
async def test_who_is_banned_is_gone_with_what_they_wrote_and_may_be_let_back(
    playground: Playground, api: Api
) -> None:
    await playground.discord.person(playground.fan).say(playground.channel, "spam")
    playground.world.clock.advance(timedelta(seconds=1))
    api.headers["X-Audit-Log-Reason"] = "spam%20again"
    assert (await api("PUT", BANS + "/{fan}", {"delete_message_seconds": 60}))[0] == 204
    assert playground.fan.id not in playground.guild.members
    assert not playground.channel.messages
    assert (await api("GET", BANS))[1][0]["reason"] == "spam again"
    assert (await api("GET", BANS + "/{fan}"))[1]["user"]["username"] == "fan"
    assert (await api("GET", BANS + "?after={fan}"))[1] == []
    assert (await api("DELETE", BANS + "/{fan}"))[0] == 204
    assert await api.code("GET", BANS + "/{fan}") == 10026
    _, log = await api("GET", "/guilds/{guild}/audit-logs?action_type=22")
    assert [one["reason"] for one in log["audit_log_entries"]] == ["spam again"]
    _, log = await api("GET", "/guilds/{guild}/audit-logs?after=1&limit=1")
    assert [one["action_type"] for one in log["audit_log_entries"]] == [22]
    assert await api.code("PUT", BANS + "/{fan}", {"delete_message_seconds": 604_801}) == 50035


@pytest.mark.usefixtures("granted")
async def test_many_are_banned_at_once(playground: Playground, api: Api) -> None:
    ids = [str(playground.fan.id), str(playground.owner.id)]
    _, done = await api("POST", "/guilds/{guild}/bulk-ban", {"user_ids": ids})
    assert done == {"banned_users": ids[:1], "failed_users": ids[1:]}
    assert await api.code("POST", "/guilds/{guild}/bulk-ban", {"user_ids": ids[1:]}) == 500000


@pytest.mark.usefixtures("granted")
async def test_who_is_kicked_is_no_member(playground: Playground, api: Api) -> None:
    assert (await api("DELETE", "/guilds/{guild}/members/{fan}"))[0] == 204
    assert await api.code("GET", "/guilds/{guild}/members/{fan}") == 10007
    assert await api.code("DELETE", f"/guilds/{{guild}}/members/{playground.owner.id}") == 50013


@pytest.mark.usefixtures("granted")
async def test_a_webhook_writes_under_its_own_name(playground: Playground, api: Api) -> None:
    _, made = await api("POST", "/channels/{channel}/webhooks", {"name": "News", "avatar": PICTURE})
    at = f"/webhooks/{made['id']}/{made['token']}"
    bot_headers, api.headers = api.headers, {}
    assert "user" not in (await api("GET", at))[1]
    assert (await api("POST", at, {"content": "Out now"}))[0] == 204
    _, sent = await api("POST", at + "?wait=true", {"content": "Tonight", "username": "Tour"})
    assert (sent["author"]["username"], sent["webhook_id"]) == ("Tour", made["id"])
    message = f"{at}/messages/{sent['id']}"
    assert (await api("PATCH", message, {"content": "Tomorrow"}))[1]["content"] == "Tomorrow"
    assert (await api("GET", message))[1]["content"] == "Tomorrow"
    assert (await api("DELETE", message))[0] == 204
    assert await api.code("GET", message) == 10008
    assert await api.code("POST", f"/webhooks/{made['id']}/wrong", {"content": "x"}) == 50027
    assert (await api("PATCH", at, {"name": "Newsroom"}))[1]["name"] == "Newsroom"
    api.headers = bot_headers
    assert [one.content for one in playground.channel.messages] == ["Out now"]
    listed = [
        (await api("GET", path))[1] for path in ("/guilds/{guild}/webhooks", "/channels/{channel}/webhooks")
    ]
    assert [[one["name"] for one in found] for found in listed] == [["Newsroom"], ["Newsroom"]]
    other = playground.guild.text_channel("other")
    _, moved = await api("PATCH", f"/webhooks/{made['id']}", {"channel_id": str(other.id)})
    assert moved["channel_id"] == str(other.id)
    assert (await api("GET", f"/webhooks/{made['id']}"))[1]["user"]["id"] == str(playground.app.id)
    assert (await api("DELETE", f"/webhooks/{made['id']}"))[0] == 204
    assert await api.code("GET", f"/webhooks/{made['id']}") == 10015
    assert await api.code("POST", "/channels/{channel}/webhooks", {"name": "Discord news"}) == 50035


@pytest.mark.usefixtures("granted")
async def test_a_webhook_writes_in_a_thread_and_can_be_deleted_by_its_token(
    playground: Playground, api: Api
) -> None:
    _, made = await api("POST", "/channels/{channel}/webhooks", {"name": "News"})
    thread = await playground.discord.person(playground.fan).start_thread(
        await playground.discord.person(playground.fan).say(playground.channel, "when?"), "Dates"
    )
    at = f"/webhooks/{made['id']}/{made['token']}"
    _, sent = await api("POST", f"{at}?wait=true&thread_id={thread.id}", {"content": "Soon"})
    assert sent["channel_id"] == str(thread.id)
    assert playground.app.id not in thread.members
    assert await api.code("POST", f"{at}?thread_id=5", {"content": "x"}) == 10003
    assert (await api("DELETE", at))[0] == 204
    assert await api.code("GET", at) == 10015


@pytest.mark.usefixtures("granted")
async def test_invites_last_as_long_as_they_say(playground: Playground, api: Api) -> None:
    at = "/channels/{channel}/invites"
    _, made = await api("POST", at, {"max_age": 60, "max_uses": 3})
    assert (made["max_uses"], made["channel"]["name"]) == (3, "general")
    assert (await api("GET", f"/invites/{made['code']}?with_counts=true"))[1]["approximate_member_count"] == 3
    assert [len((await api("GET", path))[1]) for path in (at, "/guilds/{guild}/invites")] == [1, 1]
    playground.world.clock.advance(timedelta(minutes=2))
    assert await api.code("GET", f"/invites/{made['code']}") == 10006
    _, lasting = await api("POST", at, {"max_age": 0})
    assert lasting["expires_at"] is None
    assert (await api("DELETE", f"/invites/{lasting['code']}"))[0] == 200
    assert (await api("GET", at))[1] == []
    assert await api.code("POST", at, {"max_age": -1}) == 50035


@pytest.mark.usefixtures("granted")
async def test_a_guild_has_emojis_of_its_own(playground: Playground, api: Api) -> None:
    status, made = await api("POST", EMOJIS, {"name": "wave", "image": PICTURE, "roles": []})
    assert (status, made["name"], made["animated"]) == (201, "wave", False)
    assert (await api("PATCH", f"{EMOJIS}/{made['id']}", {"name": "waves"}))[1]["name"] == "waves"
    assert (await api("GET", f"{EMOJIS}/{made['id']}"))[1]["user"]["id"] == str(playground.app.id)
    assert len((await api("GET", EMOJIS))[1]) == len((await api("GET", "/guilds/{guild}"))[1]["emojis"]) == 1
    assert (await api("DELETE", f"{EMOJIS}/{made['id']}"))[0] == 204
    assert await api.code("GET", f"{EMOJIS}/{made['id']}") == 10014
    moving = {"name": "jump", "image": "data:image/jpg;base64,R0lGODlhAQABAAAAACw="}
    assert (await api("POST", EMOJIS, moving))[1]["animated"], "the picture says what it is, not its name"
    assert await api.code("POST", EMOJIS, {"name": "wave", "image": "a picture"}) == 50035
    assert await api.code("POST", EMOJIS, {"name": "w", "image": PICTURE}) == 50035


@pytest.mark.usefixtures("granted")
async def test_rules_of_automod_are_kept(api: Api) -> None:
    rule = {
        "name": "No spoilers",
        "event_type": 1,
        "trigger_type": 1,
        "trigger_metadata": {"keyword_filter": ["encore"]},
        "actions": [{"type": 1}],
        "enabled": True,
    }
    _, made = await api("POST", RULES, rule)
    assert made["trigger_metadata"]["keyword_filter"] == ["encore"]
    assert (await api("PATCH", f"{RULES}/{made['id']}", {"enabled": False}))[1]["enabled"] is False
    assert len((await api("GET", RULES))[1]) == 1
    assert (await api("GET", f"{RULES}/{made['id']}"))[1]["name"] == "No spoilers"
    assert (await api("DELETE", f"{RULES}/{made['id']}"))[0] == 204
    assert (await api("GET", f"{RULES}/{made['id']}"))[0] == 404
    assert await api.code("POST", RULES, {"name": "Nothing"}) == 50035
    assert await api.code("POST", RULES, rule | {"trigger_type": 9}) == 50035
    spam = rule | {"trigger_type": 3, "trigger_metadata": {}}
    assert (await api("POST", RULES, spam))[0] == 200
    assert await api.code("POST", RULES, spam) == 50035


async def test_a_bot_reads_command_permissions_but_never_sets_them(api: Api) -> None:
    _, made = await api("POST", "/applications/{app}/commands", {"name": "shows", "description": "Shows"})
    at = "/applications/{app}/guilds/{guild}/commands"
    assert (await api("GET", at + "/permissions"))[1] == []
    assert await api.code("GET", f"{at}/{made['id']}/permissions") == 10066
    assert await api.code("GET", f"{at}/5/permissions") == 10063
    one = {"permissions": [{"id": "5", "type": 1, "permission": True}]}
    assert await api.code("PUT", f"{at}/{made['id']}/permissions", one) == 20001
    assert (await api("PUT", at + "/permissions", []))[0] == 405


@pytest.mark.usefixtures("granted")
async def test_a_bot_changes_how_it_is_shown(api: Api) -> None:
    own = "/guilds/{guild}/members/@me"
    _, member = await api("PATCH", own, {"nick": "Stage hand", "avatar": PICTURE, "bio": "I carry amps."})
    assert (member["nick"], bool(member["avatar"]), member["bio"]) == ("Stage hand", True, "I carry amps.")
    assert (await api("PATCH", own, {"nick": None}))[1]["nick"] is None
    assert await api.code("PATCH", own, {"nick": "x" * 33}) == 50035
    _, user = await api("PATCH", "/users/@me", {"username": "stagehand", "avatar": PICTURE})
    assert (user["username"], bool(user["avatar"])) == ("stagehand", True)
    assert (await api("PATCH", "/users/@me", {"avatar": None}))[1]["avatar"] is None
    _, app = await api("PATCH", "/applications/@me", {"description": "Carries amps.", "tags": ["music"]})
    assert (app["description"], app["tags"]) == ("Carries amps.", ["music"])
    assert (await api("GET", "/applications/@me"))[1]["description"] == "Carries amps."
    address = {"interactions_endpoint_url": "https://example.org/interactions"}
    assert await api.code("PATCH", "/applications/@me", address) == 50035


async def test_news_are_published_once(playground: Playground, api: Api) -> None:
    news = playground.guild.new_channel(NEWS, "news")
    playground.guild.channel_created(news)
    at = f"/channels/{news.id}/messages"
    _, sent = await api("POST", at, {"content": "Out now"})
    assert (await api("POST", f"{at}/{sent['id']}/crosspost"))[1]["flags"] == 1
    assert await api.code("POST", f"{at}/{sent['id']}/crosspost") == 40033
    said = await playground.discord.person(playground.owner).say(news, "Also out")
    assert await api.code("POST", f"{at}/{said.id}/crosspost") == 50013
    said = await playground.discord.person(playground.fan).say(playground.channel, "news")
    assert await api.code("POST", f"/channels/{{channel}}/messages/{said.id}/crosspost") == 50024


@pytest.mark.usefixtures("granted")
async def test_the_gateway_tells_of_it_to_those_who_may_know(playground: Playground, api: Api) -> None:
    async with line(playground) as socket:
        await socket.identify(intents=ALL)
        await socket.named("GUILD_CREATE")
        _, role = await api("POST", ROLES, {"name": "Crew"})
        assert (await socket.named("GUILD_AUDIT_LOG_ENTRY_CREATE"))["d"]["target_id"] == role["id"]
        await api("POST", "/channels/{channel}/webhooks", {"name": "News"})
        assert (await socket.named("WEBHOOKS_UPDATE"))["d"]["channel_id"] == str(playground.channel.id)
        _, invite = await api("POST", "/channels/{channel}/invites", {})
        assert (await socket.named("INVITE_CREATE"))["d"]["code"] == invite["code"]
        await api("DELETE", f"/invites/{invite['code']}")
        assert (await socket.named("INVITE_DELETE"))["d"]["code"] == invite["code"]
        await api("POST", EMOJIS, {"name": "wave", "image": PICTURE})
        assert (await socket.named("GUILD_EMOJIS_UPDATE"))["d"]["emojis"][0]["name"] == "wave"
        rule = {"name": "Calm", "event_type": 1, "trigger_type": 3, "actions": [{"type": 1}]}
        await api("POST", RULES, rule)
        assert (await socket.named("AUTO_MODERATION_RULE_CREATE"))["d"]["name"] == "Calm"
        await api("PUT", BANS + "/{fan}", {})
        assert (await socket.named("GUILD_BAN_ADD"))["d"]["user"]["id"] == str(playground.fan.id)
        playground.guild.set_roles(playground.app.user, [])
        await socket.named("GUILD_MEMBER_UPDATE")
        playground.guild.role("after")
        assert (await socket.next())["t"] == "GUILD_ROLE_CREATE"
