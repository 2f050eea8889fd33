from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.rehearsal.checks import commands, messages, modals
from bot.rehearsal.checks.refusals import Problems, Refused

if TYPE_CHECKING:
    from tests.rehearsal.playground import Api

BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
SELECT = {"type": 3, "custom_id": "s", "options": [{"label": "A", "value": "a"}]}
OPTION = {"type": 3, "name": "city", "description": "d"}
COMMAND = {"name": "shows", "description": "d"}
SAID = {"type": 10, "content": "x"}
MEDIA = {"media": {"url": "https://e.com/p.png"}}


def paths(tree: Any, here: str = "") -> list[str]:
    found = [here.removesuffix(".")] if "_errors" in tree else []
    return found + [
        path for key, value in tree.items() if key != "_errors" for path in paths(value, f"{here}{key}.")
    ]


def wrong_with(body: dict[str, Any]) -> list[str]:
    with pytest.raises(Refused) as refused:
        messages.read(body, {})
    assert refused.value.code == 50035
    assert refused.value.errors
    return paths(refused.value.errors)


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": list(components)}]}


def layout(*components: dict[str, Any]) -> dict[str, Any]:
    return {"flags": 1 << 15, "components": list(components)}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"content": "x" * 2001}, "content"),
        ({"content": ["x"]}, "content"),
        ({"content": "x", "flags": "many"}, "flags"),
        ({"content": "x", "flags": True}, "flags"),
        ({"content": "x", "attachments": [{"id": n} for n in range(11)]}, "attachments"),
        (
            {"content": "x", "allowed_mentions": {"users": [str(n) for n in range(101)]}},
            "allowed_mentions.users",
        ),
        ({"embeds": [{"title": "t"}] * 11}, "embeds"),
        ({"embeds": "x"}, "embeds"),
        ({"embeds": ["x"]}, "embeds"),
        ({"embeds": [{"title": "t" * 257}]}, "embeds.0.title"),
        ({"embeds": [{"description": "t" * 4097}]}, "embeds.0.description"),
        ({"embeds": [{"footer": {"text": "t" * 2049}}]}, "embeds.0.footer.text"),
        ({"embeds": [{"author": {"name": "t" * 257}}]}, "embeds.0.author.name"),
        ({"embeds": [{"author": {"url": "https://x"}}]}, "embeds.0.author.name"),
        ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, "embeds.0.fields"),
        ({"embeds": [{"fields": [{"name": "n" * 257, "value": "v"}]}]}, "embeds.0.fields.0.name"),
        ({"embeds": [{"fields": [{"name": "n", "value": "v" * 1025}]}]}, "embeds.0.fields.0.value"),
        ({"embeds": [{"fields": [{"name": "n", "value": ""}]}]}, "embeds.0.fields.0.value"),
        ({"embeds": [{"title": "t", "url": "ftp://x"}]}, "embeds.0.url"),
        ({"embeds": [{"image": {"url": "x"}}]}, "embeds.0.image.url"),
        ({"embeds": [{"title": "t", "timestamp": "soon"}]}, "embeds.0.timestamp"),
        ({"embeds": [{"title": "t", "color": 1 << 24}]}, "embeds.0.color"),
        ({"embeds": [{"description": "t" * 4000}, {"description": "t" * 2001}]}, "embeds"),
        ({"components": [row(BUTTON)["components"][0]] * 6}, "components"),
        ({"components": [BUTTON]}, "components.0.type"),
        (row(), "components.0.components"),
        (row(*[BUTTON | {"custom_id": str(n)} for n in range(6)]), "components.0.components"),
        (row(BUTTON, SELECT), "components.0.components"),
        (row({"type": 4}), "components.0.components.0.type"),
        (row(BUTTON, BUTTON), "components"),
        (row(BUTTON | {"style": 9}), "components.0.components.0.style"),
        (row(BUTTON | {"style": 5}), "components.0.components.0.url"),
        (row({"type": 2, "style": 5, "label": "x", "url": "x"}), "components.0.components.0.url"),
        (row(BUTTON | {"label": "x" * 81}), "components.0.components.0.label"),
        (row({"type": 2, "style": 1, "custom_id": "x"}), "components.0.components.0"),
        (row({"type": 2, "style": 1, "label": "x"}), "components.0.components.0.custom_id"),
        (row(BUTTON | {"custom_id": "x" * 101}), "components.0.components.0.custom_id"),
        (row(SELECT | {"placeholder": "x" * 151}), "components.0.components.0.placeholder"),
        (row(SELECT | {"min_values": 3, "max_values": 2}), "components.0.components.0.max_values"),
        (row(SELECT | {"options": []}), "components.0.components.0.options"),
        (
            row(SELECT | {"options": [{"label": "x" * 101, "value": "a"}]}),
            "components.0.components.0.options.0.label",
        ),
        (
            row(SELECT | {"options": [{"label": "x", "value": "a"}] * 2}),
            "components.0.components.0.options.1.value",
        ),
        (
            row(SELECT | {"options": [{"label": "x", "value": "a", "description": "d" * 101}]}),
            "components.0.components.0.options.0.description",
        ),
        ({"flags": 1 << 15, "content": "x", "components": [{"type": 10, "content": "x"}]}, "content"),
        (
            {"flags": 1 << 15, "embeds": [{"title": "x"}], "components": [{"type": 10, "content": "x"}]},
            "embeds",
        ),
        ({"flags": 1 << 15, "components": [{"type": 10, "content": "x"}] * 41}, "components"),
        ({"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 2001}] * 2}, "components"),
        (layout({"type": 10, "content": ""}), "components.0.content"),
        (layout({"type": 9, "components": [], "accessory": BUTTON}), "components.0.components"),
        (layout({"type": 9, "components": [SAID] * 4, "accessory": BUTTON}), "components.0.components"),
        (layout({"type": 9, "components": [BUTTON], "accessory": BUTTON}), "components.0.components.0.type"),
        (layout({"type": 9, "components": [SAID]}), "components.0.accessory"),
        (layout({"type": 9, "components": [SAID], "accessory": SAID}), "components.0.accessory.type"),
        (
            layout({"type": 9, "components": [SAID], "accessory": {"type": 11}}),
            "components.0.accessory.media.url",
        ),
        (layout({"type": 12, "items": []}), "components.0.items"),
        (layout({"type": 12, "items": [{"media": {"url": "ftp://x"}}]}), "components.0.items.0.media.url"),
        (
            layout({"type": 12, "items": [MEDIA | {"description": "d" * 1025}]}),
            "components.0.items.0.description",
        ),
        (layout({"type": 13, "file": {"url": "https://e.com/a"}}), "components.0.file.url"),
        (layout({"type": 14, "spacing": 3}), "components.0.spacing"),
        (layout({"type": 17, "components": []}), "components.0.components"),
        (layout({"type": 17, "components": [{"type": 17}]}), "components.0.components.0.type"),
        (layout({"type": 17, "accent_color": 1 << 24, "components": [SAID]}), "components.0.accent_color"),
        (layout({"type": 1, "components": []}), "components.0.components"),
        (layout({"type": 11, "media": {"url": "https://e.com"}}), "components.0.type"),
    ],
)
def test_a_message_is_refused_with_where_it_is_wrong(body: dict[str, Any], where: str) -> None:
    assert where in wrong_with(body)


