"""Who may import whom, where the import checker's own contracts can't say it."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "cogs", "db")
FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{'.' * node.level}{node.module or ''}"


def calls(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def importers(*modules: str) -> set[str]:
    """Return the packages of ours that import any of these."""
    return {
        file.relative_to(ROOT).parts[0]
        for file in FILES
        if any(name.split(".")[0] in modules for name in imported(file))
    }


def test_only_the_database_speaks_sql() -> None:
    assert importers("sqlite3", "aiosqlite") == {"db"}


def test_the_database_knows_nothing_of_discord() -> None:
    assert "db" not in importers("discord")


def test_imports_are_written_in_full() -> None:
    assert [str(file) for file in FILES if any(name.startswith(".") for name in imported(file))] == []


@pytest.mark.parametrize("package", ["bot", "bot/domain"])
def test_a_package_s_file_says_nothing_but_what_it_is(package: str) -> None:
    body = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8")).body
    assert all(isinstance(node, ast.Expr) for node in body)


def test_the_domain_never_asks_what_time_it_is() -> None:
    asking = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "utc_now"}
    domain = [file for file in FILES if "domain" in file.parts]
    assert domain
    assert [str(file) for file in domain if not asking.isdisjoint(calls(file))] == []


def test_a_migration_is_found_for_every_version() -> None:
    names = sorted(file.name for file in (ROOT / "db" / "migrations").glob("*.sql"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_no_two_classes_share_a_name() -> None:
    where: defaultdict[str, list[str]] = defaultdict(list)
    for file in FILES:
        if "understanding" not in file.parts:  # its names are its own until it is rewritten
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    where[node.name].append(str(file.relative_to(ROOT)))
    assert {name: files for name, files in where.items() if len(files) > 1} == {}
