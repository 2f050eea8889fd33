"""What a person sends that isn't written: forwards, polls and votes, recordings, stickers; and pins."""

from collections.abc import Iterable
from typing import Any

from bot.rehearsal.checks import polls as poll_checks
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model import messages, threads, voting
from bot.rehearsal.model.channels import TALK, VOICE_MESSAGE, Channel, Message
from bot.rehearsal.model.stickers import Sticker
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World
from bot.rehearsal.people import access


class Posting:
    """The part of a person's app for all that has no words of their own."""

    world: World
    user: User

    async def forward(self, message: Message, channel: Channel) -> Message:
        """Send a message on to another channel, or to the same."""
        access.need(self.user, message.channel, "read_message_history")
        if message.deleted:
            raise Refused(10008)
        if message.kind not in TALK or message.poll:
            raise Refused(50021)
        access.need_to_speak(self.user, channel)
        threads.unarchive(channel)
        return messages.forward(channel, self.user, message)

    async def poll(
        self,
        channel: Channel,
        question: str,
        answers: Iterable[str],
        *,
        hours: int = 24,
        several: bool = False,
    ) -> Message:
        """Ask all readers of a channel."""
        access.need_to_speak(self.user, channel)
        access.need(self.user, channel, "send_polls")
        problems = Problems()
        form = {
            "question": {"text": question},
            "answers": [{"poll_media": {"text": answer}} for answer in answers],
            "duration": hours,
            "allow_multiselect": several,
        }
        made = poll_checks.read(form, problems, "poll", self.world.clock.now())
        problems.refuse()
        return self._posted(channel, poll=made)

    async def vote(self, message: Message, *answers: str) -> None:
        """Vote for exactly these answers of a poll, none of them taking the vote back; KeyError for an unknown one."""
        access.need_to_take_part(self.user, message.channel)
        poll = poll_checks.open_poll(message)
        known = {answer.text: answer for answer in poll.answers}
        chosen = [known[answer] for answer in answers]
        if len(chosen) > 1 and not poll.several:
            raise KeyError("The poll takes one answer only.")
        voting.vote(message, self.user, chosen)

    async def end_poll(self, message: Message) -> None:
        """End one's own poll."""
        if message.author is not self.user:
            raise Refused(50005)
        poll_checks.open_poll(message)
        voting.end(message)

    async def record(self, channel: Channel, seconds: float, content: bytes = b"OggS") -> Message:
        """Send a voice message."""
        access.need_to_speak(self.user, channel)
        access.need(self.user, channel, "attach_files", "send_voice_messages")
        recording = messages.upload(
            self.world, channel, "voice-message.ogg", content, seconds=seconds, waveform="AAAA"
        )
        return self._posted(channel, attachments=[recording], flags=VOICE_MESSAGE)

    async def send_sticker(self, channel: Channel, *stickers: Sticker) -> Message:
        """Send up to three stickers."""
        access.need_to_speak(self.user, channel)
        problems = Problems()
        problems.count("sticker_ids", list(stickers), most=3, least=1)
        problems.refuse()
        return self._posted(channel, stickers=list(stickers))

    async def pin(self, message: Message) -> None:
        """Pin a message."""
        messages.pin(self._pinnable(message), self.user)

    async def unpin(self, message: Message) -> None:
        """Unpin a message."""
        messages.unpin(self._pinnable(message))

    def _pinnable(self, message: Message) -> Message:
        access.need(self.user, message.channel, "pin_messages")
        access.need_open(message.channel)
        if message.deleted:
            raise Refused(10008)
        if message.kind not in TALK:
            raise Refused(50021)
        return message

    def _posted(self, channel: Channel, **parts: Any) -> Message:
        threads.unarchive(channel)
        sent = messages.post(channel, self.user, **parts)
        voting.open_poll(sent)
        return sent
