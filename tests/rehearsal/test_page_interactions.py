"""How visitors of the page use applications: commands, menus, buttons, selects and forms."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

import pytest

from bot.rehearsal.model import interactions
from tests.rehearsal.visiting import Refusal, Visitor, visiting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.rehearsal.model.interactions import Interaction
    from tests.rehearsal.playground import Api, Playground


def option(kind: int, name: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "description": "d", **more}


THINGS = [
    option(6, "who"),
    option(7, "where"),
    option(8, "role"),
    option(9, "anyone"),
    option(11, "file"),
    option(4, "many"),
    option(5, "yes"),
    option(3, "word", autocomplete=True),
]
COMMANDS = [
    {"name": "ask", "description": "d", "options": [option(1, "things", options=THINGS)]},
    {"name": "Menu", "type": 3},
    {"name": "Who", "type": 2},
]
BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
OFF = {"type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": True}
WORDS = {
    "type": 3,
    "custom_id": "words",
    "options": [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}],
    "max_values": 2,
}
PEOPLE = {"type": 5, "custom_id": "people", "max_values": 2}
TEXT_FIELD = {"type": 4, "custom_id": "text", "style": 1, "label": "Text", "required": False}
FORM = {
    "title": "Form",
    "custom_id": "form",
    "components": [
        {"type": 1, "components": [TEXT_FIELD]},
        {
            "type": 18,
            "label": "People",
            "component": PEOPLE | {"required": False, "default_values": [{"type": "user", "id": 7}]},
        },
        {"type": 18, "label": "Words", "component": WORDS | {"required": False, "min_values": 0}},
    ],
}


class Using:
    """A fan who visits, and a bot whose answers the test gives."""

    def __init__(self, playground: Playground, api: Api, fan: Visitor) -> None:
        self.playground, self.api, self.fan = playground, api, fan
        self.channel = str(playground.channel.id)

    async def do(self, name: str, /, **fields: Any) -> Interaction:
        number = (await self.fan.do(name, **fields))["interaction"]
        found = self.playground.world.interactions.values()
        return next(one for one in found if str(one.id) == number)

    async def answer(self, used: Interaction, kind: int, data: Any = None) -> None:
        path = f"/interactions/{used.id}/{used.token}/callback"
        assert (await self.api("POST", path, {"type": kind, "data": data or {}}))[0] == 204

    async def post(self, *components: dict[str, Any]) -> str:
        rows = [{"type": 1, "components": [one]} for one in components]
        _, message = await self.api("POST", "/channels/{channel}/messages", {"components": rows})
        await self.fan.until(lambda: message["id"] in self.fan.map["messages"])
        return str(message["id"])

    async def refused(self, name: str, /, **fields: Any) -> int:
        with pytest.raises(Refusal) as refusal:
            await self.fan.do(name, **fields)
        return int(refusal.value.code)


@pytest.fixture
async def using(playground: Playground, api: Api) -> AsyncIterator[Using]:
    await api("PUT", "/applications/{app}/commands", COMMANDS)
    async with visiting(playground.discord, playground.fan, channel=playground.channel) as fan:
        await fan.until(lambda: fan.map["commands"])
        yield Using(playground, api, fan)


async def test_commands_are_offered_with_their_application(using: Using) -> None:
    offered = [(one["name"], one["type"], one["application"]) for one in using.fan.map["commands"]]
    assert offered == [("ask", 1, "stagedoor"), ("Menu", 3, "stagedoor"), ("Who", 2, "stagedoor")]
    assert using.fan.map["commands"][0]["options"][0]["options"][0]["name"] == "who"


async def test_a_slash_command_carries_what_was_chosen(using: Using) -> None:
    playground = using.playground
    role = playground.guild.role("Crew")
    options = {
        "who": str(playground.owner.id),
        "where": using.channel,
        "role": str(role.id),
        "anyone": str(role.id),
        "file": {"name": "a.txt", "data": base64.b64encode(b"hello").decode()},
        "many": 7,
        "yes": True,
        "word": "hi",
    }
    used = await using.do("slash", channel=using.channel, name="ask things", options=options)
    sent = {one["name"]: one["value"] for one in used.data["options"][0]["options"]}
    assert sent | {"file": ""} == options | {"file": ""}
    assert set(used.data["resolved"]) == {"users", "members", "roles", "channels", "attachments"}
    await using.answer(used, 4, {"content": "done", "flags": 64})
    await using.fan.until(lambda: using.fan.contents == ["done"])
    assert using.fan.messages[0]["ephemeral"]
    await using.fan.until(lambda: not using.fan.interactions)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"who": "7"}, 10013),
        ({"who": "seven"}, 0),
        ({"where": "7"}, 10003),
        ({"role": "7"}, 10011),
        ({"anyone": "7"}, 10013),
        ({"file": "a.txt"}, 0),
        ({"many": "seven"}, 50035),
        ({"unknown": 1}, 50035),
        ([1], 0),
    ],
)
async def test_options_that_discord_would_not_send_are_refused(using: Using, options: Any, code: int) -> None:
    assert await using.refused("slash", channel=using.channel, name="ask things", options=options) == code


async def test_a_command_that_is_not_there_is_refused(using: Using) -> None:
    assert await using.refused("slash", channel=using.channel, name="fly") == 10063
    assert await using.refused("slash", channel=using.channel, name="ask nothing") == 50035
    assert await using.refused("user_menu", channel=using.channel, user="7", name="Who") == 10013


async def test_an_option_is_completed_while_one_types(using: Using) -> None:
    typing = asyncio.create_task(
        using.fan.do(
            "autocomplete",
            channel=using.channel,
            name="ask things",
            focused="word",
            options={"word": "h", "many": 3, "yes": None},
        )
    )
    world = using.playground.world
    used = await using.playground.discord.wait_for(lambda: next(iter(world.interactions.values()), None))
    choice = {"name": "Hello", "name_localizations": {"ko": "안녕"}, "value": "hello"}
    await using.answer(used, 8, {"choices": [choice]})
    assert await typing == {"choices": [choice]}
    assert not using.fan.interactions


async def test_menus_are_used_on_messages_and_people(using: Using) -> None:
    said = (await using.fan.do("say", channel=using.channel, text="a gem"))["message"]
    used = await using.do("menu", message=said, name="Menu")
    assert used.data["target_id"] == said
    owner = str(using.playground.owner.id)
    used = await using.do("user_menu", channel=using.channel, user=owner, name="Who")
    assert used.data["target_id"] == owner


async def test_a_button_is_pressed_and_opens_a_form_that_is_sent(using: Using) -> None:
    message = await using.post(BUTTON, OFF)
    used = await using.do("press", message=message, custom_id="go")
    (waits,) = await using.fan.until(lambda: using.fan.interactions)
    assert (waits["state"], waits["source"], waits["custom_id"]) == ("waiting", message, "go")
    await using.answer(used, 9, FORM)
    opened = await using.fan.until(
        lambda: next((one for one in using.fan.interactions if one["modal"]), None)
    )
    assert opened["modal"]["title"] == "Form"
    assert opened["modal"]["components"][1]["component"]["default_values"][0]["id"] == "7"
    values = {"text": "<b>hi</b>", "people": [str(using.playground.owner.id)], "words": ["1", "2"]}
    sent = await using.do("submit", interaction=opened["id"], values=values)
    assert sent.data["components"][0]["components"][0]["value"] == "<b>hi</b>"
    assert sent.data["components"][1]["component"]["values"] == [str(using.playground.owner.id)]
    assert sent.data["components"][2]["component"]["values"] == ["1", "2"]
    await using.answer(sent, 6)
    await using.fan.until(lambda: [one["state"] for one in using.fan.interactions] == ["deferred"])


async def test_what_a_form_or_a_message_does_not_offer_is_refused(using: Using) -> None:
    message = await using.post(BUTTON, OFF, WORDS, PEOPLE)
    for custom_id in ("off", "nothing"):
        assert await using.refused("press", message=message, custom_id=custom_id) == 50035
    assert await using.refused("choose", message=message, custom_id="words", values=["3"]) == 50035
    assert await using.refused("choose", message=message, custom_id="words", values=[1]) == 0
    assert await using.refused("choose", message=message, custom_id="people", values=["7"]) == 10013
    used = await using.do("press", message=message, custom_id="go")
    assert await using.refused("submit", interaction=str(used.id), values={}) == 10062
    await using.answer(used, 9, FORM)
    opened = str(used.id)
    assert await using.refused("submit", interaction=opened, values={"other": "x"}) == 50035
    assert await using.refused("submit", interaction=opened, values={"people": "x"}) == 0
    assert await using.refused("submit", interaction=opened, values={"words": [{}]}) == 0
    assert await using.refused("submit", interaction=opened, values={"words": ["3"]}) == 50035
    assert await using.refused("submit", interaction=opened, values=["x"]) == 0


async def test_choices_are_sent_as_they_are_or_as_the_people_they_name(using: Using) -> None:
    begun_with = {"default_values": [{"type": "user", "id": using.playground.fan.id}]}
    message = await using.post(WORDS, PEOPLE | begun_with)
    shown = using.fan.map[f"message:{message}"]["components"][1]["components"][0]
    assert shown["default_values"] == [{"type": "user", "id": str(using.playground.fan.id)}]
    used = await using.do("choose", message=message, custom_id="words", values=["2"])
    assert used.data["values"] == ["2"]
    used = await using.do(
        "choose", message=message, custom_id="people", values=[str(using.playground.fan.id)]
    )
    assert str(using.playground.fan.id) in used.data["resolved"]["users"]


async def test_what_the_application_never_answers_has_failed(
    using: Using, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interactions, "PATIENCE", 0.05)
    await using.do("slash", channel=using.channel, name="ask things", options={})
    await using.fan.until(lambda: [one["state"] for one in using.fan.interactions] == ["failed"])


async def test_an_interaction_is_its_visitor_s_own(using: Using) -> None:
    message = await using.post(BUTTON)
    used = await using.do("press", message=message, custom_id="go")
    await using.answer(used, 9, FORM)
    await using.fan.until(lambda: [one for one in using.fan.interactions if one["modal"]])
    async with visiting(
        using.playground.discord, using.playground.owner, channel=using.playground.channel
    ) as mina:
        with pytest.raises(Refusal, match="Unknown interaction"):
            await mina.do("submit", interaction=str(used.id), values={})
    await using.fan.look(using.playground.owner)
    await using.fan.until(lambda: not using.fan.interactions)


async def test_an_answer_that_is_awaited_is_shown_as_thinking(using: Using) -> None:
    used = await using.do("slash", channel=using.channel, name="ask things", options={})
    await using.answer(used, 5)
    (thinking,) = await using.fan.until(lambda: using.fan.messages)
    assert thinking["loading"]
    await using.api("PATCH", f"/webhooks/{{app}}/{used.token}/messages/@original", {"content": "there"})
    await using.fan.until(lambda: using.fan.contents == ["there"])
    assert not using.fan.messages[0]["loading"]
    assert using.fan.messages[0]["edited_timestamp"] is None