def test_a_message_is_read_as_discord_keeps_it() -> None:
    draft = messages.read(
        {"content": 7, "flags": "4", "embeds": [{"title": "t", "timestamp": "2026-01-01T00:00:00Z"}]}, {}
    )
    assert (draft.content, draft.flags) == ("7", 4)
    assert draft.embeds == [{"type": "rich", "title": "t", "timestamp": "2026-01-01T00:00:00.000000+00:00"}]
    container = {
        "type": 17,
        "components": [{"type": 9, "components": [{"type": 10, "content": "x"}], "accessory": BUTTON}],
    }
    kept = messages.read({"flags": 1 << 15, "components": [container]}, {}).components
    assert kept
    assert kept[0]["components"][0]["accessory"]["id"]
    premium = messages.read(row({"type": 2, "style": 6, "sku_id": "1"}), {})
    assert premium.components


@pytest.mark.parametrize(
    ("form", "where"),
    [
        ({"name": "Shows", "description": "d"}, "name"),
        ({"name": "a b", "description": "d"}, "name"),
        ({"name": "x" * 33, "description": "d"}, "name"),
        ({"description": "d"}, "name"),
        ({"name": "x", "description": ""}, "description"),
        (COMMAND | {"name_localizations": {"ko": "공 연"}}, "name_localizations.ko"),
        (COMMAND | {"options": [OPTION, {"type": 1, "name": "sub", "description": "d"}]}, "options"),
        (COMMAND | {"options": [OPTION | {"min_length": 3, "max_length": 2}]}, "options.0.max_length"),
        (COMMAND | {"options": [OPTION | {"max_length": 6001}]}, "options.0.max_length"),
        (COMMAND | {"options": [OPTION | {"min_value": 1}]}, "options.0.min_value"),
        (COMMAND | {"description_localizations": {"ko": ""}}, "description_localizations.ko"),
        (COMMAND | {"options": [OPTION | {"name": f"o{n}"} for n in range(26)]}, "options"),
        (COMMAND | {"options": [OPTION, OPTION]}, "options"),
        (COMMAND | {"options": [OPTION, OPTION | {"name": "b", "required": True}]}, "options.1.required"),
        (COMMAND | {"options": [OPTION | {"type": 12}]}, "options.0.type"),
        (COMMAND | {"options": [OPTION | {"autocomplete": True, "choices": [{"name": "a", "value": "a"}]}]}, "options.0.autocomplete"),
        (COMMAND | {"options": [OPTION | {"choices": [{"name": "", "value": "a"}]}]}, "options.0.choices.0.name"),
        (COMMAND | {"options": [OPTION | {"choices": [{"name": "a", "value": "v" * 101}]}]}, "options.0.choices.0.value"),
        (
            COMMAND | {"options": [OPTION | {"type": 1, "options": [OPTION | {"type": 2}]}]},
            "options.0.options.0.type",
        ),
        (COMMAND | {"options": [OPTION | {"name": f"o{n}", "description": "d" * 100, "choices": [{"name": "n" * 100, "value": "v" * 100}] * 4} for n in range(10)]}, "name"),
        ({"type": 9, "name": "x"}, "type"),
        ({"type": 3, "name": ""}, "name"),
        ({"type": 3, "name": "x", "description": "d"}, "description"),
        ({"type": 2, "name": "x", "options": [OPTION]}, "options"),
    ],
)  # fmt: skip
def test_a_command_is_refused_with_where_it_is_wrong(form: dict[str, Any], where: str) -> None:
    problems = Problems()
    commands.check(form, problems)
    with pytest.raises(Refused) as refused:
        problems.refuse()
    assert refused.value.errors
    assert where in paths(refused.value.errors)


