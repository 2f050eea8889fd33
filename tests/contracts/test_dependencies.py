"""What Stagedoor depends on is locked, and may be handed on with a project under the MIT licence."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
#: Permissive ones, and the MPL, which asks only for changes to its own files.
ACCEPTABLE = re.compile(
    r"\b(MIT|MIT-CMU|0BSD|BSD|ISC|Apache|PSF|Python Software Foundation|Zlib|CC0|MPL|Mozilla Public License)\b"
)
REFUSED = re.compile(r"\b(A?GPL|LGPL|GNU|SSPL|Proprietary)\b")
#: What a package says nowhere that a program could read.
SAID_ELSEWHERE = {"axe-playwright-python": "MIT, by its LICENSE; the axe-core in it is under the MPL 2.0"}


def depended_on(name: str, extra: str = "") -> Iterator[Distribution]:
    """Yield all that a package needs here, itself included, and what that needs."""
    waiting, seen = [(name, extra)], set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) not in seen:
            seen.add((name, extra))
            found = distribution(name)
            yield found
            for needed in map(Requirement, found.requires or ()):
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    waiting += [(canonicalize_name(needed.name), one) for one in {"", *needed.extras}]


def licence(package: Distribution) -> str:
    """Return what a package says of its licence: as an expression, in its classifiers, or in a line."""

    def said(field: str) -> list[str]:
        return package.metadata.get_all(field, [])

    classifiers = [one for one in said("Classifier") if one.startswith("License ::")]
    written = said("License-Expression") or classifiers or [line[:80] for line in said("License")]
    return "; ".join(written) or SAID_ELSEWHERE.get(package.name, "")


def goes_with_ours(licence: str) -> bool:
    return bool(ACCEPTABLE.search(licence)) and not REFUSED.search(licence)


def test_every_dependency_has_a_licence_that_goes_with_ours() -> None:
    licences = {package.name: licence(package) for package in depended_on("stagedoor", "test")}
    assert {"stagedoor", "discord.py", "numpy", "pytest"} <= licences.keys()
    assert {name: said for name, said in licences.items() if not goes_with_ours(said)} == {}


@pytest.mark.parametrize("said", ["GPL-3.0-only", "MIT AND LGPL-2.1", "GNU Affero", "UNKNOWN", ""])
def test_a_licence_that_binds_others_or_is_not_known_is_seen(said: str) -> None:
    assert not goes_with_ours(said)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_holds_what_pyproject_asks_for_and_names_no_index(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + ("test" in lock) * project["optional-dependencies"]["test"]
    text = (ROOT / lock).read_text(encoding="utf-8")
    locked = dict(re.findall(r"^(\S+)==(\S+)", text, flags=re.MULTILINE))
    for needed in map(Requirement, asked):
        assert needed.specifier.contains(locked[canonicalize_name(needed.name)]), f"make lock: {needed}"
    assert "://" not in text


def test_what_runs_is_tested_in_the_same_versions() -> None:
    entries = [
        re.findall(r"^\S+==.*$", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
        for lock in ("requirements.lock", "requirements-test.lock")
    ]
    assert set(entries[0]) <= set(entries[1])
