"""What a visitor does: frames become deeds of a person, within what Discord lets that person do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.page import using
from bot.rehearsal.page.frames import malformed
from bot.rehearsal.page.sight import Sight
from bot.rehearsal.page.views import can_see
from bot.rehearsal.person import Person
from bot.rehearsal.places import Thread
from bot.rehearsal.refusals import Problems, Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.rehearsal.page.frames import Frame
    from bot.rehearsal.page.looking import Looking
    from bot.rehearsal.page.room import Room
    from bot.rehearsal.places import Channel
    from bot.rehearsal.world import World

Json = dict[str, Any]

LONGEST_NAME, LONGEST_EMOJI = 100, 64
MOST_REACTIONS = 20
LOCALES = ("en-US", "en-GB", "ko")
LANGUAGES = ("en", "ko")


class Deeds:
    """One visitor's deeds, each answered with what it made."""

    def __init__(self, world: World, room: Room, looking: Looking) -> None:
        self._world = world
        self._room = room
        self._looking = looking

    async def do(self, frame: Frame) -> Json | None:
        """Do what a frame says; Refused where Discord, the room, or its form forbids."""
        name = frame.text("do")
        if name in _ALONE:
            await _ALONE[name](self, frame)
            return None
        user = self._looking.user
        if user is None:
            raise malformed("look comes first")
        person, sight = Person(self._world, user), Sight(self._world, user)
        if name in _DEEDS:
            return await _DEEDS[name](person, sight, frame)
        if name in using.USES:
            invocation = await using.USES[name](person, sight, frame, self._looking)
            self._looking.begun.append(invocation)
            return {"interaction": str(invocation.id)}
        if name == "autocomplete":
            return {"choices": await using.autocomplete(person, sight, frame)}
        raise malformed(f"nobody can {name[:LONGEST_NAME]!r}")

    async def _look(self, frame: Frame) -> None:
        """Take a seat: as whom, where, and in which language."""
        number, locale = frame.id_or_none("as"), frame.text("locale")
        channel_id, selected_id = frame.id_or_none("channel"), frame.id_or_none("selected")
        if locale not in LOCALES:
            raise malformed("the locale is unknown")
        people = [one.user for one in (await self._room.situation()).people]
        if not people:
            raise Refused(10013)
        user = next((one for one in people if one.id == number), people[0])
        user.locale = locale
        self._looking.user, self._looking.channel_id, self._looking.selected_id = (
            user,
            channel_id,
            selected_id,
        )

    async def _move(self, frame: Frame) -> None:
        await self._room.move(frame.text("to"), self._locale)

    async def _play(self, _: Frame) -> None:
        await self._room.play(self._locale)

    async def _start_over(self, _: Frame) -> None:
        await self._room.start_over()

    async def _language(self, frame: Frame) -> None:
        language = frame.text("language")
        if language not in LANGUAGES:
            raise malformed("the language is unknown")
        await self._room.speak(language)

    @property
    def _locale(self) -> str:
        return self._looking.user.locale if self._looking.user else LOCALES[0]


_ALONE: dict[str, Callable[[Deeds, Frame], Awaitable[None]]] = {
    "look": Deeds._look,  # noqa: SLF001 - its own table
    "move": Deeds._move,  # noqa: SLF001
    "play": Deeds._play,  # noqa: SLF001
    "start_over": Deeds._start_over,  # noqa: SLF001
    "language": Deeds._language,  # noqa: SLF001
}


async def _say(person: Person, sight: Sight, frame: Frame) -> Json:
    channel, text, files = sight.the_channel(frame.id("channel")), frame.text("text"), frame.files()
    if any(not user.open_to_direct for user in channel.recipients if user is not person.user):
        raise Refused(50007)
    reply_to = frame.id_or_none("reply_to")
    if reply_to is None:
        said = await person.say(channel, text, files=files)
    else:
        ping = frame.flag("ping", usual=True)
        said = await person.reply(sight.the_message(reply_to, channel), text, ping=ping, files=files)
    return {"message": str(said.id)}


async def _edit(person: Person, sight: Sight, frame: Frame) -> None:
    await person.edit(sight.the_message(frame.id("message")), frame.text("text"))


async def _delete(person: Person, sight: Sight, frame: Frame) -> None:
    await person.delete(sight.the_message(frame.id("message")))


async def _react(person: Person, sight: Sight, frame: Frame) -> None:
    message, emoji = sight.the_message(frame.id("message")), frame.text("emoji")
    if not emoji or len(emoji) > LONGEST_EMOJI or (emoji.isascii() and ":" not in emoji):
        raise Refused(10014)
    if emoji not in message.reactions and len(message.reactions) >= MOST_REACTIONS:
        raise Refused(30010)
    await person.react(message, emoji)


async def _unreact(person: Person, sight: Sight, frame: Frame) -> None:
    await person.unreact(sight.the_message(frame.id("message")), frame.text("emoji"))


async def _thread(person: Person, sight: Sight, frame: Frame) -> Json:
    message, name = sight.the_message(frame.id("message")), _name(frame, "name")
    if message.channel.is_direct or message.channel.is_thread:
        raise Refused(50024)
    return _made(await person.start_thread(message, name))


async def _post(person: Person, sight: Sight, frame: Frame) -> Json:
    forum, title, tags = sight.the_channel(frame.id("forum")), _name(frame, "title"), frame.texts("tags")
    if unknown := set(tags) - {tag.name for tag in forum.tags}:
        raise malformed(f"the forum has no tag {min(unknown)!r}")
    return _made(await person.post(forum, title, frame.text("text"), tags=tags))


async def _direct(person: Person, sight: Sight, frame: Frame) -> Json:
    other = sight.the_user(frame.id("user"))
    if other is person.user or not other.open_to_direct:
        raise Refused(50007)
    return _made(person.world.direct(person.user, other))


async def _archive(person: Person, sight: Sight, frame: Frame) -> None:
    thread = sight.the_channel(frame.id("channel"))
    if not isinstance(thread, Thread):
        raise Refused(50024)
    await person.archive(thread, locked=frame.flag("locked"))


async def _typing(person: Person, sight: Sight, frame: Frame) -> None:
    await person.typing(sight.the_channel(frame.id("channel")))


async def _interested(person: Person, sight: Sight, frame: Frame) -> None:
    event = sight.guild.events.get(frame.id("event")) if sight.guild else None
    if event is None or not can_see(event, sight):
        raise Refused(10070)
    event.interest(person.user, interested=frame.flag("interested"))


def _name(frame: Frame, field: str) -> str:
    name, problems = frame.text(field).strip(), Problems()
    problems.length("name", name, most=LONGEST_NAME, least=1)
    problems.refuse()
    return name


def _made(channel: Channel) -> Json:
    return {"channel": str(channel.id)}


_DEEDS: dict[str, Callable[[Person, Sight, Frame], Awaitable[Json | None]]] = {
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "unreact": _unreact,
    "thread": _thread,
    "post": _post,
    "direct": _direct,
    "archive": _archive,
    "typing": _typing,
    "interested": _interested,
}