def test_a_korean_command_is_fine() -> None:
    problems = Problems()
    commands.check(
        {"name": "공연", "description": "d", "options": [OPTION | {"choices": [{"name": "a", "value": 1}]}]},
        problems,
    )
    assert not problems


def test_there_are_only_so_many_commands_of_a_kind() -> None:
    commands.check_numbers((3, str(n)) for n in range(15))
    with pytest.raises(Refused, match="30032"):
        commands.check_numbers((3, str(n)) for n in range(16))
    with pytest.raises(Refused, match="unique"):
        commands.check_numbers([(1, "a"), (1, "a")])


TEXT = {"type": 4, "custom_id": "t", "label": "T", "style": 1}
CHOICE = {"label": "A", "value": "a"}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": "t" * 46}, "data.title"),
        ({"custom_id": None}, "data.custom_id"),
        ({"components": []}, "data.components"),
        ({"components": [{"type": 2}]}, "data.components.0.type"),
        ({"components": [{"type": 1, "components": [TEXT, TEXT]}]}, "data.components"),
        ({"components": [{"type": 1, "components": [SELECT]}]}, "data.components.0.components.0.type"),
        ({"components": [{"type": 1, "components": [TEXT | {"label": ""}]}]}, "data.components.0.components.0.label"),
        ({"components": [{"type": 1, "components": [TEXT | {"value": "v" * 4001}]}]}, "data.components.0.components.0.value"),
        ({"components": [{"type": 18, "label": "", "component": TEXT}]}, "data.components.0.label"),
        ({"components": [{"type": 18, "label": "l", "description": "d" * 101, "component": SELECT}]}, "data.components.0.description"),
        ({"components": [{"type": 18, "label": "l"}]}, "data.components.0.component.type"),
        ({"components": [{"type": 1, "components": [TEXT | {"style": 3}]}]}, "data.components.0.components.0.style"),
        ({"components": [{"type": 1, "components": [TEXT | {"min_length": 4001}]}]}, "data.components.0.components.0.min_length"),
        ({"components": [{"type": 1, "components": [TEXT | {"min_length": 5, "max_length": 4}]}]}, "data.components.0.components.0.max_length"),
        ({"components": [{"type": 18, "label": "l", "component": {"type": 21, "custom_id": "r", "options": [CHOICE]}}]}, "data.components.0.component.options"),
        ({"components": [{"type": 18, "label": "l", "component": {"type": 22, "custom_id": "c", "options": [CHOICE | {"label": ""}]}}]}, "data.components.0.component.options.0.label"),
        ({"components": [{"type": 18, "label": "l", "component": {"type": 19, "custom_id": "u", "max_values": 11}}]}, "data.components.0.component.max_values"),
    ],
)  # fmt: skip
def test_a_form_is_refused_with_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    problems = Problems()
    good = {"title": "T", "custom_id": "c", "components": [{"type": 1, "components": [TEXT]}]}
    modals.read({**good, **changes}, problems)
    with pytest.raises(Refused) as refused:
        problems.refuse()
    assert refused.value.errors
    assert where in paths(refused.value.errors)


