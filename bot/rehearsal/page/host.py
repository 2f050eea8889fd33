"""What the page asks its host for: who can be played, moving time, a scene, starting over, explaining a message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import Member
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World

Json = dict[str, Any]

FAN, STAFF, ARTIST, MANAGER = "fan", "staff", "artist", "manager"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom visitors can be; `part` is fan, staff, artist or manager."""

    user: User
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostStatus:
    """How things stand, in the words of the page's map."""

    label: str
    zone: str = "UTC"
    moves: Sequence[str] = ()
    scene: str | None = None
    """"ready", "playing" or "played"; None where there is none."""
    caption: Json | None = None
    moving: bool = False
    people: Sequence[Persona] = field(default=())
    landmarks: Mapping[str, int] = field(default_factory=dict)
    """The channels that the page's tour leads to, by the names under which it knows them."""


class PageHost(Protocol):
    """Whoever shows the page; each method may raise Refused with a sentence for the visitor."""

    async def status(self) -> HostStatus:
        """Return how things stand."""

    async def move(self, to: str, locale: str, /) -> None:
        """Move time, and return once what fell due on the way was done."""

    async def play(self, locale: str, /) -> None:
        """Begin the scene."""

    async def start_over(self) -> None:
        """Build everything anew, soon after this returns."""

    async def speak(self, language: str, /) -> None:
        """Have the server speak "en" or "ko" from now on."""

    async def explain(self, message: Message, reader: User, /) -> Json | None:
        """Tell in the reader's language how the bot read a message they see, and how its question stands."""


class PlainHost:
    """A host with nothing but people: the page as a plain client."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def status(self) -> HostStatus:
        """Return everybody who is no bot, managers last."""
        guild = next(iter(self._world.guilds.values()), None)
        if guild is None:
            return HostStatus(label="")
        return HostStatus(label=guild.name, people=_people(guild))

    async def move(self, _to: str, _locale: str, /) -> None:
        """Refuse."""
        raise _nothing()

    async def play(self, _locale: str, /) -> None:
        """Refuse."""
        raise _nothing()

    async def start_over(self) -> None:
        """Refuse."""
        raise _nothing()

    async def speak(self, _language: str, /) -> None:
        """Refuse."""
        raise _nothing()

    async def explain(self, _message: Message, _reader: User, /) -> Json | None:
        """Know nothing."""


def _nothing() -> Refused:
    return Refused(0, "There is no such thing in this room.")


def _people(guild: Guild) -> list[Persona]:
    order = (FAN, STAFF, ARTIST, MANAGER)
    people = [Persona(one.user, _part(one)) for one in guild.members.values() if not one.user.bot]
    return sorted(people, key=lambda played: order.index(played.part))


def _part(member: Member) -> str:
    if member.may("manage_guild"):
        return MANAGER
    return STAFF if member.may("manage_messages") else FAN
