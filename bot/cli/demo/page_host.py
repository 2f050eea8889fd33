"""The room around the rehearsal, as visitors of its page use it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.cli.demo.explain import Explainer
from bot.cli.demo.extras import Extras
from bot.cli.demo.time_travel import TimeTravel
from bot.domain.sentences import Sentence, sentence
from bot.domain.shows.label import Label
from bot.interface.errors import log_unexpected
from bot.interface.i18n import texts_for
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.users import User
from bot.rehearsal.page.host import HostStatus

if TYPE_CHECKING:
    from bot.cli.demo.demo import Demo

log = logging.getLogger(__name__)

READY, PLAYING, PLAYED = "ready", "playing", "played"
#: Plays the scene in the language of that locale.
Play = Callable[[str], Awaitable[None]]


class DemoHost:
    """What visitors find around the label's server; `begin` opens it once the bot is in."""

    def __init__(self, extras: Extras, label: Label) -> None:
        self.begins_anew = asyncio.Event()
        self._extras = extras
        self._label = label
        self._demo: Demo | None = None
        self._moving: TimeTravel | None = None
        self._explaining: Explainer | None = None
        self._play: Play | None = None
        self._scene: str | None = None
        self._caption: dict[str, Any] | None = None
        self._under_way: asyncio.Task[None] | None = None

    def begin(self, demo: "Demo", *, play: Play | None) -> None:
        """Let visitors act; `play` is the scene, if there is one."""
        self._demo = demo
        self._moving = TimeTravel(demo)
        self._explaining = Explainer(demo)
        self._play = play
        self._scene = None if play is None else READY
        self._stir()

    async def status(self) -> HostStatus:
        """Return how things stand."""
        return HostStatus(
            label=self._extras.fan_server.guild.name,
            zone=self._label.timezone.key,
            moves=[] if self._moving is None else await self._moving.offered(),
            scene=self._scene,
            caption=self._caption,
            moving=self._is_busy and self._scene != PLAYING,
            people=self._extras.people(),
        )

    # --- one thing at a time ----------------------------------------------------------------------

    async def play(self, locale: str, /) -> None:
        """Begin the scene."""
        self._must_be_free(locale)
        if self._play is None:
            raise _refusal(sentence("There is no scene for a label of your own."), locale)
        self._scene = PLAYING
        self._begin(self._play_to_its_end(self._play(locale)))

    async def _play_to_its_end(self, play: Awaitable[None]) -> None:
        try:
            await play
        except Exception as error:  # noqa: BLE001  # the room stays open
            log_unexpected(log, error, doing="the scene")
        finally:
            self._scene = PLAYED
            self.show(None)

    def show(self, caption: dict[str, Any] | None) -> None:
        """Show what the scene is at."""
        self._caption = caption
        self._stir()

    async def move(self, to: str, locale: str, /) -> None:
        """Move time; it arrives even if whoever moved it goes away."""
        self._must_be_free(locale)
        moment = None if self._moving is None else await self._moving.moment(to)
        self._must_be_free(locale)
        if self._moving is None or moment is None:
            raise _refusal(sentence("Time can’t be moved there now."), locale)
        await asyncio.shield(self._begin(self._moving.go(moment)))

    def _must_be_free(self, locale: str) -> None:
        if self._is_busy:
            busy = sentence("The scene is being played. Please wait for its end.")
            raise _refusal(
                busy if self._scene == PLAYING else sentence("Time is moving. Please wait a moment."), locale
            )

    @property
    def _is_busy(self) -> bool:
        return self._under_way is not None and not self._under_way.done()

    def _begin(self, what: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        self._under_way = asyncio.create_task(what)
        self._under_way.add_done_callback(lambda _: self._stir())
        self._stir()
        return self._under_way

    # --- the rest ---------------------------------------------------------------------------------

    async def start_over(self) -> None:
        """Build everything anew."""
        self.begins_anew.set()

    async def speak(self, language: str, /) -> None:
        """Have the server speak a language from now on."""
        if self._demo is not None:
            guild_id = self._extras.fan_server.guild.id
            servers = self._demo.store.servers
            await servers.change(guild_id, lambda server: replace(server, language=language))

    async def explain(self, message: Message, reader: User, /) -> dict[str, Any] | None:
        """Tell how the bot read a message."""
        return None if self._explaining is None else await self._explaining.explain(message, reader)

    async def close(self) -> None:
        """Stop what is under way."""
        if self._under_way is not None:
            self._under_way.cancel()
            await asyncio.gather(self._under_way, return_exceptions=True)

    def _stir(self) -> None:
        self._extras.fan_server.world.stir()


def _refusal(why: Sentence, locale: str) -> Refused:
    return Refused(0, texts_for(locale).say(why))
