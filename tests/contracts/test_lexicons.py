"""What the bot knows of language lies one entry a line, so that a change can be read."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.understanding.training.writing import opinion_json, weights_toml

FOLDER = Path(__file__).parents[2] / "bot" / "domain" / "understanding"
LEXICONS = sorted((FOLDER / "lexicons").glob("*.toml"))
LANGUAGES = [path for path in LEXICONS if path.name not in {"places.toml", "rules.toml"}]
#: Characters of the longest line: a place with its cities, a rule, or a pattern for days.
LONGEST = 300


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def lists(entry: Any, name: str = "") -> Iterator[tuple[str, list[str]]]:
    """Return the lists of words and phrases, however deep, and what they are called; not pairs with a pattern."""
    if isinstance(entry, dict):
        for key, inner in entry.items():
            yield from lists(inner, key)
    elif isinstance(entry, list) and name != "ways":
        if all(isinstance(one, str) for one in entry):
            yield name, entry
        else:
            for inner in entry:
                yield from lists(inner, name)


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.name)
def test_no_line_is_too_long_to_be_read_in_a_diff(path: Path) -> None:
    assert [line for line in text(path).splitlines() if len(line) > LONGEST] == []


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.name)
def test_every_word_and_phrase_of_a_language_has_a_line_of_its_own(path: Path) -> None:
    lines = {line.strip() for line in text(path).splitlines()}
    entries = [entry for _, some in lists(tomllib.loads(text(path))) for entry in some]
    assert entries
    assert [entry for entry in entries if f'"{entry}",' not in lines] == []


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.name)
def test_nothing_stands_twice_in_a_list(path: Path) -> None:
    assert [name for name, some in lists(tomllib.loads(text(path))) if len(set(some)) < len(some)] == []


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.name)
def test_everyday_words_stand_a_line_each_in_the_order_of_the_alphabet(path: Path) -> None:
    blocks = re.findall(r'^words = """\n(.*?)\n"""$', text(path), re.DOTALL | re.MULTILINE)
    data = tomllib.loads(text(path))
    assert len(blocks) == sum("words" in section for section in data.values() if isinstance(section, dict))
    for block in blocks:
        words = block.splitlines()
        assert words == sorted(set(block.split()))


def test_every_place_and_every_rule_is_one_line() -> None:
    places = tomllib.loads(text(FOLDER / "lexicons" / "places.toml"))
    lines = re.findall(r"^(\w+) = \[.*\]$", text(FOLDER / "lexicons" / "places.toml"), re.MULTILINE)
    assert sorted(lines) == sorted(key for section in places.values() for key in section)
    rules = text(FOLDER / "lexicons" / "rules.toml")
    assert len(re.findall(r"^  \{.*\},$", rules, re.MULTILINE)) == len(tomllib.loads(rules)["rule"])


def test_the_weights_lie_as_the_training_writes_them() -> None:
    weights, opinion = text(FOLDER / "weights.toml"), text(FOLDER / "opinion.json")
    assert weights_toml(tomllib.loads(weights)) == weights
    assert opinion_json(json.loads(opinion)) == opinion
