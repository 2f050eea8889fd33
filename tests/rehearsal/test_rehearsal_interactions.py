from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import interactions, messages

if TYPE_CHECKING:
    from bot.rehearsal.model.interactions import Interaction
    from bot.rehearsal.people.person import Person
    from tests.rehearsal.playground import Api, Playground

ROW: list[dict[str, Any]] = [
    {"type": 1, "components": [{"type": 2, "style": 1, "label": "Go", "custom_id": "go"}]}
]


@pytest.fixture
async def person(playground: Playground, api: Api) -> Person:
    form = {
        "name": "ask",
        "description": "d",
        "options": [{"type": 3, "name": "what", "description": "d", "autocomplete": True}],
    }
    await api(
        "PUT", "/applications/{app}/commands", [form, {"name": "Menu", "type": 3}, {"name": "Who", "type": 2}]
    )
    return playground.discord.person(playground.fan)


async def answer(
    api: Api, invocation: Interaction, kind: int, data: Any = None, query: str = ""
) -> tuple[int, Any]:
    path = f"/interactions/{invocation.id}/{invocation.token}/callback{query}"
    return await api("POST", path, {"type": kind, "data": data or {}})


def hook(invocation: Interaction, rest: str = "") -> str:
    return f"/webhooks/{{app}}/{invocation.token}{rest}"


async def test_an_interaction_is_answered_once(playground: Playground, api: Api, person: Person) -> None:
    used = await person.slash(playground.channel, "ask")
    assert used.state == "waiting"
    assert (await answer(api, used, 4, {"content": "x"}))[0] == 204
    assert "X-RateLimit-Bucket" not in api.last.headers
    assert (await answer(api, used, 4, {"content": "x"}))[1]["code"] == 40060
    assert used.state == "responded"


async def test_an_interaction_fails_after_its_time(
    playground: Playground, api: Api, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interactions, "PATIENCE", 0.01)
    used = await (await person.slash(playground.channel, "ask")).done()
    assert used.state == "failed"
    assert (await answer(api, used, 4, {"content": "x"}))[1]["code"] == 10062


async def test_an_answered_interaction_does_not_fail(
    playground: Playground, api: Api, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interactions, "PATIENCE", 0.05)
    used = await person.slash(playground.channel, "ask")
    await answer(api, used, 5)
    await asyncio.sleep(0.06)
    assert used.state == "deferred"
    with pytest.raises(TimeoutError):
        await used.done(timeout=0.01)


async def test_a_refused_answer_leaves_the_interaction_open(
    playground: Playground, api: Api, person: Person
) -> None:
    used = await person.slash(playground.channel, "ask")
    assert (await answer(api, used, 4, {"content": "x" * 2001}))[1]["code"] == 50035
    for kind in (2, 6, 7, 8):
        assert (await answer(api, used, kind))[1]["code"] == 50035
    assert (await answer(api, used, 9, {}))[1]["code"] == 50035
    assert (await answer(api, used, 4, {"content": "x"}))[0] == 204


async def test_only_choices_answer_autocomplete(playground: Playground, api: Api, person: Person) -> None:
    task = asyncio.create_task(person.autocomplete(playground.channel, "ask", focused="what"))
    used = await playground.discord.wait_for(lambda: next(iter(playground.world.interactions.values()), None))
    assert (await answer(api, used, 4, {"content": "x"}))[1]["code"] == 50035
    assert (await answer(api, used, 8, {"choices": [{"name": "", "value": "v" * 101}]}))[1]["code"] == 50035
    await answer(api, used, 8, {"choices": [{"name": "a", "value": 1}]})
    assert await task == [{"name": "a", "value": 1}]


