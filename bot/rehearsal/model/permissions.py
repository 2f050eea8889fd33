"""Discord's permission bits and the arithmetic of roles and overwrites."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.rehearsal.model.channels import Channel
    from bot.rehearsal.model.members import Member

_BITS = {
    "create_instant_invite": 0,
    "kick_members": 1,
    "ban_members": 2,
    "administrator": 3,
    "manage_channels": 4,
    "manage_guild": 5,
    "add_reactions": 6,
    "view_audit_log": 7,
    "priority_speaker": 8,
    "stream": 9,
    "view_channel": 10,
    "read_messages": 10,
    "send_messages": 11,
    "send_tts_messages": 12,
    "manage_messages": 13,
    "embed_links": 14,
    "attach_files": 15,
    "read_message_history": 16,
    "mention_everyone": 17,
    "external_emojis": 18,
    "use_external_emojis": 18,
    "view_guild_insights": 19,
    "connect": 20,
    "speak": 21,
    "mute_members": 22,
    "deafen_members": 23,
    "move_members": 24,
    "use_voice_activation": 25,
    "change_nickname": 26,
    "manage_nicknames": 27,
    "manage_roles": 28,
    "manage_permissions": 28,
    "manage_webhooks": 29,
    "manage_expressions": 30,
    "manage_emojis": 30,
    "use_application_commands": 31,
    "request_to_speak": 32,
    "manage_events": 33,
    "manage_threads": 34,
    "create_public_threads": 35,
    "create_private_threads": 36,
    "external_stickers": 37,
    "use_external_stickers": 37,
    "send_messages_in_threads": 38,
    "use_embedded_activities": 39,
    "moderate_members": 40,
    "view_creator_monetization_analytics": 41,
    "use_soundboard": 42,
    "create_expressions": 43,
    "create_events": 44,
    "use_external_sounds": 45,
    "send_voice_messages": 46,
    "set_voice_channel_status": 48,
    "send_polls": 49,
    "create_polls": 49,
    "use_external_apps": 50,
    "pin_messages": 51,
    "bypass_slowmode": 52,
}
_DEFAULTS = (
    "create_instant_invite",
    "add_reactions",
    "stream",
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "mention_everyone",
    "use_external_emojis",
    "connect",
    "speak",
    "use_voice_activation",
    "change_nickname",
    "use_application_commands",
    "request_to_speak",
    "create_public_threads",
    "create_private_threads",
    "use_external_stickers",
    "send_messages_in_threads",
    "use_embedded_activities",
    "use_soundboard",
    "use_external_sounds",
    "send_voice_messages",
    "send_polls",
    "use_external_apps",
)
_NEEDS_SENDING = ("mention_everyone", "send_tts_messages", "embed_links", "attach_files")


def bits(names: Iterable[str]) -> int:
    """Return the permission number of `names` (discord.py's names); KeyError for an unknown name."""
    number = 0
    for name in names:
        number |= 1 << _BITS[name]
    return number


ALL = bits(_BITS)
DEFAULT = bits(_DEFAULTS)
_QUIET = bits(["view_channel", "read_message_history"])
"""What is left to a member in a time-out."""
ADMINISTRATOR = bits(["administrator"])


def in_guild(member: Member) -> int:
    """Return what a member may do in a guild, channels apart."""
    guild = member.guild
    if guild.owner is member.user:
        return ALL
    number = guild.everyone.permissions
    for role in member.roles:
        number |= role.permissions
    if number & ADMINISTRATOR:
        return ALL
    return number & _QUIET if member.timed_out else number


def in_channel(member: Member, channel: Channel) -> int:
    """Return what a member may do in a channel or thread; a thread follows its parent."""
    number = in_guild(member)
    if number & ADMINISTRATOR:
        return ALL
    ruling = channel.parent if channel.is_thread and channel.parent else channel
    number = _overwritten(number, member, ruling)
    if member.timed_out:
        number &= _QUIET
    if not number & bits(["view_channel"]) or not channel.admits(member, number):
        return 0
    speaking = "send_messages_in_threads" if channel.is_thread else "send_messages"
    if not number & bits([speaking]):
        return number & ~bits((*_NEEDS_SENDING, "send_messages"))
    return number | bits(["send_messages"]) if channel.is_thread else number


def _overwritten(number: int, member: Member, channel: Channel) -> int:
    everyone = channel.overwrites.get(member.guild.id)
    if everyone:
        number = number & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role in member.roles:
        overwrite = channel.overwrites.get(role.id)
        if overwrite:
            allow |= overwrite.allow
            deny |= overwrite.deny
    number = number & ~deny | allow
    own = channel.overwrites.get(member.id)
    return number & ~own.deny | own.allow if own else number
