"""Application commands as registered, and who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.rehearsal.model.applications import Command
    from bot.rehearsal.model.channels import Channel

Json = dict[str, Any]


def offered(channel: Channel) -> Iterator[Command]:
    """Yield the commands of the applications that are present in a channel, a guild's own first."""
    guild = channel.guild
    if guild:
        present = guild.applications
    else:
        known = channel.world.applications
        present = [known[user.id] for user in channel.recipients if user.id in known]
    for application in present:
        commands = application.commands.values()
        yield from (command for command in commands if guild and command.guild is guild)
        yield from (command for command in commands if command.guild is None)