async def test_a_deferred_answer_is_filled_by_the_first_follow_up(
    playground: Playground, api: Api, person: Person
) -> None:
    used = await person.slash(playground.channel, "ask")
    assert (await api("POST", hook(used), {"content": "x"}))[1]["code"] == 10015
    body = (await answer(api, used, 5, {"flags": 64}, "?with_response=1"))[1]
    assert body["interaction"]["response_message_loading"]
    assert body["interaction"]["response_message_ephemeral"]
    assert used.message
    assert used.message.loading
    await api("POST", hook(used), {"content": "filled"})
    assert (used.state, used.message.content, used.message.flags) == ("responded", "filled", 64)
    await api("POST", hook(used), {"content": "more", "flags": 64})
    assert [one.content for one in used.followups] == ["more"]
    assert [one.content for one in person.sees(playground.channel)] == ["filled", "more"]
    assert playground.channel.messages == []
    assert playground.discord.person(playground.owner).sees(playground.channel) == []


async def test_tokens_last_fifteen_minutes_of_the_worlds_time(
    playground: Playground, api: Api, person: Person
) -> None:
    used = await person.slash(playground.channel, "ask")
    await answer(api, used, 4, {"content": "x"})
    playground.world.clock.advance(timedelta(minutes=14))
    assert (await api("PATCH", hook(used, "/messages/@original"), {"content": "y"}))[0] == 200
    playground.world.clock.advance(timedelta(minutes=2))
    assert (await api("PATCH", hook(used, "/messages/@original"), {"content": "z"}))[1]["code"] == 50027


async def test_answers_can_be_deleted(playground: Playground, api: Api, person: Person) -> None:
    used = await person.slash(playground.channel, "ask")
    await answer(api, used, 5)
    assert (await api("DELETE", hook(used, "/messages/@original")))[0] == 204
    assert used.state == "responded"
    assert await api.code("GET", hook(used, "/messages/@original")) == 10008
    assert await api.code("GET", hook(used, "/messages/5")) == 10008
    sent = (await api("POST", hook(used), {"content": "y"}))[1]
    assert (await api("DELETE", hook(used, f"/messages/{sent['id']}")))[0] == 204
    messages.delete(used.followups[0])


async def test_buttons_are_pressed_only_where_they_can_be(
    playground: Playground, api: Api, person: Person
) -> None:
    link = {"type": 2, "style": 5, "label": "Web", "url": "https://e.com"}
    off = {"type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": True}
    go = ROW[0]["components"]
    await api(
        "POST", "/channels/{channel}/messages", {"components": [{"type": 1, "components": [*go, link, off]}]}
    )
    message = playground.channel.messages[-1]
    for name in ("Web", "Off", "Nothing"):
        with pytest.raises(KeyError):
            await person.press(message, name)
    pressed = await person.press(message, "go")
    assert (await answer(api, pressed, 6))[0] == 204
    assert pressed.state == "deferred"
    await api("PATCH", hook(pressed, "/messages/@original"), {"content": "new"})
    assert message.content == "new"
    again = await person.press(message, "Go")
    messages.delete(message)
    assert (await answer(api, again, 7, {"content": "x"}))[1]["code"] == 10008
    with pytest.raises(Refused, match="10008"):
        await person.press(message, "Go")
    await api("POST", "/channels/{channel}/messages", {"components": ROW})
    playground.channel.messages[-1].author = playground.owner
    with pytest.raises(KeyError):
        await person.press(playground.channel.messages[-1], "Go")


async def test_an_ephemeral_button_is_its_readers(playground: Playground, api: Api, person: Person) -> None:
    used = await person.slash(playground.channel, "ask")
    await answer(api, used, 4, {"content": "x", "flags": 64, "components": ROW})
    assert used.message
    await person.press(used.message, "Go")
    with pytest.raises(Refused, match="10008"):
        await playground.discord.person(playground.owner).press(used.message, "Go")
    await person.delete(used.message)
    assert person.sees(playground.channel) == []


