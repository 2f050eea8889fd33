"""What AutoMod does not let through."""

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import auto_moderation
from bot.rehearsal.model.channels import Channel
from bot.rehearsal.model.users import User
from bot.rehearsal.model.world import World


def refuse_blocked(world: World, channel: Channel, author: User, text: str) -> None:
    """Refuse 200000 with the rule's own words what a rule of the guild's blocks."""
    if channel.guild is None or channel.guild.id not in world.guilds:
        return
    blocked = auto_moderation.moderate(world.guilds[channel.guild.id], channel, author, text)
    if blocked is not None:
        raise Refused(200000, blocked or None)
