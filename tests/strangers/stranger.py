"""A stranger's bot as a process of its own: started, listened to line by line, ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NODE_MODULES = HERE / "node_modules"
PYTHON = ROOT / ".venv-strangers" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
PATIENCE = 20.0
"""Real seconds a step may take."""

CLIENTS = {
    "hikari": "hikari_walk.py",
    "discord.js": "discordjs_walk.mjs",
    "oceanic.js": "oceanic_walk.mjs",
    "interactions.py": "interactions_walk.py",
}


def missing(client: str) -> str | None:
    """Return what this machine lacks to run a client; None when all is there."""
    if CLIENTS[client].endswith(".py"):
        return None if PYTHON.exists() else "no .venv-strangers here: `make strangers` installs it"
    if shutil.which("node") is None:
        return "no Node.js here"
    installed = (NODE_MODULES / client).exists()
    return None if installed else "no npm packages here: `make strangers` installs them"


@dataclass(eq=False)
class Stranger:
    """What the running bot said of each step: None where it went well, else what went wrong."""

    said: dict[str, str | None] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    """Its last lines on standard error."""
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _ended: bool = False

    async def tells(self, step: str) -> None:
        """Wait until the bot says that a step went well; AssertionError with its words if it did not."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: step in self.said or self._ended)
        assert step in self.said, "the bot ended: " + "".join(self.complaints[-12:])
        assert self.said[step] is None, self.said[step]

    async def listen(self, out: asyncio.StreamReader) -> None:
        """Read what the bot says until it ends."""
        async for line in out:
            if not line.startswith(b'{"step"'):
                self.complaints.append(line.decode(errors="replace"))  # some libraries log to where we listen
                continue
            told = json.loads(line)
            async with self._news:
                self.said[told["step"]] = told.get("wrong")
                self._news.notify_all()
        async with self._news:
            self._ended = True
            self._news.notify_all()

    async def overhear(self, err: asyncio.StreamReader) -> None:
        """Keep what the bot complains of."""
        async for line in err:
            self.complaints.append(line.decode(errors="replace"))


@contextlib.asynccontextmanager
async def running(client: str, told: Mapping[str, str]) -> AsyncIterator[Stranger]:
    """Run a client's script, with what it must know in its environment."""
    script = HERE / CLIENTS[client]
    python = [str(PYTHON), "-m", f"{__package__}.{script.stem}"]
    command = python if script.suffix == ".py" else ["node", str(script)]
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, **told},
    )
    assert process.stdout
    assert process.stderr
    stranger = Stranger()
    listening = asyncio.gather(stranger.listen(process.stdout), stranger.overhear(process.stderr))
    try:
        yield stranger
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await listening
