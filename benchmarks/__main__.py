"""Runs every benchmark, one after the other, each in a process of its own: `python -m benchmarks [NAME …]`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """Return the benchmarks there are."""
    files = [path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")]
    folders = [path.parent.name for path in HERE.glob("*/__main__.py")]
    return sorted([*files, *folders])


def main() -> int:
    """Run those that were asked for, or all."""
    wanted = sys.argv[1:] or names()
    failed = 0
    for name in wanted:
        print(f"\n=== {name} ===", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode != 0  # noqa: S603
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
