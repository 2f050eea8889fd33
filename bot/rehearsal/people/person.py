"""A person with the Discord app: writes, reads, reacts and starts threads, within what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model import messages, threads
from bot.rehearsal.model.channels import FORUMS, REPLY, Message, Reference, Thread
from bot.rehearsal.model.mentions import mentions
from bot.rehearsal.people.person_commands import Commanding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.rehearsal.model.channels import Channel
    from bot.rehearsal.model.users import User

CONTENT = 2000


class Person(Commanding):
    """What one user does and sees; what Discord would not let them do raises Refused."""

    async def say(self, channel: Channel, text: str, *, files: Iterable[tuple[str, bytes]] = ()) -> Message:
        """Write a message; `<@id>` in it mentions. `files` are names with contents."""
        return self._write(channel, text, files)

    async def reply(
        self, message: Message, text: str, *, ping: bool = True, files: Iterable[tuple[str, bytes]] = ()
    ) -> Message:
        """Reply to a message; with `ping` its author is mentioned."""
        if message.deleted:
            problem = {"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}
            raise Refused(50035, errors={"message_reference": {"_errors": [problem]}})
        return self._write(message.channel, text, files, reply_to=message, ping=ping)

    async def direct(self, other: User, text: str, *, files: Iterable[tuple[str, bytes]] = ()) -> Message:
        """Write a direct message; 50007 when the other takes none."""
        if not other.open_to_direct:
            raise Refused(50007)
        return self._write(self.world.direct(self.user, other), text, files)

    async def edit(self, message: Message, text: str) -> Message:
        """Edit one's own message."""
        if message.deleted:
            raise Refused(10008)
        if message.author is not self.user:
            raise Refused(50005)
        text = self._checked(text, files=bool(message.attachments))
        reply_to = message.reference.message if message.reference else None
        who = mentions(message.channel, self.user, text, reply_to=reply_to)
        messages.edit(message, content=text, mentions=who)
        return message

    async def delete(self, message: Message) -> None:
        """Delete one's own message or, with Manage Messages, anyone's."""
        if message.deleted:
            raise Refused(10008)
        if message.author is not self.user and message.ephemeral_to is not self.user:
            self._need(message.channel, "manage_messages")
        messages.delete(message)

    async def react(self, message: Message, emoji: str) -> None:
        """Put a reaction on a message."""
        if emoji in message.reactions:
            self._need(message.channel, "view_channel", "read_message_history")
        else:
            self._need(message.channel, "view_channel", "read_message_history", "add_reactions")
        messages.react(message, self.user, emoji)

    async def unreact(self, message: Message, emoji: str) -> None:
        """Take one's reaction away."""
        messages.unreact(message, self.user, emoji)

    async def start_thread(self, message: Message, name: str) -> Thread:
        """Start a thread from a message; 160004 when it has one."""
        self._need(message.channel, "view_channel", "create_public_threads")
        if message.id in self.world.channels:
            raise Refused(160004)
        return threads.start(message.channel, self.user, name, source=message)

    async def post(self, forum: Channel, title: str, text: str, *, tags: Iterable[str] = ()) -> Thread:
        """Post in a forum; `tags` by name, KeyError for an unknown one."""
        if forum.kind not in FORUMS:
            raise Refused(50024)
        self._need(forum, "view_channel", "send_messages")
        text = self._checked(text, files=False)
        known = {tag.name: tag.id for tag in forum.tags}
        thread = threads.start(forum, self.user, title, applied_tags=[known[tag] for tag in tags])
        who = mentions(thread, self.user, text)
        messages.post(thread, self.user, content=text, mentions=who, id=thread.id)
        return thread

    async def archive(self, thread: Thread, *, locked: bool = False) -> None:
        """Archive a thread; locking it needs Manage Threads."""
        if locked or thread.owner is not self.user:
            self._need(thread, "manage_threads")
        threads.change(thread, archived=True, locked=locked or thread.locked)

    async def typing(self, channel: Channel) -> None:
        """Type, without sending."""
        self._need_to_speak(channel)
        messages.typing(channel, self.user)

    def sees(self, channel: Channel) -> list[Message]:
        """Return what this person sees in a channel, oldest first, ephemeral messages for them included."""
        if channel.is_direct and self.user not in channel.recipients:
            return []
        if not self._may(channel, "view_channel", "read_message_history"):
            return []
        whispers = [message for message in channel.whispers if message.ephemeral_to is self.user]
        return sorted([*channel.messages, *whispers], key=lambda message: message.id)

    def _write(
        self,
        channel: Channel,
        text: str,
        files: Iterable[tuple[str, bytes]],
        *,
        reply_to: Message | None = None,
        ping: bool = True,
    ) -> Message:
        self._need_to_speak(channel)
        attachments = [messages.upload(self.world, channel, name, content) for name, content in files]
        if attachments:
            self._need(channel, "attach_files")
        text = self._checked(text, files=bool(attachments))
        if isinstance(channel, Thread) and channel.archived:
            threads.change(channel, archived=False)
        who = mentions(channel, self.user, text, reply_to=reply_to if ping else None)
        reference = self._reference(reply_to) if reply_to else None
        return messages.post(
            channel,
            self.user,
            content=text,
            attachments=attachments,
            mentions=who,
            reference=reference,
            kind=REPLY if reference else 0,
        )

    def _checked(self, text: str, *, files: bool) -> str:
        problems = Problems()
        problems.length("content", text, most=CONTENT)
        problems.refuse()
        if not text.strip() and not files:
            raise Refused(50006)
        return text.strip()

    def _reference(self, message: Message) -> Reference:
        guild = message.channel.guild
        return Reference(
            message_id=message.id,
            channel_id=message.channel.id,
            guild_id=guild.id if guild else None,
            message=message,
        )

    def _need_to_speak(self, channel: Channel) -> None:
        if channel.kind in FORUMS:
            raise Refused(50008)
        if isinstance(channel, Thread) and channel.locked and not self._may(channel, "manage_threads"):
            raise Refused(160005)
        self._need(channel, "send_messages_in_threads" if channel.is_thread else "send_messages")
