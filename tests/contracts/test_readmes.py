"""What the READMEs show is there."""

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
