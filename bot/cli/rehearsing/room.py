"""The room around the rehearsal, as visitors of its page use it."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.cli.rehearsing.furniture import Furniture
from bot.domain.label import Label
from bot.domain.sentences import Sentence, sentence
from bot.errors import log_unexpected
from bot.i18n import texts_for
from bot.rehearsal.messages import Message
from bot.rehearsal.page.room import Situation
from bot.rehearsal.people import User
from bot.rehearsal.refusals import Refused
from db.store import Store

log = logging.getLogger(__name__)

READY, PLAYING, PLAYED = "ready", "playing", "played"
#: Plays the scene in the language of that locale.
Play = Callable[[str], Awaitable[object]]


class LabelRoom:
    """What visitors find around the label's server; `begin` opens it once the bot is in."""

    def __init__(self, furniture: Furniture, label: Label) -> None:
        self.caption: dict[str, Any] | None = None
        self.begins_anew = asyncio.Event()
        self._furniture = furniture
        self._label = label
        self._scene: str | None = None
        self._playing: asyncio.Task[None] | None = None
        self._play: Play | None = None
        self._store: Store | None = None

    def begin(self, store: Store, *, play: Play | None) -> None:
        """Let visitors act; `play` is the scene, if there is one."""
        self._store = store
        self._play = play
        self._scene = None if play is None else READY
        self._stir()

    async def situation(self) -> Situation:
        """Return how things stand."""
        return Situation(
            label=self._furniture.stage.guild.name,
            zone=self._label.timezone.key,
            people=self._furniture.people(),
            scene=self._scene,
            caption=self.caption,
        )

    # --- the scene --------------------------------------------------------------------------------

    async def play(self, locale: str, /) -> None:
        """Begin the scene."""
        if self._play is None or self._scene is None:
            raise _refusal(sentence("There is no scene for a label of your own."), locale)
        if self._scene != READY:
            raise _refusal(sentence("The scene is played once. Start over to see it again."), locale)
        self._scene = PLAYING
        self._playing = asyncio.create_task(self._play_to_its_end(self._play, locale))

    async def _play_to_its_end(self, play: Play, locale: str) -> None:
        try:
            await play(locale)
        except Exception as error:  # noqa: BLE001  # the room stays open
            log_unexpected(log, error, doing="the scene")
        finally:
            self._scene = PLAYED
            self.show(None)

    def show(self, caption: dict[str, Any] | None) -> None:
        """Show what the scene is at."""
        self.caption = caption
        self._stir()

    # --- the rest ---------------------------------------------------------------------------------

    async def move(self, _to: str, locale: str, /) -> None:
        """Move time."""
        raise _refusal(sentence("Time can’t be moved there now."), locale)

    async def start_over(self) -> None:
        """Build everything anew."""
        self.begins_anew.set()

    async def speak(self, language: str, /) -> None:
        """Have the server speak a language from now on."""
        if self._store is not None:
            guild_id = self._furniture.stage.guild.id
            await self._store.servers.change(guild_id, lambda server: replace(server, language=language))

    async def explain(self, message: Message, reader: User, /) -> dict[str, Any] | None:
        """Tell how the bot read a message."""
        del message, reader
        return None

    async def close(self) -> None:
        """Stop what is under way."""
        if self._playing is not None:
            self._playing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._playing

    def _stir(self) -> None:
        self._furniture.stage.world.stir()


def _refusal(why: Sentence, locale: str) -> Refused:
    return Refused(0, texts_for(locale).say(why))
