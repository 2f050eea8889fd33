"""Every command fits Discord's rules in every language, and the READMEs' tables name them all."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import app
from bot.client import FEATURES, Stagedoor
from bot.clock import utc_now
from bot.domain.languages.language import ENGLISH, codes, language_of
from bot.interface.command_names import CommandNames
from bot.settings import Settings
from db.store import open_store

ROOT = Path(__file__).parents[2]
CHAT, MESSAGE = 1, 3
SUBCOMMAND, GROUP = 1, 2
NAME = re.compile(r"[-_'\w]{1,32}")
TRANSLATED = [language for language in codes() if language != ENGLISH]


@pytest.fixture
async def commands(tmp_path: Path) -> AsyncIterator[list[dict[str, Any]]]:
    """Return all commands as they are sent to Discord, with their translations."""
    async with open_store(tmp_path / "stagedoor.db") as store:
        bot = Stagedoor(settings=Settings(), store=store, clock=utc_now)
        for feature in FEATURES:
            await bot.load_extension(feature)
        translator = CommandNames()
        yield [
            await command.get_translated_payload(bot.tree, translator) for command in bot.tree.get_commands()
        ]
        await bot.close()


def parts(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a command and, below it, its subcommands and options."""
    yield command
    for option in command.get("options", []):
        yield from parts(option)


def translations(part: dict[str, Any], key: str) -> dict[str, str]:
    """Return what a part is called, by language: Discord has several locales for some."""
    return {
        language_of(locale).code: told for locale, told in (part.get(f"{key}_localizations") or {}).items()
    }


def told(part: dict[str, Any], key: str, language: str) -> str:
    return str(translations(part, key).get(language) or part[key])


def runnable(command: dict[str, Any], before: str = "") -> Iterator[str]:
    """Yield the full names under which a slash command is used."""
    name = f"{before} {command['name']}".strip()
    below = [option for option in command.get("options", []) if option["type"] in {SUBCOMMAND, GROUP}]
    if not below:
        yield name
    for option in below:
        yield from runnable(option, name)


@pytest.mark.parametrize("language", codes())
async def test_names_and_descriptions_fit_in_every_language(
    commands: list[dict[str, Any]], language: str
) -> None:
    for command in commands:
        if command["type"] != CHAT:
            assert 1 <= len(told(command, "name", language)) <= 32
            continue
        for part in parts(command):
            name = told(part, "name", language)
            assert NAME.fullmatch(name), name
            assert name == name.lower()
            assert 1 <= len(told(part, "description", language)) <= 100
            for choice in part.get("choices", []):
                assert 1 <= len(told(choice, "name", language)) <= 100


@pytest.mark.parametrize("language", codes())
async def test_no_two_commands_or_options_share_a_name(commands: list[dict[str, Any]], language: str) -> None:
    for kind in {command["type"] for command in commands}:
        names = [told(command, "name", language) for command in commands if command["type"] == kind]
        assert len(set(names)) == len(names)
        assert len(names) <= (100 if kind == CHAT else 5)
    for command in commands:
        for part in parts(command):
            names = [told(option, "name", language) for option in part.get("options", [])]
            assert len(set(names)) == len(names) <= 25


@pytest.mark.parametrize("language", TRANSLATED)
async def test_every_name_and_description_is_translated(
    commands: list[dict[str, Any]], language: str
) -> None:
    untranslated = [
        part["name"]
        for command in commands
        for part in parts(command)
        for key in ("name", "description")
        if part.get(key) and language not in translations(part, key)
    ]
    assert untranslated == []


async def test_the_readme_s_table_names_every_command(commands: list[dict[str, Any]]) -> None:
    table = "\n".join(
        line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")
    )
    slashes = [name for command in commands if command["type"] == CHAT for name in runnable(command)]
    menus = [command["name"] for command in commands if command["type"] == MESSAGE]
    assert [name for name in slashes if f"`/{name}`" not in table] == []
    assert [name for name in menus if f"*{name}*" not in table] == []


async def test_the_readme_names_no_command_that_does_not_exist(commands: list[dict[str, Any]]) -> None:
    slashes = {name for command in commands if command["type"] == CHAT for name in runnable(command)}
    for name in ("README.md", "README.ko.md"):
        told_of = set(re.findall(r"`/([a-z_ ]+)`", (ROOT / name).read_text(encoding="utf-8")))
        assert told_of - slashes == set()


async def test_the_korean_readme_names_every_command_in_korean(commands: list[dict[str, Any]]) -> None:
    text = (ROOT / "README.ko.md").read_text(encoding="utf-8")
    names = [(told(command, "name", "ko"), command["type"]) for command in commands]
    wanted = [f"/{name}" if kind == CHAT else name for name, kind in names]
    assert [name for name in wanted if name not in text] == []


@pytest.mark.parametrize("readme", ["README.md", "README.ko.md"])
def test_the_readme_names_every_command_of_the_command_line(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    names = [command.name for command in app.registered_commands]
    assert [name for name in names if f"python -m bot {name}" not in text] == []
