"""`.env.example` names every setting there is, each with its default and a word about it."""

from dataclasses import fields
from pathlib import Path

from dotenv import dotenv_values

from bot.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_the_example_names_exactly_the_settings() -> None:
    assert list(dotenv_values(EXAMPLE)) == [field.name.upper() for field in fields(Settings)]


def test_the_example_gives_each_setting_its_default() -> None:
    kept = {name: value for name, value in dotenv_values(EXAMPLE).items() if value is not None}
    assert Settings.from_env(kept) == Settings()
    assert all(kept[field.name.upper()] == str(field.default) for field in fields(Settings))


def test_the_example_explains_each_block_of_settings() -> None:
    for block in EXAMPLE.read_text(encoding="utf-8").strip().split("\n\n"):
        assert block.startswith("# ")
