"""What goes out: a message as it is made, and how it is recognised where an earlier try may have put it."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.interface.components import marks_in, put_mark


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that goes with a message; a picture has a `description` for those who can't see it."""

    name: str
    content: bytes
    description: str | None = None

    def file(self) -> discord.File:
        """Return it as discord.py sends it: once only."""
        return discord.File(io.BytesIO(self.content), self.name, description=self.description)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """A message to send, or with `edits` the changes to one that was sent.

    An embed shows one of the `files` by `attachment://` and its name.
    """

    content: str | None = None
    embeds: list[discord.Embed] = field(default_factory=list)
    files: Sequence[OutgoingFile] = ()
    view: discord.ui.View | None = None
    reply_to: int | None = None
    edits: int | None = None
    mentions: discord.AllowedMentions = field(default_factory=discord.AllowedMentions.none)

    def mark(self, post_id: int) -> bool:
        """Put a post's mark into a component, by which the message is recognised; False if it has none for it."""
        return self.view is not None and put_mark(self.view, post_id)

    @property
    def fingerprint(self) -> str:
        """What stands for all that the message says, and for what it replies to."""
        return _fingerprint(self.content, self.embeds, self.reply_to)

    def as_sent(self, channel_id: int) -> dict[str, Any]:
        """Return discord.py's arguments to send it."""
        arguments: dict[str, Any] = {"content": self.content, "embeds": self.embeds}
        arguments["allowed_mentions"] = self.mentions
        if self.files:
            arguments["files"] = [attached.file() for attached in self.files]
        if self.view is not None:
            arguments["view"] = self.view
        if self.reply_to is not None:
            arguments["reference"] = discord.MessageReference(
                message_id=self.reply_to, channel_id=channel_id, fail_if_not_exists=False
            )
        return arguments

    def as_edit(self) -> dict[str, Any]:
        """Return discord.py's arguments to edit a message so that it says this."""
        return {
            "content": self.content,
            "embeds": self.embeds,
            "attachments": [attached.file() for attached in self.files],
            "view": self.view,
            "allowed_mentions": self.mentions,
        }


def has_mark(message: discord.Message, post_id: int) -> bool:
    """Whether a message carries the mark of a post."""
    return post_id in marks_in(message)


def fingerprint_of(message: discord.Message) -> str:
    """Return what `OutgoingMessage.fingerprint` was of a message that stands in a channel."""
    reply_to = message.reference.message_id if message.reference else None
    # Discord adds embeds of its own, such as previews of links.
    return _fingerprint(message.content, [one for one in message.embeds if one.type == "rich"], reply_to)


def _fingerprint(content: str | None, embeds: Iterable[discord.Embed], reply_to: int | None) -> str:
    said = [str(reply_to), content or ""]
    for embed in embeds:
        said += ["\0", *_words(embed)]
    # Discord trims what it is given.
    whole = "\0".join(part.strip() for part in said)
    return hashlib.blake2b(whole.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _words(embed: discord.Embed) -> Iterator[str]:
    yield from (embed.title or "", embed.description or "", embed.author.name or "", embed.footer.text or "")
    yield str(int(embed.timestamp.timestamp())) if embed.timestamp else ""
    for item in embed.fields:
        yield from (item.name or "", item.value or "")
