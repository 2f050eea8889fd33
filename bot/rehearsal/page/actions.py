"""What a visitor does: frames become actions of a person, within what Discord lets that person do."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.rehearsal.checks import reactions
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.faults.faults import Faults
from bot.rehearsal.latency import Latency
from bot.rehearsal.model.channels import Channel, Thread
from bot.rehearsal.model.world import World
from bot.rehearsal.page import interactions, trouble
from bot.rehearsal.page.client_state import ClientState
from bot.rehearsal.page.entries import can_see
from bot.rehearsal.page.frames import Frame, malformed
from bot.rehearsal.page.host import PageHost
from bot.rehearsal.page.visibility import Visibility
from bot.rehearsal.people.person import Person

Json = dict[str, Any]

LONGEST_NAME = 100
LOCALES = ("en-US", "en-GB", "ko")
LANGUAGES = ("en", "ko")
LATENCIES = {"none": (0, 0), "usual": (50, 150), "slow": (400, 1200), "very_slow": (2500, 4000)}
"""Milliseconds, by the page's words for them: the last ones overrun the three seconds."""


class Actions:
    """One visitor's actions, each answered with what it made."""

    def __init__(
        self,
        world: World,
        faults: Faults,
        host: PageHost,
        state: ClientState,
        latency: Callable[[], Latency],
    ) -> None:
        self._world = world
        self._faults = faults
        self._host = host
        self._state = state
        self._latency_now = latency

    async def do(self, frame: Frame) -> Json | None:
        """Do what a frame says; Refused where Discord, the host, or its form forbids."""
        name = frame.text("do")
        if name in _ALONE:
            await _ALONE[name](self, frame)
            return None
        user = self._state.user
        if user is None:
            raise malformed("look comes first")
        person, visible = Person(self._world, user), Visibility(self._world, user)
        if name in _ACTIONS:
            return await _ACTIONS[name](person, visible, frame)
        if name in interactions.USES:
            interaction = await interactions.USES[name](person, visible, frame, self._state)
            self._state.begun.append(interaction)
            return {"interaction": str(interaction.id)}
        if name == "autocomplete":
            return {"choices": await interactions.autocomplete(person, visible, frame)}
        raise malformed(f"nobody can {name[:LONGEST_NAME]!r}")

    async def _look(self, frame: Frame) -> None:
        """Take a seat: as whom, where, and in which language."""
        number, locale = frame.id_or_none("as"), frame.text("locale")
        channel_id, selected_id = frame.id_or_none("channel"), frame.id_or_none("selected")
        if locale not in LOCALES:
            raise malformed("the locale is unknown")
        people = [one.user for one in (await self._host.status()).people]
        if not people:
            raise Refused(10013)
        user = next((one for one in people if one.id == number), people[0])
        user.locale = locale
        self._state.user, self._state.channel_id, self._state.selected_id = (
            user,
            channel_id,
            selected_id,
        )

    async def _move(self, frame: Frame) -> None:
        await self._host.move(frame.text("to"), self._locale)

    async def _play(self, _: Frame) -> None:
        await self._host.play(self._locale)

    async def _start_over(self, _: Frame) -> None:
        await self._host.start_over()

    async def _language(self, frame: Frame) -> None:
        language = frame.text("language")
        if language not in LANGUAGES:
            raise malformed("the language is unknown")
        await self._host.speak(language)

    async def _latency(self, frame: Frame) -> None:
        chosen = LATENCIES.get(frame.text("to"))
        if chosen is None:
            raise malformed("the latency is unknown")
        latency = self._latency_now()
        latency.least, latency.most = (milliseconds / 1000 for milliseconds in chosen)

    async def _trouble(self, frame: Frame) -> None:
        trouble.switch(self._faults, self._world, frame)

    @property
    def _locale(self) -> str:
        return self._state.user.locale if self._state.user else LOCALES[0]


