"""Lines typed in the terminal, each said by somebody of the cast, and what comes of them."""

import asyncio
import contextlib
import io
import sys
import threading

from bot.cli.demo.demo import Demo
from bot.cli.demo.fan_server import FanServer
from bot.cli.demo.transcript import Transcript
from bot.interface.i18n import texts_here
from bot.rehearsal.checks.messages import CONTENT


class TypedLines:
    """A queue of the lines typed, None at the end, filled by a thread that ends with the process."""

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._reading = False

    async def next(self) -> str | None:
        """Return the next line; None once there are no more."""
        if not self._reading:
            self._reading = True
            loop = asyncio.get_running_loop()
            threading.Thread(target=self._read, args=(loop,), daemon=True, name="typed lines").start()
        return await self._lines.get()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        with contextlib.suppress(RuntimeError):  # the loop was closed in the meantime
            for line in sys.stdin:
                loop.call_soon_threadsafe(self._lines.put_nowait, line.rstrip("\n"))
            loop.call_soon_threadsafe(self._lines.put_nowait, None)


async def explore(demo: Demo, transcript: Transcript, lines: TypedLines) -> None:
    """Have a fan say each line that is typed, and print what comes of it, until the input's end."""
    t, fan_server = texts_here().t, demo.fan_server
    transcript.heading(t("The house is open. Type a question as Leo, a fan; Ctrl-C ends."))
    transcript.tell(t("To speak as somebody else: “minji: …”, “sera: …” (she is on the team)."))
    cast = {
        user.username: user
        for user in (fan_server.leo, fan_server.minji, fan_server.dohyun, fan_server.sera, fan_server.jun)
    }
    printing = asyncio.create_task(_print_news(fan_server, transcript))
    try:
        while (typed := await lines.next()) is not None:
            name, _, rest = typed.partition(":")
            speaker, words = (cast[name], rest) if name in cast and rest.strip() else (fan_server.leo, typed)
            if words.strip():
                await demo.discord.person(speaker).say(fan_server.questions, words.strip()[:CONTENT])
        if not sys.stdin.isatty():
            await asyncio.Event().wait()
        await demo.discord.idle()
    finally:
        transcript.catch_up()
        printing.cancel()
        await asyncio.gather(printing, return_exceptions=True)


async def _print_news(fan_server: FanServer, transcript: Transcript) -> None:
    while True:
        transcript.catch_up()
        await fan_server.world.changed(1.0)
