"""Which commands Discord offers to whom, and where."""

from collections.abc import Iterator

from bot.rehearsal.model.applications import Command
from bot.rehearsal.model.channels import Channel
from bot.rehearsal.model.members import Member
from bot.rehearsal.model.permissions import ADMINISTRATOR
from bot.rehearsal.model.world import World


def offered(world: World, channel: Channel, member: Member | None) -> Iterator[Command]:
    """Yield what a member is offered in a channel (None: in a direct conversation), a guild's own first."""
    return (command for command in _present(world, channel) if _is_offered(command, channel, member))


def _present(world: World, channel: Channel) -> Iterator[Command]:
    guild = channel.guild
    if guild:
        present = guild.applications
    else:
        known = world.applications
        present = [known[user.id] for user in channel.recipients if user.id in known]
    for application in present:
        commands = application.commands.values()
        yield from (command for command in commands if guild and command.guild_id == guild.id)
        yield from (command for command in commands if command.guild_id is None)


def _is_offered(command: Command, channel: Channel, member: Member | None) -> bool:
    if member is None:
        return command.guild_id is None and command.in_direct
    contexts = command.form.get("contexts")
    if contexts is not None and 0 not in contexts:
        return False
    held = channel.permissions_for(member)
    wanted = command.form.get("default_member_permissions")
    if wanted is None or held & ADMINISTRATOR:
        return True
    return int(wanted) != 0 and held & int(wanted) == int(wanted)
