"""What the documents show and name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("readme", "language"), [("README.md", "en"), ("README.ko.md", "ko")])
def test_the_pictures_of_a_readme_are_there_and_described(readme: str, language: str) -> None:
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (ROOT / readme).read_text("utf-8"))
    assert all(description for description, _ in shown)
    taken = (ROOT / "docs" / "pictures" / language).glob("*.png")
    assert {ROOT / path for _, path in shown} == set(taken)


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "README.ko.md",
        "CONTRIBUTING.md",
        "docs/ARCHITECTURE.md",
        "docs/decisions.md",
        "bot/rehearsal/README.md",
    ],
)
def test_the_files_that_a_document_names_are_there(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    named = re.findall(r"\b(?:bot|cogs|db|docs|tests|benchmarks)/[\w./]*\w", text)
    stands_for_others = re.compile(r"XX|FEATURE|0005_what_it_does")
    assert [name for name in named if not stands_for_others.search(name) and not (ROOT / name).exists()] == []