async def test_selects_take_what_they_offer(playground: Playground, api: Api, person: Person) -> None:
    options = [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]
    select = {"type": 3, "custom_id": "s", "options": options}
    users = {"type": 5, "custom_id": "u", "placeholder": "Who", "min_values": 0}
    rows = [{"type": 1, "components": [one]} for one in (select, users)]
    await api("POST", "/channels/{channel}/messages", {"components": rows})
    message = playground.channel.messages[-1]
    assert (await person.choose(message, "s", ["B"])).data["values"] == ["b"]
    for values in (["C"], ["A", "B"], []):
        with pytest.raises(KeyError):
            await person.choose(message, "s", values)
    assert (await person.choose(message, "Who", [])).data["values"] == []
    stranger = playground.world.user("stranger")
    assert "members" not in (await person.choose(message, "Who", [stranger])).data["resolved"]
    with pytest.raises(TypeError):
        await person.choose(message, "Who", ["fan"])


async def test_forms_are_filled_as_the_app_lets_people(
    playground: Playground, api: Api, person: Person
) -> None:
    used = await person.slash(playground.channel, "ask")
    with pytest.raises(ValueError, match="No form"):
        await person.submit(used)
    text = {"type": 4, "custom_id": "t", "label": "Text", "style": 1, "max_length": 5, "min_length": 2}
    select = {"type": 3, "custom_id": "s", "options": [{"label": "A", "value": "a"}]}
    parts = [
        {"type": 10, "content": "Hello"},
        {"type": 1, "components": [text]},
        {"type": 18, "label": "Kind", "component": select},
        {"type": 18, "label": "Extra", "component": text | {"custom_id": "e", "required": False}},
    ]
    await answer(api, used, 9, {"title": "T", "custom_id": "f", "components": parts})
    for values in ({}, {"Text": "x", "Kind": "A"}, {"Text": "x" * 6, "Kind": "A"}, {"Text": "xx"}):
        with pytest.raises(Refused, match="50035"):
            await person.submit(used, values)
    with pytest.raises(KeyError):
        await person.submit(used, {"Text": "xx", "Kind": "A", "Nothing": 1})
    sent = await person.submit(used, {"Text": "xx"}, s="A")
    assert [part["type"] for part in sent.data["components"]] == [10, 1, 18, 18]
    assert sent.data["components"][2]["component"]["values"] == ["a"]
    assert (await answer(api, sent, 9, {}))[1]["code"] == 50035
    assert (await answer(api, sent, 4, {"content": "thanks"}))[0] == 204
    assert sent.message
    assert sent.message.interaction_metadata
    assert sent.message.interaction_metadata["triggering_interaction_metadata"]["id"] == str(used.id)


async def test_choices_in_forms_are_held_to_their_numbers(
    playground: Playground, api: Api, person: Person
) -> None:
    options = [{"label": name, "value": name.lower()} for name in ("A", "B", "C")]
    fields = {
        "One": {"type": 21, "custom_id": "one", "options": options},
        "Two": {"type": 22, "custom_id": "two", "options": options, "min_values": 2, "max_values": 2},
        "All": {"type": 22, "custom_id": "all", "options": options, "required": False},
        "Yes": {"type": 23, "custom_id": "yes", "default": True},
        "Kind": {"type": 3, "custom_id": "kind", "options": [options[0], options[1] | {"default": True}]},
        "Files": {"type": 19, "custom_id": "files", "max_values": 1, "required": False},
        "Who": {"type": 5, "custom_id": "who", "max_values": 1, "required": False},
    }
    used = await person.slash(playground.channel, "ask")
    parts = [{"type": 18, "label": label, "component": field} for label, field in fields.items()]
    assert (await answer(api, used, 9, form(parts[:5])))[0] == 204
    for values in ({"Two": ["A", "B"]}, {"One": "A", "Two": ["A"]}, {"One": "A", "Two": ["A", "B", "C"]}):
        with pytest.raises(Refused, match="50035"):
            await person.submit(used, values)
    with pytest.raises(KeyError):
        await person.submit(used, {"One": "D", "Two": ["A", "B"]})
    sent = await person.submit(used, {"One": "A", "Two": ["A", "C"]})
    filled = [part["component"] for part in sent.data["components"]]
    assert [one.get("value", one.get("values")) for one in filled] == ["a", ["a", "c"], [], True, ["b"]]
    used = await person.slash(playground.channel, "ask")
    assert (await answer(api, used, 9, form(parts[5:])))[0] == 204
    for field, chosen in (("Files", [("a", b"1"), ("b", b"2")]), ("Who", [playground.fan, playground.owner])):
        with pytest.raises(Refused, match="50035"):
            await person.submit(used, {field: chosen})


