"""The catalogues say all that the code says, with the same values, and nothing besides."""

import ast
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.domain.languages.language import ENGLISH, language_of, languages
from bot.interface.i18n import catalogue_of

ROOT = Path(__file__).parents[2]
KEYWORDS = {"t": None, "n": (1, 2), "sentence": None, "locale_str": None}
TRANSLATED = [language.code for language in languages() if language.code != ENGLISH]


@cache
def calls() -> list[str | tuple[str, ...]]:
    """Return the arguments of every call that says something: a message, or its singular and plural."""
    return [
        message
        for package in ("bot", "cogs", "db")
        for _, _, message, *_ in extract_from_dir(ROOT / package, keywords=KEYWORDS, comment_tags=())
    ]


def said_in_code() -> set[str]:
    return {message if isinstance(message, str) else message[0] for message in calls()}


def plurals_in_code() -> dict[str, str]:
    return {message[0]: message[1] for message in calls() if not isinstance(message, str)}


def entries(language: str) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """Yield each entry's message, its plural if any, and its translations."""
    with catalogue_of(language_of(language)).open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if message.id:
            one, many = (message.id, None) if isinstance(message.id, str) else message.id
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
            yield one, many, forms


def names(message: str) -> set[str]:
    return {name.split(":")[0] for _, name, _, _ in string.Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_has_a_translation(language: str) -> None:
    translated = {one for one, _, forms in entries(language) if all(forms)}
    assert sorted(said_in_code() - translated) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language: str) -> None:
    assert sorted({one for one, _, _ in entries(language)} - said_in_code()) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_sentences_lie_in_the_order_of_the_alphabet_as_make_messages_writes_them(language: str) -> None:
    order = [one for one, _, _ in entries(language)]
    assert order == sorted(order)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_speaks_of_the_same_values(language: str) -> None:
    assert [
        (one, form) for one, _, forms in entries(language) for form in forms if names(form) != names(one)
    ] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translated_number_has_the_same_plural(language: str) -> None:
    assert {one: many for one, many, _ in entries(language) if many is not None} == plurals_in_code()


@pytest.mark.parametrize("language", TRANSLATED)
def test_lines_and_marks_are_kept_in_a_translation(language: str) -> None:
    for one, _, forms in entries(language):
        for form in forms:
            assert form.strip() == form or one.strip() != one, one
            assert ("\n" in form) == ("\n" in one), one
            assert form.startswith("-# ") == one.startswith("-# "), one
            assert form.startswith("• ") == one.startswith("• "), one


def test_no_sentence_hides_from_the_extraction() -> None:
    """It does not look into f-strings."""
    hidden = {
        ast.unparse(node)
        for package in ("bot", "cogs", "db")
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and node.args
        and ast.unparse(node.func).split(".")[-1] in KEYWORDS
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and node.args[0].value not in said_in_code()
    }
    assert hidden == set()


def test_the_code_s_sentences_are_found() -> None:
    assert all(message.strip() for message in said_in_code())
    assert len(said_in_code()) > 100