_ALONE: dict[str, Callable[[Actions, Frame], Awaitable[None]]] = {
    "look": Actions._look,  # noqa: SLF001 - its own table
    "move": Actions._move,  # noqa: SLF001
    "play": Actions._play,  # noqa: SLF001
    "start_over": Actions._start_over,  # noqa: SLF001
    "latency": Actions._latency,  # noqa: SLF001
    "language": Actions._language,  # noqa: SLF001
    "trouble": Actions._trouble,  # noqa: SLF001
}


async def _say(person: Person, visible: Visibility, frame: Frame) -> Json:
    channel, text, files = visible.the_channel(frame.id("channel")), frame.text("text"), frame.files()
    if any(not user.open_to_direct for user in channel.recipients if user is not person.user):
        raise Refused(50007)
    reply_to = frame.id_or_none("reply_to")
    if reply_to is None:
        said = await person.say(channel, text, files=files)
    else:
        ping = frame.flag("ping", usual=True)
        said = await person.reply(visible.the_message(reply_to, channel), text, ping=ping, files=files)
    return {"message": str(said.id)}


async def _edit(person: Person, visible: Visibility, frame: Frame) -> None:
    await person.edit(visible.the_message(frame.id("message")), frame.text("text"))


async def _delete(person: Person, visible: Visibility, frame: Frame) -> None:
    await person.delete(visible.the_message(frame.id("message")))


async def _react(person: Person, visible: Visibility, frame: Frame) -> None:
    message, emoji = visible.the_message(frame.id("message")), frame.text("emoji")
    reactions.check_emoji(emoji)
    reactions.check_number(message, emoji)
    await person.react(message, emoji)


async def _unreact(person: Person, visible: Visibility, frame: Frame) -> None:
    await person.unreact(visible.the_message(frame.id("message")), frame.text("emoji"))


async def _pin(person: Person, visible: Visibility, frame: Frame) -> None:
    pinned = frame.flag("pinned", usual=True)
    message = visible.the_message(frame.id("message"))
    await (person.pin(message) if pinned else person.unpin(message))


async def _thread(person: Person, visible: Visibility, frame: Frame) -> Json:
    message, name = visible.the_message(frame.id("message")), _name(frame, "name")
    if message.channel.is_direct or message.channel.is_thread:
        raise Refused(50024)
    return _made(await person.start_thread(message, name))


async def _post(person: Person, visible: Visibility, frame: Frame) -> Json:
    forum, title, tags = visible.the_channel(frame.id("forum")), _name(frame, "title"), frame.texts("tags")
    if unknown := set(tags) - {tag.name for tag in forum.tags}:
        raise malformed(f"the forum has no tag {min(unknown)!r}")
    return _made(await person.post(forum, title, frame.text("text"), tags=tags))


async def _direct(person: Person, visible: Visibility, frame: Frame) -> Json:
    other = visible.the_user(frame.id("user"))
    if other is person.user or not other.open_to_direct:
        raise Refused(50007)
    return _made(person.world.direct(person.user, other))


async def _archive(person: Person, visible: Visibility, frame: Frame) -> None:
    thread = visible.the_channel(frame.id("channel"))
    if not isinstance(thread, Thread):
        raise Refused(50024)
    await person.archive(thread, locked=frame.flag("locked"))


async def _typing(person: Person, visible: Visibility, frame: Frame) -> None:
    await person.typing(visible.the_channel(frame.id("channel")))


async def _interested(person: Person, visible: Visibility, frame: Frame) -> None:
    event = visible.guild.scheduled_events.get(frame.id("event")) if visible.guild else None
    if event is None or not can_see(event, visible):
        raise Refused(10070)
    event.interest(person.user, interested=frame.flag("interested"))


def _name(frame: Frame, field: str) -> str:
    name, problems = frame.text(field).strip(), Problems()
    problems.length("name", name, most=LONGEST_NAME, least=1)
    problems.refuse()
    return name


def _made(channel: Channel) -> Json:
    return {"channel": str(channel.id)}


_ACTIONS: dict[str, Callable[[Person, Visibility, Frame], Awaitable[Json | None]]] = {
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "unreact": _unreact,
    "pin": _pin,
    "thread": _thread,
    "post": _post,
    "direct": _direct,
    "archive": _archive,
    "typing": _typing,
    "interested": _interested,
}