def test_a_form_may_hold_text_and_uploads() -> None:
    problems = Problems()
    upload = {"type": 18, "label": "l", "component": {"type": 19, "custom_id": "u"}}
    modals.read(
        {"title": "T", "custom_id": "c", "components": [{"type": 10, "content": "x"}, upload]}, problems
    )
    assert not problems


async def test_commands_are_registered_one_by_one_or_all_at_once(api: Api) -> None:
    path = "/applications/{app}/commands"
    status, made = await api("POST", path, COMMAND)
    assert (status, made["type"], made["dm_permission"]) == (201, 1, True)
    assert (await api("POST", path, COMMAND | {"description": "e", "dm_permission": False}))[0] == 200
    status, all_of_them = await api("PUT", path, [COMMAND, {"name": "Menu", "type": 3}])
    assert next(one["id"] for one in all_of_them) == made["id"]
    assert await api.code("PUT", path, [COMMAND | {"name": "A"}]) == 50035
    assert await api.code("PATCH", f"{path}/{made['id']}", {"name": "A"}) == 50035
    assert await api.code("GET", f"/applications/{{app}}/guilds/{{guild}}/commands/{made['id']}") == 10063
    for number in range(14):
        await api("POST", path, {"name": f"Menu {number}", "type": 3})
    assert await api.code("POST", path, {"name": "Menu too many", "type": 3}) == 30032
