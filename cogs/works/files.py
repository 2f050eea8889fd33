"""A work's files, fetched afresh from its original message: Discord's links to them expire within a day."""

import logging
from dataclasses import dataclass

import discord

from bot.client import Stagedoor
from bot.domain.works.work import Medium, Work
from bot.reports.pictures import MOST_FETCHED, CheckedFile, checked

log = logging.getLogger(__name__)

MOST_FILES = 4
SMALLEST_LIMIT = 10 * 1024 * 1024


class OriginalGone(Exception):  # noqa: N818  # a state of the world
    """The original message was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFiles:
    """What there is to show of a work: files with their new names. `too_much`: some had to be left out."""

    files: list[tuple[str, CheckedFile]]
    left_out: bool

    def shows(self, work: Work) -> bool:
        """Whether anything is left to be shown."""
        return bool(self.files or work.links or (work.medium is Medium.TEXT and work.caption))


async def original(bot: Stagedoor, work: Work) -> discord.Message:
    """Return a work's message.

    Raises:
        OriginalGone: it was deleted, or its channel was.
        discord.HTTPException: it can't be read right now.
    """
    guild = bot.get_guild(work.guild_id)
    channel = guild.get_channel_or_thread(work.channel_id) if guild else None
    try:
        found = channel or await bot.fetch_channel(work.channel_id)
        if not isinstance(found, discord.abc.Messageable):
            raise OriginalGone
        return await found.fetch_message(work.message_id)
    except discord.NotFound as error:
        raise OriginalGone from error


async def fetch(bot: Stagedoor, work: Work) -> FetchedFiles:
    """Fetch a work's files and look into each; raises as `original`."""
    message = await original(bot, work)
    guild = bot.get_guild(work.guild_id)
    most = max(guild.filesize_limit if guild else 0, SMALLEST_LIMIT)
    files: list[tuple[str, CheckedFile]] = []
    left_out = len(message.attachments) > MOST_FILES
    for number, attached in enumerate(message.attachments[:MOST_FILES], start=1):
        file = await _read(attached, most)
        if file is None:
            left_out = True
            continue
        hidden = "SPOILER_" if attached.is_spoiler() else ""
        files.append((f"{hidden}work-{work.id}-{number}.{file.suffix}", file))
    while sum(len(file.content) for _, file in files) > most:
        files.pop()
        left_out = True
    return FetchedFiles(files=files, left_out=left_out)


async def _read(attached: discord.Attachment, most: int) -> CheckedFile | None:
    picture = (attached.content_type or "").startswith("image/")
    if attached.size > (MOST_FETCHED if picture else most):
        return None
    try:
        return await checked(await attached.read(), most=most)
    except discord.NotFound as error:
        raise OriginalGone from error
