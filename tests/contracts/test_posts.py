"""Whatever is queued can be sent: the outbox knows how posts of every kind are made."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.client import FEATURES, Stagedoor
from bot.clock import utc_now
from bot.settings import Settings
from db.store import open_store

ROOT = Path(__file__).parents[2]


def kinds_in_code() -> Iterator[str]:
    """Yield the kinds of all posts that are made, but for those that only a session's `_post` puts together."""
    for package in ("bot", "cogs"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "NewPost":
                    kinds = [one.value for one in node.keywords if one.arg == "kind"]
                    yield from (str(kind.value) for kind in kinds if isinstance(kind, ast.Constant))


async def test_every_kind_of_post_has_a_handler(tmp_path: Path) -> None:
    async with open_store(tmp_path / "stagedoor.db") as store:
        bot = Stagedoor(settings=Settings(), store=store, clock=utc_now)
        for feature in FEATURES:
            await bot.load_extension(feature)
        handled = set(bot.outbox._handlers)
        await bot.close()
    kinds = set(kinds_in_code())
    assert {"card", "digest", "work_card"} <= kinds
    assert kinds - handled == set()
