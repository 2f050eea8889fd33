"""What somebody may see: the places open to them, in the order of a channel list, and what is said there."""

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import permissions
from bot.rehearsal.model.channels import CATEGORY, Channel, Message, Thread
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World
from bot.rehearsal.people.person import Person

if TYPE_CHECKING:
    from bot.rehearsal.model.guilds import Guild
    from bot.rehearsal.model.members import Member

_VIEW = permissions.bits(["view_channel"])
_READ = permissions.bits(["view_channel", "read_message_history"])


class Visibility:
    """The world through one person's eyes, of which they see the first guild they belong to."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user
        self.guild: Guild | None = next((one for one in world.guilds.values() if one.member(user)), None)
        self.member: Member | None = self.guild.member(user) if self.guild else None

    def places(self, opened: Container[int] = ()) -> Iterator[Channel]:
        """Yield all places in order; direct conversations in which nothing was said only where `opened`."""
        if self.guild:
            ordered = sorted(self.guild.channels.values(), key=lambda channel: channel.position)
            channels = [one for one in ordered if self.sees(one)]
            yield from self._below(None, channels)
            for category in (one for one in channels if one.kind == CATEGORY):
                inside = list(self._below(category, channels))
                if inside:
                    yield category
                    yield from inside
        yield from _latest(one for one in self._directs() if one.messages or one.id in opened)

    def _below(self, category: Channel | None, channels: list[Channel]) -> Iterator[Channel]:
        for channel in channels:
            if channel.kind != CATEGORY and channel.parent is category:
                yield channel
                yield from _latest(thread for thread in channel.threads if self.sees(thread))

    def _directs(self) -> Iterator[Channel]:
        channels = self.world.channels.values()
        return (one for one in channels if one.is_direct and self.user in one.recipients)

    def held(self, channel: Channel) -> int:
        """Return the number of what this person may do in a channel."""
        if channel.is_direct:
            return permissions.ALL if self.user in channel.recipients else 0
        if self.member is None or channel.guild is not self.guild:
            return 0
        return channel.permissions_for(self.member)

    def sees(self, channel: Channel) -> bool:
        """Say whether a place is open to this person."""
        return bool(self.held(channel) & _VIEW) and not channel.deleted

    def reads(self, message: Message) -> bool:
        """Say whether a message is there to be read by this person."""
        if message.deleted or message.ephemeral_to not in (None, self.user):
            return False
        return self.held(message.channel) & _READ == _READ and not message.channel.deleted

    def messages(self, channel: Channel) -> list[Message]:
        """Return what is said in a place, oldest first, with what is whispered to this person."""
        return Person(self.world, self.user).sees(channel)

    def pins(self, channel: Channel) -> list[Message]:
        """Return what is pinned in a place, latest first."""
        when = {one: one.pinned_at for one in self.messages(channel) if one.pinned_at}
        return sorted(when, key=lambda message: when[message], reverse=True)

    def channel(self, number: int | None) -> Channel | None:
        """Return a place by its id, if it is open to this person."""
        channel = self.world.channels.get(number or 0)
        return channel if channel and self.sees(channel) else None

    def the_channel(self, number: int) -> Channel:
        """Return the same, or raise Refused 10003."""
        channel = self.channel(number)
        if channel is None:
            raise Refused(10003)
        return channel

    def message(self, number: int | None, near: Channel | None = None) -> Message | None:
        """Return a message by its id, if this person may read it; looked for in `near` first."""
        everywhere = [*([near] if near else []), *self.world.channels.values()]
        for channel in everywhere if number else ():
            for found in (channel.message(number or 0), _whisper(channel, number or 0)):
                if found and self.reads(found):
                    return found
        return None

    def the_message(self, number: int, near: Channel | None = None) -> Message:
        """Return the same, or raise Refused 10008."""
        message = self.message(number, near)
        if message is None:
            raise Refused(10008)
        return message

    def the_user(self, number: int) -> User:
        """Return a fellow member, or raise Refused 10013."""
        if self.guild is None or number not in self.guild.members:
            raise Refused(10013)
        return self.guild.members[number].user


def _whisper(channel: Channel, number: int) -> Message | None:
    return next((one for one in reversed(channel.whispers) if one.id == number), None)


def _latest(channels: Iterable[Channel]) -> list[Channel]:
    """Put what is still going on first, and of that what was spoken in last."""

    def rank(channel: Channel) -> tuple[bool, int]:
        archived = isinstance(channel, Thread) and channel.archived
        return archived, -(channel.last_message_id or channel.id)

    return sorted(channels, key=rank)
