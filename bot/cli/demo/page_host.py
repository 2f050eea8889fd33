"""What the visitors of the rehearsal's page can do besides chatting: play the scene, move time, ask why."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from bot.cli.demo.explain import Explainer
from bot.cli.demo.extras import Extras
from bot.cli.demo.time_travel import TimeTravel
from bot.client import Stagedoor
from bot.domain.sentences import Sentence, sentence
from bot.domain.shows.label import Label
from bot.interface.errors import log_unexpected
from bot.interface.i18n import texts_for
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.users import User
from bot.rehearsal.page.host import HostStatus
from bot.rehearsal.server import Rehearsal

log = logging.getLogger(__name__)

READY, PLAYING, PLAYED = "ready", "playing", "played"
#: Plays the scene in the language of that locale.
Play = Callable[[str], Awaitable[None]]


class DemoHost:
    """Hosts the visitors of the label's server; `begin` lets them act once the bot is in."""

    def __init__(self, extras: Extras, label: Label) -> None:
        self.restart_wanted = asyncio.Event()
        #: What visitors speak; a room begun in another language, of which nobody told it, begins anew in theirs.
        self.language = extras.language
        self.follows_visitors = False
        self._extras = extras
        self._world = extras.fan_server.world
        self._label = label
        self._bot: Stagedoor | None = None
        self._time_travel: TimeTravel | None = None
        self._explainer: Explainer | None = None
        self._play: Play | None = None
        self._scene: str | None = None
        self._caption: dict[str, Any] | None = None
        self._task: asyncio.Task[None] | None = None

    def begin(self, bot: Stagedoor, discord: Rehearsal, *, play: Play | None) -> None:
        """Let visitors act; `play` is the scene, if there is one."""
        fan_server = self._extras.fan_server
        self._bot = bot
        self._time_travel = TimeTravel(bot, fan_server, discord)
        self._explainer = Explainer(bot, fan_server, self._label)
        self._play = play
        self._scene = None if play is None else READY
        self._world.notify()

    async def status(self) -> HostStatus:
        """Return how things stand."""
        return HostStatus(
            label=self._extras.fan_server.guild.name,
            zone=self._label.timezone.key,
            moves=[] if self._time_travel is None else await self._time_travel.offered(),
            scene=self._scene,
            caption=self._caption,
            moving=self._is_busy and self._scene != PLAYING,
            people=self._extras.people(),
            landmarks=self._extras.landmarks(),
        )

    # --- one thing at a time ----------------------------------------------------------------------

    async def play(self, locale: str, /) -> None:
        """Begin the scene."""
        self._must_be_free(locale)
        if self._play is None:
            raise _refusal(sentence("There is no scene for a label of your own."), locale)
        self._scene = PLAYING
        self._begin(self._play_through(self._play(locale)))

    async def _play_through(self, play: Awaitable[None]) -> None:
        try:
            await play
        except Exception as error:  # noqa: BLE001  # the page stays open
            log_unexpected(log, error, doing="the scene")
        finally:
            self._scene = PLAYED
            self.show(None)

    def show(self, caption: dict[str, Any] | None) -> None:
        """Show what the scene is at."""
        self._caption = caption
        self._world.notify()

    async def move(self, to: str, locale: str, /) -> None:
        """Move time; it arrives even if whoever moved it goes away."""
        self._must_be_free(locale)
        moment = None if self._time_travel is None else await self._time_travel.moment(to)
        self._must_be_free(locale)
        if self._time_travel is None or moment is None:
            raise _refusal(sentence("Time can’t be moved there now."), locale)
        await asyncio.shield(self._begin(self._time_travel.go(moment)))

    def _must_be_free(self, locale: str) -> None:
        if self._is_busy:
            busy = sentence("The scene is being played. Please wait for its end.")
            raise _refusal(
                busy if self._scene == PLAYING else sentence("Time is moving. Please wait a moment."), locale
            )

    @property
    def _is_busy(self) -> bool:
        return self._task is not None and not self._task.done()

    def _begin(self, what: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        self._task = asyncio.create_task(what)
        self._task.add_done_callback(lambda _: self._world.notify())
        self._world.notify()
        return self._task

    # --- the rest ---------------------------------------------------------------------------------

    async def start_over(self) -> None:
        """Build everything anew."""
        self.restart_wanted.set()

    async def speak(self, language: str, /) -> None:
        """Have the server speak a language from now on, or all of it, where nobody has said anything yet."""
        self.language = language
        if self.follows_visitors and language != self._extras.language and not self._is_used:
            self.restart_wanted.set()
        if self._bot is not None:
            guild_id = self._extras.fan_server.guild.id
            await self._bot.store.servers.change(guild_id, lambda server: replace(server, language=language))

    @property
    def _is_used(self) -> bool:
        return self._is_busy or any(channel.messages for channel in self._world.channels.values())

    async def explain(self, message: Message, reader: User, /) -> dict[str, Any] | None:
        """Tell how the bot read a message."""
        return None if self._explainer is None else await self._explainer.explain(message, reader)

    async def close(self) -> None:
        """Stop what is under way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


def _refusal(why: Sentence, locale: str) -> Refused:
    return Refused(0, texts_for(locale).say(why))