def form(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": "T", "custom_id": "f", "components": parts}


async def test_options_are_checked_as_the_app_checks_them(playground: Playground, api: Api) -> None:
    def option(name: str, kind: int, **more: Any) -> dict[str, Any]:
        return {"type": kind, "name": name, "description": "d", **more}

    options = [
        option("text", 3, required=True, min_length=2, max_length=4),
        option("number", 4, min_value=1, max_value=5),
        option("exact", 10),
        option("yes", 5),
        option("pick", 3, choices=[{"name": "A", "value": "a"}]),
        option("who", 6),
        option("any", 9),
    ]
    group = option("group", 2, options=[option("sub", 1, options=[option("x", 3)])])
    await api("PUT", "/applications/{app}/commands", [{"name": "c", "description": "d", "options": options}])
    await api(
        "PUT",
        "/applications/{app}/guilds/{guild}/commands",
        [{"name": "g", "description": "d", "options": [group]}],
    )
    person = playground.discord.person(playground.fan)
    for wrong in (
        {}, {"text": 5}, {"text": "x"}, {"text": "xxxxx"}, {"text": "xx", "number": 9}, {"text": "xx", "number": 0},
        {"text": "xx", "number": True}, {"text": "xx", "yes": 1}, {"text": "xx", "pick": "z"}, {"text": "xx", "more": 1},
    ):  # fmt: skip
        with pytest.raises(Refused, match="50035"):
            await person.slash(playground.channel, "c", **wrong)
    member = playground.guild.members[playground.owner.id]
    role = playground.guild.role("r")
    used = await person.slash(
        playground.channel, "c", text="xx", number=2, exact=1.5, yes=True, pick="A", who=member, any=role
    )
    assert [one["value"] for one in used.data["options"]][:5] == ["xx", 2, 1.5, True, "a"]
    inner = (await person.slash(playground.channel, "/g group sub", x="v")).data
    assert inner["options"][0]["options"][0]["options"][0]["value"] == "v"
    assert inner["guild_id"] == str(playground.guild.id)
    for name in ("g", "g nothing", "g group nothing"):
        with pytest.raises(Refused, match="50035"):
            await person.slash(playground.channel, name)
    with pytest.raises(Refused, match="50035"):
        await person.autocomplete(playground.channel, "c", focused="text")


async def test_commands_are_shown_to_those_who_may_use_them(
    playground: Playground, api: Api, person: Person
) -> None:
    forms = [
        {"name": "staff", "description": "d", "default_member_permissions": str(1 << 5)},
        {"name": "admins", "description": "d", "default_member_permissions": "0"},
        {"name": "direct", "description": "d", "contexts": [1]},
        {"name": "here", "description": "d", "contexts": [0]},
        {"name": "old", "description": "d", "dm_permission": False},
    ]
    await api("PUT", "/applications/{app}/commands", forms)
    owner = playground.discord.person(playground.owner)
    direct = playground.world.direct(playground.fan, playground.app.user)
    assert [one.name for one in person.commands(playground.channel)] == ["here", "old"]
    assert [one.name for one in owner.commands(playground.channel)] == ["staff", "admins", "here", "old"]
    assert [one.name for one in person.commands(direct)] == ["staff", "admins", "direct"]
    helper = playground.guild.role("helper", ["manage_guild"])
    playground.guild.set_roles(playground.fan, [helper])
    assert "staff" in [one.name for one in person.commands(playground.channel)]
    playground.channel.deny(None, ["use_application_commands"])
    assert person.commands(playground.channel) == []
    with pytest.raises(Refused, match="10063"):
        await person.slash(playground.channel, "here")
